"""PDF and scans as pictures of their pages, a box on every figure's cell.

The pictures are drawn here and sent inside the page as JPEG: no byte of the original reaches a browser.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from html import escape
from io import BytesIO

import pypdfium2  # type: ignore[import-untyped]
from PIL import Image

from gongkai.viewer_original import Mark

DOTS = 110 / 72
"""Pixels a point: sharp enough to read a table, small enough to send."""
MOST_PAGES = 24
WIDEST = 1600
"""Pixels; wider scans are sent smaller. Boxes are in per cent, so they still fit."""
Image.MAX_IMAGE_PIXELS = 80_000_000


def pdf(data: bytes, media_type: str, marks: Sequence[Mark]) -> str:
    """The pages that hold marks, or the first ones. Raises ``ValueError`` for a file that is no PDF."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise ValueError(f"the PDF cannot be opened: {error}") from error
    try:
        return "".join(_pages(document, marks))
    finally:
        document.close()


def _pages(document: pypdfium2.PdfDocument, marks: Sequence[Mark]) -> Iterator[str]:
    by_page = _by_page(marks)
    wanted = sorted(by_page) or list(range(1, len(document) + 1))
    for number in [n for n in wanted if 1 <= n <= len(document)][:MOST_PAGES]:
        page = document[number - 1]
        width, height = page.get_size()
        scale = min(DOTS, WIDEST / max(width, 1), 3 * WIDEST / max(height, 1))
        picture = page.render(scale=scale).to_pil()
        yield _sheet(number, picture, (width, height), by_page.get(number, ()))
    left = len(document) - min(len(wanted), MOST_PAGES)
    if left > 0:
        yield f"<p>另有 {left} 页未显示 {left} more pages are in the original file</p>"


def scan(data: bytes, media_type: str, marks: Sequence[Mark]) -> str:
    """One picture. Raises ``ValueError`` for bytes that are none."""
    try:
        picture = Image.open(BytesIO(data))
        picture.load()
    except (OSError, Image.DecompressionBombError, SyntaxError) as error:
        raise ValueError(f"the picture cannot be opened: {error}") from error
    return _sheet(1, picture, picture.size, _by_page(marks).get(1, ()))


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
