"""What a parsed document is: frozen values that cross the borders between rooms, and nothing that acts.

The way of a document: bytes are read by a module of ``parsers.formats`` into a
:class:`Source` (paragraphs and grids, each with its place in the original);
the rest of ``parsers`` turns a ``Source`` into a :class:`Report`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import Literal

Number = int | Decimal
"""A count is an ``int``; an amount of money may be a ``Decimal`` (never a float: 0.1 must stay 0.1)."""

Form = Literal["2008", "2014", "2019", "2021"]
State = Literal["number", "blank", "dash", "word", "text", "missing"]
Unit = Literal["count", "CNY"]
Confidence = Literal["stated", "inferred", "ambiguous"]
Severity = Literal["error", "warning", "info"]
Level = Literal["national", "province", "prefecture", "county"]


@dataclass(frozen=True, slots=True)
class TextPlace:
    """A run of characters in a text file; ``line`` and ``column`` count from 1, ``length`` in characters."""

    line: int
    column: int
    length: int


@dataclass(frozen=True, slots=True)
class HtmlPlace:
    """An element of an HTML page.

    ``path`` is the element's absolute path in the tree lxml builds
    (``/html/body/div[2]/table/tr[3]/td[2]``); ``table`` counts the page's tables from 0 in document
    order; ``row`` and ``column`` are the cell's place in the grid after spans are laid out, from 0.
    A paragraph outside any table has ``table``, ``row`` and ``column`` -1.
    """

    path: str
    table: int = -1
    row: int = -1
    column: int = -1


@dataclass(frozen=True, slots=True)
class PagePlace:
    """A box on a page or picture: left, top, right, bottom from the top left corner; pages count from 1."""

    page: int
    box: tuple[float, float, float, float]
    unit: Literal["pt", "px"]


@dataclass(frozen=True, slots=True)
class SheetPlace:
    """A cell of a spreadsheet, by the sheet's name and the cell's address (``B7``)."""

    sheet: str
    cell: str


@dataclass(frozen=True, slots=True)
class WordPlace:
    """A paragraph or table cell of a word-processor document, counted from 0; -1 where it does not apply."""

    paragraph: int = -1
    table: int = -1
    row: int = -1
    column: int = -1


@dataclass(frozen=True, slots=True)
class MemberPlace:
    """A place inside one member of a container (ZIP, MHTML, a picture of a DOCX or a page).

    ``member`` is its name in the container; of a picture written into a page, its element's path.
    """

    member: str
    inside: TextPlace | HtmlPlace | PagePlace | SheetPlace | WordPlace


Place = TextPlace | HtmlPlace | PagePlace | SheetPlace | WordPlace | MemberPlace


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line or paragraph of running text as the document has it (spaces kept, line ends removed)."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a grid: its anchor row and column from 0, how far it spans, its text and its place.

    ``doubt`` is how unsure the recognition of a pictured cell was, from 0 (certain) to 1; ``None``
    where the text was read and not recognised.
    """

    row: int
    column: int
    text: str
    place: Place
    rowspan: int = 1
    colspan: int = 1
    doubt: float | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as the document lays it out, cells in reading order.

    ``exact`` is true where markup, rulings or a sheet fix each cell's row and column; false for
    tables flattened to text, whose column numbers are only counts and may be off.
    """

    cells: tuple[Cell, ...]
    exact: bool

    @property
    def rows(self) -> tuple[tuple[Cell, ...], ...]:
        """The cells by anchor row, each row from left to right; a row without anchors is an empty tuple."""
        height = max((cell.row for cell in self.cells), default=-1) + 1
        rows: list[list[Cell]] = [[] for _ in range(height)]
        for cell in self.cells:
            rows[cell.row].append(cell)
        for row in rows:
            row.sort(key=_COLUMN)
        return tuple(map(tuple, rows))


_COLUMN = attrgetter("column")
Block = Paragraph | Grid


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a reader should doubt or know, with the codes of the cells it concerns.

    ``check`` is an id of the table of checks; ``expected`` and ``actual`` are short texts or numbers,
    or ``None`` where the finding compares nothing; ``message`` is a Chinese sentence that names
    table, row and column as printed and what was seen.
    """

    check: str
    severity: Severity
    message: str
    cells: tuple[str, ...] = ()
    expected: Number | str | None = None
    actual: Number | str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A document read but not yet understood: its blocks in reading order and what it says of itself.

    ``metadata`` holds name-value pairs in document order (``meta:PubDate``, ``info:发布日期``,
    ``title``); ``encoding`` is the one the bytes were decoded with; ``findings`` tell what the format
    itself got wrong (undecodable bytes, a page without text).

    The documents of an archive are its ``members``, each read by itself; it has no blocks of its own.
    ``part`` says which part of the file this is: ``!/2021/年报.docx`` (a member), ``#2`` (the second report
    of a page), nothing for the whole.
    """

    media_type: str
    blocks: tuple[Block, ...]
    pages: int | None = None
    encoding: str | None = None
    metadata: tuple[tuple[str, str], ...] = ()
    findings: tuple[Finding, ...] = ()
    part: str = ""
    members: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the form: what its cell holds, how sure the reading is, and where the cell stands.

    ``value`` is ``None`` unless the cell states a number (blank is not 0); ``raw`` is the cell's text
    as printed; ``alternatives`` are the other readings an ambiguous cell allows; ``where`` is ``None``
    only when ``state`` is ``missing``.
    """

    table: str
    row: str
    column: str
    value: Number | None
    state: State
    raw: str
    unit: Unit
    confidence: Confidence
    alternatives: tuple[Number | None, ...] = ()
    where: Place | None = None

    @property
    def code(self) -> str:
        """The codebook's code, ``table.row.column``."""
        return f"{self.table}.{self.row}.{self.column}"


@dataclass(frozen=True, slots=True)
class Section:
    """One of the report's numbered sections; ``number`` from 1, 0 for what precedes the first heading."""

    number: int
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure stated in a sentence; ``about`` is the code of the table cell it speaks of."""

    about: str
    value: Number
    sentence: str
    where: Place


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose report this is, for which year, on which form, and what the document says of itself."""

    body: str
    level: Level | None
    province: str | None
    division_code: str | None
    year: int | None
    form: Form | None
    title: str
    published: date | None
    period: tuple[date, date] | None


@dataclass(frozen=True, slots=True)
class Report:
    """The whole answer for one document; ``identity`` is ``None`` when it is no annual report.

    ``part`` says which part of the file it is where the file holds several reports (see :class:`Source`).
    """

    media_type: str
    pages: int | None
    identity: Identity | None
    sections: tuple[Section, ...]
    figures: tuple[Figure, ...]
    claims: tuple[Claim, ...]
    findings: tuple[Finding, ...]
    part: str = ""
