"""Export captures as WACZ 1.1.1 (one file that replays by itself) and the index of the archive as CDXJ.

https://specs.webrecorder.net/wacz/1.1.1/
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
import subprocess
import sys
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from archive import captures, registry_rows
from archive.database import connect_reader
from archive.documents import read_document, read_outlines
from archive.errors import ArchiveError, RecordDamaged
from archive.model import Capture
from archive.rebuild import warc_files
from archive.records import OPEN_SUFFIX, walk_from, warc_path
from archive.times import to_text

_PAGE_TYPES = {"text/html", "application/xhtml+xml", "application/pdf", "text/plain"}


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: the file, how many captures (revisits too) and how many pages it names."""

    path: Path
    captures: int
    pages: int


def chosen(db: sqlite3.Connection, body_id: str | None, run_id: str | None) -> list[Capture]:
    """The captures of a body's sites, of a run, or all; with the originals their revisits refer to, first."""
    conditions, values = ["1"], []
    if body_id is not None:
        sites, _ = registry_rows.latest(db)
        mine = [site_id for site_id, site in sites.items() if site.body_id == body_id]
        conditions.append(f"site IN ({', '.join('?' * len(mine))})")
        values += mine
    if run_id is not None:
        conditions.append("run_id = ?")
        values.append(run_id)
    found = {it.record_id: it for it in captures.select(db, " AND ".join(conditions), tuple(values))}
    originals: dict[str, Capture] = {}
    for capture in found.values():
        if capture.revisit_of is not None and capture.revisit_of not in found:
            original = captures.by_id(db, capture.revisit_of)
            if original is not None:
                originals[original.record_id] = original
    return [*originals.values(), *found.values()]


def _with_request(folder: Path, capture: Capture) -> Iterator[bytes]:
    """The gzip members of a capture and of the request that was written right after it, as they are."""
    path = warc_path(folder, capture.warc)
    with path.open("rb") as file:
        file.seek(capture.offset)
        yield file.read(capture.length)
        try:
            following = next(walk_from(path, capture.offset + capture.length), None)
        except RecordDamaged:
            return
        if following is not None and following.field("WARC-Concurrent-To") == f"<{capture.record_id}>":
            yield file.read(following.length)


def _write_warc(folder: Path, found: list[Capture], target: Path) -> None:
    with target.open("wb") as file:
        for capture in found:
            for member in _with_request(folder, capture):
                file.write(member)


def _text_of(db: sqlite3.Connection, capture: Capture) -> tuple[str, str] | None:
    """Title and text of a capture that the newest parsing found to hold reports."""
    row = db.execute(
        "SELECT result FROM parsing WHERE payload_sha256 = ?"
        " ORDER BY CAST(parser_version AS INTEGER) DESC, parser_version DESC LIMIT 1",
        (capture.payload_sha256,),
    ).fetchone()
    if row is None:
        return None
    text = zlib.decompress(row[0]).decode("utf-8")
    found = [read_document(it, text) for it in read_outlines(capture.payload_sha256, text, (capture,))]
    if not found:
        return None
    words = "\n".join(f"{it.heading}\n{it.text}" for document in found for it in document.sections)
    return "；".join(document.outline.title for document in found), words


def _write_pages(db: sqlite3.Connection, found: list[Capture], target: Path) -> int:
    """One line a page, in the order of fetching; reports carry their title and text, so replay can search."""
    pages, posted = 0, captures.posted(db)
    with target.open("w", encoding="utf-8") as file:
        head = {"format": "json-pages-1.0", "id": "pages", "title": "All Pages", "hasText": True}
        file.write(json.dumps(head) + "\n")
        for capture in sorted(found, key=lambda it: (it.fetched_at, it.record_id)):
            if (
                capture.kind not in ("wire", "file")
                or capture.status != 200
                or capture.media_type not in _PAGE_TYPES
                or capture.record_id in posted
            ):
                continue
            page = {"id": capture.record_id, "url": capture.url, "ts": to_text(capture.fetched_at)}
            told = _text_of(db, capture)
            if told is not None:
                page |= {"title": told[0], "text": told[1]}
            file.write(json.dumps(page, ensure_ascii=False) + "\n")
            pages += 1
    return pages


def _tool(module: str, *arguments: str) -> tuple[int, str]:
    """Run a packaged tool in a process of its own: it prints, and leaves files open when it ends."""
    call = (
        "import sys; from archive import indexed_posts, warcio_brotli; warcio_brotli.teach();"
        f" indexed_posts.teach(); from {module} import main; sys.exit(main(sys.argv[1:]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", call, *arguments], capture_output=True, text=True, check=False
    )
    return done.returncode, (done.stdout + done.stderr).strip()


def export_wacz(
    folder: Path, target: Path, *, body_id: str | None = None, run_id: str | None = None, title: str = ""
) -> Exported:
    """Write the captures of a body, a run or the whole archive into one WACZ file.

    Records are copied as they stand, byte for byte. Raises ``ArchiveError`` when there is nothing to
    write or the packer refuses it.
    """
    with contextlib.closing(connect_reader(folder)) as db, TemporaryDirectory(dir=target.parent) as aside:
        found = chosen(db, body_id, run_id)
        if not found:
            raise ArchiveError(f"nothing to export: no captures of body {body_id!r}, run {run_id!r}")
        warc, pages, packed = (Path(aside, name) for name in ("data.warc.gz", "pages.jsonl", "new.wacz"))
        _write_warc(folder, found, warc)
        count = _write_pages(db, found, pages)
        options = ["--hash-type", "sha256", "-p", str(pages), "-c", "--title", title or body_id or "gongkai"]
        failed, words = _tool("wacz.main", "create", "-o", str(packed), *options, str(warc))
        if failed:
            raise ArchiveError(f"the WACZ was not made: {words}")
        packed.rename(target)
    return Exported(target, len(found), count)


def validate_wacz(path: Path) -> str | None:
    """What the packer's own validation has against a WACZ file, or ``None``."""
    failed, words = _tool("wacz.main", "validate", "-f", str(path))
    return words if failed else None


def export_cdxj(folder: Path, target: Path) -> None:
    """Write the sorted CDXJ index of every sealed WARC file, as pywb and other replay tools read it.

    What a POST was answered stands under its address with method and body appended.
    Raises ``ArchiveError`` when there is no such file or the indexer cannot read one.
    """
    aside = target.with_name(target.name + ".new")
    paths = [str(path) for path in warc_files(folder) if path.suffix != OPEN_SUFFIX]
    if not paths:
        raise ArchiveError(f"nothing to index: no sealed WARC file in {folder / 'warc'}; crawl first")
    failed, words = _tool("cdxj_indexer.main", "--sort", "--post-append", "-o", str(aside), *paths)
    if failed:
        raise ArchiveError(f"the CDXJ index was not made: {words}")
    aside.rename(target)
