"""What an XLS stream says beyond its values: number formats, hidden rows, columns and zeros ([MS-XLS] 2.4).

The values and texts themselves come through calamine; this reads the records it does not hand on.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from parsers.formats.biff_conditions import MOST_RANGES, WHITE_COLOURS, Ranges, covers, hides, ranges_of
from parsers.formats.biff_texts import Font, SetText, font_of, read_font, set_texts
from parsers.formats.number_format import BUILT_IN

BOF, EOF, FORMAT, XF, DATEMODE, FILEPASS = 0x809, 0x0A, 0x41E, 0xE0, 0x22, 0x2F
NUMBER, RK, MULRK, FORMULA, LABEL, LABELSST = 0x203, 0x27E, 0xBD, 0x06, 0x204, 0xFD
FONT, SST, CONTINUE = 0x31, 0xFC, 0x3C
PALETTE, CONDFMT, CF, BKHIM = 0x92, 0x1B0, 0x1B1, 0xE9
ROW, COLINFO, WINDOW2, BOUNDSHEET, DIMENSIONS = 0x208, 0x7D, 0x23E, 0x85, 0x200
BIFF8 = 0x600
TO_COMPUTE = 0x03
"""Flags of a formula that is computed whenever the book is opened ([MS-XLS] 2.4.127)."""
SOLID, FIRST_COLOUR, PALE = 1, 8, 0xE0
GLOBALS = 0x05
BOOLERR = 0x205
ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!",
    0x2A: "#N/A",
}  # fmt: skip
"""What a cell shows for each error code ([MS-XLS] 2.5.10, BErr)."""


@dataclass(slots=True)
class SheetRecords:
    """One sheet by (row, column) from 0: stored numbers, format codes, which shared text; what is hidden.

    ``to_compute`` are formulas whose 0 is that of a program that leaves computing to the next one;
    ``conditions`` are the ranges with conditional formats, ``hiding`` those whose formats hide;
    ``papered`` says that a picture lies behind the cells.
    ``claimed`` counts the cells of the rectangle that the sheet says it uses; it is negative for one that
    ends before it begins.
    """

    numbers: dict[tuple[int, int], float] = field(default_factory=dict)
    styles: dict[tuple[int, int], int] = field(default_factory=dict)
    errors: dict[tuple[int, int], int] = field(default_factory=dict)
    to_compute: set[tuple[int, int]] = field(default_factory=set)
    shared: dict[tuple[int, int], int] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    conditions: Ranges = field(default_factory=list)
    hiding: Ranges = field(default_factory=list)
    latest: Ranges = field(default_factory=list)
    papered: bool = False
    show_zeros: bool = True
    claimed: int = 0

    @property
    def area(self) -> int:
        """How many cells the rectangle round all cells with a content has."""
        cells = self.styles.keys() | self.errors.keys()
        rows, columns = {row for row, _ in cells}, {column for _, column in cells}
        return (max(rows) - min(rows) + 1) * (max(columns) - min(columns) + 1) if cells else 0

    def is_paper(self, at: tuple[int, int]) -> bool:
        """Whether nothing but the cell's own style can paint its ground."""
        return not self.papered and not covers(self.conditions, at)

    def may_hide(self, at: tuple[int, int]) -> bool:
        """Whether a conditional format may strike out or hide the cell's figure."""
        return covers(self.hiding, at)


