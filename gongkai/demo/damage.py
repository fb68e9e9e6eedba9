"""The faults that can be planted, each a row of :data:`FAULTS`: when it acts, for which forms, what it does.

A fault works on the draft at one stage (figures, cells, tables, text) and answers what it did.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Literal

from gongkai.demo import changed_layout as layout
from gongkai.demo import damaged_cells as cells
from gongkai.demo import damaged_tables as tables
from gongkai.demo import local_tables as local
from gongkai.demo.arithmetic import APPLICANTS, outcomes
from gongkai.demo.draft import Draft
from gongkai.demo.truth import PlantedFault

Stage = Literal["figures", "cells", "tables", "text"]
Done = tuple[tuple[str, ...], str, bool]
"""The codes concerned, what was done, and whether a reader must find it."""


@dataclass(frozen=True, slots=True)
class FaultKind:
    """A kind of fault: its stage, the forms it fits, the deed, and the figures it needs beforehand."""

    stage: Stage
    forms: tuple[str, ...]
    plant: Callable[[Draft], Done]
    prepare: Callable[[Draft], None] | None = None


def _total_off_by_one(draft: Draft) -> Done:
    if draft.form == "2014":
        code = draft.dice("off").choice(("statistics.staff.value", "statistics.reviews.value"))
    else:
        code = f"requests.{draft.dice('off').choice(outcomes(draft.form))}.total"
    draft.values[code] += 1
    return (code,), "the total is one more than its parts", True


def _part_off_by_one(draft: Draft) -> Done:
    code = f"requests.granted.{draft.dice('off').choice(APPLICANTS)}"
    draft.values[code] += 1
    return (code,), "one part is one too many, across and down", True


def _balance_broken(draft: Draft) -> Done:
    codes = ("requests.carried_out.natural_person", "requests.carried_out.total")
    for code in codes:
        draft.values[code] += 1
    return codes, "one more is carried out than is left", True


def _disputes_total_off(draft: Draft) -> Done:
    draft.values["disputes.review.total"] += 1
    return ("disputes.review.total",), "the total is one more than its parts", True


def _regulations_not_zero(draft: Draft) -> Done:
    codes = tuple(code for code in draft.values if code.startswith("proactive.regulations."))
    for code in codes:
        draft.values[code] = 1
    return codes, "a commission claims 规章, which it cannot make", True


def _text_contradicts_table(draft: Draft) -> Done:
    code = "statistics.requests.value" if draft.form == "2014" else "requests.new.total"
    # Three more than even those who count what was carried in would say.
    draft.claims[code] = draft.values[code] + draft.values.get("requests.carried_in.total", 0) + 3
    return (code,), "the text speaks of more requests than the table", True


def _wrong_period(draft: Draft) -> Done:
    draft.period = (date(draft.year - 1, 1, 1), date(draft.year - 1, 12, 31))
    return (), "the period is last year's", True


def _late_publication(draft: Draft) -> Done:
    last = date(draft.year + 1, 1, 31) if draft.year >= 2019 else date(draft.year + 1, 3, 31)
    draft.published = last + timedelta(days=draft.dice("late").randint(1, 90))
    return (), f"published on {draft.published}", True


_TWO = ("2019", "2021")
_THREE = ("2014", "2019", "2021")
FAULTS: Mapping[str, FaultKind] = MappingProxyType(
    {
        "total_off_by_one": FaultKind("figures", _THREE, _total_off_by_one),
        "part_off_by_one": FaultKind("figures", _TWO, _part_off_by_one),
        "balance_broken": FaultKind("figures", _TWO, _balance_broken),
        "disputes_total_off": FaultKind("figures", _TWO, _disputes_total_off),
        "regulations_not_zero": FaultKind("figures", _TWO, _regulations_not_zero),
        "blank_totals": FaultKind("cells", _TWO, cells.blank_totals),
        "blank_zeros": FaultKind("cells", _TWO, cells.blank_zeros),
        "dash_zeros": FaultKind("cells", _THREE, cells.dash_zeros),
        "remark_in_cell": FaultKind("cells", _TWO, cells.remark_in_cell),
        "unit_in_cell": FaultKind("cells", _TWO, cells.unit_in_cell),
        "editor_leftover": FaultKind("cells", _TWO, cells.editor_leftover),
        "full_width_digits": FaultKind("cells", _THREE, cells.full_width_digits),
        "thousands_separators": FaultKind("cells", _TWO, cells.thousands_separators),
        "word_zero": FaultKind("cells", ("2019",), cells.word_zero),
        "fee_in_yuan": FaultKind("cells", ("2021",), cells.fee_in_yuan),
        "amount_without_unit": FaultKind("cells", ("2019",), cells.amount_without_unit),
        "letter_for_digit": FaultKind("cells", _TWO, cells.letter_for_digit),
        "two_numbers": FaultKind("cells", _TWO, cells.two_numbers),
        "footnote_mark": FaultKind("cells", _TWO, cells.footnote_mark),
        "totals_only": FaultKind("cells", _TWO, layout.totals_only),
        "sign_by_header": FaultKind("tables", ("2019",), tables.sign_by_header, tables.fewer),
        "sign_contradicted": FaultKind("tables", ("2019",), tables.sign_contradicted, tables.more),
        "digit_split": FaultKind("tables", _TWO, tables.digit_split, tables.enlarge_granted),
        "shifted_row": FaultKind("tables", _TWO, tables.shifted_row, tables.enlarge_partly_granted),
        "lost_cell": FaultKind("tables", _TWO, tables.lost_cell),
        "extra_cells": FaultKind("tables", _TWO, tables.extra_cells),
        "split_label": FaultKind("tables", _TWO, tables.split_label),
        "garbled_label": FaultKind("tables", _TWO, tables.garbled_label),
        "lost_row": FaultKind("tables", _TWO, tables.lost_row),
        "row_merged": FaultKind("tables", _TWO, tables.row_merged),
        "row_twice": FaultKind("tables", _TWO, tables.row_twice),
        "row_twice_unlike": FaultKind("tables", _TWO, tables.row_twice_unlike),
        "page_break": FaultKind("tables", _TWO, tables.page_break),
        "header_spans_disagree": FaultKind("tables", _TWO, tables.header_spans_disagree),
        "repeated_header": FaultKind("tables", _TWO, layout.repeated_header),
        "narrow_labels": FaultKind("tables", _TWO, layout.narrow_labels),
        "empty_columns": FaultKind("tables", _TWO, layout.empty_columns),
        "label_spaces": FaultKind("tables", _TWO, layout.label_spaces),
        "half_width_brackets": FaultKind("tables", _TWO, layout.half_width_brackets),
        "headers_gone": FaultKind("tables", _TWO, local.headers_gone),
        "column_dropped": FaultKind("tables", _TWO, local.column_dropped, local.no_research),
        "rowspan_wrong": FaultKind("tables", _TWO, local.rowspan_wrong),
        "rowspan_long": FaultKind("tables", _TWO, local.rowspan_long),
        "extra_rows": FaultKind("tables", ("2014",), local.extra_rows),
        "history_column": FaultKind("tables", ("2014",), local.history_column),
        "serial_column": FaultKind("tables", ("2014",), local.serial_column),
        "disputes_in_three": FaultKind("tables", _TWO, tables.disputes_in_three_tables),
        "disputes_in_prose": FaultKind("tables", _TWO, tables.disputes_in_prose),
        "totals_moved": FaultKind("tables", _TWO, layout.totals_moved),
        "text_contradicts_table": FaultKind("text", _THREE, _text_contradicts_table),
        "wrong_period": FaultKind("text", _THREE, _wrong_period),
        "late_publication": FaultKind("text", ("2008", *_THREE), _late_publication),
    }
)


# Faults that would undo each other.
CLASHES: tuple[frozenset[str], ...] = (
    frozenset({"sign_by_header", "sign_contradicted"}),
    frozenset({"disputes_in_three", "disputes_in_prose"}),
)


def plant(draft: Draft, names: tuple[str, ...], stage: Stage) -> list[PlantedFault]:
    """Plants those of ``names`` that act at this stage, in the order of :data:`FAULTS`.

    Raises ``ValueError`` for a name that is unknown or does not fit the form, and for two that clash.
    """
    for clash in CLASHES:
        if clash <= set(names):
            raise ValueError(f"faults {' and '.join(sorted(clash))} would undo each other: plant one of them")
    for name in names:
        if name not in FAULTS:
            raise ValueError(f"unknown fault {name!r}; known are {', '.join(FAULTS)}")
        if draft.form not in FAULTS[name].forms:
            raise ValueError(f"fault {name!r} fits the forms {FAULTS[name].forms}, not {draft.form}")
        prepare = FAULTS[name].prepare
        if stage == "figures" and prepare is not None:
            prepare(draft)
    return [
        PlantedFault(name, *kind.plant(draft))
        for name, kind in FAULTS.items()
        if name in names and kind.stage == stage
    ]
