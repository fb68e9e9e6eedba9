"""verify, status, sites check and export wacz, as a user types them on the demo's data."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archive.standing import BodyCoverage, SiteDue
from archive.wacz import validate_wacz
from crawler.registry import registry
from gongkai.cli import main
from gongkai.standing_tables import Standing, show_standing


def gongkai(data: Path, *arguments: str) -> Result:
    """Run a command on a data folder, as the shell would."""
    return CliRunner().invoke(main, ["--data", str(data), *arguments])


def published(data: Path) -> int:
    """How many body-years have a report, as reports.db itself says."""
    with closing(sqlite3.connect(data / "reports.db")) as db:
        (count,) = db.execute("SELECT count(*) FROM report WHERE latest = 1").fetchone()
    return int(count)


def test_a_sound_archive_verifies(demo: Path) -> None:
    """Nothing wrong: one line that says how much was read, status 0."""
    done = gongkai(demo, "verify")
    assert done.exit_code == 0, done.output
    assert done.stdout.strip().endswith("sound") and " records" in done.stdout


def test_damage_is_told_and_repaired(demo: Path, tmp_path: Path) -> None:
    """A flipped byte: status 1 with file and byte; after --repair, what is told is only what is lost."""
    data = tmp_path / "data"
    shutil.copytree(demo, data)
    with closing(sqlite3.connect(data / "archive.db")) as db:
        # The longest record: a byte in its middle is packed text, and not one of the few that nothing checks.
        sql = 'SELECT warc, "offset" + length / 2, max(length) FROM capture'
        name, byte, _ = db.execute(sql).fetchone()
    path = data / "warc" / name
    content = bytearray(path.read_bytes())
    content[byte] ^= 0xFF
    path.write_bytes(content)
    told = gongkai(data, "verify")
    assert told.exit_code == 1
    assert f"{path.name}, byte " in told.stdout and "cure:" in told.stdout
    mended = gongkai(data, "verify", "--repair")
    assert "before:" in mended.stdout and "after:" in mended.stdout
    again = gongkai(data, "verify")
    assert again.exit_code == mended.exit_code
    assert f"{path.name}, byte " not in again.stdout


def test_verify_without_an_archive_is_misuse(tmp_path: Path) -> None:
    """A folder without warc/ is no archive: status 2."""
    done = gongkai(tmp_path, "verify")
    assert done.exit_code == 2 and "no archive" in done.output


def test_status_as_json_counts_body_years(demo: Path) -> None:
    """Coverage of each body's years, totals that fit them, the run and the sites' addresses."""
    told = json.loads(gongkai(demo, "status", "--json").stdout)
    years = [status for body in told["coverage"] for _, status in body["years"]]
    assert told["totals"]["found"] == years.count("found") == published(demo)
    assert sum(told["totals"].values()) == len(years)
    assert told["runs"][0]["reason"] == "finished" and told["proposals"] == {"confirms": 6}
    assert told["never_crawled"] == len(registry().sites)
    assert {site["site"] for site in told["due"]} >= {"replica-trs", "replica-hanweb", "replica-generic"}
    assert any(site["next_fetch"] for site in told["due"])


def test_status_filters_by_body_and_province(demo: Path) -> None:
    """An id, a part of a name, a province's name or code; nobody meant is misuse."""
    by_id = json.loads(gongkai(demo, "status", "--body", "640200-wjw", "--json").stdout)
    assert [body["body_id"] for body in by_id["coverage"]] == ["640200-wjw"]
    assert {site["body_id"] for site in by_id["due"]} == {"640200-wjw"}
    by_name = json.loads(gongkai(demo, "status", "--body", "获嘉", "--json").stdout)
    assert [body["body_id"] for body in by_name["coverage"]] == ["410724-wjw"]
    by_place = json.loads(gongkai(demo, "status", "--province", "宁夏", "--json").stdout)
    assert by_id["coverage"][0] in by_place["coverage"]
    assert {body["province"] for body in by_place["coverage"]} == {"宁夏"}
    by_code = json.loads(gongkai(demo, "status", "--province", "330000", "--json").stdout)
    assert "330100-wjw" in {body["body_id"] for body in by_code["coverage"]}
    assert {body["province"] for body in by_code["coverage"]} == {"浙江"}
    unknown = gongkai(demo, "status", "--province", "火星")
    assert unknown.exit_code == 2 and "火星" in unknown.output


def test_status_for_people(demo: Path) -> None:
    """One line a body with a sign a year, then runs and sites."""
    told = gongkai(demo, "status")
    assert told.exit_code == 0
    assert "640200-wjw" in told.stdout and f"● found {published(demo)}" in told.stdout
    assert "last runs" in told.stdout and "replica-trs" in told.stdout
    assert "registry-proposals.csv in the data folder waits to be reviewed: 6 sites confirmed" in told.stdout


