"""The schema of both databases, as sqlite-utils made it."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from archive import database, knowledge, reports
from archive.export_tables import EXPORTS
from archive.tables import Table, cases, create_tables, text, whole
from parsers.checks import CHECKS
from parsers.forms import FORMS
from parsers.model import Form
from parsers.printed_forms import PRINTED

CLUSTERED = {"figure", "form_cell", "requests", "finding_cell", "coverage", "rollup"}


def listed(db: sqlite3.Connection) -> dict[str, tuple[bool, bool]]:
    """By table of ours: whether it is WITHOUT ROWID and whether it is STRICT."""
    return {
        name: (bool(clustered), bool(strict))
        for _, name, kind, _, clustered, strict in db.execute("PRAGMA table_list")
        if kind == "table" and not name.startswith("sqlite_")
    }


def test_every_table_of_reports_db_is_strict_and_the_long_ones_are_clustered() -> None:
    db = sqlite3.connect(":memory:", isolation_level=None)
    reports.create(db, knowledge.variables())
    reports.index(db)
    tables = listed(db)
    assert all(strict for _, strict in tables.values())
    assert {name for name, (clustered, _) in tables.items() if clustered} == CLUSTERED
    assert {"proactive_2019", "proactive_2021", "disputes", "statistics_2014"} <= tables.keys()
    made = {
        name for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'index' AND sql NOT NULL")
    }
    assert {it.name for it in reports.INDEXES} <= made
    db.close()


@pytest.mark.parametrize("form", FORMS)
def test_a_form_is_known_wherever_its_figures_go(form: Form) -> None:
    """Who adds a form to the codebook is told here what else must know it."""
    tables = {table.name for table in FORMS[form].tables}
    browsed = {table for forms, table in knowledge.WIDE_TABLES.values() if form in forms}
    assert browsed == tables - {"requests"}, "knowledge.WIDE_TABLES: the tables for browsing"
    assert f"wide_{form}" in {table.name for table in EXPORTS}
    assert tables == {table.name for table in PRINTED[form]}, "parsers/data/form_cells.csv"
    assert any(form in rule.forms for rule in CHECKS), "parsers.check_rules: the forms of each rule"


def test_references_name_tables_and_columns_that_exist() -> None:
    db = sqlite3.connect(":memory:", isolation_level=None)
    reports.create(db, knowledge.variables())
    for name in listed(db):
        for row in db.execute(f'PRAGMA foreign_key_list("{name}")').fetchall():
            columns = {column[1] for column in db.execute(f'PRAGMA table_info("{row[2]}")')}
            assert row[4] in columns, (name, row)
    db.close()


def test_blank_is_refused_where_a_column_must_say_something(tmp_path: Path) -> None:
    db = database.connect(tmp_path)
    with pytest.raises(sqlite3.IntegrityError, match="NOT NULL"):
        db.execute("INSERT INTO warc (file, records, bytes, sha256) VALUES ('a', 1, 1, 'x')")
    with pytest.raises(sqlite3.IntegrityError, match="cannot store TEXT"):
        db.execute("INSERT INTO warc VALUES ('a', 'many', 1, 'x', 'now')")
    db.close()


def test_archive_db_is_opened_again_as_it_is(tmp_path: Path) -> None:
    db = database.connect(tmp_path)
    db.execute("INSERT INTO warc VALUES ('a', 1, 1, 'x', 'now')")
    before = db.execute("SELECT sql FROM sqlite_schema ORDER BY name").fetchall()
    db.close()
    again = database.connect(tmp_path)
    assert again.execute("SELECT file FROM warc").fetchall() == [("a",)]
    assert again.execute("SELECT sql FROM sqlite_schema ORDER BY name").fetchall() == before
    assert listed(again)["url"] == (True, True)
    again.close()


def test_reference_to_a_table_that_is_not_there_is_refused() -> None:
    db = sqlite3.connect(":memory:", isolation_level=None)
    lost = Table("a", whole("n") | text("b"), pk=("n",), references=(("b", "nowhere", "b"),))
    with pytest.raises(Exception, match=r"nowhere"):
        create_tables(db, [lost])
    db.close()


def test_computed_columns_follow_the_others_and_take_no_part_in_what_is_stored() -> None:
    db = sqlite3.connect(":memory:", isolation_level=None)
    named = (("name", cases("code", {0: "none", 1: "it's"})),)
    table = Table("a", whole("n", "code"), pk=("n",), computed=named)
    create_tables(db, [table])
    create_tables(db, [table])
    db.executemany("INSERT INTO a VALUES (?, ?)", [(1, 0), (2, 1), (3, 9)])
    assert db.execute("SELECT n, name FROM a").fetchall() == [(1, "none"), (2, "it's"), (3, None)]
    assert [row[1] for row in db.execute("PRAGMA table_info(a)")] == ["n", "code"]
    db.close()


def test_a_row_of_section_3_that_two_forms_name_differently_is_refused() -> None:
    known = [it for it in knowledge.variables() if it.table == "requests" and it.row == "new"]
    assert {it.form for it in known} == {"2019", "2021"}
    assert knowledge.request_rows(known) == {"new": ("intake", known[0].row_label)}
    known[-1] = replace(known[-1], row_label="一、新收")
    with pytest.raises(ValueError, match="the row new of section 3 both"):
        knowledge.request_rows(known)


def test_requests_tell_kind_and_label_of_every_row() -> None:
    db = sqlite3.connect(":memory:", isolation_level=None)
    reports.create(db, knowledge.variables())
    blank = (None,) * 7
    db.executemany(
        "INSERT INTO requests VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [("a-2021", row, *blank) for row in knowledge.REQUEST_ROWS],
    )
    told = {row: (kind, label) for row, kind, label in db.execute("SELECT row, kind, label_zh FROM requests")}
    assert told == knowledge.REQUEST_ROWS
    db.close()
