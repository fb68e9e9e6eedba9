"""Pages of lines and ruled tables made into a document's blocks, in reading order and across page breaks."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from parsers.formats.file_rules import STRUCK_TEXT, state
from parsers.formats.lattice import Box
from parsers.formats.page_columns import ColumnTable, column_tables
from parsers.formats.page_figures import may_close
from parsers.formats.page_margins import running_lines
from parsers.formats.page_regions import PrintedLine
from parsers.formats.page_rules import UNRULED_TABLE
from parsers.formats.page_table import PageTable, as_grid, belongs, stack
from parsers.formats.page_words import words_of
from parsers.formats.running_text import Run, runs
from parsers.formats.typeset import START, Glyph, Line, joined
from parsers.model import Block, Cell, Finding, Grid, PagePlace, Paragraph

LEAST_RIGHT = 0.6
"""Running text reaches at least this share of the page's width; short lines alone show no margin."""


@dataclass(frozen=True, slots=True)
class PageLine:
    """A printed line outside tables: whole, and as the pieces that wide gaps set apart.

    ``glyphs`` are its characters from left to right, where they are known one by one.
    """

    line: Line
    pieces: tuple[Line, ...]
    glyphs: Sequence[Glyph] = ()

    def printed(self, worded: bool) -> PrintedLine:
        """The line as pieces and, where that is asked for, as words."""
        return PrintedLine(self.pieces, words_of(self.glyphs) if worded and self.glyphs else self.pieces)


@dataclass(frozen=True, slots=True)
class PageContent:
    """One page as read: its lines outside tables and its ruled tables, and how a box is named as a place.

    ``turned`` tells that a picture had to be turned by a quarter or more before it could be read; ``struck``
    is the text that was left out because a line goes through it.
    """

    number: int
    width: float
    height: float
    lines: tuple[PageLine, ...]
    tables: tuple[PageTable, ...]
    place: Callable[[Box], PagePlace]
    turned: bool = False
    struck: str = ""


@dataclass(slots=True)
class _Text:
    """A paragraph that may still go on over the page's end."""

    run: Run
    place: PagePlace
    text: str


_Item = _Text | PageTable | Grid


def blocks(pages: Sequence[PageContent], slack: float) -> tuple[tuple[Block, ...], tuple[Finding, ...]]:
    """Give a document's paragraphs and grids in reading order, and what there is to doubt in them."""
    running = running_lines(
        {page.number: [line.line for line in page.lines] for page in pages},
        {page.number: page.height for page in pages},
    )
    kept = {
        page.number: [line for index, line in enumerate(page.lines) if (page.number, index) not in running]
        for page in pages
    }
    margins = _margins_by_width(pages, kept)
    items: list[_Item] = []
    findings = [
        state(STRUCK_TEXT, f"第{page.number}页「{page.struck[:40]}」") for page in pages if page.struck
    ]
    for page in pages:
        left, right = margins[round(page.width)]
        after_table = bool(items) and not isinstance(items[-1], _Text)
        fresh = _items(page, kept[page.number], left, right, findings, after_table)
        if items and fresh:
            _go_on(items, fresh, slack)
        items += fresh
    return tuple(_block(item, slack) for item in items), tuple(findings)


def _block(item: _Item, slack: float) -> Block:
    if isinstance(item, PageTable):
        return as_grid(item, slack)
    return item if isinstance(item, Grid) else Paragraph(item.text, item.place)


def _go_on(items: list[_Item], fresh: list[_Item], slack: float) -> None:
    """Let the table or paragraph that ended the page before go on in the one that begins this page."""
    last, first = items[-1], fresh[0]
    if isinstance(last, PageTable) and isinstance(first, PageTable):
        if belongs(last, first, slack):
            items.pop()
            fresh[0] = stack(last, first, slack)
    elif (
        isinstance(last, _Text)
        and isinstance(first, _Text)
        and last.run.open_end
        and not first.run.indented
        and not START.match(first.text)
    ):
        items.pop()
        fresh[0] = _Text(first.run, last.place, joined(last.text, first.text))


def _margins_by_width(
    pages: Sequence[PageContent], kept: Mapping[int, Sequence[PageLine]]
) -> dict[int, tuple[float, float]]:
    """The margins of all pages of one width, since upright and landscape pages have their own."""
    lines: dict[int, list[Line]] = defaultdict(list)
    for page in pages:
        lines[round(page.width)] += [line.line for line in kept[page.number]]
    margins = {width: _margins(group) for width, group in lines.items()}
    return {width: (left, max(right, LEAST_RIGHT * width)) for width, (left, right) in margins.items()}


def _margins(lines: Sequence[Line]) -> tuple[float, float]:
    """The left and right margin of running text: the outermost sides that more than one line shares."""
    if not lines:
        return 0.0, 0.0
    lefts = sorted(line.box[0] for line in lines)
    rights = sorted((line.box[2] for line in lines), reverse=True)
    size = sorted(line.size for line in lines)[len(lines) // 2]
    left = next((a for a, b in itertools.pairwise(lefts) if b - a < size), lefts[0])
    right = next((a for a, b in itertools.pairwise(rights) if a - b < size), rights[0])
    return left, right


def _items(
    page: PageContent,
    lines: Sequence[PageLine],
    left: float,
    right: float,
    findings: list[Finding],
    after_table: bool,
) -> list[_Item]:
    """The page's lines and tables in reading order, lines joined to paragraphs."""
    marks: list[tuple[float, int, PageLine | PageTable]] = [(line.line.box[1], 0, line) for line in lines]
    marks += [(table.box[1], 1, table) for table in page.tables]
    items: list[_Item] = []
    group: list[PageLine] = []
    for _, _, mark in sorted(marks, key=lambda mark: mark[:2]):
        if isinstance(mark, PageLine):
            group.append(mark)
            continue
        items += _prose(page, group, left, right, findings, after_table)
        group, after_table = [], False
        items.append(mark)
    return items + _prose(page, group, left, right, findings, after_table)


def _prose(
    page: PageContent,
    lines: Sequence[PageLine],
    left: float,
    right: float,
    findings: list[Finding],
    after_table: bool,
) -> list[_Item]:
    items: list[_Item] = []
    at = 0
    worded = any(may_close(line.line.text) for line in lines)
    for table in column_tables([line.printed(worded) for line in lines], after_table):
        items += _paragraphs(page, lines[at : table.first], left, right)
        items.append(_grid(page, table))
        findings.append(state(UNRULED_TABLE, f"第{page.number}页，{len(table.cells)}个单元格"))
        at = table.end
    return items + _paragraphs(page, lines[at:], left, right)


def _paragraphs(page: PageContent, lines: Sequence[PageLine], left: float, right: float) -> list[_Item]:
    return [
        _Text(run, page.place(run.box), run.text) for run in runs([line.line for line in lines], left, right)
    ]


def _grid(page: PageContent, table: ColumnTable) -> Grid:
    cells = tuple(
        Cell(cell.row, cell.column, cell.text, page.place(cell.box), 1, cell.colspan) for cell in table.cells
    )
    return Grid(cells, exact=False)
