"""Datasette's table pages tell filters and order in Chinese, with English beside."""

from __future__ import annotations

from typing import Any

import pytest
from datasette.filters import Filters
from lxml import html


def test_every_condition_of_datasette_has_words(plugins: None) -> None:
    from gongkai_pages import filter_words

    keys = {key: alone for key, _, alone in Filters([]).lookups()}
    assert set(keys) == set(filter_words.LOOKUPS)
    assert {key for key, alone in keys.items() if alone} == filter_words.ALONE


def test_filters_search_and_order_are_told(plugins: None) -> None:
    from gongkai_pages.filter_words import lookup, told

    filters = Filters([("year__gte", "2020"), ("published__isnull", "1"), ("level", "county")])
    zh, en = told(filters, "公开", None, "year")
    assert zh == "检索“公开”，year 不小于 2020，published 没有值，level 等于 county，按 year 由大到小排列"
    assert (
        en == "search for “公开”, year ≥ 2020, published is null, level = county, sorted by year descending"
    )
    assert told(Filters([]), None, "n", None) == ("按 n 由小到大排列", "sorted by n")
    assert told(Filters([]), "", None, None) == ("", "")
    assert lookup("new one") == ("new one", "new one")


@pytest.mark.asyncio
@pytest.mark.parametrize("path", ["finding?severity=error", "finding?_sort_desc=n", "section?_search=公开"])
async def test_a_table_page_says_it_in_chinese_first(browse: Any, path: str) -> None:
    page = html.document_fromstring((await browse(f"/reports/{path}")).text)
    (line,) = page.xpath("//p[@class='quiet'][span[@lang='en']][not(a[@class])]")[:1]
    assert any("一" <= character <= "鿿" for character in line.text)
    assert "where" not in line.text_content()


@pytest.mark.asyncio
async def test_words_of_a_filter_stay_words(browse: Any) -> None:
    answer = await browse("/reports/finding?message__contains=<b>x</b>&_sort=n")
    assert "<b>x</b>" not in answer.text and "&lt;b&gt;x&lt;/b&gt;" in answer.text


@pytest.mark.asyncio
async def test_columns_and_codes_have_their_chinese_names(browse: Any, plugins: None) -> None:
    from gongkai_pages.column_words import CODES, COLUMNS, cell, head

    page = (await browse("/reports/requests_by_year")).text
    assert "年度<br><code>year</code>" in page and '县级 <span class="en" lang="en">county</span>' in page
    assert "程度<br><code>severity</code>" in (await browse("/reports/finding")).text
    assert cell("<b>", "level") is None and cell("county", "body") is None
    assert str(head("<b>")) == "<code>&lt;b&gt;</code>"
    assert list(COLUMNS) == sorted(COLUMNS) and set(CODES) <= set(COLUMNS)
    drawn = ("proactive", "disputes", "statistics", "section_fts", "sqlite")  # a column a figure, or no table
    columns = await browse.datasette.get_database("reports").execute(
        "SELECT t.name, c.name FROM pragma_table_list t, pragma_table_xinfo(t.name) c WHERE t.schema = 'main'"
    )
    named = {column for table, column in columns.rows if not table.startswith(drawn)}
    assert named - set(COLUMNS) == {"n"}, "a number here, a count there"
