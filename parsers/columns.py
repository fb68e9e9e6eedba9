"""Which cell of a row belongs to which column: every way the cells can be laid on the columns, weighed.

A table flattened to text loses merged cells or gains empty ones, so a position alone proves nothing.
Each fit is scored by the cells it leaves out, the columns it leaves without a cell, the header's
positions and the row's own arithmetic. Fits that read alike are one. The best is taken when it is
clearly the best; else the columns on which the near ones differ are open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from parsers.cells import BLANK, Reading
from parsers.model import Cell, Confidence, Number
from parsers.rows import Row

MARGIN = 1.0
"""A fit this much better than the next is clearly the best."""
_FILLERS = 2
_LOST = 2.0
_EXTRA = 3.0
_FILLER = 0.05
_BLANK = 0.3
_JOINED = 1.0
_ALIGNED = 1.0
_ALIGNED_EXACT = 3.0
_ALIGNED_LATE = 0.5
_SUSPICIOUS = 3.0
_HOLDS = 2.0

ReadColumn = Callable[[int, str], Reading]
"""Reads the text of the cell laid on a column (by its index)."""
Weigh = Callable[[Sequence[Number | None]], float]
"""What a row's own arithmetic says of its values: positive it holds, negative it fails, 0 nothing."""
Imply = Callable[[Sequence[Number | None], int], Number | None]
"""The value that arithmetic gives to the one column without a cell."""


@dataclass(frozen=True, slots=True)
class Fit:
    """One way to lay a row's cells on the columns.

    ``extra`` counts filled cells that are left over, ``lost`` columns without a cell; ``aligned`` says
    that every cell stands under its column's header; ``joined`` that a number was put together from two;
    ``placed`` is the score without the row's arithmetic.
    """

    cells: tuple[Cell | None, ...]
    readings: tuple[Reading, ...]
    score: float
    lost: int
    extra: int
    aligned: bool = False
    joined: bool = False
    placed: float = 0.0

    @property
    def values(self) -> tuple[Number | None, ...]:
        """The values, column by column."""
        return tuple(reading.value for reading in self.readings)

    @property
    def key(self) -> tuple[tuple[str, Number | None], ...]:
        """What the fit reads: fits with one key are one reading."""
        return tuple((reading.state, reading.value) for reading in self.readings)


@dataclass(frozen=True, slots=True)
class Header:
    """The columns' positions in the grid, and the number of cells the header's row has."""

    positions: tuple[int, ...]
    size: int


@dataclass(frozen=True, slots=True)
class Held:
    """What one figure's cell holds, how sure, and what else it may hold."""

    cell: Cell | None
    reading: Reading
    confidence: Confidence
    alternatives: tuple[Number | None, ...] = ()


LOST = Reading(None, "missing")


