"""Section 4, reviews and lawsuits: 15 figures in one row, or three blocks of five where a site split it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from parsers.alignment import align
from parsers.arithmetic import imply_row, weigh_blocks, weigh_row
from parsers.cells import Reading, read_cell
from parsers.columns import Header, Held, fits, settle
from parsers.dispute_order import BLOCK, in_form_order
from parsers.forms import FormTable
from parsers.found_figures import TableReading
from parsers.labels import EARLIER, bare, clean
from parsers.model import Cell
from parsers.readings import found
from parsers.rows import Row, is_label


def read_disputes(table: FormTable, rows: Sequence[Row]) -> TableReading:
    """Reads the section's rows; ``worth`` counts the header cells and blocks it knows."""
    results = {bare(label) for column in table.columns for label in column.labels}
    blocks = {bare(label): row.name for row in table.rows for label in row.labels}
    names = results | blocks.keys()
    reading = TableReading(table, 0.0)
    heads: list[Cell] = []
    positions: list[int] = []
    size = 0
    data: list[Row] = []
    printed: dict[int, set[str]] = {}
    grid = -1
    for row in rows:
        if not row.has_value and any(bare(cell.text) in names for cell in row.labels):
            found_here = [cell for cell in row.labels if bare(cell.text) in names]
            heads = [*heads, *found_here] if row.grid == grid else found_here
            grid = row.grid
            printed.setdefault(grid, set()).update(blocks.get(bare(cell.text), "") for cell in found_here)
            reading.worth += len(found_here)
            positions += [cell.column for cell in found_here if bare(cell.text) in results]
            size = row.size
        elif reading.worth and len(row.rest) >= BLOCK - 1:
            data.append(in_form_order(reading, row, heads) if row.exact and row.grid == grid else row)
    upright = _upright(table, rows)
    if upright is not None:
        reading.worth = float(len(upright))
        _read_upright(reading, upright)
        reading.finish()
        return reading
    # Last year's figures may stand above this year's.
    data = [row for row in data if not any(EARLIER.match(bare(cell.text)) for cell in row.labels)]
    if len(data) > 1:
        # Empty rows under the figures are decoration; a form without figures has only empty rows.
        data = [row for row in data if row.has_value and not _is_count(row)] or data[:1]
    if reading.worth:
        _read_data(reading, data, Header(tuple(sorted(set(positions))), size), printed)
        reading.worth += len(data)
        reading.finish()
    return reading


def _upright(table: FormTable, rows: Sequence[Row]) -> list[Row] | None:
    """The rows of a section set vertically, a figure a row: three times the five results, blocks in order."""
    wanted = [bare(column.labels[0]) for column in table.columns]
    lines = [row for row in rows if row.labels and bare(row.labels[-1].text) in wanted and row.rest]
    order = [bare(row.labels[-1].text) for row in lines]
    whole = wanted * len(table.rows)
    if order != whole or not all(_one_cell(row) for row in lines):
        return None
    blocks = [bare(row.labels[0]) for row in table.rows]
    named = dict.fromkeys(text for row in rows for cell in row.labels if (text := bare(cell.text)) in blocks)
    return lines if list(named) == sorted(named, key=blocks.index) else None


def _is_count(row: Row) -> bool:
    """Whether the row numbers its columns: 1, 2, 3 to the last."""
    texts = [clean(cell.text).strip("（）()") for cell in row.rest]
    return texts == [str(at) for at in range(1, len(texts) + 1)]


def _one_cell(row: Row) -> bool:
    filled = [cell for cell in row.rest if clean(cell.text)]
    return len(filled) <= 1 and not any(is_label(cell.text) for cell in row.rest)


def _read_upright(reading: TableReading, lines: Sequence[Row]) -> None:
    codes = [code for row in reading.table.rows for code in reading.codes(row.name)]
    for code, row in zip(codes, lines, strict=True):
        cell = next((cell for cell in row.rest if clean(cell.text)), row.rest[0])
        reading.held[code] = Held(cell, read_cell(cell.text), "stated")


