"""Sixty requests that want too much: each ends with a clear error or a small answer, within its limits."""

from __future__ import annotations

import resource
import time
from typing import Any

import pytest

pytestmark = pytest.mark.asyncio
ENDLESS = "with recursive t(n) as (select 1 union all select n + 1 from t) "
ASKED = {"_shape": "array", "_timelimit": "300"}
"""A shorter time than the site's two seconds, so that sixty of them end soon."""
REFUSED = (
    # memory
    "select hex(zeroblob(1000000000))",
    "select quote(zeroblob(100000000))",
    "select zeroblob(2000000000)",
    "select randomblob(2000000000)",
    "select replace(hex(zeroblob(900000)), '0', hex(zeroblob(900000)))",
    "select printf('%.*c', 2000000000, 'x')",
    "select format('%2000000000d', 1)",
    "select group_concat(hex(zeroblob(9000))) from figure a, figure b",
    "select group_concat(a.raw || hex(zeroblob(9000))) from figure a, figure b, figure c",
    "select json_group_array(hex(zeroblob(900000))) from figure a, figure b",
    "select json_group_object(a.state, hex(zeroblob(900000))) from figure a, figure b",
    "select string_agg(hex(zeroblob(900000)), '') from figure a, figure b",
    "select replace(printf('%.1000000c', 'a'), 'a', printf('%.1000000c', 'b'))",
    "select hex(hex(hex(hex(zeroblob(400000)))))",
    "select length(group_concat(raw, hex(zeroblob(999999)))) from figure",
    ENDLESS + "select group_concat(n) from t",
    ENDLESS + "select json_group_array(n) from t",
    "with recursive t(s) as (select 'x' union all select s || s from t) select max(length(s)) from t",
    "with recursive t(s) as (select zeroblob(1000000) union all select s from t) select count(*) from"
    " (select s from t order by s)",
    "select count(*) from (select distinct a.raw || b.raw || c.report || b.variable from figure a, figure b,"
    " figure c)",
    # time
    ENDLESS + "select count(*) from t",
    ENDLESS + "select max(n) from t",
    ENDLESS + "select n from t where n < 0",
    ENDLESS + "select sum(a.n * b.n) from t a, t b",
    "select count(*) from figure a, figure b, figure c",
    "select count(*) from figure a join figure b on a.value < b.value join figure c on c.value < b.value",
    "select count(*) from figure a, figure b, figure c where a.raw like '%' || b.raw || '%' || c.raw",
    "select sum(length(replace(a.raw, b.raw, c.raw))) from figure a, figure b, figure c",
    "select max(abs(random())) from figure a, figure b, figure c",
    "select a.raw from figure a, figure b, figure c order by random() limit 1",
    "select count(*) from section a, section b, section c, section d, section e, section f",
    "select count(*) from figure a, figure b, figure c where a.raw glob '*a*b*c*d*e*' || b.state || c.state",
    "select * from (select a.report, count(*) from figure a, figure b, figure c group by a.report)",
    "select count(*) from figure a left join figure b on a.raw || b.raw = 'x' left join figure c on 1",
    # writing and reaching elsewhere
    "insert into body values (1)",
    "update report set title = 'x'",
    "delete from report",
    "drop table report",
    "create table x (y)",
    "create temp table x (y)",
    "alter table report rename to x",
    "vacuum into '/tmp/x.db'",
    "attach '/tmp/x.db' as y",
    "detach reports",
    "pragma hard_heap_limit = 0",
    "pragma writable_schema = on",
    "reindex",
    "select load_extension('x')",
    "select readfile('/etc/passwd')",
    "select writefile('/tmp/x', 'y')",
    "select edit('x')",
    "select printf('%d', 1)",
    "select fts3_tokenizer('simple')",
    "select * from pragma_database_list",
    'select file from "PRAGMA_database_LIST"',
    "select * from /**/ pragma_database_list()",
    # the parser
    "select " + "(" * 400 + "1" + ")" * 400,
    "select " + "1 + " * 900 + "1",
    "select 1; select 2",
    "selec 1",
    "select '" + "x" * 19_000,
)


async def test_there_are_sixty() -> None:
    assert len(set(REFUSED)) >= 60


@pytest.mark.parametrize("sql", REFUSED, ids=[str(n) for n in range(len(REFUSED))])
async def test_hostile_sql_ends_with_a_clear_error(browse: Any, site: Any, sql: str) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.monotonic()
    answer = await browse.datasette.client.get("/reports.json", params=ASKED | {"sql": sql})
    seconds = time.monotonic() - started
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert answer.status_code in (400, 403, 404, 414), answer.text[:200]
    assert len(answer.text) > 20 and "Traceback" not in answer.text
    assert str(site.folder) not in answer.text and "/etc/" not in answer.text.replace(sql, "")
    assert seconds < 5, "the time limit is 0.3 seconds; the machine may be busy"
    assert grown < 400 * 1024, "kilobytes: the heap of SQLite is bounded at 256 MB"
    after = await browse("/reports.json?sql=select+1+as+one&_shape=array")
    assert after.json() == [{"one": 1}], "the site still answers"


async def test_the_site_s_own_limit_ends_a_query(browse: Any) -> None:
    started = time.monotonic()
    answer = await browse.datasette.client.get("/reports", params={"sql": ENDLESS + "select max(n) from t"})
    assert answer.status_code == 400 and 'role="alert"' in answer.text
    assert 1.5 < time.monotonic() - started < 10


async def test_an_answer_too_large_for_memory_is_told_as_text_too(browse: Any) -> None:
    sql = "select json_group_array(hex(zeroblob(900000))) from figure a, figure b"
    answer = await browse.datasette.client.get("/reports", params={"sql": sql})
    # On a machine at its limits the two seconds are over before the memory is.
    assert answer.status_code == 400 and ("内存" in answer.text or "时限" in answer.text)
    assert "hex(zeroblob(900000))" in answer.text, "the reader's own SQL, to go on from"


async def test_want_of_memory_is_named(plugins: None) -> None:
    from gongkai_pages.refusals import in_chinese, meant

    told = meant(MemoryError())
    assert told is not None and told.status == 400 and "内存" in in_chinese(told.sentence)
    assert meant(ValueError("a fault of ours")) is None
