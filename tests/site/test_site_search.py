"""Search finds what LIKE finds: no more, no less."""

from __future__ import annotations

import random
import sqlite3
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from lxml import html

pytestmark = pytest.mark.asyncio

QUERIES = (
    "公",
    "卫",
    "诉讼",
    "政策解读",
    "行政诉讼0件",
    "行政诉讼０件",
    "获嘉县卫生健康委员会",
    "公开申请3件",
    "业务培训",
    "信息处理费。",
    "不存在的词",
    "2021",
    "条例 申请",
)


@pytest.mark.parametrize("query", QUERIES)
async def test_search_agrees_with_like(browse: Any, site: Any, query: str) -> None:
    db = sqlite3.connect(site.database)
    words = query.replace("０", "0").split()
    where = " AND ".join("replace(s.heading || ' ' || s.text, '０', '0') LIKE ?" for _ in words)
    sql = (
        "SELECT s.report_id, s.number FROM section s JOIN report r USING (report_id)"
        f" WHERE r.latest = 1 AND {where}"
    )
    truth = {f"/report/{r}#section-{n}" for r, n in db.execute(sql, [f"%{word}%" for word in words])}
    db.close()
    listed: list[str] = []
    address: str | None = f"/search?q={query}"
    while address and len(listed) <= len(truth):
        page = html.document_fromstring((await browse(address)).text)
        listed += page.xpath("//ol[@class='results']/li/a/@href")
        address = next(iter(page.xpath("//a[@rel='next']/@href")), None)
    assert sorted(listed) == sorted(truth)


async def test_datasette_table_search_quotes_single_characters(browse: Any, site: Any) -> None:
    db = sqlite3.connect(site.database)
    truth = db.execute("SELECT count(*) FROM section WHERE text LIKE '%政策解读%'").fetchone()[0]
    db.close()
    found = (await browse("/reports/section.json?_search=政策解读&_size=max")).json()
    assert truth > 0 and found["filtered_table_rows_count"] == truth


async def test_snippet_marks_the_word_and_escapes_the_rest(plugins: None) -> None:
    from gongkai_pages.folding import snippet

    assert snippet("<b>行政诉讼０件</b>", "讼0") == "&lt;b&gt;行政诉<mark>讼０</mark>件&lt;/b&gt;"
    assert snippet("别的", "讼") is None


async def test_filters_narrow(browse: Any) -> None:
    page = html.document_fromstring((await browse("/search?q=条例&province=上海&year=2021")).text)
    assert page.xpath("//ol[@class='results']/li/a/@href") == ["/report/310000-wjw-2021#section-1"]


@pytest.mark.parametrize("query", ["公开", "条例", "０件", "申请3件。"])
@pytest.mark.parametrize(
    "chosen",
    [
        {"province": "宁夏"},
        {"level": "county"},
        {"year": "2021"},
        {"form": "2021"},
        {"province": "河南", "year": "2022", "form": "2021", "level": "county"},
        {"province": "宁"},
        {"province": '宁夏" OR "latest'},
    ],
    ids=str,
)
async def test_filtered_search_agrees_with_like(
    browse: Any, site: Any, plugins: None, query: str, chosen: dict[str, str]
) -> None:
    from gongkai_pages.search import _found

    db = sqlite3.connect(site.database)
    where = " AND ".join(f"r.{name} = :{name}" for name in chosen)
    told = db.execute(
        "SELECT s.n, s.heading || ' ' || s.text, r.year FROM section s JOIN report r USING (report_id)"
        f" WHERE r.latest = 1 AND {where}",
        chosen,
    ).fetchall()
    db.close()
    truth = {n: year for n, words, year in told if _folded(query) in _folded(words)}
    found, cut = await _found(browse.datasette, query, chosen)
    assert set(found) == set(truth) and not cut
    assert [truth[n] for n in found] == sorted(truth.values(), reverse=True), "newest year first"


