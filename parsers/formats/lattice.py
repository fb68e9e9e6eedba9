"""Ruling lines in, tables of cells out: plain geometry, the same for PDF pages and for pictures."""

from __future__ import annotations

import itertools
import math
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

Box = tuple[float, float, float, float]
"""Left, top, right, bottom; y grows downward."""


class Rule(NamedTuple):
    """A straight ruling line: ``at`` is its place across its direction, ``start`` and ``end`` along it.

    Rules, cells and lines are tuples as characters are: pages have hundreds, and tuples are made quickly.
    """

    upright: bool
    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Measure:
    """How much rulings may miss one another (``slack``) and how small a cell may be, in the page's unit.

    ``drawn`` is the share of a cell's side that must be drawn for the side to count as closed.
    """

    slack: float
    smallest: float
    drawn: float


POINTS = Measure(slack=2.5, smallest=6.0, drawn=0.5)
"""For PDF pages: borders are drawn up to 2 pt beside each other, and no printed row is under 6 pt high."""


class LatticeCell(NamedTuple):
    """A cell between rulings; ``open_top`` and ``open_bottom`` tell that no line is drawn at that side."""

    row: int
    column: int
    rowspan: int
    colspan: int
    box: Box
    open_top: bool
    open_bottom: bool


@dataclass(frozen=True, slots=True)
class Lattice:
    """A ruled table: its outline, its cells in reading order, and the edges they lie between."""

    box: Box
    cells: tuple[LatticeCell, ...]
    xs: tuple[float, ...]
    ys: tuple[float, ...]


def lattices(rules: Iterable[Rule], measure: Measure) -> tuple[Lattice, ...]:
    """Build every table of two cells or more that the rulings enclose, from top to bottom.

    Sides may be missing: a table cut by the page's end has no line there, and books leave out the
    outer uprights; the outline is then where the crossing lines end.
    """
    joined = join_collinear(rules, measure)
    tables = [_lattice(group, measure) for group in _components(joined, measure)]
    found = [table for table in tables if table is not None and len(table.cells) > 1]
    return tuple(sorted(found, key=lambda table: (table.box[1], table.box[0])))


def join_collinear(rules: Iterable[Rule], measure: Measure) -> list[Rule]:
    """Put together the pieces of a line: dashes, borders drawn cell by cell, lines drawn twice."""
    joined: list[Rule] = []
    for upright in (False, True):
        lines = sorted((rule for rule in rules if rule.upright == upright), key=lambda rule: rule.at)
        for group in _chains(lines, measure.slack):
            at = sum(rule.at for rule in group) / len(group)
            for start, end in _spans(group, measure.slack * 1.5):
                if end - start >= measure.smallest:
                    joined.append(Rule(upright, at, start, end))
    return joined


def _chains(lines: Sequence[Rule], slack: float) -> list[list[Rule]]:
    """Groups of lines (sorted across) none of which is more than ``slack`` from its group's first."""
    groups: list[list[Rule]] = []
    for line in lines:
        if groups and line.at - groups[-1][0].at <= slack:
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _spans(group: Iterable[Rule], gap: float) -> list[tuple[float, float]]:
    spans: list[tuple[float, float]] = []
    for rule in sorted(group, key=lambda rule: rule.start):
        if spans and rule.start - spans[-1][1] <= gap:
            spans[-1] = (spans[-1][0], max(spans[-1][1], rule.end))
        else:
            spans.append((rule.start, rule.end))
    return spans