@dataclass(slots=True)
class BookRecords:
    """A workbook: its sheets by their offset in the stream, in the order of the directory of sheets."""

    encrypted: bool = False
    epoch_1904: bool = False
    formats: dict[int, str] = field(default_factory=dict)
    style_formats: list[int] = field(default_factory=list)
    style_fonts: list[int] = field(default_factory=list)
    style_fills: list[int | None] = field(default_factory=list)
    whites: frozenset[int] = WHITE_COLOURS
    sheets: dict[int, SheetRecords] = field(default_factory=dict)
    offsets: list[int] = field(default_factory=list)
    fonts: list[Font] = field(default_factory=list)
    texts: Mapping[int, SetText] = field(default_factory=dict)

    def code(self, style: int) -> str:
        """The number format of a cell style."""
        number = self.style_formats[style] if style < len(self.style_formats) else 0
        return self.formats.get(number) or BUILT_IN.get(number, "General")

    def strikes(self, style: int) -> bool:
        """Whether the font of a cell style is struck out."""
        return style < len(self.style_fonts) and font_of(self.fonts, self.style_fonts[style]).struck

    def is_white(self, style: int) -> bool:
        """Whether a cell style writes in white on white; its fill's colour is ``None`` where it has none."""
        if style >= len(self.style_fills) or self.style_fills[style] not in (None, *self.whites):
            return False
        return font_of(self.fonts, self.style_fonts[style]).colour in self.whites


def read_records(stream: bytes) -> BookRecords:
    """Read a ``Workbook`` or ``Book`` stream; one that is cut short yields what precedes the cut."""
    book = BookRecords()
    sheet: SheetRecords | None = None
    depth = 0
    version = BIFF8
    shared: list[bytes] = []
    last = 0
    for offset, kind, body in _records(stream):
        try:
            if kind == BOF:
                depth += 1
                if depth == 1:
                    version = struct.unpack_from("<H", body)[0]
                    globally = struct.unpack_from("<H", body, 2)[0] == GLOBALS
                    sheet = None if globally else book.sheets.setdefault(offset, SheetRecords())
            elif kind == EOF:
                depth -= 1
            elif depth != 1:
                continue  # a chart inside the sheet has records of the same numbers
            elif kind == SST or (kind == CONTINUE and last == SST):
                shared.append(body)
            elif sheet is None:
                _globals(book, kind, body, version)
            else:
                _sheet(sheet, kind, body)
        except (struct.error, IndexError):
            continue  # a record shorter than its kind: calamine judges the file, this only adds to it
        last = last if kind == CONTINUE else kind
        if book.encrypted:
            break
    book.texts = set_texts(shared, book.fonts)
    for offset in book.offsets:
        if offset not in book.sheets:
            book.sheets[offset] = _sheet_at(stream, offset)
    return book


def _sheet_at(stream: bytes, offset: int) -> SheetRecords:
    """The sheet where the directory says it is, whatever damage before it hides; calamine reads it so."""
    sheet = SheetRecords()
    depth = 0
    for _, kind, body in _records(stream, offset):
        if kind == BOF:
            depth += 1
        elif kind == EOF:
            depth -= 1
            if depth < 1:
                break
        elif depth <= 1:
            with suppress(struct.error, IndexError):
                _sheet(sheet, kind, body)
    return sheet


def _records(stream: bytes, at: int = 0) -> Iterator[tuple[int, int, bytes]]:
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        yield at, kind, stream[at + 4 : at + 4 + size]
        at += 4 + size


def _globals(book: BookRecords, kind: int, body: bytes, version: int) -> None:
    if kind == FILEPASS:
        book.encrypted = True
    elif kind == DATEMODE:
        book.epoch_1904 = struct.unpack_from("<H", body)[0] == 1
    elif kind == XF:
        font, code = struct.unpack_from("<HH", body)
        book.style_fonts.append(font)
        book.style_formats.append(code)
        book.style_fills.append(_fill(body))
    elif kind == PALETTE:
        colours = (body[2 + 4 * at : 5 + 4 * at] for at in range(struct.unpack_from("<H", body)[0]))
        whites = {at for at, colour in enumerate(colours, FIRST_COLOUR) if min(colour, default=0) >= PALE}
        book.whites = frozenset({1, *whites})
    elif kind == FORMAT:
        book.formats[struct.unpack_from("<H", body)[0]] = _text(body[2:], version)
    elif kind == FONT:
        book.fonts.append(read_font(body))
    elif kind == BOUNDSHEET:
        book.offsets.append(struct.unpack_from("<I", body)[0])


