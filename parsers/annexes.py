"""Tables in a file of their own: an archive may hold a report's text in one member, its tables in another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from parsers.bodies import title_body
from parsers.days import title_year
from parsers.model import Source
from parsers.prose import lines
from parsers.tables import figures
from parsers.titles import report_titles

_HEAD = 5
"""Lines of a member that may be its title."""
_LONGEST_TITLE = 90


def with_annexes(parts: Sequence[Source]) -> tuple[Source, ...]:
    """The documents of an archive, tables joined to the text that lacks them.

    Only where it is plain to which: to a text of the same year, or to the only one there is; where the
    archive holds reports of more than one body, to one of the same body.
    """
    if len(parts) < 2:
        return tuple(parts)
    without = [figures(part)[0] is None for part in parts]
    texts = {at: _year(it) for at, it in enumerate(parts) if without[at] and report_titles(it)}
    bodies = [_body(part) for part in parts]
    mixed = len({body for body in bodies if body}) > 1
    found: dict[int, Source] = dict(enumerate(parts))
    for at, annex in enumerate(parts):
        near = {text: year for text, year in texts.items() if not mixed or bodies[text] == bodies[at]}
        home = None if without[at] or not near else _home(_year(annex), near)
        if home is not None:
            found[home] = _joined(found[home], found.pop(at))
    return tuple(found.values())


def _home(year: int | None, texts: dict[int, int | None]) -> int | None:
    """Which of the texts (by their years) tables of a year belong to; ``None`` where that is open."""
    years = set(texts.values())
    if len(texts) == 1 or (len(years) == 1 and None not in years):
        first, own = next(iter(texts.items()))
        return first if year is None or own in (year, None) else None
    return next((at for at, own in texts.items() if own is not None and own == year), None)


def _joined(text: Source, annex: Source) -> Source:
    return replace(
        text,
        blocks=(*text.blocks, *annex.blocks),
        metadata=(*text.metadata, *annex.metadata),
        findings=(*text.findings, *annex.findings),
    )


def _body(part: Source) -> str | None:
    """The body the title of a part names."""
    names = (title_body(title.text) for title in report_titles(part))
    return next((name.full for name in names if name is not None), None)


def _year(part: Source) -> int | None:
    """The year a member is of: by its report's title, its first lines, its file's name."""
    titles = (title.text for title in report_titles(part))
    heads = (line.tidy for line in lines(part)[:_HEAD] if len(line.tidy) <= _LONGEST_TITLE)
    for text in (*titles, *heads, part.part.rpartition("/")[2]):
        year = title_year(text)
        if year is not None:
            return year
    return None