def fits(
    row: Row,
    width: int,
    read: ReadColumn,
    *,
    header: Header | None = None,
    weigh: Weigh | None = None,
    imply: Imply | None = None,
    filled_first: bool = False,
    join: bool = False,
) -> tuple[Fit, ...]:
    """The ways to lay the cells after the labels on ``width`` columns, the best first; never empty.

    ``filled_first`` says that the table's other rows fill the first column, so that a blank there in
    a row which is full otherwise may be a lost cell's filler. With ``join`` a row with one cell too many may
    hold one number's digits in two cells, if so the row's arithmetic holds.
    """
    count = len(row.rest)
    filled = [bool(cell.text.strip()) for cell in row.rest]
    wary = filled_first and not row.exact and width > 1
    suspicious = wary and count == width and not filled[0] and all(filled[1:])
    if count == width and not suspicious:
        covers = _covers(row, row.rest, header)
        if covers or not row.exact:
            # By far most rows: each cell on its column, and no other way to weigh it against.
            readings = tuple(read(at, cell.text) for at, cell in enumerate(row.rest))
            return (Fit(row.rest, readings, 0.0, 0, 0, covers and header is not None),)
    best: dict[tuple[tuple[str, Number | None], ...], Fit] = {}
    for cells, score in _layings(row, width, filled, header):
        readings = tuple(LOST if cell is None else read(at, cell.text) for at, cell in enumerate(cells))
        lost = sum(1 for cell in cells if cell is None)
        used = {id(cell) for cell in cells}
        extra = sum(1 for cell, full in zip(row.rest, filled, strict=True) if full and id(cell) not in used)
        # More than two empty cells before the figures are no fillers of merged labels.
        lead = next((at for at, cell in enumerate(row.rest) if id(cell) in used), 0)
        extra += max(0, lead - _FILLERS)
        if wary and readings[0].state == "blank" and all(r.state != "blank" for r in readings[1:]):
            score -= _SUSPICIOUS
        values = [reading.value for reading in readings]
        if lost == 1 and imply is not None:
            at = next(index for index, cell in enumerate(cells) if cell is None)
            value = imply(values, at)
            if value is not None:
                readings = (*readings[:at], Reading(value, "number"), *readings[at + 1 :])
        aligned = header is not None and _covers(row, cells, header)
        if aligned:
            score += _ALIGNED if not row.exact else _ALIGNED_EXACT if _starts(row, header) else _ALIGNED_LATE
        worth = 0.0 if weigh is None else weigh(values)
        fit = Fit(tuple(cells), readings, score + worth, lost, extra, aligned, placed=score)
        key = fit.key
        best[key] = _better(best[key], fit) if key in best else fit
    choices = list(best.values())
    if row.exact and _starts(row, header) and any(fit.aligned for fit in choices):
        # Ruled columns stay where they are, whatever follows them.
        choices = [fit for fit in choices if fit.aligned]
    if join and weigh is not None:
        choices += _joined(row, width, read, weigh)
    return tuple(sorted(choices, key=lambda fit: -fit.score))


def _joined(row: Row, width: int, read: ReadColumn, weigh: Weigh) -> Iterator[Fit]:
    """The row with the digits of two neighbouring cells as one number, where this alone makes it add up."""
    cells = row.rest
    while len(cells) > width + 1 and not cells[0].text.strip():
        cells = cells[1:]
    while len(cells) > width + 1 and not cells[-1].text.strip():
        cells = cells[:-1]
    if len(cells) != width + 1 or any(not cell.text.strip() for cell in cells):
        return
    for at, (left, right) in enumerate(pairwise(cells)):
        if not (left.text.isdecimal() and right.text.isdecimal()) or int(left.text) == 0:
            continue
        whole = replace(left, text=f"{left.text} {right.text}")
        laid = (*cells[:at], whole, *cells[at + 2 :])
        readings = tuple(read(index, cell.text) for index, cell in enumerate(laid))
        worth = weigh([reading.value for reading in readings])
        if worth >= _HOLDS:
            yield Fit(laid, readings, worth - _JOINED, 0, 0, joined=True)


def _better(one: Fit, other: Fit) -> Fit:
    """Of two fits that read alike the better; a column without a cell takes the other's when they are near.

    Where six zeros stand for seven columns every fit reads 0, and each column has a cell in some of them.
    """
    first, second = (one, other) if one.score >= other.score else (other, one)
    if first.lost == 0 or first.score - second.score >= MARGIN:
        return first
    cells = tuple(a if a is not None else b for a, b in zip(first.cells, second.cells, strict=True))
    return replace(first, cells=cells)


def _covers(row: Row, cells: Sequence[Cell | None], header: Header | None) -> bool:
    """True when every cell stands under its column's header (in text: and the rows are equally long)."""
    if header is None or len(header.positions) != len(cells) or (not row.exact and row.size != header.size):
        return header is None and row.exact
    return all(
        cell is not None and cell.column <= at < cell.column + cell.colspan
        for cell, at in zip(cells, header.positions, strict=True)
    )


def _starts(row: Row, header: Header | None) -> bool:
    """True when the row's labels end where the header's do; else the header proves little about the row."""
    return header is not None and bool(row.rest) and row.rest[0].column == header.positions[0]


