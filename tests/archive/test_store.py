"""Storing exchanges and reading them back."""

from __future__ import annotations

import errno
import gzip
import os
import zlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import brotli
import pytest

from archive.decoding import LARGEST_PAYLOAD, decode
from archive.errors import ArchiveLocked, PayloadUndecodable
from archive.model import Body, Exchange, LedgerRow, Site
from archive.records import walk
from archive.store import Archive
from archive.times import from_text, to_text
from archive.verify import verify
from crawler.options import MAX_ANSWER

BODY = Body(
    "640200-wjw", "石嘴山市卫生健康委员会", "prefecture", "宁夏回族自治区", "石嘴山市", None, "640200"
)
SITE = Site("szs", "640200-wjw", "http://127.0.0.1/list.html")
MOMENT = datetime(2026, 1, 31, 8, tzinfo=UTC)


def exchange(url: str, body: bytes, *, minutes: int = 0, status: int = 200, **headers: str) -> Exchange:
    """An answer of a made-up server."""
    pairs = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    if "Content_Type" not in headers:
        pairs = (("Content-Type", "text/html; charset=utf-8"), *pairs)
    when = MOMENT + timedelta(minutes=minutes)
    return Exchange(
        url, "GET", when, (("User-Agent", "t"),), "HTTP/1.1", status, "OK", pairs, body, ip="127.0.0.1"
    )


def test_payload_comes_back_byte_for_byte(tmp_path: Path) -> None:
    page = "<p>政府信息公开</p>".encode() * 50
    with Archive.open(tmp_path) as archive:
        archive.start_run("test", [SITE], [BODY])
        plain = archive.store(exchange("http://a.test/1", page), site="szs", found_on=None)
        coded = archive.store(
            exchange("http://a.test/2", gzip.compress(page), Content_Encoding="gzip"),
            site="szs",
            found_on="http://a.test/1",
        )
        assert archive.payload(plain) == page == archive.payload(coded)
        assert archive.wire_bytes(coded) == gzip.compress(page)
        assert plain.payload_sha256 == coded.payload_sha256
        assert plain.size == coded.size == len(page)


def test_body_that_does_not_fit_its_coding_is_kept_as_sent(tmp_path: Path) -> None:
    with Archive.open(tmp_path) as archive:
        broken = archive.store(
            exchange("http://a.test/1", b"not gzip", Content_Encoding="gzip"), site="szs", found_on=None
        )
        assert archive.payload(broken) == b"not gzip"


def test_identical_payload_becomes_a_revisit(tmp_path: Path) -> None:
    with Archive.open(tmp_path) as archive:
        first = archive.store(exchange("http://a.test/1", b"same"), site="szs", found_on=None)
        again = archive.store(exchange("http://a.test/1", b"same", minutes=5), site="szs", found_on=None)
        copy = archive.store(exchange("http://a.test/copy", b"same", minutes=6), site="szs", found_on=None)
        assert first.revisit_of is None
        assert again.revisit_of == copy.revisit_of == first.record_id
        assert archive.payload(again) == b"same"
        assert again.payload_sha256 == first.payload_sha256


def test_not_modified_becomes_a_revisit(tmp_path: Path) -> None:
    with Archive.open(tmp_path) as archive:
        first = archive.store(exchange("http://a.test/1", b"same", ETag='"x"'), site="szs", found_on=None)
        known = archive.ledger.known("http://a.test/1")
        assert known is not None and known.etag == '"x"' and known.state == "fetched"
        again = archive.store(
            exchange("http://a.test/1", b"", minutes=5, status=304), site="szs", found_on=None
        )
        assert again.revisit_of == first.record_id
        assert archive.payload(again) == b"same"
    records = [record for path in (tmp_path / "warc").glob("*.gz") for record in walk(path)]
    revisit = next(record for record in records if record.field("WARC-Type") == "revisit")
    assert revisit.need("WARC-Profile").endswith("/server-not-modified")
    assert revisit.field("WARC-Refers-To") == f"<{first.record_id}>"


def test_status_settles_the_address(tmp_path: Path) -> None:
    with Archive.open(tmp_path) as archive:
        archive.ledger.discover(
            [LedgerRow(f"http://a.test/{n}", "szs", "discovered", n, 1) for n in (1, 2, 3)]
        )
        assert [row.url[-1] for row in archive.ledger.pending("szs")] == ["3", "2", "1"]
        archive.store(exchange("http://a.test/1", b"x"), site="szs", found_on=None)
        archive.store(exchange("http://a.test/2", b"no", status=404), site="szs", found_on=None)
        archive.store(exchange("http://a.test/3", b"oops", status=503), site="szs", found_on=None)
        states = {row.url[-1]: row.state for row in archive.ledger.rows("szs")}
        assert states == {"1": "fetched", "2": "gone", "3": "failed"}
        assert archive.ledger.pending("szs") == []
        later = datetime.now(UTC) + timedelta(hours=1)
        assert [row.url[-1] for row in archive.ledger.pending("szs", later)] == ["3"]


