"""Marks told by their shape, where a recogniser of characters guesses: dashes and slashes alone in a cell."""

from __future__ import annotations

import cv2
import numpy as np

from parsers.formats.ocr import Plane, Recognised

ALIKE = {"O": "0", "o": "0", "〇": "0", "○": "0", "l": "1", "I": "1", "|": "1", "丨": "1"}
"""Letters a lone figure is taken for; the exchange is never certain."""
SPECKS = ".,，。、·'`’‘_-一—~^:：;；|丶"
SPECKS_BEFORE = ".,，。、·'`’‘_:：;；|丶■"
"""Not the signs: a minus before a figure is a figure's sign."""
UNSURE = 0.6


def plain_stroke(ink: Plane, type_height: float) -> str | None:
    """Name the dash or slash that is all a piece of ink shows, or ``None`` if it shows more.

    A level stroke is a dash (long from one and a half characters on); a slash leans so that its ink
    lies on a line from the lower left to the upper right, as no 1 does.
    """
    height, width = ink.shape
    count, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    if count != 2:
        return None
    if height <= 0.25 * type_height and width >= 2.5 * height:
        return "—" if width >= 1.2 * type_height else "-"
    if height < 0.5 * type_height or width < 0.25 * height or width > 1.2 * height:
        return None
    ys, xs = np.nonzero(ink)
    lean = float(np.corrcoef(xs, ys)[0, 1])
    filled = float(stats[1, cv2.CC_STAT_AREA]) / (height * width)
    return "/" if lean < -0.93 and filled < 0.45 else None


def figures(found: Recognised) -> Recognised:
    """Take letters that look like figures for figures where nothing else stands in the line.

    A mark at either end of a whole number may be a speck: the number is given, with doubt.
    """
    text = found.text
    bare = text.rstrip(SPECKS).lstrip(SPECKS_BEFORE)
    if bare != text and bare.isdigit():
        return Recognised(bare, min(found.sure, UNSURE))
    if not any(letter in ALIKE for letter in text):
        return found
    changed = "".join(ALIKE.get(letter, letter) for letter in text)
    if not changed.isdigit():
        return found
    return Recognised(changed, min(found.sure, UNSURE))
