"""The tables of a PDF by other libraries, and how many printed figures they bring into a cell of their own.

Their cells have no codes: a figure counts for them wherever its print stands alone in a cell, ours only under
its own code. So the comparison favours them.
"""

from __future__ import annotations

import io
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

import pdfplumber
from camelot.io import read_pdf

from benchmarks.made_up import verdicts
from gongkai.demo.truth import DemoReport
from parsers.model import Report

Grids = list[list[str]]
"""The rows of all tables of a document, one below the other; a row is the text of its cells."""


def by_pdfplumber(data: bytes) -> Grids:
    """The tables pdfplumber finds by their lines; the pages' text is read too, as a report needs it."""
    rows: Grids = []
    with pdfplumber.open(io.BytesIO(data)) as document:
        for sheet in document.pages:
            sheet.extract_text()
            for found in sheet.extract_tables():
                rows += [[cell or "" for cell in row] for row in found]
    return rows


def by_camelot(data: bytes) -> Grids:
    """The tables camelot finds by their lines, in the whole document."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of regions without a table
        found = read_pdf(io.BytesIO(data), pages="all", flavor="lattice")
    return [[str(cell) for cell in row] for table in found for row in table.df.to_numpy().tolist()]


RIVALS: Mapping[str, Callable[[bytes], Grids]] = MappingProxyType(
    {"pdfplumber": by_pdfplumber, "camelot": by_camelot}
)


def brought(report: DemoReport, rows: Iterable[Iterable[str]]) -> int:
    """How many printed figures of the report stand alone in a cell of the rows."""
    printed = Counter(figure.raw.strip() for figure in report.figures.values())
    cells = Counter(cell.strip() for row in rows for cell in row)
    return sum(min(count, cells[raw]) for raw, count in printed.items() if raw)


def right(report: DemoReport, parsed: Report) -> int:
    """How many printed figures of the report we give under their own code."""
    found = verdicts(report, parsed)
    return sum(found[code] == "right" for code, figure in report.figures.items() if figure.raw.strip())
