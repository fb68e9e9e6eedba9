"""Rows of section 3 that sit oddly among their neighbours: told with all their cells, whatever sums allow.

A sum that cannot be assessed for a blank says nothing; the habit of the other rows still does. A table
that prints its totals does not leave one row's out, and a row that fills 总计 alone where the others fill
all columns but that one has been pushed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from parsers.columns import Held
from parsers.found_figures import TableReading
from parsers.readings import found
from parsers.rows import Row

_NEARLY_FULL = 5
"""Columns most rows must fill before one that differs is odd."""
_EMPTY = frozenset({"blank", "missing"})
HeldRows = dict[str, tuple[Held, ...]]


def doubt_rows(reading: TableReading, held: HeldRows, rows: Mapping[str, Row]) -> None:
    """Finds the rows whose filled cells or whose number of cells are not like the other rows'."""
    told = _blank_totals(reading, held)
    _unlike(reading, held, told)
    _uneven(reading, rows)


def _blank_totals(reading: TableReading, held: HeldRows) -> set[str]:
    """A row that states figures but no total, while rows like it state theirs.

    A row alone of its kind in stating figures shows no habit of its kind: then the rest of the table is
    asked, and sums that hold clear the row. A lone figure just before 总计 is more likely the total itself:
    both cells are opened. Gives those told.
    """
    told: set[str] = set()
    last = len(reading.table.columns) - 1
    kinds = {row.name: row.kind == "outcome" for row in reading.table.rows}
    for name, cells in held.items():
        if _filled(cells[last]) or not any(_filled(cell) for cell in cells[:last]):
            continue
        if cells[last].confidence == "ambiguous":
            continue
        like = [other for row, other in held.items() if kinds[row] == kinds[name] and row != name]
        if not any(_filled(cell) and cell.confidence != "ambiguous" for other in like for cell in other):
            like = [] if kinds[name] and _summed(held, kinds, cells) else list(held.values())
        if not any(_filled(other[last]) for other in like):
            continue
        lone = [at for at, cell in enumerate(cells) if _filled(cell)] == [last - 1]
        if lone:
            value = cells[last - 1].reading.value
            held[name] = (
                *cells[: last - 1],
                replace(cells[last - 1], confidence="ambiguous", alternatives=(None,)),
                replace(cells[last], confidence="ambiguous", alternatives=(value,)),
            )
        why = "只有总计前一列有数值，可能是总计错开一列" if lone else "各列有数值而总计空白，可能整行左移"
        message = reading.say(name, f"{why}（其他行印有总计），请核对原件")
        reading.findings.append(found("total-blank", message, reading.codes(name)))
        told.add(name)
    return told


def _summed(held: HeldRows, kinds: Mapping[str, bool], cells: tuple[Held, ...]) -> bool:
    """Whether the outcomes that are known make up 三(七)总计 in every column that these cells fill.

    Outcomes that are lost or unread can add nothing to a whole that is reached without them.
    """
    whole = held.get("total")
    if whole is None:
        return False
    outcomes = [held[name] for name, outcome in kinds.items() if outcome and name in held]
    for at in (at for at, cell in enumerate(cells) if _filled(cell)):
        parts = [row[at].reading.value for row in outcomes if row[at].confidence != "ambiguous"]
        known = sum(part for part in parts if part is not None)
        if whole[at].confidence == "ambiguous" or known != whole[at].reading.value:
            return False
    return True


def _unlike(reading: TableReading, held: HeldRows, told: set[str]) -> None:
    """An outcome that leaves columns blank, or fills them, unlike most outcomes of a table nearly full.

    A cell lost before such a row's end, or a total pushed out of its column, leaves no other trace.
    """
    outcomes = {row.name for row in reading.table.rows if row.kind == "outcome"}
    masks = {
        name: mask
        for name, cells in held.items()
        if name in outcomes and (mask := frozenset(at for at, cell in enumerate(cells) if _filled(cell)))
    }
    if not masks:
        return
    usual, many = Counter(masks.values()).most_common(1)[0]
    if many * 2 <= len(masks) or len(usual) < _NEARLY_FULL:
        return
    columns = reading.table.columns
    for name, mask in masks.items():
        if mask == usual or name in told or any(cell.confidence == "ambiguous" for cell in held[name]):
            continue
        odd = "、".join(column.labels[0] for at, column in enumerate(columns) if at in mask ^ usual)
        message = reading.say(name, f"“{odd}”填写与否和多数行不同，可能错列，请核对原件")
        reading.findings.append(found("cells-unlike", message, reading.codes(name)))


def _uneven(reading: TableReading, rows: Mapping[str, Row]) -> None:
    """A row of a ruled table whose cells are fewer or more than those of most other rows of its grid."""
    grids: dict[int, dict[str, Row]] = {}
    for name, row in rows.items():
        if row.rest:
            grids.setdefault(row.grid, {})[name] = row
    for lines in grids.values():
        if len(lines) < 3:
            continue
        usual, many = Counter(_shape(row) for row in lines.values()).most_common(1)[0]
        if many * 2 <= len(lines):
            continue
        for name, row in lines.items():
            count, end = _shape(row)
            if count != usual[0] and end != usual[1]:
                words = f"这一行有{count}个单元格，其他行有{usual[0]}个，可能缺失或多出，请核对原件"
                message = reading.say(name, words)
                codes = reading.codes(name)
                reading.findings.append(
                    found("cells-uneven", message, codes, expected=usual[0], actual=count)
                )


def _shape(row: Row) -> tuple[int, int]:
    """How many cells follow the labels, and where the row ends."""
    last = row.rest[-1]
    return len(row.rest), last.column + last.colspan


def _filled(cell: Held) -> bool:
    return cell.reading.state not in _EMPTY
