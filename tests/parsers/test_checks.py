"""Every rule with a report that passes it, one that fails it and one it cannot assess."""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import replace
from decimal import Decimal

import pytest

import parsers
from parsers.balance import APPLICANTS, Equation, assess, balance_findings, equations
from parsers.checks import CHECKS, check
from parsers.model import (
    Claim,
    Form,
    Number,
    State,
)
from parsers.readings import ReadingRule
from parsers.text_checks import assess_claim
from tests.parsers.form_cells import BALANCED, HERE, Values, cells, figures, found, identity, ids


@pytest.mark.parametrize("form", ["2014", "2019", "2021"])
def test_a_form_of_zeros_passes_every_sum(form: Form) -> None:
    table = cells(form)
    assert {assess(equation, table) for equation in equations(table)} == {"pass"}
    assert found(form, {}) == []


@pytest.mark.parametrize("form", ["2014", "2019", "2021"])
def test_an_empty_form_can_be_assessed_in_nothing(form: Form) -> None:
    table = cells(form, rest="blank")
    assert {assess(equation, table) for equation in equations(table)} == {"not assessable"}
    assert found(form, {}, rest="blank") == []


def test_a_balanced_report_has_no_findings() -> None:
    assert found("2021", BALANCED) == []


# Rule, form, what is put wrong in a form of zeros, a cell the finding must name.
BROKEN: tuple[tuple[str, Form, Values, str], ...] = (
    ("R1", "2021", {"requests.new.business": 2}, "requests.carried_out.business"),
    ("R2", "2019", {"requests.granted.other": 2}, "requests.total.other"),
    ("R3", "2021", {"requests.granted.other": 2}, "requests.granted.total"),
    ("R4", "2019", {"disputes.litigation_direct.upheld": 1}, "disputes.litigation_direct.total"),
    ("S1", "2014", {"statistics.requests.value": 1}, "statistics.requests_online.value"),
    ("S2", "2014", {"statistics.concluded.value": 1}, "statistics.concluded_on_time.value"),
    ("S3", "2014", {"statistics.answered.value": 1}, "statistics.answered_granted.value"),
    ("S4", "2014", {"statistics.denied_privacy.value": 1}, "statistics.answered_denied.value"),
    ("S5", "2014", {"statistics.reviews.value": 1}, "statistics.reviews_other.value"),
    ("S6", "2014", {"statistics.litigations.value": 1}, "statistics.litigations_other.value"),
    ("S7", "2014", {"statistics.staff.value": 1}, "statistics.staff_part_time.value"),
)


@pytest.mark.parametrize(("rule", "form", "values", "cell"), BROKEN, ids=[row[0] for row in BROKEN])
def test_a_sum_that_fails_is_an_error_naming_its_cells(
    rule: str, form: Form, values: Values, cell: str
) -> None:
    broken = [finding for finding in found(form, values) if finding.check == rule]
    assert broken
    assert broken[0].severity == "error"
    assert {cell, *values} <= set(broken[0].cells)
    assert broken[0].expected != broken[0].actual


@pytest.mark.parametrize(("rule", "form", "values", "cell"), BROKEN, ids=[row[0] for row in BROKEN])
@pytest.mark.parametrize("state", ["blank", "missing", "text"])
def test_a_sum_with_a_cell_that_states_nothing_is_neither(
    rule: str, form: Form, values: Values, cell: str, state: State
) -> None:
    table = cells(form, {cell: state})
    outcomes = {assess(equation, table) for equation in equations(table) if cell in equation.cells}
    assert outcomes == {"not assessable"}
    assert balance_findings(table, form) == ()


