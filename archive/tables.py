"""Tables as data, made through sqlite-utils: columns with their types, keys, indexes."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database
from sqlite_utils.utils import ANY

Columns = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Table:
    """One STRICT table; columns not named in ``nullable`` are NOT NULL.

    ``references`` names (column, other table, its column); ``unique`` single columns that are keys beside the
    primary one; ``clustered`` a table kept in the order of its primary key (WITHOUT ROWID); ``computed``
    columns of text that take no room: name, and an SQL expression over the others.
    """

    name: str
    columns: Columns
    pk: tuple[str, ...]
    nullable: tuple[str, ...] = ()
    references: tuple[tuple[str, str, str], ...] = ()
    unique: tuple[str, ...] = ()
    clustered: bool = False
    computed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Index:
    """One index, named for what it finds."""

    name: str
    table: str
    columns: tuple[str, ...]


def text(*names: str) -> Columns:
    """Columns of text."""
    return dict.fromkeys(names, str)


def whole(*names: str) -> Columns:
    """Columns of whole numbers."""
    return dict.fromkeys(names, int)


def any_value(*names: str) -> Columns:
    """Columns whose values keep the type they come with: a count, an amount, words, or nothing."""
    return dict.fromkeys(names, ANY)


def cases(subject: str, told: Mapping[str | int, str]) -> str:
    """An SQL expression that gives for each value of ``subject`` the text told for it."""
    listed = " ".join(f"WHEN {_literal(value)} THEN {_literal(words)}" for value, words in told.items())
    return f"CASE {subject} {listed} END"


def _literal(value: str | int) -> str:
    return str(value) if isinstance(value, int) else "'" + value.replace("'", "''") + "'"


def _opened(db: sqlite3.Connection) -> Database:
    # Plugins a reader may have installed must not change what is published.
    return Database(db, execute_plugins=False)


def create_tables(db: sqlite3.Connection, tables: Iterable[Table]) -> None:
    """Make the tables that are not there yet, in the order given; a table referred to comes first."""
    store = _opened(db)
    for it in tables:
        # A lone primary key is left as SQLite declares it; parts of a longer one must be there.
        free = {*it.nullable, *(it.pk if len(it.pk) == 1 else ())}
        statement = store.create_table_sql(
            it.name,
            dict(it.columns),
            pk=it.pk,
            foreign_keys=list(it.references),
            not_null=[name for name in it.columns if name not in free],
            if_not_exists=True,
            strict=True,
        ).rstrip("; \n")
        # sqlite-utils knows no WITHOUT ROWID, which halves the long tables: the clause follows its STRICT.
        db.execute(statement + ", WITHOUT ROWID" if it.clustered else statement)
        there = {row[1] for row in db.execute(f'PRAGMA table_xinfo("{it.name}")')}
        for name, expression in it.computed:
            if name not in there:
                column = f'"{name}" TEXT GENERATED ALWAYS AS ({expression}) VIRTUAL'
                db.execute(f'ALTER TABLE "{it.name}" ADD COLUMN {column}')
        for column in it.unique:
            store.table(it.name).create_index(
                [column], f"{it.name}_by_{column}", unique=True, if_not_exists=True
            )


def create_indexes(db: sqlite3.Connection, indexes: Iterable[Index]) -> None:
    """Make the indexes that are not there yet."""
    store = _opened(db)
    for it in indexes:
        store.table(it.table).create_index(list(it.columns), it.name, if_not_exists=True)
