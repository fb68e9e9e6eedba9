"""PDF: text and ruled tables by PDFium; tables are rebuilt from the lines the page draws.

ISO 32000. A place is a page and a box in points from the top left corner of the page as displayed.
Pages without a text layer, or with one that cannot be trusted, are read from their picture.
"""

from __future__ import annotations

import re
from itertools import compress

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as raw  # type: ignore[import-untyped]

from parsers.formats.file_rules import (
    BOMB,
    BROKEN,
    EMPTY,
    ENCRYPTED,
    PAGE_WITHOUT_TEXT,
    UnreadableFile,
    state,
    unread,
)
from parsers.formats.image import ocr_findings
from parsers.formats.lattice import POINTS, Box, lattices
from parsers.formats.package import MEGABYTE
from parsers.formats.page_content import PageContent, PageLine, blocks
from parsers.formats.page_frames import only_cells
from parsers.formats.page_rules import (
    NO_OCR,
    NO_PAGES,
    PAGE_BROKEN,
    PAGE_CROWDED,
    TOO_MANY_PAGES,
    UNREADABLE_TEXT,
)
from parsers.formats.page_shades import with_shaded
from parsers.formats.page_struck import struck_out
from parsers.formats.page_table import PageTable
from parsers.formats.page_watermark import without_watermarks
from parsers.formats.pdf_bombs import MOST_UNFOLDED, swells
from parsers.formats.pdf_cells import dealt, filled
from parsers.formats.pdf_fields import prepare, with_fields
from parsers.formats.pdf_figures import FigureFonts
from parsers.formats.pdf_page import Drawing, draw
from parsers.formats.pdf_trust import distrust
from parsers.formats.typeset import pieces, printed_lines, whole
from parsers.model import Finding, PagePlace, Source
from parsers.readings import found

PDF = "application/pdf"
MOST_PAGES = 300
"""An annual report has 3 to 40 pages; of a longer file only these are read, and a finding says so."""
MOST_PICTURED = 60
"""Recognising a page costs seconds; of a long scan only so many pages are read, and a finding says so."""
DOTS = 200.0
MOST_DOTS = 3400.0
"""A pictured page is drawn at 200 dots an inch, but never larger than this many dots."""
MOST_ROUNDS = 8
"""So often frames that are no cells are taken away, and those beside their text are looked at."""
PIECE_GAP = 1.2
"""Nothing printed for so many line heights sets two pieces of a line apart."""

LAYERS = b"/OCProperties"
"""What a document with layers has in its catalog, which few writers compress."""
NO_KIDS = re.compile(rb"/Type\s*/Pages\b[^>]{0,200}?/(?:Count\s+0\b|Kids\s*\[\s*\])")
"""A page tree without pages: PDFium refuses such a file without saying why."""


def read(data: bytes, address: str | None = None, media_type: str | None = None) -> Source:
    """Read a PDF; the address and the declared type do not matter here."""
    return read_pdf(data)


def read_pdf(data: bytes) -> Source:
    """Read a PDF into paragraphs and grids.

    A broken, encrypted or empty file gives a source without blocks and the finding that says why.
    """
    try:
        document = _open(data)
    except UnreadableFile as error:
        return unread(PDF, error)
    try:
        return _read(document, LAYERS in data)
    finally:
        document.close()


def _open(data: bytes) -> pdfium.PdfDocument:
    if swells(data):
        raise UnreadableFile(BOMB, f"有数据流展开后超过{MOST_UNFOLDED // MEGABYTE}MB")
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        code = getattr(error, "err_code", None)
        rule = BROKEN
        if code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
            rule = ENCRYPTED
        elif NO_KIDS.search(data):
            rule = NO_PAGES
        raise UnreadableFile(rule, f"PDFium：{error}") from error


