"""Printed lines cut into words and put together again, so that the cells beside one another are parted."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from parsers.formats.lattice import Box
from parsers.formats.typeset import START, Glyph, Line, joined, whole

TIGHT, LOOSE = 0.1, 0.3
"""Shares of the type's height: gaps that may part two cells, and gaps that do if nothing else speaks."""
OF_ONE = re.compile(r"^[增减] \d|\d (?:万元?|元|%)$")
"""A sign and its figure, or a figure and its unit: one even with a space between them."""
FAR = 1.2
SAME = 0.25
"""Words of one line stand level, and lines of one cell agree in a side or the middle, up to this share."""


def around(boxes: Sequence[Box]) -> Box:
    """The smallest box that holds all."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def middle(box: Box) -> float:
    """The level half-way between top and bottom."""
    return (box[1] + box[3]) / 2


def words_of(row: Sequence[Glyph]) -> tuple[Line, ...]:
    """A printed line cut at every gap; some writers' boxes are the ink's, so type's height is the line's."""
    inked = [glyph for glyph in row if not glyph[0].isspace()]
    slack = TIGHT * max([bottom - top for _, _, top, _, bottom in inked], default=0.0)
    parts: list[list[Glyph]] = []
    end = -math.inf
    for glyph in inked:
        _, left, _, right, _ = glyph
        if left - end <= slack:
            parts[-1].append(glyph)
        else:
            parts.append([glyph])
        end = right
    words: list[Line] = []
    for word in (line for part in parts if (line := whole(part)) is not None):
        if (
            words
            and word.box[0] - words[-1].box[2] <= 5 * slack
            and OF_ONE.search(f"{words[-1].text} {word.text}")
        ):
            words[-1] = _put_together(words[-1], word)
        else:
            words.append(word)
    return tuple(words)


def without_gaps(words: Sequence[Line], gap: float, gutters: Sequence[float] = ()) -> list[Line]:
    """The words of one printed line, those nearer than ``gap`` times its height put together.

    Across a gutter only the narrowest gaps are passed over.
    """
    height = max((word.size for word in words), default=0.0)
    lines: list[Line] = []
    for word in words:
        room = (word.box[0] - lines[-1].box[2]) / height if lines else FAR
        narrow = gap if not any(lines and lines[-1].box[2] < x < word.box[0] for x in gutters) else 2 * TIGHT
        if lines and room <= narrow and abs(middle(lines[-1].box) - middle(word.box)) <= SAME * height:
            lines[-1] = _put_together(lines[-1], word)
        else:
            lines.append(word)
    return lines


def label_lines(rows: Sequence[Sequence[Line]]) -> list[Line]:
    """The words of each printed line put together, but for those of columns beside one another.

    A wide gap parts columns, and so does any before an item's number (``（四）不予 1.属于``); below and above
    such a gap a narrow one parts them too.
    """
    height = max((word.size for row in rows for word in row), default=0.0)
    gutters: list[tuple[float, float]] = []
    spaced: list[float] = []
    for row in rows:
        for before, after in pairwise(row):
            gap = after.box[0] - before.box[2]
            if TIGHT * height < gap < FAR * height and len(before.text) == len(after.text) == 1:
                spaced.append(gap / height)
            if START.match(after.text) and gap > TIGHT * height:
                _narrow(gutters, before.box[2], after.box[0])
    # Letters set apart evenly are one word.
    even = 1.4 * median(spaced) if spaced else 0.0
    lines: list[Line] = []
    for row in rows:
        last: Line | None = None
        for word in sorted(row, key=lambda word: word.box[0]):
            if last is not None and _one_line(last, word, gutters, height, even):
                lines[-1] = _put_together(lines[-1], word)
            else:
                lines.append(word)
            last = word
    return sorted(lines, key=lambda line: (middle(line.box), line.box[0]))


def _narrow(gutters: list[tuple[float, float]], left: float, right: float) -> None:
    """Take a gap for a gutter; where it meets one, only what is common to both remains."""
    for index, (start, end) in enumerate(gutters):
        if left < end and start < right:
            gutters[index] = (max(left, start), min(right, end))
            return
    gutters.append((left, right))


def _one_line(
    before: Line, after: Line, gutters: Sequence[tuple[float, float]], height: float, even: float
) -> bool:
    left, right = before.box[2], after.box[0]
    gap = (right - left) / height
    if abs(middle(before.box) - middle(after.box)) > SAME * height or gap > FAR:
        return False
    if gap > TIGHT and (
        START.match(after.text) or any(left <= start and end <= right for start, end in gutters)
    ):
        return False
    return gap <= LOOSE or (gap <= even and len(before.text) == len(after.text) == 1)


def _put_together(before: Line, after: Line) -> Line:
    box = around([before.box, after.box])
    return Line(joined(before.text, after.text), box, max(before.size, after.size))