def _components(rules: Sequence[Rule], measure: Measure) -> list[list[Rule]]:
    """Groups of rulings that touch or cross one another, directly or through others."""
    parent = list(range(len(rules)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    reach = measure.slack * 1.6
    level = [
        (index, at, start - reach, end + reach)
        for index, (upright, at, start, end) in enumerate(rules)
        if not upright
    ]
    for index, (upright, at, start, end) in enumerate(rules):
        if not upright:
            continue
        top, bottom = start - reach, end + reach
        for other, height, left, right in level:
            if top <= height <= bottom and left <= at <= right and parent[index] != parent[other]:
                parent[root(index)] = root(other)
    groups: dict[int, list[Rule]] = defaultdict(list)
    for index, rule in enumerate(rules):
        groups[root(index)].append(rule)
    return [group for group in groups.values() if len(group) >= 3]


def edges(values: Iterable[float], slack: float) -> list[float]:
    """Sorted positions, those within ``slack`` of one another taken as one (their mean)."""
    groups: list[list[float]] = []
    group: list[float] = []
    first = -math.inf
    for value in sorted(values):
        if value - first <= slack:
            group.append(value)
        else:
            group = [value]
            groups.append(group)
            first = value
    return [sum(group) / len(group) for group in groups]


def _outline(inner: list[float], ends: Iterable[float], measure: Measure) -> list[float]:
    """The inner edges, and an outer edge where crossing lines run well past the last of them."""
    first, last = min(ends), max(ends)
    if not inner or first < inner[0] - measure.smallest:
        inner = [first, *inner]
    if last > inner[-1] + measure.smallest:
        inner = [*inner, last]
    return inner


def _lattice(rules: Sequence[Rule], measure: Measure) -> Lattice | None:
    level = [rule for rule in rules if not rule.upright]
    upright = [rule for rule in rules if rule.upright]
    if not level or not upright:
        return None
    xs = edges((rule.at for rule in upright), measure.slack)
    ys = edges((rule.at for rule in level), measure.slack)
    xs = _outline(xs, [end for rule in level for end in (rule.start, rule.end)], measure)
    ys = _outline(ys, [end for rule in upright for end in (rule.start, rule.end)], measure)
    if len(xs) < 2 or len(ys) < 2:
        return None
    below = _walls(level, ys, xs, measure)
    beside = _walls(upright, xs, ys, measure)
    gaps = [not all(walls) for walls in below]
    cells = tuple(
        LatticeCell(
            row,
            column,
            bottom - row,
            right - column,
            (xs[column], ys[row], xs[right], ys[bottom]),
            gaps[row] and not all(below[row][column:right]),
            gaps[bottom] and not all(below[bottom][column:right]),
        )
        for row, column, bottom, right in _rectangles(below, beside)
    )
    return Lattice((xs[0], ys[0], xs[-1], ys[-1]), cells, tuple(xs), tuple(ys))


def _walls(
    lines: Sequence[Rule], across: Sequence[float], along: Sequence[float], measure: Measure
) -> list[list[bool]]:
    """For each edge ``across``, at which of the steps ``along`` it is drawn; the lines are sorted across."""
    steps, slack = list(itertools.pairwise(along)), measure.slack
    places = [line.at for line in lines]
    walls = []
    for position in across:
        near = lines[bisect_left(places, position - slack) : bisect_right(places, position + slack)]
        spans = _spans(near, slack * 1.5)
        if len(spans) == 1 and spans[0][0] <= along[0] and along[-1] <= spans[0][1]:
            walls.append([True] * len(steps))  # most level lines run from side to side
            continue
        row = []
        for start, end in steps:
            covered = 0.0
            for first, last in spans:
                low, high = (first if first > start else start), (last if last < end else end)
                if high > low:
                    covered += high - low
            row.append(covered >= measure.drawn * (end - start))
        walls.append(row)
    return walls


def _rectangles(below: list[list[bool]], beside: list[list[bool]]) -> list[tuple[int, int, int, int]]:
    """Cells as (row, column, end row, end column): squares with no line between them are one cell.

    Runs are joined downward only where their ends agree, so that a lost piece of a line costs two
    neighbours and never makes an L-shaped cell of a whole column.
    """
    active: dict[tuple[int, int], int] = {}
    found: list[tuple[int, int, int, int]] = []
    inner = beside[1:-1]
    for row, walled in enumerate(below[:-1]):
        following: dict[tuple[int, int], int] = {}
        for run in _runs(tuple([drawn[row] for drawn in inner])):
            if run in active and not any(walled[run[0] : run[1]]):
                following[run] = active.pop(run)
            else:
                following[run] = row
        found += [(first, run[0], row, run[1]) for run, first in active.items()]
        active = following
    found += [(first, run[0], len(below) - 1, run[1]) for run, first in active.items()]
    return sorted(found)


@lru_cache(1024)
def _runs(sides: tuple[bool, ...]) -> tuple[tuple[int, int], ...]:
    """The columns from one upright line to the next (first, end); most rows of a table have the same."""
    ends = [column for column, drawn in enumerate(sides, 1) if drawn]
    return tuple(itertools.pairwise((0, *ends, len(sides) + 1)))
