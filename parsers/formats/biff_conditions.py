"""Conditional formats of an XLS sheet: which cells they are laid on, and which hide ([MS-XLS] 2.4.42)."""

from __future__ import annotations

import struct

Ranges = list[tuple[int, int, int, int]]
"""First and last row, first and last column, from 0."""
MOST_RANGES = 500
WHITE_COLOURS = frozenset((1, 9))
"""Where white stands among the colours, unless the workbook has a palette of its own."""
NUMBER, OWN_NUMBER, FONT, FILL = 1 << 25, 1 << 32, 1 << 26, 1 << 29
"""Flags of what a format sets: a number format, one of the workbook's own, a font, a fill (2.5.92)."""
STRUCK = 0x80


def ranges_of(body: bytes) -> Ranges:
    """The ranges of a ``CondFmt`` record."""
    count = min(struct.unpack_from("<H", body, 12)[0], MOST_RANGES)
    return [struct.unpack_from("<4H", body, 14 + 8 * at) for at in range(count)]


def covers(ranges: Ranges, at: tuple[int, int]) -> bool:
    """Whether one of the ranges holds a cell, by its row and column."""
    return any(top <= at[0] <= bottom and left <= at[1] <= right for top, bottom, left, right in ranges)


def hides(body: bytes) -> bool:
    """Whether the format of a ``CF`` record strikes a figure out, or writes it white without a fill."""
    flags = int.from_bytes(body[6:12], "little")
    if not flags & FONT:
        return False
    at = 12
    if flags & NUMBER:
        at += struct.unpack_from("<H", body, at)[0] if flags & OWN_NUMBER else 2
    name_and_height = 64 + 4
    style, colour, kept = struct.unpack_from("<I8xI4xI", body, at + name_and_height)
    return bool(style & ~kept & STRUCK) or (colour in WHITE_COLOURS and not flags & FILL)
