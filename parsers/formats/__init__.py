"""Documents of every format read into a :class:`~parsers.model.Source`: blocks of text and grids.

A format is one module with a function ``read(data, address, media_type) -> Source``, and one row of
``READERS``. The type is told from the bytes (:mod:`parsers.formats.sniff`), never from a name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from parsers.formats import docx, html, image, mhtml, ofd, pdf, text, xls, xlsx
from parsers.formats.containers import read_unknown, told_apart
from parsers.formats.conversion import CONVERSIONS, NONE, Converted, read_converted
from parsers.formats.package import Allowance
from parsers.formats.sniff import HTML, MHTML, OLE, TEXT, UNKNOWN, ZIP, sniff
from parsers.formats.zip import read_archive
from parsers.model import Finding, Source
from parsers.readings import found

Reader = Callable[[bytes, str | None, str | None], Source]

READERS: Mapping[str, Reader] = MappingProxyType(
    {
        HTML: html.read,
        TEXT: text.read,
        MHTML: mhtml.read,
        pdf.PDF: pdf.read,
        **dict.fromkeys(image.TYPES.values(), image.read),
        docx.DOCX: docx.read,
        xlsx.XLSX: xlsx.read,
        xls.XLS: xls.read,
        ofd.OFD: ofd.read,
        OLE: read_unknown,
    }
)
"""The readers by media type; archives and types that must be converted have none (see :func:`_reader`)."""
MAX_BYTES = 64 * 1024 * 1024
"""No annual report is larger; a larger file is named and left alone."""
_ENDINGS: Mapping[str, str] = MappingProxyType({".html": HTML, ".htm": HTML, ".shtml": HTML, ".txt": TEXT})
_LOOSE = frozenset({"", UNKNOWN, "application/force-download", "binary/octet-stream"})


def read(
    data: bytes,
    address: str | None = None,
    media_type: str | None = None,
    converted: Converted = NONE,
    depth: int = 0,
    allowance: Allowance | None = None,
) -> Source:
    """Reads a document of any format; never raises for what the bytes are, but says it in findings.

    ``converted`` holds what :func:`parsers.formats.conversion.pieces` asked for; ``depth`` counts the
    archives around the document, and ``allowance`` is what is left to unpack of them.
    """
    if not data.strip():
        return Source(
            UNKNOWN, (), findings=(found("empty-document", "文件是空的，没有可读的内容，请重新抓取"),)
        )
    kind = told_apart(sniff(data), data)
    if len(data) > MAX_BYTES:
        message = f"文件有 {len(data)} 字节，超过上限 {MAX_BYTES} 字节，未读取；请确认它是否年度报告"
        return Source(kind, (), findings=(found("too-large", message, expected=MAX_BYTES, actual=len(data)),))
    reader = _reader(kind, converted, depth, Allowance() if allowance is None else allowance)
    wrong = _mismatch(kind, media_type, address)
    if reader is None:
        message = f"文件实为 {kind}，尚不能读取这种格式；原件已保留"
        return Source(kind, (), findings=(*wrong, found("unsupported-format", message, actual=kind)))
    source = reader(data, address, media_type)
    if not wrong:
        return source
    return Source(
        source.media_type,
        source.blocks,
        source.pages,
        source.encoding,
        source.metadata,
        (*wrong, *source.findings),
    )


def _reader(kind: str, converted: Converted, depth: int, allowance: Allowance) -> Reader | None:
    """The reader of a type: a row of the table, or one that needs the conversions or reads members."""
    if kind == ZIP:

        def read_member(member: bytes, name: str) -> Source:
            return read(member, name, None, converted, depth + 1, allowance)

        return lambda data, address, media_type: read_archive(data, read_member, depth + 1, allowance)
    if kind in CONVERSIONS:
        return lambda data, address, media_type: read_converted(kind, data, converted)
    return READERS.get(kind)


def _mismatch(kind: str, media_type: str | None, address: str | None) -> tuple[Finding, ...]:
    """What the server or the file's name said, where the bytes are plainly something else."""
    said = (media_type or "").split(";")[0].strip().lower() or _by_name(address)
    if said in _LOOSE or said == kind or not _apart(said, kind):
        return ()
    message = f"声明的类型为 {said}，内容实为 {kind}，已按内容读取"
    return (found("type-mismatch", message, expected=said, actual=kind),)


def _by_name(address: str | None) -> str:
    name = (address or "").split("?")[0].split("#")[0].lower()
    return next((kind for end, kind in _ENDINGS.items() if name.endswith(end)), "")


def _apart(said: str, kind: str) -> bool:
    """True when two types cannot both be true; containers and kinds of text are left to their readers."""
    text = said.startswith("text/") or "html" in said or "xml" in said
    return text != kind.startswith("text/") and kind not in {MHTML, UNKNOWN}
