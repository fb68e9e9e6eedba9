"""Sends exported files with byte ranges (RFC 9110, section 14), which Datasette's static files lack.

Only ``/downloads/<version>/<name>`` and ``/downloads/<name>.wacz`` are sent, from the folder of exports.
"""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

from gongkai_pages.asgi import App, Receive, Scope, Send

VERSION = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
PATH = re.compile(rf"^/downloads/(?:({VERSION.pattern})/)?([0-9A-Za-z][0-9A-Za-z._-]{{0,120}})$")
RANGE = re.compile(r"^bytes=([0-9]{0,18})-([0-9]{0,18})$")
PIECE = 1 << 18
"""Bytes in memory at a time."""
MEDIA = {
    ".csv": "text/csv; charset=utf-8",
    ".json": "application/json",
    ".md": "text/plain; charset=utf-8",
    ".gz": "application/gzip",
    ".parquet": "application/vnd.apache.parquet",
    ".dta": "application/x-stata-dta",
    ".db": "application/vnd.sqlite3",
    ".wacz": "application/wacz",
    ".zip": "application/zip",
}


def find(exports: Path | None, path: str) -> Path | None:
    """The exported file behind an address, or ``None``: no other folder, no hidden file, no link."""
    match = PATH.match(path)
    if exports is None or match is None:
        return None
    version, name = match.groups()
    if version is None and not name.endswith(".wacz"):
        return None
    file = exports / version / name if version else exports / name
    plain = not file.is_symlink() and not file.parent.is_symlink()
    return file if plain and file.is_file() else None


def span(wanted: str | None, size: int) -> tuple[int, int] | None:
    """First byte and length of a ``Range`` header's one range; ``None`` for the whole file.

    Several ranges and words that are no range mean the whole file. Raises ``ValueError`` when nothing of
    the range is in the file.
    """
    match = RANGE.match((wanted or "").replace(" ", ""))
    if match is None or match.groups() == ("", ""):
        return None
    first, last = match.groups()
    start = int(first) if first else max(0, size - int(last))
    end = min(int(last), size - 1) if first and last else size - 1
    if first and last and int(last) < int(first):
        return None
    if start >= size or (not first and not int(last)):
        raise ValueError(f"bytes */{size}")
    return start, end - start + 1


def wrap(app: App, exports: Path | None) -> App:
    """``app`` with the exported files before it."""

    async def served(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] in {"GET", "HEAD"}:
            file = await asyncio.to_thread(find, exports, scope["path"])
            if file is not None:
                await _send(file, scope, receive, send)
                return
        await app(scope, receive, send)

    return served


async def _send(file: Path, scope: Scope, receive: Receive, send: Send) -> None:
    asked = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
    with await asyncio.to_thread(file.open, "rb") as stream:
        size = stream.seek(0, 2)
        tag = f'"{size:x}-{file.stat().st_mtime_ns:x}"'
        headers = {
            "content-type": MEDIA.get(file.suffix, "text/plain; charset=utf-8"),
            "content-disposition": f'attachment; filename="{file.name}"',
            "accept-ranges": "bytes",
            "etag": tag,
            "cache-control": "public, max-age=300",
        }
        if tag in asked.get("if-none-match", ""):
            await _start(send, 304, headers)
            await send({"type": "http.response.body", "body": b""})
            return
        fresh = asked.get("if-range", tag) == tag
        try:
            part = span(asked.get("range"), size) if fresh else None
        except ValueError as error:
            await _start(send, 416, headers | {"content-range": str(error), "content-length": "0"})
            await send({"type": "http.response.body", "body": b""})
            return
        start, length = part or (0, size)
        headers["content-length"] = str(length)
        if part:
            headers["content-range"] = f"bytes {start}-{start + length - 1}/{size}"
        await _start(send, 206 if part else 200, headers)
        stream.seek(start)
        left = length if scope["method"] == "GET" else 0
        # Pieces for a reader who has left are thrown away without a word, and a gigabyte read for nobody.
        gone = asyncio.ensure_future(_gone(receive))
        try:
            while left > 0 and not gone.done():
                piece = await asyncio.to_thread(stream.read, min(PIECE, left))
                if not piece:
                    break
                left -= len(piece)
                await send({"type": "http.response.body", "body": piece, "more_body": True})
        finally:
            gone.cancel()
        await send({"type": "http.response.body", "body": b""})


async def _gone(receive: Receive) -> None:
    """Wait until the reader has left."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def _start(send: Send, status: int, headers: dict[str, str]) -> None:
    pairs = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": status, "headers": pairs})
