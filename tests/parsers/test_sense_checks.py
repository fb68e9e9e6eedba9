"""Rules that are no arithmetic, each with a report that passes, fails and cannot be assessed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from parsers.checks import check
from parsers.sense_checks import (
    assess_count,
    assess_magnitude,
    assess_period,
    assess_publication,
    assess_regulations,
)
from tests.parsers.form_cells import cells, figures, found, identity, ids


def test_regulations_of_a_department() -> None:
    wrong = cells("2021", {"proactive.regulations.issued": 1})["proactive.regulations.issued"]
    right = cells("2021")["proactive.regulations.issued"]
    empty = cells("2021", rest="blank")["proactive.regulations.issued"]
    assert assess_regulations(identity(), wrong) == "fail"
    assert assess_regulations(identity(), right) == "pass"
    assert assess_regulations(identity(), empty) == "not assessable"
    assert assess_regulations(None, wrong) == "not assessable"
    assert (
        assess_regulations(identity(body="国家卫生健康委员会", level="national"), wrong) == "not assessable"
    )
    assert assess_regulations(identity(body="淄博市人民政府", level="prefecture"), wrong) == "not assessable"
    assert assess_regulations(identity(body="获嘉县人民政府"), wrong) == "fail"
    assert "regulations-by-department" in ids(found("2021", {"proactive.regulations.issued": 1}))


def test_a_count_is_whole_and_not_negative() -> None:
    code = "proactive.licensing.decisions"
    assert assess_count(cells("2021", {code: 3})[code]) == "pass"
    assert assess_count(cells("2021", {code: -3})[code]) == "fail"
    assert assess_count(cells("2021", {code: Decimal("0.5")})[code]) == "fail"
    assert assess_count(cells("2021", {code: "blank"})[code]) == "not assessable"
    assert "negative-count" in ids(found("2021", {code: -3}))
    assert "negative-count" not in ids(found("2019", {"proactive.licensing.change": -3}))


def test_money_is_not_negative_and_may_have_a_fraction() -> None:
    code = "proactive.procurement.amount"
    assert assess_count(cells("2019", {code: Decimal("0.5")})[code]) == "pass"
    assert assess_count(cells("2019", {code: -50_000})[code]) == "fail"
    assert "negative-count" in ids(found("2019", {code: -50_000}))


def test_a_figure_too_large_to_be_is_told() -> None:
    fee = "proactive.fees.amount"
    assert assess_magnitude(cells("2021", {fee: 30_000_000})[fee]) == "pass"
    assert assess_magnitude(cells("2021", {fee: 1_250_000_000})[fee]) == "fail"
    assert assess_magnitude(cells("2021", {fee: "blank"})[fee]) == "not assessable"
    told = [f for f in found("2021", {fee: 1_250_000_000}) if f.check == "magnitude"]
    assert [(f.severity, f.cells) for f in told] == [("warning", (fee,))]
    assert "magnitude" in ids(found("2021", {"requests.new.business": 12_345_678}))
    purchases = "proactive.procurement.items"
    assert "magnitude" in ids(found("2019", {purchases: 90_000_000}))  # 9000 万 in the wrong column


def test_publication_in_time() -> None:
    assert assess_publication(identity(published=date(2022, 1, 31))) == "pass"
    assert assess_publication(identity(published=date(2022, 2, 1))) == "fail"
    assert assess_publication(identity()) == "not assessable"
    assert assess_publication(identity(body="获嘉县人民政府", published=date(2022, 3, 31))) == "pass"
    assert assess_publication(identity(year=2015, published=date(2016, 3, 31))) == "pass"
    late = check(identity(published=date(2022, 2, 1)), figures("2021"), ())
    assert [(f.check, f.severity) for f in late] == [("late-publication", "info")]


def test_the_period_is_the_report_s_year() -> None:
    right, wrong = (date(2021, 1, 1), date(2021, 12, 31)), (date(2020, 1, 1), date(2020, 12, 31))
    assert assess_period(identity(period=right)) == "pass"
    assert assess_period(identity(period=wrong)) == "fail"
    assert assess_period(identity()) == "not assessable"
    assert ids(check(identity(period=wrong), figures("2021"), ())) == {"period-of-another-year"}
