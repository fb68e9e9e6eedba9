"""A table printed more than once (of two years, of a body under this one): its rows that differ are told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from parsers.alignment import align
from parsers.cells import read_cell
from parsers.forms import FormRow, FormTable
from parsers.found_figures import TableReading
from parsers.labels import bare
from parsers.model import Number
from parsers.readings import found
from parsers.rows import Row


def first_table(rows: Sequence[Row]) -> int:
    """Where a second section 3 begins (of a body below, a copy): its first row after the first's last."""
    ended = False
    for at, row in enumerate(rows):
        label = bare(row.labels[-1].text) if row.labels else ""
        if ended and label.startswith("本年新收"):
            return at
        ended = ended or label.startswith("结转下")
    return len(rows)


def find_repeated(reading: TableReading, alone: Sequence[Row], second: Sequence[Row]) -> None:
    """Finds rows of section 3 printed again with other figures: ``alone`` in it, or in a ``second`` copy."""
    names = {
        bare(label): row
        for row in reading.table.rows
        if not row.is_group
        for label in row.labels
        if len(bare(label)) >= 4
    }
    known = [(row, name) for row in alone if row.labels and (name := names.get(bare(row.labels[-1].text)))]
    # In a whole table short labels too (其他, 总计) are told by their neighbours.
    known += [(second[match.row], match.form_row) for match in align(second, reading.table.rows).matches]
    _tell(reading, known)


def first_list(table: FormTable, rows: Sequence[Row]) -> int:
    """Where a list begins again: where its order goes back, to two rows on end whose labels stood before."""
    labels = [bare(label) for row in table.rows for label in row.labels]
    order = {label: at for at, label in enumerate(labels) if labels.count(label) == 1}
    known = [
        (at, place)
        for at, row in enumerate(rows)
        if (place := next((order[text] for cell in row.labels if (text := bare(cell.text)) in order), None))
        is not None
    ]
    seen: set[int] = set()
    for (_, before), (at, place), (_, after) in zip(known, known[1:], known[2:], strict=False):
        seen.add(before)
        if place < before and place in seen and after in seen:
            return at
    return len(rows)


def find_again(reading: TableReading, others: Sequence[Row]) -> None:
    """Finds rows of a list printed again with other figures, among ``others`` that were not read.

    Their labels must be the form's to the letter: a row that a province added may be much like one.
    """
    known = []
    for match in align(others, reading.table.rows).matches:
        row = others[match.row]
        labels = {bare(label) for label in match.form_row.labels}
        if not labels.isdisjoint(bare(cell.text) for cell in row.labels):
            known.append((row, match.form_row))
    _tell(reading, known)


def _tell(reading: TableReading, known: Iterable[tuple[Row, FormRow]]) -> None:
    told: set[str] = set()
    for row, form_row in known:
        if form_row.is_group or form_row.name in told or not row.has_value:
            continue
        codes = reading.codes(form_row.name)
        cells = [held.cell.text for code in codes if (held := reading.held.get(code)) and held.cell]
        first, again = _values(cells), _values(cell.text for cell in row.rest)
        if first != again:
            told.add(form_row.name)
            message = reading.say(form_row.name, "这一行出现两次，数值不同，取了第一次的，请核对原件")
            reading.findings.append(found("repeated-row", message, codes))


def _values(texts: Iterable[str]) -> list[Number]:
    """The numbers the cells print; their units are left alone, for both printings have the same."""
    return [value for text in texts if (value := read_cell(text).value) is not None]
