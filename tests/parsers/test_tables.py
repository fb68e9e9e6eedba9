"""Tables read on the forms: whole, mixed and missing; what is no table of a form."""

from __future__ import annotations

import pytest

from parsers.forms import FORMS
from parsers.model import Form, Paragraph, Source, TextPlace
from parsers.readings import READING_RULES, found
from parsers.tables import figures
from tests.parsers.form_tables import (
    Table,
    by_code,
    disputes_table,
    flagged,
    proactive_2019,
    proactive_2021,
    requests_table,
    row_of,
    source,
    truth,
    whole,
)


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_a_whole_report_is_read_to_the_last_cell(form: Form) -> None:
    seen, all_figures, findings = by_code(whole(form))
    assert seen == form
    assert list(all_figures) == [entry.code for entry in FORMS[form].entries]
    assert not findings
    for row, values in truth(form).items():
        assert tuple(row_of(all_figures, row)) == values
    assert {figure.confidence for figure in all_figures.values()} == {"stated"}
    assert all(figure.where is not None for figure in all_figures.values())


def test_a_2021_section_2_with_a_2019_section_3_is_read_as_what_it_is() -> None:
    form, all_figures, findings = by_code(source(proactive_2021(), requests_table("2019"), disputes_table()))
    assert form == "2021"
    assert "requests.other.total" in all_figures
    assert "requests.other_rest.total" not in all_figures
    assert all_figures["proactive.normative_documents.in_force"].value == 8
    (mixed,) = [finding for finding in findings if finding.check == "mixed-forms"]
    assert set(mixed.cells) == {code for code in all_figures if code.startswith("requests.other.")}


def test_tables_in_one_grid_are_told_apart() -> None:
    form, all_figures, findings = by_code(source([*proactive_2019(), *requests_table(), *disputes_table()]))
    assert form == "2019"
    assert tuple(row_of(all_figures, "new")) == truth("2019")["new"]
    assert not findings


def test_a_table_that_is_absent_is_missing_and_told() -> None:
    form, all_figures, findings = by_code(source(requests_table("2021")))
    assert form == "2021"
    assert len(all_figures) == 200
    assert all_figures["disputes.review.total"].state == "missing"
    assert [f.check for f in findings] == ["table-not-found", "table-not-found"]
    assert {code.split(".")[0] for code in flagged(findings)} == {"proactive", "disputes"}


def test_the_2014_table_is_read_by_label() -> None:
    table = [["统计指标", "单位", "统计数"]]
    for at, row in enumerate(FORMS["2014"].table("statistics").rows):
        table.append([f"{row.ordinal}.{row.labels[0]}" if row.ordinal else row.labels[0], "件", str(at)])
    table.insert(5, ["省里自己加的一行培训情况统计", "次", "77"])
    form, all_figures, _ = by_code(source(table))
    assert form == "2014"
    assert len(all_figures) == 58
    values = {code: figure.value for code, figure in all_figures.items()}
    assert values["statistics.disclosed.value"] == 0
    assert values["statistics.reviews_corrected.value"] == 41
    assert values["statistics.litigations_corrected.value"] == 45
    assert values["statistics.fees.value"] == 48 * 10_000
    assert 77 not in values.values()


def test_a_document_without_tables_has_no_form() -> None:
    paragraph = Paragraph("我委认真贯彻落实条例。", TextPlace(1, 1, 11))
    form, all_figures, findings = figures(Source("text/plain", (paragraph,)))
    assert (form, all_figures) == (None, ())
    assert [finding.check for finding in findings] == ["no-tables"]
    assert figures(source([["姓名", "电话"], ["甲", "1"]]))[0] is None


def test_odd_grids_never_raise() -> None:
    odd: list[Table] = [
        [],
        [[]],
        [[""]],
        [["第二十条第"]],
        [["勾稽关系"], ["本年新收政府信息公开申请数量"]],
        [["行政复议"], ["1"]],
        [["信息内容"], ["规章"], ["规章", *["1"] * 300]],
        [["信息内容", "本年增/减"], ["行政许可", "减", "减", "增"]],
        [
            ["申请人情况", "自然人"],
            *[["一、本年新收政府信息公开申请数量", *["1"] * count] for count in range(20)],
        ],
        [["统计指标"], ["收到申请数"], ["收到申请数", "3", "4", "5"]],
    ]
    for table in odd:
        for exact in (True, False):
            figures(source(table, exact=exact))


def test_a_table_of_a_hundred_thousand_rows_is_cut_and_told() -> None:
    table = [*requests_table(), *[["x", "1"]] * 100_000]
    _, _, findings = by_code(source(table))
    assert "table-cut" in {finding.check for finding in findings}


def test_reading_rules_are_named_once_and_in_two_languages() -> None:
    ids = [rule.id for rule in READING_RULES]
    assert len(ids) == len(set(ids))
    assert all(rule.wording_zh and rule.wording_en.isascii() for rule in READING_RULES)
    with pytest.raises(KeyError, match="no-such-rule"):
        found("no-such-rule", "")
