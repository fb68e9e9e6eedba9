"""Which documents must be converted before they can be read, and how their conversions are handed in.

``parsers`` starts no process. It names the pieces of a document that need one (:func:`pieces`); the
caller converts them and reads again with the results, keyed by the SHA-256 of each piece.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from parsers.formats import docx, xlsx
from parsers.formats.containers import DOC, ODS, ODT, RTF, SHEET_XML, WORD_XML, XLSB, told_apart
from parsers.formats.file_rules import (
    CONVERSION_FAILED,
    CONVERTED,
    EMPTY,
    ENCRYPTED,
    NEEDS_CONVERSION,
    UnreadableFile,
    state,
    unread,
)
from parsers.formats.ole import stream
from parsers.formats.package import Allowance
from parsers.formats.sniff import ZIP, sniff
from parsers.formats.zip import DEEPEST, member_data
from parsers.model import Source


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a piece could not be converted, as a Chinese phrase for the finding."""

    reason: str


Converted = Mapping[str, bytes | Failure]
"""What conversions gave, by the SHA-256 (hexadecimal) of the bytes they were made from."""
NONE: Converted = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Conversion:
    """How a type is converted: the suffix it is known by, the suffix to convert to, who reads that."""

    suffix: str
    target: str
    read: Callable[[bytes], Source]


CONVERSIONS: Mapping[str, Conversion] = MappingProxyType(
    {
        DOC: Conversion("doc", "docx", docx.read),
        RTF: Conversion("rtf", "docx", docx.read),
        WORD_XML: Conversion("xml", "docx", docx.read),
        SHEET_XML: Conversion("xml", "xlsx", xlsx.read),
        ODT: Conversion("odt", "docx", docx.read),
        ODS: Conversion("ods", "xlsx", xlsx.read),
        XLSB: Conversion("xlsb", "xlsx", xlsx.read),
    }
)
"""The types that are converted; DOC is also what WPS Writer saves as WPS."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes to convert: a document, or a member of an archive."""

    sha256: str
    suffix: str
    target: str
    data: bytes


def pieces(data: bytes) -> Iterator[Piece]:
    """Yield what must be converted for a document to be read; nothing for most documents."""
    yield from _pieces(data, 0, Allowance())


def _pieces(data: bytes, depth: int, allowance: Allowance) -> Iterator[Piece]:
    kind = told_apart(sniff(data), data)
    conversion = CONVERSIONS.get(kind)
    if conversion is not None:
        if kind != DOC or _trouble(data) is None:
            digest = hashlib.sha256(data).hexdigest()
            yield Piece(digest, conversion.suffix, conversion.target, data)
    elif kind == ZIP and depth < DEEPEST:
        for _, member in member_data(data, allowance):
            yield from _pieces(member, depth + 1, allowance)


def read_converted(kind: str, data: bytes, converted: Converted) -> Source:
    """Read a document of one of the ``CONVERSIONS`` from its conversion, keeping its own type.

    Without a conversion the source has no blocks and the finding ``file-needs-conversion``, with a
    failed one ``file-conversion-failed``.
    """
    trouble = _trouble(data) if kind == DOC else None
    if trouble is not None:
        return unread(kind, trouble)
    conversion = CONVERSIONS[kind]
    result = converted.get(hashlib.sha256(data).hexdigest())
    if result is None:
        detail = f"{conversion.suffix.upper()}须由LibreOffice转换为{conversion.target.upper()}"
        return unread(kind, UnreadableFile(NEEDS_CONVERSION, detail))
    if isinstance(result, Failure):
        return unread(kind, UnreadableFile(CONVERSION_FAILED, result.reason))
    source = conversion.read(result)
    findings = source.findings
    if not any(finding.check == EMPTY.id for finding in findings):
        findings = (state(CONVERTED, f"{conversion.suffix}→{conversion.target}"), *findings)
    return replace(source, media_type=kind, findings=findings)


def _trouble(data: bytes) -> UnreadableFile | None:
    """Why a DOC cannot be converted: broken, or bit 8 of its FIB's flags says encrypted ([MS-DOC] 2.5.2)."""
    try:
        head = stream(data, "WordDocument")[:12]
    except UnreadableFile as error:
        return error
    locked = len(head) == 12 and bool(head[11] & 0x01)
    return UnreadableFile(ENCRYPTED, "Word文档设有打开密码") if locked else None
