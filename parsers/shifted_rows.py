"""One row of section 3 that stands a column beside its place, where the sums leave no other explanation.

The sums R1, R2 and R3 are tried with each row moved by one column. The move is made only when some sum
fails as printed, every sum that can be assessed holds after it, and no other row's move does the same. The
move that repairs most of several sums, but not all, leaves the row open.
The figure that fell off the row's edge is offered, never filled in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from parsers.columns import LOST, Held
from parsers.found_figures import TableReading
from parsers.model import Number
from parsers.readings import found

HeldRows = dict[str, tuple[Held, ...]]
Span = tuple[Number, Number]
"""The least and the most that a cell, or a sum of cells, may be."""
Values = Mapping[str, Sequence[Span]]
"""Each row's cells: a blank counts as nothing; what is unknown may be anything, and no sum fails for it."""

UNKNOWN: Span = (0, 10**12)
FEWEST_MENDED = 2
"""A shifted row spoils the column that lost a figure and the one that gained it; one sum mends by chance."""


@dataclass(frozen=True, slots=True)
class Move:
    """A row moved by one column: its new values, and the one that sums give where a figure fell off."""

    row: str
    step: int
    values: tuple[Span, ...]
    implied: Number | None


def move_rows(reading: TableReading, held: HeldRows) -> None:
    """Moves the one row whose move repairs every failing sum; opens those that repair as much as any."""
    outcomes = [row.name for row in reading.table.rows if row.kind == "outcome"]
    values = _values(held)
    broken = _failing(values, outcomes)
    if not broken:
        return
    tried = list(_moves(held, values, outcomes))
    moves = [move for move in tried if _repairs(values, move, outcomes)]
    sole = len(moves) == 1
    if not moves:
        mended = [len(broken) - len(_left(values, move, outcomes, broken)) for move in tried]
        most = max(mended, default=0)
        moves = [move for move, count in zip(tried, mended, strict=True) if count == most >= FEWEST_MENDED]
    for move in moves:
        before = held[move.row]
        moved = _moved(before, move)
        if sole:
            held[move.row] = tuple(
                cell if cell.confidence == "ambiguous" else replace(cell, confidence="inferred")
                for cell in moved
            )
            side = "左" if move.step > 0 else "右"
            words = f"整行数值偏{side}一列，移回后各列勾稽关系成立，按此认定，请核对原件"
            reading.findings.append(found("row-moved", reading.say(move.row, words), reading.codes(move.row)))
            continue
        held[move.row] = tuple(
            replace(cell, confidence="ambiguous", alternatives=(other.reading.value,))
            for cell, other in zip(before, moved, strict=True)
        )
        words = "整行移动一列后有勾稽关系成立，但不足以认定，所属列不能确定，请核对原件"
        reading.findings.append(found("cells-open", reading.say(move.row, words), reading.codes(move.row)))


def _values(held: HeldRows) -> dict[str, tuple[Span, ...]]:
    """Blanks count as nothing, but for those of the total of outcomes: nothing to hold parts against."""
    return {
        name: tuple(
            UNKNOWN if name == "total" and cell.reading.state in _NOTHING else _span(cell) for cell in cells
        )
        for name, cells in held.items()
    }


def _span(cell: Held) -> Span:
    if cell.confidence != "ambiguous":
        value = _number(cell)
        return UNKNOWN if value is None else (value, value)
    if not cell.alternatives:
        return UNKNOWN
    may_be = [0 if value is None else value for value in (cell.reading.value, *cell.alternatives)]
    return min(may_be), max(may_be)


def _number(cell: Held) -> Number | None:
    return 0 if cell.reading.state in _NOTHING else cell.reading.value


_NOTHING = frozenset({"blank", "dash"})


def _moves(held: HeldRows, values: Values, outcomes: Sequence[str]) -> Iterator[Move]:
    """Every move of one row by one column that pushes nothing but a blank off the row's end."""
    for name, cells in held.items():
        now = [number for cell in cells if (number := _number(cell)) is not None]
        if len(now) < len(cells) or not any(now) or any(cell.confidence != "stated" for cell in cells):
            continue  # blank, unread, or laid on the columns by counting: nothing to lean on
        for step, edge in ((1, -1), (-1, 0)):
            if cells[edge].reading.state not in _NOTHING:
                continue
            kept = now[:-1] if step > 0 else now[1:]
            implied = _implied(values, name, kept, step, outcomes)
            if implied is None or implied >= 0:
                fallen = UNKNOWN if implied is None else (implied, implied)
                spans = [(number, number) for number in kept]
                yield Move(name, step, (fallen, *spans) if step > 0 else (*spans, fallen), implied)


def _implied(
    values: Values, row: str, kept: Sequence[Number], step: int, outcomes: Sequence[str]
) -> Number | None:
    """What fell off the row's edge: by the row's own total, else by the column's sum."""
    if step < 0:
        return sum(kept)
    if kept[-1]:
        return kept[-1] - sum(kept[:-1])
    least, most = _sum(values, [name for name in outcomes if name != row], 0)
    total, limit = _sum(values, ("total",), 0)
    return total - least if row in outcomes and least == most and total == limit else None


def _repairs(values: Values, move: Move, outcomes: Sequence[str]) -> bool:
    """Whether every failing sum that the row takes part in holds after the move, all its terms known."""
    kinds = ("R2.", f"R3.{move.row}") if move.row in outcomes else ("R1.", "R2.", f"R3.{move.row}")
    before = _failing(values, outcomes, known=True)
    after = _failing({**values, move.row: move.values}, outcomes, known=True)
    return (
        move.implied is not None
        and any(name.startswith(kinds) for name in before)
        and not any(name.startswith(kinds) for name in after)
    )


def _left(values: Values, move: Move, outcomes: Sequence[str], broken: frozenset[str]) -> frozenset[str]:
    """The failing sums that a move leaves failing; all of them where it makes another fail."""
    after = _failing({**values, move.row: move.values}, outcomes)
    return after if after < broken else broken


def _failing(values: Values, outcomes: Sequence[str], *, known: bool = False) -> frozenset[str]:
    """The sums that fail whatever their unknown and open terms are, by name; or those with none such."""

    def apart(one: Span, other: Span) -> bool:
        open_sum = one[0] != one[1] or other[0] != other[1]
        return (one[1] < other[0] or other[1] < one[0]) and not (known and open_sum)

    failing: set[str] = set()
    width = max((len(row) for row in values.values()), default=0)
    for at in range(width):
        total = _sum(values, ("total",), at)
        if apart(_sum(values, ("new", "carried_in"), at), _sum(values, ("total", "carried_out"), at)):
            failing.add(f"R1.{at}")
        if apart(total, _sum(values, outcomes, at)):
            failing.add(f"R2.{at}")
    for name, row in values.items():
        *parts, total = row
        whole = (sum(least for least, _ in parts), sum(most for _, most in parts))
        # A total of nothing is a blank one, and a row of totals alone has no parts: they say nothing.
        if total != (0, 0) and whole != (0, 0) and apart(whole, total):
            failing.add(f"R3.{name}")
    return frozenset(failing)


def _sum(values: Values, names: Sequence[str], at: int) -> Span:
    spans = [values[name][at] if name in values else UNKNOWN for name in names]
    return sum(least for least, _ in spans), sum(most for _, most in spans)


def _moved(cells: tuple[Held, ...], move: Move) -> tuple[Held, ...]:
    gone = Held(None, LOST, "ambiguous", () if move.implied is None else (move.implied,))
    return (gone, *cells[:-1]) if move.step > 0 else (*cells[1:], gone)
