"""A page of section 3 whose figures all stand one column beside those of the other pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from parsers.cells import BLANK
from parsers.columns import Held
from parsers.found_figures import TableReading
from parsers.model import Confidence
from parsers.readings import found
from parsers.rows import Row


def shift_columns(reading: TableReading, held: dict[str, tuple[Held, ...]], rows: Mapping[str, Row]) -> None:
    """Moves the figures of a flattened page by one column where all its other pages say so.

    Only when the page fills other columns than every other page, the difference is one column, the
    others fill 总计, and R1 does not speak against it; else nothing is moved, only found.
    """
    pages: dict[int, list[str]] = {}
    for name, row in rows.items():
        if not row.exact:
            pages.setdefault(row.grid, []).append(name)
    columns = {page: _filled(held, names) for page, names in pages.items()}
    columns = {page: filled for page, filled in columns.items() if filled}
    last = len(reading.table.columns) - 1
    for page, filled in columns.items():
        others = [other for at, other in columns.items() if at != page]
        if not others or any(other != others[0] for other in others) or last not in others[0]:
            continue
        step = next((step for step in (1, -1) if {at + step for at in filled} == others[0]), 0)
        if not step or filled == others[0]:
            continue
        moved = {name: _moved(held[name], step) for name in pages[page]}
        fits = _balanced({**held, **moved}, last)
        _tell(reading, held, pages[page], filled | others[0], step, fits)
        for name in pages[page]:
            if any(cell.reading.state == "number" for cell in held[name]):
                confidence: Confidence = "inferred" if fits else "ambiguous"
                touched = filled | others[0]
                held[name] = tuple(
                    _marked(cell, before, confidence) if at in touched else cell
                    for at, (cell, before) in enumerate(zip(moved[name], held[name], strict=True))
                )


def open_lone_column(reading: TableReading, held: dict[str, tuple[Held, ...]]) -> None:
    """Opens a table that fills only the column before 总计: likely totals that stand one column too early."""
    last = len(reading.table.columns) - 1
    names = [name for name, cells in held.items() if cells[last - 1].reading.state == "number"]
    if len(names) < 2 or _filled(held, list(held)) != {last - 1}:
        return
    for name in names:
        cells = held[name]
        value = cells[last - 1].reading.value
        held[name] = (
            *cells[: last - 1],
            replace(cells[last - 1], confidence="ambiguous", alternatives=(None,)),
            replace(cells[last], confidence="ambiguous", alternatives=(value,)),
        )
    columns = [column.name for column in reading.table.columns[last - 1 :]]
    codes = tuple(code for name in names for code in reading.codes(name, columns))
    message = reading.say("", "全表只有总计前一列有数值，可能是总计错开一列，所属列不能确定，请核对原件")
    reading.findings.append(found("cells-open", message, codes))


def _filled(held: Mapping[str, tuple[Held, ...]], names: list[str]) -> set[int]:
    return {at for name in names for at, cell in enumerate(held[name]) if cell.reading.state == "number"}


def _moved(cells: tuple[Held, ...], step: int) -> tuple[Held, ...]:
    edge = cells[0] if step > 0 else cells[-1]
    blank = replace(edge, reading=BLANK)
    return (blank, *cells[:-1]) if step > 0 else (*cells[1:], blank)


def _marked(cell: Held, before: Held, confidence: Confidence) -> Held:
    others = () if confidence == "inferred" else (before.reading.value,)
    return replace(cell, confidence=confidence, alternatives=others)


def _balanced(held: Mapping[str, tuple[Held, ...]], at: int) -> bool:
    """False when R1 can be assessed in the column and fails."""
    names = ("new", "carried_in", "total", "carried_out")
    values = [held[name][at].reading.value if name in held else None for name in names]
    new, carried_in, total, carried_out = values
    if new is None or carried_in is None or total is None or carried_out is None:
        return True
    return new + carried_in == total + carried_out


def _tell(
    reading: TableReading,
    held: Mapping[str, tuple[Held, ...]],
    names: list[str],
    touched: set[int],
    step: int,
    fits: bool,
) -> None:
    columns = [column.name for at, column in enumerate(reading.table.columns) if at in touched]
    codes = tuple(
        code
        for name in names
        if any(cell.reading.state == "number" for cell in held[name])
        for code in reading.codes(name, columns)
    )
    side = "左" if step > 0 else "右"
    words = f"这一页的数值比其他各页偏{side}一列，"
    if fits:
        message = reading.say("", words + "按其他各页和勾稽关系移回")
        reading.findings.append(found("column-shift", message, codes))
    else:
        message = reading.say("", words + "移回后勾稽关系不成立，所属列不能确定，请核对原件")
        reading.findings.append(found("cells-open", message, codes))
