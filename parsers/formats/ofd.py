"""OFD (GB/T 33190-2016): the fixed-layout format of Chinese government documents.

A package of XML with placed characters and drawn lines, and no tables: they are rebuilt from the
ruling lines, just as those of a PDF page. A place is a page and a box in points.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from parsers.formats.file_rules import (
    BROKEN,
    DAMAGED,
    EMPTY,
    ENCRYPTED,
    PAGE_WITHOUT_TEXT,
    UnreadableFile,
    state,
    unread,
)
from parsers.formats.image import ocr_findings
from parsers.formats.lattice import POINTS
from parsers.formats.ofd_matrix import POINTS_PER_MM
from parsers.formats.ofd_page import OfdPage
from parsers.formats.ofd_paths import numbers
from parsers.formats.ofd_pictures import large, pictures_of, read_pictures
from parsers.formats.package import Package
from parsers.formats.page_content import PageContent, blocks
from parsers.formats.page_rules import PAGE_CROWDED, TOO_MANY_PAGES, UNREADABLE_TEXT
from parsers.formats.pdf import MOST_PAGES, MOST_PICTURED, content
from parsers.formats.pdf_page import Drawing
from parsers.formats.pdf_trust import MOSTLY_PICTURE, distrust
from parsers.model import Finding, Source
from parsers.readings import found

OFD = "application/ofd"
A4 = [0.0, 0.0, 210.0, 297.0]
INFORMATION = ("Title", "Subject", "Author", "CreationDate", "ModDate", "Creator")


def read(data: bytes, address: str | None = None, media_type: str | None = None) -> Source:
    """Read an OFD into paragraphs and exact grids.

    A broken, encrypted or empty file gives a source without blocks and the finding that says why. Pages
    that hold only pictures are read by recognition, and a finding names them.
    """
    try:
        package = Package(data)
        root = _xml(package, "OFD.xml")
        documents = [_Document(package, name) for name in _document_roots(package, root)]
    except UnreadableFile as error:
        return unread(OFD, error)
    except KeyError as error:
        return unread(OFD, UnreadableFile(BROKEN, f"没有部件{error}"))
    findings: list[Finding] = []
    pages = [page for document in documents for page in document.pages()]
    if len(pages) > MOST_PAGES:
        findings.append(state(TOO_MANY_PAGES, f"共{len(pages)}页，只读了前{MOST_PAGES}页"))
    contents: list[PageContent] = []
    pictured: list[PageContent] = []
    for number, (document, name) in enumerate(pages[:MOST_PAGES], start=1):
        page = _page(document, name, number, findings)
        if page is None:
            continue
        drawing = page.drawing()
        if drawing.crowded:
            findings.append(state(PAGE_CROWDED, f"第{number}页"))
        if page.unseen:
            message = (
                f"第{number}页的表格中有{page.unseen}个数字看不到（透明、白纸白字或在裁剪区之外），未读取"
            )
            findings.append(found("text-unseen", message, actual=page.unseen))
        scanned = _scanned(document, page, drawing, number, findings, len(pictured))
        pictured += scanned
        contents += scanned or [content(drawing, number)]
    content_blocks, doubts = blocks(contents, POINTS.slack)
    findings = [*package.findings, *findings, *ocr_findings(pictured), *doubts]
    if not content_blocks and not any(finding.severity != "info" for finding in findings):
        findings.append(state(EMPTY, f"共{len(pages)}页"))
    return Source(OFD, content_blocks, len(pages), None, tuple(_information(root)), tuple(findings))


@dataclass(slots=True)
class _Document:
    """One document of the package: its root, its templates and what its pages share."""

    package: Package
    name: str
    root: etree._Element = field(init=False)
    templates: dict[str, str] = field(init=False)
    units: dict[str, etree._Element] = field(init=False)
    params: dict[str, etree._Element] = field(init=False)
    pictures: dict[str, str] = field(init=False)
    area: list[float] = field(init=False)

    def __post_init__(self) -> None:
        self.root = _xml(self.package, self.name)
        self.templates = {
            row.get("ID", ""): row.get("BaseLoc", "") for row in self.root.iterfind("CommonData/TemplatePage")
        }
        self.area = _area(self.root.find("CommonData/PageArea")) or A4
        self.units, self.params, self.pictures = {}, {}, {}
        for part, resources in self._resources():
            self.units |= {unit.get("ID", ""): unit for unit in resources.iter("CompositeGraphicUnit")}
            self.params |= {row.get("ID", ""): row for row in resources.iter("DrawParam")}
            self.pictures |= dict(pictures_of(part, resources))

    def pages(self) -> Iterator[tuple[_Document, str]]:
        """The pages' parts, each with this document."""
        for row in self.root.iterfind("Pages/Page"):
            yield self, self.resolve(row.get("BaseLoc", ""))

    def resolve(self, name: str) -> str:
        """A part's name as the package has it: relative to the document's folder, or from the root."""
        if name.startswith("/"):
            return name.lstrip("/")
        return posixpath.normpath(posixpath.join(posixpath.dirname(self.name), name))

    def _resources(self) -> Iterator[tuple[str, etree._Element]]:
        for tag in ("PublicRes", "DocumentRes"):
            for row in self.root.iterfind(f"CommonData/{tag}"):
                name = self.resolve((row.text or "").strip())
                part = self.package.attempt(name, _xml)
                if part is not None:
                    yield name, part


