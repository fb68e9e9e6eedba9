"""A figure as reports.db keeps it reads back as it was told, whatever it leaves out."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import get_args

import pytest

from archive.figure_rows import CONFIDENCES, INSERT, STATES, figure_row
from archive.knowledge import variables
from archive.reports import create
from parsers.model import Confidence, State

Told = tuple[int | float | None, str, str, str, str | None]


@pytest.fixture
def db() -> Iterator[sqlite3.Connection]:
    opened = sqlite3.connect(":memory:")
    create(opened, variables())
    yield opened
    opened.close()


def read(db: sqlite3.Connection) -> list[Told]:
    """What the columns of old say, in the order written."""
    query = "SELECT value, state, raw, confidence, alternatives FROM figure ORDER BY report, variable"
    return db.execute(query).fetchall()


def test_the_model_s_states_and_confidences_are_all_known() -> None:
    assert set(STATES) == set(get_args(State))
    assert set(CONFIDENCES) == set(get_args(Confidence))


def test_every_figure_reads_back_as_told(db: sqlite3.Connection) -> None:
    told: list[Told] = [
        (value, state, raw, confidence, alternatives)
        for value in (None, 0, -1, 12, 2**62, 0.5, 1e20, 632800.0)
        for state in STATES
        for raw in ("", "0", "12", "12 ", "１２", "0.5", "632800.0", "—", "无", "-1", str(2**62))
        for confidence in CONFIDENCES
        for alternatives in (None, "[1,null]")
    ]
    db.executemany(INSERT, [figure_row(n, 1, *it) for n, it in enumerate(told)])
    assert read(db) == told


def test_an_ordinary_figure_keeps_nothing_but_its_number() -> None:
    assert figure_row(7, 9, 12, "number", "12", "stated", None) == (7, 9, 12, 0, None, None)
    assert figure_row(7, 9, None, "blank", "", "stated", None) == (7, 9, None, 1, None, None)


@pytest.mark.parametrize(("state", "confidence"), [("numeral", "stated"), ("number", "sure")])
def test_a_state_or_confidence_the_model_has_not_is_refused(state: str, confidence: str) -> None:
    with pytest.raises(KeyError, match=state if state != "number" else confidence):
        figure_row(1, 1, 1, state, "1", confidence, None)
