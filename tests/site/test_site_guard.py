"""What the site refuses: paths, runaway SQL, writing."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.asyncio


@pytest.mark.parametrize(
    "path",
    [
        "/-/databases",
        "/-/databases.json",
        "/-/settings",
        "/-/plugins.json",
        "/-/metadata",
        "/-/threads",
        "/-/permissions",
        "/-/messages",
        "/reports.db",
    ],
)
async def test_pages_about_the_machine_are_closed(browse: Any, path: str) -> None:
    response = await browse(path)
    assert response.status_code == 404
    assert "default-src 'none'" in response.headers["content-security-policy"]


async def test_database_is_immutable(browse: Any) -> None:
    assert browse.datasette.get_database("reports").is_mutable is False


async def test_very_long_query_is_refused(browse: Any) -> None:
    response = await browse("/reports?sql=" + "a" * 20_000)
    assert response.status_code == 414


async def test_an_address_that_is_none_is_not_found_and_leaves_no_traceback(browse: Any, capsys: Any) -> None:
    for path in ("/none", "/reports/none", "/none/none/none"):
        assert (await browse(path)).status_code == 404
    assert "Traceback" not in "".join(capsys.readouterr())


@pytest.mark.parametrize(
    ("path", "status", "chinese", "english"),
    [
        ("/reports?sql=select+nowhere+from+report", 400, "没有“nowhere”这一列", "no such column: nowhere"),
        ("/reports?sql=select+1+from+nowhere", 400, "没有“nowhere”这张表", "no such table: nowhere"),
        ("/reports?sql=select+1+1", 400, "语法错误", "syntax error"),
        ("/reports?sql=delete+from+report", 400, "只供阅读", "Statement must be a SELECT"),
        ("/reports/report?_sort=nothing", 400, "不能按“nothing”排序", "Cannot sort table by nothing"),
        ("/reports/report?_size=x", 400, "_size 应是正整数", "_size must be a positive integer"),
        ("/reports/report?_size=99999", 400, "_size 最多为 5000", "_size must be"),
        ("/reports/report?_col=x", 400, "没有这些列：x", "invalid columns"),
        ("/reports/report/none", 404, "没有这一行", "Record not found"),
        ("/reports/none", 404, "没有这张表", "Table not found"),
        ("/none", 404, "地址可能写错了", "Database not found"),
        ("/none/none/none", 404, "没有", ""),
        ("/report/none", 404, "没有这一条", "No such entry"),
        ("/reports/figure/1", 404, "没有这一行", "Record not found"),
        ("/reports?sql=select+1&_timelimit=x", 400, "应是整数", "invalid literal"),
        ("/reports/report?_through=x", 400, "JSON 写得不对", "Expecting value"),
        ("/reports/report?year__in=[1", 400, "JSON 写得不对", "delimiter"),
    ],
)
async def test_a_refusal_is_told_in_chinese_first(
    browse: Any, path: str, status: int, chinese: str, english: str
) -> None:
    page = await browse(path)
    said = page.text.partition('role="alert">')[2].partition("</p>")[0]
    assert page.status_code == status
    assert chinese in said and english in said
    assert said.index(chinese) <= said.index(english), "Chinese first"
    assert "<h1>" in page.text and "/static/site.css" in page.text


async def test_sql_that_ran_too_long_can_be_mended_and_run_again(browse: Any) -> None:
    sql = "with+recursive+t(n)+as+(select+1+union+all+select+n%2B1+from+t)+select+max(n)+from+t"
    page = await browse(f"/reports?sql={sql}&_timelimit=50")
    assert page.status_code == 400
    assert "超过了时限" in page.text and "<script" not in page.text
    assert "with recursive t(n)" in page.text.partition("<textarea")[2]


async def test_a_sentence_we_do_not_know_is_shown_as_it_is(plugins: None) -> None:
    from gongkai_pages.refusals import SENTENCES, in_chinese

    assert "原因见下" in in_chinese("something new")
    assert in_chinese("没有这一条。 No such entry") == ""
    assert len({pattern for pattern, _ in SENTENCES}) == len(SENTENCES)
    assert in_chinese("sub-select returns 2 columns - expected 1") == "子查询有 2 列，应为 1 列。"


@pytest.mark.parametrize(
    "path",
    [
        "/rate/granted?year=²²²²",
        "/search?q=公开&offset=²",
        "/search?q=公开&province=%00",
        "/reports?sql=select+'[\"'+as+cells,+'[\"a\",1]'+as+cells",
        "/reports/report?_col=year",
        "/reports/report?_nocol=errors",
    ],
)
async def test_odd_words_in_an_address_are_no_fault_of_the_site(browse: Any, path: str) -> None:
    assert (await browse(path)).status_code == 200


async def test_sql_that_needs_too_much_memory_is_told_on_a_page(browse: Any) -> None:
    page = await browse("/reports?sql=select+group_concat(hex(zeroblob(9000)))+from+figure+a,+figure+b")
    assert page.status_code == 400 and "超过" in page.text and "<h1>" in page.text
