"""An archive that cannot be opened lets go of everything: the same process may try again."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import NoReturn

import pytest

from archive import rebuild, store
from archive.database import NAME
from archive.store import Archive


def refuse(*_: object) -> NoReturn:
    """What a full disk says."""
    raise OSError(errno.ENOSPC, "no space")


def closed_when(
    patched: pytest.MonkeyPatch, module: ModuleType, fails: str, work: Callable[[], object]
) -> None:
    """The database that a module opens is closed when its work ends with a full disk in the step named."""
    opened: list[sqlite3.Connection] = []
    connect = module.connect

    def remember(folder: Path) -> sqlite3.Connection:
        opened.append(connect(folder))
        return opened[-1]

    with patched.context() as context:
        context.setattr(module, "connect", remember)
        context.setattr(module, fails, refuse)
        with pytest.raises(OSError, match="no space"):
            work()
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        opened[0].execute("SELECT 1")


def test_a_recovery_that_fails_closes_the_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    closed_when(monkeypatch, store, "recover", lambda: Archive.open(tmp_path))
    Archive.open(tmp_path).close()


def test_a_lock_that_cannot_be_signed_is_let_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(os, "pwrite", refuse)
        with pytest.raises(OSError, match="no space"):
            Archive.open(tmp_path)
    Archive.open(tmp_path).close()


def test_a_broken_database_is_let_go(tmp_path: Path) -> None:
    """An unclosed connection would be told as a ResourceWarning, which is an error here."""
    (tmp_path / NAME).write_bytes(b"no database at all" * 100)
    for _ in range(2):
        with pytest.raises(sqlite3.DatabaseError, match="not a database"):
            Archive.open(tmp_path)


def test_a_rebuild_that_fails_closes_what_it_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Archive.open(tmp_path).close()
    closed_when(monkeypatch, rebuild, "warc_files", lambda: rebuild.rebuild(tmp_path))
    assert rebuild.rebuild(tmp_path).damages == ()
