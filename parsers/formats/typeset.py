"""Characters put back into lines, lines into cell texts and paragraphs; shared by PDF pages and pictures."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from operator import itemgetter, sub
from typing import NamedTuple

from parsers.formats.lattice import Box
from parsers.formats.lines import lowered, raised

NOTE_SIZE = 0.75
"""A digit smaller than this share of the figure before it is a note's number if it stands higher or lower."""
WORD_GAP = 0.25
"""Nothing printed for less than this share of a line's height parts no words."""

LEVEL, APART = 1.2, 0.2
"""A line is level if no taller than so many of its lowest characters; two lines may overlap by so much."""


class Glyph(NamedTuple):
    """One character and its loose box (the full height of its line, not only its ink); y grows downward.

    A tuple, because pages have thousands of them.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def size(self) -> float:
        """Height of the character's line."""
        return self.bottom - self.top

    @property
    def middle(self) -> tuple[float, float]:
        """The centre of the box."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


_END = Glyph("", -math.inf, 0.0, 0.0, 0.0)


class Line(NamedTuple):
    """One printed line, or a piece of it that a wide gap sets apart; ``size`` is its height."""

    text: str
    box: Box
    size: float


def printed_lines(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Group characters into lines from top to bottom, each from left to right, doubles dropped."""
    rows: list[list[Glyph]] = []
    row: list[Glyph] = []
    centre = -math.inf
    height = near = 0.0
    levels = [top + bottom for _, _, top, _, bottom in glyphs]
    for index in sorted(range(len(glyphs)), key=levels.__getitem__):
        glyph = glyphs[index]
        text, _, top, _, bottom = glyph
        middle, size = levels[index] / 2, bottom - top
        off = middle - centre
        if off > near and off > 0.45 * min(height, size):
            row = [glyph]
            rows.append(row)
            centre, height, near = middle, size, 0.225 * size
            continue
        row.append(glyph)
        if not text.isspace():
            centre += off / len(row)
            if size > height:
                height, near = size, 0.225 * size
    return [_once(row) for row in rows]


def lines_in_order(glyphs: Sequence[Glyph]) -> list[Line] | None:
    """The lines of characters that come in reading order and close together, as in most cells; else ``None``.

    They are those that :func:`printed_lines` and :func:`whole` would give, found in one going.
    """
    lines: list[Line] = []
    row: list[str] = []
    first = last = end = far = high = low = size = least = 0.0
    ceiling = -math.inf
    for text, left, top, right, bottom in (*glyphs, _END):
        height = bottom - top
        if row and left >= last:
            if left - last < _near(left, right) or left - end > WORD_GAP * height:
                return None
            row.append(text)
            last, end = left, right
            if right > far:
                far = right
            if top < high:
                high = top
            if bottom > low:
                low = bottom
            if height > size:
                size = height
            elif height < least:
                least = height
            continue
        if row:
            line = "".join(row)
            if line.split() != [line] or low - high >= LEVEL * least or high < ceiling - APART * least:
                return None
            lines.append(Line(line, (first, high, far, low), size))
            ceiling = low
        row, first, last, end, far = [text], left, left, right, right
        high, low, size, least = top, bottom, height, height
    return lines


def _once(row: list[Glyph]) -> list[Glyph]:
    """From left to right, without characters printed twice in one place, as imitated bold type does."""
    if len(row) == 1:
        return row
    row.sort(key=itemgetter(1))
    kept: list[Glyph] = []
    last = -math.inf
    for glyph in row:
        text, left, _, right, _ = glyph
        near = _near(left, right)
        if left - last < near and any(text == other.text and left - other.left < near for other in kept[-3:]):
            continue
        kept.append(glyph)
        last = left
    return kept


def _near(left: float, right: float) -> float:
    """A character that begins nearer than this to another of the same text is the same one printed twice."""
    return 0.2 * (right - left if right - left > 0.1 else 0.1)


