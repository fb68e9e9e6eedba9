"""A reading copy of any format the parsers know: paragraphs and grids as read, an id on every figure's place.

Used for spreadsheets, word-processor files and whatever else has no picture of its pages here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from html import escape

from gongkai.viewer_original import Mark
from parsers.formats import read
from parsers.jsonform import place_json
from parsers.model import Grid, Place, Source

MOST_BLOCKS = 20_000
"""Blocks beyond this are left out, and the copy says so."""


def sanitised(data: bytes, media_type: str, marks: Sequence[Mark]) -> str:
    """The document's blocks in reading order; an unreadable document gives an empty text."""
    by_place: dict[str, list[Mark]] = {}
    for mark in marks:
        by_place.setdefault(_key(mark.place), []).append(mark)
    source = read(data, None, media_type)
    # Of an archive the members are shown that the report's figures stand in.
    members = [it for it in source.members if not marks or not by_place.keys().isdisjoint(_places(it))]
    blocks = [block for part in (source, *members) for block in part.blocks]
    parts: list[str] = []
    for block in blocks[:MOST_BLOCKS]:
        if isinstance(block, Grid):
            parts.extend(_grid(block, by_place))
        else:
            parts.append(f"<p{_ids(_marks(block.place, by_place))}{escape(block.text)}</p>")
    if len(blocks) > MOST_BLOCKS:
        parts.append("<p>……（余下部分请下载原件 The rest is in the original file）</p>")
    return "".join(parts)


def _places(source: Source) -> Iterator[str]:
    for block in source.blocks:
        held = block.cells if isinstance(block, Grid) else (block,)
        yield from (_key(place_json(it.place)) for it in held)


def _key(place: Mapping[str, object]) -> str:
    return json.dumps(place, sort_keys=True)


def _grid(grid: Grid, by_place: Mapping[str, list[Mark]]) -> Iterator[str]:
    yield "<table>"
    for row in grid.rows:
        yield "<tr>"
        for cell in row:
            spans = "".join(
                f' {name}="{size}"'
                for name, size in (("rowspan", cell.rowspan), ("colspan", cell.colspan))
                if size > 1
            )
            yield f"<td{spans}{_ids(_marks(cell.place, by_place))}{escape(cell.text)}</td>"
        yield "</tr>"
    yield "</table>"


def _marks(place: Place, by_place: Mapping[str, list[Mark]]) -> Sequence[Mark]:
    return by_place.get(_key(place_json(place)), ())


def _ids(marks: Sequence[Mark]) -> str:
    if not marks:
        return ">"
    title = escape("；".join(mark.label for mark in marks))
    others = "".join(f'<i id="{escape(mark.cell)}"></i>' for mark in marks[1:])
    return f' id="{escape(marks[0].cell)}" class="fig" title="{title}">{others}'
