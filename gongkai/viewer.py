"""The second origin: archived originals as harmless copies, the raw file only as a download.

``/view/<report_id>#<cell>`` shows the original with the cell marked; ``/raw/<report_id>`` sends the bytes as
an attachment. :mod:`gongkai.viewer_server` has these answers made in limited child processes.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from archive.errors import ArchiveError
from gongkai import viewer_blocks, viewer_frame, viewer_html, viewer_pages, viewer_text
from gongkai.viewer_original import LARGEST, NoOriginal, Original, OriginalChanged, find, payload
from parsers.formats.image import TYPES as PICTURES

_ROUTE = re.compile(r"^/(view|raw)/([0-9A-Za-z._-]{1,120})$")
_HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back: status, media type, bytes, and headers beyond those every answer carries."""

    status: int
    media_type: str
    body: bytes
    headers: tuple[tuple[bytes, bytes], ...] = ()


def answer(data: Path, path: str) -> Answer:
    """The answer to a GET of ``path`` from the archive in ``data``."""
    if path == "/robots.txt":
        return Answer(200, "text/plain; charset=utf-8", b"User-agent: *\nDisallow: /\n")
    match = _ROUTE.match(path)
    if match is None:
        return said(404, "没有这一页 Not found", "地址应为 /view/<年报编号>。")
    try:
        original = find(data / "reports.db", match[2])
        if match[1] == "raw":
            return _download(original, payload(data, original))
        return Answer(200, _HTML, _shown(data, original))
    except NoOriginal as error:
        return said(404, "没有这份原件 No such original", str(error))
    except (ArchiveError, OriginalChanged, OSError, ValueError) as error:
        # Where the archive lies on disk is nobody's business.
        words = str(error).replace(str(data), "…")
        return said(500, "原件读取失败 The original could not be read", words)
    except sqlite3.Error as error:
        return said(503, "数据库读取失败 The database could not be read", str(error))


def _shown(data: Path, original: Original) -> bytes:
    media_type = original.media_type.partition(";")[0].strip().lower()
    if original.capture.size > LARGEST:
        words = f"原件有 {original.capture.size:,} 字节，请下载查看：/raw/{original.report_id}"
        return viewer_frame.message("原件过大 Too large to show", words)
    found = payload(data, original)
    # What stands inside a page's script, its pictures or an archive is shown as it was read.
    inside = any(mark.place.get("kind") == "member" for mark in original.marks)
    for names, show in _SHOWN:
        if media_type in names and not inside:
            return viewer_frame.page(original, show(found, original.media_type, original.marks))
    shown = viewer_blocks.sanitised(found, original.media_type, original.marks)
    if shown:
        return viewer_frame.page(original, shown, "解析所读的文字与表格 Text and tables as they were read")
    words = f"{media_type} 尚不能在此显示，请下载 Not shown here yet; download /raw/{original.report_id}"
    return viewer_frame.message("请下载原件 Please download", words)


_SHOWN: tuple[tuple[frozenset[str], Callable[..., str]], ...] = (
    (frozenset({"text/html", "application/xhtml+xml"}), viewer_html.sanitised),
    (frozenset({"text/plain"}), viewer_text.sanitised),
    (frozenset({"application/pdf"}), viewer_pages.pdf),
    (frozenset(PICTURES.values()), viewer_pages.scan),
)


_ENDINGS = {
    "application/msword": "doc",
    "application/ofd": "ofd",
    "application/pdf": "pdf",
    "application/rtf": "rtf",
    "application/vnd.ms-excel": "xls",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/xhtml+xml": "html",
    "application/zip": "zip",
    "image/bmp": "bmp",
    "image/gif": "gif",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/tiff": "tif",
    "image/webp": "webp",
    "multipart/related": "mht",
    "text/html": "html",
    "text/plain": "txt",
}


def ending(media_type: str) -> str:
    """What a saved file of that type should be called by; ``bin`` for one not known."""
    return _ENDINGS.get(media_type.partition(";")[0].strip().lower(), "bin")


def _download(original: Original, body: bytes) -> Answer:
    name = f'attachment; filename="{original.report_id}.{ending(original.media_type)}"'
    return Answer(200, "application/octet-stream", body, ((b"content-disposition", name.encode()),))


def said(status: int, title: str, words: str) -> Answer:
    """A page that only says something."""
    return Answer(status, _HTML, viewer_frame.message(title, words))
