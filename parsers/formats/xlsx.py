"""XLSX: every visible sheet's cells as displayed, read with lxml from the package (ECMA-376, 18).

The package is read here and not through calamine because calamine hands on stored values: not that a
format shows 0 as a dash or as nothing, not which rows are hidden, not that a formula has no result.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from parsers.formats.file_rules import (
    BROKEN,
    CONDITIONAL_DISPLAY,
    EMPTY,
    FORMULA_WITHOUT_VALUE,
    HIDDEN_SHEET,
    ROUNDED_DISPLAY,
    UNKNOWN_DISPLAY,
    UnreadableFile,
    state,
    struck_out,
    unread,
)
from parsers.formats.lines import is_figure, lowered, raised
from parsers.formats.number_format import UnknownFormat, plain, rounds, show, show_text, written
from parsers.formats.package import Package
from parsers.formats.pictured import PICTURE, Piece, images_of, with_pictures
from parsers.formats.sheet import (
    NOT_SHOWN,
    Merge,
    Position,
    SheetContent,
    address,
    blocks,
    hidden,
    named,
    position,
    white_on_white,
)
from parsers.formats.xlsx_conditions import read_conditions
from parsers.formats.xlsx_drawings import drawn_over
from parsers.formats.xlsx_styles import PLAIN, TRUE, CellStyle, S, hiding_formats, read_styles, strikes
from parsers.model import Finding, Source
from parsers.readings import ReadingRule

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
STRICT = {
    b"http://purl.oclc.org/ooxml/spreadsheetml/main": S[1:-1].encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": R[1:-1].encode(),
}
CELL_IMAGES = "xl/cellimages.xml"
"""Where WPS keeps the pictures that are set into cells."""
TOLD = (UNKNOWN_DISPLAY, FORMULA_WITHOUT_VALUE, ROUNDED_DISPLAY, CONDITIONAL_DISPLAY)
"""What is told of single cells."""
SETTINGS = {"superscript": raised, "subscript": lowered}


def read(data: bytes, address: str | None = None, media_type: str | None = None) -> Source:
    """Read an XLSX (or XLSM) into paragraphs and exact grids, one sheet after another.

    A broken, encrypted or empty file gives a source without blocks and the finding that says why.
    """
    try:
        package = Package(data)
        workbook = _part(package, "xl/workbook.xml")
        book = _Book(package, workbook)
        content, shown, left = with_pictures(tuple(book.pieces()))
    except UnreadableFile as error:
        return unread(XLSX, error)
    except KeyError as error:
        return unread(XLSX, UnreadableFile(BROKEN, f"没有部件{error}"))
    findings = [*package.findings, *book.findings, *struck_out(book.struck), *shown]
    if not content:
        findings.append(state(EMPTY))
    metadata = tuple((PICTURE, name) for name in left)
    return Source(XLSX, content, metadata=metadata, findings=tuple(findings))


def _part(package: Package, name: str) -> etree._Element:
    data = package.read(name)
    for strict, transitional in STRICT.items():
        if strict in data[:4096]:
            data = data.replace(strict, transitional)
    return package.parse(name, data)


@dataclass(slots=True)
class _Book:
    """A workbook and what its sheets share: texts, formats, the day its dates count from."""

    package: Package
    workbook: etree._Element
    findings: list[Finding] = field(default_factory=list)
    struck: list[str] = field(default_factory=list)
    _items: list[etree._Element] = field(init=False)
    _texts: list[str] = field(init=False)
    _styles: list[CellStyle] = field(init=False)
    _hiding: frozenset[str] = field(init=False)
    _epoch_1904: bool = field(init=False)
    _to_compute: bool = field(init=False)

    def __post_init__(self) -> None:
        strings = self.package.attempt("xl/sharedStrings.xml", _part)
        self._items = [] if strings is None else strings.findall(f"{S}si")
        self._texts = [self._rich(item) for item in self._items]
        styles = self.package.attempt("xl/styles.xml", _part)
        self._styles = read_styles(styles)
        self._hiding = frozenset(hiding_formats(styles))
        computing = self.workbook.find(f"{S}calcPr")
        self._to_compute = computing is not None and computing.get("fullCalcOnLoad") in TRUE
        properties = self.workbook.find(f"{S}workbookPr")
        self._epoch_1904 = properties is not None and properties.get("date1904") in TRUE

    def pieces(self) -> Iterator[Piece]:
        """Yield text boxes, cells and pictures of each visible sheet; hidden ones are named in a finding."""
        relations = self.package.xml_or_none("xl/_rels/workbook.xml.rels")
        targets = {} if relations is None else {row.get("Id"): row.get("Target", "") for row in relations}
        concealed = []
        for number, sheet in enumerate(self.workbook.iterfind(f"{S}sheets/{S}sheet"), start=1):
            name = sheet.get("name", f"{number}")
            if sheet.get("state", "visible") != "visible":
                concealed.append(name)
                continue
            target = targets.get(sheet.get(f"{R}id")) or f"worksheets/sheet{number}.xml"
            part = target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)
            root = self.package.attempt(part, _part)
            if root is not None and root.tag == f"{S}worksheet":
                content = self._sheet(name, root)
                boxes, pictures = drawn_over(self.package, name, part)
                yield from (*boxes, *blocks(content), *pictures)
                self.findings.extend(hidden(content))
        yield from images_of(
            self.package, "xl/cellimages.xml"
        ).values()  # WPS keeps those set into cells here
        if concealed:
            self.findings.append(state(HIDDEN_SHEET, "、".join(concealed)))

    def _sheet(self, name: str, root: etree._Element) -> SheetContent:
        zeros = root.find(f"{S}sheetViews/{S}sheetView")
        show_zeros = zeros is None or zeros.get("showZeros", "1") in TRUE
        texts: dict[Position, str] = {}
        rows: set[int] = set()
        told: dict[ReadingRule, list[str]] = {rule: [] for rule in TOLD}
        white: list[str] = []
        conditions = read_conditions(root, self._hiding)
        painted = any(root.find(f"{S}{tag}") is not None for tag in ("tableParts", "picture"))
        at = (-1, -1)
        for row in root.iterfind(f"{S}sheetData/{S}row"):
            number = row.get("r", "")
            at = (int(number) - 1 if number.isdecimal() and len(number) < 8 else at[0] + 1, -1)
            if row.get("hidden") in TRUE:
                rows.add(at[0])
            for cell in row.iterfind(f"{S}c"):
                at = _cell_position(cell.get("r"), (at[0], at[1] + 1))
                try:
                    text = self._text(cell, show_zeros)
                except UnknownFormat:
                    told[UNKNOWN_DISPLAY].append(cell.get("r", ""))
                    text = NOT_SHOWN + _stored(cell)
                if self._is_uncomputed(cell):
                    told[FORMULA_WITHOUT_VALUE].append(cell.get("r", ""))
                    text = f"{NOT_SHOWN}={cell.findtext(f'{S}f')}"
                if text and self._style(cell).struck:
                    text = self._left_standing(cell, text)
                if is_figure(text):
                    if any(one.may_hide(at, cell.findtext(f"{S}v", "")) for one in conditions):
                        told[CONDITIONAL_DISPLAY].append(cell.get("r", ""))
                    elif (
                        self._style(cell).white
                        and not painted
                        and not any(one.covers(at) for one in conditions)
                    ):
                        white.append(address(*at))
                        text = ""
                if text:
                    texts[at] = text
                if cell.get("t", "n") == "n" and _rounds(cell, text):
                    told[ROUNDED_DISPLAY].append(cell.get("r", ""))
        self._name_cells(name, told)
        self.findings += white_on_white(name, white)
        merges = tuple(_merges(root))
        return SheetContent(name, texts, merges, frozenset(rows), frozenset(_hidden_columns(root)))

    def _is_uncomputed(self, cell: etree._Element) -> bool:
        """Whether a formula has no result, or the 0 of a program that leaves computing to the next one."""
        if cell.find(f"{S}f") is None or cell.get("t") == "str":
            return False
        stored = cell.findtext(f"{S}v", "")
        return not stored or (stored == "0" and self._to_compute)

    def _name_cells(self, sheet: str, told: Mapping[ReadingRule, list[str]]) -> None:
        for rule, cells in told.items():
            if cells:
                self.findings.append(state(rule, f"工作表「{sheet}」{named(cells)}"))

    def _text(self, cell: etree._Element, show_zeros: bool) -> str:
        kind = cell.get("t", "n")
        code = self._style(cell).code
        stored = cell.findtext(f"{S}v", "")
        if kind == "inlineStr":
            inline = cell.find(f"{S}is")
            return "" if inline is None else show_text(self._rich(inline), code)
        if kind == "s":
            known = stored.isdecimal() and int(stored) < len(self._texts)
            return show_text(self._texts[int(stored)], code) if known else ""
        if kind == "b":
            return "TRUE" if stored in TRUE else "FALSE"
        if kind in ("str", "e", "d") or not stored:
            return show_text(stored, code)
        try:
            value = float(stored)
        except ValueError:
            return stored
        if value == 0 and not show_zeros:
            return ""
        return show(value, code, self._epoch_1904)

    def _style(self, cell: etree._Element) -> CellStyle:
        name = cell.get("s", "0")
        known = name.isdecimal() and int(name) < len(self._styles)
        return self._styles[int(name)] if known else PLAIN

    def _left_standing(self, cell: etree._Element, text: str) -> str:
        """What a cell shows whose font is struck out: only runs of its text that have a font of their own."""
        item, stored = cell.find(f"{S}is"), cell.findtext(f"{S}v", "")
        if cell.get("t") == "s" and stored:
            item = self._items[int(stored)]
        if item is not None and item.find(f"{S}r/{S}rPr") is not None:
            return self._rich(item, struck=True)
        if text.strip():
            self.struck.append(text)
        return ""

    def _rich(self, item: etree._Element, struck: bool = False) -> str:
        """Join the runs of a text; the reading aids (``rPh``) of East Asian text are not part of it."""
        texts = (text for text in item.iter(f"{S}t") if text.getparent().tag != f"{S}rPh")  # type: ignore[union-attr]
        return "".join(self._run(text, struck) for text in texts).replace("_x000D_", "").replace("\r\n", "\n")

    def _run(self, text: etree._Element, struck: bool) -> str:
        """A run's text, its digits above or below the line where its properties set them so.

        ``struck`` says whether the cell's own font, that of runs without properties, is struck out.
        """
        own = text.text or ""
        properties = text.find(f"../{S}rPr")
        if struck if properties is None else strikes(properties):
            self.struck.append(own)
            return ""
        setting = text.find(f"../{S}rPr/{S}vertAlign")
        kind = None if setting is None else SETTINGS.get(setting.get("val", ""))
        return own if kind is None else kind(own)


def _rounds(cell: etree._Element, text: str) -> bool:
    try:
        return rounds(float(cell.findtext(f"{S}v", "")), text)
    except (ValueError, ArithmeticError):
        return False


def _stored(cell: etree._Element) -> str:
    text = cell.findtext(f"{S}v", "")
    try:
        return written(plain(float(text)))
    except (ValueError, ArithmeticError):
        return text


def _cell_position(name: str | None, otherwise: Position) -> Position:
    try:
        return position(name or "")
    except ValueError:
        return otherwise


def _merges(root: etree._Element) -> Iterator[Merge]:
    for row in root.iterfind(f"{S}mergeCells/{S}mergeCell"):
        first, _, last = row.get("ref", "").partition(":")
        try:
            top, left = position(first)
            bottom, right = position(last or first)
        except ValueError:
            continue
        yield min(top, bottom), min(left, right), max(top, bottom), max(left, right)


def _hidden_columns(root: etree._Element) -> Iterator[int]:
    for column in root.iterfind(f"{S}cols/{S}col"):
        low, high = column.get("min", ""), column.get("max", "")
        if column.get("hidden") in TRUE and low.isdecimal() and high.isdecimal():
            yield from range(int(low) - 1, min(int(high), 16_384))
