"""Exports of a small invented database with every state, hostile words, two versions and three forms."""

from __future__ import annotations

import csv
import gzip
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow.parquet as pq
import pyreadstat
import pytest

from archive import export_files, export_stata, export_tables
from archive.errors import ArchiveError
from archive.export import FORMATS, export
from archive.export_names import LONGEST, stata_name, wide_name
from archive.export_package import sha256_of
from archive.export_values import harmless
from archive.knowledge import rules, variables
from archive.reports import create, index

CELLS = {
    "requests.new.natural_person": (3, "number", "3", "stated"),
    "requests.new.business": (None, "blank", "", "stated"),
    "requests.new.research": (None, "dash", "—", "stated"),
    "requests.new.social_welfare": (0, "word", "无", "stated"),
    "requests.new.legal_service": (None, "word", "空", "stated"),
    "requests.new.other": (None, "missing", "", "stated"),
    "requests.new.total": (None, "text", "=HYPERLINK(\"http://x\")", "stated"),
    "requests.carried_in.total": (None, "number", "1 2", "ambiguous"),
    "proactive.penalties.decisions": (7, "number", "+7", "stated"),
    "proactive.fees.amount": (632800.5, "number", "63.28005", "stated"),
}  # fmt: skip
REPORTS = (
    ("640200-wjw-2020", 2020, "2019", 1, 1),
    ("640200-wjw-2021", 2021, "2021", 1, 0),
    ("640200-wjw-2021.v2", 2021, "2021", 2, 1),
    ("640200-wjw-2016", 2016, "2014", 1, 1),
    ("640200-wjw-2010", 2010, "2008", 1, 1),
)


def build(path: Path, *, copies: int = 1) -> Path:
    """A reports.db of the archive's own schema; ``copies`` repeats the reports for other bodies."""
    known = variables()
    with closing(sqlite3.connect(path)) as db:
        create(db, known)
        index(db)
        db.executemany(
            'INSERT INTO variable VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
            [
                (it.code, it.n, it.cell, it.form, it.table, it.row, it.column, it.label_zh, it.label_en,
                 it.unit, it.comparable_from, it.comparable_to, it.kind)
                for it in known
            ],
        )  # fmt: skip
        db.executemany(
            "INSERT INTO check_rule VALUES (?, ?, ?, ?, ?, ?)",
            [
                (it.check_id, it.severity, it.formula, it.forms, it.wording_zh, it.wording_en)
                for it in rules()
            ],
        )
        db.execute("INSERT INTO build VALUES ('parser_version', '1')")
        n = 0
        for copy in range(copies):
            body = f"{640200 + copy}-wjw"
            db.execute(
                "INSERT INTO body VALUES (?, '石嘴山市卫生健康委员会', 'prefecture', '宁夏',"
                " '石嘴山市', NULL, ?, '[]', '', 4)",
                (body, body[:6]),
            )
            db.execute("INSERT INTO coverage VALUES (?, 2009, 'missing', NULL)", (body,))
            for report_id, *more in REPORTS:
                n += 1
                _report(db, n, report_id.replace("640200-wjw", body), body, *more)
        db.commit()
    return path


