"""The running text of a document: its lines in reading order without what stands in tables.

A web page may put its whole text into a layout table; a cell that holds sentences is text, not a figure.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from parsers.labels import LEFTOVER
from parsers.model import Grid, Place, Source

# A cell of the statutory forms is a short label; the longest is the note on the sums (40 characters).
_CELL_OF_SENTENCES = 120
_BREAK = re.compile(r"[\r\n]+")
_SPACE = re.compile(r"\s+")
_HAN = "\u3400-\u9fff"
_BESIDE_HAN = re.compile(
    rf"(?<=[{_HAN}，。、；：？！（）《》“”〔〕])\s+(?=\S)|(?<=\S)\s+(?=[{_HAN}，。、；：？！（）《》“”〔〕])"
)

_BRACKETS = {"(": "（", ")": "）"}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of running text with its place; ``text`` is as the document has it."""

    text: str
    place: Place

    @property
    def tidy(self) -> str:
        """The line for comparing (see :func:`tidy`)."""
        return tidy(self.text)

    @property
    def neat(self) -> str:
        """The line as printed, its spaces tidied."""
        return neat(self.text)


@lru_cache(maxsize=16384)
def tidy(text: str) -> str:
    """A text for comparing: letters, digits and radicals in one width, full-width brackets, spaces tidied."""
    return neat(text.translate(_WIDTHS))


def neat(text: str) -> str:
    """A text as printed, without spaces beside Chinese characters and without editor leftovers."""
    plain = LEFTOVER.sub("", text).strip().lstrip("#").lstrip()
    spaced = _SPACE.sub(" ", plain)
    # Most lines hold no space at all, and to look for one costs far less than to look beside each character.
    return _BESIDE_HAN.sub("", spaced) if " " in spaced else spaced


class _Widths(dict[int, str]):
    """One character's other width, found once: a table for ``str.translate``, which does the rest in C."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = _BRACKETS.get(char) or unicodedata.normalize("NFKC", char)
        # Punctuation keeps its width: a Chinese comma ends a clause, the other parts thousands.
        keep = char not in _BRACKETS and not (folded.isalnum() or folded.isspace() or folded == ".")
        self[code] = char if keep else folded
        return self[code]


_WIDTHS = _Widths()


# Title, body, dates and sections each ask for the same document's lines.
_LAST: list[tuple[Source, tuple[Line, ...]]] = []


def lines(source: Source) -> tuple[Line, ...]:
    """Every line of running text, blank ones left out; the last document's are kept for the next question."""
    if not _LAST or _LAST[0][0] is not source:
        _LAST[:] = [(source, tuple(_lines(source)))]
    return _LAST[0][1]


def _lines(source: Source) -> Iterator[Line]:
    for block in source.blocks:
        if not isinstance(block, Grid):
            yield from _split(block.text, block.place)
            continue
        if all(len(cell.text) <= _CELL_OF_SENTENCES for cell in block.cells):
            continue
        for row in block.rows:
            for cell in row:
                if len(cell.text) > _CELL_OF_SENTENCES:
                    yield from _split(cell.text, cell.place)


def _split(text: str, place: Place) -> Iterator[Line]:
    for part in _BREAK.split(text):
        if part.strip():
            yield Line(part, place)
