"""A whole form's figures with given values, and whose report they are, for tests of the rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from parsers.checks import check
from parsers.forms import FORMS
from parsers.model import (
    Figure,
    Finding,
    Form,
    Identity,
    Number,
    State,
    TextPlace,
)

HERE = TextPlace(1, 1, 1)
Values = Mapping[str, Number | State]


def figures(form: Form, values: Values | None = None, rest: Number | State = 0) -> tuple[Figure, ...]:
    """A whole form, every cell ``rest`` but those given; a word is a state without value."""
    given = values or {}
    unknown = set(given) - {entry.code for entry in FORMS[form].entries}
    assert not unknown, unknown
    made = []
    for entry in FORMS[form].entries:
        held = given.get(entry.code, rest)
        state: State = held if isinstance(held, str) else "number"
        value = None if isinstance(held, str) else held
        raw = "" if value is None else str(value)
        where = None if state == "missing" else HERE
        made.append(
            Figure(entry.table, entry.row, entry.column, value, state, raw, entry.unit, "stated", (), where)
        )
    return tuple(made)


def cells(form: Form, values: Values | None = None, rest: Number | State = 0) -> dict[str, Figure]:
    return {figure.code: figure for figure in figures(form, values, rest)}


def identity(form: Form = "2021", year: int = 2021, **changes: object) -> Identity:
    made = Identity("获嘉县卫生健康委员会", "county", "河南", "410724", year, form, "标题", None, None)
    return replace(made, **changes)  # type: ignore[arg-type]


def found(form: Form, values: Values, rest: Number | State = 0) -> list[Finding]:
    return list(check(identity(form), figures(form, values, rest), ()))


def ids(findings: list[Finding] | tuple[Finding, ...]) -> set[str]:
    return {finding.check for finding in findings}


BALANCED: dict[str, Number | State] = {
    "requests.new.natural_person": 3,
    "requests.new.total": 3,
    "requests.carried_in.business": 1,
    "requests.carried_in.total": 1,
    "requests.granted.natural_person": 2,
    "requests.granted.total": 2,
    "requests.denied_internal.business": 1,
    "requests.denied_internal.total": 1,
    "requests.total.natural_person": 2,
    "requests.total.business": 1,
    "requests.total.total": 3,
    "requests.carried_out.natural_person": 1,
    "requests.carried_out.total": 1,
}