def _read_data(
    reading: TableReading, data: Sequence[Row], header: Header, printed: Mapping[int, set[str]]
) -> None:
    """Reads the rows of figures; ``printed`` are the blocks that the headings of each grid name."""
    rows = reading.table.rows
    named = [[row.name for row in rows if row.name in printed.get(line.grid, ())] for line in data]
    labelled = align([row for row in data if row.labels], rows) if data else None
    if labelled is not None and len(labelled.matches) > 1:
        lines = [row for row in data if row.labels]
        for match in labelled.matches:
            _block(reading, [match.form_row.name], lines[match.row])
    elif len(data) > 1 and _name_each_once(reading.table, named, data):
        for names, row in zip(named, data, strict=True):
            _block(reading, names, row)
    elif len(data) >= len(rows) and all(len(row.rest) <= 2 * BLOCK for row in data):
        for form_row, row in zip(rows, data, strict=False):
            _block(reading, [form_row.name], row)
    elif [len(row.rest) for row in data] == [BLOCK, 2 * BLOCK]:
        _block(reading, [rows[0].name], data[0])
        _block(reading, [row.name for row in rows[1:]], data[1])
    elif data:
        _block(reading, [row.name for row in rows], data[0], header)
        _again(reading, data[1:])


def _name_each_once(table: FormTable, named: Sequence[Sequence[str]], data: Sequence[Row]) -> bool:
    """Whether the headings over several rows name each block once, and over as many cells as it has."""
    return sorted(name for names in named for name in names) == sorted(table.row_names) and all(
        names and len(row.rest) == BLOCK * len(names) for names, row in zip(named, data, strict=True)
    )


def _block(reading: TableReading, names: Sequence[str], row: Row, header: Header | None = None) -> None:
    codes = tuple(code for name in names for code in reading.codes(name))
    whole = len(names) > 1
    choices = fits(
        row,
        len(codes),
        lambda _at, text: read_cell(text),
        header=header if header is not None and len(header.positions) == len(codes) else None,
        weigh=weigh_blocks if whole else weigh_row,
        imply=None if whole else imply_row,
    )
    cells, decided = settle(choices, row.place_cell)
    if not row.rest:
        cells = tuple(Held(row.place_cell, Reading(None, "blank"), "inferred") for _ in codes)
    reading.held.update(zip(codes, cells, strict=True))
    if choices[0].extra and not decided:
        reading.outside("", choices[0].extra)
    if decided:
        count = sum(1 for cell in row.rest if clean(cell.text))
        still_open = tuple(
            code for code, cell in zip(codes, cells, strict=True) if cell.confidence == "ambiguous"
        )
        words = f"有{len(row.rest)}个单元格、其中{count}个有内容，应为{len(codes)}列，"
        where = names[0] if not whole else ""
        if still_open:
            message = reading.say(where, words + "所属列不能全部确定，请核对原件")
            reading.findings.append(
                found("cells-open", message, still_open, expected=len(codes), actual=count)
            )
        sure = tuple(code for code in codes if code not in still_open)
        if sure:
            message = reading.say(where, words + "由单元格数量和勾稽关系认定")
            reading.findings.append(found("cells-by-count", message, sure, expected=len(codes), actual=count))


def _again(reading: TableReading, rest: Sequence[Row]) -> None:
    """A second row of figures: told, and the first one no longer called sure, unless both say the same."""
    first = [held.reading.value for held in reading.held.values() if held.reading.state != "blank"]
    for row in rest:
        again = [read_cell(cell.text).value for cell in row.rest if clean(cell.text)]
        if any(value is not None for value in again) and again != first:
            codes = tuple(reading.held)
            message = reading.say("", "有不止一行数值且互不相同，取了第一行，请核对原件")
            reading.findings.append(found("repeated-row", message, codes))
            for code, held in reading.held.items():
                if held.confidence == "stated":
                    reading.held[code] = replace(held, confidence="inferred")
            return
