"""Bytes into text: byte order mark, then strict UTF-8, then the declared encoding, then GB18030."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from parsers.model import Finding
from parsers.readings import found

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "utf-16"),
)
_DECLARED = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,30})""", re.IGNORECASE)
_IN_TYPE = re.compile(r"""charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,30})""", re.IGNORECASE)
_CHINESE = frozenset({"gb2312", "gbk", "gb18030", "cp936", "ms936", "x-gbk", "gb_2312-80", "hz"})
HEAD = 4096
"""Declarations are looked for in this many first bytes."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text, the encoding it was decoded with, and what the bytes got wrong."""

    text: str
    encoding: str
    findings: tuple[Finding, ...] = ()


def declared(data: bytes, media_type: str | None) -> str | None:
    """The encoding that the Content-Type or, failing that, the document's own head declares."""
    match = _IN_TYPE.search(media_type or "")
    if match:
        return match[1].lower()
    inside = _DECLARED.search(data[:HEAD])
    return inside[1].decode("ascii").lower() if inside else None


def decode(data: bytes, media_type: str | None = None) -> Decoded:
    """Decodes a document's bytes; never raises: what no encoding explains is replaced and found."""
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            text = data.decode(codec, "replace")
            return Decoded(text, name, _replaced(text, name))
    said = declared(data, media_type)
    for name in _candidates(said):
        try:
            text = data.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
        return Decoded(text, name, _mismatch(said, name))
    text = data.decode("gb18030" if _more_chinese(data) else "utf-8", "replace")
    name = "gb18030" if _more_chinese(data) else "utf-8"
    return Decoded(text, name, (*_mismatch(said, name), *_replaced(text, name)))


def _candidates(said: str | None) -> list[str]:
    names = ["utf-8"]
    if said and _family(said) not in {"utf-8", "gb18030"} and _is_text(said):
        names.append(said)
    return [*names, "gb18030"]


def _is_text(name: str) -> bool:
    # Single-byte codecs decode any bytes: as a declaration of a Chinese page they are always a slip.
    single = ("iso-8859", "iso8859", "latin", "windows-125", "cp125", "ascii", "us-ascii")
    return not name.startswith(single)


def _family(name: str) -> str:
    if name in _CHINESE:
        return "gb18030"
    return "utf-8" if name in {"utf8", "utf-8", "utf-8-sig"} else name


def _mismatch(said: str | None, used: str) -> tuple[Finding, ...]:
    if said is None or _family(said) == _family(used):
        return ()
    message = f"声明的编码为 {said}，内容实为 {used}，已按 {used} 读取"
    return (found("encoding-mismatch", message, expected=said, actual=used),)


def _replaced(text: str, used: str) -> tuple[Finding, ...]:
    count = text.count("�")
    if not count:
        return ()
    message = f"按 {used} 解码时有 {count} 处字节无法识别，以 � 表示，请核对原文件"
    return (found("undecodable-bytes", message, actual=count),)


def _more_chinese(data: bytes) -> bool:
    head = data[:65536]
    return head.decode("gb18030", "replace").count("�") < head.decode("utf-8", "replace").count("�")