def test_discover_counts_new_addresses_and_keeps_the_better_score(tmp_path: Path) -> None:
    with Archive.open(tmp_path) as archive:
        assert archive.ledger.discover([LedgerRow("http://a.test/1", "szs", "discovered", 1.0, 4)]) == 1
        assert archive.ledger.discover([LedgerRow("http://a.test/1", "szs", "discovered", 3.0, 2)]) == 0
        row = archive.ledger.known("http://a.test/1")
        assert row is not None and (row.score, row.depth) == (3.0, 2)
        more = [LedgerRow(f"http://a.test/{n}", "szs", "discovered", 1.0, 1) for n in (1, 2, 3)]
        assert archive.ledger.discover(more) == 2
        known = archive.ledger.known_among(["http://a.test/1", "http://a.test/3", "http://a.test/9"])
        assert set(known) == {"http://a.test/1", "http://a.test/3"}
        assert known["http://a.test/1"] == archive.ledger.known("http://a.test/1")
        assert (known["http://a.test/1"].score, known["http://a.test/1"].depth) == (3.0, 1)


@pytest.mark.parametrize("text", ["2026-01-31T08:00:00.000123Z", "2026-01-31T08:00:00Z"])
def test_moments_are_read_back(text: str) -> None:
    assert to_text(from_text(text)) == text.replace(":00Z", ":00.000000Z")


@pytest.mark.parametrize(
    "text", ["2026-01-31", "2026-01-31T08:00:00+00:00", "20260131T080000Z", "2026-02-31T08:00:00Z"]
)
def test_moments_in_another_layout_are_refused(text: str) -> None:
    with pytest.raises(ValueError):
        from_text(text)


def test_second_writer_is_told_who_holds_the_archive(tmp_path: Path) -> None:
    with Archive.open(tmp_path), pytest.raises(ArchiveLocked, match=r"being written by process \d+ since"):
        Archive.open(tmp_path)
    Archive.open(tmp_path).close()


def test_unparsed_gives_each_payload_once_until_it_is_read(tmp_path: Path) -> None:
    with Archive.open(tmp_path) as archive:
        archive.store(exchange("http://a.test/1", b"<p>one"), site="szs", found_on=None)
        archive.store(exchange("http://a.test/2", b"<p>one"), site="szs", found_on=None)
        archive.store(
            exchange("http://a.test/s.css", b"p{}", Content_Type="text/css"), site="szs", found_on=None
        )
        archive.store(exchange("http://a.test/no", b"none", status=404), site="szs", found_on=None)
        found = list(archive.unparsed("1"))
        assert [capture.url for capture in found] == ["http://a.test/1"]
        archive.record_parsing(found[0].payload_sha256, "1", '{"report": null}', "no report", 0.1)
        assert list(archive.unparsed("1")) == []
        assert len(list(archive.unparsed("2"))) == 1
        assert archive.parsing(found[0].payload_sha256, "1") == '{"report": null}'
        assert archive.parsing(found[0].payload_sha256, "2") is None


def test_clock_set_back_loses_nothing(tmp_path: Path) -> None:
    with Archive.open(tmp_path) as archive:
        archive.store(exchange("http://a.test/1", b"first", minutes=60), site="szs", found_on=None)
        earlier = archive.store(exchange("http://a.test/1", b"second", minutes=0), site="szs", found_on=None)
        assert archive.payload(earlier) == b"second"
    assert verify(tmp_path).sound


def test_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(OSError, match="file"):
        Archive.open(tmp_path / "file" / "data")


def test_rendered_page_and_picture_are_kept_beside_the_answer(tmp_path: Path) -> None:
    with Archive.open(tmp_path) as archive:
        wire = archive.store(exchange("http://a.test/1", b"<div id=list>"), site="szs", found_on=None)
        dom = archive.store(
            exchange("http://a.test/1", b"<ul><li>full"), site="szs", found_on=None, kind="dom"
        )
        png = exchange("http://a.test/1", b"\x89PNG", Content_Type="image/png")
        view = archive.store(png, site="szs", found_on=None, kind="screenshot")
        assert [archive.payload(it) for it in (wire, dom, view)] == [
            b"<div id=list>",
            b"<ul><li>full",
            b"\x89PNG",
        ]
        assert dom.url == view.url == wire.url
    targets = {it.field("WARC-Target-URI") for path in (tmp_path / "warc").glob("*.gz") for it in walk(path)}
    assert {"urn:dom:http://a.test/1", "urn:view:http://a.test/1"} <= targets


