"""What the archive, a database or the disk refuses: one line, status 1; what cannot be meant: status 2."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gongkai.cli import main
from gongkai.settings import read_settings

READERS = (
    ("status",),
    ("parse",),
    ("publish",),
    ("verify",),
    ("export", "csv"),
    ("export", "wacz"),
    ("archive", "mirror", "elsewhere"),
    ("serve",),
)
NO_DATABASE = b"long enough to be looked at, and no database at all " * 40


def gongkai(data: Path, *arguments: str) -> Result:
    """Run a command on a data folder, as the shell would."""
    return CliRunner().invoke(main, ["--data", str(data), *arguments])


@pytest.mark.parametrize("command", READERS, ids=" ".join)
def test_a_mistyped_data_folder_is_misuse_and_is_not_made(tmp_path: Path, command: tuple[str, ...]) -> None:
    """Every command that only reads refuses a folder that is not there, and leaves nothing behind."""
    refused = gongkai(tmp_path / "mistyped", *command)
    assert refused.exit_code == 2, refused.output
    assert list(tmp_path.iterdir()) == []
    assert "gongkai" in refused.output.splitlines()[-1], "the message says what to do next"


@pytest.mark.parametrize("command", [("status",), ("parse",), ("publish",), ("export", "wacz")], ids=" ".join)
def test_a_damaged_index_is_told_with_the_next_step(
    demo: Path, tmp_path: Path, command: tuple[str, ...]
) -> None:
    """An archive.db that is no database: one line that leads to verify."""
    data = tmp_path / "data"
    shutil.copytree(demo, data)
    for log in data.glob("archive.db-*"):
        log.unlink()
    (data / "archive.db").write_bytes(NO_DATABASE)
    told = gongkai(data, *command)
    assert told.exit_code == 1 and isinstance(told.exception, SystemExit)
    assert told.output.strip().count("\n") == 0
    assert "not a database" in told.output and "gongkai verify" in told.output


def test_a_damaged_publication_is_told_and_published_again(demo: Path, tmp_path: Path) -> None:
    """reports.db can be made again: verify names it with its cure, and the cure works."""
    data = tmp_path / "data"
    shutil.copytree(demo, data)
    sound = gongkai(data, "publish").output
    (data / "reports.db").write_bytes(NO_DATABASE)
    for command in ("status", "export csv", "serve"):
        told = gongkai(data, *command.split())
        assert told.exit_code == 1 and isinstance(told.exception, SystemExit), command
        assert "gongkai verify" in told.output
    for words in ("verify", "verify --repair"):
        verified = gongkai(data, *words.split())
        assert verified.exit_code == 1
        assert "reports-broken: reports.db" in verified.stdout and "--allow-shrink" in verified.stdout
    refused = gongkai(data, "publish")
    assert refused.exit_code == 1 and "--allow-shrink" in refused.output
    assert (data / "reports.db").read_bytes() == NO_DATABASE
    assert gongkai(data, "publish", "--allow-shrink").output == sound
    assert gongkai(data, "verify").exit_code == 0


def test_an_empty_variable_counts_as_not_set() -> None:
    """As systemd and cron write a variable that is left open; text that is no number is misuse."""
    assert read_settings(environ={"GONGKAI_DATA": "", "GONGKAI_WORKERS": ""}) == read_settings(environ={})
    assert read_settings(environ={"GONGKAI_DATA": "there"}).data == Path("there")
    refused = CliRunner().invoke(main, ["status"], env={"GONGKAI_WORKERS": "many"})
    assert refused.exit_code == 2 and "GONGKAI_WORKERS is 'many'" in refused.output


def test_a_file_that_is_no_report_ends_with_status_1(tmp_path: Path) -> None:
    """Nothing is wrong with it, and nothing is read from it."""
    path = tmp_path / "notice.html"
    path.write_text("<html><body><h1>关于召开会议的通知</h1><p>请参加。</p></body></html>", encoding="utf-8")
    assert gongkai(tmp_path, "parse", str(path)).exit_code == 1


def test_a_file_whose_name_is_no_utf_8_is_told_like_any_other(tmp_path: Path) -> None:
    """As old archives unpack: the bytes of its name come back from the JSON."""
    path = os.fsencode(tmp_path) + "/年报.html".encode("gbk")
    Path(os.fsdecode(path)).write_text("<html><body><p>x</p></body></html>", encoding="utf-8")
    for option in ([], ["--json"]):
        command = [sys.executable, "-m", "gongkai", "parse", *option, path]
        environment = os.environ | {"PYTHONIOENCODING": "utf-8:strict"}
        done = subprocess.run(command, capture_output=True, text=True, env=environment)
        assert done.returncode == 1 and done.stderr == "", "it is no report"
    assert os.fsencode(json.loads(done.stdout)["document"]["path"]) == path


def test_real_reports_are_kept_out_of_the_demos_folder(demo: Path, tmp_path: Path) -> None:
    """It holds invented reports of real bodies, and the next demo deletes it: misuse, nothing is touched."""
    sites = tmp_path / "sites.csv"
    sites.write_text("site_id,body_id,start_url\nx,640200-wjw,http://127.0.0.1:9/\n", encoding="utf-8")
    for command in (("crawl", "--sites", str(sites)), ("archive", "add", str(sites))):
        refused = gongkai(demo, *command)
        assert refused.exit_code == 2 and "invented reports" in refused.output and "--data" in refused.output


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_command_ends_by_itself(tmp_path: Path, number: signal.Signals) -> None:
    """Stopped while it waits for a file: status 1, one word, no traceback."""
    pipe = tmp_path / "report.html"
    os.mkfifo(pipe)
    command = [sys.executable, "-m", "gongkai", "parse", str(pipe)]

    def heed() -> None:
        signal.signal(number, signal.SIG_DFL)  # suites in the background ignore SIGINT

    # The pipe opens when the command has opened it.
    with (
        subprocess.Popen(command, stderr=subprocess.PIPE, text=True, preexec_fn=heed) as child,
        pipe.open("wb"),
    ):
        child.send_signal(number)
        _, told = child.communicate(timeout=60)
    assert (child.returncode, told.strip()) == (1, "Aborted!")


def test_a_full_disk_behind_standard_output_is_told(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer that cannot be written ends in one line, not in a traceback."""

    def refuse(*arguments: object, **options: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("gongkai.commands.status.show_standing", refuse)
    told = gongkai(demo, "status")
    assert told.exit_code == 1 and told.output == "Error: No space left on device\n"


@pytest.mark.parametrize("command", [("serve",), ("export", "csv")])
def test_a_database_of_another_version_is_named_with_its_cure(
    demo: Path, tmp_path: Path, command: tuple[str, ...]
) -> None:
    shutil.copy(demo / "reports.db", tmp_path / "reports.db")
    with closing(sqlite3.connect(tmp_path / "reports.db")) as db, db:
        db.execute("UPDATE build SET value = '2' WHERE key = 'schema'")
    told = CliRunner().invoke(main, ["--data", str(tmp_path), *command])
    assert told.exit_code == 1 and "schema 2" in told.output and "gongkai publish" in told.output
