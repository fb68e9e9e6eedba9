"""What a report's own figures say against each other, its text against its tables, its dates against the law.

Pure functions; the rules stand in ``check_rules`` (``CHECKS``). Each rule passes, fails or cannot be
assessed; only what fails, or must fail even with every blank as nothing, becomes a finding.
"""

from __future__ import annotations

from collections.abc import Sequence

from parsers.balance import balance_findings
from parsers.check_rules import CHECKS, CheckRule
from parsers.hints import hint_findings
from parsers.model import Claim, Figure, Finding, Identity
from parsers.sense_checks import sense_findings
from parsers.text_checks import text_findings
from parsers.year_checks import READ_ACROSS_YEARS, check_years

__all__ = ["CHECKS", "READ_ACROSS_YEARS", "CheckRule", "check", "check_years"]


def check(
    identity: Identity | None, figures: Sequence[Figure], claims: Sequence[Claim]
) -> tuple[Finding, ...]:
    """Every finding within one report, in the order of the rules."""
    form = identity.form if identity is not None else None
    cells = {figure.code: figure for figure in figures}
    return (
        *balance_findings(cells, form),
        *hint_findings(cells, form),
        *text_findings(claims, cells, form),
        *sense_findings(identity, cells, form),
    )
