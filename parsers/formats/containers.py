"""What a container (ZIP, OLE2) holds, told from its members: the second step of telling a file's type."""

from __future__ import annotations

from parsers.formats.docx import DOCX
from parsers.formats.file_rules import BROKEN, ENCRYPTED, UnreadableFile, unread
from parsers.formats.ofd import OFD
from parsers.formats.ole import stream_names
from parsers.formats.package import Package, PackageLimits
from parsers.formats.sniff import HTML, OLE, TEXT, ZIP
from parsers.formats.xls import XLS
from parsers.formats.xlsx import XLSX
from parsers.model import Source

DOC = "application/msword"
RTF = "application/rtf"
WORD_XML = "application/vnd.ms-word.2003+xml"
SHEET_XML = "application/vnd.ms-excel.2003+xml"
XLSB = "application/vnd.ms-excel.sheet.binary.macroenabled.12"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"

MIMETYPE_BYTES = 200
"""The member that names an OpenDocument's type is never longer."""

PACKAGES: tuple[tuple[str, str], ...] = (
    ("OFD.xml", OFD),
    ("word/document.xml", DOCX),
    ("xl/workbook.bin", XLSB),
    ("xl/workbook.xml", XLSX),
)
"""A member that only one kind of package has, and that kind."""
STREAMS: tuple[tuple[str, str], ...] = (
    ("EncryptedPackage", OLE),
    ("WordDocument", DOC),
    ("Workbook", XLS),
    ("Book", XLS),
)
"""A stream that only one kind of OLE2 file has, and that kind; OLE itself where there is nothing to read."""
PROGRAMS: tuple[tuple[bytes, str], ...] = (
    (b'progid="Word.Document"', WORD_XML),
    (b'progid="Excel.Sheet"', SHEET_XML),
)
"""What the head of an Office 2003 XML file says."""


def told_apart(kind: str, data: bytes) -> str:
    """Name the type of a ZIP, OLE2 or XML file by what it holds; any other type is handed back as it is."""
    if kind in (TEXT, HTML):
        return next((held for program, held in PROGRAMS if program in data[:1024]), kind)
    try:
        if kind == ZIP:
            return _package(Package(data, PackageLimits(member_bytes=MIMETYPE_BYTES)))
        if kind == OLE:
            names = {name.casefold() for name in stream_names(data)}
            return next((held for name, held in STREAMS if name.casefold() in names), OLE)
    except UnreadableFile:
        pass  # its reader will meet the same trouble, and say so
    return kind


def _package(package: Package) -> str:
    for name, kind in PACKAGES:
        if package.find(name) is not None:
            return kind
    if package.find("mimetype") is not None:
        declared = package.read("mimetype").decode("ascii", "replace").strip()
        if declared in (ODT, ODS):
            return declared
    if package.find("[Content_Types].xml") is not None and package.find("_rels/.rels") is not None:
        return DOCX if any(name.startswith("word/") for name in package.names) else ZIP
    return ZIP


def read_unknown(data: bytes, address: str | None = None, media_type: str | None = None) -> Source:
    """Answer for an OLE2 file that is no document we read: encrypted Office, or of another program."""
    try:
        names = stream_names(data)
    except UnreadableFile as error:
        return unread(OLE, error)
    if "EncryptedPackage" in names:
        return unread(OLE, UnreadableFile(ENCRYPTED, "Office文档设有打开密码"))
    return unread(OLE, UnreadableFile(BROKEN, f"没有文档的数据流，只有{'、'.join(names[:5]) or '空目录'}"))
