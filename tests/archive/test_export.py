"""The folder an export writes: its version, its checksums, what it leaves alone and what it refuses."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from archive.errors import ArchiveError
from archive.export import FORMATS, export
from archive.knowledge import variables
from archive.records import sha256_of
from archive.reports import create
from tests.archive.invented import build


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented database."""
    return build(tmp_path_factory.mktemp("db") / "reports.db")


@pytest.fixture(scope="module")
def folder(database: Path) -> Path:
    """Everything exported once."""
    return export(database, database.parent / "exports", tuple(FORMATS)).folder


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


def test_sqlite_is_the_database(database: Path, folder: Path) -> None:
    """Byte for byte."""
    assert (folder / "reports.db").read_bytes() == database.read_bytes()
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    (told,) = (it for it in package["resources"] if it["path"] == "reports.db")
    assert told["title"] == "全部数据表", "it is every table, not the table of that name alone"


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
