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
