"""The printed forms hold each figure of the codebook once, in a rectangle, under the labels readers go by."""

from __future__ import annotations

import pytest

from parsers.forms import FORMS
from parsers.grid import lay_out
from parsers.model import Form
from parsers.printed_forms import PRINTED, PrintedTable, printed_table

TABLES = [table for tables in PRINTED.values() for table in tables]


def _named(table: PrintedTable) -> str:
    return f"{table.form}-{table.name}"


@pytest.mark.parametrize("form", PRINTED)
def test_every_figure_of_the_codebook_is_printed_once_and_in_its_order(form: Form) -> None:
    codes = [code for table in PRINTED[form] for code in table.codes]
    assert codes == [entry.code for entry in FORMS[form].entries]


@pytest.mark.parametrize("table", TABLES, ids=_named)
def test_the_cells_with_their_spans_fill_a_rectangle(table: PrintedTable) -> None:
    layout = lay_out([[(cell.rowspan, cell.colspan) for cell in line] for line in table.lines])
    width = sum(cell.colspan for cell in table.lines[0])
    filled = [
        (slot.row + down, slot.column + right)
        for slot in layout.slots
        for down in range(slot.rowspan)
        for right in range(slot.colspan)
    ]
    assert sorted(filled) == [(line, column) for line in range(len(table.lines)) for column in range(width)]


@pytest.mark.parametrize("table", TABLES, ids=_named)
def test_a_row_is_printed_with_the_label_it_is_read_by(table: PrintedTable) -> None:
    form = FORMS[table.form].table(table.name)
    if table.name == "disputes":  # its one row has no label; the columns are named above
        return
    for line in table.lines:
        rows = {cell.code.split(".")[1] for cell in line if cell.code}
        for row in rows:
            words = [cell.text for cell in line if cell.text]
            labels = form.row(row).labels
            assert any(label in word for label in labels for word in words), (row, words, labels)


def test_section_three_has_the_lines_the_notices_count() -> None:
    """Three lines of headings, then 23 lines of figures in 2019 and 25 in 2021, seven figures each."""
    for form, lines in (("2019", 23), ("2021", 25)):
        table = printed_table(form, "requests")  # type: ignore[arg-type]
        figures = [sum(1 for cell in line if cell.code) for line in table.lines]
        assert figures == [0, 0, 0] + [7] * lines


def test_a_form_without_a_national_table_prints_none() -> None:
    with pytest.raises(KeyError, match="2008"):
        printed_table("2008", "requests")
