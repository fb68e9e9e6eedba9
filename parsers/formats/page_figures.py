"""Unruled tables of figures with wrapped labels: figures under one another make the columns, lines of
figures the rows, and each printed line of a label goes to the row it stands nearest to."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import reduce
from itertools import pairwise

from parsers.formats.lattice import Box
from parsers.formats.typeset import NUMBER, Line, joined

FEWEST_FIGURES = 3
FEWEST_ROWS = 3
MANY = 10
"""So many figures in one line are a table by themselves."""
NEAR = 0.8
"""Lines of one label stand no further apart than this share of their height."""
Placed = tuple[int, int, int, str, Box]
"""Row, column, columns spanned, text and box."""


def figured(rows: Sequence[Sequence[Line]]) -> list[Placed]:
    """The cells of the lines (given as their pieces), or none if they are no such table."""
    counts = Counter(len(_figures(row)) for row in rows)
    width = max(
        (n for n, times in counts.items() if n >= MANY or (n >= FEWEST_FIGURES and times >= FEWEST_ROWS)),
        default=0,
    )
    lines = [index for index, row in enumerate(rows) if len(_figures(row)) == width]
    if not width or any(FEWEST_FIGURES <= n < width or n > width for n in counts):
        return []
    columns = [
        (min(box[0] for box in boxes), max(box[2] for box in boxes))
        for boxes in zip(*([piece.box for piece in _figures(rows[index])] for index in lines), strict=True)
    ]
    if any(left[1] >= right[0] for left, right in pairwise(columns)):
        return []
    left = columns[0][0]
    for index in range(lines[0], len(rows)):
        if sum(not _is_label(piece, left) for piece in rows[index]) != (width if index in lines else 0):
            # Something stands among the figures that would be lost.
            return []
    middles = [_middle(_figures(rows[index])[0].box) for index in lines]
    labels, levels = _labels([piece for row in rows for piece in row if _is_label(piece, left)], middles)
    above = [piece for row in rows[: lines[0]] for piece in row if not _is_label(piece, left)]
    heads = _heads(above, columns)
    top = max((head[0] for head in heads), default=-1) + 1
    cells = [(row, column + levels, span, text, box) for row, column, span, text, box in heads]
    cells += [(row + top, column, span, text, box) for row, column, span, text, box in labels]
    for number, index in enumerate(lines):
        for column, piece in enumerate(_figures(rows[index])):
            cells.append((number + top, column + levels, 1, piece.text, piece.box))
    return sorted(cells, key=lambda cell: cell[:2])


def _is_label(piece: Line, left: float) -> bool:
    return piece.box[0] + piece.box[2] < 2 * left


def _figures(row: Sequence[Line]) -> list[Line]:
    return [piece for piece in row if NUMBER.match(piece.text) or piece.text in "-—/"]


def _middle(box: Box) -> float:
    return (box[1] + box[3]) / 2


def _labels(words: Sequence[Line], middles: Sequence[float]) -> tuple[list[Placed], int]:
    """The labels by row and level, and how many levels they have."""
    levels = _levels(words)
    met = {id(word): _met(word.box, levels) for word in words}
    rows = {id(word): _nearest(middles, _middle(word.box)) for word in words}
    across = {rows[id(word)]: met[id(word)][0] for word in words if len(met[id(word)]) > 1}
    chains: dict[tuple[int, int | None], list[list[Line]]] = defaultdict(list)
    for word in sorted(words, key=lambda word: word.box[1]):
        nearest = rows[id(word)]
        level = min(met[id(word)][0], across.get(nearest, len(levels)))
        # The lines of a label of several rows stand nearest to different ones.
        tied = level + 1 == len(levels) or level == across.get(nearest)
        held = chains[level, nearest if tied else None]
        if held and (tied or word.box[1] - held[-1][-1].box[3] <= NEAR * word.size):
            held[-1].append(word)
        else:
            held.append([word])
    out: list[Placed] = []
    for (level, at), group in chains.items():
        for chain in group:
            box = _around([word.box for word in chain])
            row = _nearest(middles, _middle(box)) if at is None else at
            text = reduce(joined, (word.text for word in chain))
            out.append((row, level, max(1, len(_met(box, levels))), text, box))
    return out, len(levels)


def _levels(words: Sequence[Line]) -> list[tuple[float, float]]:
    """The columns labels stand in, told from the narrow ones; a wide one may lie across several."""
    levels: list[tuple[float, float]] = []
    for word in sorted(words, key=lambda word: word.box[2] - word.box[0]):
        met = [levels[index] for index in _met(word.box, levels)]
        if len(met) < 2:
            both = [(word.box[0], word.box[2]), *met]
            levels = [level for level in levels if level not in met]
            levels.append((min(left for left, _ in both), max(right for _, right in both)))
    return sorted(levels)


def _met(box: Box, spans: Sequence[tuple[float, float]]) -> list[int]:
    return [index for index, (left, right) in enumerate(spans) if box[0] < right and left < box[2]]


def _nearest(values: Sequence[float], value: float) -> int:
    return min(range(len(values)), key=lambda index: abs(values[index] - value))


def _heads(pieces: Sequence[Line], columns: Sequence[tuple[float, float]]) -> list[Placed]:
    """Headings above the columns: those over several in rows of their own, then one row, read downward."""
    wide: list[Placed] = []
    narrow: dict[int, list[Line]] = defaultdict(list)
    middles = [sum(column) / 2 for column in columns]
    for piece in sorted(pieces, key=lambda piece: piece.box[1]):
        over = _met(piece.box, columns)
        if len(over) > 1:
            wide.append((len(wide), over[0], len(over), piece.text, piece.box))
        else:
            narrow[_nearest(middles, (piece.box[0] + piece.box[2]) / 2)].append(piece)
    single = [
        (
            len(wide),
            column,
            1,
            "".join(piece.text for piece in stack),
            _around([piece.box for piece in stack]),
        )
        for column, stack in narrow.items()
    ]
    return wide + single


def _around(boxes: Sequence[Box]) -> Box:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)
