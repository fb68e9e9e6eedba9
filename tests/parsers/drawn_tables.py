"""A table drawn as a picture, for tests of documents that hold one."""

from __future__ import annotations

import io
from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFont

ROWS = (("1.Granted", "12", "12"), ("2.Denied", "7", "7"), ("3.Other", "105", "2315"))
CELLS = [word for row in ROWS for word in row]


def picture(rows: Sequence[Sequence[str]] = ROWS, size: tuple[int, int] = (1000, 420)) -> bytes:
    """A ruled table as a PNG."""
    drawn = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(drawn)
    font = ImageFont.load_default(size=34)
    xs, ys = (60, 420, 660, 900), [60 + 80 * index for index in range(len(rows) + 1)]
    for x in xs if rows else ():
        pen.line((x, ys[0], x, ys[-1]), fill="black", width=3)
    for y in ys if rows else ():
        pen.line((xs[0], y, xs[-1], y), fill="black", width=3)
    for row, y in zip(rows, ys, strict=False):
        for word, x in zip(row, xs, strict=False):
            pen.text((x + 24, y + 20), word, font=font, fill="black")
    out = io.BytesIO()
    drawn.save(out, "PNG")
    return out.getvalue()
