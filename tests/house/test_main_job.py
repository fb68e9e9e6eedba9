"""The main job, end to end, by the commands a user types: the five real reports, and the demo."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
import sqlite3
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archive.captures import select
from archive.database import connect_reader
from archive.reading import read_wire
from gongkai.cli import main

BODIES = {
    "000_4be7133699d91ce6.txt": ("刚察县卫生健康局", "county", "632224"),
    "001_c57983f78478dc9e.txt": ("获嘉县卫生健康委员会", "county", "410724"),
    "002_4412faaa0adc2e37.txt": ("淄博市淄川区卫生健康局", "county", "370302"),
    "003_3b78401dddc01266.txt": ("石嘴山市卫生健康委员会", "prefecture", "640200"),
    "004_389adfb4ab5f1d22.txt": ("楚雄州卫生健康委员会", "prefecture", "532300"),
}


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder, says nothing."""

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test's output for the test."""


@pytest.fixture
def seed_server(shared: Path) -> Iterator[str]:
    """The address of a loopback server that serves the five seeds as they are."""
    handler = functools.partial(Quiet, directory=str(shared / "seeds"))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def gongkai(data: Path, *arguments: str) -> Result:
    """Run a command on a data folder, as the shell would."""
    return CliRunner().invoke(main, ["--data", str(data), *arguments])


def test_five_real_reports_from_a_site_to_a_table(seed_server: str, shared: Path, tmp_path: Path) -> None:
    """crawl → parse → publish: five reports, and each figure's capture leads to the bytes the server sent."""
    data = tmp_path / "data"
    sites = tmp_path / "sites.csv"
    rows = [
        f"seed-{code},{seed_server}{name},{body},{level},{code}"
        for name, (body, level, code) in BODIES.items()
    ]
    sites.write_text("\n".join(["site_id,start_url,body,level,division_code", *rows]), encoding="utf-8")

    crawled = gongkai(data, "crawl", "--sites", str(sites), "--allow-loopback", "--delay", "0")
    assert crawled.exit_code == 0, crawled.output
    parsed = gongkai(data, "parse")
    assert parsed.exit_code == 0 and "5 reports" in parsed.output
    published = gongkai(data, "publish")
    assert published.exit_code == 0, published.output

    with contextlib.closing(sqlite3.connect(data / "reports.db")) as db:
        assert db.execute("SELECT count(*) FROM report").fetchone() == (5,)
        figures = db.execute(
            "SELECT report_id, count(*) FROM figure JOIN report ON report.n = figure.report GROUP BY 1"
        ).fetchall()
        assert dict(figures) == {
            "370302-wjw-2020": 198,
            "410724-wjw-2021": 200,
            "532300-wjw-2020": 198,
            "632224-wjw-2020": 198,
            "640200-wjw-2020": 198,
        }
        captures = db.execute(
            "SELECT report.url, report.record_id, report.payload_sha256 FROM report"
            " WHERE n IN (SELECT report FROM figure)"
        ).fetchall()
    with contextlib.closing(connect_reader(data)) as archive_db:
        for url, record_id, digest in captures:
            sent = (shared / "seeds" / url.rsplit("/", 1)[-1]).read_bytes()
            (capture,) = select(archive_db, "record_id = ?", (record_id,))
            assert read_wire(data, capture) == sent
            assert hashlib.sha256(sent).hexdigest() == digest


def test_reports_on_somebody_elses_site_go_to_their_bodies(seed_server: str, tmp_path: Path) -> None:
    """One site, one body, five bodies' reports in its list: each is given to the body that wrote it."""
    data = tmp_path / "data"
    sites = tmp_path / "sites.csv"
    row = f"seeds,{seed_server},石嘴山市卫生健康委员会,prefecture,640200"
    sites.write_text(f"site_id,start_url,body,level,division_code\n{row}\n", encoding="utf-8")
    crawled = gongkai(data, "crawl", "--sites", str(sites), "--allow-loopback", "--delay", "0")
    assert crawled.exit_code == 0, crawled.output
    assert gongkai(data, "publish").exit_code == 0
    with contextlib.closing(sqlite3.connect(data / "reports.db")) as db:
        bodies = db.execute("SELECT DISTINCT body_id FROM report ORDER BY 1").fetchall()
        strays = db.execute(
            "SELECT report_id FROM finding WHERE check_id = 'body-other-list' ORDER BY 1"
        ).fetchall()
    assert [body for (body,) in bodies] == [f"{code}-wjw" for _, _, code in sorted_by_code()]
    assert len(strays) == 4


def sorted_by_code() -> list[tuple[str, str, str]]:
    """The five bodies in the order of their division codes."""
    return sorted(BODIES.values(), key=lambda body: body[2])


