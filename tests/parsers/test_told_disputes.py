"""Section 4 in sentences: what they state of one cell is taken and flagged, all else stays missing."""

from __future__ import annotations

import pytest

from parsers.model import Paragraph, Source, TextPlace
from parsers.tables import figures
from tests.parsers.form_tables import disputes_table, proactive_2021, requests_table, source

HEADINGS = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
)
R, D, A = "review", "litigation_direct", "litigation_after_review"


def report(text: str, section: int = 4, *, table: bool = False) -> Source:
    """A report whose section says this, with the other tables, and section 4's where asked."""
    blocks = [
        Paragraph(words, TextPlace(1000 + at, 1, len(words)))
        for number, heading in enumerate(HEADINGS, start=1)
        for at, words in ((2 * number, heading), (2 * number + 1, text))
        if words != text or number == section
    ]
    blocks.append(Paragraph("五、存在的主要问题及改进情况", TextPlace(1010, 1, 14)))
    tables = [proactive_2021(), requests_table("2021"), *([disputes_table()] if table else [])]
    return Source("text/plain", (*source(*tables).blocks, *blocks))


def told(text: str, section: int = 4) -> dict[tuple[str, str], object]:
    _, found, findings = figures(report(text, section))
    stated = [figure for figure in found if figure.table == "disputes" and figure.state != "missing"]
    named = {code for finding in findings if finding.check == "figures-from-text" for code in finding.cells}
    missing = {code for finding in findings if finding.check == "table-not-found" for code in finding.cells}
    assert named == {figure.code for figure in stated}
    assert missing == {figure.code for figure in found if figure.table == "disputes"} - named
    assert all(figure.confidence == "inferred" and figure.where is not None for figure in stated)
    return {(figure.row, figure.column): figure.value for figure in stated}


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        (
            "本年度被申请行政复议12件，其中结果维持8件，结果纠正1件，其他结果2件，尚未审结1件。",
            {(R, "total"): 12, (R, "upheld"): 8, (R, "corrected"): 1, (R, "other"): 2, (R, "pending"): 1},
        ),
        ("2023年，行政复议共三件，均维持。", {(R, "total"): 3}),
        ("未发生行政复议，未发生行政诉讼。", {(R, "total"): 0}),
        ("行政诉讼5件，其中未经复议直接起诉3件（结果维持2件），复议后起诉2件，尚未审结2件。",
         {(D, "total"): 3, (D, "upheld"): 2, (A, "total"): 2, (A, "pending"): 2}),
        ("行政诉讼5件，其中结果维持2件。", {}),
        ("行政复议2件。全年行政复议3件。", {}),
        ("行政复议2件。全年行政复议2件。", {(R, "total"): 2}),
        ("行政复议案件较上年增加3件。", {}),
        ("行政复议约20件。", {}),
        ("其中撤回行政复议1件。", {}),
        ("不予受理行政复议申请1件。", {}),
        ("全系统行政复议10件，其中本级行政复议2件。", {}),
        ("作为复议机关办理行政复议案件6件。", {}),
        ("行政复议20余件。", {}),
        ("上年行政复议4件。", {}),
        ("2022年行政复议4件，2023年行政复议2件。", {}),
        ("无锡市卫生健康委员会行政复议情况如下。", {}),
        ("因政府信息公开引起的行政复议、行政诉讼均为0件。", {}),
        ("行政复议维持和纠正共3件。", {}),
    ],
)  # fmt: skip
def test_what_a_sentence_states_of_one_cell_is_taken(
    text: str, stated: dict[tuple[str, str], object]
) -> None:
    assert told(text) == stated


def test_sentences_of_other_sections_are_not_taken() -> None:
    assert told("本年度被申请行政复议12件。", section=3) == {}


def test_where_there_is_a_table_sentences_are_not_taken() -> None:
    _, found, findings = figures(report("本年度被申请行政复议912件。", table=True))
    assert all(figure.value != 912 for figure in found)
    assert "figures-from-text" not in {finding.check for finding in findings}


def test_the_whole_section_told_in_sentences_misses_nothing() -> None:
    block = "，其中结果维持1件，结果纠正2件，其他结果3件，尚未审结4件。"
    text = f"行政复议10件{block}未经复议直接起诉10件{block}复议后起诉10件{block}"
    _, found, findings = figures(report(text))
    assert [figure.value for figure in found if figure.table == "disputes"] == [1, 2, 3, 4, 10] * 3
    assert "table-not-found" not in {finding.check for finding in findings}
