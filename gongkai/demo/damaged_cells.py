"""Faults inside single cells: blanks, dashes, words, remarks, units, odd digits, letters read for digits."""

from __future__ import annotations

from gongkai.demo.arithmetic import outcomes
from gongkai.demo.draft import Draft
from gongkai.demo.truth import TrueFigure

Done = tuple[tuple[str, ...], str, bool]

_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def _blank(draft: Draft, codes: tuple[str, ...], raw: str = "") -> tuple[str, ...]:
    for code in codes:
        draft.figures[code] = TrueFigure(None, "dash" if raw else "blank", raw)
    return codes


def blank_totals(draft: Draft) -> Done:
    codes = tuple(f"requests.{row}.total" for row in outcomes(draft.form))
    return _blank(draft, codes), "the totals of the detail rows are left blank", False


def blank_zeros(draft: Draft) -> Done:
    codes = tuple(code for code, number in draft.values.items() if number == 0 and "requests." in code)
    return _blank(draft, codes), "noughts are left blank", False


def dash_zeros(draft: Draft) -> Done:
    codes = tuple(code for code, number in draft.values.items() if number == 0)
    dash = draft.dice("dash").choice(("/", "-", "—", "——"))
    return _blank(draft, codes, dash), f"noughts are printed as {dash}", False


def remark_in_cell(draft: Draft) -> Done:
    code = f"proactive.normative_documents.{'issued' if draft.form == '2021' else 'made'}"
    draft.put(code, f"{draft.figures[code].raw}（其中修订1件）")
    return (code,), "a remark follows the number", False


def unit_in_cell(draft: Draft) -> Done:
    code = "proactive.licensing.decisions"
    draft.put(code, f"{draft.figures[code].raw}件")
    return (code,), "the unit follows the number", False


def editor_leftover(draft: Draft) -> Done:
    code = "proactive.penalties.decisions"
    draft.put(code, f"[bookmark: _GoBack]{draft.figures[code].raw}")
    return (code,), "a word processor left its bookmark", False


def full_width_digits(draft: Draft) -> Done:
    codes = tuple(draft.figures)
    for code in codes:
        draft.put(code, draft.figures[code].raw.translate(_FULL_WIDTH))
    return codes, "digits are full-width", False


def thousands_separators(draft: Draft) -> Done:
    code = "proactive.licensing.decisions"
    draft.values[code] = number = 1000 + int(draft.values[code])
    draft.put(code, "", TrueFigure(number, "number", f"{number:,}"))
    return (code,), "thousands are set apart by a comma", False


def word_zero(draft: Draft) -> Done:
    codes = tuple(code for code in draft.values if code.endswith(".change") and draft.values[code] == 0)
    for code in codes:
        draft.figures[code] = TrueFigure(0, "word", "无")
    return codes, "no change is printed as 无", False


def fee_in_yuan(draft: Draft) -> Done:
    code = "proactive.fees.amount"
    draft.values[code] = 12800
    draft.figures[code] = TrueFigure(12800, "number", "12800元", "open")
    return (code,), "the cell says yuan, the header ten thousands of them", False


def amount_without_unit(draft: Draft) -> Done:
    code = "proactive.procurement.amount"
    draft.values[code] = 251000
    draft.figures[code] = TrueFigure(251000, "number", "251000", "open")
    return (code,), "an amount of money has no unit", False


def letter_for_digit(draft: Draft) -> Done:
    code = "requests.new.business"
    draft.figures[code] = TrueFigure(draft.figures[code].value, "number", "O", "open")
    return (code,), "a letter O stands for a digit", False


def two_numbers(draft: Draft) -> Done:
    code = "proactive.penalties.decisions"
    number = draft.figures[code].value
    draft.figures[code] = TrueFigure(number, "number", f"{number}/3", "open")
    return (code,), "two numbers stand in one cell", False


def footnote_mark(draft: Draft) -> Done:
    code = "proactive.coercive_measures.decisions"
    draft.put(code, f"{draft.figures[code].raw}①")
    return (code,), "a mark that points to a note follows the number", False
