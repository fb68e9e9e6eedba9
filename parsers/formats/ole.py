"""OLE2 compound files (DOC, WPS, XLS, ET, encrypted DOCX): told apart by the streams they hold."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import olefile

from parsers.formats.file_rules import BROKEN, UnreadableFile

LARGEST_STREAM = 64 * 1024 * 1024
RESERVED, LAST = 0xFFFFFFFA, 0xFFFFFFFE
"""From the first on a number names no sector; the second ends a chain ([MS-CFB] 2.1)."""


def stream_names(data: bytes) -> tuple[str, ...]:
    """List the streams at the top of the file; raises :class:`UnreadableFile` for a broken directory."""
    with _open(data) as file:
        try:
            return tuple("/".join(path) for path in file.listdir())
        except RecursionError as error:
            raise UnreadableFile(BROKEN, "OLE文件的目录首尾相连") from error


def stream(data: bytes, *names: str) -> bytes:
    """Read the first of the named streams that is there; raises :class:`UnreadableFile` otherwise."""
    with _open(data) as file:
        for name in names:
            if file.exists(name):
                try:
                    return bytes(file.openstream(name).read(LARGEST_STREAM))
                except (OSError, ValueError, IndexError) as error:
                    raise UnreadableFile(BROKEN, f"数据流{name}读不出（{error}）") from error
    raise UnreadableFile(BROKEN, f"没有数据流{'或'.join(names)}")


def refuse_false_sizes(data: bytes, *names: str) -> None:
    """Raise :class:`UnreadableFile` where the root or a named stream is said to be larger than the file, or
    the sectors of its tables or its directory go in a ring.

    calamine sets memory aside for what is claimed, all 64 bits of it ([MS-CFB] 2.6.3), follows a ring without
    end, and ends the process where there is not as much.
    """
    with _open(data) as opened:
        file: Any = opened  # what is asked for here has no types
        size, fat = file.sector_size, file.fat
        _refuse_ring(_number(data, 68), lambda at: _number(data, (at + 2) * size - 4))
        _refuse_ring(file.first_dir_sector, lambda at: fat[at] if at < len(fat) else LAST)
        for at, entry in enumerate(file.direntries):
            if entry is None or (at and entry.name not in names):
                continue
            if (entry.sizeHigh << 32) + entry.sizeLow > len(data):
                raise UnreadableFile(BROKEN, f"OLE目录所记数据流{entry.name}的长度超过文件")


def _refuse_ring(sector: int, following: Callable[[int], int]) -> None:
    seen: set[int] = set()
    while sector < RESERVED:
        if sector in seen:
            raise UnreadableFile(BROKEN, "OLE文件的扇区首尾相连")
        seen.add(sector)
        sector = following(sector)


def _number(data: bytes, at: int) -> int:
    """Four bytes of the file as a number; the end of a chain where the file has none there."""
    return int.from_bytes(data[at : at + 4], "little") if at + 4 <= len(data) else LAST


def _open(data: bytes) -> olefile.OleFileIO[str]:
    try:
        return olefile.OleFileIO(BytesIO(data))
    except Exception as error:  # the library raises many kinds for many kinds of damage
        raise UnreadableFile(BROKEN, f"不是完整的OLE文件（{error}）") from error
