"""Every page answers, says what it must, and keeps hostile words harmless."""

from __future__ import annotations

import re
import sqlite3
from typing import Any

import pytest
from lxml import etree, html

pytestmark = pytest.mark.asyncio

PAGES = (
    "/",
    "/reports",
    "/reports/report",
    "/reports/report?latest=1&province=宁夏&level=prefecture",
    "/reports/figure",
    "/reports/section?_search=行政诉讼",
    "/report/310000-wjw-2022",
    "/report/640200-wjw-2019",
    "/report/640200-wjw-2018",
    "/body/640200-wjw",
    "/search?q=信息",
    "/search",
    "/codebook",
    "/province?name=宁夏",
    "/rates",
    "/rate/granted",
    "/rate/granted?year=2019",
    "/rate/reviews_corrected",
    "/queries",
    "/api",
    "/reports/report/310000-wjw-2022",
    "/reports?sql=select+1",
)


def tree(response: Any) -> Any:
    return html.document_fromstring(response.text)


@pytest.mark.parametrize("path", PAGES)
async def test_page_answers_with_headers_and_without_script(browse: Any, path: str) -> None:
    response = await browse(path)
    assert response.status_code == 200
    policy = response.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "script-src" not in policy
    assert response.headers["x-content-type-options"] == "nosniff"
    page = tree(response)
    assert page.xpath("//script") == []
    assert page.xpath("//@*[starts-with(name(), 'on')]") == []
    outside = [
        a for a in page.xpath("//@src | //link[@rel!='alternate']/@href") if re.match(r"(https?:)?//", a)
    ]
    assert all(address.startswith("http://127.0.0.1:8002/") for address in outside)


async def test_report_page_prints_the_form(browse: Any) -> None:
    page = tree(await browse("/report/310000-wjw-2022"))
    requests = page.xpath("//table[contains(@class, 'requests')]")[0]
    assert len(requests.xpath(".//td[@id]")) == 175
    assert requests.xpath(".//th[@rowspan='22']")[0].text_content() == "三、本年度办理结果"
    corner = requests.xpath(".//tr[1]/th[1]")[0]
    assert (corner.get("rowspan"), corner.get("colspan")) == ("3", "3")
    widths = {_width(row) for row in requests.xpath(".//tr")[3:5]}
    assert widths == {10}
    assert len(page.xpath("//table[contains(@class, 'disputes')]//td[@id]")) == 15
    assert len(page.xpath("//table[contains(@class, 'proactive')]//td[@id]")) == 10


async def test_2019_report_has_its_own_rows(browse: Any) -> None:
    page = tree(await browse("/report/640200-wjw-2019"))
    assert page.xpath("//th[@rowspan='20']")[0].text_content() == "三、本年度办理结果"
    assert len(page.xpath("//table[contains(@class, 'requests')]//td[@id]")) == 161
    assert len(page.xpath("//table[contains(@class, 'proactive')]//td[@id]")) == 22


async def test_every_figure_shows_state_and_confidence_and_leads_to_its_place(browse: Any) -> None:
    page = tree(await browse("/report/640200-wjw-2019"))

    def cell(code: str) -> Any:
        return page.get_element_by_id(code)

    blank = cell("requests.carried_in.natural_person")
    assert (
        "s-blank" in blank.get("class") and "空白" in blank.text_content() and "0" not in blank.text_content()
    )
    assert "s-dash" in cell("requests.carried_in.business").get("class")
    missing = cell("requests.denied_process.legal_service")
    assert "s-missing" in missing.get("class") and missing.xpath(".//a") == []
    ambiguous = cell("requests.rejected_repeat.natural_person")
    assert "c-ambiguous" in ambiguous.get("class") and "1 / 2" in ambiguous.text_content()
    inferred = cell("proactive.licensing.change")
    assert "c-inferred" in inferred.get("class") and "= -2" in inferred.text_content()
    assert "= 632,800 元" in cell("proactive.procurement.amount").text_content()
    link = cell("requests.new.total").xpath(".//a[@class='fig']")[0]
    assert link.get("href") == "http://127.0.0.1:8002/view/640200-wjw-2019#requests.new.total"
    assert link.get("target") == "original"
    assert page.xpath("//iframe[@name='original']/@sandbox") == [""]


