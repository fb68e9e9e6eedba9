"""Tables printed without a table: lines parted by tabs, spaces or drawn bars, or a cell a line.

Typed with the tabulator in Word, copied from a page cell by cell, or kept as plain text. Only a document in
which no table of the forms was found is looked at so; how many columns a line has is then only counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from parsers.cells import is_value
from parsers.labels import clean
from parsers.model import Block, Cell, Grid, Paragraph, Source, TextPlace

_GAP = re.compile(r"[\t 　\xa0]{2,}|\t")
_BAR = re.compile(r"\s*[│┃║｜|]\s*")
_FIGURE = r"(?:[-+]?\d[\d,]*(?:\.\d+)?(?:件|条|万元|元)?|[-—/]+|无)"
_ENDS_IN_FIGURES = re.compile(rf"(?P<label>\S.*?)(?P<figures>(?:[ 　]+{_FIGURE})+)\s*$")
_SENTENCE = re.compile("[。；]|报告")
_HEADING = re.compile("报告$|^[一二三四五六七八九十]+、.*(?:情况|问题|事项)$|^第.{1,6}条第.*项$")
_UNITS = frozenset({"条", "件", "次", "篇", "个", "人", "人次", "元", "万元"})
_DRAWN = re.compile(r"[\s─━═┄┈┌┬┐├┼┤└┴┘┏┳┓┣╋┫┗┻┛╔╦╗╠╬╣╚╩╝+|│┃║-]+")
LONGEST = 160
"""A longer line is prose."""
FEWEST = 5
"""So many lines must end in figures, or be a figure alone, before a document is taken for a table."""


def loosened(source: Source) -> Source:
    """The source with its lines of cells as grids; the source itself where too few lines hold figures."""
    texts = [block.text for block in source.blocks if isinstance(block, Paragraph)]
    rows = sum(len(cells) > 1 and is_value(cells[-1]) for cells in map(_row, texts))
    alone = sum(bool(text.strip()) and is_value(text) for text in texts)
    if max(rows, alone) < FEWEST:
        return source
    return replace(source, blocks=tuple(_stacked(source.blocks) if alone > rows else _lined(source.blocks)))


def _row(text: str) -> list[str]:
    """The cells of a line: one where it is prose or a heading."""
    if not _short(text):
        return [text]
    line = text.strip()
    barred = _BAR.search(line) is not None
    cells = _BAR.split(line) if barred else _GAP.split(line)
    if len(cells) == 1:
        match = _ENDS_IN_FIGURES.fullmatch(line)
        return [text] if match is None else [*match["label"].split(), *match["figures"].split()]
    if barred:  # the bars at both ends part nothing
        cells = cells[not cells[0] : len(cells) - (not cells[-1])]
    return cells if len(cells) > 1 and not _SENTENCE.search(line) else [text]


def _short(text: str) -> bool:
    return 0 < len(" ".join(text.split())) <= LONGEST


def _lined(blocks: Sequence[Block]) -> Iterator[Block]:
    """A row a line; a line of words beside rows is split at its spaces, for it is their header."""
    run: list[Paragraph] = []
    for block in (*blocks, None):
        if isinstance(block, Paragraph) and _could_be_row(block.text):
            if not _DRAWN.fullmatch(block.text):
                run.append(block)
            continue
        yield from _rows(run)
        run = []
        if block is not None:
            yield block


def _could_be_row(text: str) -> bool:
    words = _short(text) and len(text.split()) > 1 and not _SENTENCE.search(text)
    return words or len(_row(text)) > 1 or (bool(text.strip()) and _DRAWN.fullmatch(text) is not None)


def _rows(run: Sequence[Paragraph]) -> Iterator[Block]:
    split = [_row(line.text) for line in run]
    if not any(len(cells) > 1 for cells in split):
        yield from run
        return
    lines = [cells if len(cells) > 1 else line.text.split() for cells, line in zip(split, run, strict=True)]
    cells = (
        _cells(at, own, [line] * len(own)) for at, (own, line) in enumerate(zip(lines, run, strict=True))
    )
    yield Grid(tuple(chain.from_iterable(cells)), exact=False)


def _cells(row: int, texts: Sequence[str], lines: Sequence[Paragraph]) -> Iterator[Cell]:
    """The cells of a row, each with its place in the line it comes from."""
    end = 0
    for column, (text, line) in enumerate(zip(texts, lines, strict=True)):
        place, at = line.place, line.text.find(text, end if column and lines[column - 1] is line else 0)
        end = at + len(text)
        if isinstance(place, TextPlace):
            place = TextPlace(place.line, place.column + at, len(text))
        yield Cell(row, column, text, place)


def _stacked(blocks: Sequence[Block]) -> Iterator[Block]:
    """A cell a line: the words before figures name their row, words before those are a row of heads."""
    heads: list[Paragraph] = []
    figures: list[Paragraph] = []
    for block in (*blocks, None):
        held = isinstance(block, Paragraph) and _short(block.text) and not block.text.endswith("。")
        if isinstance(block, Paragraph) and held and heads and clean(block.text) and is_value(block.text):
            figures.append(block)
            continue
        if figures:
            begun = max((at for at, line in enumerate(heads) if _HEADING.search(line.text)), default=-1) + 1
            begun = min(begun, len(heads) - 1)
            yield from heads[:begun]
            named = max(begun, len(heads) - (2 if heads[-1].text.strip() in _UNITS else 1))
            rows = (heads[begun:named], [*heads[named:], *figures])
            cells = (_cells(at, [line.text.strip() for line in row], row) for at, row in enumerate(rows))
            yield Grid(tuple(chain.from_iterable(cells)), exact=False)
            heads, figures = [], []
        if isinstance(block, Paragraph) and held:
            heads.append(block)
            continue
        yield from heads
        heads = []
        if block is not None:
            yield block
