"""Section 2, active disclosure: small tables under one another, each with its own header of columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from parsers.alignment import Alignment, Match, align
from parsers.cells import TIMES, Reading, read_cell
from parsers.columns import Header, Held, fits, settle
from parsers.forms import FormTable
from parsers.found_figures import TableReading, shorten
from parsers.labels import EARLIER, bare, clean, likeness
from parsers.model import Cell, Confidence
from parsers.readings import found
from parsers.repeated_rows import find_again, first_list
from parsers.row_scope import doubt_scope
from parsers.rows import Row

_ALIKE = 0.72
"""From this likeness on a header cell names a column."""
_THIS = re.compile("[本今当]年")
_YEAR = re.compile(r"(?:19|20)\d\d(?=年)")
_UNIT = re.compile("([十百千]?万|百|千|亿)?元")
_MANY = re.compile(r"[(:]([十百千]?万|[百千亿])[件个项条次)]")
"""A column that counts in ten thousands: 本年处理决定数量(万件)."""


@dataclass(frozen=True, slots=True)
class Heads:
    """A header row: its cells, the column each names ("" where it names none), and its place."""

    cells: tuple[Cell, ...]
    names: tuple[str, ...]
    header: Header


@dataclass(frozen=True, slots=True)
class Suited:
    """The rows matched to one form: those with figures, the header above each, and which row is which."""

    table: FormTable
    body: Sequence[Row]
    heads: Sequence[Heads | None]
    alignment: Alignment
    worth: float


def read_proactive(tables: Sequence[FormTable], rows: Sequence[Row]) -> TableReading:
    """Reads the section's rows on the form that suits them best, of equals the last.

    ``worth`` counts the rows and headers that the form knows.
    """
    first = first_list(tables[-1], rows)
    suited = [_suited(table, rows[:first]) for table in tables]
    best = max(suited, key=lambda one: (one.worth, one.table.form))
    reading = TableReading(best.table, best.worth)
    for match in best.alignment.matches:
        _read_row(reading, match, best.body[match.row], best.heads[match.row])
    _headless(reading, best)
    doubt_scope(reading, best.body, best.alignment)
    taken = {match.row for match in best.alignment.matches}
    find_again(reading, [row for at, row in enumerate(best.body) if at not in taken])
    find_again(reading, rows[first:])
    reading.finish()
    return reading


def _headless(reading: TableReading, suited: Suited) -> None:
    """Tells of rows without a header: in what order they count, and on which form, is then taken on trust."""
    rows = [
        it
        for it in suited.alignment.matches
        if suited.heads[it.row] is None and suited.body[it.row].has_value
    ]
    if rows:
        names = "、".join(match.form_row.labels[0] for match in rows)
        message = reading.say("", f"“{names}”上方没有列标题，各列按规定格式的顺序认定，请核对原件")
        codes = tuple(code for match in rows for code in reading.codes(match.form_row.name))
        reading.findings.append(found("header-not-found", message, codes))


def _suited(table: FormTable, rows: Sequence[Row]) -> Suited:
    body: list[Row] = []
    heads_of: list[Heads | None] = []
    heads: Heads | None = None
    worth, item = 0.0, ""
    for row in rows:
        own = _heads(table, row)
        if own is not None:
            heads = own
            worth += sum(1 for name in own.names if name)
        elif "第二十条第" in (named := clean(row.text)) and not row.has_value:
            # A page's end may part the header from its rows and print the item's name once more.
            heads = heads if named == item else None
            item = named
        elif row.labels or row.has_value:
            body.append(row)
            heads_of.append(heads)
    alignment = align(body, table.rows)
    return Suited(table, body, heads_of, alignment, alignment.worth + worth)


def _heads(table: FormTable, row: Row) -> Heads | None:
    """The row as a header, or ``None``: it must hold 信息内容 or a column's name, and no figure."""
    if row.has_value:
        return None
    at = next((at for at, cell in enumerate(row.labels) if clean(cell.text) == "信息内容"), None)
    has_content = at is not None
    # The article's number may stand beside its rows: 第二十条第（一）项 | 信息内容 | …
    cells = row.labels if at is None else row.labels[at + 1 :]
    names = _each_once([_column(table, bare(cell.text)) for cell in cells], cells)
    if not cells or not (has_content or any(names)):
        return None
    return Heads(cells, names, Header(tuple(cell.column for cell in cells), row.size))


