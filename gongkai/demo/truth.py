"""What a made-up report really says: the figures it prints, the faults planted in it, the whole document.

The truth is fixed while the document is written, not read back from it: of the parsers the demo knows
only the paper forms, which both start from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Literal

Number = int | Decimal
DemoForm = Literal["2008", "2014", "2019", "2021"]
DemoLevel = Literal["national", "province", "prefecture", "county"]
DemoState = Literal["number", "blank", "dash", "word", "missing"]
Flavour = Literal["pipes", "tabs", "lines"]
Told = Literal["stated", "inferred", "open"]

FLAVOURS: tuple[Flavour, ...] = ("pipes", "tabs", "lines")


@dataclass(frozen=True, slots=True)
class TrueFigure:
    """One figure as the document prints it.

    ``value`` is in counts or yuan, ``None`` where the cell states no number; ``raw`` is the cell's text.
    ``told`` is ``open`` where a planted fault leaves the reader several readings (any is fine that is
    not called certain), ``inferred`` where only a header or a neighbour gives it.
    """

    value: Number | None
    state: DemoState
    raw: str
    told: Told = "stated"


@dataclass(frozen=True, slots=True)
class PlantedFault:
    """A fault put in on purpose: its name, the codes of the cells it concerns, and what was done.

    ``must_find`` says that a reader of the document must raise a finding which names one of the cells
    (or any finding at all, where the fault concerns no cell).
    """

    name: str
    cells: tuple[str, ...]
    note: str
    must_find: bool


@dataclass(frozen=True, slots=True)
class DemoCell:
    """A cell of a printed table; ``code`` is the figure it prints, or ``None`` for labels and headers."""

    text: str
    rowspan: int = 1
    colspan: int = 1
    code: str | None = None


@dataclass(frozen=True, slots=True)
class DemoTable:
    """A table as the form prints it: rows of anchored cells, as HTML would write them."""

    name: str
    rows: tuple[tuple[DemoCell, ...], ...]


@dataclass(frozen=True, slots=True)
class DemoSection:
    """A numbered section; the tables stand after the paragraphs. No heading for what comes first."""

    heading: str
    paragraphs: tuple[str, ...]
    tables: tuple[DemoTable, ...] = ()


@dataclass(frozen=True, slots=True)
class DemoReport:
    """A whole made-up report and the truth about it.

    ``html`` is the article's body alone (no page around it, see :mod:`gongkai.demo.html_page`);
    ``texts`` holds the same document flattened in each of the three ways the seeds were, ``text`` the
    one with tabs. ``figures`` has every figure of the form in the order of its tables; ``claims`` the
    figures that sentences state, by the code of the cell they speak of.
    """

    title: str
    published: date
    html: str
    text: str
    figures: Mapping[str, TrueFigure]
    faults: tuple[PlantedFault, ...]
    body: str
    level: DemoLevel
    province: str
    division_code: str
    year: int
    form: DemoForm
    seed: int
    texts: Mapping[Flavour, str] = field(default_factory=lambda: MappingProxyType({}))
    claims: Mapping[str, Number] = field(default_factory=lambda: MappingProxyType({}))
    sections: tuple[DemoSection, ...] = ()

    @property
    def late(self) -> bool:
        """Whether the report appeared after the day its law allows."""
        last = date(self.year + 1, 1, 31) if self.year >= 2019 else date(self.year + 1, 3, 31)
        return self.published > last
