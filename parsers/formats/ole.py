"""OLE2 compound files (DOC, WPS, XLS, ET, encrypted DOCX): told apart by the streams they hold."""

from __future__ import annotations

from io import BytesIO

import olefile

from parsers.formats.file_rules import BROKEN, UnreadableFile

LARGEST_STREAM = 64 * 1024 * 1024


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
    """Raise :class:`UnreadableFile` where the root or a named stream is said to be larger than the file.

    calamine sets memory aside for what is claimed, all 64 bits of it ([MS-CFB] 2.6.3), and ends the process
    where there is not as much.
    """
    with _open(data) as file:
        for at, entry in enumerate(file.direntries):  # type: ignore[attr-defined]
            if entry is None or (at and entry.name not in names):
                continue
            if (entry.sizeHigh << 32) + entry.sizeLow > len(data):
                raise UnreadableFile(BROKEN, f"OLE目录所记数据流{entry.name}的长度超过文件")


def _open(data: bytes) -> olefile.OleFileIO[str]:
    try:
        return olefile.OleFileIO(BytesIO(data))
    except Exception as error:  # the library raises many kinds for many kinds of damage
        raise UnreadableFile(BROKEN, f"不是完整的OLE文件（{error}）") from error
