"""A number of things in the words of a command."""

from __future__ import annotations

import pytest

from gongkai.counted import counted


@pytest.mark.parametrize(
    ("number", "thing", "said"),
    [(0, "site", "0 sites"), (1, "body", "1 body"), (2, "body", "2 bodies"), (11, "file", "11 files")],
)
def test_one_is_one(number: int, thing: str, said: str) -> None:
    assert counted(number, thing) == said
