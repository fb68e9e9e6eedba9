"""A scanned or photographed page made flat: turned upright, straightened, scaled to type of one height.

All steps but the quarter turns are one projective map; :meth:`Plate.source` takes a box back to the
pixels of the picture as displayed.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from parsers.formats.inklines import ink_of, text_boxes
from parsers.formats.lattice import Box
from parsers.formats.ocr import Plane, recognise, upside_down

TYPE_HEIGHT = 30.0
"""Pixels of a Chinese character after scaling: about 11 point type at 200 dots an inch."""
LONGEST = 3400
MOST_ENLARGED = 3.0
CLEARLY = 1.1
SAMPLE = 8
SPECKS = 0.0003
STEEPEST = 12.0
"""Degrees of skew looked for."""
Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Plate:
    """A page ready for reading.

    ``grey`` has the stamp's red taken out, ``full`` has not; ``ink`` is 255 where something is
    printed; ``matrix`` maps the picture's pixels to the plate's; ``picture`` is the cleaned picture.
    """

    grey: Plane
    full: Plane
    ink: Plane
    matrix: Matrix
    picture: npt.NDArray[np.uint8]

    @property
    def turned(self) -> bool:
        """Whether the picture was turned by a quarter or more."""
        return bool(self.matrix[0, 0] < abs(self.matrix[0, 1]))

    def source(self, box: Box) -> Box:
        """The box in the picture's own pixels that holds a box of the plate, rounded to tenths."""
        left, top, right, bottom = box
        corners = np.array([[[left, top], [right, top], [right, bottom], [left, bottom]]], dtype=np.float64)
        back = cv2.perspectiveTransform(corners, np.linalg.inv(self.matrix))[0]
        low, high = back.min(axis=0), back.max(axis=0)
        x0, y0, x1, y1 = (round(float(value), 1) for value in (*low, *high))
        return x0, y0, x1, y1


def flatten(colours: npt.NDArray[np.uint8]) -> Plate:
    """Make a plate of a picture of three channels (red, green, blue)."""
    height, width = colours.shape[:2]
    matrix: Matrix = np.eye(3)
    colours = evenly_lit(colours)
    ink = ink_of(_grey(colours))
    wiped = without_specks(colours, ink)
    if wiped is not None:
        colours = wiped
        ink = ink_of(_grey(colours))
    turned = colours
    scale = _scale(ink)
    small = _resized(ink, min(1.0, 1400 / max(height, width)))
    if _sideways(small):
        turned = np.ascontiguousarray(np.rot90(colours, -1))
        matrix = np.array([[0.0, -1.0, height], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])
        small = np.ascontiguousarray(np.rot90(small, -1))
    tilt = skew(small)
    straight = _straighten(turned.shape[1], turned.shape[0], tilt, scale)
    matrix = straight[0] @ matrix
    plate = _warped(colours, matrix, straight[1])
    if _on_its_head(plate):
        wide, high = straight[1]
        half_turn = np.array([[-1.0, 0.0, wide], [0.0, -1.0, high], [0.0, 0.0, 1.0]])
        matrix = half_turn @ matrix
        plate = _warped(colours, matrix, straight[1])
    return plate


def warp(plate: Plate, change: Matrix) -> Plate:
    """The plate after one more projective change of its own coordinates."""
    size = (plate.grey.shape[1], plate.grey.shape[0])
    return _warped(plate.picture, change @ plate.matrix, size)


def _warped(colours: npt.NDArray[np.uint8], matrix: Matrix, size: tuple[int, int]) -> Plate:
    shrunk = abs(float(np.linalg.det(matrix[:2, :2]))) < 0.5
    how = cv2.INTER_AREA if shrunk else cv2.INTER_CUBIC
    flat = np.asarray(
        cv2.warpPerspective(colours, matrix, size, flags=how, borderMode=cv2.BORDER_REPLICATE), dtype=np.uint8
    )
    full = _grey(flat)
    grey = _without_red(flat, full)
    return Plate(grey, full, ink_of(grey), matrix, colours)


def _grey(colours: npt.NDArray[np.uint8]) -> Plane:
    return np.asarray(cv2.cvtColor(colours, cv2.COLOR_RGB2GRAY), dtype=np.uint8)