def _fill(style: bytes) -> int | None:
    """The colour a cell style fills its cells with ([MS-XLS] 2.5.20); 0 where it may be any."""
    if len(style) < 20:
        return 0
    border, colours = struct.unpack_from("<IH", style, 14)
    pattern = border >> 26
    return None if pattern == 0 else colours & 0x7F if pattern == SOLID else 0


def _text(body: bytes, version: int) -> str:
    if version < BIFF8:
        return body[1 : 1 + body[0]].decode("gb18030", "replace")
    length, wide = struct.unpack_from("<HB", body)
    return (
        body[3 : 3 + 2 * length].decode("utf-16-le", "replace")
        if wide & 1
        else body[3 : 3 + length].decode("latin-1")
    )


def _sheet(sheet: SheetRecords, kind: int, body: bytes) -> None:
    if kind in (NUMBER, RK, FORMULA, LABEL, LABELSST):
        row, column, style = struct.unpack_from("<HHH", body)
        sheet.styles[row, column] = style
        if kind == NUMBER:
            sheet.numbers[row, column] = struct.unpack_from("<d", body, 6)[0]
        elif kind == LABELSST:
            sheet.shared[row, column] = struct.unpack_from("<I", body, 6)[0]
        elif kind == RK:
            sheet.numbers[row, column] = _rk(struct.unpack_from("<I", body, 6)[0])
        elif kind == FORMULA and body[12:14] != b"\xff\xff":  # otherwise the result is no number
            result, options = struct.unpack_from("<dH", body, 6)
            sheet.numbers[row, column] = result
            if result == 0 and options & TO_COMPUTE:
                sheet.to_compute.add((row, column))
        elif kind == FORMULA and body[6] == 2:
            sheet.errors[row, column] = body[8]
    elif kind == BOOLERR:
        row, column, _, code, is_error = struct.unpack_from("<HHHBB", body)
        if is_error:
            sheet.errors[row, column] = code
    elif kind == MULRK:
        row, first = struct.unpack_from("<HH", body)
        for index in range((len(body) - 6) // 6):
            style, packed = struct.unpack_from("<HI", body, 4 + 6 * index)
            sheet.styles[row, first + index] = style
            sheet.numbers[row, first + index] = _rk(packed)
    elif kind == ROW:
        if body[12] & 0x20:
            sheet.hidden_rows.add(struct.unpack_from("<H", body)[0])
    elif kind == COLINFO:
        first, last = struct.unpack_from("<HH", body)
        if struct.unpack_from("<H", body, 8)[0] & 1:
            sheet.hidden_columns.update(range(first, min(last, 255) + 1))
    elif kind == CONDFMT and len(sheet.conditions) < MOST_RANGES:
        sheet.latest = ranges_of(body)
        sheet.conditions += sheet.latest
    elif kind == CF and hides(body):
        sheet.hiding += sheet.latest
        sheet.latest = []
    elif kind == BKHIM:
        sheet.papered = True
    elif kind == WINDOW2:
        sheet.show_zeros = bool(struct.unpack_from("<H", body)[0] & 0x10)
    elif kind == DIMENSIONS:
        top, end, left, right = struct.unpack_from("<IIHH" if len(body) == 14 else "<HHHH", body)
        width = right - (left if left <= min(right, 0xFF) else 0)
        sheet.claimed = width * (end - top) if width and end else 1


def _rk(packed: int) -> float:
    """Unpack a number stored in 30 bits: whole or the head of a double, perhaps in hundredths."""
    if packed & 2:
        whole = packed >> 2
        value = float(whole - (1 << 30) if whole & (1 << 29) else whole)
    else:
        value = struct.unpack("<d", b"\0\0\0\0" + struct.pack("<I", packed & 0xFFFFFFFC))[0]
    return value / 100 if packed & 1 else value