@pytest.mark.parametrize(
    ("form", "values", "rule"),
    [
        ("2021", {"requests.granted.total": 2, "requests.granted.other": "blank"}, "R3-blank"),
        ("2021", {"requests.total.other": 2, "requests.other_rest.other": "blank"}, "R2-blank"),
        ("2019", {"disputes.review.total": 2, "disputes.review.other": "dash"}, "R4-blank"),
        ("2014", {"statistics.requests.value": 2, "statistics.requests_online.value": "blank"}, "S1-blank"),
        (
            "2014",
            {"statistics.concluded.value": 2, "statistics.concluded_on_time.value": "blank"},
            "S2-blank",
        ),
        ("2014", {"statistics.answered.value": 2, "statistics.answered_granted.value": "dash"}, "S3-blank"),
        (
            "2014",
            {"statistics.answered_denied.value": 2, "statistics.denied_privacy.value": "blank"},
            "S4-blank",
        ),
        ("2014", {"statistics.reviews.value": 2, "statistics.reviews_other.value": "blank"}, "S5-blank"),
        (
            "2014",
            {"statistics.litigations.value": 2, "statistics.litigations_other.value": "dash"},
            "S6-blank",
        ),
        ("2014", {"statistics.staff.value": 2, "statistics.staff_part_time.value": "blank"}, "S7-blank"),
    ],
)
def test_a_sum_that_fails_even_with_blanks_as_nothing_is_a_warning(
    form: Form, values: Values, rule: str
) -> None:
    warned = [finding for finding in found(form, values) if finding.check == rule]
    assert [finding.severity for finding in warned] == ["warning"]
    assert set(values) <= set(warned[0].cells)


@pytest.mark.parametrize("unknown", ["missing", "text"])
def test_parts_that_exceed_their_whole_fail_whatever_the_unknown_one_is(unknown: State) -> None:
    total, known, open_part = "requests.total.other", "requests.granted.other", "requests.other_rest.other"
    cases: tuple[tuple[Number | State, int, bool], ...] = ((2, 3, True), (2, 1, False), ("blank", 3, True))
    for whole, part, told in cases:
        table = cells("2021", {total: whole, known: part, open_part: unknown, "requests.total.business": 9})
        checks = [finding for finding in balance_findings(table, "2021") if finding.check == "R2-blank"]
        assert [finding.cells[0] for finding in checks] == [total] * told
    doubtful = replace(cells("2021", {known: 3})[known], confidence="ambiguous")
    table = cells("2021", {total: 2, open_part: unknown}) | {known: doubtful}
    assert "R2-blank" not in ids(balance_findings(table, "2021"))


@pytest.mark.parametrize(
    ("alternatives", "told"), [((0,), True), ((0, 2), True), ((None, 3), False), ((), False)]
)
def test_parts_that_cannot_reach_their_whole_fail_whichever_the_open_one_is(
    alternatives: tuple[Number | None, ...], told: bool
) -> None:
    total, known, open_part = "requests.total.other", "requests.granted.other", "requests.other_rest.other"
    table = cells("2021", {total: 5, known: 2, open_part: "missing"})
    table[open_part] = replace(table[open_part], confidence="ambiguous", alternatives=alternatives)
    assert ("R2-blank" in ids(balance_findings(table, "2021"))) is told


def test_a_blank_total_beside_totals_is_nothing_where_an_outcome_is_unknown() -> None:
    values: Values = {
        "requests.new.other": 1,
        "requests.total.other": "blank",
        "requests.granted.other": "missing",
    }
    assert "R1-blank" in ids(found("2021", {**values, "requests.total.business": 2}))
    assert "R1-blank" not in ids(found("2021", values))


def test_chuxiong_the_blank_total_of_outcomes_stands_for_their_sum() -> None:
    values: dict[str, Number | State] = {}
    for column in ("business", "total"):
        for row in ("new", "carried_in", "granted"):
            values[f"requests.{row}.{column}"] = 1
    for row in ("new", "carried_in", "granted", "carried_out"):
        for column in ("natural_person", "business", "research", "social_welfare", "legal_service", "other"):
            values.setdefault(f"requests.{row}.{column}", 0)
        values.setdefault(f"requests.{row}.total", 0)
    findings = found("2019", values, rest="blank")
    assert [finding.check for finding in findings] == ["R1-blank", "R1-blank"]
    assert {cell for finding in findings for cell in finding.cells} >= {
        "requests.new.business",
        "requests.carried_in.business",
        "requests.carried_out.business",
        "requests.new.total",
        "requests.carried_in.total",
        "requests.carried_out.total",
    }
    assert [(finding.expected, finding.actual) for finding in findings] == [(2, 1), (2, 1)]


