"""Printed pages made into scans: clean, skewed, noisy, coarse, photographed, much compressed."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from benchmarks.printing import pictures_of

Picture = npt.NDArray[np.uint8]
DOTS = 200.0


def skewed(picture: Picture, degrees: float = 2.0) -> Picture:
    """The page laid on the glass askew."""
    height, width = picture.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    return np.asarray(cv2.warpAffine(picture, turn, (width, height), borderValue=(250, 250, 250)), np.uint8)


def noisy(picture: Picture) -> Picture:
    """Grain of the sensor and specks of dust."""
    chance = np.random.default_rng(7)
    grain = np.clip(picture + chance.normal(0, 18, picture.shape), 0, 255).astype(np.uint8)
    grain[chance.random(picture.shape[:2]) < 0.002] = 0
    return grain


def coarse(dots: float) -> Callable[[Picture], Picture]:
    """Fewer dots an inch."""

    def shrink(picture: Picture) -> Picture:
        factor = dots / DOTS
        small = cv2.resize(picture, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
        return np.asarray(small, np.uint8)

    return shrink


def photographed(picture: Picture) -> Picture:
    """Seen from aside by a hand-held camera, the light falling off to the left."""
    height, width = picture.shape[:2]
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    seen = np.array([(0.05, 0.03), (0.98, 0.05), (0.95, 0.98), (0.02, 0.95)], np.float32) * np.array(
        [width, height], np.float32
    )
    change = cv2.getPerspectiveTransform(corners, seen.astype(np.float32))
    laid = cv2.warpPerspective(picture, change, (width, height), borderValue=(90, 100, 110))
    soft = cv2.GaussianBlur(laid, (3, 3), 0.8)
    return np.asarray(soft * np.linspace(0.6, 1.0, width)[None, :, None], np.uint8)


def compressed(picture: Picture) -> Picture:
    """Saved as a JPEG of low quality."""
    _, data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 25])
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8)


def clean(picture: Picture) -> Picture:
    """The page as drawn."""
    return picture


DAMAGES: Mapping[str, Callable[[Picture], Picture]] = MappingProxyType(
    {
        "clean 200 dpi": clean,
        "skewed 2°": skewed,
        "noisy": noisy,
        "150 dpi": coarse(150),
        "110 dpi": coarse(110),
        "photographed": photographed,
        "JPEG quality 25": compressed,
    }
)
"""What is done to a page drawn at 200 dots an inch."""


def scan(printed: bytes, damage: str) -> bytes:
    """A PDF's pages as one TIFF of damaged pictures."""
    return packed([DAMAGES[damage](np.asarray(page, np.uint8)) for page in pictures_of(printed, DOTS)])


def packed(pictures: Sequence[Picture], kind: str = "TIFF") -> bytes:
    """Pictures as the pages of one file, TIFF or PDF."""
    pages = [Image.fromarray(picture) for picture in pictures]
    out = io.BytesIO()
    pages[0].save(out, kind, save_all=True, append_images=pages[1:])
    return out.getvalue()
