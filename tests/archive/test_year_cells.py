"""Publishing keeps of a report only what the rules across years read."""

from __future__ import annotations

from dataclasses import replace

from parsers.checks import READ_ACROSS_YEARS, check_years
from parsers.forms import FORMS
from parsers.model import Figure, Form, Identity, Report


def _report(form: Form, year: int) -> Report:
    """A report that says 1 in every cell."""
    identity = Identity("某县卫生健康局", "county", "河南", "410724", year, form, "年报", None, None)
    figures = tuple(
        Figure(it.table, it.row, it.column, 1, "number", "1", it.unit, "stated") for it in FORMS[form].entries
    )
    return Report("text/html", None, identity, (), figures, (), ())


def test_no_other_cell_changes_what_two_years_say_against_each_other() -> None:
    read: set[str] = set()
    for form in FORMS:
        earlier, later = _report(form, 2021), _report(form, 2022)
        said = check_years(earlier, later)
        for at, figure in enumerate(later.figures):
            told = (*later.figures[:at], replace(figure, value=7), *later.figures[at + 1 :])
            before = (*earlier.figures[:at], replace(figure, value=7), *earlier.figures[at + 1 :])
            changed = (
                check_years(earlier, replace(later, figures=told)),
                check_years(replace(earlier, figures=before), later),
            )
            if any(now != said for now in changed):
                read.add(figure.code)
    assert read and all(code.startswith(READ_ACROSS_YEARS) for code in read)
    assert all(any(code.startswith(start) for code in read) for start in READ_ACROSS_YEARS)
