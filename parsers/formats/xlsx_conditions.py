"""Conditional formats of a sheet: the cells they are laid on, and the figures they may hide (18.3.1.18)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from operator import eq, ge, gt, le, lt, ne
from types import MappingProxyType

from lxml import etree

from parsers.formats.sheet import Merge, Position, position
from parsers.formats.xlsx_styles import S

MOST = 500
"""Conditional formats of a sheet, and ranges of one, that are looked at."""
_COMPARED: Mapping[str, Callable[[float, float], bool]] = MappingProxyType(
    {
        "equal": eq,
        "notEqual": ne,
        "greaterThan": gt,
        "greaterThanOrEqual": ge,
        "lessThan": lt,
        "lessThanOrEqual": le,
    }
)


@dataclass(frozen=True, slots=True)
class Condition:
    """The ranges a conditional format is laid on, and its rules that hide."""

    ranges: tuple[Merge, ...]
    rules: tuple[etree._Element, ...]

    def covers(self, at: Position) -> bool:
        """Whether it is laid on a cell."""
        return any(
            top <= at[0] <= bottom and left <= at[1] <= right for top, left, bottom, right in self.ranges
        )

    def may_hide(self, at: Position, stored: str) -> bool:
        """Whether a rule may hide the cell's figure: one whose formula is not known to fail for it."""
        return bool(self.rules) and self.covers(at) and not all(_fails(rule, stored) for rule in self.rules)


def read_conditions(sheet: etree._Element, hiding: Collection[str]) -> tuple[Condition, ...]:
    """The conditional formats of a sheet; ``hiding`` names the formats that strike out or hide."""
    rows = islice(sheet.iterfind(f"{S}conditionalFormatting"), MOST)
    return tuple(
        Condition(
            tuple(_ranges(row.get("sqref", ""))),
            tuple(rule for rule in row.iterfind(f"{S}cfRule") if rule.get("dxfId") in hiding),
        )
        for row in rows
    )


def _ranges(text: str) -> Iterator[Merge]:
    for word in text.split()[:MOST]:
        first, _, last = word.partition(":")
        try:
            yield (*position(first), *position(last or first))
        except ValueError:
            continue


def _fails(rule: etree._Element, stored: str) -> bool:
    """Whether a comparison with plain numbers surely does not hold."""
    if rule.get("type") != "cellIs":
        return False
    try:
        value, *bounds = [
            float(text) for text in (stored, *(one.text or "" for one in rule.iterfind(f"{S}formula")))
        ]
    except ValueError:
        return False
    operator = rule.get("operator", "")
    if operator in _COMPARED and len(bounds) == 1:
        return not _COMPARED[operator](value, bounds[0])
    if operator in ("between", "notBetween") and len(bounds) == 2:
        return (min(bounds) <= value <= max(bounds)) != (operator == "between")
    return False
