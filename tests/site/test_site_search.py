"""Search finds what LIKE finds: no more, no less."""

from __future__ import annotations

import sqlite3
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
    found: set[str] = set()
    address: str | None = f"/search?q={query}"
    while address:
        page = html.document_fromstring((await browse(address)).text)
        found |= set(page.xpath("//ol[@class='results']/li/a/@href"))
        address = next(iter(page.xpath("//a[@class='more']/@href")), None)
    assert found == truth


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


async def test_a_query_of_marks_only_finds_nothing_and_does_not_fail(browse: Any) -> None:
    for query in ('"', "*", "“”", "NEAR(", "a OR"):
        assert (await browse.datasette.client.get("/search", params={"q": query})).status_code == 200
