"""How reports.db keeps a figure: what nearly every figure says alike takes no room.

Fifteen million figures are most of the file. Nearly all state a number printed as its plain digits, so state
and confidence are one small number (0 for that case), and the printed text is kept only where it differs from
the value's digits. The columns ``state``, ``raw`` and ``confidence`` are computed from these when asked for.
"""

from __future__ import annotations

from archive.tables import cases

Value = int | float | None
Row = tuple[int, int, Value, int, str | None, str | None]

STATES = ("number", "blank", "dash", "word", "text", "missing")
CONFIDENCES = ("stated", "inferred", "ambiguous")
INSERT = "INSERT INTO figure VALUES (?, ?, ?, ?, ?, ?)"
COMPUTED = (
    ("state", cases("reading % 10", dict(enumerate(STATES)))),
    ("raw", "coalesce(printed, CAST(value AS TEXT), '')"),
    ("confidence", cases("reading / 10", dict(enumerate(CONFIDENCES)))),
)
"""The computed columns of ``figure``; ``reading`` is ten times the confidence's place plus the state's."""

_READINGS = {
    (state, confidence): 10 * sure + place
    for place, state in enumerate(STATES)
    for sure, confidence in enumerate(CONFIDENCES)
}


def figure_row(
    report: int, variable: int, value: Value, state: str, raw: str, confidence: str, alternatives: str | None
) -> Row:
    """The row that ``INSERT`` takes; raises ``KeyError`` for a state or confidence the model has not."""
    # An amount's digits are SQLite's choice: its text is always kept.
    plain = "" if value is None else None if isinstance(value, float) else str(value)
    printed = None if raw == plain else raw
    return report, variable, value, _READINGS[state, confidence], printed, alternatives
