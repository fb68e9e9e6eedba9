"""The schema of archive.db and how it is opened: WAL, synchronous=FULL, one connection a writer.

Rows are keyed by what is unique in the world (address, record id, run id, payload hash), so that
the databases of two crawlers merge by plain insertion.
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from archive.tables import Index, Table, create_indexes, create_tables, text, whole

NAME = "archive.db"
SCHEMA_VERSION = 4

TABLES = (
    Table(
        "url",
        text("url", "site", "state") | {"score": float} | whole("depth")
        | text("found_on", "anchor", "etag", "last_modified", "next_fetch")
        | whole("tries") | text("reason", "changed_at"),
        pk=("url",),
        nullable=("found_on", "anchor", "etag", "last_modified", "next_fetch", "reason"),
        clustered=True,
    ),
    Table(
        "capture",
        text("record_id", "url", "site", "fetched_at") | whole("status")
        | text("media_type", "payload_sha256") | whole("size") | text("warc") | whole("offset", "length")
        | text("revisit_of", "kind", "wire_digest", "found_on", "run_id", "asked", "origin",
               "truncated"),
        pk=("record_id",),
        nullable=("revisit_of", "found_on", "run_id", "asked", "origin", "truncated"),
    ),
    Table(
        "warc", text("file") | whole("records", "bytes") | text("sha256", "sealed_at"), pk=("file",)
    ),
    Table(
        "run",
        text("run_id", "started", "finished", "reason", "counts"),
        pk=("run_id",),
        nullable=("finished",),
    ),
    Table(
        "registry", text("run_id", "kind", "id", "row"), pk=("run_id", "kind", "id"), clustered=True
    ),
    Table(
        "parsing",
        text("payload_sha256", "parser_version", "outcome") | {"seconds": float, "result": bytes},
        pk=("payload_sha256", "parser_version"),
    ),
)  # fmt: skip

INDEXES = (
    Index("url_by_site", "url", ("site", "state")),
    Index("capture_by_url", "capture", ("url", "fetched_at")),
    Index("capture_by_payload", "capture", ("payload_sha256",)),
    Index("capture_by_place", "capture", ("warc", "offset")),
)

# sqlite-utils knows no partial index: only full records are looked up by the digest of their bytes.
FULL_BY_WIRE = "CREATE INDEX IF NOT EXISTS capture_by_wire ON capture (wire_digest) WHERE revisit_of IS NULL"


def connect(folder: Path) -> sqlite3.Connection:
    """Open archive.db for writing, made if absent; transactions are begun by hand.

    The connection may be used from several threads as long as they take turns (the archive holds a lock).
    """
    db = sqlite3.connect(folder / NAME, isolation_level=None, check_same_thread=False, timeout=30)
    try:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = FULL")
        create_tables(db, TABLES)
        _grow(db)
        create_indexes(db, INDEXES)
        db.execute(FULL_BY_WIRE)
        db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    except BaseException:
        db.close()
        raise
    return db


def _grow(db: sqlite3.Connection) -> None:
    """Give an older file what it lacks: ``asked`` is of schema 2, ``origin`` of 3, ``truncated`` of 4."""
    there = {row[1] for row in db.execute("PRAGMA table_info(capture)")}
    for name in ("asked", "origin", "truncated"):
        if name not in there:
            db.execute(f"ALTER TABLE capture ADD COLUMN {name} TEXT")


def connect_reader(folder: Path) -> sqlite3.Connection:
    """Open archive.db to read what is committed; raises ``sqlite3.OperationalError`` when there is none."""
    address = f"{(folder / NAME).resolve().as_uri()}?mode=ro"
    db = sqlite3.connect(address, uri=True, timeout=30)
    db.execute("PRAGMA query_only = ON")
    try:
        db.execute("SELECT 1 FROM sqlite_schema")
    except sqlite3.OperationalError:
        log = folder / (NAME + "-wal")
        if os.access(folder, os.W_OK) or (log.exists() and log.stat().st_size):
            raise
        # SQLite makes a log even to read, which a folder that may not be written refuses; without one,
        # the file alone is everything.
        db.close()
        db = sqlite3.connect(f"{address}&immutable=1", uri=True)
    return db