def _without_red(colours: npt.NDArray[np.uint8], grey: Plane) -> Plane:
    """The grey picture with red ink (stamps) bleached; black under red stays, for its own red is low."""
    red = colours[:, :, 0].astype(np.int16)
    excess = red - np.maximum(colours[:, :, 1], colours[:, :, 2]).astype(np.int16)
    bleached = np.where(excess > 15, np.maximum(red, grey), grey)
    bleached = np.where((excess > 40) & (red > 150), 250, bleached)
    return np.asarray(bleached, dtype=np.uint8)


def _resized(plane: Plane, factor: float) -> Plane:
    if factor >= 1.0:
        return plane
    return np.asarray(
        cv2.resize(plane, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), dtype=np.uint8
    )


def without_specks(colours: npt.NDArray[np.uint8], ink: Plane) -> npt.NDArray[np.uint8] | None:
    """The picture with its specks wiped away, or ``None`` if it is not strewn with them.

    A speck is a dot under a tenth of the type's height; it takes the middle value of its neighbours.
    Filtering the whole page instead would wipe out hairlines.
    """
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    largest = max(2.0, ((letter_height(ink) or TYPE_HEIGHT) / 10) ** 2)
    small = stats[:, cv2.CC_STAT_AREA] <= largest
    small[0] = False
    if int(small.sum()) <= max(0.5 * (count - 1), SPECKS * ink.size):
        return None
    spots = cv2.dilate(small[labels].astype(np.uint8), np.ones((3, 3), np.uint8))
    middle = cv2.medianBlur(colours, 5)
    return np.where(spots[:, :, None] > 0, middle, colours).astype(np.uint8)


