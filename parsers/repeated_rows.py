"""Section 3 printed more than once: where a second table begins, and rows printed twice otherwise."""

from __future__ import annotations

from collections.abc import Sequence

from parsers.alignment import align
from parsers.cells import read_cell
from parsers.found_figures import TableReading
from parsers.labels import bare
from parsers.readings import found
from parsers.rows import Row


def first_table(rows: Sequence[Row]) -> int:
    """Where a second table begins (a subordinate body's, a copy): its first row after the first's last."""
    ended = False
    for at, row in enumerate(rows):
        label = bare(row.labels[-1].text) if row.labels else ""
        if ended and label.startswith("本年新收"):
            return at
        ended = ended or label.startswith("结转下")
    return len(rows)


def find_repeated(reading: TableReading, alone: Sequence[Row], second: Sequence[Row]) -> None:
    """Finds rows printed again with other figures: ``alone`` in the table, or in a ``second`` copy of it."""
    names = {
        bare(label): row
        for row in reading.table.rows
        if not row.is_group
        for label in row.labels
        if len(bare(label)) >= 4
    }
    known = [(row, names.get(bare(row.labels[-1].text))) for row in alone if row.labels]
    # In a whole table short labels too (其他, 总计) are told by their neighbours.
    known += [(second[match.row], match.form_row) for match in align(second, reading.table.rows).matches]
    told: set[str] = set()
    for row, form_row in known:
        if form_row is None or form_row.is_group or form_row.name in told or not row.has_value:
            continue
        codes = reading.codes(form_row.name)
        first = [reading.held[code].reading.value for code in codes if code in reading.held]
        again = [read_cell(cell.text).value for cell in row.rest]
        if [value for value in first if value is not None] != [value for value in again if value is not None]:
            told.add(form_row.name)
            message = reading.say(form_row.name, "这一行出现两次，数值不同，取了第一次的，请核对原件")
            reading.findings.append(found("repeated-row", message, codes))
