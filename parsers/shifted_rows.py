"""One row of section 3 that stands a column beside its place, where the sums leave no other explanation.

The sums R1, R2 and R3 are tried with each row moved by one column. The move is made only when some sum
fails as printed, every sum that can be assessed holds after it, and no other row's move does the same.
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
Values = Mapping[str, Sequence[Number | None]]
"""Each row's numbers: a blank counts as nothing, ``None`` is unknown and leaves its sums open."""


@dataclass(frozen=True, slots=True)
class Move:
    """A row moved by one column: its new values, and the one that sums give where a figure fell off."""

    row: str
    step: int
    values: tuple[Number | None, ...]
    implied: Number


def move_rows(reading: TableReading, held: HeldRows) -> None:
    """Moves the one row whose move repairs every failing sum; where several would, all are opened."""
    outcomes = [row.name for row in reading.table.rows if row.kind == "outcome"]
    values = _values(held)
    broken = _failing(values, outcomes)
    if not broken:
        return
    moves = [move for move in _moves(held, values, outcomes) if _repairs(values, move, outcomes, broken)]
    if not moves:
        return
    for move in moves:
        before = held[move.row]
        moved = _moved(before, move)
        if len(moves) == 1:
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
        words = "整行移动一列后各列勾稽关系成立，但不止一行如此，所属列不能确定，请核对原件"
        reading.findings.append(found("cells-open", reading.say(move.row, words), reading.codes(move.row)))


def _values(held: HeldRows) -> dict[str, tuple[Number | None, ...]]:
    """Blanks count as nothing, but for those of the total of outcomes: nothing to hold parts against."""
    return {
        name: tuple(
            None
            if cell.confidence == "ambiguous" or (name == "total" and cell.reading.state in _NOTHING)
            else _number(cell)
            for cell in cells
        )
        for name, cells in held.items()
    }


def _number(cell: Held) -> Number | None:
    return 0 if cell.reading.state in _NOTHING else cell.reading.value


_NOTHING = frozenset({"blank", "dash"})


def _moves(held: HeldRows, values: Values, outcomes: Sequence[str]) -> Iterator[Move]:
    """Every move of one row by one column that pushes nothing but a blank off the row's end."""
    for name, cells in held.items():
        now = tuple(_number(cell) for cell in cells)
        if None in now or not any(now) or any(cell.confidence != "stated" for cell in cells):
            continue  # blank, unread, or laid on the columns by counting: nothing to lean on
        for step, edge in ((1, -1), (-1, 0)):
            if cells[edge].reading.state not in _NOTHING:
                continue
            kept = now[:-1] if step > 0 else now[1:]
            implied = _implied(values, name, kept, step, outcomes)
            if implied is not None and implied >= 0:
                moved = (implied, *kept) if step > 0 else (*kept, implied)
                yield Move(name, step, moved, implied)


def _implied(
    values: Values, row: str, kept: Sequence[Number | None], step: int, outcomes: Sequence[str]
) -> Number | None:
    """What fell off the row's edge: by the row's own total, else by the column's sum."""
    known = [value for value in kept if value is not None]
    if step < 0:
        return sum(known)
    if known[-1]:
        return known[-1] - sum(known[:-1])
    rest = _sum(values, [name for name in outcomes if name != row], 0)
    total = _sum(values, ("total",), 0)
    return None if row not in outcomes or total is None or rest is None else total - rest


def _repairs(values: Values, move: Move, outcomes: Sequence[str], broken: frozenset[str]) -> bool:
    """Whether every failing sum that the row takes part in holds after the move."""
    kinds = ("R2.", f"R3.{move.row}") if move.row in outcomes else ("R1.", "R2.", f"R3.{move.row}")
    after = _failing({**values, move.row: move.values}, outcomes)
    return any(name.startswith(kinds) for name in broken) and not any(
        name.startswith(kinds) for name in after
    )


def _failing(values: Values, outcomes: Sequence[str]) -> frozenset[str]:
    """The sums that can be assessed and fail, by name; those with an unknown or absent term are left out."""
    failing: set[str] = set()
    width = max((len(row) for row in values.values()), default=0)
    for at in range(width):
        intake = _sum(values, ("new", "carried_in"), at)
        out = _sum(values, ("total", "carried_out"), at)
        total, ends = _sum(values, ("total",), at), _sum(values, outcomes, at)
        if None not in (intake, out) and intake != out:
            failing.add(f"R1.{at}")
        if None not in (total, ends) and total != ends:
            failing.add(f"R2.{at}")
    for name, row in values.items():
        *parts, total = row
        # A total of nothing is a blank one: it says nothing of its row.
        if total and None not in parts and sum(part for part in parts if part is not None) not in (0, total):
            failing.add(f"R3.{name}")
    return frozenset(failing)


def _sum(values: Values, names: Sequence[str], at: int) -> Number | None:
    total: Number = 0
    for name in names:
        value = values[name][at] if name in values else None
        if value is None:
            return None
        total += value
    return total


def _moved(cells: tuple[Held, ...], move: Move) -> tuple[Held, ...]:
    gone = Held(None, LOST, "ambiguous", (move.implied,))
    return (gone, *cells[:-1]) if move.step > 0 else (*cells[1:], gone)
