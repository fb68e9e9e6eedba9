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
    return neat("".join(_folded(char) for char in text))


def neat(text: str) -> str:
    """A text as printed, without spaces beside Chinese characters and without editor leftovers."""
    plain = LEFTOVER.sub("", text).strip().lstrip("#").lstrip()
    return _BESIDE_HAN.sub("", re.sub(r"\s+", " ", plain))


def _folded(char: str) -> str:
    if char in _BRACKETS:
        return _BRACKETS[char]
    # Punctuation keeps its width: a Chinese comma ends a clause, the other parts thousands.
    folded = unicodedata.normalize("NFKC", char)
    return folded if folded.isalnum() or folded.isspace() or folded == "." else char


def lines(source: Source) -> Iterator[Line]:
    """Every line of running text, blank ones left out."""
    for block in source.blocks:
        if not isinstance(block, Grid):
            yield from _split(block.text, block.place)
            continue
        for row in block.rows:
            for cell in row:
                if len(cell.text) > _CELL_OF_SENTENCES:
                    yield from _split(cell.text, cell.place)


def _split(text: str, place: Place) -> Iterator[Line]:
    for part in _BREAK.split(text):
        if part.strip():
            yield Line(part, place)
