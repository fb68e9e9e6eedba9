"""Places are kept in parts and read back whole, whatever a document names its sheets and members."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.canonical import canonical
from archive.knowledge import variables
from archive.places import FURTHEST, LONGEST, Places, grouped, parted
from archive.reports import create, index
from parsers import parse
from parsers.jsonform import place_json
from parsers.model import (
    HtmlPlace,
    MemberPlace,
    PagePlace,
    Place,
    SheetPlace,
    TextPlace,
    WordPlace,
)

CELL = "/html/body/div[2]/table[3]/tbody/tr[4]/td[5]"
PLACES: tuple[Place, ...] = (
    TextPlace(12, 1, 0),
    HtmlPlace(CELL, 1, 3, 4),
    HtmlPlace("/html/body/table/tr/td", 0, 0, 0),
    HtmlPlace("/html/body/table[2]/tr/td", 0, 10, 0),
    HtmlPlace("/html/body/p[3]"),
    HtmlPlace("/html/body/*[local-name()='$1']/td[7]", 0, 1, 1),
    PagePlace(3, (0.001, 12.0, 89.25, 1200.123), "pt"),
    PagePlace(1, (-0.5, 0.0, 7.0, 1e-7), "px"),
    PagePlace(1, (1.5e20, 0.1, 123456.789, 3.0), "px"),
    SheetPlace("表1$2", "AB17"),
    SheetPlace('a"},"cell":"C9"', "B7"),
    SheetPlace("Sheet1", "R1C1"),
    WordPlace(-1, 0, 10, 2),
    WordPlace(paragraph=12),
    MemberPlace('2021 "年$1" 附件3.docx', WordPlace(-1, 2, 1, 1)),
    MemberPlace('页,"row":7,.html', HtmlPlace(CELL, 1, 3, 4)),
    MemberPlace("a.xlsx", SheetPlace("$3", "B7")),
)


@pytest.fixture
def db() -> Iterator[sqlite3.Connection]:
    opened = sqlite3.connect(":memory:")
    create(opened, variables())
    index(opened)
    yield opened
    opened.close()


def located(db: sqlite3.Connection, report: int) -> dict[int, object]:
    """The places of one report as the view tells them, by variable; none may be told twice."""
    rows = db.execute("SELECT variable, place FROM locator WHERE report = ?", (report,)).fetchall()
    assert len({variable for variable, _ in rows}) == len(rows)
    return {variable: json.loads(place) for variable, place in rows}


def test_every_kind_of_place_reads_back_as_it_was(db: sqlite3.Connection) -> None:
    told = {n: place_json(place) for n, place in enumerate(PLACES, start=1)}
    Places(db).add(1, [(n, canonical(place)) for n, place in told.items()])
    Places(db).add(2, [(n + 50, canonical(place)) for n, place in told.items()])
    assert located(db, 1) == told
    assert located(db, 2) == {n + 50: place for n, place in told.items()}
    (patterns,) = db.execute("SELECT count(*) FROM place_pattern").fetchone()
    assert patterns == db.execute("SELECT count(DISTINCT pattern) FROM place_pattern").fetchone()[0]


def test_a_place_of_a_kind_not_known_yet_is_kept_whole(db: sqlite3.Connection) -> None:
    told = {"kind": "film", "second": 7, "note": "$1"}
    assert parted(canonical(told))[1] == "[]"
    Places(db).add(1, [(3, canonical(told))])
    assert located(db, 1) == {3: told}


@pytest.mark.parametrize("step", [1, 2, FURTHEST + 1, FURTHEST + 2, LONGEST, LONGEST + 1])
def test_figures_without_a_place_leave_gaps(db: sqlite3.Connection, step: int) -> None:
    told = {n: place_json(HtmlPlace(CELL, 1, n, n)) for n in range(5, 5 + 150 * step, step)}
    Places(db).add(1, [(n, canonical(place)) for n, place in reversed(told.items())])
    assert located(db, 1) == told


def test_cells_of_one_table_share_one_pattern() -> None:
    cells = [(n, canonical(place_json(HtmlPlace(CELL.replace("5]", f"{n}]"), 1, 3, n)))) for n in range(1, 8)]
    (row,) = grouped(cells)
    assert row[0] == 1
    assert row[1].count("$") == 4
    assert json.loads(row[2])[6] == [7, 4, 7, 3]


def test_the_places_of_real_documents_read_back(db: sqlite3.Connection, shared: Path) -> None:
    read = 0
    for report, name in enumerate(("hongze-2023.pdf", "shuyang-fgj-2023.html"), start=1):
        found = parse((shared / "samples" / "reports" / name).read_bytes()).figures
        told = {n: place_json(it.where) for n, it in enumerate(found, start=1) if it.where is not None}
        Places(db).add(report, [(n, canonical(place)) for n, place in told.items()])
        assert located(db, report) == told
        read += len(told)
    assert read > 350


def test_one_report_s_places_are_found_without_reading_the_others(db: sqlite3.Connection) -> None:
    plan = " ".join(
        row[3]
        for row in db.execute(
            "EXPLAIN QUERY PLAN SELECT f.raw, l.place FROM figure f JOIN locator l USING (report, variable)"
            " WHERE f.report = 7"
        )
    )
    assert "SEARCH places USING INDEX places_by_report (report=?)" in plan
    assert "SCAN places" not in plan and "SCAN f" not in plan
