"""XLS records: numbers, formats and what is hidden, as the stream stores them."""

from __future__ import annotations

import struct
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from python_calamine import CalamineSheet

from parsers.formats.biff import BookRecords, read_records
from parsers.formats.biff_texts import SetText
from parsers.formats.file_rules import UnreadableFile
from parsers.formats.ole import refuse_false_sizes
from parsers.formats.xls import _content
from parsers.model import Finding
from tests.parsers.old_workbook import begin, record

END = record(0x0A)


def book(*sheet: bytes, globals_: bytes = b"") -> BookRecords:
    """A workbook of one sheet that holds the given records."""
    return read_records(begin(5) + globals_ + END + begin(0x10) + b"".join(sheet) + END)


def test_numbers_of_every_record_are_read() -> None:
    records = book(
        record(0x203, struct.pack("<HHHd", 0, 0, 1, 63.28)),
        record(0x27E, struct.pack("<HHHI", 0, 1, 2, (7 << 2) | 2)),
        record(0x27E, struct.pack("<HHHI", 0, 2, 2, (1250 << 2) | 3)),
        record(0x27E, struct.pack("<HHHI", 0, 3, 2, ((-8 & 0x3FFFFFFF) << 2) | 2)),
        record(0xBD, struct.pack("<HHHIHIH", 1, 4, 3, (1 << 2) | 2, 4, (2 << 2) | 2, 5)),
        record(0x06, struct.pack("<HHHd", 2, 0, 5, 9.0) + bytes(8)),
    )
    (sheet,) = records.sheets.values()
    assert sheet.numbers == {
        (0, 0): 63.28, (0, 1): 7.0, (0, 2): 12.5, (0, 3): -8.0, (1, 4): 1.0, (1, 5): 2.0, (2, 0): 9.0,
    }  # fmt: skip
    assert (sheet.styles[0, 0], sheet.styles[1, 5], sheet.styles[2, 0]) == (1, 4, 5)


def test_a_formula_s_nought_that_is_to_be_computed_is_told() -> None:
    formulas = [
        record(0x06, struct.pack("<HHHdH", 0, at, 0, result, options) + bytes(6))
        for at, (result, options) in enumerate([(0.0, 2), (0.0, 0), (4.0, 2), (0.0, 3)])
    ]
    records = book(*formulas)
    (own,) = records.sheets.values()
    findings: list[Finding] = []
    assert _content("表", _sheet([[0.0, 0.0, 4.0, 0.0]]), own, records, findings).texts == {
        (0, 0): "#",
        (0, 1): "0",
        (0, 2): "4",
        (0, 3): "#",
    }
    assert [finding.check for finding in findings] == ["sheet-formula-without-value"]
    assert findings[0].message.endswith("A1、D1")


def test_errors_and_texts_are_no_numbers() -> None:
    records = book(
        record(0x205, struct.pack("<HHHBB", 0, 0, 0, 0x2A, 1)),
        record(0x205, struct.pack("<HHHBB", 0, 1, 0, 1, 0)),
        record(0x06, struct.pack("<HHH", 0, 2, 0) + b"\x02\x00\x17\x00\x00\x00\xff\xff" + bytes(8)),
    )
    (sheet,) = records.sheets.values()
    assert sheet.errors == {(0, 0): 0x2A, (0, 2): 0x17}
    assert sheet.numbers == {}


def test_hidden_rows_columns_and_zeros_are_read() -> None:
    records = book(
        record(0x208, struct.pack("<HHHHHHBBH", 3, 0, 5, 0, 0, 0, 0x20, 1, 0)),
        record(0x208, struct.pack("<HHHHHHBBH", 4, 0, 5, 0, 0, 0, 0, 1, 0)),
        record(0x7D, struct.pack("<HHHHH", 1, 2, 0, 0, 1)),
        record(0x23E, struct.pack("<H", 0x06)),
    )
    (sheet,) = records.sheets.values()
    assert (sheet.hidden_rows, sheet.hidden_columns, sheet.show_zeros) == ({3}, {1, 2}, False)


def test_formats_are_found_by_style() -> None:
    wide = struct.pack("<HHB", 170, 4, 1) + '0"件"'.encode("utf-16-le")
    styles = b"".join(record(0xE0, struct.pack("<HH", 0, number) + bytes(16)) for number in (0, 170, 3))
    records = book(globals_=record(0x41E, wide) + styles + record(0x22, struct.pack("<H", 1)))
    assert [records.code(style) for style in (0, 1, 2, 9)] == ["General", '0"件"', "#,##0", "General"]
    assert records.epoch_1904


