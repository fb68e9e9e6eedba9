"""Rules between two years' reports of one body; none of them crosses a change of form."""

from __future__ import annotations

import re

from parsers.balance import APPLICANTS, Outcome
from parsers.cell_names import Cells, full_name, plain
from parsers.check_rules import RULES
from parsers.model import Finding, Number, Report

_YEARS_APART = re.compile(r"(?:19|20)\d\d|\s+")
_KINDS = ("regulations", "normative_documents")
READ_ACROSS_YEARS = (
    "requests.carried_in.",
    "requests.carried_out.",
    *(f"proactive.{kind}." for kind in _KINDS),
)
"""How the codes begin that these rules read: who compares many reports needs to keep no others."""


def check_years(earlier: Report, later: Report) -> tuple[Finding, ...]:
    """What two reports of one body, for consecutive years, say against each other.

    The cells named are the later report's. Reports without identity, of years that do not follow each
    other, or on different forms are compared in nothing but their text.
    """
    if not _consecutive(earlier, later):
        return ()
    found = list(_same_text(earlier, later))
    if earlier.identity is None or later.identity is None or earlier.identity.form != later.identity.form:
        return tuple(found)
    before, now = _cells(earlier), _cells(later)
    for column in (*APPLICANTS, "total"):
        found += _carried(before, now, column, later)
    for kind in _KINDS:
        found += _in_force(before, now, kind, later)
    return tuple(found)


def assess_carried(before: Cells, now: Cells, column: str) -> Outcome:
    """R5 for one column: last year's carried out is this year's carried in."""
    out, into = _value(before, f"requests.carried_out.{column}"), _value(now, f"requests.carried_in.{column}")
    if out is None or into is None:
        return "not assessable"
    return "pass" if out == into else "fail"


def assess_in_force(before: Cells, now: Cells, kind: str) -> Outcome:
    """R6 for one kind of document (2021 form)."""
    expected, actual = _expected(before, now, kind), _value(now, f"proactive.{kind}.in_force")
    if expected is None or actual is None:
        return "not assessable"
    return "pass" if expected == actual else "fail"


def _carried(before: Cells, now: Cells, column: str, later: Report) -> tuple[Finding, ...]:
    if assess_carried(before, now, column) != "fail":
        return ()
    rule, code = RULES["R5"], f"requests.carried_in.{column}"
    out, into = _value(before, f"requests.carried_out.{column}"), _value(now, code)
    return (_finding(rule.id, code, out, into, "上年报告结转下年度", later),)


def _in_force(before: Cells, now: Cells, kind: str, later: Report) -> tuple[Finding, ...]:
    if assess_in_force(before, now, kind) != "fail":
        return ()
    code = f"proactive.{kind}.in_force"
    expected = _expected(before, now, kind)
    return (_finding("R6", code, expected, _value(now, code), "上年现行有效加制发减废止", later),)


def _finding(
    rule_id: str, code: str, expected: Number | None, actual: Number | None, what: str, later: Report
) -> Finding:
    if expected is None or actual is None:
        raise ValueError(f"{rule_id}: {code} was found wrong without two numbers")
    rule = RULES[rule_id]
    form = later.identity.form if later.identity is not None else None
    message = f"{full_name(form, code)}为 {plain(actual)}，{what}为 {plain(expected)}。{rule.wording_zh}"
    return Finding(rule.id, rule.severity, message, (code,), expected, actual)


def _same_text(earlier: Report, later: Report) -> tuple[Finding, ...]:
    text = _text(later)
    # A few words of 无其他需要报告的事项 are bound to be alike; a page of them is not.
    if len(text) < 200 or text != _text(earlier):
        return ()
    rule = RULES["same-text"]
    years = [report.identity.year if report.identity is not None else None for report in (earlier, later)]
    message = f"{years[1]}年报告的文字与{years[0]}年相同。{rule.wording_zh}"
    return (Finding(rule.id, rule.severity, message),)


def _text(report: Report) -> str:
    return _YEARS_APART.sub("", "".join(section.text for section in report.sections))


def _consecutive(earlier: Report, later: Report) -> bool:
    first, second = earlier.identity, later.identity
    if first is None or second is None or first.year is None or second.year is None:
        return False
    return second.year == first.year + 1


def _cells(report: Report) -> Cells:
    return {figure.code: figure for figure in report.figures}


def _value(cells: Cells, code: str) -> Number | None:
    return cells[code].value if code in cells else None


def _expected(before: Cells, now: Cells, kind: str) -> Number | None:
    held = _value(before, f"proactive.{kind}.in_force")
    issued, repealed = _value(now, f"proactive.{kind}.issued"), _value(now, f"proactive.{kind}.repealed")
    if held is None or issued is None or repealed is None:
        return None
    return held + issued - repealed
