"""Repairing an old file tells the ledger nothing that newer answers have overtaken."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from archive.model import Exchange
from archive.repair import repair
from archive.store import Archive
from archive.verify import verify

NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)
GONE, FAILED = "http://a.test/gone", "http://a.test/failed"


def keep(archive: Archive, minute: int, url: str, body: bytes, status: int = 200) -> None:
    """Store an answer of that minute."""
    moment = NOON + timedelta(minutes=minute)
    headers = (("ETag", f'"{minute}"'),)
    exchange = Exchange(url, "GET", moment, (), "HTTP/1.1", status, "", headers, body)
    archive.store(exchange, site="s", found_on=None)


def test_ledger_stays_as_it_is_when_an_older_file_is_repaired(tmp_path: Path) -> None:
    with Archive.open(tmp_path) as archive:
        run = archive.start_run("night", [], [])
        keep(archive, 0, GONE, b"", status=404)
        archive.ledger.ensure(FAILED, "s", None)
        archive.ledger.fail(FAILED, "timeout")
        archive.finish_run(run, "finished", {})
    with Archive.open(tmp_path) as archive:
        for url in (GONE, FAILED):
            keep(archive, 9, url, url.encode())
            archive.ledger.schedule(url, NOON + timedelta(days=365))
        known = archive.ledger.rows("s")
    older, _ = sorted((tmp_path / "warc").glob("*.gz"))
    older.with_name(older.name + ".sha256").unlink()
    assert [it.kind for it in verify(tmp_path).findings] == ["manifest-missing"]
    assert repair(tmp_path).after.sound
    with Archive.open(tmp_path) as archive:
        assert archive.ledger.rows("s") == known
        assert {it.state for it in known} == {"fetched"}
