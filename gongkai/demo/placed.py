"""A made-up table with its spans laid out: what the writers of office formats need to know of each cell."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.demo.truth import DemoCell, DemoTable


@dataclass(frozen=True, slots=True)
class PlacedCell:
    """A cell and the row and column, from 0, of its top left corner."""

    row: int
    column: int
    cell: DemoCell


@dataclass(frozen=True, slots=True)
class PlacedTable:
    """A table of so many rows and columns; every square belongs to at most one cell."""

    height: int
    width: int
    cells: tuple[PlacedCell, ...]

    def at(self, row: int, column: int) -> PlacedCell | None:
        """The cell that covers a square, or ``None`` where the table has a hole."""
        for placed in self.cells:
            inside = placed.row <= row < placed.row + placed.cell.rowspan
            if inside and placed.column <= column < placed.column + placed.cell.colspan:
                return placed
        return None


def place(table: DemoTable) -> PlacedTable:
    """Lay out a table the way a browser does: each cell in the first free square of its row."""
    taken: set[tuple[int, int]] = set()
    cells: list[PlacedCell] = []
    for number, row in enumerate(table.rows):
        column = 0
        for cell in row:
            while (number, column) in taken:
                column += 1
            cells.append(PlacedCell(number, column, cell))
            taken |= {
                (number + down, column + across)
                for down in range(cell.rowspan)
                for across in range(cell.colspan)
            }
            column += cell.colspan
    height = max(row for row, _ in taken) + 1
    return PlacedTable(height, max(column for _, column in taken) + 1, tuple(cells))
