"""Lists of cells in few words, findings beside their row, and what changed between two texts."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import html

from archive.knowledge import variables
from tests.site.building import cells_of_forms

pytestmark = pytest.mark.usefixtures("plugins")
LABELS = {v.cell: v.label_zh for v in variables() if v.form == "2021"}
OUTCOMES = [
    cell
    for cell in LABELS
    if cell.startswith("requests.") and cell.endswith(".business") and "carried" not in cell
]


def test_a_column_is_told_as_a_range() -> None:
    from gongkai_pages.ranges import folded

    outcomes = [cell for cell in OUTCOMES if ".new." not in cell]
    assert folded(outcomes, LABELS) == [("requests.granted.business", "三(一)…(七) · 商业企业")]


def test_a_row_is_told_as_a_range_and_few_cells_by_name() -> None:
    from gongkai_pages.ranges import folded

    row = [cell for cell in LABELS if cell.startswith("requests.granted.")]
    assert folded(row, LABELS) == [(row[0], "三(一)予以公开 · 自然人…总计")]
    assert [words for _, words in folded(row[:2], LABELS)] == [
        "三(一)予以公开 · 自然人",
        "三(一)予以公开 · 商业企业",
    ]
    assert folded(["no.such.cell"], LABELS) == []


def test_a_gap_parts_the_range() -> None:
    from gongkai_pages.ranges import folded

    found = folded(OUTCOMES[1:6] + OUTCOMES[8:], LABELS)
    assert len(found) == 2 and all("…" in words for _, words in found)


def test_a_note_takes_the_width_its_line_leaves_and_spans_grow() -> None:
    from gongkai_pages.beside import lines
    from gongkai_pages.printed import forms

    requests = forms(cells_of_forms())["2021", "requests"]
    found = lines(requests, {"requests.denied_by_law.total": [{"n": 1}], "requests.new.total": [{"n": 2}]})
    notes = [(at, line.width) for at, line in enumerate(found) if line.notes]
    assert [width for _, width in notes] == [10, 8]
    spans = {slot.text: slot.rowspan for line in found for slot in line.slots if slot.rowspan > 1}
    assert spans["三、本年度办理结果"] == 23 and spans["（三）不予公开"] == 9 and spans["（四）无法提供"] == 3
    below = found[notes[1][0] + 1]
    assert below.slots[0].text == "3.危及“三安全一稳定”"


def test_text_changes_are_marked_by_the_letter_and_escaped() -> None:
    from gongkai_pages.textdiff import marked

    found = str(marked("一样。形式单一<b>。也一样。", "一样。形式较为单一<b>。也一样。"))
    assert found == "一样。形式<ins><bdi>较为</bdi></ins>单一&lt;b&gt;。也一样。"
    assert str(marked(None, "新")) == "<ins><bdi>新</bdi></ins>"
    assert str(marked("旧", None)) == "<del><bdi>旧</bdi></del>"
    assert "……" in str(marked("长" * 200 + "。甲。", "长" * 200 + "。乙。"))


@pytest.mark.asyncio
async def test_versions_show_what_changed_in_the_text(browse: Any) -> None:
    page = html.document_fromstring((await browse("/report/640200-wjw-2023.v2")).text)
    change = page.xpath("//section[@id='versions']//td[@class='diff']")[0]
    assert change.xpath("./ins")[0].text_content() == "较为" and change.xpath("./del") == []


@pytest.mark.asyncio
async def test_only_the_cell_a_finding_is_about_bears_its_number(browse: Any) -> None:
    page = html.document_fromstring((await browse("/report/310000-wjw-2022")).text)
    bearing = page.xpath("//td[.//a[contains(@class, 'ref')]]/@id")
    assert bearing == ["requests.new.total"]
    assert "i-error" in page.get_element_by_id("requests.total.total").get("class")
    note = page.xpath("//tr[@class='beside']")[0]
    assert note.getprevious().xpath(".//td/@id")[-1] == "requests.new.total"


def test_lawsuits_told_as_one_number_stand_beside_both_blocks() -> None:
    from gongkai_pages.report import compared

    shown = {f"disputes.{block}.total": block for block in ("litigation_direct", "litigation_after_review")}
    claims = [{"about": "disputes.litigation_direct.total"}, {"about": "requests.new.total"}]
    told = [claim["cells"] for claim in compared(claims, shown)]
    assert told == [["litigation_direct", "litigation_after_review"], []]
