"""The layout of a Word table: spans laid out on one grid, columns too narrow to hold a character dropped.

ECMA-376 part 1, 17.4: ``w:gridSpan`` counts grid columns, ``w:vMerge`` continues the cell above,
``w:gridBefore`` and ``w:gridAfter`` leave columns out at a row's ends.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from lxml import etree

from parsers.formats.docx_styles import OFF
from parsers.formats.docx_text import W, alternative, shown

PHANTOM_TWIPS = 20
"""A column this narrow (0.35 mm) holds nothing: LibreOffice leaves it where cells of two rows miss each
other's edge by a hair."""

MOST_COLUMNS = 1000
"""A span beyond this is no layout; Word itself stops at 63 columns."""

TRANSPARENT = frozenset(W + name for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"))


@dataclass(frozen=True, slots=True)
class RawCell:
    """A ``w:tc`` on the table's own grid: row and first column from 0, columns it spans, how it merges."""

    row: int
    column: int
    span: int
    merge: str | None
    element: etree._Element


@dataclass(frozen=True, slots=True)
class LaidCell:
    """A cell as displayed, with the ``w:tc`` that shows in it and those a vertical merge covers."""

    row: int
    column: int
    rowspan: int
    colspan: int
    element: etree._Element
    covered: tuple[etree._Element, ...] = ()


def lay_out(table: etree._Element, blank: frozenset[etree._Element]) -> tuple[LaidCell, ...]:
    """Lay a ``w:tbl`` out; ``blank`` holds the cells without text (a phantom column holds no others)."""
    raw = list(_raw_cells(table))
    return _merge(_without_phantoms(raw, _widths(table), blank))


def counting_cells(cells: Sequence[LaidCell], worded: frozenset[etree._Element]) -> Iterator[etree._Element]:
    """The cells of the first column right before one with words: a list's number there counts the rows."""
    for cell, following in pairwise(cells):
        if cell.column == 0 and following.row == cell.row and following.element in worded:
            yield cell.element


def table_cells(table: etree._Element) -> Iterator[etree._Element]:
    """Yield the ``w:tc`` of a table in order, its deleted rows left out, nested tables not entered."""
    for row in table_rows(table):
        yield from _children(row, f"{W}tc")


def table_rows(table: etree._Element) -> Iterator[etree._Element]:
    """Yield the ``w:tr`` of a table, but for hidden rows and those that a tracked change deletes."""
    for row in _children(table, f"{W}tr"):
        properties = row.find(f"{W}trPr")
        if not shown(properties, "del") and not shown(properties, "hidden"):
            yield row


def _children(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in TRANSPARENT:
            yield from _children(child, tag)
        elif isinstance(child.tag, str) and child.tag.endswith("}AlternateContent"):
            chosen = alternative(child)
            if chosen is not None:
                yield from _children(chosen, tag)


def _raw_cells(table: etree._Element) -> Iterator[RawCell]:
    for row_number, row in enumerate(table_rows(table)):
        column = _number(row.find(f"{W}trPr/{W}gridBefore"), 0)
        for cell in _children(row, f"{W}tc"):
            properties = cell.find(f"{W}tcPr")
            if properties is not None and properties.find(f"{W}cellDel") is not None:
                continue
            span = max(1, _number(None if properties is None else properties.find(f"{W}gridSpan"), 1))
            yield RawCell(row_number, column, span, _merging(properties), cell)
            column += span


def _merging(properties: etree._Element | None) -> str | None:
    """Name how a cell merges: ``start``, ``up`` (with the cell above), ``left``, or not at all."""
    if properties is None:
        return None
    across = properties.find(f"{W}hMerge")
    if across is not None and across.get(f"{W}val", "continue") == "continue":
        return "left"
    down = properties.find(f"{W}vMerge")
    if down is None:
        return None
    return "start" if down.get(f"{W}val", "continue") == "restart" else "up"


def _widths(table: etree._Element) -> list[int]:
    columns = table.iterfind(f"{W}tblGrid/{W}gridCol")
    return [_whole(column.get(f"{W}w"), 0) for column in columns][:MOST_COLUMNS]


def _without_phantoms(
    cells: Sequence[RawCell], widths: Sequence[int], blank: frozenset[etree._Element]
) -> list[RawCell]:
    narrow = {index for index, width in enumerate(widths) if 0 < width <= PHANTOM_TWIPS}
    for cell in cells:
        own = set(range(cell.column, cell.column + cell.span))
        if own <= narrow and cell.element not in blank:
            narrow -= own
    if not narrow:
        return list(cells)

    def moved(column: int) -> int:
        return column - sum(1 for index in narrow if index < column)

    answer = []
    for cell in cells:
        first, after = moved(cell.column), moved(cell.column + cell.span)
        if after > first:
            answer.append(replace(cell, column=first, span=after - first))
    return answer


def _merge(cells: Sequence[RawCell]) -> tuple[LaidCell, ...]:
    laid: list[LaidCell] = []
    above: dict[tuple[int, int], int] = {}  # (first column, span) → index of the cell that may go on below
    current: dict[tuple[int, int], int] = {}
    row = -1
    for cell in cells:
        if cell.row != row:
            above = current if cell.row == row + 1 else {}
            current, row = {}, cell.row
        key = (cell.column, cell.span)
        if cell.merge == "left" and laid and laid[-1].row == cell.row:
            before = laid[-1]
            laid[-1] = replace(
                before, colspan=before.colspan + cell.span, covered=(*before.covered, cell.element)
            )
            continue
        if cell.merge == "up" and key in above:
            index = above[key]
            laid[index] = replace(
                laid[index],
                rowspan=cell.row - laid[index].row + 1,
                covered=(*laid[index].covered, cell.element),
            )
            current[key] = index
            continue
        laid.append(LaidCell(cell.row, cell.column, 1, cell.span, cell.element))
        if cell.merge in ("start", "up"):
            current[key] = len(laid) - 1
    return tuple(laid)


def _number(element: etree._Element | None, otherwise: int) -> int:
    if element is None or element.get(f"{W}val", "") in OFF:
        return otherwise
    return min(_whole(element.get(f"{W}val"), otherwise), MOST_COLUMNS)


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text is not None and text.isdecimal() and len(text) < 10 else otherwise
