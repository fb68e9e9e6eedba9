"""A report's tables as its form prints them, drawn by the cells of the published table ``form_cell``."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from weakref import WeakKeyDictionary

from gongkai_pages.reading import rows

CELLS = """
SELECT c.form, c."table", c.line, c.text, v.cell, c.rowspan, c.colspan
FROM form_cell c LEFT JOIN variable v USING (code) ORDER BY c.form, c."table", c.line, c.position
"""

HEADINGS = {
    "proactive": ("二、主动公开政府信息情况", "Information disclosed proactively"),
    "requests": ("三、收到和处理政府信息公开申请情况", "Requests received and handled"),
    "disputes": ("四、政府信息公开行政复议、行政诉讼情况", "Administrative review and litigation"),
    "statistics": ("政府信息公开情况统计表", "Statistical table of disclosure"),
}
"""The tables in the order of their sections, with the heading each stands under."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One printed cell: ``code`` names the figure filled in there, or is empty where ``text`` is printed."""

    text: str
    code: str
    rowspan: int
    colspan: int


@dataclass(frozen=True, slots=True)
class Printed:
    """One table of a form: its codebook name, section heading and lines of cells."""

    name: str
    heading: str
    heading_en: str
    rows: tuple[tuple[Slot, ...], ...]

    @property
    def codes(self) -> frozenset[str]:
        """The figures it has."""
        return frozenset(slot.code for row in self.rows for slot in row if slot.code)


Forms = Mapping[tuple[str, str], Printed]
"""Every table of every form, by form and name."""


def forms(cells: Iterable[Mapping[str, Any]]) -> Forms:
    """The forms, out of their cells in printed order."""
    found = {}
    for (form, table), mine in groupby(cells, key=lambda row: (row["form"], row["table"])):
        lines = tuple(
            tuple(Slot(it["text"], it["cell"] or "", it["rowspan"], it["colspan"]) for it in line)
            for _, line in groupby(mine, key=lambda row: row["line"])
        )
        found[form, table] = Printed(table, *HEADINGS[table], lines)
    return found


def tables(known: Forms, form: str, codes: Collection[str]) -> tuple[Printed, ...]:
    """The tables of a report on ``form`` that has the figures ``codes``, in printed order.

    A mixed report's table is drawn as the form prints it whose figures the report has. A form without a
    national table (2008) has none.
    """
    held = frozenset(codes)
    drawn = []
    for table in HEADINGS:
        own = known.get((form, table))
        if own is not None:
            others = (it for (_, name), it in known.items() if name == table)
            drawn.append(next((it for it in (own, *others) if it.codes <= held), own))
    return tuple(drawn)


# The forms are the same for every report: put together once for as long as the site runs.
_KNOWN: WeakKeyDictionary[Any, Forms] = WeakKeyDictionary()


async def drawn(datasette: Any, form: str, codes: Collection[str]) -> tuple[Printed, ...]:
    """As :func:`tables`, with the forms the database holds."""
    if datasette not in _KNOWN:
        _KNOWN[datasette] = forms(await rows(datasette, CELLS))
    return tables(_KNOWN[datasette], form, codes)