def test_an_ambiguous_blank_is_not_taken_for_nothing() -> None:
    table = cells("2021", {"requests.granted.total": 2, "requests.granted.other": "blank"})
    doubtful = replace(table["requests.granted.other"], confidence="ambiguous", alternatives=(2, None))
    assert "R3-blank" not in ids(balance_findings(table | {doubtful.code: doubtful}, "2021"))


def test_a_message_names_table_line_cells_and_numbers_as_printed() -> None:
    (finding,) = found("2021", {"disputes.review.upheld": 1, "disputes.review.total": 3})
    for words in ("行政复议、行政诉讼情况表", "「行政复议」行", "总计 3", "结果维持 1"):
        assert words in finding.message


def test_a_number_split_over_two_cells_is_hinted_at() -> None:
    row = "requests.new"
    split = {f"{row}.natural_person": 1, f"{row}.business": 2, f"{row}.total": 12}
    hints = [finding for finding in found("2021", split) if finding.check == "digit-split"]
    assert [hint.cells for hint in hints] == [(f"{row}.natural_person", f"{row}.business")]
    assert hints[0].expected == 12
    whole = {f"{row}.natural_person": 12, f"{row}.total": 12}
    assert "digit-split" not in ids(found("2021", whole))
    assert "digit-split" not in ids(found("2021", split | {f"{row}.other": "blank"}))


def test_what_is_no_count_is_no_digit_of_one() -> None:
    row: Values = {"requests.granted.natural_person": Decimal("1.5"), "requests.granted.total": 10}
    assert "R3" in ids(found("2021", row))
    assert "digit-split" not in ids(found("2021", row))


def test_a_row_moved_by_a_column_is_hinted_at() -> None:
    row = "requests.granted"
    moved = {f"{row}.natural_person": 4, f"{row}.other": 4}
    assert "row-shift" in ids(found("2021", moved))
    assert "row-shift" not in ids(found("2021", moved | {f"{row}.total": 8}))
    assert "row-shift" not in ids(found("2021", moved | {f"{row}.total": "blank"}))


# Rule, form, the cell a claim speaks of.
CLAIMS: tuple[tuple[str, Form, str], ...] = (
    ("T1", "2021", "requests.new.total"),
    ("T1", "2014", "statistics.requests.value"),
    ("T2", "2019", "requests.carried_in.total"),
    ("T3", "2019", "disputes.review.total"),
    ("T4", "2021", "disputes.litigation_direct.total"),
    ("T5", "2021", "proactive.fees.amount"),
    ("T6", "2021", "proactive.normative_documents.issued"),
    ("T7", "2019", "proactive.penalties.decisions"),
    ("T8", "2019", "proactive.coercive_measures.change"),
    ("T9", "2019", "proactive.procurement.amount"),
    ("T10", "2014", "statistics.disclosed.value"),
)


@pytest.mark.parametrize(("rule", "form", "about"), CLAIMS)
def test_a_claim_is_held_against_its_cell(rule: str, form: Form, about: str) -> None:
    said = Claim(about, 5, "文中为5件。", HERE)
    assert assess_claim(said, cells(form, {about: 5})) == "pass"
    assert assess_claim(said, cells(form, {about: 4})) == "fail"
    assert assess_claim(said, cells(form, {about: "blank"})) == "not assessable"
    told = [f for f in check(identity(form), figures(form, {about: 4}), (said,)) if f.check == rule]
    assert [(f.expected, f.actual, f.cells[0]) for f in told] == [(4, 5, about)]
    assert "文中为5件" in told[0].message
    # A label says 单位:万元, the value is in yuan: the message must name its own unit.
    assert ("4元，文中为 5元" in told[0].message) == about.endswith(".amount")
    silent = check(identity(form), figures(form, {about: "blank"}), (said,))
    assert rule not in ids(silent)


