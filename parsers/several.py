"""More than one report in one file: each a member of an archive, or below one another on a page.

A page that shows the reports of two years would otherwise give figures of both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter

from parsers.annexes import with_annexes
from parsers.bodies import title_body
from parsers.days import DATES, title_year
from parsers.model import Block, Paragraph, Source
from parsers.organs import read_name
from parsers.prose import tidy
from parsers.rows import table_rows
from parsers.sections import known_heading
from parsers.titles import TITLES, is_report_title

_TABLES = frozenset({"proactive", "requests", "statistics"})
_SECTIONS = 3
"""Statutory headings that make a report of what follows a title, where it has no table."""
_SHORTEST_TEXT = 150
"""Characters beside these headings; less is a table of contents below the title of a cover."""
_LONGEST_HEADING = 45
_OF_THE_PAGE = frozenset({*TITLES, *DATES})
"""Metadata that tell of a page's first report at best: its title and its day."""


@dataclass(frozen=True, slots=True)
class _Beginning:
    """Where a report may begin: the block of its title, and the title."""

    block: int
    title: str


def documents(source: Source) -> tuple[Source, ...]:
    """What a file holds to be read as one report each, in the order it stands there."""
    if not source.members:
        return _below_one_another(source)
    return with_annexes([part for member in source.members for part in _below_one_another(member)])


def _below_one_another(source: Source) -> tuple[Source, ...]:
    """The reports of a document, each with the blocks up to the next; of one printed twice the first."""
    titles = _titles(source.blocks)
    if len({title.title for title in titles}) < 2:
        return (source,)
    ends = [title.block for title in titles[1:]] + [len(source.blocks)]
    reports = [
        title
        for title, end in zip(titles, ends, strict=True)
        if _is_report(source, source.blocks[title.block : end])
    ]
    first = [next(same) for _, same in groupby(reports, key=attrgetter("title"))]
    starts = [0, *(_with_name(source.blocks, it) for it in first[1:]), len(source.blocks)]
    parts: dict[str, Source] = {}
    for number, report in enumerate(first):
        blocks = source.blocks[starts[number] : starts[number + 1]]
        if report.title not in parts:
            parts[report.title] = _part(source, blocks, len(parts) + 1)
    return tuple(parts.values()) if len(parts) > 1 else (source,)


def _part(source: Source, blocks: tuple[Block, ...], number: int) -> Source:
    if number == 1:
        return replace(source, blocks=blocks)
    metadata = tuple(pair for pair in source.metadata if pair[0].lower() not in _OF_THE_PAGE)
    return replace(source, blocks=blocks, metadata=metadata, part=f"{source.part}#{number}")


def _titles(blocks: Sequence[Block]) -> list[_Beginning]:
    """The lines that are titles of a report and name its year."""
    return [
        _Beginning(at, text)
        for at, block in enumerate(blocks)
        if isinstance(block, Paragraph)
        and len(block.text) <= 2 * _LONGEST_HEADING
        and is_report_title(text := tidy(block.text))
        and title_year(text) is not None
    ]


def _with_name(blocks: Sequence[Block], report: _Beginning) -> int:
    """Where a report begins: at its title, or at the line above, where that is the name the title lacks."""
    above = blocks[report.block - 1]
    if title_body(report.title) is None and isinstance(above, Paragraph):
        name = read_name(tidy(above.text)) if len(above.text) <= _LONGEST_HEADING else None
        return report.block - (name is not None and name.has_place)
    return report.block


def _is_report(source: Source, blocks: tuple[Block, ...]) -> bool:
    """Whether a title is followed by a report: a table of the forms, or several of its sections."""
    if not _TABLES.isdisjoint(table_rows(replace(source, blocks=blocks)).tables):
        return True
    headings: set[int] = set()
    prose = 0
    for text in (tidy(block.text) for block in blocks[1:] if isinstance(block, Paragraph)):
        known = known_heading(text) if len(text) <= _LONGEST_HEADING else 0
        if known:
            headings.add(known)
        else:
            prose += len(text)
    return len(headings) >= _SECTIONS and prose >= _SHORTEST_TEXT