async def test_findings_stand_beside_their_cells(browse: Any) -> None:
    page = tree(await browse("/report/310000-wjw-2022"))
    refs = page.get_element_by_id("requests.new.total").xpath(".//a[contains(@class, 'ref')]/@href")
    assert refs == ["#finding-1", "#finding-2"]
    note = page.get_element_by_id("finding-1")
    words = note.text_content()
    assert "R1" in words and "第一项加第二项之和" in words and "new + carried_in" in words
    assert "应为" in words and "7" in words and "4" in words
    assert note.xpath(".//a/@href")[0] == "#requests.new.total"


async def test_unknown_report_is_not_found_and_says_so(browse: Any) -> None:
    response = await browse("/report/no-such-report")
    assert response.status_code == 404
    assert "no-such-report" in response.text and "没有这一条" in response.text


async def test_hostile_title_is_words(browse: Any) -> None:
    for path in ("/report/310000-wjw-2022", "/reports/report", "/search?q=信息"):
        text = (await browse(path)).text
        assert "<script>alert" not in text and "<img src=x" not in text
    page = tree(await browse("/report/310000-wjw-2022"))
    assert "<script>alert(1)</script>" in page.xpath("//h1//bdi")[0].text_content()


async def test_only_data_is_shared_with_other_origins(browse: Any) -> None:
    name = "access-control-allow-origin"
    assert (await browse("/reports/report.json")).headers[name] == "*"
    assert name not in (await browse("/report/310000-wjw-2022")).headers


async def test_list_has_declared_facets_only(browse: Any) -> None:
    page = tree(await browse("/reports/report?latest=1"))
    heads = [h.text_content().split()[0] for h in page.xpath("//details[@class='facets']//h2")]
    assert heads == ["省份", "层级", "年度", "格式", "状态"]
    years = page.xpath("//details[@class='facets']/section[3]//a/text()")
    assert years == sorted(years, reverse=True)
    facet = await browse("/reports/report.json?latest=1&_facet=title")
    assert facet.status_code == 400


async def test_home_counts_latest_versions_once(browse: Any, site: Any) -> None:
    page = tree(await browse("/"))
    numbers = [d.text_content().strip() for d in page.xpath("//dl[@class='numbers']//dd")]
    assert numbers[:2] == ["3", str(len(site.payloads) - 1)], "one payload is an older version"


async def test_old_version_says_so_and_names_the_change(browse: Any) -> None:
    assert "旧版本" in (await browse("/report/640200-wjw-2023")).text
    page = tree(await browse("/report/640200-wjw-2023.v2"))
    assert page.xpath("//section[@id='versions']//tr[last()]//ins")[0].text_content() == "7"


def _width(row: Any) -> int:
    return sum(int(cell.get("colspan", "1")) for cell in row)


async def test_rate_is_numerator_over_denominator(browse: Any, site: Any) -> None:
    db = sqlite3.connect(site.database)
    sql = """SELECT sum(g.total + p.total), sum(t.total), count(*) FROM report r
    JOIN requests g ON g.report_id = r.report_id AND g."row" = 'granted'
    JOIN requests p ON p.report_id = r.report_id AND p."row" = 'partly_granted'
    JOIN requests t ON t.report_id = r.report_id AND t."row" = 'total'
    WHERE r.latest = 1 AND r.year = 2021"""
    top, bottom, reports = db.execute(sql).fetchone()
    db.close()
    page = tree(await browse("/rate/granted"))
    row = next(r for r in page.xpath("(//table)[1]//tbody/tr") if r[0].text_content() == "2021")
    assert [cell.text_content() for cell in row[1:]] == [
        str(top),
        str(bottom),
        f"{top / bottom:.1%}",
        str(reports),
    ]
    assert (await browse("/rate/none_such")).status_code == 404


