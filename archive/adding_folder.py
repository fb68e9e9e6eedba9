"""A folder of saved documents with a CSV of their addresses, as somebody collected them by hand.

Columns of the CSV, UTF-8: ``file`` (path inside the folder), ``url`` (where it was saved from); and, each of
which may be absent or blank, ``fetched_at`` (a day or moment, UTC: 2021-03-01 or 2021-03-01T08:00:00Z;
blank: now), ``media_type`` (blank: by the file's ending), ``site`` (blank: by the address).
"""

from __future__ import annotations

import csv
import mimetypes
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from urllib.parse import urlsplit

from archive.foreign import Problem
from archive.times import from_text, now


@dataclass(frozen=True, slots=True)
class Listed:
    """One document: its file, name in the list, address, when it was saved, declared type, site id or ""."""

    path: Path
    name: str
    url: str
    fetched_at: datetime
    media_type: str
    site: str


def _moment(text: str) -> datetime:
    if not text:
        return now()
    if len(text) == 10:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC)
    return from_text(text)


def _row(folder: Path, row: dict[str, str]) -> Listed:
    """Raises ``ValueError`` that names the column."""
    name, url = row.get("file", ""), row.get("url", "")
    path = folder / name
    if not name or not path.is_file():
        raise ValueError(f"column file: there is no file {name!r} in the folder")
    if not path.resolve().is_relative_to(folder.resolve()):
        raise ValueError(f"column file: {name!r} leads out of the folder")
    if not url.isascii() or urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
        raise ValueError(f"column url: {url!r} is no web address (http:// or https://, percent-encoded)")
    try:
        moment = _moment(row.get("fetched_at", ""))
    except ValueError:
        raise ValueError(f"column fetched_at: {row['fetched_at']!r} is no day or moment (UTC)") from None
    media = row.get("media_type") or mimetypes.guess_type(name)[0] or "application/octet-stream"
    return Listed(path, name, url, moment, media, row.get("site", ""))


def listed(folder: Path) -> Iterator[Listed | Problem]:
    """The documents a folder's CSV names, in its order; what cannot be read as a ``Problem``."""
    tables = sorted(folder.glob("*.csv"))
    if len(tables) != 1:
        yield Problem(folder.name, -1, f"expected one CSV with columns file and url, found {len(tables)}")
        return
    (table,) = tables
    try:
        text = table.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as problem:
        yield Problem(table.name, problem.start, "the list is not UTF-8; save it as UTF-8")
        return
    rows = csv.DictReader(StringIO(text, newline=""), strict=True)
    try:
        yield from _listed(folder, table, rows)
    except csv.Error as problem:
        yield Problem(table.name, -1, f"line {rows.reader.line_num}: no CSV ({problem}); look at its quotes")


def _listed(folder: Path, table: Path, rows: csv.DictReader[str]) -> Iterator[Listed | Problem]:
    lacking = {"file", "url"} - set(rows.fieldnames or ())
    if lacking:
        yield Problem(
            table.name, 0, f"line 1: the list has no column {' and no column '.join(sorted(lacking))}"
        )
        return
    named: set[Path] = set()
    for row in rows:
        plain = {key: (value or "").strip() for key, value in row.items() if isinstance(key, str)}
        try:
            item = _row(folder, plain)
        except ValueError as problem:
            yield Problem(table.name, -1, f"line {rows.line_num}: {problem}")
            continue
        named.add(item.path.resolve())
        yield item
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path != table and path.resolve() not in named:
            yield Problem(str(path.relative_to(folder)), -1, "the list names no address for this file")
