"""The rows of a document's grids, sorted to the form's tables: a page break may cut a table anywhere.

A row's cells are parted into labels (its left end) and the rest, which holds the figures.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from parsers.abreast import lines_of
from parsers.cells import is_value
from parsers.labels import clean, has_words, split_ordinal
from parsers.model import Cell, Finding, Paragraph, Source
from parsers.readings import found

MAX_TABLE_ROWS = 2_000
"""Rows kept for one table; no form has 60."""
MAX_ROW_CELLS = 64
"""Cells of a row that are looked at; no form has 20 columns."""
MAX_REST = 48
"""Cells after the labels that are looked at: as many in a row with one label cell as in one with three."""
_OWN_NUMBER = re.compile(r"[一二三四五六七八九十]{1,3}|[（(]?\d{1,2}[)）]?[、．.，,]|[（(]\d{1,2}[)）]")
HEADING = 45
"""A longer paragraph is no heading."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a grid: label cells, the cells after them, and the grid it comes from (counted from 0).

    ``first`` is the index of the first cell after the labels; ``size`` the number of cells of the row;
    ``has_value`` says that a cell after the labels holds something.
    """

    labels: tuple[Cell, ...]
    rest: tuple[Cell, ...]
    first: int
    size: int
    grid: int
    exact: bool
    has_value: bool

    @property
    def text(self) -> str:
        """The labels as printed, in one line."""
        return " ".join(cell.text for cell in self.labels)

    @property
    def place_cell(self) -> Cell | None:
        """The row's last cell: where a figure is sought that has no cell of its own."""
        cells = (*self.labels, *self.rest)
        return cells[-1] if cells else None


def make_row(cells: tuple[Cell, ...], grid: int, exact: bool) -> Row:
    """Parts a row's cells: labels reach up to the last label before the first figure."""
    cells = cells[:MAX_ROW_CELLS]
    first = _serial(cells)
    for index, cell in enumerate(cells):
        if index < first:
            continue
        if is_label(cell.text):
            first = index + 1
        elif clean(cell.text) and not _numbers_the_next(cells, index):
            break
    labels = tuple(cell for cell in cells[:first] if is_label(cell.text))
    rest = cells[first : first + MAX_REST]
    has_value = any(clean(cell.text) for cell in rest)
    return Row(labels, rest, first, len(cells), grid, exact, has_value)


def _serial(cells: tuple[Cell, ...]) -> int:
    """1 when the row begins with its number in the list and the label comes next, else 0."""
    if len(cells) < 3 or not is_label(cells[1].text):
        return 0
    text = clean(cells[0].text)
    return 1 if text.isascii() and text.isdigit() and len(text) <= 3 else 0


def _numbers_the_next(cells: tuple[Cell, ...], index: int) -> bool:
    """True for a label's number in a cell of its own (``1.``, ``一``), the label in the next."""
    return (
        index + 1 < len(cells)
        and _OWN_NUMBER.fullmatch(clean(cells[index].text)) is not None
        and is_label(cells[index + 1].text)
    )


def is_label(text: str) -> bool:
    """True for words that name a row or column; false for blanks, figures and figures with remarks."""
    # The same few labels and figures stand in every report.
    return _short(text) if len(text) <= _SHORT else _is_label(text)


def _is_label(text: str) -> bool:
    if not clean(text) or is_value(text) or clean(text).startswith("#"):
        return False  # a sheet shows # for an error, and so do we for what it cannot be known to show
    body = split_ordinal(text)[1]
    if not has_words(body) or (len(body) == 1 and body.isascii()):
        # A lone letter is a slip for a figure (O for 0): to be read, and doubted, as one.
        return False
    # 约20件 is a clumsy figure; a label with a digit inside (公开相同信息计1条) is long.
    return len(body) >= 12 or not any(char.isdigit() for char in body)


_SHORT = 80
_short = lru_cache(maxsize=8192)(_is_label)


_ROW_MARKS: Mapping[str, tuple[str, ...]] = {
    "statistics": ("统计指标", "主动公开政府信息数"),
    "proactive": ("第二十条第", "信息内容", "制发件数", "新制作数量"),
    "requests": ("勾稽关系", "申请人情况", "本年新收政府信息公开申请"),
}
_DISPUTE_CELLS = frozenset({"行政复议", "行政诉讼", "结果维持", "未经复议直接起诉"})
_SHORTEST_MARK = min(len(mark) for marks in (*_ROW_MARKS.values(), _DISPUTE_CELLS) for mark in marks)
_SIGNED = re.compile(
    r"(填[表报]|制表|审核|复核|经办|报送|报出|联系|单位负责|分管|主管|负责|电话)"
    r"(人|员|单位|日期|时间|领导|负责|电话|方式)*(\([^)]*\))?(:|$)"
)
"""人员 and 负责人 are two of the words: a word that others make up would double the ways with each."""
_HEADING_MARKS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("主动公开政府信息",), "proactive"),
    (("收到和处理",), "requests"),
    (("行政复议", "行政诉讼"), "disputes"),
    (("统计表",), "statistics"),
    (("存在的", "问题"), ""),
    (("其他需要报告",), ""),
)


@dataclass(slots=True)
class TableRows:
    """The rows found for each table of the forms, in document order, and what had to be cut."""

    tables: dict[str, list[Row]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    cut: set[str] = field(default_factory=set)

    def add(self, table: str, row: Row) -> None:
        """Keeps the row, up to ``MAX_TABLE_ROWS`` a table."""
        rows = self.tables.setdefault(table, [])
        if len(rows) < MAX_TABLE_ROWS:
            rows.append(row)
        elif table not in self.cut:
            self.cut.add(table)
            message = f"{table} 表超过{MAX_TABLE_ROWS}行，其后未读，请核对原件"
            self.findings.append(found("table-cut", message))


def table_rows(source: Source) -> TableRows:
    """Sorts every row of every grid to a table of the forms, by its own words or the last ones before it."""
    sorted_rows = TableRows()
    table = ""
    grids = 0
    for block in source.blocks:
        if isinstance(block, Paragraph):
            table = _by_heading(block, table)
            continue
        for cells in lines_of(block):
            table = _by_row(cells, table)
            if table and cells and not _is_signature(cells):
                sorted_rows.add(table, make_row(cells, grids, block.exact))
        grids += 1
    return sorted_rows


def _is_signature(cells: tuple[Cell, ...]) -> bool:
    """Who filled the form in, whom to call and when: what stands there is no figure of the form."""
    first = next((cell.text for cell in cells if cell.text.strip()), "")
    return len(first) <= HEADING and _SIGNED.match(clean(first)) is not None


def _by_heading(block: Paragraph, table: str) -> str:
    named = _named_by(block.text) if len(block.text) <= HEADING else None
    return table if named is None else named


@lru_cache(maxsize=4096)
def _named_by(heading: str) -> str | None:
    """The table a heading begins, "" for a section without any; ``None`` for a heading of no section."""
    text = clean(heading)
    return next((name for marks, name in _HEADING_MARKS if all(mark in text for mark in marks)), None)


def _by_row(cells: tuple[Cell, ...], table: str) -> str:
    texts = [text for cell in cells[:MAX_ROW_CELLS] if len(text := clean(cell.text[:200])) >= _SHORTEST_MARK]
    if not texts:
        # A row of figures.
        return table
    joined = "|".join(texts)
    for name, marks in _ROW_MARKS.items():
        if any(mark in joined for mark in marks):
            return name
    if table != "statistics" and not _DISPUTE_CELLS.isdisjoint(texts):
        return "disputes"
    return table
