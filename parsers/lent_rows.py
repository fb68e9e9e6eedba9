"""Rows of section 3 whose figures stand on another line: a label split in two, or a group's heading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from parsers.alignment import Match
from parsers.cells import read_cell
from parsers.forms import FormTable
from parsers.labels import bare
from parsers.model import Number
from parsers.rows import Row

_LARGEST_GROUP = 8


def lender(
    table: FormTable, body: Sequence[Row], match: Match, groups: Mapping[str, Match], taken: set[int]
) -> Row | None:
    """The row whose figures belong to a label without any: its group's heading just before, or its own rest.

    A label split over two lines leaves the figures on either; a page break may do it too.
    """
    heading = groups.get(match.form_row.group)
    first = next(row.name for row in table.rows if row.group == match.form_row.group)
    if heading is not None and first == match.form_row.name and heading.row == match.row - 1:
        row = body[heading.row]
        if row.has_value and not _is_subtotal(row, body[match.row + 1 : match.row + _LARGEST_GROUP]):
            return row
    after = match.row + 1
    if after < len(body) and after not in taken and body[after].has_value:
        rest = "".join(bare(cell.text) for cell in body[after].labels)
        if not rest or any(rest in bare(label) for label in match.form_row.labels):
            return body[after]
    return None


def _is_subtotal(heading: Row, others: Sequence[Row]) -> bool:
    """Whether a group's heading sums the rows of its group: those that follow, each with as many cells."""
    sums = _numbers(heading)
    columns: list[list[Number]] = [[] for _ in sums]
    for row in others:
        if len(row.rest) != len(sums):
            return False
        for column, number in zip(columns, _numbers(row), strict=True):
            column += [] if number is None else [number]
        # A blank sum fits a column of blanks and zeros.
        if any(sums) and all(
            not any(c) if s is None else sum(c) == s for c, s in zip(columns, sums, strict=True)
        ):
            return True
    return False


def _numbers(row: Row) -> list[Number | None]:
    return [read_cell(cell.text).value for cell in row.rest]