def test_chunked_header_is_set_aside_and_repeated_headers_keep_their_order(tmp_path: Path) -> None:
    pairs = (("Transfer-Encoding", "chunked"), ("Set-Cookie", "a=1"), ("X-B", "中"), ("Set-Cookie", "b=2"))
    answer = Exchange(
        "http://a.test/?q=1", "GET", MOMENT, (("Accept", "*/*"),), "HTTP/1.0", 200, "好", pairs, b"x"
    )
    with Archive.open(tmp_path) as archive:
        archive.store(answer, site="szs", found_on=None)
    records = [it for path in (tmp_path / "warc").glob("*.gz") for it in walk(path)]
    response = next(it for it in records if it.field("WARC-Type") == "response")
    assert [name for name, _ in response.http.headers] == [
        "X-Archive-Orig-Transfer-Encoding", "Set-Cookie", "X-B", "Set-Cookie"
    ]  # fmt: skip
    assert response.http.first_line.startswith("HTTP/1.0 200 ")
    request = next(it for it in records if it.field("WARC-Type") == "request")
    assert request.http.first_line == "GET /?q=1 HTTP/1.0"
    assert request.http.headers == (("Host", "a.test"), ("Accept", "*/*"))
    assert request.field("WARC-Concurrent-To") == response.field("WARC-Record-ID")


def test_brotli_comes_back_as_it_was_before_coding(tmp_path: Path) -> None:
    page = "<p>政府信息公开年度报告</p>".encode() * 99
    sent = brotli.compress(page)
    with Archive.open(tmp_path) as archive:
        kept = archive.store(
            exchange("http://a.test/1", sent, Content_Encoding="br"), site="szs", found_on=None
        )
        assert archive.payload(kept) == page
        assert archive.wire_bytes(kept) == sent
        assert kept.size == len(page)
    assert verify(tmp_path).sound


@pytest.mark.parametrize(
    ("body", "coding", "words"),
    [
        (brotli.compress(b"x" * 999)[:-3], "br", "ends early"),
        (b"no brotli", "br", "brotli"),
        (gzip.compress(b"x" * 999)[:-9], "gzip", "ends early"),
        (b"x", "zstd-of-tomorrow", "unknown Content-Encoding"),
    ],
)
def test_body_that_does_not_fit_its_coding_is_named(body: bytes, coding: str, words: str) -> None:
    with pytest.raises(PayloadUndecodable, match=words):
        decode(body, coding)


def test_codings_are_undone_from_the_last_to_the_first() -> None:
    assert decode(brotli.compress(gzip.compress(b"page")), "gzip, br") == b"page"


def test_a_payload_may_be_twice_the_largest_answer_and_no_bomb(monkeypatch: pytest.MonkeyPatch) -> None:
    assert LARGEST_PAYLOAD == 2 * MAX_ANSWER
    monkeypatch.setattr("archive.decoding.LARGEST_PAYLOAD", 1000)
    for coding, squeeze in (("gzip", gzip.compress), ("deflate", zlib.compress), ("br", brotli.compress)):
        assert decode(squeeze(b"x" * 1000), coding) == b"x" * 1000
        with pytest.raises(PayloadUndecodable, match="swells beyond"):
            decode(squeeze(b"x" * 1001), coding)


def test_truncated_answer_says_so_and_is_no_original_of_a_revisit(tmp_path: Path) -> None:
    cut = replace(exchange("http://a.test/1", b"the beginning"), truncated="length")
    with Archive.open(tmp_path) as archive:
        first = archive.store(cut, site="szs", found_on=None)
        assert archive.store(cut, site="szs", found_on=None).revisit_of is None
        assert archive.payload(first) == b"the beginning"
    records = [it for path in (tmp_path / "warc").glob("*.gz") for it in walk(path)]
    said = [it.field("WARC-Truncated") for it in records if it.field("WARC-Type") == "response"]
    assert said == ["length", "length"]
    assert verify(tmp_path).sound


def test_answer_whose_request_does_not_fit_is_not_stored_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = os.write
    with Archive.open(tmp_path) as archive:
        archive.store(exchange("http://a.test/1", b"one"), site="szs", found_on=None)
        archive.flush()
        (path,) = (tmp_path / "warc").glob("*.open")
        size = path.stat().st_size
        calls = 0

        def full_at_last(handle: int, data: memoryview) -> int:
            # The disk takes all but the last 50 bytes: the answer whole, its request in part.
            nonlocal calls
            calls += 1
            if calls == 2:
                raise OSError(errno.ENOSPC, "No space left on device")
            return write(handle, data[:-50])

        monkeypatch.setattr(os, "write", full_at_last)
        with pytest.raises(OSError, match="No space left"):
            archive.store(exchange("http://a.test/2", b"two"), site="szs", found_on=None)
        monkeypatch.setattr(os, "write", write)
        assert path.stat().st_size == size
        known = archive.ledger.known("http://a.test/2")
        assert known is None
        again = archive.store(exchange("http://a.test/2", b"two"), site="szs", found_on=None)
        assert archive.payload(again) == b"two"
    assert verify(tmp_path).sound
    kinds = [it.field("WARC-Type") for path in (tmp_path / "warc").glob("*.gz") for it in walk(path)]
    assert kinds == ["warcinfo", "response", "request", "response", "request"]
