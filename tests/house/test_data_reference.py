"""docs/data.md is what schema, wording and codebook say; every column has a wording, and none is idle."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from archive.descriptions import COLUMNS, COMMON, TABLES, describe
from archive.knowledge import WIDE_TABLES, variables
from archive.reports import create, wide_columns
from gongkai.data_reference import TARGET, data_reference


def columns_of_tables() -> dict[str, list[str]]:
    """Every table of reports.db with its columns, without the figures of wide tables and the text index."""
    known = variables()
    with closing(sqlite3.connect(":memory:")) as db:
        create(db, known)
        names = [
            name
            for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')")
            if not name.startswith("section_fts")
        ]
        found = {name: [row[1] for row in db.execute(f'PRAGMA table_xinfo("{name}")')] for name in names}
    for name in WIDE_TABLES:
        figures = set(wide_columns(known, name))
        found[name] = [column for column in found[name] if column not in figures]
    return found


def test_the_data_reference_is_current() -> None:
    """A changed schema or codebook changes the page."""
    assert TARGET.read_text(encoding="utf-8") == data_reference(), "run: python -m gongkai.data_reference"


def test_every_table_and_column_has_its_wording() -> None:
    """A new table or column without one fails here, by name."""
    found = columns_of_tables()
    assert set(found) == set(TABLES)
    for table, columns in found.items():
        for column in columns:
            assert all(describe(table, column)), f"{table}.{column}"


def test_no_wording_is_idle() -> None:
    """A wording whose column is gone fails here."""
    found = columns_of_tables()
    idle = [f"{table}.{it}" for table, told in COLUMNS.items() for it in told if it not in found[table]]
    everywhere = {column for columns in found.values() for column in columns}
    assert idle == [] and set(COMMON) <= everywhere


def test_a_column_without_wording_is_named() -> None:
    """The error says which table and column, and where to add it."""
    with pytest.raises(KeyError, match=r"report\.colour is not described"):
        describe("report", "colour")
