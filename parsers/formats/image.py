"""Pictures of pages (PNG, JPEG, GIF, TIFF, BMP, WebP): one page a frame, read by recognition.

A place is a box in pixels of the picture as displayed (Exif orientation applied). The parts for
recognition are an extra of the package; where they are missing the answer says how to install them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from parsers.formats.file_rules import EMPTY, UnreadableFile, state, unread
from parsers.formats.lattice import POINTS, Box
from parsers.formats.page_content import PageContent, blocks
from parsers.formats.page_rules import (
    NO_OCR,
    PAGE_TURNED,
    READ_BY_OCR,
    TOO_MANY_PAGES,
)
from parsers.formats.sniff import sniff
from parsers.model import Finding, PagePlace, Source

MOST_PIXELS = 120_000_000
MOST_FRAMES = 60
TYPES = {
    "PNG": "image/png",
    "JPEG": "image/jpeg",
    "MPO": "image/jpeg",
    "GIF": "image/gif",
    "TIFF": "image/tiff",
    "BMP": "image/bmp",
    "WEBP": "image/webp",
}


def read(data: bytes, address: str | None = None, media_type: str | None = None) -> Source:
    """Read a picture; the address and the declared type do not matter here."""
    return read_image(data)


def read_image(data: bytes) -> Source:
    """Read a picture's frames into paragraphs and grids; every cell carries its doubt."""
    kind = sniff(data)
    try:
        from parsers.formats.frames import frames, picture_type, reduced
        from parsers.formats.scan import read_picture
    except ImportError as error:
        return unread("image/*", UnreadableFile(NO_OCR, str(error)))
    try:
        kind = TYPES[picture_type(data)]
        pages = []
        findings: list[Finding] = []
        for number, colours in enumerate(frames(data, MOST_PIXELS), 1):
            if number > MOST_FRAMES:
                findings.append(state(TOO_MANY_PAGES, f"只读了前{MOST_FRAMES}页"))
                break
            small, factor = reduced(colours)
            pages.append(read_picture(small, number, small.shape[1] / 595.0, _pixels(number, factor)))
    except UnreadableFile as error:
        return unread(kind, error)
    found, doubts = blocks(pages, POINTS.slack)
    if not found:
        findings.append(state(EMPTY, f"共{len(pages)}页"))
    findings += [*ocr_findings(pages), *doubts]
    return Source(kind, found, len(pages), None, (), tuple(findings))


def _pixels(number: int, factor: float) -> Callable[[Box], PagePlace]:
    def place(box: Box) -> PagePlace:
        left, top, right, bottom = (round(side / factor, 1) for side in box)
        return PagePlace(number, (left, top, right, bottom), "px")

    return place


def ocr_findings(pages: Iterable[PageContent]) -> Iterator[Finding]:
    """Say which pages were recognised, and which turned; doubtful figures are named where weighed."""
    pages = list(pages)
    for rule, chosen in ((READ_BY_OCR, pages), (PAGE_TURNED, [page for page in pages if page.turned])):
        if chosen:
            yield state(rule, "第" + "、".join(str(page.number) for page in chosen) + "页")
