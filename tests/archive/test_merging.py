"""Two crawlers, each with its own archive: their files and rows together are one archive."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from archive.database import TABLES
from archive.publish import publish
from archive.rebuild import rebuild
from archive.verify import verify


@pytest.fixture
def crawlers(tmp_path: Path, town: Any, told: Any) -> tuple[Path, Path]:
    """The folders of a crawler that found the report of 2021 and of one that found that of 2022."""
    folders = tmp_path / "first", tmp_path / "second"
    for folder, year in zip(folders, (2021, 2022), strict=True):
        folder.mkdir()
        published = f"{year + 1}-01-20"
        report = told(year=year, cells={"requests.new.total": 3}, published=published)
        type(town)(folder).add(f"http://szs.test/{year}", report)
    return folders


def _reports(folder: Path) -> list[str]:
    publish(folder, bodies=[], sites=[], parser_version="1")
    with closing(sqlite3.connect(folder / "reports.db")) as db:
        return [row[0] for row in db.execute("SELECT report_id FROM report ORDER BY 1")]


def _bring_files(source: Path, target: Path) -> None:
    for path in (source / "warc").iterdir():
        if path.is_file():
            assert not (target / "warc" / path.name).exists(), "names of WARC files are unique in the world"
            shutil.copy2(path, target / "warc" / path.name)


def test_rows_merge_by_plain_insertion(crawlers: tuple[Path, Path]) -> None:
    first, second = crawlers
    _bring_files(second, first)
    with closing(sqlite3.connect(first / "archive.db", isolation_level=None)) as db:
        db.execute("ATTACH ? AS other", (str(second / "archive.db"),))
        for table in TABLES:
            db.execute(f"INSERT INTO main.{table.name} SELECT * FROM other.{table.name}")
    assert verify(first).findings == ()
    assert _reports(first) == ["640200-wjw-2021", "640200-wjw-2022"]


def test_files_alone_are_enough(crawlers: tuple[Path, Path]) -> None:
    first, second = crawlers
    _bring_files(second, first)
    (first / "archive.db").unlink()
    rebuild(first)
    assert verify(first).findings == ()
    with closing(sqlite3.connect(first / "archive.db")) as db:
        captured = [row[0] for row in db.execute("SELECT url FROM capture ORDER BY 1")]
    assert captured == ["http://szs.test/2021", "http://szs.test/2022"]
