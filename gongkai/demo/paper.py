"""A made-up report laid out on A4 pages: placed lines of text and drawn frames, tables running over pages."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field

from gongkai.demo.placed import PlacedCell, PlacedTable, place
from gongkai.demo.truth import DemoReport

WIDTH, HEIGHT, MARGIN = 210.0, 297.0, 20.0
SIZE, LEADING, PADDING = 3.2, 4.2, 0.8
"""Millimetres: the size of the type, from line to line, and between a cell's side and its text."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A drawn rectangle, in millimetres from the page's top left corner."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text; ``x`` and ``y`` are the top left corner of its first character."""

    text: str
    x: float
    y: float


Marks = list[Frame | Line]


def laid_out(report: DemoReport) -> list[Marks]:
    """The report's pages; a table's cells that a page's end cuts go on blank on the next page."""
    paper = _Paper()
    paper.paragraph(report.title)
    for section in report.sections:
        for text in (section.heading, *section.paragraphs):
            if text:
                paper.paragraph(text)
        for table in section.tables:
            paper.table(place(table))
    return paper.pages


@dataclass(slots=True)
class _Paper:
    """Pages filled from top to bottom; ``y`` is where the next thing on the last page begins."""

    pages: list[Marks] = field(default_factory=lambda: [[]])
    y: float = MARGIN

    def paragraph(self, text: str) -> None:
        """Print running text, its first line indented."""
        for line in wrapped("　　" + text, WIDTH - 2 * MARGIN):
            if self.y + LEADING > HEIGHT - MARGIN:
                self._turn()
            self._line(line, MARGIN, self.y)
            self.y += LEADING
        self.y += 1.0

    def table(self, table: PlacedTable) -> None:
        """Print a table, row by row; a page's end falls between two rows."""
        column = (WIDTH - 2 * MARGIN) / table.width
        heights = [_height(table, row, column) for row in range(table.height)]
        first = 0
        while first < table.height:
            room, last = HEIGHT - MARGIN - self.y, first
            while last < table.height and sum(heights[first : last + 1]) <= room:
                last += 1
            if last == first:
                self._turn()
                continue
            self._rows(table, heights, first, last, column)
            first = last
            if first < table.height:
                self._turn()
        self.y += 3.0

    def _rows(self, table: PlacedTable, heights: list[float], first: int, last: int, column: float) -> None:
        tops = [self.y + sum(heights[first:row]) for row in range(first, last + 1)]
        for placed in table.cells:
            top, bottom = max(placed.row, first), min(placed.row + placed.cell.rowspan, last)
            if top >= bottom:
                continue
            left = MARGIN + placed.column * column
            width = placed.cell.colspan * column
            height = tops[bottom - first] - tops[top - first]
            self.pages[-1].append(Frame(left, tops[top - first], width, height))
            if placed.row >= first:
                self._fill(placed, left, tops[top - first], width)
        self.y = tops[-1]

    def _fill(self, placed: PlacedCell, left: float, top: float, width: float) -> None:
        for number, line in enumerate(wrapped(placed.cell.text, width - 2 * PADDING)):
            self._line(line, left + PADDING, top + PADDING + number * LEADING)

    def _line(self, text: str, x: float, y: float) -> None:
        if text.strip():
            self.pages[-1].append(Line(text, x, y))

    def _turn(self) -> None:
        self.pages.append([])
        self.y = MARGIN


def advance(letter: str) -> float:
    """The room a character takes, in millimetres: half the size for Latin, the whole for Chinese."""
    return SIZE if unicodedata.east_asian_width(letter) in "WFA" else SIZE / 2


def wrapped(text: str, width: float) -> list[str]:
    """Break text into lines no wider than ``width``; a number is not broken."""
    lines, now, room = [], "", width
    for word in _words(text):
        need = sum(advance(letter) for letter in word)
        if need > room and now:
            lines.append(now)
            now, room = "", width
        now, room = now + word, room - need
    return [*lines, now] if now else lines


def _words(text: str) -> list[str]:
    words: list[str] = []
    for letter in text:
        joins = letter.isascii() and not letter.isspace()
        if words and joins and words[-1][-1].isascii() and not words[-1][-1].isspace():
            words[-1] += letter
        else:
            words.append(letter)
    return words


def _height(table: PlacedTable, row: int, column: float) -> float:
    """The height of a row: the lines of its cells, those that span rows counted to their share."""
    lines = 1.0
    for placed in table.cells:
        if placed.row <= row < placed.row + placed.cell.rowspan:
            count = len(wrapped(placed.cell.text, placed.cell.colspan * column - 2 * PADDING))
            lines = max(lines, count / placed.cell.rowspan)
    return lines * LEADING + 2 * PADDING