def _read(document: pdfium.PdfDocument, layered: bool) -> Source:
    count = len(document)
    findings: list[Finding] = []
    metadata = tuple(
        (f"pdf:{name}", value) for name, value in document.get_metadata_dict().items() if value.strip()
    )
    if count == 0:
        return Source(PDF, (), pages=0, metadata=metadata, findings=(state(NO_PAGES),))
    if count > MOST_PAGES:
        findings.append(state(TOO_MANY_PAGES, f"共{count}页，只读了前{MOST_PAGES}页"))
    pages: list[PageContent] = []
    pictured: list[PageContent] = []
    fonts = FigureFonts()
    kept: list[pdfium.PdfPage] = []
    prepare(document)
    for number in range(1, min(count, MOST_PAGES) + 1):
        try:
            page, own = with_fields(document, document[number - 1], number - 1)
        except pdfium.PdfiumError as error:
            findings.append(state(PAGE_BROKEN, f"第{number}页：{error}"))
            continue
        try:
            drawing = draw(page, layered, own)
            if drawing.crowded:
                findings.append(state(PAGE_CROWDED, f"第{number}页"))
            if fonts.new(drawing.figures):
                kept.append(page)
            reason = distrust(drawing, fonts.misdrawn(drawing, page))
            if reason is None:
                if drawing.unseen:
                    message = f"第{number}页有{drawing.unseen}个数字看不到（与底色同色、被遮盖等），未读取"
                    findings.append(found("text-unseen", message, actual=drawing.unseen))
                pages.append(content(drawing, number))
                continue
            if reason:
                findings.append(state(UNREADABLE_TEXT, f"第{number}页，{reason}"))
            if len(pictured) < MOST_PICTURED:
                pictured.append(_by_picture(page, number))
                pages.append(pictured[-1])
            else:
                findings.append(state(PAGE_WITHOUT_TEXT, f"第{number}页，识别的页数已到上限{MOST_PICTURED}"))
        except UnreadableFile as error:
            findings.append(error.finding)
        finally:
            if page not in kept[-1:]:
                page.close()
    for page in kept:
        page.close()
    content_blocks, doubts = blocks(pages, POINTS.slack)
    findings += [*ocr_findings(pictured), *doubts]
    if not content_blocks and not any(finding.severity == "error" for finding in findings):
        findings.append(state(EMPTY, f"共{count}页"))
    return Source(PDF, content_blocks, count, None, metadata, tuple(findings))


def _by_picture(page: pdfium.PdfPage, number: int) -> PageContent:
    """Read a page from its picture; raises UnreadableFile where the parts for recognition are missing."""
    try:
        from parsers.formats.scan import read_picture
    except ImportError as error:
        raise UnreadableFile(NO_OCR, f"第{number}页：{error}") from error
    width, height = page.get_size()
    scale = min(DOTS / 72, MOST_DOTS / max(width, height, 1.0))
    bitmap = page.render(scale=scale, rev_byteorder=True)
    try:
        colours = bitmap.to_numpy()[:, :, :3].copy()
    finally:
        bitmap.close()

    def place(box: Box) -> PagePlace:
        left, top, right, bottom = (round(side / scale, 1) for side in box)
        return PagePlace(number, (left, top, right, bottom), "pt")

    return read_picture(colours, number, scale, place)


def content(drawing: Drawing, number: int) -> PageContent:
    """Lay a page's characters into its ruled tables, and the rest into lines."""
    frames = with_shaded(lattices(drawing.rules, POINTS), drawing.fills)
    glyphs = without_watermarks(drawing.glyphs, drawing.width)
    struck = struck_out(glyphs, drawing.rules, frames)
    if struck:
        glyphs = [glyph for glyph in glyphs if glyph not in struck]

    def place(box: Box) -> PagePlace:
        return PagePlace(number, drawing.displayed(box), "pt")

    for rounds in range(MOST_ROUNDS, -1, -1):
        inside, outside = dealt(frames, glyphs)
        rows = printed_lines(outside)
        tables = [
            PageTable(frame.box, filled(frame, held, place), number)
            for frame, held in zip(frames, inside, strict=True)
        ]
        sound = only_cells(tables, frames, inside, rows)
        if not rounds or all(sound):
            break
        # What frames give up is outside now, and may show of another that it is for show.
        frames = tuple(compress(frames, sound))
    lines = []
    for row in rows:
        parts = tuple(pieces(row, PIECE_GAP))
        line = parts[0] if len(parts) == 1 else whole(row)
        if line is not None:
            lines.append(PageLine(line, parts, row))
    words = "".join(glyph.text for glyph in drawing.glyphs if glyph in struck) if struck else ""
    return PageContent(
        number, drawing.width, drawing.height, tuple(lines), tuple(tables), place, struck=words.strip()
    )
