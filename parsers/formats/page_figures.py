"""Unruled tables of figures: figures under one another make the columns, their baselines the rows."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf

from parsers.formats.lattice import Box
from parsers.formats.page_labels import Label, dealt_labels, one_column
from parsers.formats.page_words import LOOSE, SAME, around, label_lines, middle, without_gaps
from parsers.formats.typeset import Line

FIGURE = re.compile(r"[+\-－增减]?\d[\d.,，．]*(?:万?元|万|人次|[件条次人个篇项%])?|[-—–－―/／]+")
UNIT = re.compile(r"万?元?|人?次|[件条人个篇]")
ENDS = frozenset("-—–－―/／%万元件条次人个篇项.,，．")
"""What figures and units end with, but for digits."""


@dataclass(frozen=True, slots=True)
class FigureCell:
    """A cell of an unruled table; row and column from 0."""

    row: int
    column: int
    colspan: int
    text: str
    box: Box


NEAR = 1.5
"""How many heights a label that fits no row may stand from the figures it is given to."""

Cells = tuple[FigureCell, ...]


def is_figure(word: Line) -> bool:
    """Whether a word is a figure or the unit of one."""
    return FIGURE.fullmatch(word.text) is not None or UNIT.fullmatch(word.text) is not None


def is_label(word: Line, left: float) -> bool:
    """Whether a word stands before the columns of figures, which begin at ``left``."""
    return word.box[2] <= left + SAME * word.size


def may_close(text: str) -> bool:
    """Whether a line that ends so may end with figures or units: told at a glance of most that do not."""
    return text[-1:].isdigit() or text[-1:] in ENDS


def closing(words: Sequence[Line]) -> Sequence[Line]:
    """The figures and units at a line's end; none of a line without any figure."""
    first = len(words)
    while first and is_figure(words[first - 1]):
        first -= 1
    ending = words[first:]
    return ending if any(FIGURE.fullmatch(word.text) for word in ending) else ()


def columns_of(rows: Sequence[Sequence[Line]]) -> list[tuple[float, float]]:
    """The columns' left and right sides: what the figures of all rows cover, put together."""
    spans: list[tuple[float, float]] = []
    for word in sorted((word for row in rows for word in row), key=lambda word: word.box[0]):
        if spans and word.box[0] < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], word.box[2]))
        else:
            spans.append((word.box[0], word.box[2]))
    return spans


def laid_out(
    rows: Sequence[Sequence[Line]], above: int, figured: Sequence[int], headed: bool
) -> tuple[Cells, int, int]:
    """The cells of a table's lines, and the first and the end index of those lines that belong to it.

    ``rows`` are the lines' words; those of ``figured`` (by index) hold figures, a row each; the first
    ``above`` lines are the heading, if there is one, and the first label's beginning.
    """
    ends = {index: closing(rows[index]) for index in figured}
    columns = columns_of(list(ends.values()))
    left = columns[0][0]
    gutters = [left, *((left + right) / 2 for (_, left), (right, _) in pairwise(columns))]
    rows = [
        without_gaps(row, LOOSE, gutters) if at < above and headed else row for at, row in enumerate(rows)
    ]
    names, zone = _parted(rows, ends, left)
    figures = [zone[index] for index in figured]
    levels = [sum(middle(word.box) for word in row) / len(row) for row in figures]
    lines = label_lines(names)
    # What stands beside the headings is no row's label.
    lowest = max((word.box[3] for row in zone[:above] for word in row), default=0.0) if headed else 0.0
    labels = dealt_labels([line for line in lines if middle(line.box) > lowest], levels)
    beside_heads = [line for line in lines if middle(line.box) <= lowest]
    beside = [(_nearest(levels, middle(group.box)), group) for group in labels.groups]
    depth = 1 + max((sum(row == at for at, _ in beside) for row in range(len(levels))), default=0)
    held = _dealt_figures([word for row in zone[above if headed else 0 :] for word in row], columns, levels)
    cells: list[FigureCell] = []
    if headed:
        cells = _heads(
            [*beside_heads, *labels.above, *(word for row in zone[:above] for word in row)], columns, depth
        )
    lone = list(labels.lone)
    named = dict(labels.rows)
    for row, level in enumerate(levels):
        if row not in named:
            # Its label was not understood; the nearest that has no figures may be it.
            near = [label for label in lone if abs(middle(label.box) - level) <= NEAR * label.lines[0].size]
            if near:
                named[row] = min(near, key=lambda label: abs(middle(label.box) - level))
                lone.remove(named[row])
    if len(named) < len(levels):
        lone = []
    # Rows of a label alone stand between the others.
    order = sorted(
        [(level, row, named.get(row)) for row, level in enumerate(levels)]
        + [(middle(label.box), -1, label) for label in lone],
        key=lambda entry: entry[0],
    )
    top = max((cell.row for cell in cells), default=-1) + 1
    for number, (level, row, label) in enumerate(order, top):
        groups = sorted((group.box[0], group) for at, group in beside if at == row)
        for column, (_, group) in enumerate(groups):
            cells.append(FigureCell(number, column, 1, group.text, group.box))
        across = depth - len(groups) if row >= 0 else depth + len(columns)
        if label is not None:
            cells.append(FigureCell(number, len(groups), across, label.text, label.box))
        if row < 0:
            continue
        for column, span in enumerate(columns):
            inside = held.get((row, column), [])
            box = around([word.box for word in inside]) if inside else _blank(span, label, level)
            cells.append(FigureCell(number, depth + column, 1, _text(inside), box))
    used = [*named.values(), *labels.groups, *lone]
    high = min([figures[0][0].box[1], *(label.box[1] for label in used)])
    low = max([figures[-1][0].box[3], *(label.box[3] for label in used)])
    start = 0 if headed else next(at for at, row in enumerate(rows) if any(middle(w.box) > high for w in row))
    end = sum(any(middle(word.box) < low for word in row) for row in rows)
    return tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))), start, end


