"""Every format read back: figures right no less than the floor, and none silently wrong.

The floors stand in ``tests/golden/format_floors.csv``: a row for each format or kind of scan, the forms,
the first seed, the documents of each form read here and in the large run (``GONGKAI_GATE=full``), and the
least share of figures read right. They may only rise; silently wrong has no floor, it is none.
"""

from __future__ import annotations

import csv
import os
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.made_up import make
from benchmarks.parsing_formats import GOALS, HARD_SCANS, WRITERS, measured
from benchmarks.scans import DAMAGES
from benchmarks.tally import Tally
from gongkai.demo.html_page import page
from parsers import parse

FLOORS = Path(__file__).resolve().parents[1] / "golden" / "format_floors.csv"
FULL = os.environ.get("GONGKAI_GATE") == "full"


def floors(full: bool) -> list[dict[str, str]]:
    with FLOORS.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if int(row["full" if full else "documents"])]


def read(floor: dict[str, str], count: int) -> Tally:
    first = int(floor["first_seed"])
    truths = [
        make(form, seed)  # type: ignore[arg-type]
        for form in floor["forms"].split("+")
        for seed in range(first, first + count)
    ]
    name = floor["format"]
    ((_, tally, _),) = measured(truths, [name] if name in WRITERS else [], [name] if name in DAMAGES else [])
    return tally


@pytest.mark.parametrize("floor", floors(FULL), ids=lambda row: row["format"])
@pytest.mark.timeout(3600 if FULL else 300)
def test_a_format_is_read_no_worse_than_its_floor(floor: dict[str, str]) -> None:
    tally = read(floor, int(floor["full" if FULL else "documents"]))
    assert tally.total > 100
    assert not tally.silent, "\n".join(tally.silent[:20])
    assert tally.share >= float(floor["right"]), f"{tally.right} of {tally.total} figures read right"


def test_every_format_and_scan_has_a_floor_no_lower_than_the_goal() -> None:
    held = {row["format"]: float(row["right"]) for row in floors(full=True)}
    assert set(held) == {*WRITERS, *DAMAGES}
    assert all(right >= GOALS.get(name, HARD_SCANS) for name, right in held.items()), held


def test_a_wrong_figure_is_counted_as_silent_unless_it_says_so() -> None:
    truth = make("2021", 100)
    sound = parse(page(truth).encode())
    spoilt = page(truth).replace(">90<", ">96<", 1)
    tally, other = Tally(), Tally()
    tally.add(truth, sound)
    other.add(truth, replace(parse(spoilt.encode()), findings=()))
    assert (tally.right, tally.flagged, tally.silent, tally.sure) == (tally.total, 0, [], tally.total)
    assert len(other.silent) == 1 and "printed '90', read '96'" in other.silent[0]
