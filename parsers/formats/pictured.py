"""Documents whose tables are pictures: the pictures they hold, read by recognition where they stand.

A place is a box in pixels of the picture, which is a member of the document. Pictures cost seconds each, so
they are read only where the document speaks of disclosure, or says hardly anything, and has no table of its
own; those left unread are named, for a table that is missed may be one of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby, islice

from parsers.formats.file_rules import UnreadableFile, state
from parsers.formats.image import ocr_findings
from parsers.formats.lattice import POINTS, Box
from parsers.formats.members import finding_in
from parsers.formats.package import Package
from parsers.formats.page_content import PageContent, blocks
from parsers.formats.page_rules import NO_OCR
from parsers.model import Block, Finding, Grid, MemberPlace, PagePlace, Paragraph, Place

PICTURE = "picture"
"""How a document's metadata names a picture that was not read."""
MOST_READ = 20
"""Pictures read of one document; a report has no more pages."""
MOST_PIXELS = 120_000_000
SMALLEST = (200, 500)
"""Pixels of the shorter and the longer side of a picture that can hold a table."""
LEAST_CELLS = 12
"""A document with a table of so many cells is read from its tables."""
LITTLE_TEXT = 300
"""A document with fewer characters is thought to be its pictures."""
SUBJECT = "信息公开"
A4_POINTS = 595.0
LEAST_WORDS = 20
"""Characters recognised in a picture that is worth keeping; a photograph gives stray ones."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture where it stands among a document's blocks: its name in the document, how to get its bytes.

    ``load`` may raise :class:`UnreadableFile`.
    """

    name: str
    load: Callable[[], bytes]


Piece = Block | Picture


def images_of(package: Package, part: str) -> dict[str, Picture]:
    """The pictures a part may show, by the ids of their relationships."""
    return {
        name: Picture(member, partial(package.read, member))
        for name, kind, member in package.related(part)
        if kind == "image"
    }


def with_pictures(pieces: Sequence[Piece]) -> tuple[tuple[Block, ...], tuple[Finding, ...], tuple[str, ...]]:
    """The blocks with what the pictures show among them, findings, and the names of pictures not read."""
    pictures = {piece.name: piece for piece in pieces if isinstance(piece, Picture)}
    own = tuple(piece for piece in pieces if not isinstance(piece, Picture))
    if not pictures or not _told_by_pictures(own):
        return own, (), tuple(pictures)
    chosen = dict(islice(pictures.items(), MOST_READ))
    left = tuple(name for name in pictures if name not in chosen)
    found: list[Block] = []
    findings: list[Finding] = []
    for pictured, group in groupby(pieces, key=lambda piece: isinstance(piece, Picture)):
        if pictured:
            names = dict.fromkeys(piece.name for piece in group if isinstance(piece, Picture))
            fresh = [chosen.pop(name) for name in names if name in chosen]
            found += _recognised(fresh, findings)
        else:
            found += [piece for piece in group if not isinstance(piece, Picture)]
    return tuple(found), tuple(dict.fromkeys(findings)), left


def is_tabled(blocks: Sequence[Block]) -> bool:
    """Whether a document has a table of its own."""
    return any(isinstance(block, Grid) and len(block.cells) >= LEAST_CELLS for block in blocks)


def _told_by_pictures(own: Sequence[Block]) -> bool:
    if is_tabled(own):
        return False
    text = "".join(block.text for block in own if isinstance(block, Paragraph))
    return len(text) < LITTLE_TEXT or SUBJECT in "".join(text.split())


def _recognised(pictures: Sequence[Picture], findings: list[Finding]) -> list[Block]:
    """Read pictures that follow each other as pages of one document: a table goes on over a picture's end."""
    pages: list[PageContent] = []
    frames: list[tuple[str, int]] = []
    for picture in pictures:
        try:
            for number, page in enumerate(_pages(picture.load(), len(frames)), start=1):
                frames.append((picture.name, number))
                if _words(page) >= LEAST_WORDS:
                    pages.append(page)
        except UnreadableFile as error:
            findings.append(finding_in(picture.name, error.finding))
        except ImportError as error:
            findings.append(state(NO_OCR, str(error)))
            break
    found, doubts = blocks(pages, POINTS.slack)
    findings += [*ocr_findings(pages), *doubts]
    return [_placed(block, frames) for block in found]


def _pages(data: bytes, before: int) -> Iterator[PageContent]:
    """Read a picture's frames that are large enough for a table, numbered on from ``before``."""
    from parsers.formats.frames import frames, reduced
    from parsers.formats.scan import read_picture

    for number, colours in enumerate(frames(data, MOST_PIXELS), start=before + 1):
        if number > before + MOST_READ or any(
            side < least for side, least in zip(sorted(colours.shape[:2]), SMALLEST, strict=True)
        ):
            return
        small, factor = reduced(colours)

        def place(box: Box, number: int = number, factor: float = factor) -> PagePlace:
            left, top, right, bottom = (round(side / factor, 1) for side in box)
            return PagePlace(number, (left, top, right, bottom), "px")

        yield read_picture(small, number, small.shape[1] / A4_POINTS, place)


def _words(page: PageContent) -> int:
    cells = (cell.text for table in page.tables for cell in table.cells)
    return sum(len(text) for text in (*cells, *(line.line.text for line in page.lines)))


def _placed(block: Block, frames: Sequence[tuple[str, int]]) -> Block:
    """The block with its places inside the pictures; its pages count over all of them."""

    def placed(place: Place) -> Place:
        if not isinstance(place, PagePlace):
            return place
        name, frame = frames[place.page - 1]
        return MemberPlace(name, replace(place, page=frame))

    if isinstance(block, Paragraph):
        return replace(block, place=placed(block.place))
    return replace(block, cells=tuple(replace(cell, place=placed(cell.place)) for cell in block.cells))
