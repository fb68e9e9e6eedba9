"""Prove that WARC files, archive.db and reports.db agree, byte by byte; and repair what can be repaired."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from archive.damages import Damage
from archive.database import NAME, connect_reader
from archive.inspection import SeenIds, inspect
from archive.lock import ReaderLock
from archive.publish import NAME as REPORTS
from archive.rebuild import warc_files
from archive.records import Record


@dataclass(frozen=True, slots=True)
class VerifyResult:
    """What was looked at (files, records, bytes) and every damage found."""

    files: int
    records: int
    bytes: int
    findings: tuple[Damage, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing at all is wrong."""
        return not self.findings


def _missing_files(db: sqlite3.Connection, names: set[str]) -> Iterator[Damage]:
    for (name,) in db.execute("SELECT file FROM warc UNION SELECT warc FROM capture ORDER BY 1"):
        if name not in names:
            (count,) = db.execute("SELECT count(*) FROM capture WHERE warc = ?", (name,)).fetchone()
            yield Damage("file-missing", name, -1, None, f"{count} captures")


def _reports(db: sqlite3.Connection, folder: Path) -> Iterator[Damage]:
    path = folder / REPORTS
    if not path.exists():
        return
    broken = _broken(path)
    if broken is not None:
        yield Damage("reports-broken", REPORTS, -1, None, broken)
        return
    # Attached by name: the archive's own connection stays the one that is asked.
    db.execute("ATTACH ? AS published", (f"{path.resolve().as_uri()}?mode=ro",))
    try:
        query = """
            SELECT report_id, report.record_id, report.payload_sha256, capture.payload_sha256
            FROM published.report LEFT JOIN main.capture USING (record_id)
            WHERE capture.payload_sha256 IS NOT report.payload_sha256 ORDER BY report_id
        """
        for report_id, record_id, told, kept in db.execute(query):
            kind = "report-without-capture" if kept is None else "report-differs"
            yield Damage(kind, REPORTS, -1, record_id, f"{report_id}: payload {told[:12]}…")
        query = (
            "SELECT DISTINCT report FROM published.figure"
            " WHERE report NOT IN (SELECT n FROM published.report)"
        )
        for (n,) in db.execute(query):
            yield Damage("report-without-capture", REPORTS, -1, None, f"figures of number {n}, no report")
    finally:
        db.execute("DETACH published")


def _broken(path: Path) -> str | None:
    """What SQLite itself finds wrong in a published file, or ``None``."""
    try:
        with contextlib.closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as db:
            (told,) = db.execute("PRAGMA quick_check(1)").fetchone()
            db.execute("SELECT 1 FROM report, figure LIMIT 1").fetchone()
    except sqlite3.DatabaseError as problem:
        told = str(problem)
    return None if told == "ok" else str(told)


def _index_damage(folder: Path) -> Damage | None:
    if not (folder / NAME).exists():
        return Damage("index-missing", NAME, -1, None, "every record lacks its row")
    try:
        with contextlib.closing(connect_reader(folder)) as db:
            (told,) = db.execute("PRAGMA quick_check(1)").fetchone()
            db.execute("SELECT count(*) FROM capture").fetchone()
    except sqlite3.DatabaseError as problem:
        told = str(problem)
    return None if told == "ok" else Damage("index-broken", NAME, -1, None, told)


def verify(folder: Path) -> VerifyResult:
    """Read every byte of the archive once and tell every damage; changes nothing.

    Raises ``ArchiveLocked`` while another process writes the archive, ``FileNotFoundError`` when the
    folder holds none.
    """
    if not (folder / "warc").is_dir():
        raise FileNotFoundError(f"no archive in {folder}: it has no folder warc/")
    lock = ReaderLock(folder)
    try:
        return _verify(folder)
    finally:
        lock.release()


def _verify(folder: Path) -> VerifyResult:
    findings: list[Damage] = []
    broken = _index_damage(folder)
    if broken is not None:
        # Without sound rows nothing can be compared; the rest is told once the index is there again.
        return VerifyResult(0, 0, 0, (broken,))
    records = size = 0
    paths = warc_files(folder)
    with contextlib.closing(connect_reader(folder)) as db, contextlib.closing(SeenIds()) as ids:
        findings += _missing_files(db, {path.name.removesuffix(".open") for path in paths})
        for path in paths:
            size += path.stat().st_size
            for item in inspect(db, path, ids):
                if isinstance(item, Record):
                    records += 1
                else:
                    findings.append(item)
        findings += _reports(db, folder)
    return VerifyResult(len(paths), records, size, tuple(findings))
