"""Watermarks: large type across a page, printed over or under its text, which belongs to no line of it."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median_low

from parsers.formats.typeset import Glyph

LARGE = 1.6
"""A watermark's type is larger than the text's by this factor."""
COVERED = 2
"""A character of it stands over so many of the text; a heading's over none."""


def without_watermarks(glyphs: Sequence[Glyph], width: float) -> Sequence[Glyph]:
    """The characters of a page but for large ones that stand across the text, and large ones beside these.

    With them goes what a writer's wrong measures put beside the paper, of so many points' ``width``.
    """
    if not glyphs:
        return glyphs
    heights = [bottom - top for _, _, top, _, bottom in glyphs]
    least = LARGE * median_low(heights)
    if max(heights) <= least:
        return glyphs
    large = [glyph for glyph, height in zip(glyphs, heights, strict=True) if height > least]
    text = [glyph.middle for glyph in glyphs if glyph[4] - glyph[2] <= least and not glyph.text.isspace()]
    marks = [glyph for glyph in large if _covers(glyph, text)]
    if not marks:
        return glyphs
    marks += [glyph for glyph in large if glyph.middle[0] > width]
    rest = [glyph for glyph in large if glyph not in marks]
    for mark in marks:  # grows while it is gone through
        beside = [glyph for glyph in rest if _near(mark, glyph)]
        rest = [glyph for glyph in rest if glyph not in beside]
        marks += beside
    gone = set(marks)
    return [glyph for glyph in glyphs if glyph not in gone]


def _covers(mark: Glyph, text: Sequence[tuple[float, float]]) -> bool:
    _, left, top, right, bottom = mark
    return sum(left < x < right and top < y < bottom for x, y in text) >= COVERED


def _near(mark: Glyph, other: Glyph) -> bool:
    (x, y), (far, low) = mark.middle, other.middle
    return max(abs(x - far), abs(y - low)) < 1.5 * mark.size
