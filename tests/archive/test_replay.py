"""What we archived replays elsewhere: in pywb byte by byte; npm's warcio reads it, an independent reader."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import brotli
import pytest

from archive.model import Capture, Exchange
from archive.posting import FORM
from archive.records import walk
from archive.store import Archive
from archive.wacz import export_wacz, validate_wacz

CHECKOUT = Path(__file__).resolve().parents[2]
PYWB = CHECKOUT / ".venv-replay" / "bin"
NODE_MODULES = CHECKOUT / ".venv" / "node" / "node_modules"
PDF = b"%PDF-1.7\n" + os.urandom(70_000)
PAGE = "<!DOCTYPE html><title>政府信息公开工作年度报告</title><p>全年收到申请3件。".encode() * 30
HTML = ("Content-Type", "text/html; charset=utf-8")
ANSWERS: tuple[tuple[str, int, tuple[tuple[str, str], ...], bytes], ...] = (
    ("http://szs.test/", 200, (HTML,), PAGE),
    ("http://szs.test/gb", 200, (("Content-Type", "text/html"),), "政府信息公开".encode("gb18030")),
    ("http://szs.test/gzip", 200, (HTML, ("Content-Encoding", "gzip")), gzip.compress(PAGE + b"1")),
    ("http://szs.test/br", 200, (HTML, ("Content-Encoding", "br")), brotli.compress(PAGE + b"2")),
    ("http://szs.test/chunked", 200, (HTML, ("Transfer-Encoding", "chunked")), PAGE + b"3"),
    ("http://szs.test/%E5%B9%B4%E6%8A%A5.html?id=7&x=%2F", 200, (HTML,), PAGE + b"4"),
    ("http://szs.test/a.pdf", 200, (("Content-Type", "application/pdf"),), PDF),
    ("http://szs.test/copy", 200, (HTML,), PAGE),
    ("http://szs.test/gone", 404, (HTML,), b"<p>404"),
)  # fmt: skip


LIST = "http://szs.test/module/xxgk/search.jsp"
LISTS = (
    (b"currpage=1&area=11", PAGE + b"5"),
    (b"currpage=2&area=11", PAGE + b"6"),
    (b"currpage=2&area=11", PAGE + b"6"),
)
"""Forms sent to one address and their answers, the last one unchanged (a revisit)."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The archive's folder and what it says of itself: every capture with its payload and wire bytes."""

    folder: Path
    captures: tuple[tuple[Capture, bytes, bytes], ...]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """A small archive of every sort of answer."""
    folder = tmp_path_factory.mktemp("kept")
    found = []
    with Archive.open(folder) as archive:
        run = archive.start_run("test", [], [])
        for minute, (url, status, headers, body) in enumerate(ANSWERS):
            when = datetime(2026, 2, 1, 8, tzinfo=UTC) + timedelta(minutes=minute)
            asked = (("User-Agent", "t"),)
            answer = Exchange(url, "GET", when, asked, "HTTP/1.1", status, "OK", headers, body, "127.0.0.1")
            capture = archive.store(answer, site="szs", found_on=None)
            found.append((capture, archive.payload(capture), archive.wire_bytes(capture)))
        for minute, (form, body) in enumerate(LISTS):
            when = datetime(2026, 2, 1, 9, minute, tzinfo=UTC)
            asked = (("User-Agent", "t"), ("Content-Type", FORM), ("Content-Length", str(len(form))))
            answer = Exchange(
                LIST, "POST", when, asked, "HTTP/1.1", 200, "OK", (HTML,), body, request_body=form
            )
            archive.store(answer, site="szs", found_on=None)
        archive.finish_run(run, "finished", {})
    assert [body for _, _, body in found] == [body for *_, body in ANSWERS]
    return Kept(folder, tuple(found))


def free_port() -> int:
    """A port of loopback nobody uses now."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def replay(kept: Kept, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a pywb that replays the archive's WACZ."""
    if not (PYWB / "wayback").exists():
        pytest.fail(f"no pywb in {PYWB}; run make setup-test (setup/replay-env.sh installs it)")
    folder = tmp_path_factory.mktemp("pywb")
    packed = folder / "all.wacz"
    export_wacz(kept.folder, packed)
    assert validate_wacz(packed) is None
    for arguments in (["init", "all"], ["add", "--unpack-wacz", "all", str(packed)]):
        subprocess.run([PYWB / "wb-manager", *arguments], cwd=folder, check=True, capture_output=True)
    port = free_port()
    command = [PYWB / "wayback", "-b", "127.0.0.1", "-p", str(port)]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as child:
        try:
            for _ in range(600):
                with closing(socket.socket()) as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                assert child.poll() is None, "pywb ended before it answered"
                time.sleep(0.1)
            yield f"http://127.0.0.1:{port}/all"
        finally:
            child.terminate()


def replayed(address: str, form: bytes | None = None) -> tuple[int, bytes]:
    """Status and body of a replayed address; redirects are not followed, codings not asked for."""
    try:
        with urllib.request.urlopen(address, form, timeout=60) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as answer:
        with closing(answer):
            return answer.code, answer.read()


def test_each_address_replays_byte_by_byte(kept: Kept, replay: str) -> None:
    for capture, payload, _ in kept.captures:
        moment = f"{capture.fetched_at:%Y%m%d%H%M%S}"
        told = replayed(f"{replay}/{moment}id_/{capture.url}")
        assert told == (capture.status, payload), capture.url


def test_each_form_is_answered_what_it_was(replay: str) -> None:
    for minute, (form, body) in enumerate(LISTS):
        told = replayed(f"{replay}/2026020109{minute:02d}00id_/{LIST}", form)
        assert told == (200, body), form


def test_page_that_is_not_there_is_not_made_up(replay: str) -> None:
    status, _ = replayed(f"{replay}/20260201080000id_/http://szs.test/never")
    assert status == 404


def test_an_independent_reader_reads_the_same_records(kept: Kept) -> None:
    if not (NODE_MODULES / "warcio").is_dir():
        pytest.fail(f"no warcio in {NODE_MODULES}; run make setup-test")
    (path,) = (kept.folder / "warc").glob("*.warc.gz")
    told = subprocess.run(
        ["node", str(Path(__file__).with_name("reader.cjs")), str(path)],
        env={**os.environ, "NODE_PATH": str(NODE_MODULES)},
        check=True,
        capture_output=True,
        text=True,
    )
    theirs = [tuple(json.loads(line)) for line in told.stdout.splitlines()]
    ours = []
    for record in walk(path):
        kind = record.need("WARC-Type")
        body = record.http.body if kind in ("response", "request", "revisit") else record.block
        ours.append((kind, record.field("WARC-Target-URI"), hashlib.sha256(body).hexdigest()))
    assert theirs == ours
