"""What changed between two versions of a report: the silent edits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from archive.documents import Document, ToldFigure
from archive.editions import Edition


@dataclass(frozen=True, slots=True)
class Revision:
    """One change: ``what`` is title, published, section or figure; ``place`` its number or cell."""

    report_id: str
    previous_id: str
    what: str
    place: str
    old: str | int | float | None
    new: str | int | float | None


def _shown(figure: ToldFigure | None) -> str | int | float | None:
    """A number as such, else the cell as printed; ``None`` where the form has no such cell."""
    if figure is None:
        return None
    return figure.raw if figure.value is None else figure.value


def _texts(document: Document) -> dict[tuple[int, str], str]:
    """Text by number and heading; sections that share both (one stands in a list of contents) as one."""
    told: dict[tuple[int, str], str] = {}
    for it in document.sections:
        key = (it.number, it.heading)
        told[key] = f"{told[key]}\n{it.text}" if key in told else it.text
    return told


def _changes(old: Document, new: Document) -> Iterator[tuple[str, str, object, object]]:
    yield "title", "", old.outline.title, new.outline.title
    yield "published", "", old.outline.published, new.outline.published
    before, after = _texts(old), _texts(new)
    for number, heading in sorted(before.keys() | after.keys()):
        key = (number, heading)
        yield "section", f"{number} {heading}".strip(), before.get(key), after.get(key)
    cells_before = {figure.cell: figure for figure in old.figures}
    cells_after = {figure.cell: figure for figure in new.figures}
    for cell in dict.fromkeys([*cells_before, *cells_after]):
        yield "figure", cell, _shown(cells_before.get(cell)), _shown(cells_after.get(cell))


def revisions(previous: Edition, edition: Edition) -> Iterator[Revision]:
    """Every difference of an edition from the one before it, in the order title, date, text, figures."""
    for what, place, old, new in _changes(previous.document, edition.document):
        if old != new:
            yield Revision(edition.report_id, previous.report_id, what, place, old, new)  # type: ignore[arg-type]
