"""An archive that may not be written is read all the same; what would write says so in one line."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.archive.confined import read_only, unwritable

CHECKOUT = Path(__file__).resolve().parents[2]
Confine = Callable[[Path], list[str]]
WAYS = pytest.mark.parametrize("confine", [read_only, unwritable], ids=["read-only mount", "mode bits"])


@pytest.fixture
def published(town: Any, told: Any, tmp_path: Path) -> Path:
    """A data folder with a report, closed cleanly; in a folder of its own to be mounted over."""
    town.folder = tmp_path / "medium" / "data"
    town.add("http://szs.test/1", told())
    town.publish()
    for log in town.folder.glob("archive.db-*"):
        log.unlink()
    folder: Path = town.folder
    return folder


def command(confine: Confine, data: Path, *arguments: str) -> list[str]:
    """The gongkai command with its data folder out of its reach to write."""
    return [*confine(data.parent), sys.executable, "-m", "gongkai", "--data", str(data), *arguments]


def run(confine: Confine, data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run it to its end."""
    line = command(confine, data, *arguments)
    return subprocess.run(line, cwd=CHECKOUT, capture_output=True, text=True, check=False)


@WAYS
def test_reading_commands_work(published: Path, tmp_path: Path, confine: Confine) -> None:
    for arguments in (
        ["status", "--json"],
        ["verify"],
        ["verify", "--repair"],
        ["archive", "mirror", str(tmp_path / "copy")],
        ["export", "wacz", "--output", str(tmp_path / "all.wacz")],
    ):
        done = run(confine, published, *arguments)
        assert done.returncode == 0, (arguments, done.stdout, done.stderr)


@WAYS
def test_writing_commands_say_what_is_wrong(published: Path, tmp_path: Path, confine: Confine) -> None:
    sites = tmp_path / "sites.csv"
    sites.write_text("site_id,body_id,start_url\nx,640200-wjw,http://127.0.0.1:9/\n")
    (path,) = (published / "warc").glob("*.gz")
    theirs = tmp_path / path.name
    theirs.write_bytes(path.read_bytes())
    path.write_bytes(path.read_bytes()[:-40])
    for arguments in (
        ["crawl", "--sites", str(sites), "--allow-loopback"],
        ["parse"],
        ["publish"],
        ["archive", "add", str(theirs)],
        ["verify", "--repair"],
    ):
        done = run(confine, published, *arguments)
        assert done.returncode == 1, (arguments, done.stdout, done.stderr)
        assert f"the archive {published} cannot be written (" in done.stderr, (arguments, done.stderr)
        assert "Traceback" not in done.stderr, (arguments, done.stderr)


def test_the_site_is_served(published: Path) -> None:
    ports = []
    for _ in range(2):
        with closing(socket.socket()) as probe:
            probe.bind(("127.0.0.1", 0))
            ports.append(probe.getsockname()[1])
    line = command(read_only, published, "serve", "--port", str(ports[0]), "--viewer-port", str(ports[1]))
    with subprocess.Popen(line, cwd=CHECKOUT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as child:
        try:
            for _ in range(600):
                with closing(socket.socket()) as probe:
                    if probe.connect_ex(("127.0.0.1", ports[0])) == 0:
                        break
                assert child.poll() is None, "serve ended before it answered"
                time.sleep(0.1)
            with urllib.request.urlopen(f"http://127.0.0.1:{ports[0]}/", timeout=60) as answer:
                assert "石嘴山市" in answer.read().decode()
        finally:
            child.terminate()


def test_the_folder_is_really_out_of_reach(published: Path) -> None:
    for confine in (read_only, unwritable):
        way = confine(published.parent)
        touched = subprocess.run([*way, "touch", str(published / "x")], capture_output=True, check=False)
        assert touched.returncode != 0
    assert not os.path.exists(published / "x")
