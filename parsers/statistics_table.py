"""The statistical table of 2014 (国办发〔2014〕32号): one long list of label, unit and number.

Provinces add rows and columns: rows are matched by label, and the number is taken from the column
headed 统计数 or 本年, else from the first cell after the label that holds something.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from parsers.alignment import align
from parsers.cells import BLANK, TIMES, Reading, read_cell
from parsers.columns import Held
from parsers.forms import FormTable
from parsers.found_figures import TableReading
from parsers.labels import clean
from parsers.model import Cell
from parsers.readings import found
from parsers.repeated_rows import find_again, first_list
from parsers.rows import Row

_HEADS = frozenset({"统计指标", "指标", "指标名称", "单位"})
_THIS_YEAR = re.compile(r"(?:统计数|[本当今]年度?(?:统计)?(?:数|数量|数据|情况)?$)")
_UNIT = re.compile(r"(?:^|\(|单位:)(千|万|亿)?(元|条|件|次|个|人|人次|篇)\)?$")
_TOLD_IN_LABEL = re.compile(r":.{0,6}\d[\d,.]*[^\d()]{0,4}$")
"""A figure in the cell of its label: 收到申请数：12件."""
_YEAR = re.compile(r"(?:统计数\D*)?(20\d\d)年度?")
"""The head of a column of one year; of several the latest is the report's, which cannot know a later one."""


def read_statistics(table: FormTable, rows: Sequence[Row]) -> TableReading:
    """Reads the list; ``worth`` counts the rows it knows."""
    at: int | None = None
    heads: dict[int, list[Cell]] = {}
    body: list[Row] = []
    first = first_list(table, rows)
    for row in rows[:first]:
        head = _head(row)
        if head is not None:
            at = head.column
            heads.setdefault(row.grid, []).extend(_filled((*row.labels, *row.rest)))
        elif row.labels:
            body.append(row)
    alignment = align(body, table.rows, earlier=1.0)
    reading = TableReading(table, alignment.worth)
    for match in alignment.matches:
        row = body[match.row]
        code = reading.code(match.form_row.name, "value")
        unit = next(entry.unit for entry in table.entries if entry.code == code)
        held = _held(row, at, _factor(row, unit == "CNY"))
        if match.by_order:
            message = reading.say(match.form_row.name, f"标题印作“{row.text}”，按行序认定")
            reading.findings.append(found("row-by-order", message, (code,), actual=row.text))
            held = replace(held, confidence="inferred") if held.confidence == "stated" else held
        reading.held[code] = held
        strays = [
            cell
            for cell in _filled(row.rest)
            if cell is not held.cell and _has_no_head(cell, heads.get(row.grid))
        ]
        if row.exact and strays:
            reading.outside(match.form_row.name, len(strays))
    taken = {match.row for match in alignment.matches}
    find_again(reading, [row for at, row in enumerate(body) if at not in taken])
    find_again(reading, rows[first:])
    reading.finish()
    return reading


def _filled(cells: Sequence[Cell]) -> list[Cell]:
    return [cell for cell in cells if clean(cell.text)]


def _has_no_head(cell: Cell, heads: Sequence[Cell] | None) -> bool:
    """Whether a cell stands beside all that its own table's heads cover: a digit or a figure gone astray."""
    return heads is not None and not any(_covers(head, cell.column) for head in heads)


def _factor(row: Row, money: bool) -> int:
    """What the unit that a row prints multiplies with (万条); without one money is in the form's 万元."""
    cells = (*row.labels, *row.rest)  # the unit may stand behind the number
    units = [match for cell in cells if (match := _UNIT.search(clean(cell.text)))]
    printed = [unit[1] or "" for unit in units if (unit[2] == "元") == money]
    return TIMES[printed[-1] if printed else "万" if money else ""]


def _head(row: Row) -> Cell | None:
    """The head of the column that holds the report's own numbers, where the row is one of heads."""
    cells = (*row.labels, *row.rest)
    years = [(match[1], cell) for cell in cells if (match := _YEAR.match(clean(cell.text)))]
    # The years may stand on a line of their own, below 统计数.
    if len({year for year, _ in years}) > 1 or (years and any(clean(c.text) in _HEADS for c in cells)):
        return max(years, key=lambda year: year[0])[1]
    if row.has_value and any(read_cell(cell.text).value is not None for cell in row.rest):
        return None
    return next((cell for cell in cells if _THIS_YEAR.match(clean(cell.text))), None)


def _held(row: Row, at: int | None, factor: int) -> Held:
    under = next((cell for cell in row.rest if at is not None and _covers(cell, at)), None)
    filled = _filled(row.rest)
    if row.exact and under is not None:
        return Held(under, read_cell(under.text, factor=factor), "stated")
    if not filled:
        if not row.rest and _TOLD_IN_LABEL.search(clean(row.labels[-1].text)):
            return Held(row.labels[-1], Reading(None, "text"), "stated")
        return Held(under or (row.rest[0] if row.rest else row.place_cell), BLANK, "stated")
    sure = len(filled) == 1 or under is filled[0]
    value = read_cell(filled[0].text, factor=factor)
    others = tuple(read_cell(cell.text, factor=factor).value for cell in filled[1:])
    return Held(filled[0], value, "stated" if sure else "ambiguous", () if sure else others)


def _covers(cell: Cell, at: int) -> bool:
    return cell.column <= at < cell.column + cell.colspan