def test_a_locked_book_is_told_and_a_cut_one_read_to_the_cut() -> None:
    assert book(globals_=record(0x2F, bytes(6))).encrypted
    whole = (
        begin(5)
        + END
        + begin(0x10)
        + record(0x203, struct.pack("<HHHd", 0, 0, 1, 5.0))
        + record(0x203, b"\0")
    )
    (sheet,) = read_records(whole + b"\x03\x02\xff").sheets.values()
    assert sheet.numbers == {(0, 0): 5.0}


def test_a_chart_inside_a_sheet_adds_no_cells() -> None:
    chart = begin(0x20) + record(0x203, struct.pack("<HHHd", 0, 0, 1, 1.0)) + END
    (sheet,) = book(chart, record(0x203, struct.pack("<HHHd", 1, 0, 1, 2.0))).sheets.values()
    assert sheet.numbers == {(1, 0): 2.0}


def test_the_area_round_far_cells_is_told() -> None:
    far = [record(0x203, struct.pack("<HHHd", row, column, 1, 1.0)) for row, column in ((3, 2), (65535, 255))]
    assert [sheet.area for sheet in book(*far).sheets.values()] == [65533 * 254]
    assert [sheet.area for sheet in book().sheets.values()] == [0]


def test_a_stream_said_to_be_larger_than_its_file_is_refused(shared: Path) -> None:
    data = bytearray((shared / "samples/doc/gongwen_master_template.doc").read_bytes())
    refuse_false_sizes(bytes(data), "WordDocument")
    entry = data.index("WordDocument".encode("utf-16-le"))
    data[entry + 124] = 1  # the high half of its length
    refuse_false_sizes(bytes(data), "Workbook")
    with pytest.raises(UnreadableFile, match="WordDocument"):
        refuse_false_sizes(bytes(data), "WordDocument")


def test_rings_of_sectors_are_refused(shared: Path) -> None:
    sound = (shared / "samples/doc/gongwen_master_template.doc").read_bytes()

    def changed(at: int, number: int) -> bytes:
        return sound[:at] + struct.pack("<I", number) + sound[at + 4 :]

    directory, table = struct.unpack_from("<I", sound, 48)[0], struct.unpack_from("<I", sound, 76)[0]
    with pytest.raises(UnreadableFile, match="首尾相连"):
        refuse_false_sizes(changed(512 * (table + 1) + 4 * directory, directory))
    last = len(sound) // 512 - 2
    ring = bytearray(changed(68, last))
    ring[512 * (last + 2) - 4 : 512 * (last + 2)] = struct.pack("<I", last)
    with pytest.raises(UnreadableFile, match="首尾相连"):
        refuse_false_sizes(bytes(ring))


@pytest.mark.parametrize(
    ("body", "claimed"),
    [
        (struct.pack("<IIHHH", 0, 40, 0, 9, 0), 360),
        (struct.pack("<IIHHH", 2, 40, 1, 9, 0), 304),
        (struct.pack("<HHHHH", 2, 40, 1, 9, 0), 304),
        (struct.pack("<IIHHH", 0, 0, 0, 0, 0), 1),
        (struct.pack("<IIHHH", 0, 0x01000028, 0, 9, 0), 9 * 0x01000028),
        (struct.pack("<IIHHH", 50, 40, 0, 9, 0), -90),
        (b"\0", 0),
    ],
)
def test_the_cells_a_sheet_claims_are_told(body: bytes, claimed: int) -> None:
    (sheet,) = book(record(0x200, body)).sheets.values()
    assert sheet.claimed == claimed


def test_a_sheet_behind_damage_is_found_where_the_directory_says() -> None:
    sheet = begin(0x10) + record(0x203, struct.pack("<HHHd", 0, 0, 1, 5.0)) + END
    head = begin(5) + record(0x85, struct.pack("<IBB", 50, 0, 0)) + END
    damage = struct.pack("<HH", 0x3C, 0xFFFF).ljust(50 - len(head), b"\0")
    assert read_records(head + damage + sheet).sheets[50].numbers == {(0, 0): 5.0}


FONT, SST, CONTINUE, LABEL, XF = 0x31, 0xFC, 0x3C, 0xFD, 0xE0


def font(position: int = 0, struck: bool = False) -> bytes:
    return record(FONT, struct.pack("<HHHHH", 220, 8 * struck, 0, 400, position) + bytes(6))


def rich(text: str, *runs: tuple[int, int]) -> bytes:
    """A shared text of one-byte characters, or two-byte ones, with its (first character, font)."""
    wide = not text.isascii()
    begun = struct.pack("<HBH", len(text), 8 | wide, len(runs))
    characters = text.encode("utf-16-le" if wide else "ascii")
    return begun + characters + b"".join(struct.pack("<HH", *run) for run in runs)