def pieces(row: Sequence[Glyph], gap: float) -> list[Line]:
    """Cut a line where nothing is printed for more than ``gap`` times its height.

    The gap is more than :data:`WORD_GAP`.
    """
    line = _unbroken(row)
    if line is not None:
        return [line]
    parts: list[list[Glyph]] = []
    end = -math.inf
    for glyph in row:
        text, left, top, right, bottom = glyph
        if text.isspace():
            if parts:
                parts[-1].append(glyph)
            continue
        if left - end <= gap * (bottom - top):
            parts[-1].append(glyph)
        else:
            parts.append([glyph])
        end = right
    return [_line(part) for part in parts]


def whole(row: Sequence[Glyph]) -> Line | None:
    """The line as one piece, or ``None`` if it prints nothing."""
    line = _unbroken(row)
    if line is not None or all(glyph[0].isspace() for glyph in row):
        return line
    return _line(row)


def _unbroken(row: Sequence[Glyph]) -> Line | None:
    """A row without spaces, gaps and figures of two sizes, which most are; ``None`` for any other."""
    lines = lines_in_order(row)
    return lines[0] if lines is not None and len(lines) == 1 else None


def _line(row: Sequence[Glyph]) -> Line:
    """Write a row of characters, not all of them spaces, as text; a wide gap is one space."""
    inked = (glyph for glyph in row if not glyph[0].isspace())
    texts, lefts, tops, rights, bottoms = zip(*inked, strict=True)
    heights = tuple(map(sub, bottoms, tops))
    size = max(heights)
    noted = min(heights) < NOTE_SIZE * size and any(map(str.isdigit, texts))
    out: list[str] = []
    wide, end = False, math.inf
    for text, left, _, right, _ in _with_notes(row) if noted else row:
        if text.isspace():
            if out and out[-1] != " ":
                out.append(" ")
            continue
        gap, before = left - end, wide
        wide, end = _wide(text), right
        if gap > WORD_GAP * size and gap > (0.7 if before or wide else WORD_GAP) * size and out[-1] != " ":
            out.append(" ")
        out.append(text)
    return Line("".join(out).strip(), (min(lefts), min(tops), max(rights), max(bottoms)), size)


def _with_notes(row: Sequence[Glyph]) -> Iterator[Glyph]:
    """The row with small digits behind a figure as superscripts or subscripts, where they are set so."""
    figure: Glyph | None = None
    for glyph in row:
        small = figure is not None and glyph.size < NOTE_SIZE * figure.size
        if figure is not None and small and glyph.text.isdigit():
            off = 0.1 * figure.size
            if figure.bottom - glyph.bottom > off:
                glyph = glyph._replace(text=raised(glyph.text))
            elif glyph.top - figure.top > off and glyph.bottom - figure.bottom > 0:
                glyph = glyph._replace(text=lowered(glyph.text))
        elif not glyph.text.isspace():
            figure = glyph if glyph.text.isdigit() else None
        yield glyph


@cache
def _wide(text: str) -> bool:
    return unicodedata.east_asian_width(text[0]) in "WF"


LATIN_END, LATIN_START = re.compile(r"[A-Za-z,;]$"), re.compile(r"^[A-Za-z]")
NUMBER = re.compile(r"[+-]?[\d.,]+$")


def cell_text(lines: Sequence[Line], box: Box) -> str:
    """Join the lines of one cell: wrapped text without a seam, separate numbers with a line end.

    A number runs on into the next line only when its line is full; else two rows may have lost the
    line between them, and joining 5 and 3 to 53 would be a silent error.
    """
    text = ""
    for before, line in zip([None, *lines], lines, strict=False):
        if before is None:
            text = line.text
        elif NUMBER.match(before.text) and NUMBER.match(line.text) and not _full(before, box):
            text = f"{text}\n{line.text}"
        else:
            text = joined(text, line.text)
    return text


def _full(line: Line, box: Box) -> bool:
    """Whether one more character of the line's size would no longer fit into the box."""
    letter = (line.box[2] - line.box[0]) / max(len(line.text), 1)
    return line.box[2] - line.box[0] + letter > 0.85 * (box[2] - box[0])


def joined(before: str, after: str) -> str:
    """Two pieces of wrapped text as one: a space between Latin words, nothing between others."""
    if LATIN_END.search(before) and LATIN_START.search(after):
        return f"{before} {after}"
    return before + after


START = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.．、](?!\d)"
)
