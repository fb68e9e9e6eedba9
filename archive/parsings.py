"""Parsings as rows of archive.db: a cache that may be deleted; older parser versions are kept to compare.

A document's parsing is one text with a line of JSON for each of its reports.
"""

from __future__ import annotations

import re
import sqlite3
import zlib
from collections.abc import Iterator

from archive.captures import COLUMNS, from_row
from archive.model import Capture

# What is never a report itself: styles, scripts, fonts, sound and film, and feeds of list pages.
_NEVER = re.compile(
    r"^(text/(css|javascript|calendar)|application/(javascript|x-javascript|json|wasm|rss\+xml|atom\+xml)"
    r"|font/|audio/|video/|image/(svg|x-icon|vnd\.microsoft\.icon|gif))"
)


def could_be_report(media_type: str, url: str) -> bool:
    """Whether an answer of that type at that address is worth giving to the parser."""
    return not _NEVER.match(media_type) and not url.partition("?")[0].endswith("/robots.txt")


def unread(db: sqlite3.Connection, parser_version: str) -> Iterator[Capture]:
    """The first full capture of each payload not read by that version, in the order of fetching.

    The first: its address is a hint to the parser, and must be the same when parsings are made anew.
    """
    query = (
        f"SELECT {COLUMNS} FROM capture WHERE revisit_of IS NULL AND status = 200 AND size > 0"
        " AND kind IN ('wire', 'dom', 'file') AND NOT EXISTS (SELECT 1 FROM parsing WHERE"
        " parsing.payload_sha256 = capture.payload_sha256 AND parser_version = ?)"
        " ORDER BY fetched_at, record_id"
    )
    seen: set[str] = set()
    for row in db.execute(query, (parser_version,)):
        capture = from_row(row)
        if capture.payload_sha256 not in seen and could_be_report(capture.media_type, capture.url):
            seen.add(capture.payload_sha256)
            yield capture


def keep(
    db: sqlite3.Connection, sha256: str, version: str, json_text: str, outcome: str, seconds: float
) -> None:
    """Add a parsing to the open transaction, replacing one of the same version.

    Half a surrogate pair, which a broken document may hold and no database takes, becomes a question mark.
    """
    db.execute(
        "INSERT OR REPLACE INTO parsing (payload_sha256, parser_version, outcome, seconds, result)"
        " VALUES (?, ?, ?, ?, ?)",
        (sha256, version, outcome, seconds, zlib.compress(json_text.encode("utf-8", "replace"), 6)),
    )


def find(db: sqlite3.Connection, sha256: str, version: str) -> str | None:
    """The JSON text of a parsing, a line a report, or ``None``."""
    row = db.execute(
        "SELECT result FROM parsing WHERE payload_sha256 = ? AND parser_version = ?", (sha256, version)
    ).fetchone()
    return None if row is None else zlib.decompress(row[0]).decode("utf-8")


def all_of(db: sqlite3.Connection, version: str) -> Iterator[tuple[str, str]]:
    """Every parsing of a version: payload hash and JSON text, a line a report; by hash."""
    rows = db.execute(
        "SELECT payload_sha256, result FROM parsing WHERE parser_version = ? ORDER BY payload_sha256",
        (version,),
    )
    for sha256, result in rows:
        yield sha256, zlib.decompress(result).decode("utf-8")
