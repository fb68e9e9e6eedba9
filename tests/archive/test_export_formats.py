"""What Parquet and CSV say of an invented database, opened with pandas and duckdb."""

from __future__ import annotations

import csv
import gzip
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow.parquet as pq
import pytest

from archive import export_files, export_tables
from archive.export import FORMATS, export
from archive.export_values import harmless
from archive.knowledge import variables
from tests.archive.invented import CELLS, build


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented database."""
    return build(tmp_path_factory.mktemp("db") / "reports.db")


@pytest.fixture(scope="module")
def folder(database: Path) -> Path:
    """Everything exported once."""
    return export(database, database.parent / "exports", tuple(FORMATS)).folder


def csv_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a gzipped CSV."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_long_table_keeps_states_apart(folder: Path) -> None:
    """Blank, dash, word, text and missing are told beside an empty value; a word that means 0 has its 0."""
    figures = duckdb.sql(f"SELECT * FROM '{folder}/figures.parquet' WHERE report_id = '640200-wjw-2020'").df()
    told = figures.set_index("variable")
    assert told.at["2019:requests.new.natural_person", "value"] == 3
    states = {
        "business": "blank",
        "research": "dash",
        "legal_service": "word",
        "other": "missing",
        "total": "text",
    }
    for column, state in states.items():
        row = told.loc[f"2019:requests.new.{column}"]
        assert row["state"] == state and pd.isna(row["value"])
    assert told.at["2019:requests.new.social_welfare", "value"] == 0
    assert told.at["2019:requests.carried_in.total", "confidence"] == "ambiguous"
    assert told.at["2019:requests.new.total", "findings"] == 1
    assert told.at["2019:requests.new.business", "findings"] == 0
    assert told.at["2019:requests.new.total", "raw"] == CELLS["requests.new.total"][2]


def test_old_versions_are_in_the_long_table_only(folder: Path) -> None:
    """Both versions of 2021 in figures, marked; the latest alone in the wide table."""
    long = pd.read_parquet(folder / "figures.parquet")
    assert set(long[long.latest == 0].report_id) == {"640200-wjw-2021"}
    assert pd.read_parquet(folder / "wide_2021.parquet").report_id.tolist() == ["640200-wjw-2021.v2"]


def test_forms_that_measure_otherwise_share_no_column(folder: Path) -> None:
    """The wide tables of 2019 and 2021 share requests and disputes, never section 2; shared rows stack."""
    older = set(pq.read_schema(folder / "wide_2019.parquet").names)
    newer = set(pq.read_schema(folder / "wide_2021.parquet").names)
    assert "proactive_2019_penalties_decisions" in older and "proactive_2021_penalties_decisions" in newer
    assert not {name for name in older & newer if name.startswith("proactive")}
    shared = pd.read_parquet(folder / "wide_shared.parquet")
    assert shared.form.tolist() == ["2019", "2021"]
    assert shared.not_stated.tolist() == [1, 1] and shared.errors.tolist() == [1, 1]
    assert shared.requests_new_natural_person.tolist() == [3, 3]
    assert not [name for name in shared if name.startswith(("proactive", "requests_other_"))]


def test_parquet_says_what_its_columns_mean(folder: Path) -> None:
    """Every field has title and description; types fit what they hold; the file names its database."""
    schema = pq.read_schema(folder / "reports.parquet")
    assert all(field.metadata[b"title"] and field.metadata[b"description"] for field in schema)
    assert str(schema.field("published").type) == "date32[day]"
    assert str(schema.field("captured_at").type) == "timestamp[us, tz=UTC]"
    assert schema.metadata[b"version"] == b"2026-01-15"


def test_formulas_in_csv_are_text(folder: Path) -> None:
    """What a spreadsheet would run gets an apostrophe; signs and dashes stay; Parquet is as printed."""
    figures = {row["variable"]: row for row in csv_rows(folder / "figures.csv.gz") if row["form"] == "2021"}
    assert figures["2021:requests.new.total"]["raw"] == '\'=HYPERLINK("http://x")'
    assert figures["2021:proactive.penalties.decisions"]["raw"] == "+7"
    assert figures["2021:requests.new.research"]["raw"] == "—"
    assert {row["title"] for row in csv_rows(folder / "reports.csv.gz")} == {"'@SUM(A1)"}
    assert {row["message"] for row in csv_rows(folder / "findings.csv.gz")} == {"'-cmd|x"}
    assert set(pd.read_parquet(folder / "reports.parquet").title) == {"@SUM(A1)"}


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"),
        ("＝1+1", "'＝1+1"),
        (" \t=1+1", "' \t=1+1"),
        ("+cmd", "'+cmd"),
        ("-2+3", "'-2+3"),
        ("'=1", "''=1"),
        ("-8", "-8"),
        ("-", "-"),
        ("+1,048.5", "+1,048.5"),
        ("'tis", "'tis"),
        ("3=3", "3=3"),
        ("", ""),
    ],
)
def test_harmless(text: str, written: str) -> None:
    """Formulas and only they get an apostrophe; taking it away gives the text again."""
    assert harmless(text) == written
    assert written in (text, "'" + text)


def test_numbers_in_csv_stand_as_in_the_database(folder: Path) -> None:
    """A count has no decimal point, an amount keeps its decimals, nothing is an empty cell."""
    (row,) = csv_rows(folder / "wide_2021.csv.gz")
    assert row["requests_new_natural_person"] == "3"
    assert row["proactive_2021_fees_amount"] == "632800.5"
    assert row["requests_new_business"] == "" and row["requests_new_social_welfare"] == "0"


def test_the_codebook_names_every_column(folder: Path) -> None:
    """Each variable with both its names, and every figure column of the wide tables is among them."""
    with (folder / "codebook.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(variables())
    wide = {row["wide"] for row in rows}
    for table in export_tables.EXPORTS:
        if table.wide:
            assert {field.name for field in table.fields if field.figure} <= wide


def test_duckdb_joins_the_csv_files(folder: Path) -> None:
    """The tables fit each other by report_id in another engine."""
    query = f"""
        SELECT count(*), count(DISTINCT f.report_id) FROM read_csv('{folder}/figures.csv.gz') f
        JOIN read_csv('{folder}/reports.csv.gz') r USING (report_id)
    """
    assert duckdb.sql(query).fetchall() == [(29, 3)]


def test_memory_holds_one_batch(database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No more rows are read than the batch being written: row groups follow the batches."""
    figures = next(it for it in export_tables.EXPORTS if it.name == "figures")
    monkeypatch.setattr(export_files, "CELLS", 10 * len(figures.fields))
    with closing(sqlite3.connect(database)) as db:
        count = export_files.write_parquet(db, figures, tmp_path / "f.parquet", {})
    file = pq.ParquetFile(tmp_path / "f.parquet")
    groups = [file.metadata.row_group(n).num_rows for n in range(file.metadata.num_row_groups)]
    assert groups == [10, 10, 9] and count == 29

    read = 0

    def counted() -> Iterator[tuple[int]]:
        nonlocal read
        for read in range(1, 100):
            yield (read,)

    first = next(export_files.batches(counted(), 10))
    assert len(first) == read == 10


def test_gzip_tells_no_time(folder: Path) -> None:
    """The header's time and name are empty, which is what makes the bytes the same every day."""
    head = (folder / "figures.csv.gz").read_bytes()[:10]
    assert head[:2] == b"\x1f\x8b" and head[3] == 0 and head[4:8] == bytes(4)
