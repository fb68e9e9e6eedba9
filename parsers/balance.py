"""The sums a form's figures must keep: every equation written out, and what it says of one report.

An equation passes, fails, or cannot be assessed because a cell on either side states no number. When
only blanks stand in its way it is tried once more with every blank as nothing: if it does not hold even
then, that is worth a warning, never an error.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from parsers.cell_names import TABLE_NAMES, Cells, column_label, plain, row_label
from parsers.check_rules import RULES
from parsers.model import Figure, Finding, Form, Number

Outcome = Literal["pass", "fail", "not assessable"]

APPLICANTS = ("natural_person", "business", "research", "social_welfare", "legal_service", "other")
RESULTS = ("upheld", "corrected", "other", "pending")
BLOCKS = ("review", "litigation_direct", "litigation_after_review")
_NOT_OUTCOMES = frozenset({"new", "carried_in", "total", "carried_out"})
_NOTHING = frozenset({"blank", "dash"})

# The sums of the 2014 table: rule, the whole, its parts.
_STATISTICS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("S1", "requests", ("requests_in_person", "requests_fax", "requests_online", "requests_letter")),
    ("S2", "concluded", ("concluded_on_time", "concluded_extended")),
    (
        "S3",
        "answered",
        (
            "answered_already_public",
            "answered_granted",
            "answered_partly",
            "answered_denied",
            "answered_not_this_body",
            "answered_not_exist",
            "answered_needs_correction",
            "answered_other_channel",
        ),
    ),
    (
        "S4",
        "answered_denied",
        (
            "denied_state_secret",
            "denied_trade_secret",
            "denied_privacy",
            "denied_security",
            "denied_not_government_information",
            "denied_other_law",
        ),
    ),
    ("S5", "reviews", ("reviews_upheld", "reviews_corrected", "reviews_other")),
    ("S6", "litigations", ("litigations_upheld", "litigations_corrected", "litigations_other")),
    ("S7", "staff", ("staff_full_time", "staff_part_time")),
)


@dataclass(frozen=True, slots=True)
class Equation:
    """A sum over cells: the codes on the left must add up to those on the right.

    ``along`` says what its terms share: a ``column`` (R1, R2) or a ``row``.
    """

    rule: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    along: Literal["row", "column"]

    @property
    def cells(self) -> tuple[str, ...]:
        """Every cell it names, left side first."""
        return self.left + self.right


def equations(cells: Cells) -> tuple[Equation, ...]:
    """Every equation that the figures' own rows and columns allow, in the order of the rules."""
    rows = tuple(dict.fromkeys(f.row for f in cells.values() if f.table == "requests"))
    return _equations(rows, frozenset(figure.table for figure in cells.values()))


@lru_cache(maxsize=64)
def _equations(rows: tuple[str, ...], tables: frozenset[str]) -> tuple[Equation, ...]:
    """The same for every report that prints these rows of section 3 and these tables."""
    return tuple(_written_out(rows, tables))


def _written_out(rows: tuple[str, ...], tables: frozenset[str]) -> Iterator[Equation]:
    outcomes = tuple(row for row in rows if row not in _NOT_OUTCOMES)
    if rows:
        for column in (*APPLICANTS, "total"):
            yield Equation(
                "R1",
                (f"requests.new.{column}", f"requests.carried_in.{column}"),
                (f"requests.total.{column}", f"requests.carried_out.{column}"),
                "column",
            )
        for column in (*APPLICANTS, "total"):
            parts = tuple(f"requests.{row}.{column}" for row in outcomes)
            yield Equation("R2", (f"requests.total.{column}",), parts, "column")
        for row in rows:
            parts = tuple(f"requests.{row}.{column}" for column in APPLICANTS)
            yield Equation("R3", (f"requests.{row}.total",), parts, "row")
    if "disputes" in tables:
        for block in BLOCKS:
            parts = tuple(f"disputes.{block}.{column}" for column in RESULTS)
            yield Equation("R4", (f"disputes.{block}.total",), parts, "row")
    if "statistics" in tables:
        for rule, whole, names in _STATISTICS:
            parts = tuple(f"statistics.{name}.value" for name in names)
            yield Equation(rule, (f"statistics.{whole}.value",), parts, "column")


def assess(equation: Equation, cells: Cells) -> Outcome:
    """Whether an equation holds as printed."""
    left, right = _sum(equation.left, cells), _sum(equation.right, cells)
    if left is None or right is None:
        return "not assessable"
    return "pass" if left == right else "fail"


def balance_findings(cells: Cells, form: Form | None) -> tuple[Finding, ...]:
    """An error for each equation that fails, a warning for each that fails even with blanks as nothing."""
    found: list[Finding] = []
    for equation in equations(cells):
        outcome = assess(equation, cells)
        if outcome == "fail":
            found.append(_finding(equation, cells, form))
        elif outcome == "not assessable" and fails_with_blanks_as_nothing(equation, cells):
            found.append(_finding(equation, cells, form, blank=True))
    return tuple(found)


def fails_with_blanks_as_nothing(equation: Equation, cells: Cells) -> bool:
    """Whether only blanks keep an equation from being assessed and it fails with each of them 0.

    A blank total of outcomes (R1) stands for the sum of the outcomes; where the whole itself is blank
    (R2–R4) there is nothing to hold the parts against, and the answer is no. But a dash says that there is
    nothing, and so does a blank total of outcomes (R2) when that row has figures in other columns. A column
    that the table does not have adds nothing to a row (R3). Parts that are not known cannot make up for
    others that exceed the whole already, nor parts that are open for more than the most each may be.
    """
    if _out_of_reach(equation, cells):
        return True
    figures = [cells.get(code) for code in equation.cells]
    absent = {"missing"} if equation.rule == "R3" else set()
    if any(
        figure is None or (figure.value is None and not _is_nothing(figure) and figure.state not in absent)
        for figure in figures
    ):
        return False
    if len(equation.left) == 1 and _says_nothing(equation, cells):
        return False
    right = _lenient(equation.right, cells)
    return right is not None and _whole_side(equation, cells) != right


