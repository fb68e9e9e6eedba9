"""Labels of an unruled table dealt out to its rows: lines taken together where they stand as one cell.

The figures of a row share one baseline; its label, of one line or of several, is set half-way, level with
its first line or level with its last. Of all ways to part the label column's lines into the rows' labels,
that one is taken which misses the baselines least. What stands beside the rows' own labels names groups.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

from parsers.formats.lattice import Box
from parsers.formats.page_words import SAME, around, middle
from parsers.formats.typeset import START, Line, joined

MOST_LINES = 8
APART = 2.2
"""So many heights lie at most from one line of a label to the next."""
MISS, OFF, BARE, HEAD, BELOW = 4.0, 0.6, 3.0, 0.05, 0.02
"""What it costs a label to miss its row's baseline by a height, up to which it may; a row to have no label;
a line to belong to the heading, or to what comes after the table."""
COVERED, LEFT_OVER = 0.02, 1.0
"""What a line costs that is no row's label: with another to its right, it names a group."""
JOIN, WIDER, NEW_ITEM = 0.01, 0.3, 1.0
"""What one more line costs a label; one further away than lines of a cell are; one with an item's number."""
BESIDE = 0.3
"""What it costs to take as a row's label what has another line to its right."""

Level = Callable[[Sequence[Line]], float]
ALIGNMENTS: tuple[Level, ...] = (
    lambda lines: (lines[0].box[1] + lines[-1].box[3]) / 2,
    lambda lines: (lines[0].box[1] + lines[0].box[3]) / 2,
    lambda lines: (lines[-1].box[1] + lines[-1].box[3]) / 2,
)
"""Where a label stands level with its figures: at its middle, its first line, its last."""


@dataclass(frozen=True, slots=True)
class Label:
    """A label put together of its lines."""

    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        """The lines as one text."""
        return reduce(joined, (line.text for line in self.lines))

    @property
    def box(self) -> Box:
        """The box around all lines."""
        return around([line.box for line in self.lines])


@dataclass(frozen=True, slots=True)
class Labels:
    """The rows' labels by the row's number, names of groups, labels without figures, and the lines above."""

    rows: Mapping[int, Label]
    groups: tuple[Label, ...]
    lone: tuple[Label, ...]
    above: tuple[Line, ...]
    cost: float


@dataclass(frozen=True, slots=True)
class _Span:
    """A label that may be: its lines, the index after the last of them, the cost of what it passes over."""

    lines: tuple[Line, ...]
    end: int
    passed: tuple[int, ...]
    cost: float


def dealt_labels(lines: Sequence[Line], levels: Sequence[float]) -> Labels:
    """Deal the label column's lines (from top to bottom) to rows whose figures stand at ``levels``."""
    return min((_dealt(lines, levels, level) for level in ALIGNMENTS), key=lambda labels: labels.cost)


def _dealt(lines: Sequence[Line], levels: Sequence[float], level: Level) -> Labels:
    """The cheapest way to give each row its label, in order."""
    covered = [_covered(line, lines) for line in lines]
    skips = [COVERED if beside else LEFT_OVER for beside in covered]
    pitch = _pitch(lines)
    spans = [_spans(lines, start, skips, pitch) for start in range(len(lines))]
    count = len(lines)
    # best[start] is the cost of the rows from ``row`` on with the lines from ``start`` on.
    best = [BELOW * (count - start) for start in range(count + 1)]
    chosen: list[list[_Span | int | None]] = []
    for row in range(len(levels) - 1, -1, -1):
        after, best = best, [0.0] * (count + 1)
        picks: list[_Span | int | None] = [None] * (count + 1)
        best[count] = after[count] + BARE
        for start in range(count - 1, -1, -1):
            line = lines[start]
            skip = HEAD if row == 0 and line.box[3] < levels[0] + line.size else skips[start]
            options: list[tuple[float, _Span | int | None]] = [
                (best[start + 1] + skip, start),
                (after[start] + BARE, None),
            ]
            for span in spans[start]:
                miss = abs(level(span.lines) - levels[row]) / line.size
                if miss <= OFF:
                    cost = span.cost + MISS * miss + BESIDE * covered[start]
                    options.append((after[span.end] + cost, span))
            best[start], picks[start] = min(options, key=lambda option: option[0])
        chosen.append(picks)
    chosen.reverse()
    return _followed(lines, levels, chosen, best[0])


