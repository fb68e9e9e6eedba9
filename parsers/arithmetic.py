"""The forms' sums as evidence for a reading: how well values agree with R1 to R4 (``forms.md``).

These weigh readings of a damaged table; whether a report's sums hold is told by ``checks``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from parsers.forms import FormTable
from parsers.model import Number

Values = Sequence[Number | None]


def weigh_row(values: Values) -> float:
    """R3, a row whose last value sums those before it: 2 holds, -2 fails, less where blanks weaken it."""
    *parts, total = values
    known = [part for part in parts if part is not None]
    if total is None:
        return -0.5 if any(known) else 0.0
    if len(known) == len(parts):
        return 2.0 if sum(known) == total else -2.0
    if not known:
        return 0.0
    if sum(known) == total:
        return 1.0 if total else 0.25
    return -1.0 if sum(known) > total else -0.5


def imply_row(values: Values, at: int) -> Number | None:
    """The value R3 gives to the one unknown column, ``None`` when more is unknown or it would be negative."""
    if any(value is None for index, value in enumerate(values) if index != at):
        return None
    known = [value for index, value in enumerate(values) if index != at and value is not None]
    if at == len(values) - 1:
        return sum(known)
    implied = known[-1] - sum(known[:-1])
    return implied if implied >= 0 else None


def weigh_blocks(values: Values, size: int = 5) -> float:
    """R4, blocks of ``size`` values whose last is the sum of the rest: the blocks' worth together."""
    return sum(weigh_row(values[at : at + size]) for at in range(0, len(values), size))


def weigh_columns(table: FormTable, rows: Mapping[str, Values]) -> float:
    """R1 and R2 over all columns of section 3: 1 for each sum that holds, -1 for each that fails."""
    outcomes = [row.name for row in table.rows if row.kind == "outcome"]
    worth = 0.0
    for at in range(len(table.columns)):
        value = {name: values[at] for name, values in rows.items()}
        worth += _agree(_sum(value, ("new", "carried_in")), _sum(value, ("total", "carried_out")))
        worth += _agree(_sum(value, outcomes), value.get("total"))
    return worth


def _sum(values: Mapping[str, Number | None], names: Sequence[str]) -> Number | None:
    total: Number = 0
    for name in names:
        value = values.get(name)
        if value is None:
            return None
        total += value
    return total


def _agree(left: Number | None, right: Number | None) -> float:
    if left is None or right is None:
        return 0.0
    return 1.0 if left == right else -1.0