def test_status_before_publishing_and_before_crawling(demo: Path, tmp_path: Path) -> None:
    """Without reports.db the runs are shown; without an archive it is misuse."""
    data = tmp_path / "data"
    shutil.copytree(demo, data)
    (data / "reports.db").unlink()
    told = gongkai(data, "status")
    assert told.exit_code == 0 and "Nothing published yet" in told.stdout and "replica-trs" in told.stdout
    assert gongkai(tmp_path / "nothing", "status").exit_code == 2


def test_many_bodies_are_summed_up_by_province(capsys: pytest.CaptureFixture[str]) -> None:
    """Forty-one bodies: a line a province with found/expected, years not due left out; long lists are cut."""
    bodies = tuple(
        BodyCoverage(
            f"{n:06}-wjw",
            f"第{n}局",
            "county",
            "河南",
            ((2020, "found"), (2021, "missing"), (2022, "not_due")),
        )
        for n in range(41)
    )
    due = tuple(SiteDue(f"site-{n}", None, 1, 0, 0, None) for n in range(12))
    show_standing(Standing(True, bodies, (), due, 0), each=False)
    shown = capsys.readouterr().out
    assert "registry-proposals.csv" not in shown
    assert "41/41" in shown and "0/41" in shown and "0/0" in shown and "第7局" not in shown
    assert "2 sites more" in shown


def test_sites_check_names_every_line_and_column(tmp_path: Path) -> None:
    """Three wrong lines are told in one go, with line and column; the status is 1."""
    file = tmp_path / "sites.csv"
    rows = (
        "site_id,start_url,body,level,division_code,render",
        "a,http://a.example.gov.cn/,甲县卫生健康局,county,110101,",
        "b,ftp://b.example.gov.cn/,乙县卫生健康局,county,110102,",
        "c,http://c.example.gov.cn/,丙县卫生健康局,village,110103,",
        "a,http://d.example.gov.cn/,丁县卫生健康局,county,110105,sometimes",
    )
    file.write_text("\n".join(rows), encoding="utf-8")
    done = gongkai(tmp_path, "sites", "check", str(file))
    assert done.exit_code == 1
    assert f"{file}, line 3, column start_url" in done.stdout
    assert f"{file}, line 4, column level" in done.stdout
    assert f"{file}, line 5, column" in done.stdout
    assert "3 problems\n" in done.stdout


def test_sites_check_accepts_what_a_crawl_would(tmp_path: Path) -> None:
    """The registry shipped with the package is sound, its bodies too; a missing file is misuse."""
    crawler = Path(__file__).resolve().parents[2] / "crawler"
    for name in ("sites.csv", "bodies.csv"):
        done = gongkai(tmp_path, "sites", "check", str(crawler / name))
        assert done.exit_code == 0, done.output
        assert "sound" in done.stdout
    assert gongkai(tmp_path, "sites", "check", str(tmp_path / "nowhere.csv")).exit_code == 2


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"site_id,start_url,colour\n", "line 1, column 3: unknown column 'colour'"),
        (b"body_id,name\nx,y\n", "column level is missing"),
        ("start_url\n卫生健康".encode("gb18030"), "not UTF-8"),
        (b"site_id,body_id,start_url\n", "no site in the file"),
        (b'site_id,body_id,start_url\n"a,640200-wjw', "line 2: no CSV"),
        (b"start_url\n" + b"x" * 200_000, "line 2: no CSV"),
        (b"x" * 200_000, "line 1: no CSV"),
    ],
)
def test_sites_check_of_files_without_a_sound_line(tmp_path: Path, content: bytes, words: str) -> None:
    """A wrong header, no line, another encoding: one problem, status 1."""
    file = tmp_path / "list.csv"
    file.write_bytes(content)
    done = gongkai(tmp_path, "sites", "check", str(file))
    assert done.exit_code == 1 and words in done.stdout and "1 problem\n" in done.stdout


def test_wacz_of_a_body(demo: Path, tmp_path: Path) -> None:
    """The file is packed where asked and stands up to the packer's own validation."""
    target = tmp_path / "new" / "one.wacz"
    done = gongkai(demo, "export", "wacz", "--body", "640200-wjw", "--output", str(target))
    assert done.exit_code == 0, done.output
    assert " captures" in done.stdout
    assert validate_wacz(target) is None


def test_wacz_of_nothing_fails_and_of_no_archive_is_misuse(demo: Path, tmp_path: Path) -> None:
    """An unknown run gives status 1 and no file; a folder without archive gives status 2."""
    target = tmp_path / "none.wacz"
    done = gongkai(demo, "export", "wacz", "--run", "never", "--output", str(target))
    assert done.exit_code == 1 and "nothing to export" in done.output and not target.exists()
    assert gongkai(tmp_path / "nothing", "export", "wacz").exit_code == 2
