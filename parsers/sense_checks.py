"""Rules that are no arithmetic: who may make rules, what a count can be, when a report is due."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType

from parsers.balance import Outcome
from parsers.cell_names import Cells, full_name, plain
from parsers.check_rules import RULES
from parsers.model import Figure, Finding, Form, Identity

# The 2019 regulation moved the date for departments to 31 January; governments keep 31 March.
_FIRST_YEAR_OF_JANUARY = 2019


LARGEST: Mapping[str, int] = MappingProxyType(
    {
        # A whole province's health service collects some ten million yuan of examination and other fees.
        "proactive.fees.amount": 10**8,
        "proactive.procurement.amount": 2 * 10**10,
        # More purchases or documents of a kind than these are money in the wrong column.
        "proactive.procurement.items": 10**6,
        "proactive.normative_documents.": 10**6,
        "statistics.fees.": 10**7,
        "statistics.budget.": 10**9,
        "requests.": 10**6,
        "disputes.": 10**5,
        # Certificates and registrations of a province's whole population.
        "": 10**8,
    }
)
"""The largest figure that can be, in counts or yuan, by the beginning of the code; the first that fits."""


def assess_regulations(identity: Identity | None, figure: Figure) -> Outcome:
    """Whether a cell of 规章 can be: only the national commission and larger governments make any."""
    if identity is None or figure.value is None:
        return "not assessable"
    if not _may_not_make_rules(identity):
        return "not assessable"
    return "pass" if figure.value == 0 else "fail"


def assess_count(figure: Figure) -> Outcome:
    """Whether a count is a whole number and nothing is below 0; columns of change may be negative."""
    if figure.value is None or figure.column == "change":
        return "not assessable"
    whole = figure.unit != "count" or figure.value == int(figure.value)
    return "pass" if figure.value >= 0 and whole else "fail"


def assess_magnitude(figure: Figure) -> Outcome:
    """Whether a figure is no larger than a health body's can be (:data:`LARGEST`)."""
    if figure.value is None:
        return "not assessable"
    most = _largest(figure.code)
    return "pass" if -most <= figure.value <= most else "fail"


@lru_cache(maxsize=4096)
def _largest(code: str) -> int:
    return next(most for beginning, most in LARGEST.items() if code.startswith(beginning))


def deadline(identity: Identity) -> date | None:
    """The last legal day of publication; ``None`` without a year."""
    if identity.year is None:
        return None
    if _is_government(identity.body):
        return date(identity.year + 1, 3, 31)
    return department_deadline(identity.year)


def department_deadline(year: int) -> date:
    """A department's last legal day: 31 January (regulation of 2019, 49); before, 31 March (of 2008, 31)."""
    return date(year + 1, 1, 31) if year >= _FIRST_YEAR_OF_JANUARY else date(year + 1, 3, 31)


def assess_publication(identity: Identity | None) -> Outcome:
    """Whether the report was published in time."""
    due = deadline(identity) if identity is not None else None
    if identity is None or due is None or identity.published is None:
        return "not assessable"
    return "pass" if identity.published <= due else "fail"


def assess_period(identity: Identity | None) -> Outcome:
    """Whether the statistical period ends in the report's year."""
    if identity is None or identity.year is None or identity.period is None:
        return "not assessable"
    return "pass" if {day.year for day in identity.period} == {identity.year} else "fail"


def sense_findings(identity: Identity | None, cells: Cells, form: Form | None) -> tuple[Finding, ...]:
    """A finding for each of these rules that fails."""
    found: list[Finding] = []
    # Nothing is wrong with a 0 or a blank, and most figures of most reports are one.
    figures = [figure for figure in cells.values() if figure.value]
    wrong = [f for f in figures if f.row == "regulations" and assess_regulations(identity, f) == "fail"]
    if wrong:
        rule = RULES["regulations-by-department"]
        shown = "，".join(f"{full_name(form, f.code)}为 {_shown(f)}" for f in wrong)
        body = identity.body if identity is not None else ""
        found.append(
            Finding(
                rule.id,
                rule.severity,
                f"{body}：{shown}。{rule.wording_zh}",
                tuple(f.code for f in wrong),
                0,
                wrong[0].value,
            )
        )
    rule = RULES["negative-count"]
    for figure in figures:
        if assess_count(figure) == "fail":
            message = f"{full_name(form, figure.code)}为 {_shown(figure)}。{rule.wording_zh}"
            found.append(Finding(rule.id, rule.severity, message, (figure.code,), None, figure.value))
    rule = RULES["magnitude"]
    for figure in figures:
        if assess_magnitude(figure) == "fail":
            value = f"{_shown(figure)}（格内印作“{figure.raw}”）"
            message = f"{full_name(form, figure.code)}为 {value}。{rule.wording_zh}"
            found.append(Finding(rule.id, rule.severity, message, (figure.code,), None, figure.value))
    return (*found, *_dates(identity))


def _dates(identity: Identity | None) -> tuple[Finding, ...]:
    found: list[Finding] = []
    if identity is not None and assess_publication(identity) == "fail":
        rule, due, day = RULES["late-publication"], deadline(identity), identity.published
        message = f"公布日期 {day}，规定期限 {due}。{rule.wording_zh}"
        found.append(Finding(rule.id, rule.severity, message, (), str(due), str(day)))
    if identity is not None and identity.period is not None and assess_period(identity) == "fail":
        rule, (start, end) = RULES["period-of-another-year"], identity.period
        message = f"报告年度 {identity.year}，统计期限 {start} 至 {end}。{rule.wording_zh}"
        found.append(Finding(rule.id, rule.severity, message, (), identity.year, f"{start}/{end}"))
    return tuple(found)


def _may_not_make_rules(identity: Identity) -> bool:
    if _is_government(identity.body):
        return identity.level == "county"
    return identity.level is not None and identity.level != "national"


def _is_government(body: str) -> bool:
    return body.endswith(("人民政府", "政府", "省", "市", "县", "区", "州", "旗"))


def _shown(figure: Figure) -> str:
    return plain(figure.value, figure.unit) if figure.value is not None else figure.raw
