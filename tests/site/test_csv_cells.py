"""CSV from the site opens harmlessly in a spreadsheet."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("-2+3+cmd", "'-2+3+cmd"),
        ("\t=1", "'\t=1"),
        ("＝1＋1", "'＝1＋1"),
        ("'=1", "''=1"),
        ("-7", "-7"),
        ("+1,048", "+1,048"),
        ("—", "—"),
        ("-", "-"),
        ("石嘴山", "石嘴山"),
        ("", ""),
    ],
)
def test_formulas_become_words_and_numbers_stay(plugins: None, text: str, written: str) -> None:
    from gongkai_pages.csvcells import harmless

    from archive.export_values import harmless as exported

    assert harmless(text) == written == exported(text)


@pytest.mark.asyncio
async def test_a_long_text_is_given_whole(browse: Any) -> None:
    sql = "select+replace(hex(zeroblob(200000)),'00','=a')+as+x"
    answer = await browse(f"/reports.csv?sql={sql}")
    assert answer.status_code == 200 and answer.text == f"x\r\n'{'=a' * 200_000}\r\n"


@pytest.mark.asyncio
async def test_csv_answers_are_rewritten_and_json_is_not(browse: Any) -> None:
    params = {"sql": "select '=1+1' as a, -7 as b, 'x,\"y\n' as c union all select '@x', 2.5, null"}
    for extra in ({}, {"_dl": "1"}):
        answer = await browse.datasette.client.get("/reports.csv", params=params | extra)
        assert answer.status_code == 200
        found = list(csv.reader(io.StringIO(answer.text, newline="")))
        assert found == [["a", "b", "c"], ["'=1+1", "-7", 'x,"y\n'], ["'@x", "2.5", ""]]
        assert int(answer.headers["content-length"]) == len(answer.content)
    told = await browse.datasette.client.get("/reports.json", params=params | {"_shape": "array"})
    assert told.json()[0]["a"] == "=1+1"


@pytest.mark.asyncio
async def test_csv_errors_are_still_errors(browse: Any) -> None:
    answer = await browse.datasette.client.get("/reports.csv", params={"sql": "selec"})
    assert answer.status_code == 400
