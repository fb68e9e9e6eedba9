"""Which full record an answer repeats: what the same server sent the same asker, and of the same status."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime, timedelta
from pathlib import Path

from archive.model import Capture, Exchange
from archive.store import Archive

URL = "http://a.test/1"
NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)


def keep(
    archive: Archive,
    minute: int,
    body: bytes = b"",
    status: int = 200,
    origin: str | None = None,
    coding: str | None = None,
) -> Capture:
    """Store an answer of that minute; ``origin`` is the file of somebody else it was taken from."""
    headers = (("Content-Encoding", coding),) if coding else ()
    moment = NOON + timedelta(minutes=minute)
    exchange = Exchange(URL, "GET", moment, (("User-Agent", "t"),), "HTTP/1.1", status, "", headers, body)
    return archive.store(exchange, site="s", found_on=None, origin=origin)


def test_what_others_saved_is_not_what_a_server_told_us_has_not_changed(tmp_path: Path) -> None:
    with Archive.open(tmp_path) as archive:
        ours = keep(archive, 0, b"ours")
        keep(archive, 5, b"theirs, another day's page", origin="x.warc.gz sha256:1 0")
        assert keep(archive, 10, status=304).revisit_of == ours.record_id


def test_what_a_server_told_others_has_not_changed_is_what_they_had_by_then(tmp_path: Path) -> None:
    with Archive.open(tmp_path) as archive:
        theirs = keep(archive, -90, b"theirs", origin="x.warc.gz sha256:1 0")
        keep(archive, 0, b"ours, years later")
        told = keep(archive, -60, status=304, origin="x.warc.gz sha256:1 900")
        assert told.revisit_of == theirs.record_id


def test_a_report_that_an_error_page_read_like_is_kept_whole_and_given_to_the_parser(tmp_path: Path) -> None:
    """Some systems send the page with status 500 first."""
    with Archive.open(tmp_path) as archive:
        keep(archive, 0, b"report", status=500)
        good = keep(archive, 5, b"report")
        assert good.revisit_of is None
        assert [it.record_id for it in archive.unparsed("1")] == [good.record_id]
        assert keep(archive, 10, b"report").revisit_of == good.record_id


def test_the_same_bytes_under_another_content_coding_are_another_page(tmp_path: Path) -> None:
    """Servers send compressed pages without saying so, and mend it later."""
    packed = gzip.compress(b"report", mtime=0)
    with Archive.open(tmp_path) as archive:
        unsaid = keep(archive, 0, packed)
        said = keep(archive, 5, packed, coding="gzip")
        assert (archive.payload(unsaid), archive.payload(said)) == (packed, b"report")
        assert keep(archive, 10, packed, coding="gzip").revisit_of == said.record_id
        assert keep(archive, 15, packed).revisit_of == unsaid.record_id


def test_a_payload_is_parsed_by_the_same_capture_whenever_it_is_parsed(tmp_path: Path) -> None:
    """The address is a hint to the parser: what is published must not hang on when it was read."""
    with Archive.open(tmp_path) as archive:
        first = keep(archive, 0, b"report")
        assert list(archive.unparsed("1")) == [first]
        keep(archive, 5, gzip.compress(b"report", mtime=0), coding="gzip")
        assert list(archive.unparsed("1")) == [first]
