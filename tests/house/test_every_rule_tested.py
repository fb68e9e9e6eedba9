"""A check must be able to fail: every finding's id stands in a test, and is given by the code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from archive.knowledge import OWN_RULES
from parsers.checks import CHECKS

ROOT = Path(__file__).resolve().parents[2]
IDS = sorted({*(rule.id for rule in CHECKS), *(rule.check_id for rule in OWN_RULES)})
MADE = re.compile(r"[RS]\d(-blank)?")
"""Sums: their ids are made of the number in the rule's row (``parsers.balance``)."""


def sources(*rooms: str) -> dict[str, str]:
    files = [path for room in rooms for path in sorted((ROOT / room).rglob("*.py"))]
    return {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in files}


TESTS = "\n".join(text for name, text in sources("tests").items() if not name.endswith(Path(__file__).name))
CODE = "\n".join(sources("parsers", "archive", "gongkai").values())
CONSTANT = re.compile(r'^(\w+) = (?:Reading|Check)Rule\(\s*"([\w-]+)"', re.MULTILINE)
CONSTANTS = {check: name for name, check in CONSTANT.findall(CODE)}


@pytest.mark.parametrize("check", IDS)
def test_a_test_names_the_finding(check: str) -> None:
    assert f'"{check}"' in TESTS, f"no test expects {check}: write one that fails without the check"


@pytest.mark.parametrize("check", [check for check in IDS if not MADE.fullmatch(check)])
def test_the_code_gives_the_finding(check: str) -> None:
    word = CONSTANTS.get(check)
    used = len(re.findall(rf"\b{word}\b", CODE)) - 2 if word else CODE.count(f'"{check}"') - 1
    assert used > 0, f"{check} has a row of words and nothing finds it: write the check, or take the row away"
