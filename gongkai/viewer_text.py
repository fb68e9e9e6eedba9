"""An archived text as numbered lines, every figure's run of characters under its own id."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from gongkai.viewer_original import Mark
from parsers.formats.decoding import decode
from parsers.formats.text import lines_of


def sanitised(data: bytes, media_type: str, marks: Sequence[Mark]) -> str:
    """The lines as an ordered list, parted as the parser parts them."""
    lines = lines_of(decode(data, media_type).text)
    by_line: dict[int, dict[tuple[int, int], list[Mark]]] = {}
    for mark in marks:
        place = mark.place
        if place.get("kind") == "text":
            run = (int(place["column"]), int(place["length"]))
            by_line.setdefault(int(place["line"]), {}).setdefault(run, []).append(mark)
    written = (
        f'<li id="L{number}">{_line(line, by_line.get(number, {}))}</li>'
        for number, line in enumerate(lines, start=1)
    )
    return f'<ol class="lines">{"".join(written)}</ol>'


def _line(line: str, runs: dict[tuple[int, int], list[Mark]]) -> str:
    parts: list[str] = []
    at = 0
    for (column, length), marks in sorted(runs.items()):
        start = min(column - 1, len(line))
        end = min(start + length, len(line))
        anchors = "".join(f'<i id="{escape(mark.cell)}"></i>' for mark in marks[1:])
        title = escape("；".join(mark.label for mark in marks))
        head = f'<span id="{escape(marks[0].cell)}" class="fig{"" if length else " empty"}" title="{title}">'
        if start < at:  # runs that overlap: an anchor only, the characters are written already
            parts.append(f"{head}{anchors}</span>")
            continue
        parts.append(escape(line[at:start]))
        parts.append(f"{head}{anchors}{escape(line[start:end])}</span>")
        at = end
    parts.append(escape(line[at:]))
    return "".join(parts)
