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


@pytest.mark.parametrize(
    "sql",
    [
        "select hex(zeroblob(1000000000))",
        "select group_concat(a.raw || b.raw || hex(zeroblob(9000))) from figure a, figure b, figure c",
        "with recursive t(n) as (select 1 union all select n + 1 from t) select count(*) from t",
        "select * from pragma_database_list",
        'select file from "PRAGMA_database_LIST"',
        "insert into body values (1)",
        "attach 'x' as y",
        "select quote(zeroblob(100000000))",
        "select replace(hex(zeroblob(900000)), '0', hex(zeroblob(900000)))",
        "select load_extension('x')",
        "select " + "(" * 400 + "1" + ")" * 400,
    ],
)
async def test_hostile_sql_ends_with_an_error(browse: Any, site: Any, sql: str) -> None:
    response = await browse.datasette.client.get("/reports.json", params={"sql": sql, "_shape": "array"})
    assert response.status_code in (400, 403), response.text[:200]
    assert str(site.folder) not in response.text


async def test_database_is_immutable(browse: Any) -> None:
    assert browse.datasette.get_database("reports").is_mutable is False


async def test_very_long_query_is_refused(browse: Any) -> None:
    response = await browse("/reports?sql=" + "a" * 20_000)
    assert response.status_code == 414
