"""Section 3, the requests: 7 columns by 23 rows (form 2019) or 25 (form 2021), damaged or whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from parsers.alignment import Alignment, Match, align
from parsers.arithmetic import imply_row, weigh_columns, weigh_row
from parsers.cells import Reading, read_cell
from parsers.columns import LOST, Fit, Held, Weigh, fits, near, settle
from parsers.forms import FormTable
from parsers.found_figures import TableReading
from parsers.labels import clean
from parsers.lent_rows import lender
from parsers.model import Cell, Number
from parsers.readings import found
from parsers.repeated_rows import find_repeated, first_table
from parsers.request_heads import Heads, part_heads, tell_of_heads
from parsers.row_doubts import doubt_rows
from parsers.rows import Row
from parsers.shifted_rows import move_rows
from parsers.shifts import open_lone_column, shift_columns


@dataclass(frozen=True, slots=True)
class Line:
    """A form row with the document's row that holds its figures, and the ways to read it."""

    match: Match
    row: Row
    choices: tuple[Fit, ...]
    columns: tuple[str, ...]
    borrowed: bool = False


@dataclass(frozen=True, slots=True)
class Suited:
    """The rows matched to one form: those that can hold figures, the headers, and which row is which."""

    table: FormTable
    body: Sequence[Row]
    heads: Mapping[int, Heads]
    alignment: Alignment


def read_requests(tables: Sequence[FormTable], rows: Sequence[Row]) -> TableReading:
    """Reads the section's rows on the form that suits them best, of equals the last; ``worth`` says so."""
    first = first_table(rows)
    tried = []
    for table in tables:
        body, heads = part_heads(table, rows[:first])
        tried.append(Suited(table, body, heads, align(body, table.rows)))
    best = max(tried, key=lambda suited: (suited.alignment.worth, suited.table.form))
    return _read_on(best, rows[first:])


def _read_on(suited: Suited, others: Sequence[Row]) -> TableReading:
    table, body, heads, alignment = suited.table, suited.body, suited.heads, suited.alignment
    reading = TableReading(table, alignment.worth)
    lines = _lines(table, body, alignment, heads, reading)
    lines = _by_sums(table, lines)
    held: dict[str, tuple[Held, ...]] = {}
    for name, line in lines.items():
        cells, decided = settle(line.choices, line.row.place_cell)
        zeros = _all_one(line.choices[0].cells)
        if zeros or line.borrowed or (line.match.by_order and line.row.has_value):
            cells = tuple(_inferred(cell) for cell in cells)
        held[name] = _spread(table, line.columns, cells)
        if zeros:
            message = reading.say(name, "各列合并为一格，印作0，按各列都是0认定")
            reading.findings.append(found("cells-by-count", message, reading.codes(name)))
        elif decided:
            _tell(reading, name, line, cells)
        elif line.choices[0].extra:
            reading.outside(name, line.choices[0].extra)
        if line.match.by_order:
            seen = line.row.text or "（无标题）"
            message = reading.say(name, f"标题印作“{seen}”，按行序和编号认定")
            reading.findings.append(found("row-by-order", message, reading.codes(name), actual=seen))
    tell_of_heads(reading, heads, {name: line.columns for name, line in lines.items()})
    _merged(reading, held)
    open_lone_column(reading, held)
    printed = {name: line.row for name, line in lines.items()}
    shift_columns(reading, held, printed)
    move_rows(reading, held)
    doubt_rows(reading, held, printed)
    for name, cells in held.items():
        reading.held.update(zip(reading.codes(name), cells, strict=True))
    taken = {match.row for match in alignment.matches}
    find_repeated(reading, [row for at, row in enumerate(body) if at not in taken], others)
    reading.finish()
    return reading


def _read(_column: int, text: str) -> Reading:
    return read_cell(text)


def _inferred(cell: Held) -> Held:
    return replace(cell, confidence="inferred") if cell.confidence == "stated" else cell


def _lines(
    table: FormTable,
    body: Sequence[Row],
    alignment: Alignment,
    heads: Mapping[int, Heads],
    reading: TableReading,
) -> dict[str, Line]:
    matched = [body[match.row] for match in alignment.matches if not match.form_row.is_group]
    full = [row for row in matched if row.has_value and len(row.rest) == len(heads[row.grid].columns)]
    # Rows that are full but for a blank first cell are the doubtful ones: they are no witnesses.
    full = [row for row in full if clean(row.rest[0].text) or not all(clean(c.text) for c in row.rest[1:])]
    first = sum(1 for row in full if clean(row.rest[0].text))
    filled_first = first * 2 >= len(full)
    lines: dict[str, Line] = {}
    taken = {match.row for match in alignment.matches}
    groups = alignment.rows()
    for match in alignment.matches:
        if match.form_row.is_group:
            continue
        row = body[match.row]
        lent = None if row.has_value else lender(table, body, match, groups, taken)
        if lent is not None:
            message = reading.say(
                match.form_row.name, f"标题行无数值，数值印在“{lent.text or '（无标题）'}”一行，已归入"
            )
            codes = reading.codes(match.form_row.name)
            reading.findings.append(found("values-on-next-line", message, codes, actual=lent.text))
        source = lent or row
        lines[match.form_row.name] = Line(
            match, source, _fits(source, heads, filled_first), heads[source.grid].columns, lent is not None
        )
    for group in [match for match in alignment.matches if match.form_row.is_group]:
        _adopt(table, body, group, heads, filled_first, lines, reading)
    return lines


