"""The forms as data: complete, in the codebook's order, and every row and column labelled."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from parsers.forms import FORMS, form_of, printed_name
from parsers.model import Form

SIZES: dict[Form, int] = {"2014": 58, "2019": 198, "2021": 200}


@pytest.mark.parametrize("form", SIZES)
def test_a_form_has_every_figure_of_the_codebook_in_its_order(form: Form, shared: Path) -> None:
    text = (shared / "design" / "codebook.csv").read_text(encoding="utf-8")
    wanted = [
        (row["table"], row["row"], row["column"], row["unit"])
        for row in csv.DictReader(text.splitlines())
        if row["form"] == form
    ]
    assert [(e.table, e.row, e.column, e.unit) for e in FORMS[form].entries] == wanted
    assert len(wanted) == SIZES[form]


@pytest.mark.parametrize("form", SIZES)
def test_every_row_and_column_of_a_form_has_a_label(form: Form) -> None:
    for table in FORMS[form].tables:
        assert {row.name for row in table.rows if not row.is_group} == {e.row for e in table.entries}
        assert {column.name for column in table.columns} == {e.column for e in table.entries}
        assert all(row.labels[0] for row in table.rows)


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_the_rows_of_section_3_stand_in_printed_order_and_say_what_they_count(form: Form) -> None:
    table = FORMS[form].table("requests")
    rows = [row for row in table.rows if not row.is_group]
    assert [row.name for row in rows] == list(dict.fromkeys(entry.row for entry in table.entries))
    kinds = [row.kind for row in rows]
    assert kinds[:2] == ["intake", "intake"]
    assert kinds[-2:] == ["total", "carried"]
    assert set(kinds[2:-2]) == {"outcome"}
    groups = {row.name for row in table.rows if row.is_group}
    assert {row.group for row in rows if row.group} <= groups


def test_what_a_form_does_not_have_is_a_named_error() -> None:
    table = FORMS["2019"].table("requests")
    with pytest.raises(KeyError, match="other_rest"):
        table.row("other_rest")
    with pytest.raises(KeyError, match="amount"):
        table.column("amount")
    with pytest.raises(KeyError, match="statistics"):
        FORMS["2019"].table("statistics")
    with pytest.raises(KeyError, match="nothing"):
        printed_name("2019", "requests", "nothing")


def test_printed_names_are_those_of_the_paper() -> None:
    assert printed_name("2019", "requests", "granted") == "三(一)予以公开"
    assert printed_name("2021", "proactive", "fees", "amount").endswith("本年收费金额(单位:万元)")


def test_every_cell_of_a_mixed_report_is_a_variable_of_one_form() -> None:
    assert form_of("2021", "requests.new.total") == "2021"
    assert form_of("2019", "requests.new.total") == "2019"
    assert form_of("2021", "requests.other.total") == "2019"
    assert form_of("2019", "requests.other_rest.total") == "2021"
    with pytest.raises(KeyError, match="nothing"):
        form_of("2021", "requests.nothing.total")
