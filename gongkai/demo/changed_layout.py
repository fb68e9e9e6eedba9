"""Layouts that a careful reader takes in stride: narrow labels, empty columns, repeated headers, brackets.

Only the last, totals moved under the wrong header, leaves a cell in doubt.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from gongkai.demo.damaged_tables import page_break
from gongkai.demo.draft import Draft
from gongkai.demo.printed import request_codes, request_rows
from gongkai.demo.truth import DemoCell, DemoTable, TrueFigure

Row = tuple[DemoCell, ...]
Done = tuple[tuple[str, ...], str, bool]

_HALF_WIDTH = str.maketrans("（）：，", "():,")


def _each_row(draft: Draft, name: str, change: Callable[[int, Row], Row]) -> None:
    """Passes every row of the tables called ``name`` through ``change``."""
    for place, table in enumerate(draft.tables):
        if table.name == name:
            rows = tuple(change(number, row) for number, row in enumerate(table.rows))
            draft.tables[place] = replace(table, rows=rows)


def _each_label(draft: Draft, change: Callable[[str], str]) -> None:
    for name in ("proactive", "requests", "disputes"):
        _each_row(
            draft,
            name,
            lambda _, row: tuple(c if c.code else replace(c, text=change(c.text)) for c in row),
        )


def narrow_labels(draft: Draft) -> Done:
    """The wide labels of the first rows take one column too few; an empty cell fills the row's end."""
    early = {f"requests.{name}.total" for name in ("new", "carried_in", "granted", "partly_granted")}

    def change(_: int, row: Row) -> Row:
        if not any(cell.code in early for cell in row):
            return row
        narrow = tuple(replace(cell, colspan=cell.colspan - 1) if cell.colspan > 1 else cell for cell in row)
        return (*narrow, DemoCell(""))

    _each_row(draft, "requests", change)
    return (), "the first rows stand one column left of their headers", False


def empty_columns(draft: Draft) -> Done:
    for name in ("proactive", "requests", "disputes"):
        _each_row(draft, name, lambda _, row: (*row, DemoCell(""), DemoCell("")))
    return (), "two empty columns follow every table", False


def label_spaces(draft: Draft) -> Done:
    def spaced(text: str) -> str:
        half = len(text) // 2
        return f"{text[:half]} {text[half:]}" if len(text) > 2 else " ".join(text)

    _each_label(draft, spaced)
    return (), "labels are broken by spaces", False


def half_width_brackets(draft: Draft) -> Done:
    _each_label(draft, lambda text: text.translate(_HALF_WIDTH))
    return (), "labels have half-width brackets and colons", False


def repeated_header(draft: Draft) -> Done:
    header = next(table for table in draft.tables if table.name == "requests").rows[:3]
    page_break(draft)
    place = max(n for n, table in enumerate(draft.tables) if table.name == "requests")
    draft.tables[place] = DemoTable("requests", (*header, *draft.tables[place].rows))
    return (), "the table of section 3 begins again with its headers on a second page", False


def totals_only(draft: Draft) -> Done:
    codes = tuple(code for row in request_rows(draft.form) for code in request_codes(row)[:-1])
    for code in codes:
        draft.figures[code] = TrueFigure(None, "blank", "")
    return codes, "only the totals of section 3 are filled in", False


def totals_moved(draft: Draft) -> Done:
    """As ``totals_only`` leaves it, but the first rows print their total under the last applicant."""
    doubtful: list[str] = []
    for row in request_rows(draft.form)[:6]:
        other, total = request_codes(row)[-2:]
        for code in (other, total):
            draft.figures[code] = replace(draft.figures[code], told="open")
        doubtful += [other, total]

    def change(_: int, row: Row) -> Row:
        texts = {cell.code: cell.text for cell in row if cell.code in doubtful}
        if not texts:
            return row
        moved = dict(zip(texts, reversed(texts.values()), strict=True))
        return tuple(replace(c, text=moved[c.code]) if c.code in moved else c for c in row)

    _each_row(draft, "requests", change)
    return tuple(doubtful), "the first totals stand one column too far left", False
