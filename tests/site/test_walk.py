"""What a stranger meets on a walk: one row alone, empty answers, hints, the way back through results."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import html

pytestmark = pytest.mark.asyncio


async def test_a_row_alone_stands_upright(browse: Any) -> None:
    tree = html.fromstring((await browse("/reports/report/640200-wjw-2022")).text)
    heads = [" ".join(th.text_content().split()) for th in tree.xpath("//main//tbody//th")]
    assert "年报编号report_id" in heads and "年度year" in heads
    assert not tree.xpath("//main//thead")


async def test_an_empty_answer_says_what_to_do(browse: Any) -> None:
    page = (await browse("/reports/compare_two_bodies")).text
    assert "填写或放宽上面的条件再试" in page and 'placeholder="如 640200-wjw"' in page
    assert "填写或放宽" not in (await browse("/reports/silent_edits")).text


async def test_provinces_are_offered_where_one_is_asked_for(browse: Any) -> None:
    tree = html.fromstring((await browse("/reports/late_publishers")).text)
    (field,) = tree.xpath("//input[@name='province']")
    names = tree.xpath(f"//datalist[@id='{field.get('list')}']/option/@value")
    assert len(names) == 35 and "宁夏" in names


async def test_a_body_leads_to_its_comparison(browse: Any) -> None:
    tree = html.fromstring((await browse("/body/640200-wjw")).text)
    (address,) = tree.xpath("//a[contains(., 'Compare')]/@href")
    field = html.fromstring((await browse(address)).text).xpath("//input[@name='first_body']")[0]
    assert field.get("value") == "640200-wjw"


async def test_results_lead_back_and_on(browse: Any) -> None:
    first = html.fromstring((await browse("/search?q=公开")).text)
    assert not first.xpath("//a[contains(., '前一页')]")
    (onward,) = first.xpath("//a[contains(., '后一页')]/@href")
    second = html.fromstring((await browse(onward)).text)
    (back,) = second.xpath("//a[contains(., '前一页')]/@href")
    assert html.fromstring((await browse(back)).text).xpath("//ol[@class='results']/@start") == ["1"]


async def test_a_report_of_2021_is_cited_as_of_2022(browse: Any) -> None:
    tree = html.fromstring((await browse("/report/640200-wjw-2021")).text)
    gbt, bib = (pre.text_content() for pre in tree.xpath("//pre[@class='cite']"))
    assert "[EB/OL]. (2022-" in gbt and "  year = {2022},\n" in bib


async def test_the_map_has_every_province_once_and_touches(plugins: None) -> None:
    from gongkai_pages.provinces import NAMES, TILES, short

    assert len(NAMES) == len(set(NAMES)) == 35, "31 on the mainland, three elsewhere, and the country's own"
    places = {(column, line) for _, column, line in TILES}
    assert len(places) == len(TILES) and {column for column, _ in places} == set(range(1, 8))
    alone = {name for name, x, y in TILES if not places & {(x + 1, y), (x - 1, y), (x, y + 1), (x, y - 1)}}
    assert alone == {"全国", "台湾"}
    assert short("内蒙古自治区") == "内蒙古"


@pytest.mark.parametrize("table", "finding finding_cell figure claim coverage rollup revision".split())
async def test_what_a_row_names_is_one_step_away(browse: Any, table: str) -> None:
    tree = html.fromstring((await browse(f"/reports/{table}")).text)
    links = set(tree.xpath("//main//tbody/tr[position() < 4]/td//a[not(starts-with(@href, 'http'))]/@href"))
    assert links and not [link for link in links if "/reports/report/" in link or "/reports/body/" in link]
    assert {link: (await browse(link)).status_code for link in links} == dict.fromkeys(links, 200)
