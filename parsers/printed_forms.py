"""The statutory tables as they are printed: every cell of every form, with its spans.

The cells come from ``data/form_cells.csv``, one row a cell from left to right and top to bottom. Sources:
annexes of 国办公开办函〔2019〕60号 and 〔2021〕30号, 国办发〔2014〕32号 附表. Reading needs none of this, it
goes by labels (:mod:`parsers.forms`); the site draws reports by it, and the demo prints them.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from itertools import groupby
from types import MappingProxyType
from typing import cast

from parsers.model import Form


@dataclass(frozen=True, slots=True)
class PrintedCell:
    """One printed cell: the words of the form, or the ``code`` of the figure that is filled in there.

    One of ``text`` and ``code`` is empty; both are where the form leaves a cell blank.
    """

    text: str
    code: str
    rowspan: int
    colspan: int


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """One table of a form: its codebook name and its lines of anchored cells, as HTML would write them."""

    form: Form
    name: str
    lines: tuple[tuple[PrintedCell, ...], ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of its figures, in printed order."""
        return tuple(cell.code for line in self.lines for cell in line if cell.code)


def _printed() -> Mapping[Form, tuple[PrintedTable, ...]]:
    text = files("parsers").joinpath("data", "form_cells.csv").read_text(encoding="utf-8")
    tables: dict[Form, list[PrintedTable]] = {}
    by_table = groupby(csv.DictReader(text.splitlines()), key=lambda row: (row["form"], row["table"]))
    for (name, table), cells in by_table:
        form = cast(Form, name)
        lines = tuple(
            tuple(
                PrintedCell(row["text"], row["code"], int(row["rowspan"]), int(row["colspan"]))
                for row in line
            )
            for _, line in groupby(cells, key=lambda row: row["line"])
        )
        tables.setdefault(form, []).append(PrintedTable(form, table, lines))
    return MappingProxyType({form: tuple(found) for form, found in tables.items()})


PRINTED: Mapping[Form, tuple[PrintedTable, ...]] = _printed()
"""The tables of each form in printed order; the reports before 2014 had none."""


def printed_table(form: Form, name: str) -> PrintedTable:
    """The table called ``name`` of ``form``; raises KeyError."""
    for table in PRINTED.get(form, ()):
        if table.name == name:
            return table
    raise KeyError(f"form {form} prints no table {name!r}")
