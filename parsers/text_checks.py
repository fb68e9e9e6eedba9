"""Claims of the text held against the cells they speak of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from parsers.balance import Outcome
from parsers.cell_names import Cells, full_name, plain
from parsers.check_rules import RULES
from parsers.model import Claim, Finding, Form, Number

# Which rule compares a claim, by the cell it speaks of (its longest beginning decides).
_RULE_OF: Mapping[str, str] = MappingProxyType(
    {
        "requests.new.": "T1",
        "statistics.requests.": "T1",
        "statistics.requests_": "T1",
        "requests.carried_": "T2",
        "disputes.review.": "T3",
        "statistics.reviews.": "T3",
        "disputes.litigation_direct.": "T4",
        "statistics.litigations.": "T4",
        "proactive.fees.amount": "T5",
        "statistics.fees.": "T5",
        "proactive.normative_documents.": "T6",
        "statistics.normative_issued.": "T6",
        "proactive.licensing.decisions": "T7",
        "proactive.penalties.decisions": "T7",
        "proactive.coercive_measures.decisions": "T7",
        "proactive.other_services.decisions": "T7",
        "proactive.licensing.change": "T8",
        "proactive.penalties.change": "T8",
        "proactive.coercive_measures.change": "T8",
        "proactive.other_services.change": "T8",
        "proactive.fees.change": "T8",
        "proactive.procurement.": "T9",
        "statistics.disclosed.": "T10",
        "statistics.channel_": "T10",
    }
)
# Cells whose sum a claim may mean: all of them must be stated.
_SUM_OF: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "disputes.litigation_direct.total": (
            "disputes.litigation_direct.total",
            "disputes.litigation_after_review.total",
        )
    }
)
# Cells that some bodies add in: the claim is right with them or without.
_ALSO: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"requests.new.total": ("requests.new.total", "requests.carried_in.total")}
)


def text_rule(about: str) -> str:
    """The id of the rule that compares claims about a cell; raises KeyError when none does."""
    for beginning, rule in _RULE_OF.items():
        if about.startswith(beginning):
            return rule
    raise KeyError(f"no rule compares claims about {about}")


def assess_claim(claim: Claim, cells: Cells) -> Outcome:
    """Whether the table says what the sentence says; a table that states nothing cannot be compared."""
    whole = _total(_SUM_OF.get(claim.about, (claim.about,)), cells)
    if whole is None:
        return "not assessable"
    wider = _total(_ALSO.get(claim.about, ()), cells)
    return "pass" if claim.value in (whole, wider) else "fail"


def text_findings(claims: Sequence[Claim], cells: Cells, form: Form | None) -> tuple[Finding, ...]:
    """A finding for each claim that its cell contradicts.

    Where the text says several things of one cell and one of them is right, or all together are, the others
    are taken for parts of it (其中网络申请2件; 医疗卫生处罚100件、公共卫生处罚28件) and not reported.
    """
    return tuple(_findings(claims, cells, form))


def _findings(claims: Sequence[Claim], cells: Cells, form: Form | None) -> Iterator[Finding]:
    right = {claim.about for claim in claims if assess_claim(claim, cells) == "pass"}
    right |= {claim.about for claim in claims if _add_up(claim.about, claims, cells)}
    seen: set[tuple[str, Number]] = set()
    for claim in claims:
        if claim.about in right or (claim.about, claim.value) in seen:
            continue
        if assess_claim(claim, cells) != "fail":
            continue
        seen.add((claim.about, claim.value))
        codes = _SUM_OF.get(claim.about, (claim.about,))
        stated = _total(codes, cells)
        if stated is None:
            continue
        rule = RULES[text_rule(claim.about)]
        names = "与".join(full_name(form, code) for code in codes)
        unit = cells[codes[0]].unit
        said = f"文中为 {plain(claim.value, unit)}：“{_short(claim.sentence)}”"
        message = f"{names}为 {plain(stated, unit)}，{said}。{rule.wording_zh}"
        yield Finding(rule.id, rule.severity, message, codes, stated, claim.value)


def _add_up(about: str, claims: Sequence[Claim], cells: Cells) -> bool:
    """Whether the several figures that the text gives of one cell, each once, are its parts."""
    values = {claim.value for claim in claims if claim.about == about}
    return len(values) > 1 and sum(values) == _total(_SUM_OF.get(about, (about,)), cells)


def _total(codes: Sequence[str], cells: Cells) -> Number | None:
    values = [cells[code].value if code in cells else None for code in codes]
    if not codes or any(value is None for value in values):
        return None
    total: Number = 0
    for value in values:
        if value is not None:
            total += value
    return total


def _short(sentence: str) -> str:
    tidy = "".join(sentence.split())
    return tidy if len(tidy) <= 80 else tidy[:79] + "…"
