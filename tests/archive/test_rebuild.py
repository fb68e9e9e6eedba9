"""archive.db from the WARC files alone."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from archive.model import Body, Exchange, LedgerRow, Site
from archive.publish import publish
from archive.rebuild import rebuild
from archive.store import Archive

BODY = Body("b", "甲市卫生健康委员会", "prefecture", "甲省", "甲市", None, "110100", ("甲市卫生局",))
SITE = Site("s", "b", "http://a.test/", max_pages=5)


def fill(folder: Path) -> None:
    """A run with every kind of answer."""

    def answer(
        path: str,
        body: bytes,
        status: int = 200,
        kind: str = "text/html",
        minutes: int = 0,
        via: str | None = None,
    ) -> tuple[Exchange, str | None]:
        when = datetime(2026, 2, 1, tzinfo=UTC) + timedelta(minutes=minutes)
        headers = (("Content-Type", kind), ("ETag", '"e"'))
        return Exchange(
            f"http://a.test/{path}", "GET", when, (), "HTTP/1.1", status, "OK", headers, body
        ), via

    with Archive.open(folder, rotate_at=3000) as archive:
        run = archive.start_run("test", [SITE], [BODY])
        archive.ledger.discover([LedgerRow("http://a.test/blocked", "s", "discovered", 1, 1)])
        answers = [
            answer("1", b"<p>one" * 300),
            answer("2", b"<p>two" * 300, via="http://a.test/1"),
            answer("1", b"<p>one" * 300, minutes=1),
            answer("2", b"", status=304, minutes=2),
            answer("3", b"gone", status=404),
            answer("4", b"broken", status=500),
            answer("中文", b"%PDF-1.7" * 99, kind="application/pdf", via="http://a.test/目录"),
        ]
        for exchange, via in answers:
            archive.store(exchange, site="s", found_on=via)
        archive.store(answers[0][0], site="s", found_on=None, kind="dom")
        archive.ledger.block("http://a.test/blocked", "a firewall")
        archive.finish_run(run, "finished", {"pages": 7})


def rows(folder: Path, query: str) -> list[tuple[Any, ...]]:
    """Rows of archive.db."""
    db = sqlite3.connect(folder / "archive.db")
    try:
        return db.execute(query).fetchall()
    finally:
        db.close()


QUERIES = (
    "SELECT * FROM capture ORDER BY record_id",
    "SELECT file, records, bytes, sha256 FROM warc ORDER BY file",
    "SELECT * FROM run",
    "SELECT * FROM registry ORDER BY kind, id",
    "SELECT url, site, state, found_on, etag, reason FROM url ORDER BY url",
)


def test_lost_database_comes_back_whole(tmp_path: Path) -> None:
    fill(tmp_path)
    before = [rows(tmp_path, query) for query in QUERIES]
    (tmp_path / "archive.db").unlink()
    rebuilt = rebuild(tmp_path)
    assert rebuilt.damages == () and rebuilt.captures == 8
    assert [rows(tmp_path, query) for query in QUERIES] == before
    Archive.open(tmp_path).close()


def test_published_content_is_the_same_after_a_rebuild(town: Any, told: Any) -> None:
    captures = [
        town.add("http://szs.test/list", None),
        town.add("http://szs.test/1", told(), found_on="http://szs.test/list"),
    ]
    before = town.publish()
    parsings = rows(town.folder, "SELECT * FROM parsing ORDER BY 1")
    rebuild(town.folder)
    assert (town.folder / "archive.db.old").exists()
    assert rows(town.folder, "SELECT * FROM parsing ORDER BY 1") == parsings
    after = publish(town.folder, bodies=[], sites=[], parser_version="1")
    assert after.content_hash == before.content_hash
    assert len(captures) == 2


def test_damaged_record_is_stepped_over_and_told(tmp_path: Path) -> None:
    fill(tmp_path)
    (row,) = rows(tmp_path, "SELECT warc, \"offset\", length FROM capture WHERE url = 'http://a.test/4'")
    path = tmp_path / "warc" / row[0]
    data = bytearray(path.read_bytes())
    data[row[1] + row[2] // 2] ^= 0xFF
    path.write_bytes(data)
    rebuilt = rebuild(tmp_path)
    assert [(damage.file, damage.offset) for damage in rebuilt.damages] == [(row[0], row[1])]
    assert rebuilt.captures == 7