def _fits(row: Row, heads: Mapping[int, Heads], filled_first: bool) -> tuple[Fit, ...]:
    columns = heads[row.grid].columns
    width = len(columns)
    row = _spread_zero(row, width)
    if not row.rest:
        return (Fit((None,) * width, (Reading(None, "blank"),) * width, 0.0, 0, 0),)
    return fits(
        row,
        width,
        _read,
        header=heads[row.grid].header,
        weigh=_weighing(columns),
        imply=imply_row if columns[-1] == "total" else None,
        filled_first=filled_first,
        join=True,
    )


def _all_one(cells: Sequence[Cell | None]) -> bool:
    return len(cells) > 1 and cells[0] is not None and all(cell is cells[0] for cell in cells)


def _spread_zero(row: Row, width: int) -> Row:
    """A row whose one figure is a 0 merged over every column says 0 of each."""
    filled = [cell for cell in row.rest if clean(cell.text)]
    if row.exact and len(filled) == 1 and filled[0].colspan == width and read_cell(filled[0].text).value == 0:
        return replace(row, rest=(filled[0],) * width)
    return row


def _weighing(columns: Sequence[str]) -> Weigh | None:
    """How R3 weighs a row of these columns; ``None`` where they have no total."""
    if columns[-1] == "total" or "total" not in columns:
        return weigh_row if "total" in columns else None
    at = columns.index("total")
    return lambda values: weigh_row([*values[:at], *values[at + 1 :], values[at]])


def _adopt(
    table: FormTable,
    body: Sequence[Row],
    group: Match,
    heads: Mapping[int, Heads],
    filled_first: bool,
    lines: dict[str, Line],
    reading: TableReading,
) -> None:
    """Gives a heading's figures to its group's first row when that row's own label is lost."""
    row = body[group.row]
    first = next((r for r in table.rows if r.group == group.form_row.name), None)
    if first is None or first.name in lines or not row.has_value:
        return
    match = replace(group, form_row=first)
    lines[first.name] = Line(match, row, _fits(row, heads, filled_first), heads[row.grid].columns, True)
    message = reading.say(first.name, f"没有标题，数值印在“{row.text}”一行，已归入")
    reading.findings.append(found("values-on-next-line", message, reading.codes(first.name), actual=row.text))


def _by_sums(table: FormTable, lines: dict[str, Line]) -> dict[str, Line]:
    """Lets R1 and R2 decide rows that counting left open: the one reading with which more sums hold."""

    def values_of(line: Line, fit: Fit) -> tuple[Number | None, ...]:
        by_name = dict(zip(line.columns, fit.values, strict=True))
        return tuple(by_name.get(column.name) for column in table.columns)

    still_open = {name: near(line.choices) for name, line in lines.items() if len(line.choices) > 1}
    # A row with one or two figures lets sums hold by chance.
    still_open = {
        name: rivals
        for name, rivals in still_open.items()
        if len(rivals) > 1 and sum(value is not None for value in rivals[0].values) >= 3
    }
    if not still_open:
        return lines
    values = {name: values_of(line, line.choices[0]) for name, line in lines.items()}
    decided: dict[str, Line] = {}
    for name, rivals in still_open.items():
        line = lines[name]
        worths = [weigh_columns(table, {**values, name: values_of(line, fit)}) for fit in rivals]
        best = max(worths)
        winners = [fit for fit, worth in zip(rivals, worths, strict=True) if worth == best]
        if len(winners) == 1 and len(set(worths)) > 1:
            # An extra cell marks the reading as decided, so that it is called inferred and told.
            decided[name] = replace(
                line, choices=(replace(winners[0], extra=winners[0].extra + 1, aligned=False),)
            )
    return {**lines, **decided}


def _spread(table: FormTable, columns: Sequence[str], cells: Sequence[Held]) -> tuple[Held, ...]:
    """The cells on all of the form's columns: one the table does not have is missing."""
    if columns == table.column_names:
        return tuple(cells)
    by_name = dict(zip(columns, cells, strict=True))
    return tuple(by_name.get(column.name, Held(None, LOST, "stated")) for column in table.columns)


def _tell(reading: TableReading, name: str, line: Line, cells: Sequence[Held]) -> None:
    width = len(cells)
    count = sum(1 for cell in line.row.rest if clean(cell.text))
    cells = [cell for column, cell in zip(line.columns, cells, strict=True) if column]
    codes = reading.codes(name, [column for column in line.columns if column])
    still_open = tuple(
        code for code, cell in zip(codes, cells, strict=True) if cell.confidence == "ambiguous"
    )
    words = f"标题后有{len(line.row.rest)}个单元格、其中{count}个有内容，应为{width}列，"
    if still_open:
        message = reading.say(name, words + "所属列不能全部确定，请核对原件")
        reading.findings.append(found("cells-open", message, still_open, expected=width, actual=count))
    rest = tuple(code for code in codes if code not in still_open)
    if rest:
        message = reading.say(name, words + "由单元格数量和勾稽关系认定")
        reading.findings.append(found("cells-by-count", message, rest, expected=width, actual=count))


def _merged(reading: TableReading, held: dict[str, tuple[Held, ...]]) -> None:
    """Opens a row whose one figure stands in the first column of a table that is full otherwise.

    Flattened, a cell merged over the whole row looks like this; it may speak for any of its columns.
    """
    filled = {
        name: [cell.reading.state != "blank" for cell in cells if cell.cell is not None]
        for name, cells in held.items()
    }
    full = sum(all(states[:-1]) for states in filled.values())
    for name, states in filled.items():
        if len(states) < 2 or not states[0] or any(states[1:]) or full * 2 < len(held):
            continue
        value = held[name][0].reading.value
        held[name] = tuple(
            replace(cell, confidence="ambiguous", alternatives=(value if at else None,))
            for at, cell in enumerate(held[name])
        )
        message = reading.say(name, "只有第一列有数值，可能是合并了整行的单元格，所属列不能确定，请核对原件")
        reading.findings.append(found("cells-open", message, reading.codes(name), actual=value))
