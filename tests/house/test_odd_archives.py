"""An archive with a damaged record, and addresses and names that look like commands to the terminal."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archive.standing import BodyCoverage, SiteDue
from crawler.options import CrawlSummary, SiteSummary
from gongkai.cli import main
from gongkai.commands import publishing
from gongkai.demo.documents import report
from gongkai.serve import Addresses
from gongkai.standing_tables import Standing, show_standing
from gongkai.summaries import show_summary

NAME = "吴忠市卫生健康委员会[/b]"


def gongkai(data: Path, *arguments: str) -> Result:
    """Run a command on a data folder, as the shell would."""
    return CliRunner().invoke(main, ["--data", str(data), *arguments])


def archived(data: Path, saved: Path) -> None:
    """Three reports of three years, the last at an address with brackets."""
    saved.mkdir()
    lines = ["file,url,fetched_at,media_type"]
    for year, address in ((2021, "a"), (2022, "b"), (2023, "c[/b]")):
        told = report("吴忠市卫生健康委员会", "prefecture", "宁夏", "640300", year, seed=5)
        page = f"<html><body><h1>{told.title}</h1>{told.html}</body></html>"
        (saved / f"{year}.html").write_text(page, encoding="utf-8")
        lines.append(f"{year}.html,http://wz.test/{address}.html,{year + 1}-02-01,text/html")
    (saved / "list.csv").write_text("\n".join(lines), encoding="utf-8")
    assert gongkai(data, "archive", "add", str(saved)).exit_code == 0


def test_an_address_with_brackets_is_read_like_any_other(tmp_path: Path) -> None:
    archived(tmp_path / "data", tmp_path / "saved")
    done = gongkai(tmp_path / "data", "parse")
    assert done.exit_code == 0 and "parsed 3 reports" in done.output, done.output


def test_a_damaged_record_costs_its_own_document(tmp_path: Path) -> None:
    """It is told with file, byte and the next step, by parse and by publish; the others are published."""
    data = tmp_path / "data"
    archived(data, tmp_path / "saved")
    with closing(sqlite3.connect(data / "archive.db")) as db:
        sql = """SELECT warc, "offset", length FROM capture WHERE url = 'http://wz.test/b.html'"""
        name, offset, length = db.execute(sql).fetchone()
    path = data / "warc" / name
    content = bytearray(path.read_bytes())
    content[offset + length // 2] ^= 0xFF
    path.write_bytes(content)
    read = gongkai(data, "parse")
    assert read.exit_code == 1 and "parsed 2 reports" in read.stdout
    assert f"http://wz.test/b.html: {name}, byte" in read.stderr
    assert "not read: 1 document;" in read.stderr and "gongkai verify" in read.stderr
    done = gongkai(data, "publish")
    assert done.exit_code == 1 and "2 reports" in done.stdout and "gongkai verify" in done.stderr


def test_a_text_without_end_is_published_in_part(tmp_path: Path) -> None:
    """Whole it would be more than the site reads as one value, and fail every search that finds it."""
    data, saved = tmp_path / "data", tmp_path / "saved"
    saved.mkdir()
    told = report("吴忠市卫生健康委员会", "prefecture", "宁夏", "640300", 2022, seed=5)
    (saved / "a.txt").write_text(told.text + "\n" + "公开信息" * 250_000, encoding="utf-8")
    (saved / "list.csv").write_text(
        "file,url,fetched_at,media_type\na.txt,http://wz.test/a,2023-02-01,text/plain", encoding="utf-8"
    )
    for command in (("archive", "add", str(saved)), ("publish",)):
        assert gongkai(data, *command).exit_code == 0
    with closing(sqlite3.connect(data / "reports.db")) as db:
        sql = "SELECT max(length(CAST(text AS BLOB))), sum(text LIKE '%（其余从略，见原件）') FROM section"
        longest, cut = db.execute(sql).fetchone()
    assert 800_000 < longest < 2_000_000 and cut == 1


def test_names_with_brackets_are_shown_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    body = BodyCoverage("640300-wjw", NAME, "prefecture", "宁夏[/b]", ((2020, "found"),))
    due = (SiteDue("a[/b]", None, 1, 0, 0, None),)
    for each in (True, False):
        show_standing(Standing(True, (body,) * 41, (), due, 0), each=each)
    shown = capsys.readouterr().out
    assert NAME in shown and shown.count("宁夏[/b]") == 42 and "a[/b]" in shown
    site = SiteSummary("a[/b]", 1, 0, 0, (), "exhausted", 0, ("few [/b] pages",))
    show_summary(CrawlSummary("run", (site,), False, 1.0))
    assert "a[/b]: few [/b] pages" in capsys.readouterr().err


@pytest.mark.parametrize(
    "address", ["o.example.org", "https://o.example.org/originals", "//o", "https://o; x"]
)
def test_the_viewers_address_is_an_origin(tmp_path: Path, address: str) -> None:
    """Anything else would end in empty frames, and without a word."""
    refused = gongkai(tmp_path, "serve", "--viewer-address", address)
    assert refused.exit_code == 2 and "is no origin" in refused.output


@pytest.mark.parametrize(("address", "told"), [((), True), (("--viewer-address", "https://o.test"), False)])
def test_a_site_for_other_machines_says_what_its_viewer_lacks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: tuple[str, ...], told: bool
) -> None:
    def serve(data: Path, at: Addresses, ready: Callable[[Addresses], None]) -> int:
        ready(at)
        return 0

    monkeypatch.setattr(publishing, "run_servers", serve)
    done = gongkai(tmp_path, "serve", "--host", "0.0.0.0", *address)
    assert done.exit_code == 0 and ("--viewer-address" in done.stderr) is told
