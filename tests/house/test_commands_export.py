"""gongkai export on the demo's database: every format opened by the programs researchers use."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import duckdb
import pandas as pd
import pyreadstat
import pytest
import yaml
from click.testing import CliRunner, Result

from archive.export import FORMATS
from gongkai.cli import main
from gongkai.commands import exporting

# https://github.com/citation-file-format/citation-file-format: the schema takes no others.
CITATION_KEYS = frozenset(
    "abstract authors cff-version commit contact date-released doi identifiers keywords license license-url"
    " message preferred-citation references repository repository-artifact repository-code title type url"
    " version".split()
)
VALIDATE = """
import sys
from frictionless import Package, system
with system.use_context(trusted=True):
    package = Package(sys.argv[1])
    for other in [it for it in package.resources if it.format != "csv"]:
        package.remove_resource(other.name)
    report = package.validate()
    print(len(report.tasks), "valid" if report.valid else report.flatten(["type", "message"])[:5])
"""


def gongkai(data: Path, *arguments: str) -> Result:
    """Run a command on a data folder, as the shell would."""
    return CliRunner().invoke(main, ["--data", str(data), *arguments])


@pytest.fixture(scope="module")
def folder(demo: Path) -> Path:
    """The one version of the demo's database, in every format."""
    done = gongkai(demo, "export", "all")
    assert done.exit_code == 0, done.output
    (version,) = (it for it in (demo / "exports").iterdir() if it.is_dir())
    return version


def ask(demo: Path, query: str) -> list[tuple[object, ...]]:
    """What the published database itself says."""
    with closing(sqlite3.connect(demo / "reports.db")) as db:
        return db.execute(query).fetchall()


def test_the_command_names_every_format_the_archive_writes() -> None:
    """The list shown in the help is that of the archive, in its order."""
    assert list(exporting.FORMATS) == list(FORMATS)
    assert set(exporting.export.commands) == {"wacz", *FORMATS, "all"}


def test_checksums_hold(folder: Path) -> None:
    """SHA256SUMS lists every other file, as sha256sum -c reads it."""
    lines = (folder / "SHA256SUMS").read_text("utf-8").splitlines()
    told = {name: digest for digest, name in (line.split("  ") for line in lines)}
    assert set(told) == {path.name for path in folder.iterdir()} - {"SHA256SUMS"}
    for name, digest in told.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest


def test_pandas_and_duckdb_read_the_same_long_table(demo: Path, folder: Path) -> None:
    """As many figures, and the same sum, as reports.db has."""
    ((count, total),) = ask(demo, "SELECT count(*), sum(value) FROM figure")
    frame = pd.read_parquet(folder / "figures.parquet")
    assert (len(frame), frame.value.sum()) == (count, total)
    for name in ("figures.parquet", "figures.csv.gz"):
        rows = duckdb.sql(f"SELECT count(*), sum(value) FROM '{folder / name}'").fetchall()
        assert rows == [(count, total)]
    packed = pd.read_csv(folder / "figures.csv.gz", dtype={"form": str, "alternatives": str})
    assert packed.value.isna().sum() == frame.value.isna().sum()


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_wide_tables_agree_in_every_format(demo: Path, folder: Path, form: str) -> None:
    """Parquet, CSV and Stata tell the same totals of requests, those of the table for browsing."""
    truth = ask(
        demo,
        "SELECT report_id, total FROM requests JOIN report USING (report_id)"
        f" WHERE requests.\"row\" = 'new' AND form = '{form}' ORDER BY report_id",
    )
    parquet = pd.read_parquet(folder / f"wide_{form}.parquet")
    assert list(zip(parquet.report_id, parquet.requests_new_total, strict=True)) == truth
    packed = pd.read_csv(folder / f"wide_{form}.csv.gz")
    assert list(zip(packed.report_id, packed.requests_new_total, strict=True)) == truth
    stata, _ = pyreadstat.read_dta(folder / f"wide_{form}.dta")
    assert list(zip(stata.report_id, stata.req_new_tot, strict=True)) == truth


