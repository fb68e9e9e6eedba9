"""Bounds on what one SQL request may take, and the functions the site adds to SQLite."""

from __future__ import annotations

import sqlite3

from gongkai_pages.folding import phrases

LONGEST_VALUE = 2_000_000  # bytes: hex(zeroblob(...)) took 1.9 GB without it
LONGEST_PATTERN = 200  # bytes of a LIKE or GLOB pattern
# printf('%.*c', 2000000000, 'x') ran for half a minute, for no clock interrupts a single call; the others
# give pointers or reach for files.
CLOSED = frozenset({"printf", "format", "fts3_tokenizer", "load_extension", "readfile", "writefile", "edit"})
HEAP = 256 * 1024 * 1024  # bytes, for the whole process: group_concat took 2.6 GB without it


def prepare(connection: sqlite3.Connection) -> None:
    """Bound a connection's memory and give it the full-text quoting of single characters."""
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE)
    connection.setlimit(sqlite3.SQLITE_LIMIT_SQL_LENGTH, 20_000)
    connection.setlimit(sqlite3.SQLITE_LIMIT_EXPR_DEPTH, 200)
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    connection.setlimit(sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, LONGEST_PATTERN)
    connection.set_authorizer(_allowed)
    connection.execute(f"PRAGMA hard_heap_limit={HEAP}")
    connection.create_function("escape_fts", 1, phrases, deterministic=True)


def _allowed(
    action: int, table: str | None, name: str | None, database: str | None, within: str | None
) -> int:
    """SQLite asks before it prepares a statement: the closed functions are refused by name."""
    closed = action == sqlite3.SQLITE_FUNCTION and (name or "").lower() in CLOSED
    return sqlite3.SQLITE_DENY if closed else sqlite3.SQLITE_OK
