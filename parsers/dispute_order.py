"""Section 4 with its results or its blocks in another order than the form's: its headings decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from parsers.found_figures import TableReading
from parsers.labels import bare
from parsers.model import Cell
from parsers.readings import found
from parsers.rows import Row

BLOCK = 5
"""Figures of each block: four results and their total."""


def in_form_order(reading: TableReading, row: Row, heads: Sequence[Cell]) -> Row:
    """The row with its cells in the form's order where the headings over them name another, and says so.

    ``heads`` are the heading cells of the row's own grid. What they leave open stays as printed.
    """
    table = reading.table
    columns = {bare(label): column.name for column in table.columns for label in column.labels}
    blocks = {bare(label): block.name for block in table.rows for label in block.labels}
    results = sorted((cell.column, columns[bare(cell.text)]) for cell in heads if bare(cell.text) in columns)
    over = {blocks[bare(cell.text)]: cell for cell in heads if bare(cell.text) in blocks}
    if len(row.rest) != len(results) or len(results) % BLOCK:
        return row
    parts = [results[at : at + BLOCK] for at in range(0, len(results), BLOCK)]
    if any(sorted(name for _, name in part) != sorted(table.column_names) for part in parts):
        return row
    names = _blocks(parts, over)
    wanted = [block.name for block in table.rows if block.name in names] if all(names) else names
    cells = [
        row.rest[BLOCK * at + [result for _, result in parts[at]].index(column)]
        for at in (names.index(name) if name else place for place, name in enumerate(wanted))
        for column in table.column_names
    ]
    if cells == list(row.rest):
        return row
    message = reading.say("", "各块或各列的顺序与规定格式不同，按列标题认定")
    reading.findings.append(found("columns-reordered", message, tuple(entry.code for entry in table.entries)))
    return replace(row, rest=tuple(cells), exact=False)


def _blocks(parts: Sequence[Sequence[tuple[int, str]]], over: dict[str, Cell]) -> list[str]:
    """The block each five results stand under, each once; nothing for all where one is not named."""
    spans = {name: range(cell.column, cell.column + cell.colspan) for name, cell in over.items()}
    names = [next((name for name, span in spans.items() if part[0][0] in span), "") for part in parts]
    return names if all(names) and len(set(names)) == len(names) else [""] * len(parts)
