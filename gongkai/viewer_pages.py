"""PDF and scans as pictures of their pages, a box on every figure's cell.

The pictures are drawn here and sent inside the page as JPEG: no byte of the original reaches a browser.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from io import BytesIO
from itertools import islice

import pypdfium2  # type: ignore[import-untyped]
from PIL import Image

from gongkai.viewer_original import Mark
from parsers.formats.frames import frames
from parsers.formats.image import MOST_PIXELS

DOTS = 110 / 72
"""Pixels a point: sharp enough to read a table, small enough to send."""
MOST_PAGES = 24
WIDEST = 1600
"""Pixels; wider scans are sent smaller. Boxes are in per cent, so they still fit."""


def pdf(data: bytes, media_type: str, marks: Sequence[Mark]) -> str:
    """The pages that hold marks, or the first ones. Raises ``ValueError`` for a file that is no PDF."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise ValueError(f"the PDF cannot be opened: {error}") from error
    try:
        return "".join(_pages(document, _by_page(marks)))
    finally:
        document.close()


def _pages(document: pypdfium2.PdfDocument, by_page: Mapping[int, Sequence[Mark]]) -> Iterator[str]:
    wanted = _wanted(len(document), by_page)
    for number in wanted:
        page = document[number - 1]
        width, height = page.get_size()
        scale = min(DOTS, WIDEST / max(width, 1), 3 * WIDEST / max(height, 1))
        picture = page.render(scale=scale).to_pil()
        yield _sheet(number, picture, (width, height), by_page.get(number, ()))
    yield _left(len(document) - len(wanted))


def scan(data: bytes, media_type: str, marks: Sequence[Mark]) -> str:
    """The frames of a picture as the parser saw them. Raises ``ValueError`` for bytes that are none."""
    by_page = _by_page(marks)
    sheets: list[str] = []
    try:
        with Image.open(BytesIO(data)) as opened:
            count = getattr(opened, "n_frames", 1)
        wanted = _wanted(count, by_page)
        for number, pixels in enumerate(islice(frames(data, MOST_PIXELS), max(wanted, default=0)), start=1):
            if number in wanted:
                picture = Image.fromarray(pixels)
                sheets.append(_sheet(number, picture, picture.size, by_page.get(number, ())))
    except (OSError, Image.DecompressionBombError, SyntaxError) as error:
        raise ValueError(f"the picture cannot be opened: {error}") from error
    return "".join((*sheets, _left(count - len(wanted))))


def _wanted(count: int, by_page: Mapping[int, Sequence[Mark]]) -> list[int]:
    """The pages to draw, of so many: those with marks, or the first ones."""
    return [n for n in sorted(by_page) or range(1, count + 1) if 1 <= n <= count][:MOST_PAGES]


def _left(count: int) -> str:
    return f"<p>另有 {count} 页未显示 {count} more pages are in the original file</p>" if count else ""


def _by_page(marks: Sequence[Mark]) -> dict[int, list[Mark]]:
    found: dict[int, list[Mark]] = {}
    for mark in marks:
        if mark.place.get("kind") == "page":
            found.setdefault(int(mark.place["page"]), []).append(mark)
    return found


def _sheet(number: int, picture: Image.Image, size: tuple[float, float], marks: Sequence[Mark]) -> str:
    width, height = size
    boxes: list[str] = []
    for mark in marks:
        left, top, right, bottom = (float(edge) for edge in mark.place["box"])
        style = (
            f"left:{100 * left / width:.3f}%;top:{100 * top / height:.3f}%;"
            f"width:{100 * max(right - left, 1) / width:.3f}%;"
            f"height:{100 * max(bottom - top, 1) / height:.3f}%"
        )
        name, title = escape(mark.cell), escape(mark.label)
        boxes.append(f'<span class="box" id="{name}" title="{title}" style="{style}"></span>')
    picture.thumbnail((WIDEST, 4 * WIDEST))
    out = BytesIO()
    picture.convert("RGB").save(out, "JPEG", quality=82)
    source = base64.b64encode(out.getvalue()).decode()
    words = f"第 {number} 页 page {number}"
    image = f'<img alt="{words}" src="data:image/jpeg;base64,{source}">'
    return f'<figure class="sheet">{image}{"".join(boxes)}</figure>'
