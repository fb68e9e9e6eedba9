"""A spreadsheet's cells made into blocks: titles, headings and notes as paragraphs, the rest as grids.

One sheet often holds a title, several of the form's tables and notes below one another. A row with a
single filled cell is text when it reads like it; any doubt leaves it a row of its table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from parsers.formats.file_rules import HIDDEN_CELLS, state
from parsers.model import Block, Cell, Finding, Grid, Paragraph, SheetPlace
from parsers.readings import found

Position = tuple[int, int]
Merge = tuple[int, int, int, int]
"""First row, first column, last row, last column, all from 0."""

NOT_SHOWN = "#"
"""Begins the text of a cell of which it is not known what it shows: no value is taken from it."""
MOST_NAMED = 10
MOST_BLANKS = 200_000
"""A sheet whose filled cells lie further apart than this many cells is given without its blank cells."""

_HEADING = re.compile(
    r"[一二三四五六七八九十]+、.{0,12}(总体情况|概述|主动公开政府信息|收到和处理政府信息公开申请"
    r"|行政复议.{0,6}行政诉讼|主要问题|其他需要报告)"
)
_ITEM = re.compile(r"第.{1,4}条第")  # 第二十条第（一）项: the table's own row, though it stands alone
_NOTE = re.compile(r"(注|说明|备注|填表|单位|联系|审核|附件|附表)[:：\d一二三]|（单位")
_LONG = 60


@dataclass(frozen=True, slots=True)
class SheetContent:
    """One sheet as displayed: filled cells by (row, column) from 0, merged ranges, what is hidden."""

    name: str
    texts: Mapping[Position, str]
    merges: Sequence[Merge] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()


def blocks(sheet: SheetContent) -> Iterator[Block]:
    """Yield the sheet's blocks from top to bottom; an empty sheet yields none."""
    filled = {position: text for position, text in sheet.texts.items() if text.strip()}
    if not filled:
        return
    spans = {(top, left): (bottom, right) for top, left, bottom, right in sheet.merges}
    rows = _rows_with_text(filled, spans)
    top, bottom = min(rows), max(rows)
    pending: list[int] = []
    table_begun = False
    for row in range(top, bottom + 1) if (bottom - top) < MOST_BLANKS else sorted(rows):
        columns = rows.get(row, [])
        alone = filled.get((row, columns[0])) if len(columns) == 1 else None
        if alone is not None and _is_text(alone, table_begun):
            yield from _grid(sheet.name, pending, filled, spans)
            pending = []
            table_begun = table_begun and not _HEADING.match(alone.strip())
            yield Paragraph(alone, SheetPlace(sheet.name, address(row, columns[0])))
            continue
        table_begun = table_begun or len(columns) > 1
        pending.append(row)
    yield from _grid(sheet.name, pending, filled, spans)


def hidden(sheet: SheetContent) -> tuple[Finding, ...]:
    """Tell of filled cells in hidden rows and columns: a reader of the sheet does not see them."""
    cells = [
        address(row, column)
        for (row, column), text in sheet.texts.items()
        if text.strip() and (row in sheet.hidden_rows or column in sheet.hidden_columns)
    ]
    if not cells:
        return ()
    return (state(HIDDEN_CELLS, f"工作表「{sheet.name}」{len(cells)}个单元格：{named(cells)}"),)


def white_on_white(sheet: str, cells: Sequence[str]) -> tuple[Finding, ...]:
    """Tell of figures left out because their ink is that of the sheet."""
    if not cells:
        return ()
    message = f"工作表「{sheet}」{named(cells)}的数字与底色同为白色，读者看不到，未读取"
    return (found("text-unseen", message, actual=len(cells)),)


def named(cells: Sequence[str]) -> str:
    """Cells in a message: the first ten, and 等 where there are more."""
    return "、".join(cells[:MOST_NAMED]) + ("等" if len(cells) > MOST_NAMED else "")


def address(row: int, column: int) -> str:
    """Name a cell as spreadsheets do, from row and column counted from 0: (6, 1) is ``B7``."""
    letters, left = "", column + 1
    while left:
        left, digit = divmod(left - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return f"{letters}{row + 1}"


def position(cell: str) -> Position:
    """Read a cell's name (``B7``, ``$B$7``) as row and column from 0; ``ValueError`` for any other text."""
    match = re.fullmatch(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})", cell)
    if match is None:
        raise ValueError(f"not a cell's name: {cell!r}")
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]) - 1, column - 1


def _rows_with_text(
    filled: Mapping[Position, str], spans: Mapping[Position, Position]
) -> dict[int, list[int]]:
    """The first columns of the filled cells that each row shows, those merged down into it too."""
    rows: dict[int, list[int]] = {}
    for row, column in sorted(filled):
        last = spans.get((row, column), (row, column))[0]
        for covered in range(row, min(last, row + 1000) + 1):
            rows.setdefault(covered, []).append(column)
    return rows


def _is_text(text: str, table_begun: bool) -> bool:
    text = "".join(text.split())
    if _ITEM.match(text):
        return False
    if not table_begun or _HEADING.match(text) or _NOTE.match(text):
        return True
    return len(text) > _LONG or text.endswith("。")


def _grid(
    sheet: str, rows: Sequence[int], filled: Mapping[Position, str], spans: Mapping[Position, Position]
) -> Iterator[Grid]:
    """Lay out consecutive rows as one grid whose first row and column are 0."""
    inside = set(rows)
    own = {position: text for position, text in filled.items() if position[0] in inside}
    if not own:
        return
    rows = range(min(row for row, _ in own), max(_last(at, spans)[0] for at in own) + 1)
    left = min(column for _, column in own)
    right = max(_last(at, spans)[1] for at in own)
    top = rows[0]
    covered: set[Position] = set()
    cells: list[Cell] = []
    sparse = len(rows) * (right - left + 1) > MOST_BLANKS
    places = sorted(own) if sparse else [(r, c) for r in rows for c in range(left, right + 1)]
    for at in places:
        if at in covered:
            continue
        bottom, end = _last(at, spans)
        bottom, end = min(bottom, rows[-1]), min(end, right)
        if not sparse:
            covered.update((r, c) for r in range(at[0], bottom + 1) for c in range(at[1], end + 1))
        place = SheetPlace(sheet, address(*at))
        rowspan, colspan = bottom - at[0] + 1, end - at[1] + 1
        cells.append(Cell(at[0] - top, at[1] - left, own.get(at, ""), place, rowspan, colspan))
    yield Grid(tuple(cells), exact=True)


def _last(at: Position, spans: Mapping[Position, Position]) -> Position:
    return spans.get(at, at)
