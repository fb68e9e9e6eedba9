"""Rules across years: what is carried over, what is in force, and a text used twice."""

from __future__ import annotations

from dataclasses import replace

from parsers.checks import check_years
from parsers.model import (
    Form,
    Number,
    Report,
    Section,
    State,
)
from parsers.year_checks import assess_carried, assess_in_force
from tests.parsers.form_cells import Values, cells, figures, identity, ids


def report(year: int, values: Values | None = None, text: str = "", form: Form = "2021") -> Report:
    sections = (Section(1, "一、总体情况", text),)
    return Report("text/html", None, identity(form, year), sections, figures(form, values), (), ())


def test_carried_out_is_next_year_s_carried_in() -> None:
    out, into = {"requests.carried_out.total": 2}, {"requests.carried_in.total": 3}
    (finding,) = check_years(report(2021, out), report(2022, into))
    assert (finding.check, finding.cells, finding.expected, finding.actual) == (
        "R5",
        ("requests.carried_in.total",),
        2,
        3,
    )
    assert check_years(report(2021, out), report(2022, {"requests.carried_in.total": 2})) == ()
    blank = cells("2021", {"requests.carried_out.total": "blank"})
    assert assess_carried(blank, cells("2021"), "total") == "not assessable"
    assert assess_carried(cells("2021"), cells("2021"), "total") == "pass"


def test_documents_in_force_follow_from_last_year() -> None:
    kind = "proactive.normative_documents"
    before = {f"{kind}.in_force": 8}
    now: dict[str, Number | State] = {f"{kind}.issued": 2, f"{kind}.repealed": 1, f"{kind}.in_force": 9}
    assert check_years(report(2021, before), report(2022, now)) == ()
    (finding,) = check_years(report(2021, before), report(2022, now | {f"{kind}.in_force": 12}))
    assert (finding.check, finding.severity, finding.expected, finding.actual) == ("R6", "info", 9, 12)
    blank = cells("2021", now | {f"{kind}.issued": "blank"})
    assert assess_in_force(cells("2021", before), blank, "normative_documents") == "not assessable"


def test_last_year_s_text() -> None:
    text = "{}年，我局认真做好政府信息公开工作。" * 20
    same = check_years(
        report(2021, text=text.format(*[2021] * 20)), report(2022, text=text.format(*[2022] * 20))
    )
    assert ids(same) == {"same-text"}
    other = report(2022, text="本年新开设了专栏。" + text.format(*[2022] * 20))
    assert check_years(report(2021, text=text.format(*[2021] * 20)), other) == ()
    assert check_years(report(2021, text="无。"), report(2022, text="无。")) == ()


def test_nothing_crosses_a_change_of_form_or_a_gap() -> None:
    out, into = {"requests.carried_out.total": 2}, {"requests.carried_in.total": 3}
    assert check_years(report(2020, out, form="2019"), report(2021, into)) == ()
    assert check_years(report(2020, out), report(2022, into)) == ()
    nobody = replace(report(2021, out), identity=None)
    assert check_years(nobody, report(2022, into)) == ()