def test_a_claim_may_count_the_requests_carried_in() -> None:
    table = cells("2021", {"requests.new.total": 3, "requests.carried_in.total": 2})
    assert assess_claim(Claim("requests.new.total", 5, "", HERE), table) == "pass"
    assert assess_claim(Claim("requests.new.total", 4, "", HERE), table) == "fail"


def test_lawsuits_are_the_sum_of_both_blocks() -> None:
    both = {"disputes.litigation_direct.total": 1, "disputes.litigation_after_review.total": 2}
    assert assess_claim(Claim("disputes.litigation_direct.total", 3, "", HERE), cells("2021", both)) == "pass"


def test_one_right_claim_silences_the_parts_said_beside_it() -> None:
    said = (
        Claim("requests.new.total", 3, "收到申请3件", HERE),
        Claim("requests.new.total", 2, "网络申请2件", HERE),
    )
    assert "T1" not in ids(check(identity(), figures("2021", {"requests.new.total": 3}), said))


@pytest.mark.parametrize(("total", "told"), [(128, False), (130, True)])
def test_claims_that_add_up_to_the_cell_are_its_parts(total: int, told: bool) -> None:
    about = "proactive.penalties.decisions"
    said = (
        Claim(about, 100, "医疗卫生行政处罚100件", HERE),
        Claim(about, 28, "公共卫生行政处罚28件", HERE),
        Claim(about, 28, "其中公共卫生行政处罚28件", HERE),
    )
    assert ("T7" in ids(check(identity(), figures("2021", {about: total}), said))) is told


def test_a_blank_total_of_outcomes_is_held_to_its_row() -> None:
    given: dict[str, Number | State] = {
        "requests.granted.other": 30,
        "requests.total.total": 30,
        **{f"requests.total.{column}": "blank" for column in APPLICANTS},
    }
    told = [f for f in found("2021", given) if f.check == "R2-blank"]
    assert ["requests.granted.other" in f.cells for f in told] == [True]
    assert (told[0].expected, told[0].actual) == (30, 0)
    given["requests.total.total"] = "blank"
    assert "R2-blank" not in ids(found("2021", given))


def test_a_column_that_is_not_there_adds_nothing_to_a_row() -> None:
    given: dict[str, Number | State] = {
        "requests.granted.research": "missing",
        "requests.granted.business": 3,
        "requests.granted.total": 3,
    }
    assert not {"R3", "R3-blank"} & ids(found("2021", given))
    given["requests.granted.total"] = 2
    assert "R3-blank" in ids(found("2021", given))


def test_a_dash_for_a_total_says_there_is_nothing() -> None:
    given: dict[str, Number | State] = {"requests.granted.business": 3, "requests.granted.total": "dash"}
    assert "R3-blank" in ids(found("2021", given))
    given["requests.granted.total"] = "blank"
    assert "R3-blank" not in ids(found("2021", given))


def test_every_rule_has_one_id_and_words_in_both_languages() -> None:
    names = [rule.id for rule in CHECKS]
    assert len(names) == len(set(names))
    assert all(rule.wording_zh and rule.wording_en for rule in CHECKS)
    arithmetic = [rule for rule in CHECKS if rule.id[0] in "RST" and rule.id[1:2].isdigit()]
    assert arithmetic
    assert all(rule.formula and rule.forms for rule in arithmetic)


def test_every_rule_of_reading_is_in_the_table() -> None:
    known = {rule.id for rule in CHECKS}
    seen = set()
    for module in pkgutil.walk_packages(parsers.__path__, "parsers."):
        for value in vars(importlib.import_module(module.name)).values():
            for rule in value if isinstance(value, tuple) else (value,):
                if isinstance(rule, ReadingRule):
                    seen.add(rule.id)
    assert seen
    assert seen <= known, f"not in CHECKS: {sorted(seen - known)}"


def test_an_equation_without_both_sides_is_not_reported() -> None:
    equation = Equation("R3", ("requests.granted.total",), ("requests.granted.other",), "row")
    assert assess(equation, {}) == "not assessable"