def test_blank_is_not_zero_in_any_format(demo: Path, folder: Path) -> None:
    """A blank cell of the demo is empty in Parquet and CSV, and .a in Stata."""
    query = (
        "SELECT report_id, code FROM figure"
        " JOIN report ON report.n = report JOIN variable ON variable.n = variable"
        " WHERE latest = 1 AND figure.state = 'blank' AND \"table\" = 'requests' LIMIT 1"
    )
    ((report_id, code),) = ask(demo, query)
    codebook = pd.read_csv(folder / "codebook.csv", dtype=str).set_index("code")
    form, wide, stata = codebook.loc[code, ["form", "wide", "stata"]]
    parquet = pd.read_parquet(folder / f"wide_{form}.parquet").set_index("report_id")
    assert pd.isna(parquet.at[report_id, wide])
    packed = pd.read_csv(folder / f"wide_{form}.csv.gz").set_index("report_id")
    assert pd.isna(packed.at[report_id, wide])
    frame, _ = pyreadstat.read_dta(folder / f"wide_{form}.dta", user_missing=True)
    assert frame.set_index("report_id").at[report_id, stata] == "a"


def test_the_data_package_is_valid(folder: Path) -> None:
    """Frictionless reads the descriptor and every CSV row against it: types, keys, checksums."""
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    tables = {it["name"]: it for it in package["resources"] if it["format"] == "csv"}
    assert {"figures", "reports", "wide_2021", "codebook"} <= set(tables)
    fields = [field for table in tables.values() for field in table["schema"]["fields"]]
    assert all(field["title"] and field["description"] for field in fields)
    # In a process of its own: it leaves files open, which here would be an error.
    done = subprocess.run(
        [sys.executable, "-c", VALIDATE, str(folder / "datapackage.json")],
        capture_output=True, text=True, check=False, cwd=folder,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.split() == [str(len(tables)), "valid"]


def test_the_texts_tell_version_licence_and_citation(folder: Path) -> None:
    """A reader finds what it is, how to cite it, and what the missing values mean."""
    text = (folder / "README.md").read_text("utf-8")
    assert f"Version {folder.name}" in text and "## Licence" in text and "## Citation" in text
    assert "| `.a` | blank |" in text
    citation = yaml.safe_load((folder / "CITATION.cff").read_text("utf-8"))
    assert citation.keys() <= CITATION_KEYS
    assert citation["version"] == folder.name == str(citation["date-released"])


def test_exporting_again_changes_nothing(demo: Path, folder: Path) -> None:
    """The same database, the same checksums."""
    before = (folder / "SHA256SUMS").read_bytes()
    done = gongkai(demo, "export", "datapackage")
    assert done.exit_code == 0 and f"version {folder.name}" in done.stdout
    assert (folder / "SHA256SUMS").read_bytes() == before


def test_without_a_database_it_is_misuse(tmp_path: Path) -> None:
    """No reports.db: status 2, and the message says what to run; an unknown format likewise."""
    done = gongkai(tmp_path, "export", "csv")
    assert done.exit_code == 2 and "gongkai publish" in done.output
    assert gongkai(tmp_path, "export", "wordperfect").exit_code == 2


def test_a_value_that_does_not_fit_is_a_failure(demo: Path, tmp_path: Path) -> None:
    """A date that is none in the database: status 1 with table and column, no traceback."""
    shutil.copy(demo / "reports.db", tmp_path / "reports.db")
    with closing(sqlite3.connect(tmp_path / "reports.db")) as db:
        db.execute("UPDATE report SET published = 'soon'")
        db.commit()
    done = gongkai(tmp_path, "export", "parquet")
    assert done.exit_code == 1 and "reports.published: 'soon' is no date" in done.output


def test_a_folder_that_cannot_be_written_is_a_failure(demo: Path, tmp_path: Path) -> None:
    """A file stands where the exports belong: status 1 with the path."""
    shutil.copy(demo / "reports.db", tmp_path / "reports.db")
    (tmp_path / "exports").write_text("in the way", encoding="utf-8")
    done = gongkai(tmp_path, "export", "csv")
    assert done.exit_code == 1 and "exports" in done.output
