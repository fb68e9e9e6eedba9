"""The texts an XLS workbook's cells share, where runs of them are set above the line or struck out.

[MS-XLS] 2.4.265 (SST) and 2.5.293: a text gives its characters, then the runs in which its font changes. A
text may go on in the next record, and says again there how wide its characters are.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from parsers.formats.lines import Setting, lowered, raised

WIDE, EXTENDED, RICH = 0x01, 0x04, 0x08
STRUCK = 0x08
LEFT_OUT = 4
"""No font has this number: those from here on are counted one too high."""
SETTINGS: Mapping[int, Setting] = {1: raised, 2: lowered}


@dataclass(frozen=True, slots=True)
class Font:
    """What a font does to digits: how it sets them, whether it strikes them out, the number of its colour."""

    setting: Setting | None
    struck: bool
    colour: int = 0

    @property
    def plain(self) -> bool:
        """Whether it leaves them as they are."""
        return self.setting is None and not self.struck


def read_font(body: bytes) -> Font:
    """Read a ``Font`` record."""
    flags, colour, position = struct.unpack_from("<2xHH2xH", body)
    return Font(SETTINGS.get(position), bool(flags & STRUCK), colour)


@dataclass(frozen=True, slots=True)
class SetText:
    """A text as its fonts set it, and what of it is struck out.

    ``text`` begins with ``head``, the characters before the first run, which the cell's own font sets.
    """

    text: str
    struck: str
    head: str

    @property
    def struck_out(self) -> SetText:
        """This text in a cell whose own font is struck out."""
        return SetText(self.text.removeprefix(self.head), self.head + self.struck, "")


def set_texts(records: Sequence[bytes], fonts: Sequence[Font]) -> Mapping[int, SetText]:
    """The texts of an SST and the records it goes on in that have runs, by their number.

    None where every font leaves digits as they are.
    """
    if not records or all(font.plain for font in fonts):
        return {}
    found = {}
    for number, (text, runs) in enumerate(_texts(_Reader(records))):
        if runs:
            found[number] = _set(text, runs, fonts)
    return found


def font_of(fonts: Sequence[Font], number: int) -> Font:
    """The font of a number as cell styles and runs give it; a plain one where there is none."""
    index = number if number < LEFT_OUT else number - 1
    return fonts[index] if index < len(fonts) else Font(None, False)


def _set(text: str, runs: Sequence[tuple[int, int]], fonts: Sequence[Font]) -> SetText:
    shown = head = text[: runs[0][0]]
    struck = ""
    for (begin, number), (end, _) in zip(runs, (*runs[1:], (len(text), 0)), strict=True):
        font, own = font_of(fonts, number), text[begin:end]
        if font.struck:
            struck += own
        else:
            shown += own if font.setting is None else font.setting(own)
    return SetText(shown, struck, head)


def _texts(reader: _Reader) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    """Every text with its runs (first character, number of the font); ends where the bytes do."""
    try:
        reader.take(8)
        while True:
            length, flags = struct.unpack("<HB", reader.take(3))
            runs = struct.unpack("<H", reader.take(2))[0] if flags & RICH else 0
            beyond = struct.unpack("<I", reader.take(4))[0] if flags & EXTENDED else 0
            text = reader.characters(length, bool(flags & WIDE))
            starts = list(struct.iter_unpack("<HH", reader.take(4 * runs)))
            reader.take(beyond)
            yield text, starts
    except (struct.error, EOFError):
        return


class _Reader:
    """The bytes of an SST over its records."""

    def __init__(self, records: Sequence[bytes]) -> None:
        self._records = iter(records)
        self._own = b""
        self._at = 0

    def take(self, count: int) -> bytes:
        """The next bytes; :class:`EOFError` where there are not so many."""
        taken = b""
        while len(taken) < count:
            self._open()
            part = self._own[self._at : self._at + count - len(taken)]
            self._at += len(part)
            taken += part
        return taken

    def characters(self, count: int, wide: bool) -> str:
        """The next characters, of one byte or of two."""
        text = ""
        while len(text) < count:
            if self._open():
                wide = bool(self.take(1)[0] & WIDE)
            size = 2 if wide else 1
            part = self._own[self._at : self._at + (count - len(text)) * size]
            if len(part) < size:
                raise EOFError
            self._at += len(part)
            text += part.decode("utf-16-le" if wide else "latin-1", "replace")
        return text

    def _open(self) -> bool:
        """Go on to the next record where this one is read; tell whether it did."""
        if self._at < len(self._own):
            return False
        while self._at >= len(self._own):
            following = next(self._records, None)
            if following is None:
                raise EOFError
            self._own, self._at = following, 0
        return True
