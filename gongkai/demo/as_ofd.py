"""A made-up report written as an OFD: placed characters and drawn lines, tables running over pages."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from gongkai.demo.as_docx import HEAD, zipped
from gongkai.demo.placed import PlacedCell, PlacedTable, place
from gongkai.demo.truth import DemoReport

NAMESPACE = "http://www.ofdspec.org/2016"
WIDTH, HEIGHT, MARGIN = 210.0, 297.0, 20.0
SIZE, LEADING, PADDING = 3.2, 4.2, 0.8
"""Millimetres: the size of the type, from line to line, and between a cell's side and its text."""


def ofd(report: DemoReport) -> bytes:
    """Write the report as an OFD; a table's cells that a page's end cuts go on blank on the next page."""
    paper = _Paper()
    paper.paragraph(report.title)
    for section in report.sections:
        for text in (section.heading, *section.paragraphs):
            if text:
                paper.paragraph(text)
        for table in section.tables:
            paper.table(place(table))
    pages = {f"Doc_0/Pages/Page_{n}/Content.xml": _page(page) for n, page in enumerate(paper.pages)}
    listed = "".join(
        f'<ofd:Page ID="{n + 1}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages))
    )
    return zipped(
        {
            "OFD.xml": (
                f'{HEAD}<ofd:OFD xmlns:ofd="{NAMESPACE}" DocType="OFD" Version="1.0"><ofd:DocBody>'
                f"<ofd:DocInfo><ofd:DocID>{report.seed:032d}</ofd:DocID>"
                f"<ofd:Title>{escape(report.title)}</ofd:Title></ofd:DocInfo>"
                "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
            ),
            "Doc_0/Document.xml": (
                f'{HEAD}<ofd:Document xmlns:ofd="{NAMESPACE}"><ofd:CommonData>'
                f"<ofd:PageArea><ofd:PhysicalBox>0 0 {WIDTH:g} {HEIGHT:g}</ofd:PhysicalBox></ofd:PageArea>"
                f"</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages></ofd:Document>"
            ),
            **pages,
        }
    )


@dataclass(slots=True)
class _Paper:
    """Pages filled from top to bottom; ``y`` is where the next thing on the last page begins."""

    pages: list[list[str]] = field(default_factory=lambda: [[]])
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
            self._frame(left, tops[top - first], width, tops[bottom - first] - tops[top - first])
            if placed.row >= first:
                self._fill(placed, left, tops[top - first], width)
        self.y = tops[-1]

    def _fill(self, placed: PlacedCell, left: float, top: float, width: float) -> None:
        for number, line in enumerate(wrapped(placed.cell.text, width - 2 * PADDING)):
            self._line(line, left + PADDING, top + PADDING + number * LEADING)

    def _frame(self, x: float, y: float, width: float, height: float) -> None:
        path = f"M 0 0 L {width:.3f} 0 L {width:.3f} {height:.3f} L 0 {height:.3f} C"
        self.pages[-1].append(
            f'<ofd:PathObject Boundary="{x:.3f} {y:.3f} {width:.3f} {height:.3f}" LineWidth="0.2">'
            f"<ofd:AbbreviatedData>{path}</ofd:AbbreviatedData></ofd:PathObject>"
        )

    def _line(self, text: str, x: float, y: float) -> None:
        if not text.strip():
            return
        deltas = " ".join(f"{advance(letter):g}" for letter in text[:-1])
        across = f' DeltaX="{deltas}"' if deltas else ""
        width = sum(advance(letter) for letter in text)
        self.pages[-1].append(
            f'<ofd:TextObject Boundary="{x:.3f} {y:.3f} {width:.3f} {LEADING:g}" Font="3" Size="{SIZE:g}">'
            f'<ofd:TextCode X="0" Y="{0.86 * SIZE:g}"{across}>{escape(text)}</ofd:TextCode></ofd:TextObject>'
        )

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


def _page(objects: list[str]) -> str:
    return (
        f'{HEAD}<ofd:Page xmlns:ofd="{NAMESPACE}"><ofd:Content><ofd:Layer>{"".join(objects)}'
        "</ofd:Layer></ofd:Content></ofd:Page>"
    )
