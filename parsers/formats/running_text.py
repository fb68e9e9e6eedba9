"""Printed lines put together into the paragraphs of running text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from parsers.formats.lattice import Box
from parsers.formats.typeset import START, Line, joined


@dataclass(slots=True)
class _Growing:
    text: str
    box: Box
    last: Line


@dataclass(frozen=True, slots=True)
class Run:
    """Running text put together of lines; ``open_end`` tells that its last line fills the measure."""

    text: str
    box: Box
    indented: bool
    open_end: bool


def runs(lines: Sequence[Line], left: float, right: float) -> list[Run]:
    """Join the lines between two margins into paragraphs.

    A paragraph ends with a line that stops short of the right margin; a new one starts with an
    indent, a heading's number, another type size or after a gap.
    """
    done: list[Run] = []
    now: _Growing | None = None
    first_indent = False

    def close() -> None:
        if now is not None:
            done.append(Run(now.text, now.box, first_indent, fills(now.last, right)))

    for line in lines:
        indented = line.box[0] > left + 1.2 * line.size
        if now is not None and _goes_on(now.last, line, indented, right):
            now.text = joined(now.text, line.text)
            a, b = now.box, line.box
            now.box = (min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3]))
            now.last = line
            continue
        close()
        now, first_indent = _Growing(line.text, line.box, line), indented
    close()
    return done


def fills(line: Line, right: float) -> bool:
    """Whether a line reaches the right margin, give or take a character and a half."""
    return line.box[2] >= right - 1.6 * line.size


def _goes_on(before: Line, line: Line, indented: bool, right: float) -> bool:
    if indented or not fills(before, right) or START.match(line.text):
        return False
    if abs(before.size - line.size) > 0.35 * max(before.size, line.size):
        return False
    return line.box[1] - before.box[3] <= 1.6 * max(before.size, line.size)
