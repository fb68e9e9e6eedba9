"""Writes docs/data.md from the schema of reports.db, the wording of its columns and the codebook.

Run ``python -m gongkai.data_reference`` after changing one of them; a test compares the two.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from archive.descriptions import TABLES, describe
from archive.export_names import stata_name, wide_name
from archive.export_tables import CODEBOOK, EXPORTS
from archive.export_values import MISSING
from archive.knowledge import WIDE_TABLES, Variable, variables
from archive.reports import create, wide_columns

TARGET = Path(__file__).resolve().parents[1] / "docs" / "data.md"
HEAD = """# The data

Written by `python -m gongkai.data_reference` from the schema, the wording of the columns and the codebook:
do not edit by hand.

`reports.db` is one SQLite file that `gongkai publish` builds; Datasette serves it, and `gongkai export`
writes it as Parquet, CSV, Stata, SQLite and a Frictionless data package. Three things to know before adding
anything up:

- A blank is not zero. `state` says what the cell holds (number, blank, dash, word, text, missing); `value`
  is empty where no number can be had.
- `confidence` says whether a value stands there (stated), follows from other cells or was read in a picture
  with little doubt (inferred), or cannot be decided (ambiguous; `alternatives` names the values where they
  are known). Findings name the cells they doubt. `rollup`, and the site's medians, sums and rates, leave
  ambiguous figures out; `figure`, `requests`, the wide tables and the exports hold them.
- The forms of 2014, 2019 and 2021 measure different things in section 2. Sections 3 and 4 are the same
  measures in 2019 and 2021, but for （六）其他处理, which 2021 splits into three rows.

Some columns are computed and take no room in the file (`state`, `raw` and `confidence` of `figure`, `kind`
and `label_zh` of `requests`), and `locator` is a view: `SELECT *` gives them like any other, `PRAGMA
table_info` leaves the computed ones out (`PRAGMA table_xinfo` lists them).
"""
_EXPORTS = """
## Exports

`gongkai export all` writes `exports/YYYY-MM-DD/`, named by the day of the last capture. The same database
gives the same bytes. `SHA256SUMS` lists every file, `datapackage.json` describes every column.

{tables}

Parquet is zstd-packed, in row groups of many rows. CSV is gzipped UTF-8; text that a spreadsheet would run
as a formula has an apostrophe put in front. Stata files are format 118 (Stata 14 and later) and hold the wide
tables:

{states}

A plain `.` stands where the report has no such cell. A mixed report (section 3 on another form than section
2) is in the wide table of its own form; rows that only the other form has, as （六）其他处理, are in
`figures` alone.

Stata's names have at most 29 characters: `req`, `dis`,
`p19`, `p21`, `s14` stand for the table, three letters for the applicant; while a name is too long, its
longest word loses its vowels except at the beginning.
"""


def data_reference() -> str:
    """Render the tables, the exports and the codebook as one Markdown page."""
    known = variables()
    with closing(sqlite3.connect(":memory:")) as db:
        create(db, known)
        parts = [HEAD, "\n## Tables of reports.db\n", *_tables(db, known)]
    return "".join([*parts, _exports(), "\n## Codebook\n", *_codebook(known)])


def _grid(heads: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    names = list(heads)
    lines = [names, ["---"] * len(names)]
    lines += [[str(cell).replace("|", "\\|") for cell in row] for row in rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def _tables(db: sqlite3.Connection, known: tuple[Variable, ...]) -> Iterator[str]:
    # A view's columns have types in some versions of SQLite only: none are told.
    views = {name for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'view'")}
    for table, (zh, en) in TABLES.items():
        figures = wide_columns(known, table) if table in WIDE_TABLES else ()
        rows = [
            (f"`{column}`", "" if table in views else kind.split(" ")[0], *describe(table, column))
            for _, column, kind, *_ in db.execute(f'PRAGMA table_xinfo("{table}")')
            if column not in figures
        ]
        yield f"\n### {table} {zh}\n\n{en}.\n\n{_grid(('column', 'type', '', 'holds'), rows)}"
        if figures:
            ends = f"`{figures[0]}` … `{figures[-1]}`"
            yield f"\nThen a column a figure, `row_column`: {ends} ({len(figures)}).\n"


def _exports() -> str:
    tables = [(f"`{it.name}`", it.title, it.description, len(it.fields)) for it in (*EXPORTS, CODEBOOK)]
    states = [(f"`.{letter}`", state, label) for state, (letter, label) in MISSING.items()]
    return _EXPORTS.format(
        tables=_grid(("file", "", "holds", "columns"), tables).rstrip(),
        states=_grid(("value", "state", "label"), states).rstrip(),
    )


def _codebook(known: tuple[Variable, ...]) -> Iterator[str]:
    yield "\nCounts, but where CNY (yuan) is told. Kind: part, total, stock or flow.\n"
    heads = ("row.column", "", "", "kind", "comparable", "wide tables", "Stata")
    for form, table in dict.fromkeys((it.form, it.table) for it in known):
        rows = []
        for it in known:
            if (it.form, it.table) == (form, table):
                unit = "" if it.unit == "count" else f" ({it.unit})"
                years = f"{it.comparable_from}–{it.comparable_to or ''}"
                names = (f"`{wide_name(it)}`", f"`{stata_name(it)}`")
                rows.append(
                    (f"`{it.row}.{it.column}`", it.label_zh, it.label_en + unit, it.kind, years, *names)
                )
        yield f"\n### {form}: {table}\n\n{_grid(heads, rows)}"


if __name__ == "__main__":
    TARGET.write_text(data_reference(), encoding="utf-8")