def _layings(
    row: Row, width: int, filled: Sequence[bool], header: Header | None
) -> Iterator[tuple[tuple[Cell | None, ...], float]]:
    """Every laying worth a look: the cells in one run, one column without a cell, one cell too many."""
    rest = row.rest
    count = len(rest)
    if not any(filled):
        padded = [*rest[:width], *([None] * max(0, width - count))]
        yield tuple(padded), 0.0
        return
    tail = _tail(row, header)
    for start in range(-2, count):
        run = [rest[start + at] if 0 <= start + at < count else None for at in range(width)]
        if all(cell is None for cell in run):
            continue
        score = -_LOST * sum(1 for cell in run if cell is None)
        for index in range(count):
            if start <= index < start + width:
                continue
            if filled[index]:
                score -= _EXTRA
            elif index < start:
                score -= _FILLER if index < 2 else _BLANK
            elif index < count - tail:
                score -= _BLANK
        yield tuple(run), score
    fillers = next((at for at, full in enumerate(filled) if full), count)
    for lead in range(min(fillers, 2) + 1):
        cells = rest[lead:]
        if len(cells) == width - 1:
            for at in range(width):
                yield (*cells[:at], None, *cells[at:]), -_LOST - lead * _FILLER
        if len(cells) == width + 1 and all(filled[lead:]):
            for at in range(width + 1):
                yield (*cells[:at], *cells[at + 1 :]), -_EXTRA - lead * _FILLER
    if row.exact and header is not None and len(header.positions) == width:
        under = tuple(_under(row, at) for at in header.positions)
        used = {id(cell) for cell in under if cell is not None}
        if len(used) == width:
            over = sum(1 for cell, full in zip(rest, filled, strict=True) if full and id(cell) not in used)
            yield under, -_EXTRA * over


def _tail(row: Row, header: Header | None) -> int:
    """How many empty cells at the row's end the header has too."""
    if header is None or not header.positions:
        return 0
    return max(0, header.size - 1 - header.positions[-1])


def _under(row: Row, at: int) -> Cell | None:
    return next((cell for cell in row.rest if cell.column <= at < cell.column + cell.colspan), None)


def near(choices: Sequence[Fit]) -> tuple[Fit, ...]:
    """The best fit and those that are not clearly worse."""
    return tuple(fit for fit in choices if fit.score > choices[0].score - MARGIN)


def settle(choices: Sequence[Fit], blank_place: Cell | None) -> tuple[tuple[Held, ...], bool]:
    """Decides a row: what each column holds, and whether counting or arithmetic had to decide.

    A column on which near fits differ is ambiguous, with the others' values as alternatives.
    """
    rivals = near(choices)
    best = rivals[0]
    decided = len(rivals) > 1 or best.lost > 0 or best.joined or (best.extra > 0 and not best.aligned)
    # Where the cells alone would be laid otherwise, it was the arithmetic that decided.
    decided = decided or any(fit.placed > best.placed for fit in choices)
    empty = all(reading.state in ("blank", "missing") for reading in best.readings)
    if not decided and not empty:
        # By far most rows: every cell is in its column, and nothing else is possible.
        return tuple(map(_stated, best.cells, best.readings)), False
    held: list[Held] = []
    for at, reading in enumerate(best.readings):
        cell = best.cells[at] or next((fit.cells[at] for fit in rivals if fit.cells[at]), None)
        others = [fit.readings[at] for fit in rivals[1:]]
        if empty and len(rivals) == 1:
            # A row that holds nothing is blank however many cells it kept.
            held.append(Held(cell or blank_place, BLANK, "stated" if best.cells[at] else "inferred"))
        elif cell is None:
            # No fit has a cell here: what arithmetic would give is offered, never filled in.
            held.append(Held(None, LOST, "ambiguous", _values([reading, *others], None)))
        elif all((other.state, other.value) == (reading.state, reading.value) for other in others):
            held.append(Held(cell, reading, "inferred" if decided else "stated"))
        else:
            held.append(Held(cell, reading, "ambiguous", _values(others, reading.value)))
    return tuple(held), decided and not empty


def _stated(cell: Cell | None, reading: Reading) -> Held:
    return Held(cell, reading, "stated")


def _values(readings: Sequence[Reading], but: Number | None) -> tuple[Number | None, ...]:
    return tuple(dict.fromkeys(reading.value for reading in readings if reading.value != but))
