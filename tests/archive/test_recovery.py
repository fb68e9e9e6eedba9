"""What a crash leaves behind: torn records, rows without bytes, bytes without rows."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.model import Exchange, LedgerRow
from archive.records import walk
from archive.store import Archive

URL = "http://a.test/{}"
FULL = os.environ.get("GONGKAI_CRASH") == "full"
"""The long form: 200 kills and a cut at every byte; the short form samples both."""
# A long crawl: it stores pages, prints which of them are flushed, and waits to be killed.
CRAWL = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from archive.model import Exchange, LedgerRow
from archive.store import Archive
archive = Archive.open(Path(sys.argv[1]), rotate_at=200_000)
first = int(sys.argv[2])
numbers = range(first, first + 5000)
archive.ledger.discover([LedgerRow(f"http://a.test/{n}", "s", "discovered", 0, 0) for n in numbers])
for n in numbers:
    body = (f"<p>page {n}</p>" * (n % 300 + 1)).encode()
    archive.store(Exchange(f"http://a.test/{n}", "GET", datetime.now(UTC), (), "HTTP/1.1", 200, "OK",
                           (("Content-Type", "text/html"),), body), site="s", found_on="http://a.test/list")
    if n % 7 == 0:
        archive.flush()
        print(n, flush=True)
"""


def page(n: int) -> Exchange:
    """A page of a made-up server."""
    headers = (("Content-Type", "text/html"),)
    return Exchange(
        URL.format(n), "GET", datetime.now(UTC), (), "HTTP/1.1", 200, "OK", headers, b"<p>%d" % n * 40
    )


def crashed(folder: Path, pages: int) -> Path:
    """An archive whose process vanished after committing; returns its ``.open`` file."""
    archive = Archive.open(folder / "live")
    archive.ledger.discover([LedgerRow(URL.format(n), "s", "discovered", 0, 0) for n in range(pages)])
    for n in range(pages):
        archive.store(page(n), site="s", found_on=None)
    archive.flush()
    shutil.copytree(folder / "live", folder / "dead")
    archive.close()
    return next((folder / "dead" / "warc").glob("*.open"))


def agree(folder: Path) -> int:
    """Prove that every row has its bytes and every capture record its row; returns how many captures."""
    db = sqlite3.connect(folder / "archive.db")
    rows = {row[0]: row[1:] for row in db.execute('SELECT record_id, warc, "offset", length FROM capture')}
    db.close()
    found = {
        record.need("WARC-Record-ID").strip("<>"): (record.file, record.offset, record.length)
        for path in sorted((folder / "warc").glob("*.warc.gz*"))
        if path.suffix != ".sha256"
        for record in walk(path)
        if record.field("WARC-Type") in ("response", "revisit")
    }
    assert rows == found
    return len(rows)


def test_last_record_cut_at_every_byte(tmp_path: Path) -> None:
    path = crashed(tmp_path, 3)
    records = list(walk(path))
    response = [record for record in records if record.field("WARC-Type") == "response"][-1]
    whole = path.read_bytes()
    database = (tmp_path / "dead" / "archive.db").read_bytes()
    log = (tmp_path / "dead" / "archive.db-wal").read_bytes()
    shutil.rmtree(tmp_path / "dead")
    last = response.offset + response.length - 1
    for cut in sorted({*range(response.offset, last, 1 if FULL else 13), last}):
        folder = tmp_path / str(cut)
        (folder / "warc").mkdir(parents=True)
        (folder / "warc" / path.name).write_bytes(whole[:cut])
        (folder / "archive.db").write_bytes(database)
        (folder / "archive.db-wal").write_bytes(log)
        with Archive.open(folder) as archive:
            assert [it.dropped for it in archive.recovered] == [1], cut
            assert [row.url for row in archive.ledger.pending("s")] == [URL.format(2)], cut
        assert agree(folder) == 2, cut
        shutil.rmtree(folder)


def test_bytes_without_rows_get_their_rows(tmp_path: Path) -> None:
    path = crashed(tmp_path, 3)
    db = sqlite3.connect(tmp_path / "dead" / "archive.db")
    with db:
        db.execute("DELETE FROM capture WHERE url LIKE '%/2'")
        db.execute("UPDATE url SET state = 'discovered' WHERE url LIKE '%/2'")
    db.close()
    with Archive.open(tmp_path / "dead") as archive:
        assert [(it.file + ".open", it.added, it.cut) for it in archive.recovered] == [(path.name, 1, 0)]
        assert archive.ledger.pending("s") == []
    assert agree(tmp_path / "dead") == 3


def test_empty_open_file_is_taken_away(tmp_path: Path) -> None:
    with Archive.open(tmp_path):
        pass
    (tmp_path / "warc" / "gongkai-x.warc.gz.open").touch()
    Archive.open(tmp_path).close()
    assert list((tmp_path / "warc").iterdir()) == []


def test_sealed_files_carry_a_manifest_and_rotate(tmp_path: Path) -> None:
    with Archive.open(tmp_path, rotate_at=2000) as archive:
        for n in range(40):
            archive.store(page(n), site="s", found_on=None)
    files = sorted((tmp_path / "warc").glob("*.warc.gz"))
    assert len(files) > 3
    checked = subprocess.run(
        ["sha256sum", "--check", "--quiet", *(f"{file.name}.sha256" for file in files)],
        cwd=tmp_path / "warc",
        check=False,
        capture_output=True,
        text=True,
    )
    assert (checked.returncode, checked.stdout) == (0, "")
    assert agree(tmp_path) == 40


@pytest.mark.parametrize("seed", range(50 if FULL else 2))
def test_killed_again_and_again_nothing_is_lost(tmp_path: Path, seed: int) -> None:
    moments = random.Random(seed)
    safe: set[int] = set()
    for kill in range(4):
        command = [sys.executable, "-c", CRAWL, str(tmp_path), str(kill * 5000)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
            assert child.stdout is not None
            safe.add(int(child.stdout.readline()))
            time.sleep(moments.random() * 0.3)
            child.send_signal(signal.SIGKILL)
            lines = child.stdout.read().split("\n")[:-1]
        safe |= {int(line) for line in lines if line.isdigit()}
        with Archive.open(tmp_path) as archive:
            states = {row.url: row.state for row in archive.ledger.rows("s")}
        captured = agree(tmp_path)
        fetched = {url for url, state in states.items() if state == "fetched"}
        assert len(fetched) == captured
        assert {URL.format(n) for n in safe} <= fetched
    assert safe
