"""Figures that hold together: every sum the form implies is true, within a year and from year to year."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from random import Random
from types import MappingProxyType

from gongkai.demo.truth import DemoForm, DemoLevel, Number

APPLICANTS = ("natural_person", "business", "research", "social_welfare", "legal_service", "other")

_OUTCOMES: Mapping[str, int] = MappingProxyType(
    {
        "granted": 46,
        "partly_granted": 9,
        "denied_state_secret": 1,
        "denied_by_law": 1,
        "denied_security": 1,
        "denied_third_party": 3,
        "denied_internal": 2,
        "denied_process": 3,
        "denied_enforcement_file": 2,
        "denied_administrative_query": 2,
        "unavailable_not_held": 16,
        "unavailable_must_create": 2,
        "unavailable_unclear": 2,
        "rejected_petition": 4,
        "rejected_repeat": 2,
        "rejected_publication": 1,
        "rejected_excessive": 1,
        "rejected_reconfirm": 1,
    }
)
_OTHER_OUTCOMES: Mapping[str, Mapping[str, int]] = MappingProxyType(
    {
        "2019": MappingProxyType({"other": 5}),
        "2021": MappingProxyType({"other_uncorrected": 2, "other_fee_unpaid": 1, "other_rest": 3}),
    }
)
# How many requests a body of each level receives in a year; a third of the counties receive none.
_REQUESTS: Mapping[str, tuple[int, int]] = MappingProxyType(
    {"national": (900, 2400), "province": (60, 700), "prefecture": (3, 90), "county": (0, 14)}
)
_DECISIONS: Mapping[str, int] = MappingProxyType(
    {"national": 9000, "province": 4000, "prefecture": 1500, "county": 900}
)


def dice(*parts: object) -> Random:
    """A generator of chance numbers that depends on nothing but ``parts``."""
    return Random("|".join(str(part) for part in parts))


def carried(seed: int, body: str, level: DemoLevel, year: int) -> tuple[int, ...]:
    """The requests open at the end of ``year``, by applicant: handed on by it, taken in by the next."""
    chance = dice(seed, body, "carried", year)
    most = max(1, _REQUESTS[level][1] // 40)
    people = chance.randint(0, most) if chance.random() < 0.6 else 0
    firms = chance.randint(0, 1) if chance.random() < 0.25 else 0
    return (people, firms, 0, 0, 0, 0)


def outcomes(form: DemoForm) -> tuple[str, ...]:
    """The rows of 本年度办理结果 that are no totals, in the order the form prints them."""
    return (*_OUTCOMES, *_OTHER_OUTCOMES[form])


def request_figures(seed: int, body: str, level: DemoLevel, year: int, form: DemoForm) -> dict[str, Number]:
    """The figures of section 3: R1, R2 and R3 hold, and R5 with the years before and after."""
    chance = dice(seed, body, "requests", year)
    low, high = _REQUESTS[level]
    volume = 0 if level == "county" and chance.random() < 0.34 else chance.randint(low, high)
    shares = chance.choices(range(6), weights=(80, 12, 1, 1, 3, 2), k=volume)
    carried_in = carried(seed, body, level, year - 1)
    carried_out = carried(seed, body, level, year)
    weights = {**_OUTCOMES, **_OTHER_OUTCOMES[form]}
    table: dict[str, list[int]] = {
        row: [0] * 6 for row in ("new", "carried_in", *weights, "total", "carried_out")
    }
    for column in range(6):
        new = max(shares.count(column), carried_out[column])
        settled = new + carried_in[column] - carried_out[column]
        table["new"][column] = new
        table["carried_in"][column] = carried_in[column]
        table["total"][column] = settled
        table["carried_out"][column] = carried_out[column]
        for row in chance.choices(tuple(weights), weights=tuple(weights.values()), k=settled):
            table[row][column] += 1
    figures: dict[str, Number] = {}
    for row, parts in table.items():
        for applicant, number in zip(APPLICANTS, parts, strict=True):
            figures[f"requests.{row}.{applicant}"] = number
        figures[f"requests.{row}.total"] = sum(parts)
    return figures


def dispute_figures(seed: int, body: str, level: DemoLevel, year: int) -> dict[str, Number]:
    """The figures of section 4: each block's total is the sum of its four results (R4)."""
    chance = dice(seed, body, "disputes", year)
    likely = {"national": 30, "province": 8, "prefecture": 2, "county": 1}[level]
    figures: dict[str, Number] = {}
    for block in ("review", "litigation_direct", "litigation_after_review"):
        total = 0
        for result in ("upheld", "corrected", "other", "pending"):
            number = chance.randint(0, likely) if chance.random() < 0.25 else 0
            figures[f"disputes.{block}.{result}"] = number
            total += number
        figures[f"disputes.{block}.total"] = total
    return figures


