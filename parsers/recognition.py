"""How far figures recognised from a picture can be believed: their doubt, weighed by the form's sums.

A figure read with little doubt is stated. One read with more is ambiguous, unless the sums it stands in
hold with it: then it is inferred. A blank is never more than inferred, for ink may have been missed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from parsers.balance import assess, equations
from parsers.formats.page_rules import CONFIRMED_CELLS, DOUBTFUL_CELLS
from parsers.found_figures import TableReading, shorten
from parsers.model import Finding
from parsers.readings import ReadingRule

SURE = 0.05
"""Up to this doubt a recognised figure is stated, whatever the sums say."""
HELD = 0.15
"""Up to this doubt one is stated where every sum it stands in can be told and holds."""
DOUBT = 0.3
"""Above this doubt a recognised figure is open, unless a sum confirms it."""
SHOWN = 8


def weigh_recognition(reading: TableReading) -> None:
    """Lowers the confidence of a table's recognised figures by their doubt, and names the doubtful ones."""
    recognised = {
        code: held.cell.doubt
        for code, held in reading.held.items()
        if held.cell is not None and held.cell.doubt is not None
    }
    if not recognised:
        return
    confirmed = _confirmed(reading)
    doubtful: list[str] = []
    saved: list[str] = []
    for code, doubt in recognised.items():
        held = reading.held[code]
        blank = held.reading.state == "blank"
        if held.confidence == "ambiguous" or (doubt <= SURE and not blank):
            continue
        if doubt <= HELD and code in confirmed:
            continue
        if doubt <= DOUBT or code in confirmed:
            reading.held[code] = replace(held, confidence="inferred")
            if doubt > DOUBT:
                saved.append(code)
        else:
            reading.held[code] = replace(held, confidence="ambiguous")
            doubtful.append(code)
    _tell(reading, DOUBTFUL_CELLS, doubtful)
    _tell(reading, CONFIRMED_CELLS, saved)


def _confirmed(reading: TableReading) -> frozenset[str]:
    """The codes that stand in a sum which holds, and in none which fails."""
    cells = {figure.code: figure for figure in reading.figures()}
    held: set[str] = set()
    failed: set[str] = set()
    for equation in equations(cells):
        outcome = assess(equation, cells)
        if outcome != "not assessable":
            (held if outcome == "pass" else failed).update(equation.cells)
    return frozenset(held - failed)


def _tell(reading: TableReading, rule: ReadingRule, codes: Sequence[str]) -> None:
    if not codes:
        return
    seen = []
    for code in codes[:SHOWN]:
        cell = reading.held[code].cell
        if cell is not None:
            seen.append(f"“{shorten(cell)}”")
    more = f"等{len(codes)}格" if len(codes) > len(seen) else ""
    message = reading.say("", f"{'、'.join(seen)}{more}：{rule.wording_zh}")
    reading.findings.append(Finding(rule.id, rule.severity, message, tuple(codes)))