def _out_of_reach(equation: Equation, cells: Cells) -> bool:
    """Whether the parts known are more than the whole, or all parts at their most are less than it."""
    whole = cells.get(equation.left[0])
    if len(equation.left) > 1 or whole is None or whole.confidence == "ambiguous":
        return False
    if whole.value is None and (not _is_nothing(whole) or _says_nothing(equation, cells)):
        return False
    parts = [cells[code] for code in equation.right if code in cells]
    known = sum(part.value for part in parts if part.value is not None and part.confidence != "ambiguous")
    limit = 0 if whole.value is None else whole.value
    if known > limit and any(part.value is None for part in parts):
        return True
    most = [value for part in parts if (value := _most(part)) is not None]
    return len(most) == len(equation.right) and sum(most) < limit


def _most(figure: Figure) -> Number | None:
    """The largest number a cell may hold; ``None`` where nothing bounds it."""
    if figure.confidence != "ambiguous":
        return 0 if figure.state in _NOTHING else figure.value
    if not figure.alternatives:
        return None
    return max((value for value in (figure.value, *figure.alternatives) if value is not None), default=0)


def _says_nothing(equation: Equation, cells: Cells) -> bool:
    """Whether the whole of R2–R4 is a blank that cannot be taken for 0."""
    whole = cells[equation.left[0]]
    if whole.value is not None or whole.state == "dash":
        return False
    if equation.rule != "R2":
        return True
    return not _has_totals(cells)


def _has_totals(cells: Cells) -> bool:
    """Whether the row of totals of outcomes states any figure but 0."""
    row = (cells.get(f"requests.total.{column}") for column in (*APPLICANTS, "total"))
    return any(figure is not None and figure.value for figure in row)


def _is_nothing(figure: Figure) -> bool:
    return figure.state in _NOTHING and figure.confidence != "ambiguous"


def _sum(codes: Sequence[str], cells: Cells) -> Number | None:
    total: Number = 0
    for code in codes:
        figure = cells.get(code)
        if figure is None or figure.value is None:
            return None
        total += figure.value
    return total


def _lenient(codes: Sequence[str], cells: Cells) -> Number | None:
    """The sum with blanks as nothing; a blank total of outcomes is the sum of its outcomes."""
    total: Number = 0
    for code in codes:
        part = cells[code].value
        if part is None and code.startswith("requests.total."):
            part = _outcomes(code.rsplit(".", 1)[1], cells)
            if part is None and not _has_totals(cells):
                return None
        total += 0 if part is None else part
    return total


def _whole_side(equation: Equation, cells: Cells) -> Number | None:
    """The left side with blanks as nothing; the one cell of R2–R4 is itself, never the sum of its parts."""
    if len(equation.left) > 1:
        return _lenient(equation.left, cells)
    value = cells[equation.left[0]].value
    return 0 if value is None else value


def _outcomes(column: str, cells: Cells) -> Number | None:
    total: Number = 0
    for figure in cells.values():
        if figure.table != "requests" or figure.column != column or figure.row in _NOT_OUTCOMES:
            continue
        if figure.value is None and not _is_nothing(figure):
            return None
        total += 0 if figure.value is None else figure.value
    return total


def _finding(equation: Equation, cells: Cells, form: Form | None, blank: bool = False) -> Finding:
    rule = RULES[f"{equation.rule}-blank" if blank else equation.rule]
    left = _whole_side(equation, cells) if blank else _sum(equation.left, cells)
    right = _lenient(equation.right, cells) if blank else _sum(equation.right, cells)
    if left is None or right is None:
        raise ValueError(f"{equation.rule}: a finding needs both sides, cells {', '.join(equation.cells)}")
    table = TABLE_NAMES[equation.cells[0].split(".")[0]]
    shared = row_label if equation.along == "row" else column_label
    line = "行" if equation.along == "row" else "列"
    sides = [
        _terms(equation, codes, cells, form) + ("" if len(codes) == 1 else f"，合 {plain(side)}")
        for codes, side in ((equation.left, left), (equation.right, right))
    ]
    message = f"{table}「{shared(form, equation.cells[0])}」{line}：{'；'.join(sides)}。{rule.wording_zh}"
    # The sum of the parts is what the whole should be; R1 sets intake against outcome.
    expected, actual = (left, right) if equation.rule == "R1" else (right, left)
    return Finding(rule.id, rule.severity, message, equation.cells, expected, actual)


def _terms(equation: Equation, codes: Sequence[str], cells: Cells, form: Form | None) -> str:
    """The terms of one side with their numbers; zeros of a long side are left out."""
    name = column_label if equation.along == "row" else row_label
    shown = []
    for code in codes:
        value = cells[code].value
        if value == 0 and len(codes) > 2:
            continue
        if value is not None:
            shown.append(f"{name(form, code)} {plain(value)}")
        elif len(codes) <= 2:
            shown.append(f"{name(form, code)} 空白{_standing(code, cells)}")
    return " + ".join(shown) or "其余各项均为0或空白"


def _standing(code: str, cells: Cells) -> str:
    if not code.startswith("requests.total."):
        return ""
    total = _outcomes(code.rsplit(".", 1)[1], cells)
    return "" if total is None else f"（各办理结果之和 {plain(total)}）"
