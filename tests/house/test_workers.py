"""A hostile document costs its own result and nothing else."""

from __future__ import annotations

import json

import pytest

from gongkai.settings import ParseLimits
from gongkai.workers import Job, parse_all
from tests.house.hostile_work import misbehave

LIMITS = ParseLimits(document_bytes=1000, seconds=2, clock_seconds=5, memory_bytes=2 * 1024**3, workers=2)


@pytest.mark.parametrize(
    ("data", "outcome"),
    [
        (b"sleep", "too-slow"),
        (b"spin", "too-slow"),
        (b"eat", "too-much-memory"),
        (b"die", "crashed"),
        (b"raise", "crashed"),
    ],
)
def test_one_bad_document_costs_only_itself(data: bytes, outcome: str) -> None:
    """The documents before and after it are answered, in order, and its own answer says what happened."""
    jobs = [Job("first", b"ok"), Job("bad", data), Job("last", b"ok")]
    results = list(parse_all(jobs, LIMITS, work=misbehave))
    assert [result.name for result in results] == ["first", "bad", "last"]
    assert [result.outcome for result in results] == ["parsed", outcome, "parsed"]
    answer = json.loads(results[1].json_text)
    assert answer["report"] is None
    assert [finding["check"] for finding in answer["findings"]] == [outcome]
    assert "bad" in answer["findings"][0]["message"]
