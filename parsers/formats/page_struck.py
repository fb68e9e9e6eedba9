"""Struck-out text of a page: a level line through the middle of characters, as long as they are."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from operator import itemgetter

from parsers.formats.lattice import Lattice, Rule
from parsers.formats.typeset import Glyph

HIGHEST, LOWEST = 0.3, 0.7
"""A line through text lies within these shares of its height; an underline lies lower."""
FULL = 0.7
"""The characters make up this share of the line through them; a ruling goes on past the text it cuts."""
BORDER = 1.5
"""A line that begins nearer than this to a column's edge, in points, is a piece of the table's ruling."""
TALLEST = 40.0
"""Type higher than this, in points, is no running text."""


def struck_out(glyphs: Sequence[Glyph], rules: Sequence[Rule], frames: Sequence[Lattice]) -> frozenset[Glyph]:
    """The characters that a line which is no table's ruling goes through."""
    edges = sorted(x for frame in frames for x in frame.xs)
    starts = {rule.start for rule in rules if not rule.upright}
    loose = {start for start in starts if not _is_near(start, edges)}
    if not loose:
        return frozenset()
    middles = sorted(((top + bottom) / 2, place) for place, (_, _, top, _, bottom) in enumerate(glyphs))
    struck: set[Glyph] = set()
    for rule in rules:
        if rule.upright or rule.start not in loose:
            continue
        first = bisect(middles, rule.at - TALLEST / 2, key=itemgetter(0))
        end = bisect(middles, rule.at + TALLEST / 2, key=itemgetter(0))
        beside = [glyphs[place] for _, place in middles[first:end]]
        through = [glyph for glyph in beside if _goes_through(rule, glyph)]
        if through and sum(map(_width, through)) >= FULL * (rule.end - rule.start):
            struck.update(through)
    return frozenset(struck)


def _is_near(at: float, edges: Sequence[float]) -> bool:
    after = bisect(edges, at - BORDER)
    return after < len(edges) and edges[after] <= at + BORDER


def _width(glyph: Glyph) -> float:
    return glyph.right - glyph.left


def _goes_through(rule: Rule, glyph: Glyph) -> bool:
    _, left, top, right, bottom = glyph
    height = bottom - top
    return (
        top + HIGHEST * height <= rule.at <= top + LOWEST * height
        and rule.start <= (left + right) / 2 <= rule.end
    )
