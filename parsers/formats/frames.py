"""The frames of a picture file as arrays of pixels, turned as their Exif orientation says."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from parsers.formats.file_rules import UnreadableFile
from parsers.formats.page_rules import PICTURE_BROKEN, PICTURE_TOO_LARGE

# The JPEG opener yields MPO (several JPEG frames) by itself; Pillow registers no opener of that name.
LONGEST = 4200
"""Pixels of a page's longer side that are worked on: A4 at 360 dots an inch; more only costs memory."""
KINDS = ("PNG", "JPEG", "GIF", "TIFF", "BMP", "WEBP")


def picture_type(data: bytes) -> str:
    """The format's name as Pillow gives it; raises UnreadableFile where the bytes are no picture."""
    with _opened(data) as picture:
        return str(picture.format)


def frames(data: bytes, most_pixels: int) -> Iterator[npt.NDArray[np.uint8]]:
    """Give each frame as rows by columns by red, green, blue; raises UnreadableFile."""
    with _opened(data) as picture:
        number = 0
        try:
            for frame in ImageSequence.Iterator(picture):
                number += 1
                if frame.width * frame.height > most_pixels:
                    detail = f"第{number}页{frame.width}×{frame.height}，上限{most_pixels}"
                    raise UnreadableFile(PICTURE_TOO_LARGE, detail)
                upright = ImageOps.exif_transpose(frame)
                yield np.asarray(_on_paper(upright), dtype=np.uint8)
        except (OSError, SyntaxError, ValueError, EOFError) as error:
            if isinstance(error, UnreadableFile):
                raise
            raise UnreadableFile(PICTURE_BROKEN, f"第{number}页：{error}") from error


def reduced(colours: npt.NDArray[np.uint8]) -> tuple[npt.NDArray[np.uint8], float]:
    """The frame no longer than :data:`LONGEST`, and the factor it was reduced by (1 where it was not)."""
    factor = LONGEST / max(colours.shape[:2])
    if factor >= 1:
        return colours, 1.0
    height, width = (max(1, round(side * factor)) for side in colours.shape[:2])
    picture = Image.fromarray(colours).resize((width, height), Image.Resampling.BOX)
    return np.asarray(picture, dtype=np.uint8), factor


def _opened(data: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            return Image.open(io.BytesIO(data), formats=KINDS)
    except Image.DecompressionBombError as error:
        raise UnreadableFile(PICTURE_TOO_LARGE, str(error)) from error
    except UnidentifiedImageError as error:
        # Pillow's own words name the buffer's address in memory: another text at every run.
        raise UnreadableFile(PICTURE_BROKEN, "认不出图像的内容") from error
    except (OSError, SyntaxError, ValueError) as error:
        raise UnreadableFile(PICTURE_BROKEN, str(error)) from error


def _on_paper(picture: Image.Image) -> Image.Image:
    """Red, green and blue only; what is transparent lies on white paper."""
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        layers = picture.convert("RGBA")
        paper = Image.new("RGBA", layers.size, "white")
        return Image.alpha_composite(paper, layers).convert("RGB")
    return picture.convert("RGB")
