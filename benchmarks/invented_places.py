"""Invented places of a report's figures, as the parsers write them: pages, print, office files, text."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence

from archive.knowledge import Variable

Place = Callable[[int, int, int, random.Random], str]
"""The place (canonical JSON) of a cell of a table, by table, row and column."""


def _html(way: str) -> Place:
    def place(table: int, row: int, column: int, _chance: random.Random) -> str:
        path = f"/html/body/{way}/table[{table + 1}]/tbody/tr[{row + 1}]/td[{max(1, column - row % 3)}]"
        return f'{{"column":{column},"kind":"html","path":"{path}","row":{row},"table":{table}}}'

    return place


def _page(table: int, row: int, column: int, chance: random.Random) -> str:
    left, top = 89.25 + 40.123 * column, 72.5 + 21.317 * row
    box = [left, top, left + chance.randrange(20_000, 40_000) / 1000, top + chance.randrange(9000) / 1000]
    edges = ",".join(f"{round(edge, 3):g}" for edge in box)
    return f'{{"box":[{edges}],"kind":"page","page":{table + 2},"unit":"pt"}}'


def _word(table: int, row: int, column: int, _chance: random.Random) -> str:
    return f'{{"column":{column},"kind":"word","paragraph":-1,"row":{row},"table":{table}}}'


def _sheet(table: int, row: int, column: int, _chance: random.Random) -> str:
    return f'{{"cell":"{chr(66 + column)}{row + 1}","kind":"sheet","sheet":"表{table + 1}"}}'


def _text(table: int, row: int, column: int, chance: random.Random) -> str:
    line = 40 * table + row + 30
    return f'{{"column":{column * 5 + 1},"kind":"text","length":{chance.randrange(1, 4)},"line":{line}}}'


def _way(chance: random.Random) -> str:
    """The way to the tables in one site's pages."""
    return "/".join(f"div[{chance.randrange(1, 9)}]" for _ in range(chance.randrange(3, 8)))


def placed(body: str, mine: Sequence[Variable]) -> Iterator[str]:
    """Where a body's report has its figures: six of ten in pages, two in print, others in office files."""
    chance = random.Random(body)
    kind: Place = chance.choices((_html(_way(chance)), _page, _word, _sheet, _text), (12, 4, 2, 1, 1))[0]
    tables: dict[str, dict[str, list[str]]] = {}
    for it in mine:
        rows = tables.setdefault(it.table, {})
        columns = rows.setdefault(it.row, [])
        columns.append(it.column)
        yield kind(len(tables) - 1, len(rows) + 1, len(columns), chance)
