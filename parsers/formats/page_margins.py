"""Running headers, footers and page numbers: lines of a page's edge that belong to no paragraph."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from parsers.formats.typeset import Line

EDGE = 0.12
"""A running line stands in the outer eighth of the page's height."""

NUMBERED = re.compile(
    r"(?:[-—–－·~～_\s]+(\d{1,4})[-—–－·~～_\s]+|第\s*(\d{1,4})\s*页(?:[，,/\s]*共\s*\d{1,4}\s*页)?"
    r"|(\d{1,4})\s*/\s*\d{1,4}|[Pp](?:age|\.)?\s*(\d{1,4}))"
)
BARE = re.compile(r"(\d{1,4})")


def running_lines(pages: Mapping[int, Sequence[Line]], heights: Mapping[int, float]) -> set[tuple[int, int]]:
    """Name the running lines as (page, index of line); ``pages`` holds each page's lines outside tables.

    A line is taken away only at the very top or bottom of its page, and only when it is written as a
    page number (``- 2 -``), is a bare number that rises with the pages, or stands on three pages or
    more (half of them at least) with no more than its digits changed. Anything else is kept.
    """
    found: set[tuple[int, int]] = set()
    shapes: Counter[str] = Counter()
    rising: Counter[int] = Counter()
    edges = {page: _edge_lines(lines, heights[page]) for page, lines in pages.items()}
    for page, indices in edges.items():
        shapes.update({_shape(pages[page][index]) for index in indices})
        numbers = {int(match[1]) for index in indices if (match := BARE.fullmatch(pages[page][index].text))}
        rising.update(number - page for number in numbers)
    for page, indices in edges.items():
        for index in indices:
            text = pages[page][index].text
            bare = BARE.fullmatch(text)
            if bare is not None:
                offset = int(bare[1]) - page
                running = rising[offset] >= 2 or (len(pages) == 1 and offset == 0)
            else:
                common = shapes[_shape(pages[page][index])]
                running = NUMBERED.fullmatch(text) is not None or common >= max(3, len(pages) / 2)
            if running:
                found.add((page, index))
    return found


def _edge_lines(lines: Sequence[Line], height: float) -> list[int]:
    """The indices of the lines at the page's edges, from outside in, while they lie in the margin."""
    order = sorted(range(len(lines)), key=lambda index: lines[index].box[1])
    top = [index for index in order[:2] if lines[index].box[3] <= EDGE * height]
    bottom = [index for index in order[-2:] if lines[index].box[1] >= (1 - EDGE) * height]
    return sorted({*top, *bottom})


def _shape(line: Line) -> str:
    return re.sub(r"\d+", "0", line.text)
