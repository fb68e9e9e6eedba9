"""How one figure is shown: its words as printed, its state and confidence, what doubts it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from gongkai_pages import column_words, wording
from markupsafe import Markup, escape


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure ready for the page: ``words`` in the cell, ``value`` where it differs, ``mark`` beside it.

    ``findings`` (number, severity) are those about this figure, ``severity`` the worst of them; ``involved``
    is the worst of those that only add this figure up with others.
    """

    cell: str
    words: str
    value: str
    state: str
    confidence: str
    mark: str
    label: tuple[str, str]
    alternatives: tuple[str, ...]
    findings: tuple[tuple[int, str], ...]
    severity: str
    involved: str
    href: str | None

    @property
    def title(self) -> str:
        """The sentence a pointer or a screen reader gets: label, state, confidence, readings."""
        zh, en = wording.named(wording.FIGURE_STATES, self.state)
        sure_zh, sure_en = wording.named(wording.CONFIDENCE, self.confidence)
        parts = [self.label[0], f"{zh}（{en}）"]
        if self.state != "missing":
            parts.append(f"{sure_zh}（{sure_en}）")
        if self.alternatives:
            parts.append("或为 " + "、".join(self.alternatives))
        if self.value:
            parts.append(f"= {self.value}")
        return " · ".join(parts)


@dataclass(frozen=True, slots=True)
class Doubts:
    """Findings by cell: those about it (number, severity), and the severities of those that involve it."""

    about: dict[str, list[tuple[int, str]]]
    involving: dict[str, set[str]]


def show(row: Any, doubts: Doubts, base: str | None) -> Shown:
    """``row`` has cell, labels, unit, value, state, raw, confidence, alternatives, placed.

    ``base`` is the address of the original in the viewer.
    """
    found = doubts.about.get(row["cell"], [])
    other = json.loads(row["alternatives"]) if row["alternatives"] else []
    marks = {"inferred": "推", "ambiguous": "?"}
    return Shown(
        cell=row["cell"],
        words=_words(row),
        value=_value(row),
        state=row["state"],
        confidence=row["confidence"],
        mark=marks.get(row["confidence"], ""),
        label=(row["label_zh"], row["label_en"]),
        alternatives=tuple("空" if item is None else number(item) for item in other),
        findings=tuple(found),
        severity=_worst({severity for _, severity in found}),
        involved=_worst(doubts.involving.get(row["cell"], set())),
        href=f"{base}#{quote(row['cell'])}" if base and row["placed"] else None,
    )


def _worst(severities: set[str]) -> str:
    return next((s for s in ("error", "warning", "info") if s in severities), "")


def number(value: Any) -> str:
    """A number with thousands apart: 90500 → 90,500; 0.5 stays 0.5."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return f"{value:,}" if isinstance(value, int | float) else str(value)


def _words(row: Any) -> str:
    if row["state"] == "missing":
        return "缺"
    raw = " ".join(str(row["raw"] or "").split())
    if row["state"] == "blank":
        return ""
    if raw:
        return raw if len(raw) <= 60 else raw[:59] + "…"
    return "" if row["value"] is None else number(row["value"])


def _value(row: Any) -> str:
    """The value where the printed words are not simply its digits."""
    value = row["value"]
    if value is None:
        return ""
    plain = str(row["raw"] or "").replace(",", "").replace("，", "").strip()
    try:
        same = float(plain) == float(value)
    except ValueError:
        same = False
    if same:
        return ""
    return number(value) + (" 元" if row["unit"] == "CNY" else "")


def _named(text: str) -> list[str] | None:
    """The cells a finding names; ``None`` for other words, which a reader's SQL may give under that name."""
    try:
        named = json.loads(text)
    except ValueError:
        return None
    return named if isinstance(named, list) and all(isinstance(cell, str) for cell in named) else None


PAGES = {
    "report_id": "report",
    "previous_id": "report",
    "earlier": "report",
    "later": "report",
    "body_id": "body",
}
"""Columns that hold ids, and the page an id leads to."""
NUMBERED = ("report", "variable")
"""Columns that hold a row's ``n``; its own address is made of its id, so that Datasette's link would fail."""


MOST_CELLS = 6
"""Cells of a finding named in a table of findings; the report's own page names them all."""


def render(value: Any, column: str) -> Any:
    """Cells of Datasette's own tables: ids lead to our pages, codes have their Chinese word before them."""
    words = value
    if isinstance(value, dict):  # a key of another table, with the label of the row it names
        value, words = value["value"], value["label"]
        if column in NUMBERED:
            return Markup('<a href="/reports/{}?n={}">{}</a>').format(column, value, words)
    if not isinstance(value, str) or not value:
        return None
    if column == "cells" and (named := _named(value)):
        more = f", … ({len(named)})" if len(named) > MOST_CELLS else ""
        # A narrow column may break a code at its dots.
        return escape(", ".join(named[:MOST_CELLS]) + more).replace(".", Markup(".<wbr>"))
    page = PAGES.get(column)
    if page is None:
        return column_words.cell(value, column)
    return Markup('<a href="/{}/{}">{}</a>').format(page, quote(value), words)