@pytest.mark.parametrize("feed", ["reports", "edits", "findings"])
async def test_feeds_are_atom_and_keep_hostile_words_as_text(browse: Any, feed: str) -> None:
    response = await browse(f"/feeds/{feed}.atom")
    assert response.headers["content-type"].startswith("application/atom+xml")
    root = etree.fromstring(response.content)
    atom = "{http://www.w3.org/2005/Atom}"
    assert root.tag == f"{atom}feed" and root.find(f"{atom}updated") is not None
    entries = root.findall(f"{atom}entry")
    assert entries and {e.tag for e in root.iter()} <= {
        atom + n for n in "feed title id link updated author name entry summary".split()
    }
    assert len({e.findtext(f"{atom}id") for e in entries}) == len(entries)


async def test_feeds_narrow_by_province_and_body(browse: Any) -> None:
    for query in ("province=上海", "body=310000-wjw"):
        root = etree.fromstring((await browse(f"/feeds/reports.atom?{query}")).content)
        links = root.xpath("//*[local-name()='entry']/*[local-name()='link']/@href")
        assert len(links) == 4 and all("/report/310000-wjw-" in link for link in links)


async def test_province_page_lists_bodies_and_years(browse: Any) -> None:
    page = tree(await browse("/province?name=上海"))
    assert page.xpath("//tbody/tr/th/a/@href") == ["/body/310000-wjw"]
    assert "/report/310000-wjw-2022" in page.xpath("//td/a/@href")
    assert (await browse("/province?name=无此省")).status_code == 404


async def test_a_wrong_request_is_no_failure_of_the_site(browse: Any) -> None:
    assert (await browse("/reports/report?_sort_desc=errors")).status_code == 200
    for wrong in ("_sort=nosuch", "_sort=year&_sort_desc=year", "_sort=title"):
        answer = await browse(f"/reports/report?{wrong}")
        assert answer.status_code == 400 and "Cannot" in answer.text
        assert "站点出错" not in answer.text


async def test_every_table_of_the_database_has_words_and_a_page(
    browse: Any, site: Any, plugins: None
) -> None:
    from gongkai_pages.wording import TABLES

    db = sqlite3.connect(site.database)
    names = {row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    db.close()
    shown = {name for name in names if not name.startswith(("section_fts", "sqlite_"))}
    assert shown <= set(TABLES)
    for name in sorted(shown):
        assert (await browse(f"/reports/{name}")).status_code == 200, name


async def test_printed_heads_tell_rows_from_columns(browse: Any) -> None:
    page = tree(await browse("/report/310000-wjw-2022"))
    assert page.xpath("//th[starts-with(text(), '四、结转')]/@scope") == ["row"]
    assert page.xpath("//th[text()='自然人']/@scope") == ["col"]


async def test_the_report_page_tells_how_the_original_came(browse: Any, plugins: None) -> None:
    by_hand = (await browse("/report/410724-wjw-2022")).text
    assert "他人所存的文件" in by_hand and "a file somebody saved" in by_hand
    assert "saved/2022 &lt;b&gt;年报&lt;/b&gt;.txt" in by_hand
    assert "本档案从网站采集" in (await browse("/report/410724-wjw-2021")).text

    from gongkai_pages.wording import captured

    assert captured({"kind": "wire", "origin": "old.warc.gz sha256:00 1"})[0] == "取自他人的网络存档"
    assert captured({"kind": "new", "origin": None}) == ("new", "new")


async def test_places_are_listed_without_counting_them_all(browse: Any) -> None:
    """Counted are those of one report only: fifteen million took the whole time of a query."""
    every = (await browse("/reports/locator.json?_size=2")).json()
    assert len(every["rows"]) == 2 and every["filtered_table_rows_count"] is None
    told = (await browse(f"/reports/locator.json?_size=2&_next={every['next']}")).json()
    assert len(told["rows"]) == 2 and told["rows"] != every["rows"]
    one = (await browse("/reports/locator.json?report=1&_size=2")).json()
    assert one["filtered_table_rows_count"] > 50
    assert (await browse("/reports/locator")).status_code == 200
