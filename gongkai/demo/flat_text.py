"""Tables flattened to text in the three ways seen in real extracted reports, and whole documents with them.

``pipes``: rows between bars with a rule under the first; ``tabs``: cells parted by tabs, merged cells left
empty; ``lines``: one cell a line, rows parted by an empty line, cells merged to the left dropped.
"""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.demo.truth import DemoCell, DemoSection, DemoTable, Flavour


def laid_out(table: DemoTable) -> list[list[DemoCell | None]]:
    """The table as a grid: each cell at its anchor, ``None`` where a span covers the place.

    A row may come out longer or shorter than the others if its cells do not add up.
    """
    grid: list[list[DemoCell | None]] = []
    covered: dict[tuple[int, int], None] = {}
    for number, row in enumerate(table.rows):
        line: list[DemoCell | None] = []
        for cell in row:
            while (number, len(line)) in covered:
                line.append(None)
            column = len(line)
            line.extend([cell, *[None] * (cell.colspan - 1)])
            for below in range(1, cell.rowspan):
                for across in range(cell.colspan):
                    covered[number + below, column + across] = None
        while (number, len(line)) in covered:
            line.append(None)
        grid.append(line)
    return grid


def _shown(cell: DemoCell | None) -> str:
    return "" if cell is None else cell.text


def _tabs(table: DemoTable) -> list[str]:
    grid = laid_out(table)
    return ["\t".join(_shown(cell) for cell in line) for line in grid]


def _pipes(table: DemoTable) -> list[str]:
    lines = ["| " + " | ".join(_shown(cell) for cell in line) + " |" for line in laid_out(table)]
    width = max(len(line) for line in laid_out(table))
    return [lines[0], "|" + "----|" * width, *lines[1:]]


def _lines(table: DemoTable) -> list[str]:
    """A cell merged downwards leaves an empty line in the rows below; one merged to the right leaves none."""
    shown: list[str] = []
    depth: dict[int, tuple[int, int]] = {}  # column -> (rows still covered, columns covered)
    for row in table.rows:
        waiting = list(row)
        column = 0
        going: dict[int, tuple[int, int]] = {}
        while waiting or column in depth:
            if column in depth:
                left, wide = depth[column]
                shown.append("\t")
                if left > 1:
                    going[column] = (left - 1, wide)
                column += wide
                continue
            cell = waiting.pop(0)
            shown.append(f"\t{cell.text}")
            if cell.rowspan > 1:
                going[column] = (cell.rowspan - 1, cell.colspan)
            column += cell.colspan
        for place, rest in depth.items():
            if place > column and rest[0] > 1:
                going[place] = (rest[0] - 1, rest[1])
        depth = going
        shown.append("")
    return shown


_FLATTENERS = {"pipes": _pipes, "tabs": _tabs, "lines": _lines}


def document(
    heading: Sequence[str], sections: Sequence[DemoSection], ending: Sequence[str], flavour: Flavour
) -> str:
    """The whole document as text; paragraphs are parted by empty lines except in the ``lines`` flavour."""
    gap = "\n" if flavour == "lines" else "\n\n"
    blocks: list[str] = [*heading]
    for section in sections:
        blocks.extend(text for text in (section.heading, *section.paragraphs) if text)
        blocks.extend("\n".join(_FLATTENERS[flavour](table)) for table in section.tables)
    blocks.extend(ending)
    return gap.join(blocks) + "\n"