def _normative(seed: int, body: str, year: int) -> tuple[int, int, int]:
    """Normative documents issued, repealed and in force, the last carried on from 2020 (R6)."""
    in_force = dice(seed, body, "in force").randint(0, 30)
    issued = repealed = 0
    for past in range(2021, max(year, 2021) + 1):
        chance = dice(seed, body, "normative", past)
        issued = chance.randint(0, 4)
        repealed = min(chance.randint(0, 3), in_force)
        in_force += issued - repealed
    return issued, repealed, in_force


def proactive_2021(seed: int, body: str, level: DemoLevel, year: int) -> dict[str, Number]:
    """Section 2 of the 2021 form; fees in yuan. 规章 are nought: no commission makes any."""
    chance = dice(seed, body, "proactive", year)
    issued, repealed, in_force = _normative(seed, body, year)
    decisions = _DECISIONS[level]
    fee = Decimal(chance.randint(1, 900000)) * 10 if chance.random() < 0.3 else 0
    return {
        "proactive.regulations.issued": 0,
        "proactive.regulations.repealed": 0,
        "proactive.regulations.in_force": 0,
        "proactive.normative_documents.issued": issued,
        "proactive.normative_documents.repealed": repealed,
        "proactive.normative_documents.in_force": in_force,
        "proactive.licensing.decisions": chance.randint(decisions // 20, decisions),
        "proactive.penalties.decisions": chance.randint(0, decisions // 4),
        "proactive.coercive_measures.decisions": chance.choice((0, 0, 0, 1, 2, 5)),
        "proactive.fees.amount": fee,
    }


def proactive_2019(seed: int, body: str, level: DemoLevel, year: int) -> dict[str, Number]:
    """Section 2 of the 2019 form; the amount of procurement in yuan, changes with their sign."""
    chance = dice(seed, body, "proactive", year)
    decisions = _DECISIONS[level]
    made = chance.randint(0, 6)
    public = chance.randint(0, made)
    figures: dict[str, Number] = {
        "proactive.regulations.made": 0,
        "proactive.regulations.newly_disclosed": 0,
        "proactive.regulations.total_disclosed": 0,
        "proactive.normative_documents.made": made,
        "proactive.normative_documents.newly_disclosed": public,
        "proactive.normative_documents.total_disclosed": public + chance.randint(0, 25),
    }
    for row, most in (("licensing", decisions), ("other_services", 60), ("penalties", decisions // 4)):
        before = chance.randint(0, 320)
        figures[f"proactive.{row}.previous_items"] = before
        figures[f"proactive.{row}.change"] = chance.choice((0, 0, chance.randint(-min(before, 30), 40)))
        figures[f"proactive.{row}.decisions"] = chance.randint(0, most)
    before = chance.randint(0, 30)
    figures["proactive.coercive_measures.previous_items"] = before
    figures["proactive.coercive_measures.change"] = chance.choice((0, 0, -min(before, 2), 1))
    figures["proactive.coercive_measures.decisions"] = chance.choice((0, 0, 1, 3))
    figures["proactive.fees.previous_items"] = chance.choice((0, 0, 1, 3, 7))
    figures["proactive.fees.change"] = 0
    projects = chance.choice((0, chance.randint(1, 120)))
    figures["proactive.procurement.items"] = projects
    figures["proactive.procurement.amount"] = Decimal(chance.randint(5, 90000)) * 100 if projects else 0
    return figures
