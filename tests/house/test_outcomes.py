"""Every way a document's parsing may end is a rule readers are shown."""

from __future__ import annotations

from typing import get_args

from gongkai.workers import Outcome
from parsers.checks import CHECKS


def test_each_outcome_but_success_is_a_rule() -> None:
    """The finding of a refused document finds its row in the published table of rules."""
    known = {rule.id for rule in CHECKS}
    assert set(get_args(Outcome)) - {"parsed"} <= known
