"""A report while it is being made: figures, cell texts, tables, then sentences. Faults work on this."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from gongkai.demo.arithmetic import dice, dispute_figures, proactive_2019, proactive_2021, request_figures
from gongkai.demo.printed import printed_tables
from gongkai.demo.statistics_2014 import statistics_figures
from gongkai.demo.truth import DemoForm, DemoLevel, DemoTable, Number, TrueFigure

_SIGN_STYLES = ("minus", "both", "word", "word and space")
_AMOUNT_STYLES = ("元", "万元", "万", " 万")
_IN_TEN_THOUSANDS = frozenset({"proactive.fees.amount", "statistics.fees.value", "statistics.budget.value"})


@dataclass(slots=True)
class Draft:
    """Everything a report is made of, still open to change; each stage fills the next field."""

    body: str
    level: DemoLevel
    province: str
    division_code: str
    year: int
    form: DemoForm
    seed: int
    values: dict[str, Number] = field(default_factory=dict)
    figures: dict[str, TrueFigure] = field(default_factory=dict)
    tables: list[DemoTable] = field(default_factory=list)
    claims: dict[str, Number] = field(default_factory=dict)
    published: date = date(1970, 1, 1)
    period: tuple[date, date] = (date(1970, 1, 1), date(1970, 1, 1))

    def dice(self, *what: object) -> Random:
        """Chance numbers for one purpose of this report and no other."""
        return dice(self.seed, self.body, self.year, self.form, *what)

    def put(self, code: str, raw: str, figure: TrueFigure | None = None) -> None:
        """Prints another text in a cell; the value stays unless ``figure`` says otherwise."""
        old = self.figures[code]
        self.figures[code] = figure or TrueFigure(old.value, old.state, raw, old.told)


def start(draft: Draft) -> None:
    """Draws the figures, the day of publication and the period."""
    whole = (draft.seed, draft.body, draft.level, draft.year)
    if draft.form in ("2008", "2014"):  # before 2014 the figures stand in sentences alone
        draft.values = statistics_figures(*whole)
    else:
        proactive = proactive_2021 if draft.form == "2021" else proactive_2019
        draft.values = {
            **proactive(*whole),
            **request_figures(*whole, draft.form),
            **dispute_figures(*whole),
        }
    days = 21 if draft.year >= 2019 else 80
    draft.published = date(draft.year + 1, 1, 10) + timedelta(days=draft.dice("published").randint(0, days))
    draft.period = (date(draft.year, 1, 1), date(draft.year, 12, 31))


def plain(number: Number) -> str:
    """A number in digits, without exponent or trailing noughts."""
    return str(number) if isinstance(number, int) else format(number.normalize(), "f")


def _signed(number: Number, style: str) -> str:
    if number == 0 or style == "minus":
        return plain(number)
    if style == "both":
        return f"{number:+}"
    return f"{'增' if number > 0 else '减'}{' ' if style.endswith('space') else ''}{abs(number)}"


def _amount(number: Number, style: str) -> str:
    if number == 0:
        return "0"
    return f"{plain(number if style == '元' else Decimal(number) / 10000)}{style}"


def print_figures(draft: Draft) -> None:
    """Writes every figure as its cell will show it; one style of signs and amounts for the whole report."""
    if draft.form == "2008":
        return
    signs = draft.dice("signs").choice(_SIGN_STYLES)
    amounts = draft.dice("amounts").choice(_AMOUNT_STYLES)
    for code, number in draft.values.items():
        if code.endswith(".change"):
            raw = _signed(number, signs)
        elif code == "proactive.procurement.amount":
            raw = _amount(number, amounts)
        elif code in _IN_TEN_THOUSANDS:
            raw = plain(Decimal(number) / 10000) if number else "0"
        else:
            raw = plain(number)
        draft.figures[code] = TrueFigure(number, "number", raw)


def lay_out(draft: Draft) -> None:
    """Builds the form's tables from the cell texts."""
    texts = {code: figure.raw for code, figure in draft.figures.items()}
    draft.tables = printed_tables(draft.form, texts)
