"""Frames that are no table's cells: boxes around unruled tables, ruled headings, every other row painted."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Sequence
from itertools import pairwise

from parsers.formats.lattice import Lattice
from parsers.formats.page_figures import closing, may_close
from parsers.formats.page_table import PageTable
from parsers.formats.page_words import around, middle, words_of
from parsers.formats.pdf_cells import Anchored
from parsers.formats.typeset import Glyph, Line, printed_lines

SEVERAL, MANY = 3, 10
"""So many lines of as many figures in cells across columns, or so many figures in one, are rows unparted."""
NEAR, REACH = 3.5, 100.0
"""A row of the same table stands no further from a frame than so many heights, or so many points."""

FIGURES_APART = re.compile(r"\d\s+\d")


def only_cells(
    tables: Sequence[PageTable],
    frames: Sequence[Lattice],
    inside: Sequence[list[Anchored]],
    rows: Sequence[Sequence[Glyph]],
) -> list[bool]:
    """Tell of each table laid into a frame, with its characters, whether its cells are a table's cells.

    They are not where a cell across columns holds whole rows of figures, nor where a row of figures (of
    ``rows``, the printed lines outside all frames) stands right above or below the frame: then the lines
    and areas are drawn for show or for the heading alone, and the table is to be read from its text.
    """
    figured = [words for row in rows if (words := _figured(row))]
    levels = [middle(words[-1].box) for words in figured]
    sound = []
    for table, frame, held in zip(tables, frames, inside, strict=True):
        first, last = (bisect(levels, level) for level in (frame.box[1] - REACH, frame.box[3] + REACH))
        beside = any(_beside(frame, words) for words in figured[first:last])
        sound.append(not beside and not _holds_rows(table, frame, held))
    return sound


def _figured(row: Sequence[Glyph]) -> tuple[Line, ...]:
    """The words of a line that ends with figures; none of another line."""
    end = next((glyph.text for glyph in reversed(row) if not glyph.text.isspace()), "")
    if not may_close(end):
        return ()
    words = words_of(row)
    return words if closing(words) else ()


def _beside(frame: Lattice, words: Sequence[Line]) -> bool:
    figures = closing(words)
    _, high, _, low = around([word.box for word in figures])
    size = low - high
    _, top, _, bottom = frame.box
    if not (-size < high - bottom <= NEAR * size or -size < top - low <= NEAR * size):
        return False
    under = [column for word in figures if (column := _column(word, frame)) >= 0]
    if len(under) > 1 and len(set(under)) == len(under):
        # A page's number between dashes has no label.
        return len(under) >= SEVERAL or len(words) > len(figures)
    return under == [1] and len(frame.xs) == 3 and _column(words[0], frame) == 0


def _column(word: Line, frame: Lattice) -> int:
    """The column a word stands in, counted from 0; -1 beside the frame."""
    middle = (word.box[0] + word.box[2]) / 2
    return bisect(frame.xs, middle) - 1 if frame.xs[0] < middle < frame.xs[-1] else -1


def _holds_rows(table: PageTable, frame: Lattice, held: Sequence[Anchored]) -> bool:
    several = 0
    for cell, placed in zip(frame.cells, table.cells, strict=True):
        if not FIGURES_APART.search(placed.text):
            continue
        if cell.colspan == 1 and len(frame.xs) > 2 and cell.rowspan < SEVERAL:
            continue
        left, top, right, bottom = cell.box
        glyphs = [glyph for glyph, (x, y) in held if left <= x <= right and top <= y <= bottom]
        for row in printed_lines(glyphs):
            figures = closing(words_of(row))
            if _spaced_out(figures):
                continue
            if len(figures) >= MANY:
                return True
            several += len(figures) >= SEVERAL
    return several >= SEVERAL


def _spaced_out(figures: Sequence[Line]) -> bool:
    """Whether these are the digits of one figure set apart (3 1 5 6), closer than any two columns stand."""
    if any(len(word.text) > 1 for word in figures):
        return False
    gaps = [after.box[0] - before.box[2] for before, after in pairwise(figures)]
    return bool(gaps) and max(gaps) < max(word.box[3] - word.box[1] for word in figures)