def _parted(
    rows: Sequence[Sequence[Line]], ends: Mapping[int, Sequence[Line]], left: float
) -> tuple[list[list[Line]], list[list[Line]]]:
    """The words of each line before the columns of figures, and those in them.

    ``ends`` holds the closing figures of the rows of figures. A figure without width, at the left edge of
    the first column, is a figure still.
    """
    names: list[list[Line]] = []
    zone: list[list[Line]] = []
    for at, words in enumerate(rows):
        first = len(words) - len(ends.get(at, ()))
        before = [place < first and is_label(word, left) for place, word in enumerate(words)]
        names.append([word for word, label in zip(words, before, strict=True) if label])
        zone.append([word for word, label in zip(words, before, strict=True) if not label])
    return names, zone


def _nearest(values: Sequence[float], value: float) -> int:
    return min(range(len(values)), key=lambda index: abs(values[index] - value))


def _column(word: Line, columns: Sequence[tuple[float, float]]) -> int:
    return _nearest([sum(column) / 2 for column in columns], (word.box[0] + word.box[2]) / 2)


def _met(box: Box, spans: Sequence[tuple[float, float]]) -> list[int]:
    return [index for index, (left, right) in enumerate(spans) if box[0] < right and left < box[2]]


def _dealt_figures(
    words: Sequence[Line], columns: Sequence[tuple[float, float]], levels: Sequence[float]
) -> dict[tuple[int, int], list[Line]]:
    held: dict[tuple[int, int], list[Line]] = defaultdict(list)
    for word in words:
        held[_nearest(levels, middle(word.box)), _column(word, columns)].append(word)
    return held


def _text(words: Sequence[Line]) -> str:
    """What a cell says; figures that stand apart in it stay apart."""
    lines: list[Line] = []
    for word in sorted(words, key=lambda word: (round(middle(word.box)), word.box[0])):
        if lines and abs(middle(lines[-1].box) - middle(word.box)) < 0.4 * word.size:
            text = f"{lines[-1].text} {word.text}"
            lines[-1] = Line(text, around([lines[-1].box, word.box]), word.size)
        else:
            lines.append(word)
    return "\n".join(line.text for line in lines)


def _blank(span: tuple[float, float], label: Label | None, level: float) -> Box:
    """Where a blank cell would have its figure."""
    height = 10.0 if label is None else label.lines[0].size
    return span[0], level - height / 2, span[1], level + height / 2


def _heads(words: Sequence[Line], columns: Sequence[tuple[float, float]], depth: int) -> list[FigureCell]:
    """Headings: those over several columns, or over another, in rows of their own; the lowest in one row.

    ``depth`` columns of the grid are the labels'; their headings lie across all of them.
    """
    spans = [(-inf, columns[0][0]), *columns]
    lowest: dict[int, Label] = {}
    over: list[tuple[Label, int, int]] = []
    for block in sorted(_blocks(words), key=lambda block: block.box[3]):
        met = _met(block.box, spans) or [1 + _column(block.lines[0], columns)]
        if block.box[0] + block.box[2] > 2 * columns[0][0] and met[0] == 0:
            met = met[1:] or [1]
        if len(met) > 1:
            over.append((block, met[0], len(met)))
            continue
        if met[0] in lowest:
            over.append((lowest[met[0]], met[0], 1))
        lowest[met[0]] = block
    tiers: list[float] = []
    cells: list[FigureCell] = []
    over.sort(key=lambda entry: middle(entry[0].box))
    for block, column, span in over:
        if not tiers or middle(block.box) - tiers[-1] > 0.5 * block.lines[0].size:
            tiers.append(middle(block.box))
        cells.append(_head(len(tiers) - 1, column, span, block, depth))
    return _merged(cells + [_head(len(tiers), column, 1, block, depth) for column, block in lowest.items()])


def _merged(cells: Sequence[FigureCell]) -> list[FigureCell]:
    """Headings that would stand in one place put together, from left to right."""
    held: dict[tuple[int, int], FigureCell] = {}
    for cell in sorted(cells, key=lambda cell: cell.box[0]):
        place = cell.row, cell.column
        if place in held:
            before = held[place]
            text, span = f"{before.text} {cell.text}", max(before.colspan, cell.colspan)
            cell = FigureCell(*place, span, text, around([before.box, cell.box]))
        held[place] = cell
    return list(held.values())


def _head(row: int, column: int, span: int, block: Label, depth: int) -> FigureCell:
    if column == 0:
        return FigureCell(row, 0, depth + span - 1, block.text, block.box)
    return FigureCell(row, depth + column - 1, span, block.text, block.box)


def _blocks(words: Sequence[Line]) -> list[Label]:
    """Words under one another, as close as any, that have one middle or side: each a heading."""
    ordered = sorted(words, key=lambda word: middle(word.box))
    pairs = [
        (above, below)
        for number, below in enumerate(ordered)
        for above in ordered[:number]
        if one_column(above, below)
    ]
    pitch = min((middle(below.box) - middle(above.box) for above, below in pairs), default=0.0)
    blocks: list[list[Line]] = []
    for word in ordered:
        for block in blocks:
            if one_column(block[-1], word) and middle(word.box) - middle(block[-1].box) <= 1.15 * pitch:
                block.append(word)
                break
        else:
            blocks.append([word])
    return [Label(tuple(block)) for block in blocks]