def test_the_database_is_a_function_of_the_archive(tmp_path: Path) -> None:
    """The demo publishes; without reports.db, publishing again prints the same content hash."""
    data = tmp_path / "data"
    assert gongkai(data, "demo", "--no-serve").exit_code == 0
    first = gongkai(data, "publish")
    (data / "reports.db").unlink()
    second = gongkai(data, "publish")
    assert first.exit_code == second.exit_code == 0
    assert first.output == second.output
    assert "content " in first.output


def test_the_demo_leaves_other_archives_alone(tmp_path: Path) -> None:
    """A folder the demo did not make is refused as misuse, and nothing in it is touched."""
    (tmp_path / "keep.txt").write_text("mine", encoding="utf-8")
    refused = gongkai(tmp_path, "demo", "--no-serve")
    assert refused.exit_code == 2
    assert (tmp_path / "keep.txt").read_text(encoding="utf-8") == "mine"


SECTIONS = (
    "一、总体情况",
    "我局2021年认真执行条例，收到政府信息公开申请3件，全部按时答复。",
    "二、主动公开政府信息情况",
    "全年主动公开政府信息120条，没有制发规范性文件。",
    "三、收到和处理政府信息公开申请情况",
    "申请人均为自然人，予以公开3件。",
    "四、政府信息公开行政复议、行政诉讼情况",
    "没有发生行政复议和行政诉讼。",
    "五、存在的主要问题及改进情况",
    "公开的内容还不够全面，下一年将继续改进。",
    "六、其他需要报告的事项",
    "没有收取信息处理费。",
)


def tableless_page(body: str, charset: str) -> str:
    """A page whose report has its six sections and no table."""
    paragraphs = "".join(f"<p>{line}</p>" for line in SECTIONS)
    title = f"{body}2021年政府信息公开工作年度报告"
    head = f'<meta charset="{charset}"><title>{title}</title>'
    return f"<html><head>{head}</head><body><h1>{title}</h1>{paragraphs}</body></html>"


def bad_files(folder: Path) -> dict[str, Path]:
    """The bad input the parser must answer one by one; sparse, so that 200 MB cost no disk."""
    folder.mkdir()
    made = {
        "empty": b"",
        "picture.html": b"\x89PNG\r\n\x1a\n" + bytes(64),
        "no-report.html": "<html><body><h1>关于召开会议的通知</h1><p>请参加。</p></body></html>".encode(),
        "no-tables.html": tableless_page("获嘉县卫生健康委员会", "utf-8").encode(),
        "gb18030.html": tableless_page("刚察县卫生健康局", "utf-8").encode("gb18030"),
    }
    paths = {}
    for name, content in made.items():
        paths[name] = folder / name
        paths[name].write_bytes(content)
    paths["huge.txt"] = folder / "huge.txt"
    with paths["huge.txt"].open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    return paths


def test_bad_input_stops_nothing_and_is_named(shared: Path, tmp_path: Path) -> None:
    """Each bad file has its own answer and finding, the good file among them is read, the status is 1."""
    bad = bad_files(tmp_path / "bad")
    good = shared / "seeds" / "002_4412faaa0adc2e37.txt"
    done = gongkai(tmp_path, "parse", "--json", *map(str, bad.values()), str(good))
    assert done.exit_code == 1
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["document"]["path"] for answer in answers] == [*map(str, bad.values()), str(good)]
    checks = {
        Path(answer["document"]["path"]).name: {finding["check"] for finding in answer["findings"]}
        for answer in answers
    }
    assert "empty-document" in checks["empty"]
    assert "picture-broken" in checks["picture.html"]
    assert "too-large" in checks["huge.txt"]
    assert checks["no-report.html"] and checks["no-tables.html"]
    assert "encoding-mismatch" in checks["gb18030.html"]
    reports = {Path(answer["document"]["path"]).name: answer["report"] for answer in answers}
    nothing = ("empty", "picture.html", "huge.txt", "no-report.html")
    assert [reports[name] for name in nothing] == [None] * 4
    assert reports["gb18030.html"]["body"] == "刚察县卫生健康局"
    assert reports["no-tables.html"]["year"] == 2021
    assert len(answers[-1]["figures"]) == 198


def test_misuse_is_told_apart_from_failure(tmp_path: Path) -> None:
    """A file that is not there, options that do not fit, sites that cannot be read: status 2."""
    assert gongkai(tmp_path, "parse", "nowhere.txt").exit_code == 2
    assert gongkai(tmp_path, "parse", "--json").exit_code == 2
    assert gongkai(tmp_path, "crawl", "--years", "1999").exit_code == 2
    assert gongkai(tmp_path, "crawl", "--hours", "21-25").exit_code == 2
    sites = tmp_path / "sites.csv"
    sites.write_text("site_id,body_id,start_url\nx,nobody-wjw,http://127.0.0.1/\n", encoding="utf-8")
    refused = gongkai(tmp_path / "data", "crawl", "--sites", str(sites), "--allow-loopback")
    assert refused.exit_code == 2
    assert "line 2" in refused.output and "body_id" in refused.output