def evenly_lit(colours: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """The picture with its paper about white all over: divided by a smooth surface laid over the paper.

    The surface is of the second degree, so that shaded cells stay shaded.
    """
    grey = _grey(colours)
    height, width = grey.shape
    small = cv2.resize(grey, (64, 64), interpolation=cv2.INTER_AREA)
    paper = cv2.dilate(small, np.ones((5, 5), np.uint8)).astype(np.float64)
    y, x = np.mgrid[-1:1:64j, -1:1:64j]
    terms = np.stack([np.ones_like(x), x, y, x * y, x * x, y * y], axis=-1)
    bright = paper >= np.percentile(paper, 40)
    weights, *_ = np.linalg.lstsq(terms[bright], paper[bright], rcond=None)
    surface = np.clip(terms @ weights, 40, 255).astype(np.float32)
    wide = cv2.resize(surface, (width, height), interpolation=cv2.INTER_LINEAR)
    gain = cv2.merge([245.0 / wide] * 3)
    return np.asarray(cv2.multiply(colours, gain, dtype=cv2.CV_8U), dtype=np.uint8)


def _scale(ink: Plane) -> float:
    """How much to enlarge the picture so that its type gets the height that is wanted."""
    height, width = ink.shape
    type_height = letter_height(ink)
    wanted = TYPE_HEIGHT / type_height if type_height else 2339 / max(height, width)
    return float(min(wanted, MOST_ENLARGED, LONGEST / max(height, width)))


def letter_height(ink: Plane) -> float | None:
    """The usual height of a character in pixels, or ``None`` if nothing looks like type.

    Chinese characters are many parts; a small closing joins each, and the upper middle of the
    heights of roughly square blobs is taken.
    """
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    if count < 10:
        return None
    wide, high = stats[1:, cv2.CC_STAT_WIDTH], stats[1:, cv2.CC_STAT_HEIGHT]
    area = stats[1:, cv2.CC_STAT_AREA]
    fits = (high >= 6) & (high < ink.shape[0] / 8) & (wide < 3 * high) & (high < 4 * wide) & (area >= 12)
    if int(fits.sum()) < 8:
        return None
    heights = high[fits]
    weights = np.minimum(wide, high)[fits]
    order = np.argsort(heights)
    total = np.cumsum(weights[order])
    return float(heights[order][np.searchsorted(total, 0.7 * total[-1])]) * 1.05


def _sideways(ink: Plane) -> bool:
    """Whether the lines of type run from top to bottom.

    Closing the gaps along lines of type fills more than across them. Where the two are near each
    other, a few lines are recognised both ways, and the surer reading decides.
    """
    type_only = _without_long_lines(ink)
    reach = max(3, round(0.5 * (letter_height(ink) or 12)))
    level = cv2.morphologyEx(type_only, cv2.MORPH_CLOSE, np.ones((1, reach), np.uint8)).mean()
    upright = cv2.morphologyEx(type_only, cv2.MORPH_CLOSE, np.ones((reach, 1), np.uint8)).mean()
    if float(level) >= CLEARLY * float(upright):
        return False
    return _legible(np.ascontiguousarray(np.rot90(type_only, -1))) > _legible(type_only)


def _legible(ink: Plane) -> float:
    """How surely some of the longest lines read, on their feet or on their heads."""
    height = letter_height(ink) or 12.0
    boxes = sorted(text_boxes(ink, height), key=lambda box: box[0] - box[2])[:SAMPLE]
    paper = np.asarray(255 - ink, dtype=np.uint8)
    crops = [_window(paper, box, round(6 * height)) for box in boxes]
    both = recognise([*crops, *(np.ascontiguousarray(crop[::-1, ::-1]) for crop in crops)])
    feet, heads = both[: len(crops)], both[len(crops) :]
    # A column of zeros reads well from the side too; words have many different characters.
    return max(sum(len(set(line.text)) * line.sure for line in side) for side in (feet, heads))


def _window(plane: Plane, box: Box, widest: int) -> Plane:
    left, top, right, bottom = (int(side) for side in box)
    return plane[max(0, top - 3) : bottom + 3, max(0, left - 3) : min(right + 3, left + widest)]


def _without_long_lines(ink: Plane) -> Plane:
    length = max(20, max(ink.shape) // 40)
    level = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    upright = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((length, 1), np.uint8))
    return np.asarray(cv2.subtract(cv2.subtract(ink, level), upright), dtype=np.uint8)


def skew(ink: Plane) -> float:
    """Degrees the page is turned clockwise: the angle at which its rows of ink stand out sharpest."""
    factor = min(1.0, 900 / max(ink.shape))
    small = _resized(ink, factor)
    best, sharpest = 0.0, -1.0
    for step, span in ((1.0, STEEPEST), (0.25, 1.0), (0.05, 0.25)):
        for angle in np.arange(best - span, best + span + step / 2, step):
            value = _sharpness(small, float(angle))
            if value > sharpest:
                best_now, sharpest = float(angle), value
        best = best_now
    return best


def _sharpness(ink: Plane, angle: float) -> float:
    """How strongly the rows of the picture, turned back by ``angle``, alternate between ink and paper."""
    slope = np.tan(np.radians(angle))
    matrix = np.array([[1.0, 0.0, 0.0], [-slope, 1.0, slope * ink.shape[1] / 2]])
    turned = cv2.warpAffine(ink, matrix, (ink.shape[1], ink.shape[0]), flags=cv2.INTER_NEAREST)
    profile = turned.sum(axis=1, dtype=np.int64)
    return float((np.diff(profile).astype(np.float64) ** 2).sum())


def _straighten(width: int, height: int, tilt: float, scale: float) -> tuple[Matrix, tuple[int, int]]:
    """The map that turns back and scales, and the size that holds the result."""
    angle = np.radians(tilt)
    cos, sin = float(np.cos(angle)), float(np.sin(angle))
    wide = (width * cos + height * abs(sin)) * scale
    high = (height * cos + width * abs(sin)) * scale
    to_middle = np.array([[1, 0, -width / 2], [0, 1, -height / 2], [0, 0, 1]], dtype=np.float64)
    turn = np.array([[cos, sin, 0], [-sin, cos, 0], [0, 0, 1 / scale]]) * scale
    back = np.array([[1, 0, wide / 2], [0, 1, high / 2], [0, 0, 1]], dtype=np.float64)
    return back @ turn @ to_middle, (round(wide), round(high))


def _on_its_head(plate: Plate) -> bool:
    """Whether most of the longest lines of type stand upside down."""
    boxes = [box for box in text_boxes(_without_long_lines(plate.ink), TYPE_HEIGHT) if box[2] - box[0] > 120]
    longest = sorted(boxes, key=lambda box: box[0] - box[2])[:12]
    crops = [
        plate.grey[int(top) : int(bottom), int(left) : int(right)] for left, top, right, bottom in longest
    ]
    return upside_down(crops) > 0.5