@lru_cache(maxsize=2048)
def _column(table: FormTable, seen: str) -> str:
    best, name = max(
        (0.0 if _of_another_year(seen, label) else likeness(seen, bare(label)), column.name)
        for column in table.columns
        for label in column.labels
    )
    return name if best >= _ALIKE else ""


def _of_another_year(seen: str, label: str) -> bool:
    """上年处理决定数量 is no 处理决定数量, and 本年项目数量 no 上一年项目数量, however alike they are."""
    earlier = EARLIER.match(label) is not None
    return (not earlier and EARLIER.match(seen) is not None) or (earlier and _THIS.match(seen) is not None)


def _each_once(names: Sequence[str], cells: Sequence[Cell]) -> tuple[str, ...]:
    """The names with each at one cell: where years tell its cells apart at the latest, else at the first.

    But 本年增 and 本年减 are both columns of the change.
    """
    once = list(names)
    for name in filter(None, dict.fromkeys(names)):
        at = [index for index, other in enumerate(names) if other == name]
        if name == "change" and all(
            ("增" in cells[index].text) != ("减" in cells[index].text) for index in at
        ):
            continue
        latest = max(at, key=lambda index: (_YEAR.findall(clean(cells[index].text))[-1:], -index))
        for index in at:
            once[index] = name if index == latest else ""
    return tuple(once)


def _read_row(reading: TableReading, match: Match, row: Row, heads: Heads | None) -> None:
    name = match.form_row.name
    wanted = reading.table.columns_of(name)
    names = _names(reading, name, wanted, heads)
    texts = [cell.text for cell in heads.cells] if heads is not None else []
    texts += [""] * (len(names) - len(texts))
    # Some bodies print the unit beside the row's name instead.
    units = [f"{text}（{row.text}）" for text in texts]

    def read(at: int, text: str) -> Reading:
        return read_cell(text, change=names[at] == "change", factor=_factor(names[at], units[at]))

    if not row.rest:
        cells: tuple[Held, ...] = tuple(
            Held(row.place_cell, Reading(None, "blank"), "inferred") for _ in names
        )
        decided = False
    else:
        header = heads.header if heads is not None and len(heads.cells) == len(names) else None
        choices = fits(row, len(names), read, header=header)
        cells, decided = settle(choices, row.place_cell)
        if choices[0].extra and not decided:
            reading.outside(name, choices[0].extra)
    codes = tuple(reading.code(name, column) for column in names if column in wanted)
    if decided:
        count = sum(1 for cell in row.rest if clean(cell.text))
        rule = "cells-open" if any(cell.confidence == "ambiguous" for cell in cells) else "cells-by-count"
        words = f"标题后有{count}个有内容的单元格，应为{len(names)}列，请核对原件"
        reading.findings.append(
            found(rule, reading.say(name, words), codes, expected=len(names), actual=count)
        )
    if match.by_order:
        message = reading.say(name, f"标题印作“{row.text or '（无标题）'}”，按行序认定")
        reading.findings.append(found("row-by-order", message, codes, actual=row.text))
    for column, text, unit, held in zip(names, texts, units, cells, strict=False):
        if column not in wanted:
            _outside(reading, name, text, held)
            continue
        if match.by_order and held.confidence == "stated":
            held = replace(held, confidence="inferred")
        if column == "change":
            held = _signed(reading, name, text, held)
            before = reading.held.get(reading.code(name, column)) if names.count(column) > 1 else None
            held = held if before is None else _sum(before, held)
        elif column == "amount":
            held = _in_yuan(reading, name, unit, held)
        reading.held[reading.code(name, column)] = held


