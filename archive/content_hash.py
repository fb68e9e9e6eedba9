"""One hash for everything a database says, whatever order or pages it was written in."""

from __future__ import annotations

import hashlib
import sqlite3
from pathlib import Path

from archive.canonical import canonical

_SOME = 1000
"""Rows hashed at a time."""
_TABLES = """
SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
AND sql NOT LIKE 'CREATE VIRTUAL%' AND name NOT LIKE '%\\_fts\\_%' ESCAPE '\\' ORDER BY name
"""


def content_hash(db_path: Path) -> str:
    """SHA-256 over every table's name, columns and sorted rows; a full-text index is derived and left out."""
    db = sqlite3.connect(f"{db_path.resolve().as_uri()}?mode=ro", uri=True)
    total = hashlib.sha256()
    try:
        for (table,) in db.execute(_TABLES).fetchall():
            # Stored columns: table_info leaves out the computed ones, which say nothing of their own.
            columns = [row[1] for row in db.execute(f'PRAGMA table_info("{table}")')]
            total.update(canonical([table, columns]).encode())
            names = ", ".join(f'"{name}"' for name in columns)
            rows = db.execute(f'SELECT {names} FROM "{table}" ORDER BY {names}')
            while some := rows.fetchmany(_SOME):
                total.update(canonical(some).encode("utf-8", "surrogatepass"))
    finally:
        db.close()
    return total.hexdigest()
