"""More than one report in one document: the first is read, the others are named and left alone.

A page that shows the reports of two years, one below the other, would otherwise give figures of both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from parsers.days import title_year
from parsers.identity_rules import state
from parsers.model import Block, Finding, Paragraph, Source
from parsers.prose import tidy
from parsers.rows import table_rows
from parsers.sections import known_heading
from parsers.titles import is_report_title

_TABLES = frozenset({"proactive", "requests", "statistics"})
_SECTIONS = 3
"""Statutory headings that make a report of what follows a title, where it has no table."""
_LONGEST_HEADING = 45


@dataclass(frozen=True, slots=True)
class _Beginning:
    """Where a report may begin: the block of its title, and the title."""

    block: int
    title: str


def first_report(source: Source) -> tuple[Source, tuple[Finding, ...]]:
    """The document without the reports that follow its first, and the finding that names them."""
    titles = _titles(source.blocks)
    if len({title.title for title in titles}) < 2:
        return source, ()
    ends = [title.block for title in titles[1:]] + [len(source.blocks)]
    reports = [
        title
        for title, end in zip(titles, ends, strict=True)
        if _is_report(source, source.blocks[title.block : end])
    ]
    others = [report for report in reports if report.title != reports[0].title]
    if not others:
        return source, ()
    named = "、".join(f"“{other.title}”" for other in others)
    finding = state("several-reports", f"读取了“{reports[0].title}”，未读取{named}", actual=len(others) + 1)
    return replace(source, blocks=source.blocks[: others[0].block]), (finding,)


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


def _is_report(source: Source, blocks: tuple[Block, ...]) -> bool:
    """Whether a title is followed by a report: a table of the forms, or several of its sections."""
    if not _TABLES.isdisjoint(table_rows(replace(source, blocks=blocks)).tables):
        return True
    short = (tidy(block.text) for block in blocks[1:] if isinstance(block, Paragraph))
    headings = {known_heading(text) for text in short if len(text) <= _LONGEST_HEADING}
    return len(headings - {0}) >= _SECTIONS
