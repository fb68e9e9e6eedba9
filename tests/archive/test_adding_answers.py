"""Answers and revisits as other writers and odd servers leave them: taken over whole, or told."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from archive.adding import Added, add
from archive.adding_sites import by_address
from archive.captures import select
from archive.database import connect_reader
from archive.foreign import body_of
from archive.model import Capture
from archive.reading import read_payload
from archive.records import HttpMessage, digest
from archive.store import Archive
from tests.archive.raw_records import raw_record

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
PAGE = b"<p>report</p>" * 9
ORIGINAL = "http://a.test/original"


def sha256(data: bytes) -> str:
    """A digest as Browsertrix writes it."""
    return "sha256:" + hashlib.sha256(data).hexdigest()


def taken(folder: Path, *records: bytes) -> tuple[Added, list[Capture]]:
    """What adding a file of these records answers, and the captures there are then, by address."""
    file = folder / "theirs.warc"
    file.write_bytes(b"".join(records))
    with Archive.open(folder / "ours") as archive:
        told = add(archive, file, site_of=by_address(()))
    db = connect_reader(folder / "ours")
    try:
        return told, sorted(select(db, "1"), key=lambda it: it.url)
    finally:
        db.close()


def original(*fields: tuple[str, str], body: bytes = PAGE) -> bytes:
    """The full answer."""
    return raw_record("response", ORIGINAL, HEAD + body, *fields)


@pytest.mark.parametrize(
    "fields",
    [
        [("WARC-Refers-To-Target-URI", ORIGINAL), ("WARC-Refers-To-Date", "2020-02-01T00:00:00Z")],
        [("WARC-Refers-To", f"<urn:test:{ORIGINAL}:response>")],
    ],
    ids=["by address and moment", "by record id"],
)
def test_revisit_with_a_digest_of_another_algorithm_finds_its_original(
    tmp_path: Path, fields: list[tuple[str, str]]
) -> None:
    said = ("WARC-Payload-Digest", sha256(PAGE))
    told, found = taken(
        tmp_path, original(said), raw_record("revisit", "http://a.test/same", HEAD, said, *fields)
    )
    assert told == Added(2, 0, 0, ())
    assert found[1].revisit_of == found[0].record_id


@pytest.mark.parametrize("date", ["2020-02-01T00:00:00Z", "2020-02-02T00:00:00Z", "yesterday"])
def test_revisit_is_never_given_a_body_that_its_digest_denies(tmp_path: Path, date: str) -> None:
    fields = [
        ("WARC-Payload-Digest", sha256(b"another page")),
        ("WARC-Refers-To-Target-URI", ORIGINAL),
        ("WARC-Refers-To-Date", date),
    ]
    told, found = taken(tmp_path, original(), raw_record("revisit", "http://a.test/same", HEAD, *fields))
    assert [it.url for it in found] == [ORIGINAL]
    assert ["neither in this file nor in the archive" in it.reason for it in told.problems] == [True]


def test_revisit_that_stands_before_its_original_finds_it(tmp_path: Path) -> None:
    said = ("WARC-Payload-Digest", digest(PAGE))
    told, found = taken(tmp_path, raw_record("revisit", "http://a.test/same", HEAD, said), original(said))
    assert told == Added(2, 0, 0, ())
    assert found[1].revisit_of == found[0].record_id


def test_revisit_that_heritrix_calls_truncated_is_a_revisit(tmp_path: Path) -> None:
    fields = [("WARC-Payload-Digest", digest(PAGE)), ("WARC-Truncated", "length")]
    told, found = taken(tmp_path, original(), raw_record("revisit", ORIGINAL, HEAD, *fields))
    assert told.captures == 2
    assert sum(it.revisit_of is not None for it in found) == 1


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_head_of_bare_line_feeds_or_folded_lines_costs_no_byte_of_the_body(
    tmp_path: Path, end: bytes
) -> None:
    body = b"<html>\r\n\r\n<p>report"
    head = end.join([b"HTTP/1.1 200 OK", b"X-Long: a", b" b", b"Content-Type : text/html", b"", b""])
    told, (page,) = taken(tmp_path, raw_record("response", ORIGINAL, head + body))
    assert told == Added(1, 0, 0, ())
    assert (page.media_type, read_payload(tmp_path / "ours", page)) == ("text/html", body)


@pytest.mark.parametrize(
    ("sent", "body"),
    [
        (b"3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n", b"abcde"),
        (b"3\r\nabc\r\n0\r\nServer-Timing: 9\r\n\r\n", b"abc"),
        (b"3\r\nabc\r\n0\r\n", b"abc"),
        (b"3\r\nabc\r\n5\r\nde", b"abcde"),
        (b"3\r\nabc\r\n", b"abc"),
        (b"3\r\nabc\r\nno chunk", b"abcno chunk"),
        (b"2\r\nreport\r\n", b"2\r\nreport\r\n"),
        (b"<p>never chunked", b"<p>never chunked"),
        (b"", b""),
    ],
)
def test_body_sent_in_chunks_is_put_together_and_nothing_else(sent: bytes, body: bytes) -> None:
    assert body_of(HttpMessage("HTTP/1.1 200 OK", (("transfer-encoding", "Chunked"),), sent)) == body


@pytest.mark.parametrize(
    ("url", "head", "words"),
    [
        ("http://[bad/", HEAD, "Invalid IPv6 URL"),
        ("http://a.test/x", b"HTTP/1.1 99999999999999999999 OK\r\n\r\n", "no HTTP status line"),
    ],
)
def test_an_odd_record_costs_only_itself(tmp_path: Path, url: str, head: bytes, words: str) -> None:
    told, found = taken(tmp_path, raw_record("response", url, head + b"x"), original())
    assert [it.url for it in found] == [ORIGINAL]
    assert [words in it.reason for it in told.problems] == [True]
