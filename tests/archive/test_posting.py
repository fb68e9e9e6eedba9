"""Answers to POST: a key that says again what to send, bodies archived, rows that agree after anything."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.adding import add
from archive.database import connect_reader
from archive.model import Capture, Exchange
from archive.posting import FORM, JSON, LONGEST, Asked, address_of, asked, key
from archive.rebuild import rebuild
from archive.records import walk
from archive.store import Archive
from archive.verify import verify
from archive.wacz import export_cdxj, export_wacz

LIST = "http://szs.test/module/xxgk/search.jsp?area=1"
HTML = (("Content-Type", "text/html"),)


def answer(form: bytes, body: bytes, *, url: str = LIST, kind: str = FORM, status: int = 200) -> Exchange:
    """What a form is answered."""
    sent = (("User-Agent", "t"), ("Content-Type", kind), ("Content-Length", str(len(form))))
    return Exchange(
        url, "POST", datetime.now(UTC), sent, "HTTP/1.1", status, "OK", HTML, body, request_body=form
    )


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"currpage=2&vc_title=%E5%B9%B4%E6%8A%A5", FORM),
        (b"", FORM),
        ('{"pageIndex": 0, "categorynum": "003", "title": "年报"}'.encode(), JSON),
        (bytes(range(256)), JSON),
    ],
)
@pytest.mark.parametrize("url", [LIST, "http://szs.test/site/label/8888"])
def test_key_says_again_what_to_send(url: str, body: bytes, kind: str) -> None:
    told = asked(key(url, body, kind))
    assert (told.url, told.method, told.body) == (url, "POST", body)
    assert told.media_type == (kind if body else FORM)


def test_form_with_charset_and_a_form_that_is_not_plain() -> None:
    assert key(LIST, b"a=1", FORM + "; charset=UTF-8") == LIST + "&__wb_method=POST&a=1"
    assert asked(key(LIST, "a=年".encode(), FORM)).body == "a=年".encode()
    assert "\n" not in key(LIST, b"a=1\r\nWARC-Type: x", FORM)


def test_body_without_measure_is_cut_off() -> None:
    told = key(LIST, b"a=" + b"1" * 100_000, FORM)
    assert len(told) < len(LIST) + LONGEST + 40
    assert len(key(LIST, b"\xff" * 100_000, JSON)) < len(LIST) + LONGEST + 60


def test_plain_address_asks_by_get() -> None:
    page = Exchange(LIST, "GET", datetime.now(UTC), (), "HTTP/1.1", 200, "OK", HTML, b"<p>")
    assert asked(LIST) == Asked(LIST)
    assert address_of(page) == LIST


def stored(folder: Path) -> list[Capture]:
    """An archive of two pages of one list, the page it stands on, and a page that failed."""
    with Archive.open(folder) as archive:
        found = [
            archive.store(answer(b"currpage=%d" % n, b"<p>%d" % n * 90), site="s", found_on=None)
            for n in (1, 2)
        ]
        page = Exchange(LIST, "GET", datetime.now(UTC), (), "HTTP/1.1", 200, "OK", HTML, b"<p>get" * 90)
        found.append(archive.store(page, site="s", found_on=None))
        found.append(archive.store(answer(b"currpage=3", b"", status=500), site="s", found_on=None))
    return found


def ledger_of(folder: Path) -> list[tuple[str, str]]:
    """Address and state of every row of the ledger."""
    with closing(connect_reader(folder)) as db:
        return db.execute("SELECT url, state FROM url ORDER BY url").fetchall()


STATES = [
    (LIST, "fetched"),
    (f"{LIST}&__wb_method=POST&currpage=1", "fetched"),
    (f"{LIST}&__wb_method=POST&currpage=2", "fetched"),
    (f"{LIST}&__wb_method=POST&currpage=3", "failed"),
]


def test_pages_of_one_list_are_addresses_of_their_own(tmp_path: Path) -> None:
    found = stored(tmp_path)
    assert {capture.url for capture in found} == {LIST}
    assert ledger_of(tmp_path) == STATES
    (path,) = (tmp_path / "warc").glob("*.warc.gz")
    sent = [record.http.body for record in walk(path) if record.field("WARC-Type") == "request"]
    assert sent == [b"currpage=1", b"currpage=2", b"", b"currpage=3"]
    assert verify(tmp_path).findings == ()


def test_rebuilt_from_the_files_it_is_the_same(tmp_path: Path) -> None:
    stored(tmp_path)
    (tmp_path / "archive.db").unlink()
    rebuild(tmp_path)
    assert ledger_of(tmp_path) == STATES
    assert verify(tmp_path).findings == ()


def test_lost_answer_is_pending_under_its_own_address(tmp_path: Path) -> None:
    live = Archive.open(tmp_path / "live")
    for n in (1, 2):
        live.store(answer(b"currpage=%d" % n, b"<p>%d" % n * 90), site="s", found_on=None)
    live.flush()
    shutil.copytree(tmp_path / "live", tmp_path / "dead")
    live.close()
    path = next((tmp_path / "dead" / "warc").glob("*.open"))
    last = [record for record in walk(path) if record.field("WARC-Type") == "response"][-1]
    with path.open("rb+") as file:
        file.truncate(last.offset + 9)
    with Archive.open(tmp_path / "dead") as archive:
        assert [row.url for row in archive.ledger.pending("s")] == [STATES[2][0]]


def test_unchanged_page_of_a_plain_address_does_not_repeat_a_list(tmp_path: Path) -> None:
    with Archive.open(tmp_path) as archive:
        page = Exchange(LIST, "GET", datetime.now(UTC), (), "HTTP/1.1", 200, "OK", HTML, b"<p>get" * 90)
        first = archive.store(page, site="s", found_on=None)
        archive.store(answer(b"currpage=1", b"<p>1" * 90), site="s", found_on=None)
        unchanged = Exchange(LIST, "GET", datetime.now(UTC), (), "HTTP/1.1", 304, "Not Modified", (), b"")
        assert archive.store(unchanged, site="s", found_on=None).revisit_of == first.record_id


def test_file_of_the_first_schema_is_opened(tmp_path: Path) -> None:
    stored(tmp_path)
    with closing(sqlite3.connect(tmp_path / "archive.db")) as db:
        db.execute("DELETE FROM capture WHERE asked IS NOT NULL")
        db.execute("ALTER TABLE capture DROP COLUMN asked")
        db.commit()
    assert export_wacz(tmp_path, tmp_path / "old.wacz").pages == 1
    with Archive.open(tmp_path) as archive:
        archive.store(answer(b"currpage=4", b"<p>4" * 90), site="s", found_on=None)
    with closing(connect_reader(tmp_path)) as db:
        assert db.execute("SELECT count(*) FROM capture WHERE asked IS NOT NULL").fetchone() == (1,)


def test_index_holds_each_answer_under_what_was_sent(tmp_path: Path) -> None:
    stored(tmp_path)
    with Archive.open(tmp_path) as archive:
        again = archive.store(answer(b"currpage=2", b"<p>2" * 90), site="s", found_on=None)
        assert again.revisit_of is not None
    export_cdxj(tmp_path, tmp_path / "index.cdxj")
    lines = [line.split(" ", 2) for line in (tmp_path / "index.cdxj").read_text().splitlines()]
    keys = [urlkey for urlkey, _, told in lines if json.loads(told).get("method") == "POST"]
    assert [urlkey.partition("currpage=")[2][:1] for urlkey in sorted(keys)] == ["1", "2", "2", "3"]
    assert all("__wb_method=post" in urlkey for urlkey in keys)
    assert export_wacz(tmp_path, tmp_path / "all.wacz").pages == 1


def test_what_others_sent_is_taken_over_with_its_answer(tmp_path: Path) -> None:
    stored(tmp_path / "theirs")
    (path,) = (tmp_path / "theirs" / "warc").glob("*.warc.gz")
    with Archive.open(tmp_path / "ours") as archive:
        assert add(archive, path, site_of=lambda url: "s").captures == 4
    with closing(connect_reader(tmp_path / "ours")) as db:
        asks = {asked for (asked,) in db.execute("SELECT asked FROM capture")}
    assert asks == {None, *(url for url, _ in STATES[1:])}
    (path,) = (tmp_path / "ours" / "warc").glob("*.warc.gz")
    sent = [record.http.body for record in walk(path) if record.field("WARC-Type") == "request"]
    assert sent == [b"currpage=1", b"currpage=2", b"", b"currpage=3"]