def shared(*bodies: bytes, fonts: bytes) -> BookRecords:
    first, *rest = bodies
    parts = record(SST, struct.pack("<II", 9, 9) + first) + b"".join(record(CONTINUE, body) for body in rest)
    label = record(LABEL, struct.pack("<HHHI", 4, 5, 1, 2))
    return book(label, globals_=fonts + parts)


def test_digits_above_the_line_and_struck_out_are_known_by_their_fonts() -> None:
    fonts = font() * 4 + font(1) + font(2) + font(struck=True)  # numbers 0 to 3, then 5, 6 and 7
    texts = (rich("12", (1, 0)), rich("121", (2, 5)), rich("件31", (1, 6)), rich("912", (0, 7), (1, 0)))
    records = shared(b"".join(texts), fonts=fonts)
    assert {number: (text.text, text.struck) for number, text in records.texts.items()} == {
        0: ("12", ""),
        1: ("12¹", ""),
        2: ("件₃₁", ""),
        3: ("12", "9"),
    }
    (sheet,) = records.sheets.values()
    assert sheet.shared == {(4, 5): 2}


def test_a_cell_style_strikes_out_what_its_font_sets() -> None:
    fonts = font() * 4 + font(struck=True)
    styles = b"".join(record(XF, struct.pack("<HH", number, 0) + bytes(16)) for number in (0, 5, 9))
    records = shared(rich("912", (1, 0)), fonts=fonts + styles)
    assert [records.strikes(style) for style in range(4)] == [False, True, False, False]
    assert records.texts[0].struck_out == SetText("12", "9", "")


def _sheet(rows: list[list[object]]) -> CalamineSheet:
    """The values of a sheet as calamine hands them on."""
    sheet = SimpleNamespace(start=(0, 0), merged_cell_ranges=None, to_python=lambda **_: rows)
    return cast(CalamineSheet, sheet)


def test_a_figure_whose_cell_is_struck_out_is_not_read() -> None:
    styles = b"".join(record(XF, struct.pack("<HH", number, 0) + bytes(16)) for number in (0, 5))
    texts = record(SST, struct.pack("<II", 1, 1) + rich("912", (1, 0)))
    cells = [record(0x203, struct.pack("<HHHd", 0, style, style, 7.0)) for style in (0, 1)]
    label = record(LABEL, struct.pack("<HHHI", 0, 2, 1, 0))
    records = book(*cells, label, globals_=font() * 4 + font(struck=True) + styles + texts)
    (own,) = records.sheets.values()
    findings: list[Finding] = []
    assert _content("表", _sheet([[7.0, 7.0, "912"]]), own, records, findings).texts == {
        (0, 0): "7",
        (0, 2): "12",
    }
    assert [finding.check for finding in findings] == ["struck-text"]
    assert "2处，其中「7」" in findings[0].message


def test_a_fraction_shown_as_a_whole_number_is_told() -> None:
    styles = record(XF, struct.pack("<HH", 0, 1) + bytes(16))
    cell = record(0x203, struct.pack("<HHHd", 0, 0, 0, 12.63))
    records = book(cell, globals_=font() + styles)
    (own,) = records.sheets.values()
    findings: list[Finding] = []
    assert _content("表", _sheet([[12.63]]), own, records, findings).texts == {(0, 0): "13"}
    assert [finding.message.rpartition("：")[2] for finding in findings] == ["工作表「表」A1"]


def test_a_shared_text_that_goes_on_in_the_next_record_is_joined() -> None:
    fonts = font() * 4 + font(1)
    whole = rich("12件1", (3, 5))
    for cut in (0, 2, 4):
        at = 5 + 2 * cut
        bodies = (whole[:at], b"\x01" + whole[at:]) if cut < 4 else (whole[:at], whole[at:])
        (text,) = shared(*bodies, fonts=fonts).texts.values()
        assert text.text == "12件¹"
    wide_then_narrow = (
        struct.pack("<HBH", 3, 9, 1) + "件2".encode("utf-16-le"),
        b"\x001" + struct.pack("<HH", 2, 5),
    )
    assert shared(*wide_then_narrow, fonts=fonts).texts[0].text == "件2¹"


@pytest.mark.parametrize("cut", range(1, 40, 3))
def test_shared_texts_that_are_cut_short_cost_only_themselves(cut: int) -> None:
    body = rich("121", (2, 4)) + rich("件" * 9, (60_000, 60_000))
    assert shared(body[:cut], fonts=font() * 4 + font(1)).sheets