def _names(reading: TableReading, row: str, wanted: tuple[str, ...], heads: Heads | None) -> tuple[str, ...]:
    """The column each header cell stands for in this row; by order, and told, where the names do not fit."""
    if heads is None:
        return wanted
    names = tuple(name if name in wanted else "" for name in heads.names)
    absent = [column for column in wanted if column not in names]
    if not absent:
        return names
    free = [at for at, name in enumerate(names) if not name]
    if len(free) < len(absent):
        return wanted if len(heads.names) < len(wanted) else names
    by_order = list(names)
    for at, column in zip(free, absent, strict=False):
        by_order[at] = column
    seen = "、".join(cell.text for cell in heads.cells)
    message = reading.say(row, f"列标题印作“{seen}”，与规定格式不符，按列序认定，请核对原件")
    # Every figure of the row: a heading that stands over the wrong column misleads about its neighbours too.
    reading.findings.append(found("column-header-differs", message, reading.codes(row), actual=seen))
    return tuple(by_order)


def _outside(reading: TableReading, row: str, head: str, held: Held) -> None:
    if held.cell is None or held.reading.state in ("blank", "missing"):
        return
    message = reading.say(row, f"列“{head}”（{shorten(held.cell)}）不属于规定格式的这一行，未计入")
    reading.findings.append(found("column-outside-form", message, reading.codes(row), actual=held.cell.text))


def _factor(column: str, head: str) -> int | None:
    """What the unit in the header or the row's name multiplies with; ``None`` without one, or with two."""
    text = clean(head)
    if column != "amount":
        many = _MANY.search(text)
        return TIMES[many[1]] if many else None
    units = set(_UNIT.findall(text))
    return TIMES[units.pop()] if len(units) == 1 else None


def _signed(reading: TableReading, row: str, head: str, held: Held) -> Held:
    """Applies the sign that only the header gives (本年增, 本年减): inferred, and told."""
    text = clean(head)
    up, down = "增" in text, "减" in text
    value = held.reading.value
    if up == down or not value or held.reading.signed or held.reading.state != "number":
        return held
    signed = -value if down else value
    seen = held.cell.text if held.cell else ""
    message = reading.say(row, f"列标题只印“{head}”，格内为“{seen}”，读作{signed:+}")
    codes = reading.codes(row, ["change"])
    reading.findings.append(found("sign-from-header", message, codes, expected=head, actual=signed))
    confidence: Confidence = "ambiguous" if held.confidence == "ambiguous" else "inferred"
    return replace(held, reading=replace(held.reading, value=signed), confidence=confidence)


def _sum(one: Held, other: Held) -> Held:
    """What two columns, 本年增 and 本年减, say together: their sum, at the cell that changes something."""
    left, right = one.reading.value, other.reading.value
    if left is None or right is None:
        return one if right is None else other
    total = replace((other if right else one).reading, value=left + right)
    return replace(other if right else one, reading=total, confidence="inferred")


def _in_yuan(reading: TableReading, row: str, head: str, held: Held) -> Held:
    """Flags an amount without unit or with two: read as the form's own heading has it, and the other way.

    0 needs no unit.
    """
    value = held.reading.value
    if not value or held.reading.factor is not None or _factor("amount", head) is not None:
        return held
    in_ten_thousands = _factor("amount", reading.table.column("amount").labels[0]) == TIMES["万"]
    unit = "规定格式的万元" if in_ten_thousands else "元"
    why = "的单位不止一种写法" if "元" in head else "没有写明单位"
    seen = held.cell.text if held.cell else ""
    message = reading.say(row, f"金额“{seen}”{why}，暂按{unit}读取，请核对原件")
    codes = reading.codes(row, ["amount"])
    reading.findings.append(found("unit-unknown", message, codes, actual=value))
    others = (*held.alternatives, value if in_ten_thousands else value * 10_000)
    told = read_cell(held.cell.text, factor=10_000) if in_ten_thousands and held.cell else held.reading
    return replace(held, reading=told, confidence="ambiguous", alternatives=others)