async def test_a_search_cut_off_by_its_time_says_that_the_site_is_busy(
    browse: Any, plugins: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from datasette.database import QueryInterrupted
    from gongkai_pages import search

    async def slow(*asked: Any) -> None:
        raise QueryInterrupted(Exception("interrupted"), "select", {})

    monkeypatch.setattr(search, "limited", slow)
    answer = await browse("/search?q=公开")
    assert answer.status_code == 503 and "网站正忙" in answer.text


async def test_a_query_of_marks_only_finds_nothing_and_does_not_fail(browse: Any) -> None:
    for query in ('"', "*", "“”", "NEAR(", "a OR"):
        assert (await browse.datasette.client.get("/search", params={"q": query})).status_code == 200


@pytest.mark.parametrize(
    ("query", "same"), [("訴訟", "诉讼"), ("衛生健康委員會", "卫生健康委员会"), ("ＵＲＬ", "url")]
)
async def test_traditional_and_full_width_words_find_the_same(browse: Any, query: str, same: str) -> None:
    pages = [html.document_fromstring((await browse(f"/search?q={word}")).text) for word in (query, same)]
    found = [page.xpath("//ol[@class='results']/li/a/@href") for page in pages]
    assert found[0] == found[1] and (bool(found[0]) or same == "url")


async def test_total_is_told(browse: Any, site: Any) -> None:
    db = sqlite3.connect(site.database)
    sql = "SELECT count(*) FROM section s JOIN report r USING (report_id) WHERE latest = 1 AND text LIKE ?"
    (truth,) = db.execute(sql, ["%政策解读%"]).fetchone()
    db.close()
    page = html.document_fromstring((await browse("/search?q=政策解读")).text)
    assert page.xpath("//p[@role='status']/b/text()") == [str(truth)]


async def test_past_the_last_page_is_the_last_page(browse: Any) -> None:
    page = (await browse("/search?q=公开&offset=4000")).text
    assert "没有找到" not in page and "← 前一页" in page and "后一页" not in page


async def test_too_many_are_listed_in_part_and_it_says_so(
    browse: Any, plugins: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from gongkai_pages import search

    monkeypatch.setattr(search, "MOST", 3)
    page = html.document_fromstring((await browse("/search?q=公开")).text)
    assert len(page.xpath("//ol[@class='results']/li")) == 3
    assert "3+" in page.text_content() and "只列最新的 3 节" in page.text_content()
    shown = page.xpath("//ol[@class='results']/li/a/text()")
    assert all("2023 年" in words or "2023" in words for words in shown), "what is cut is the oldest"
    page = html.document_fromstring((await browse("/search?q=件。")).text)
    assert "3+" in page.text_content(), "marks are looked for in the newest only, and it says so"


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()


async def test_two_hundred_queries_find_what_like_finds(browse: Any, plugins: None, shared: Path) -> None:
    """Runs of 1 to 8 characters cut from texts and made up; recall and precision are both 1.000."""
    from gongkai_pages.search import _found

    texts = sorted(path.read_text("utf-8") for path in (shared / "samples").rglob("*.txt"))
    chance = random.Random(7)
    db = browse.datasette.get_database("reports")
    told = (
        await db.execute(
            "SELECT s.n, heading || ' ' || text FROM section s JOIN report r"
            " USING (report_id) WHERE latest = 1"
        )
    ).rows
    own = [words for _, words in told]
    queries = {"": 0}
    while len(queries) <= 200:
        text = chance.choice(own if chance.random() < 0.7 or not texts else texts)
        length = chance.randint(1, 8)
        at = chance.randrange(max(1, len(text) - length))
        query = text[at : at + length].strip()
        if any(unicodedata.category(c)[0] in "LN" for c in query) and not any(c.isspace() for c in query):
            queries[query] = len(query)
    del queries[""]
    found = truth = both = 0
    for query in queries:
        numbers, cut = await _found(browse.datasette, query, {})
        mine = set(numbers)
        assert not cut
        like = {n for n, words in told if _folded(query) in _folded(words)}
        found, truth, both = found + len(mine), truth + len(like), both + len(mine & like)
        assert mine == like, query
    assert len(queries) == 200 and set(queries.values()) == set(range(1, 9)) and truth > 200
    assert both / truth == 1.0 and both / found == 1.0