def _report(
    db: sqlite3.Connection, n: int, report_id: str, body: str, year: int, form: str, version: int, latest: int
) -> None:
    record, moment = f"urn:uuid:{n}", f"2026-01-{10 + n % 10:02}T01:02:03.000000Z"
    db.execute(
        "INSERT INTO capture VALUES (?, ?, 's', ?, 200, 'text/html', 'aa', 1, 'w', ?, 1, NULL, 'wire')",
        (record, f"http://x/{n}", moment, n),
    )
    values = (
        report_id, n, body, "石嘴山市卫生健康委员会", "prefecture", "宁夏", "石嘴山市", None, body[:6], year,
        form, "@SUM(A1)", f"{year + 1}-01-20", None, None, 1, f"http://x/{n}", moment, record,
        "aa", "text/html", None, "flagged", 1, 1, 0, version, latest, "1",
    )  # fmt: skip
    db.execute(f"INSERT INTO report VALUES ({', '.join('?' * len(values))})", values)
    numbers = {it.cell: it.n for it in variables() if it.form == form}
    rows = [(n, numbers[cell], *told, None) for cell, told in CELLS.items() if cell in numbers]
    db.executemany("INSERT INTO figure VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
    if "requests.new.total" in numbers:
        (check_id,) = db.execute("SELECT check_id FROM check_rule LIMIT 1").fetchone()
        finding = db.execute(
            "INSERT INTO finding (report_id, check_id, severity, cells, expected, actual, message)"
            " VALUES (?, ?, 'error', '[\"requests.new.total\"]', 3, NULL, '-cmd|x')",
            (report_id, check_id),
        ).lastrowid
        db.execute("INSERT INTO finding_cell VALUES (?, ?, ?)", (finding, n, numbers["requests.new.total"]))


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


def test_the_version_is_the_day_of_the_last_capture(folder: Path) -> None:
    """No clock: the folder and the descriptor are named by the newest capture."""
    assert folder.name == "2026-01-15"
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    assert package["version"] == "2026-01-15" and package["created"] == "2026-01-15T01:02:03.000000Z"


def test_the_same_database_gives_the_same_bytes(database: Path, folder: Path, tmp_path: Path) -> None:
    """Another run elsewhere: every checksum is the same, and they are those of the files."""
    again = export(database, tmp_path, tuple(FORMATS)).folder
    sums = (folder / "SHA256SUMS").read_text("utf-8")
    assert (again / "SHA256SUMS").read_text("utf-8") == sums
    told = {name: digest for digest, name in (line.split("  ") for line in sums.splitlines())}
    assert told == {path.name: sha256_of(path) for path in folder.iterdir() if path.name != "SHA256SUMS"}
    assert {".parquet", ".gz", ".dta", ".db"} <= {Path(name).suffix for name in told}


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


def test_stata_tells_why_a_number_is_absent(folder: Path) -> None:
    """Extended missing values by state, with labels; a plain dot where the form has no such figure."""
    frame, meta = pyreadstat.read_dta(folder / "wide_2019.dta", user_missing=True)
    (row,) = frame.to_dict("records")
    assert row["req_new_nat"] == 3 and row["req_new_soc"] == 0
    letters = [row[f"req_new_{it}"] for it in ("bus", "res", "leg", "oth", "tot")]
    assert letters == ["a", "b", "c", "d", "e"]
    assert row["req_carried_in_tot"] == "f"
    assert pd.isna(row["req_granted_nat"])
    assert meta.variable_value_labels["req_new_bus"]["a"] == "空白 blank"
    assert meta.column_names_to_labels["req_new_nat"].startswith("一、本年新收政府信息公开申请数量")
    plain, _ = pyreadstat.read_dta(folder / "wide_2019.dta")
    assert pd.isna(plain.req_new_bus[0]) and plain.req_new_nat[0] == 3
    values = pd.read_stata(folder / "wide_2019.dta", convert_missing=True, convert_categoricals=False)
    assert str(values.req_new_bus[0]) == ".a"


def test_stata_without_a_report_is_still_a_file(folder: Path, tmp_path: Path) -> None:
    """A form nobody used gives a table with its columns and no row."""
    database = tmp_path / "reports.db"
    build(database)
    with closing(sqlite3.connect(database)) as db:
        db.execute("UPDATE report SET form = '2008' WHERE form = '2014'")
        db.commit()
    done = export(database, tmp_path / "exports", ("stata", "parquet"))
    frame, _ = pyreadstat.read_dta(done.folder / "wide_2014.dta")
    assert len(frame) == 0 and "s14_requests" in frame
    assert len(pd.read_parquet(done.folder / "wide_2014.parquet")) == 0


def test_an_unknown_state_is_refused() -> None:
    """A figure without a number whose state has no missing value is an error, not a dot."""
    with pytest.raises(KeyError, match="unheard"):
        export_stata.coded(None, "unheard")


def test_long_texts_are_cut_between_characters() -> None:
    """Two thousand bytes at most, and never half a character."""
    assert export_stata.shortened("石" * 700) == "石" * 666
    assert export_stata.shortened("短") == "短"


def test_a_file_without_a_time_stamp_is_refused(tmp_path: Path) -> None:
    """Should the writer's format change, the clock's stamp must not pass unseen."""
    file = tmp_path / "x.dta"
    file.write_bytes(b"<stata_dta><header><release>119</release>")
    with pytest.raises(ValueError, match="no time stamp"):
        export_stata._set_stamp(file, "22 Nov 2026 04:50")


def test_names_are_unique_short_and_follow_the_rule() -> None:
    """One Stata name a measure, 29 characters at most, what the documented rule makes of it."""
    known = variables()
    names: dict[str, set[str]] = {}
    for variable in known:
        names.setdefault(stata_name(variable), set()).add(wide_name(variable))
    assert all(len(wide) == 1 for wide in names.values())
    assert max(map(len, names)) <= LONGEST
    by_code = {it.code: stata_name(it) for it in known}
    assert by_code["2021:requests.new.natural_person"] == "req_new_nat"
    assert by_code["2014:statistics.requests.value"] == "s14_requests"
    assert by_code["2021:requests.denied_administrative_query.total"] == "req_dnd_admnstrtv_query_tot"


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


def test_sqlite_is_the_database(database: Path, folder: Path) -> None:
    """Byte for byte."""
    assert (folder / "reports.db").read_bytes() == database.read_bytes()


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


def test_a_value_that_does_not_fit_is_located(database: Path, tmp_path: Path) -> None:
    """A date that is none: table, column and text are named, no half file is left, the old one stays."""
    copy = tmp_path / "reports.db"
    copy.write_bytes(database.read_bytes())
    with closing(sqlite3.connect(copy)) as db:
        db.execute("UPDATE report SET published = '二月' WHERE n = 2")
        db.commit()
    with pytest.raises(ValueError, match=r"reports\.published: '二月' is no date"):
        export(copy, tmp_path / "exports", ("parquet",))
    (folder,) = (tmp_path / "exports").iterdir()
    assert [path.name for path in folder.iterdir()] == ["codebook.csv"]


def test_formats_of_one_database_add_up_and_another_begins_anew(tmp_path: Path) -> None:
    """csv after parquet: both are described; after a new publication nothing old is left beside the new."""
    database = build(tmp_path / "reports.db")
    exports = tmp_path / "exports"
    export(database, exports, ("parquet",))
    both = export(database, exports, ("csv",))
    assert {"figures.parquet", "figures.csv.gz"} <= set(both.files)
    with closing(sqlite3.connect(database)) as db:
        db.execute("UPDATE report SET title = '改' WHERE n = 1")
        db.commit()
    stranger = both.folder / "notes.csv"
    stranger.write_text("mine", encoding="utf-8")
    export(database, exports, ("sqlite",))
    new = export(database, exports, ("csv",))
    assert "figures.parquet" not in new.files and "figures.csv.gz" in new.files
    assert stranger.exists()
    (new.folder / "datapackage.json").write_text("{", encoding="utf-8")
    damaged = export(database, exports, ("parquet",))
    assert "figures.parquet" in damaged.files and "figures.csv.gz" not in damaged.files
    assert "notes.csv" not in (new.folder / "SHA256SUMS").read_text("utf-8")


def test_no_database_no_report(tmp_path: Path) -> None:
    """Without reports.db, or with an empty one, nothing is written and the message says what to do."""
    with pytest.raises(FileNotFoundError, match="gongkai publish"):
        export(tmp_path / "reports.db", tmp_path, ("csv",))
    with closing(sqlite3.connect(tmp_path / "reports.db")) as db:
        create(db, variables())
    with pytest.raises(ArchiveError, match="no report yet"):
        export(tmp_path / "reports.db", tmp_path / "exports", ("csv",))
    assert not (tmp_path / "exports").exists()


def test_a_publication_meanwhile_is_noticed(tmp_path: Path) -> None:
    """The database replaced between two files: the export says so instead of mixing two versions."""
    database = build(tmp_path / "reports.db")

    def publish(name: str) -> None:
        if name == "codebook.csv":
            build(tmp_path / "new.db", copies=2).rename(database)

    with pytest.raises(ArchiveError, match="published anew"):
        export(database, tmp_path / "exports", ("csv",), progress=publish)
    assert not list((tmp_path / "exports").rglob("SHA256SUMS"))


def test_gzip_tells_no_time(folder: Path) -> None:
    """The header's time and name are empty, which is what makes the bytes the same every day."""
    head = (folder / "figures.csv.gz").read_bytes()[:10]
    assert head[:2] == b"\x1f\x8b" and head[3] == 0 and head[4:8] == bytes(4)


def test_a_refusal_of_the_stata_writer_is_told(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name the format does not allow: the error names the table, and no half file is left."""
    wide = next(it for it in export_tables.EXPORTS if it.wide)
    long_name = replace(wide.fields[-1], stata="x" * 40)
    monkeypatch.setattr("archive.export.EXPORTS", (replace(wide, fields=(*wide.fields[:-1], long_name)),))
    with pytest.raises(ArchiveError, match=f"{wide.name}: Stata's writer refuses"):
        export(database, tmp_path, ("stata",))
    assert not list(tmp_path.rglob("*.dta"))
