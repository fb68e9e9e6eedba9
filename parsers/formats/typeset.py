"""Characters put back into lines, lines into cell texts and paragraphs; shared by PDF pages and pictures."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from parsers.formats.lattice import Box


class Drawn(Protocol):
    """A character with its box; y grows downward."""

    @property
    def text(self) -> str: ...
    @property
    def left(self) -> float: ...
    @property
    def top(self) -> float: ...
    @property
    def right(self) -> float: ...
    @property
    def bottom(self) -> float: ...


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line, or a piece of it that a wide gap sets apart; ``size`` is its height."""

    text: str
    box: Box
    size: float


def printed_lines(glyphs: Iterable[Drawn]) -> list[list[Drawn]]:
    """Group characters into lines from top to bottom, each from left to right, doubles dropped."""
    rows: list[list[Drawn]] = []
    centre = height = 0.0
    for glyph in sorted(glyphs, key=lambda glyph: glyph.top + glyph.bottom):
        middle, size = (glyph.top + glyph.bottom) / 2, glyph.bottom - glyph.top
        if rows and middle - centre <= 0.45 * min(height, max(size, 0.5 * height)):
            rows[-1].append(glyph)
            if not glyph.text.isspace():
                count = len(rows[-1])
                centre += (middle - centre) / count
                height = max(height, size)
        else:
            rows.append([glyph])
            centre, height = middle, size
    return [_once(sorted(row, key=lambda glyph: glyph.left)) for row in rows]


def _once(row: list[Drawn]) -> list[Drawn]:
    """Drop characters printed twice in one place, as imitated bold type does."""
    kept: list[Drawn] = []
    for glyph in row:
        width = max(glyph.right - glyph.left, 0.1)
        if any(
            glyph.text == other.text and abs(glyph.left - other.left) < 0.2 * width for other in kept[-3:]
        ):
            continue
        kept.append(glyph)
    return kept


def pieces(row: Sequence[Drawn], gap: float) -> list[Line]:
    """Cut a line where nothing is printed for more than ``gap`` times its height."""
    parts: list[list[Drawn]] = []
    for glyph in row:
        if glyph.text.isspace():
            if parts:
                parts[-1].append(glyph)
            continue
        last = (
            next((item for item in reversed(parts[-1]) if not item.text.isspace()), None) if parts else None
        )
        if last is not None and glyph.left - last.right <= gap * (glyph.bottom - glyph.top):
            parts[-1].append(glyph)
        else:
            parts.append([glyph])
    return [_line(part) for part in parts]


def whole(row: Sequence[Drawn]) -> Line | None:
    """The line as one piece, or ``None`` if it prints nothing."""
    if all(glyph.text.isspace() for glyph in row):
        return None
    return _line(row)


def _line(row: Sequence[Drawn]) -> Line:
    """Write a row of characters as text, a wide gap as one space."""
    inked = [glyph for glyph in row if not glyph.text.isspace()]
    size = max(glyph.bottom - glyph.top for glyph in inked)
    out: list[str] = []
    before: Drawn | None = None
    for glyph in row:
        if glyph.text.isspace():
            if out and out[-1] != " ":
                out.append(" ")
            continue
        if before is not None and out[-1] != " ":
            room = 0.7 if _wide(before.text) or _wide(glyph.text) else 0.25
            if glyph.left - before.right > room * size:
                out.append(" ")
        out.append(glyph.text)
        before = glyph
    box = (
        min(glyph.left for glyph in inked),
        min(glyph.top for glyph in inked),
        max(glyph.right for glyph in inked),
        max(glyph.bottom for glyph in inked),
    )
    return Line("".join(out).strip(), box, size)


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


@dataclass(slots=True)
class _Growing:
    text: str
    box: Box
    last: Line


@dataclass(frozen=True, slots=True)
class Run:
    """Running text put together of lines; ``open_end`` tells that its last line fills the measure."""

    text: str
    box: Box
    indented: bool
    open_end: bool


def runs(lines: Sequence[Line], left: float, right: float) -> list[Run]:
    """Join the lines between two margins into paragraphs.

    A paragraph ends with a line that stops short of the right margin; a new one starts with an
    indent, a heading's number, another type size or after a gap.
    """
    done: list[Run] = []
    now: _Growing | None = None
    first_indent = False

    def close() -> None:
        if now is not None:
            done.append(Run(now.text, now.box, first_indent, fills(now.last, right)))

    for line in lines:
        indented = line.box[0] > left + 1.2 * line.size
        if now is not None and _goes_on(now.last, line, indented, right):
            now.text = joined(now.text, line.text)
            a, b = now.box, line.box
            now.box = (min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3]))
            now.last = line
            continue
        close()
        now, first_indent = _Growing(line.text, line.box, line), indented
    close()
    return done


def fills(line: Line, right: float) -> bool:
    """Whether a line reaches the right margin, give or take a character and a half."""
    return line.box[2] >= right - 1.6 * line.size


def _goes_on(before: Line, line: Line, indented: bool, right: float) -> bool:
    if indented or not fills(before, right) or START.match(line.text):
        return False
    if abs(before.size - line.size) > 0.35 * max(before.size, line.size):
        return False
    return line.box[1] - before.box[3] <= 1.6 * max(before.size, line.size)
