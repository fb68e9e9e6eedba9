"""What may have happened to a row whose sum fails: a number split over two cells, or a shift by a column."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from parsers.balance import assess, equations
from parsers.cell_names import TABLE_NAMES, Cells, column_label, plain, row_label
from parsers.check_rules import RULES
from parsers.model import Finding, Form


def hint_findings(cells: Cells, form: Form | None) -> tuple[Finding, ...]:
    """Hints for each row of section 3 whose total is not the sum of its columns."""
    found: list[Finding] = []
    for equation in equations(cells):
        if equation.rule != "R3" or assess(equation, cells) != "fail":
            continue
        parts = equation.right
        codes = (*parts, equation.left[0])
        counts = tuple(count for code in codes if (count := _whole(cells, code)) is not None)
        if len(counts) == len(codes):
            found += _split(parts, counts[:-1], counts[-1], form)
            found += _shifted(codes, counts, form)
    return tuple(found)


def _whole(cells: Cells, code: str) -> int | None:
    """The count a cell states; 1.5 is none."""
    value = cells[code].value
    return int(value) if value is not None and value == int(value) else None


def _split(
    parts: tuple[str, ...], values: tuple[int, ...], total: int, form: Form | None
) -> Iterator[Finding]:
    rule = RULES["digit-split"]
    for place, (left, right) in enumerate(pairwise(values)):
        if not (1 <= left <= 9 and 0 <= right <= 9):
            continue
        joined = 10 * left + right
        if sum(values) - left - right + joined == total:
            pair = (parts[place], parts[place + 1])
            names = "」「".join(column_label(form, code) for code in pair)
            message = (
                f"{TABLE_NAMES['requests']}「{row_label(form, pair[0])}」行「{names}」两格为 "
                f"{left} 和 {right}，合为 {joined} 后各列之和等于总计 {plain(total)}。{rule.wording_zh}"
            )
            yield Finding(rule.id, rule.severity, message, pair, joined, f"{left}, {right}")


def _shifted(codes: tuple[str, ...], values: tuple[int, ...], form: Form | None) -> Iterator[Finding]:
    """A cell lost before the total: the last one is empty and the sixth holds the sum of the rest."""
    rule = RULES["row-shift"]
    if values[-1] == 0 and values[-2] != 0 and sum(values[:-2]) == values[-2]:
        message = (
            f"{TABLE_NAMES['requests']}「{row_label(form, codes[0])}」行：前五列之和 {plain(values[-2])} "
            f"正是第六列的数，而总计为 0。{rule.wording_zh}"
        )
        yield Finding(rule.id, rule.severity, message, codes, values[-2], 0)
