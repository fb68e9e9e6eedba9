"""Where the unruled tables of figures stand on a page: lines of figures, headings above, labels around."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from parsers.formats.page_figures import Cells, closing, columns_of, is_figure, is_label, laid_out
from parsers.formats.page_words import LOOSE, without_gaps
from parsers.formats.typeset import START, Line

HIGHEST_HEAD = 16
"""A heading has no more lines than this; letters may stand under one another."""
LONGEST_LABEL = 8
GAP = 2.0
"""Lines of one table stand no further apart than so many times their height."""
MANY = 10
"""So many figures in one line are a table by themselves."""
FEWEST_PIECES, FEWEST_LINES = 3, 3
"""Elsewhere so many lines must have so many pieces, the label among them."""
NEAR = 4
"""So few lines between two parts of a table: the heading of the second one."""


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line as the pieces that wide gaps set apart, and as its words."""

    pieces: tuple[Line, ...]
    words: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    """Lines of figures under one heading, by index: ``head`` where the heading begins, then the figures."""

    head: int
    headed: bool
    figured: tuple[int, ...]


Found = tuple[int, int, Cells]
"""First and end index of the lines a table takes, and its cells."""


def figure_tables(lines: Sequence[PrintedLine], after_table: bool) -> list[Found]:
    """Find the tables of figures, from top to bottom.

    ``after_table`` tells that the page before ended with a table: it may go on with a row or two.
    """
    found: list[Found] = []
    for region in _regions(_parts(lines)):
        if not _is_table(lines, region, after_table and not found):
            continue
        for number, part in enumerate(region):
            bound = region[number + 1].head if number + 1 < len(region) else len(lines)
            found.append(_table(lines, part, found[-1][1] if found else 0, bound))
    return found


def _parts(lines: Sequence[PrintedLine]) -> list[_Part]:
    groups: list[list[int]] = []
    left = 0.0
    for index, line in enumerate(lines):
        figures = closing(line.words)
        if not figures:
            continue
        start = figures[0].box[0]
        if groups and not _parted(lines, groups[-1][-1], index, min(left, start)):
            groups[-1].append(index)
            left = min(left, start)
        else:
            groups.append([index])
            left = start
    parts: list[_Part] = []
    for group in groups:
        head, headed = _head(lines, group, parts[-1].figured[-1] + 1 if parts else 0)
        parts.append(_Part(head, headed, tuple(group)))
    return parts


def _parted(lines: Sequence[PrintedLine], before: int, after: int, left: float) -> bool:
    """Whether something other than labels stands between two lines of figures, or much paper."""
    for index in range(before + 1, after):
        if any(not is_label(word, left) and not is_figure(word) for word in lines[index].words):
            return True
    return after - before > 2 * LONGEST_LABEL or any(
        _far(lines[index], lines[index + 1]) for index in range(before, after)
    )


def _far(above: PrintedLine, below: PrintedLine) -> bool:
    bottom, top = max(word.box[3] for word in above.words), min(word.box[1] for word in below.words)
    return top - bottom > GAP * max(above.words[0].size, below.words[0].size)


def _head(lines: Sequence[PrintedLine], group: Sequence[int], lowest: int) -> tuple[int, bool]:
    """Where the heading above the first figures begins, if there is one; else the labels' first line."""
    columns = columns_of([closing(lines[index].words) for index in group])
    left = columns[0][0]
    top, headed = group[0], False
    for index in range(group[0] - 1, max(lowest, group[0] - HIGHEST_HEAD) - 1, -1):
        line = lines[index]
        if _far(line, lines[index + 1]) or _is_prose(line, columns) or (headed and _is_title(line)):
            break
        if any(not is_label(word, left) and not is_figure(word) for word in line.words):
            top, headed = index, True
        elif not headed and group[0] - index > LONGEST_LABEL:
            break
    if headed:
        return top, True
    return max(lowest, group[0] - LONGEST_LABEL), False


def _is_title(line: PrintedLine) -> bool:
    return len(line.pieces) == 1 and START.match(line.pieces[0].text) is not None


def _is_prose(line: PrintedLine, columns: Sequence[tuple[float, float]]) -> bool:
    """Whether a line runs without a gap from before the columns into the last of them."""
    runs = without_gaps(line.words, LOOSE)
    left, _, right, _ = runs[0].box
    return len(runs) == 1 and left < columns[0][0] and right > columns[-1][0] and len(columns) > 1


def _regions(parts: Sequence[_Part]) -> list[list[_Part]]:
    """Parts with nothing but their headings between them."""
    regions: list[list[_Part]] = []
    for part in parts:
        if regions and part.head - regions[-1][-1].figured[-1] <= NEAR:
            regions[-1].append(part)
        else:
            regions.append([part])
    return regions


def _is_table(lines: Sequence[PrintedLine], region: Sequence[_Part], goes_on: bool) -> bool:
    if goes_on and region[0].head <= NEAR:
        return True
    counts = [len(closing(lines[index].words)) for part in region for index in part.figured]
    wide = [len(lines[index].pieces) for part in region for index in part.figured]
    if any(count >= MANY for count in counts):
        return True
    if (
        sum(max(count + 1, pieces) >= FEWEST_PIECES for count, pieces in zip(counts, wide, strict=True))
        >= FEWEST_LINES
    ):
        return True
    return any(part.headed and _stands_over(lines, part) for part in region)


def _stands_over(lines: Sequence[PrintedLine], part: _Part) -> bool:
    """Whether the heading has a word over each of the columns, two at least, and over the labels."""
    columns = columns_of([closing(lines[index].words) for index in part.figured])
    words = [word for line in lines[part.head : part.figured[0]] for word in line.words]
    spans = [(min(word.box[0] for word in lines[part.figured[0]].words), columns[0][0]), *columns]
    return len(columns) > 1 and all(
        any(word.box[0] < right and left < word.box[2] for word in words) for left, right in spans
    )


def _table(lines: Sequence[PrintedLine], part: _Part, lowest: int, bound: int) -> Found:
    first = max(part.head, lowest)
    end = part.figured[-1] + 1
    left = min(figures[0].box[0] for index in part.figured if (figures := closing(lines[index].words)))
    while end < bound and end - part.figured[-1] <= LONGEST_LABEL and not _far(lines[end - 1], lines[end]):
        if any(not is_label(word, left) and not is_figure(word) for word in lines[end].words):
            break
        end += 1
    words = [line.words for line in lines[first:end]]
    above = part.figured[0] - first
    cells, start, stop = laid_out(words, above, [index - first for index in part.figured], part.headed)
    return first + start, first + stop, cells
