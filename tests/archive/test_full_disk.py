"""The disk is full, in earnest: nothing is stored by half, and with room again everything kept is there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from archive.errors import DiskRefused
from archive.store import Archive
from archive.verify import verify
from tests.archive.confined import small
from tests.archive.kept_pages import URL, page
from tests.archive.test_recovery import agree

CHECKOUT = Path(__file__).resolve().parents[2]
# Stores pages until the disk is full, makes room, tries on, closes; prints what it holds for kept.
FILL = """
import os, resource, signal, sys
from pathlib import Path
from archive.errors import DiskRefused
from archive.model import LedgerRow
from archive.store import Archive
from tests.archive.kept_pages import URL, page
from tests.archive.test_recovery import agree
top, room, result = Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
archive = Archive.open(top / "data")
archive.ledger.discover([LedgerRow(URL.format(n), "s", "discovered", 0, 0) for n in range(500)])
archive.flush()
mounted = os.path.ismount(top)
if mounted:
    (top / "filler").write_bytes(bytes(os.statvfs(top).f_bavail * 4096 - room))
else:
    limit = max(path.stat().st_size for path in (top / "data").iterdir()) + room
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
kept, waiting, refused = [], [], None
for n in range(500):
    try:
        archive.store(page(n), site="s", found_on=None)
        waiting.append(n)
        if n % 5 == 4:
            archive.flush()
            kept, waiting = kept + waiting, []
    except (OSError, DiskRefused) as problem:
        refused = problem
        break
if mounted:
    (top / "filler").unlink()
else:
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
try:
    archive.store(page(501), site="s", found_on=None)
    archive.flush()
    kept += [*waiting, 501]
except DiskRefused:
    pass
archive.close()
result.write_text(f"{type(refused).__name__} {' '.join(map(str, kept))}")
if mounted:
    import shutil
    shutil.copytree(top / "data", result.with_name("after"))
"""


@pytest.mark.parametrize("room", [20_000, 61_000, 150_000, 333_000])
def test_full_disk_costs_nothing_that_was_flushed(tmp_path: Path, room: int) -> None:
    """Where nobody lets us mount, a limit on file size stands for the full disk."""
    top, result = tmp_path / "top", tmp_path / "result"
    top.mkdir()
    program = [sys.executable, "-c", FILL, str(top), str(room), str(result)]
    subprocess.run([*(small(top) or []), *program], cwd=CHECKOUT, check=True)
    refusal, *numbers = result.read_text().split()
    assert refusal in ("OSError", "DiskRefused")
    after = tmp_path / "after"
    folder = after if after.exists() else top / "data"
    with Archive.open(folder) as archive:
        states = {row.url: row.state for row in archive.ledger.rows("s")}
    assert all(states[URL.format(n)] == "fetched" for n in numbers)
    told = verify(folder)
    assert told.sound, [str(it) for it in told.findings]


def test_nothing_more_is_stored_after_a_refusal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = Archive.open(tmp_path)
    archive.store(page(0), site="s", found_on=None)
    archive.flush()
    archive.store(page(1), site="s", found_on=None)
    with monkeypatch.context() as patch:
        patch.setattr("os.fdatasync", fail)
        with pytest.raises(DiskRefused, match="Input/output error"):
            archive.flush()
    # The kernel tells of a failed sync once: a second one that succeeds says nothing about those bytes.
    for again in (archive.flush, lambda: archive.store(page(2), site="s", found_on=None)):
        with pytest.raises(DiskRefused):
            again()
    archive.close()
    assert list((tmp_path / "warc").glob("*.open"))
    with Archive.open(tmp_path) as archive:
        assert archive.recovered[0].added == 1
    assert verify(tmp_path).sound


def fail(handle: int) -> None:
    """A sync as a broken disk answers it."""
    raise OSError(5, "Input/output error")


def test_full_disk_stores_nothing_half(tmp_path: Path) -> None:
    """A limit on file size stands for a full disk: the kernel refuses the write in the same way."""
    program = """
import resource, signal, sys
from pathlib import Path
from datetime import UTC, datetime
from archive.model import Exchange
from archive.store import Archive
import os
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
archive = Archive.open(Path(sys.argv[1]))
def store(n):
    archive.store(Exchange(f"http://a.test/{n}", "GET", datetime.now(UTC), (), "HTTP/1.1", 200, "OK",
                  (("Content-Type", "application/pdf"),), os.urandom(100_000)), site="s", found_on=None)
store(0)
archive.flush()
resource.setrlimit(resource.RLIMIT_FSIZE, (250_000, resource.RLIM_INFINITY))
try:
    for n in range(1, 9):
        store(n)
except OSError as problem:
    print(n, problem.errno, flush=True)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
store(9)
archive.close()
"""
    command = [sys.executable, "-c", program, str(tmp_path)]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert told[0] == "2"
    assert agree(tmp_path) == 3