def _followed(
    lines: Sequence[Line],
    levels: Sequence[float],
    chosen: Sequence[Sequence[_Span | int | None]],
    cost: float,
) -> Labels:
    rows: dict[int, Label] = {}
    passed: list[int] = []
    at = 0
    for row, picks in enumerate(chosen):
        pick = picks[at]
        while isinstance(pick, int):
            passed.append(pick)
            at = pick + 1
            pick = picks[at]
        if pick is not None:
            rows[row] = Label(pick.lines)
            passed += pick.passed
            at = pick.end
    first = min((row for row in rows), default=0)
    top = rows[first].box[1] if rows else levels[0]
    over = [lines[index] for index in passed]
    above = tuple(line for line in over if line.box[3] <= top + SAME * line.size)
    rest = [line for line in over if line not in above]
    beside, lone = ([line for line in rest if _covered(line, lines) == sort] for sort in (True, False))
    return Labels(rows, _chained(beside), _chained(lone), above, cost)


def _covered(line: Line, lines: Sequence[Line]) -> bool:
    """Whether another line stands to the right of this one, or of the gap above or below it."""
    _, _, right, _ = line.box
    return any(
        other.box[0] >= right - SAME * line.size
        and abs(middle(other.box) - middle(line.box)) <= 1.3 * line.size
        for other in lines
    )


def _pitch(lines: Sequence[Line]) -> float:
    """How far lines of one cell stand from one another: the least distance of two in a column."""
    return min(
        (
            middle(below.box) - middle(above.box)
            for number, below in enumerate(lines)
            for above in lines[max(0, number - MOST_LINES) : number]
            if one_column(above, below)
        ),
        default=0.0,
    )


def _spans(lines: Sequence[Line], start: int, skips: Sequence[float], pitch: float) -> list[_Span]:
    """The labels that may begin with a line: it alone, it and the next below in its column, and so on."""
    held, cost = [lines[start]], 0.0
    passed: list[int] = []
    spans = [_Span((lines[start],), start + 1, (), 0.0)]
    for index in range(start + 1, len(lines)):
        line = lines[index]
        if middle(line.box) - middle(held[-1].box) > APART * line.size or len(held) == MOST_LINES:
            break
        if one_column(held[-1], line):
            wider = middle(line.box) - middle(held[-1].box) > 1.15 * pitch
            cost += JOIN + WIDER * wider + NEW_ITEM * bool(START.match(line.text))
            held.append(line)
            spans.append(_Span(tuple(held), index + 1, tuple(passed), cost))
        else:
            passed.append(index)
            cost += skips[index]
    return spans


def one_column(above: Line, below: Line) -> bool:
    """Whether two lines under one another are set to one side or one middle."""
    slack = SAME * below.size
    (left, _, right, _), (start, _, end, _) = above.box, below.box
    if left >= end or start >= right or middle(below.box) - middle(above.box) < 0.5 * below.size:
        return False
    return (
        abs(left - start) <= slack
        or abs(right - end) <= slack
        or abs(left + right - start - end) <= 2 * slack
    )


def _chained(lines: Sequence[Line]) -> tuple[Label, ...]:
    groups: list[list[Line]] = []
    for line in lines:
        for group in groups:
            near = line.box[1] - group[-1].box[3] <= line.size
            if near and one_column(group[-1], line):
                group.append(line)
                break
        else:
            groups.append([line])
    return tuple(Label(tuple(group)) for group in groups)
