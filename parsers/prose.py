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


@dataclass(frozen=True, slots=True)
class Line:
    """A line of running text with its place; ``text`` is as the document has it."""

    text: str
    place: Place

    @property
    def tidy(self) -> str:
        """The line in one width, without spaces beside Chinese characters and without editor leftovers."""
        return tidy(self.text)


@lru_cache(maxsize=16384)
def tidy(text: str) -> str:
    """A text in one width (NFKC), spaces beside Chinese characters and editor leftovers removed."""
    plain = LEFTOVER.sub("", text).strip().lstrip("#").lstrip()
    folded = "".join(
        char if "\u3000" < char < "\u9fff" else unicodedata.normalize("NFKC", char) for char in plain
    )
    for paired, single in (("(", "（"), (")", "）")):
        folded = folded.replace(paired, single)
    return _BESIDE_HAN.sub("", re.sub(r"\s+", " ", folded))


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
