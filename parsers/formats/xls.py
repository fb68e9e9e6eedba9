"""XLS (and WPS's ET): every visible sheet's cells as displayed, read through calamine and their records."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from parsers.formats.biff import ERRORS, BookRecords, SheetRecords, read_records
from parsers.formats.file_rules import (
    BOMB,
    BROKEN,
    CONDITIONAL_DISPLAY,
    EMPTY,
    ENCRYPTED,
    FORMULA_WITHOUT_VALUE,
    HIDDEN_SHEET,
    ROUNDED_DISPLAY,
    UNKNOWN_DISPLAY,
    UnreadableFile,
    state,
    struck_out,
    unread,
)
from parsers.formats.lines import is_figure
from parsers.formats.number_format import UnknownFormat, plain, rounds, show, show_text, written
from parsers.formats.ole import refuse_false_sizes, stream
from parsers.formats.panics import hushed
from parsers.formats.sheet import (
    NOT_SHOWN,
    Position,
    SheetContent,
    address,
    blocks,
    hidden,
    named,
    white_on_white,
)
from parsers.model import Block, Finding, Source

XLS = "application/vnd.ms-excel"
_PANIC = "PanicException"
MOST_CELLS = 4_000_000
"""calamine lays out every cell between the first and the last; two cells far apart fill the memory."""
LARGEST_SHEET = 65536 * 256
"""The cells a sheet can have ([MS-XLS] 2.4.90). calamine sets memory aside for as many as are claimed."""


def read(data: bytes, address: str | None = None, media_type: str | None = None) -> Source:
    """Read an XLS into paragraphs and exact grids, one sheet after another.

    A broken, encrypted or empty file gives a source without blocks and the finding that says why.
    """
    try:
        records = read_records(stream(data, "Workbook", "Book"))
        if records.encrypted:
            raise UnreadableFile(ENCRYPTED, "工作簿设有打开密码")
        refuse_false_sizes(data, "Workbook", "Book")
        largest = max((sheet.area for sheet in records.sheets.values()), default=0)
        if largest > MOST_CELLS:
            raise UnreadableFile(BOMB, f"工作表展开有{largest}格，上限{MOST_CELLS}格")
        if any(not 0 <= sheet.claimed <= LARGEST_SHEET for sheet in records.sheets.values()):
            raise UnreadableFile(BROKEN, "工作表所记的使用范围超过XLS所能有")
        findings: list[Finding] = []
        with _calamine():
            book = CalamineWorkbook.from_filelike(BytesIO(data))
            content = tuple(_blocks(book, records, findings))
    except UnreadableFile as error:
        return unread(XLS, error)
    if not content:
        findings.append(state(EMPTY))
    return Source(XLS, content, findings=tuple(findings))


@contextmanager
def _calamine() -> Iterator[None]:
    """Turn whatever calamine raises into :class:`UnreadableFile`."""
    try:
        with hushed(_PANIC):
            yield
    except CalamineError as error:
        raise UnreadableFile(BROKEN, f"不是完整的XLS（{error}）") from error
    except BaseException as error:
        # A panic in the Rust library arrives as a BaseException of a class that cannot be imported
        if type(error).__name__ != _PANIC:
            raise
        raise UnreadableFile(BROKEN, f"读取XLS时出错（{error}）") from error


def _blocks(book: CalamineWorkbook, records: BookRecords, findings: list[Finding]) -> Iterator[Block]:
    concealed = []
    for index, meta in enumerate(book.sheets_metadata):
        if meta.typ != SheetTypeEnum.WorkSheet:
            continue
        if meta.visible != SheetVisibleEnum.Visible:
            concealed.append(meta.name)
            continue
        offset = records.offsets[index] if index < len(records.offsets) else -1
        own = records.sheets.get(offset, SheetRecords())
        content = _content(meta.name, book.get_sheet_by_index(index), own, records, findings)
        yield from blocks(content)
        findings.extend(hidden(content))
    if concealed:
        findings.append(state(HIDDEN_SHEET, "、".join(concealed)))


def _content(
    name: str, sheet: CalamineSheet, own: SheetRecords, book: BookRecords, findings: list[Finding]
) -> SheetContent:
    texts: dict[Position, str] = {at: ERRORS.get(code, "#?") for at, code in own.errors.items()}
    unsure: list[str] = []
    uncomputed: list[str] = []
    rounded: list[str] = []
    struck: list[str] = []
    white: list[str] = []
    doubted: list[str] = []
    top, left = sheet.start or (0, 0)
    for row, values in enumerate(sheet.to_python(skip_empty_area=True), start=top):
        for column, value in enumerate(values, start=left):
            text, sure = _text(value, (row, column), own, book)
            if (row, column) in own.to_compute:
                uncomputed.append(address(row, column))
                text = NOT_SHOWN
            if text and book.strikes(own.styles.get((row, column), 0)):
                apart = book.texts.get(own.shared.get((row, column), -1))
                text, gone = ("", text) if apart is None else (apart.struck_out.text, apart.head)
                struck += [gone] if gone.strip() else []
            if (
                is_figure(text)
                and book.is_white(own.styles.get((row, column), 0))
                and own.is_paper((row, column))
            ):
                white.append(address(row, column))
                text = ""
            if is_figure(text) and own.may_hide((row, column)):
                doubted.append(address(row, column))
            if text:
                texts[row, column] = text
            if not sure:
                unsure.append(address(row, column))
            elif rounds(own.numbers.get((row, column), 0), text):
                rounded.append(address(row, column))
    set_apart = [book.texts[number] for number in own.shared.values() if number in book.texts]
    findings += struck_out([*struck, *(text.struck for text in set_apart if text.struck)])
    for rule, cells in (
        (UNKNOWN_DISPLAY, unsure),
        (FORMULA_WITHOUT_VALUE, uncomputed),
        (ROUNDED_DISPLAY, rounded),
        (CONDITIONAL_DISPLAY, doubted),
    ):
        if cells:
            findings.append(state(rule, f"工作表「{name}」{named(cells)}"))
    findings += white_on_white(name, white)
    merges = tuple((*first, *last) for first, last in sheet.merged_cell_ranges or ())
    return SheetContent(name, texts, merges, frozenset(own.hidden_rows), frozenset(own.hidden_columns))


def _text(value: object, at: Position, own: SheetRecords, book: BookRecords) -> tuple[str, bool]:
    """The cell's text as displayed, and whether its format is surely applied."""
    code = book.code(own.styles.get(at, 0))
    if isinstance(value, str):
        set_apart = book.texts.get(own.shared.get(at, -1))
        return show_text(value if set_apart is None else set_apart.text, code), True
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE", True
    # A date comes from calamine as a date; what was stored, and how it is shown, say the records
    number = own.numbers.get(at, value if isinstance(value, int | float) else None)
    if number is None:
        return f"{NOT_SHOWN}{value}", False
    if number == 0 and not own.show_zeros:
        return "", True
    try:
        return show(number, code, book.epoch_1904), True
    except UnknownFormat:
        return NOT_SHOWN + written(plain(number)), False
