"""The schema of archive.db and how it is opened: WAL, synchronous=FULL, one connection a writer.

Rows are keyed by what is unique in the world (address, record id, run id, payload hash), so that
the databases of two crawlers merge by plain insertion.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

NAME = "archive.db"
SCHEMA_VERSION = 1

SCHEMA = """
CREATE TABLE IF NOT EXISTS url (
  url TEXT PRIMARY KEY, site TEXT NOT NULL, state TEXT NOT NULL, score REAL NOT NULL, depth INTEGER NOT NULL,
  found_on TEXT, anchor TEXT, etag TEXT, last_modified TEXT, next_fetch TEXT, tries INTEGER NOT NULL,
  reason TEXT, changed_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS url_by_site ON url (site, state);
CREATE TABLE IF NOT EXISTS capture (
  record_id TEXT PRIMARY KEY, url TEXT NOT NULL, site TEXT NOT NULL, fetched_at TEXT NOT NULL,
  status INTEGER NOT NULL, media_type TEXT NOT NULL, payload_sha256 TEXT NOT NULL, size INTEGER NOT NULL,
  warc TEXT NOT NULL, "offset" INTEGER NOT NULL, length INTEGER NOT NULL, revisit_of TEXT, kind TEXT NOT NULL,
  wire_digest TEXT NOT NULL, found_on TEXT, run_id TEXT
) STRICT;
CREATE INDEX IF NOT EXISTS capture_by_url ON capture (url, fetched_at);
CREATE INDEX IF NOT EXISTS capture_by_payload ON capture (payload_sha256);
CREATE INDEX IF NOT EXISTS capture_by_wire ON capture (wire_digest) WHERE revisit_of IS NULL;
CREATE INDEX IF NOT EXISTS capture_by_place ON capture (warc, "offset");
CREATE TABLE IF NOT EXISTS warc (
  file TEXT PRIMARY KEY, records INTEGER NOT NULL, bytes INTEGER NOT NULL, sha256 TEXT NOT NULL,
  sealed_at TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS run (
  run_id TEXT PRIMARY KEY, started TEXT NOT NULL, finished TEXT, reason TEXT NOT NULL, counts TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS registry (
  run_id TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, row TEXT NOT NULL,
  PRIMARY KEY (run_id, kind, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS parsing (
  payload_sha256 TEXT NOT NULL, parser_version TEXT NOT NULL, outcome TEXT NOT NULL, seconds REAL NOT NULL,
  result BLOB NOT NULL, PRIMARY KEY (payload_sha256, parser_version)
) STRICT;
"""


def connect(folder: Path) -> sqlite3.Connection:
    """Open archive.db for writing, made if absent; transactions are begun by hand.

    The connection may be used from several threads as long as they take turns (the archive holds a lock).
    """
    db = sqlite3.connect(folder / NAME, isolation_level=None, check_same_thread=False, timeout=30)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")
    db.executescript(SCHEMA)
    db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    return db


def connect_reader(folder: Path) -> sqlite3.Connection:
    """Open archive.db to read what is committed; raises ``sqlite3.OperationalError`` when there is none."""
    db = sqlite3.connect(f"{(folder / NAME).resolve().as_uri()}?mode=ro", uri=True, timeout=30)
    db.execute("PRAGMA query_only = ON")
    return db
