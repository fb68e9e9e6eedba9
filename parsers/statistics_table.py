"""The statistical table of 2014 (国办发〔2014〕32号): one long list of label, unit and number.

Provinces add rows and columns: rows are matched by label, and the number is taken from the column
headed 统计数, else from the first cell after the label that holds something.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from parsers.alignment import align
from parsers.cells import BLANK, Reading, read_cell
from parsers.columns import Held
from parsers.forms import FormTable
from parsers.found_figures import TableReading
from parsers.labels import clean
from parsers.model import Cell
from parsers.readings import found
from parsers.rows import Row

_TOTAL_HEADS = ("历年累计", "累计")


def read_statistics(table: FormTable, rows: Sequence[Row]) -> TableReading:
    """Reads the list; ``worth`` counts the rows it knows."""
    at: int | None = None
    body: list[Row] = []
    for row in rows:
        head = next((cell for cell in row.labels if clean(cell.text).startswith("统计数")), None)
        if head is not None and not row.has_value:
            at = head.column
        elif row.labels:
            body.append(row)
    alignment = align(body, table.rows, earlier=1.0)
    reading = TableReading(table, alignment.worth)
    for match in alignment.matches:
        row = body[match.row]
        code = reading.code(match.form_row.name, "value")
        unit = next(entry.unit for entry in table.entries if entry.code == code)
        held = _held(row, at, 10_000 if unit == "CNY" else None)
        if match.by_order:
            message = reading.say(match.form_row.name, f"标题印作“{row.text}”，按行序认定")
            reading.findings.append(found("row-by-order", message, (code,), actual=row.text))
            held = replace(held, confidence="inferred") if held.confidence == "stated" else held
        reading.held[code] = held
    reading.finish()
    return reading


def _held(row: Row, at: int | None, factor: int | None) -> Held:
    under = next((cell for cell in row.rest if at is not None and _covers(cell, at)), None)
    filled = [cell for cell in row.rest if clean(cell.text)]
    if row.exact and under is not None:
        return Held(under, read_cell(under.text, factor=factor), "stated")
    if not filled:
        cell = under or (row.rest[0] if row.rest else row.place_cell)
        return Held(cell, BLANK if row.rest else Reading(None, "blank"), "stated")
    sure = len(filled) == 1 or under is filled[0]
    value = read_cell(filled[0].text, factor=factor)
    others = tuple(read_cell(cell.text, factor=factor).value for cell in filled[1:])
    return Held(filled[0], value, "stated" if sure else "ambiguous", () if sure else others)


def _covers(cell: Cell, at: int) -> bool:
    return cell.column <= at < cell.column + cell.colspan
