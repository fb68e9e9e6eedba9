"""XLS workbooks written by hand for tests: BIFF8 records ([MS-XLS]) in a compound file ([MS-CFB])."""

from __future__ import annotations

import struct
from collections.abc import Sequence

from gongkai.demo.as_xlsx import NUMBER
from gongkai.demo.placed import PlacedCell, place
from gongkai.demo.truth import DemoReport

BOF, EOF, BOUNDSHEET, SST, CONTINUE, DIMENSIONS = 0x809, 0x0A, 0x85, 0xFC, 0x3C, 0x200
FONT, XF, NUMBERS, LABELSST, MERGES = 0x31, 0xE0, 0x203, 0xFD, 0xE5
LONGEST = 8_224
"""Bytes of a record; a longer one goes on in another."""
SECTOR, NAMES = 512, 128
FREE, LAST, OF_THE_TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def begin(what: int, version: int = 0x600) -> bytes:
    return record(BOF, struct.pack("<HHHH", version, what, 0, 0) + bytes(8))


def xls(report: DemoReport) -> bytes:
    """The report as an XLS: as :func:`gongkai.demo.as_xlsx.xlsx` writes it, on one sheet."""
    texts: dict[tuple[int, int], str] = {(0, 0): report.title}
    merges: list[tuple[int, int, int, int]] = []
    row = 1
    for section in report.sections:
        for text in filter(None, (section.heading, *section.paragraphs)):
            texts[row, 0] = text
            row += 1
        for table in map(place, section.tables):
            texts.update({(row + cell.row, cell.column): cell.cell.text for cell in table.cells})
            merges += [_merge(row, cell) for cell in table.cells if cell.cell.rowspan + cell.cell.colspan > 2]
            row += table.height
    return workbook(texts, merges)


def workbook(
    texts: dict[tuple[int, int], str],
    merges: Sequence[tuple[int, int, int, int]] = (),
    *,
    globals_: bytes = record(FONT, struct.pack("<HHHHH", 220, 0, 8, 400, 0) + bytes(6)) * 4
    + record(XF, bytes(20)),
    sheet: bytes = b"",
    styles: dict[tuple[int, int], int] | None = None,
) -> bytes:
    """One sheet of the texts by (row, column), numbers as numbers; ``sheet`` is put before them."""
    shared = {text: at for at, text in enumerate(dict.fromkeys(texts.values()))}
    cells = b"".join(
        _cell(at, text, shared[text], (styles or {}).get(at, 0)) for at, text in sorted(texts.items()) if text
    )
    bottom, right = (max((at[axis] for at in texts), default=0) + 1 for axis in (0, 1))
    merged = b"".join(struct.pack("<HHHH", top, end, left, last) for top, end, left, last in merges)
    inner = begin(0x10) + sheet + record(DIMENSIONS, struct.pack("<IIHHH", 0, bottom, 0, right, 0)) + cells
    inner += record(MERGES, struct.pack("<H", len(merges)) + merged) + record(EOF)
    head, tail = begin(5) + globals_, _shared(list(shared)) + record(EOF)
    name = "表".encode("utf-16-le")
    length = len(head) + 4 + 8 + len(name) + len(tail)
    directory = record(BOUNDSHEET, struct.pack("<IBBBB", length, 0, 0, 1, 1) + name)
    return compound("Workbook", head + directory + tail + inner)


def compound(name: str, stream: bytes) -> bytes:
    """A compound file of one stream, which is made 4096 bytes long at least: shorter ones are kept apart."""
    stream = stream.ljust(4096, b"\0")
    held = -(-len(stream) // SECTOR)
    tables = next(count for count in range(1, 100) if count * (SECTOR // 4) >= count + 1 + held)
    chain = [OF_THE_TABLE] * tables + [LAST, *range(tables + 2, tables + 1 + held), LAST]
    chain += [FREE] * (tables * SECTOR // 4 - len(chain))
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
    head += struct.pack(
        "<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, tables, tables, 0, 4096, LAST, 0, LAST, 0
    )
    head += struct.pack(f"<{109}I", *range(tables), *[FREE] * (109 - tables))
    entries = _entry("Root Entry", 5, 1, LAST, 0) + _entry(name, 2, FREE, tables + 1, len(stream))
    table = struct.pack(f"<{len(chain)}I", *chain)
    return head + table + entries.ljust(SECTOR, b"\0") + stream.ljust(held * SECTOR, b"\0")


def _merge(row: int, cell: PlacedCell) -> tuple[int, int, int, int]:
    top, left = row + cell.row, cell.column
    return top, top + cell.cell.rowspan - 1, left, left + cell.cell.colspan - 1


def _cell(at: tuple[int, int], text: str, number: int, style: int) -> bytes:
    if NUMBER.fullmatch(text):
        return record(NUMBERS, struct.pack("<HHHd", *at, style, float(text)))
    return record(LABELSST, struct.pack("<HHHI", *at, style, number))


def _shared(texts: Sequence[str]) -> bytes:
    """The shared texts, none of them over two records."""
    parts = [struct.pack("<II", len(texts), len(texts))]
    for text in texts:
        packed = struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")
        if len(parts[-1]) + len(packed) > LONGEST:
            parts.append(b"")
        parts[-1] += packed
    return b"".join(record(CONTINUE if at else SST, part) for at, part in enumerate(parts))


def _entry(name: str, kind: int, child: int, first: int, size: int) -> bytes:
    called = (name + "\0").encode("utf-16-le")
    links = struct.pack("<HBBIII", len(called), kind, 1, FREE, FREE, child)
    return called.ljust(64, b"\0") + links + bytes(36) + struct.pack("<IQ", first, size)
