"""The parts of a Word package round its text: how they are read, its properties and running headers."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from parsers.formats.docx_text import W, read_inline
from parsers.formats.package import Package

STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
TRANSITIONAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PROPERTIES = ("title", "subject", "creator", "created", "modified")


def read_part(package: Package, name: str) -> etree._Element:
    """Parse a part, a strict document's namespace told as the transitional one."""
    data = package.read(name)
    if STRICT in data[:4096]:
        data = data.replace(STRICT, TRANSITIONAL)
    return package.parse(name, data)


def optional_part(package: Package, name: str) -> etree._Element | None:
    """Parse a part the document can do without; ``None`` when it is absent or broken."""
    return package.attempt(name, read_part)


def properties(package: Package) -> Iterator[tuple[str, str]]:
    """Yield the document's own title, author and days as metadata."""
    core = package.xml_or_none("docProps/core.xml")
    if core is None:
        return
    for child in core:
        name = etree.QName(child).localname
        if name in PROPERTIES and child.text and child.text.strip():
            yield f"property:{name}", child.text.strip()


def headers(package: Package, folder: str) -> Iterator[tuple[str, str]]:
    """Yield the running headers as metadata: printed on every page, they are no part of the text."""
    for name in package.names:
        if not name.startswith(f"{folder}/header"):
            continue
        part = optional_part(package, name)
        if part is not None:
            lines = (read_inline(paragraph).text.strip() for paragraph in part.iter(f"{W}p"))
            text = " ".join(line for line in lines if line)
            if text:
                yield "header", text