def _page(document: _Document, name: str, number: int, findings: list[Finding]) -> OfdPage | None:
    try:
        root = _xml(document.package, name)
    except (UnreadableFile, KeyError) as error:
        findings.append(state(DAMAGED, f"第{number}页：{error}"))
        return None
    area = _area(root.find("Area")) or document.area
    page = OfdPage(area[2] * POINTS_PER_MM, area[3] * POINTS_PER_MM, document.units, document.params)
    used = dict.fromkeys(row.get("TemplateID", "") for row in root.iterfind("Template"))
    for identity in used:
        template = document.package.attempt(document.resolve(document.templates.get(identity, "?")), _xml)
        if template is not None:
            page.take(template)
    page.take(root)
    return page


def _scanned(
    document: _Document, page: OfdPage, drawing: Drawing, number: int, findings: list[Finding], read: int
) -> list[PageContent]:
    """Read a page's pictures where its text is missing or unsound; nothing where its text will do."""
    inked = any(not glyph.text.isspace() for glyph in drawing.glyphs)
    reason = distrust(drawing)
    if inked and reason is None:
        return []
    if reason:
        findings.append(state(UNREADABLE_TEXT, f"第{number}页，{reason}"))
    chosen = large(page.pictures, page.width, page.height) if drawing.pictured > MOSTLY_PICTURE else []
    if not chosen or read >= MOST_PICTURED:
        if not inked:
            drawn = f"，有{len(page.pictures)}幅图像" if page.pictures else ""
            findings.append(state(PAGE_WITHOUT_TEXT, f"第{number}页{drawn}"))
        return []
    try:
        return read_pictures(document.package, document.pictures, chosen, number)
    except UnreadableFile as error:
        findings.append(error.finding)
        return []


def _xml(package: Package, name: str) -> etree._Element:
    """Parse a part and drop the namespaces: two are in use, and both name the same elements."""
    root = package.xml(name)
    for element in root.iter():
        if isinstance(element.tag, str) and element.tag.startswith("{"):
            element.tag = element.tag.partition("}")[2]
    return root


def _document_roots(package: Package, root: etree._Element) -> list[str]:
    """The document roots, of a document with versions the current one."""
    names = []
    for body in root.iterfind("DocBody"):
        name = (body.findtext("DocRoot") or "").strip().lstrip("/")
        for version in body.iterfind("Versions/Version"):
            if version.get("Current") == "true":
                part = version.get("BaseLoc", "").lstrip("/")
                listed = package.attempt(part, _xml)
                current = "" if listed is None else (listed.findtext("DocRoot") or "").strip()
                if current:
                    name = posixpath.normpath(posixpath.join(posixpath.dirname(part), current)).lstrip("/")
        names.append(name)
    if root.find("DocBody/Encryptions") is not None or root.find("Encryptions") is not None:
        raise UnreadableFile(ENCRYPTED, "OFD.xml声明了加密")
    if not names:
        raise UnreadableFile(BROKEN, "OFD.xml没有列出文档")
    return names


def _area(area: etree._Element | None) -> list[float] | None:
    box = numbers(None if area is None else area.findtext("PhysicalBox"))
    return box if len(box) == 4 and box[2] > 0 and box[3] > 0 else None


def _information(root: etree._Element) -> Iterator[tuple[str, str]]:
    for name in INFORMATION:
        text = (root.findtext(f"DocBody/DocInfo/{name}") or "").strip()
        if text:
            yield f"property:{name.lower()}", text
