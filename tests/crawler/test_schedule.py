"""The shipped timer, service and crontab say what they should; systemd itself is asked where it is there."""

from __future__ import annotations

import configparser
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "setup" / "systemd"
NIGHTLY = FOLDER / "nightly.sh"


def unit(name: str) -> configparser.ConfigParser:
    """A unit file; a key that stands twice in a section is kept once, which is all that is asked here."""
    parser = configparser.ConfigParser(strict=False, interpolation=None, comment_prefixes=("#",))
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string((FOLDER / name).read_text(encoding="utf-8"))
    return parser


def test_the_timer_makes_up_for_missed_nights_and_starts_the_service() -> None:
    timer = unit("gongkai.timer")["Timer"]
    assert timer["Persistent"] == "true" and timer["Unit"] == "gongkai.service"
    assert timer["OnCalendar"].endswith("Asia/Shanghai")
    assert unit("gongkai.timer")["Install"]["WantedBy"] == "timers.target"


def test_the_service_stops_cleanly_and_writes_to_its_folder_only() -> None:
    service = unit("gongkai.service")["Service"]
    assert service["Type"] == "oneshot" and service["KillSignal"] == "SIGTERM"
    assert service["ExecStart"] == f"/opt/gongkai/{NIGHTLY.relative_to(FOLDER.parents[1])}"
    assert service["ProtectSystem"] == "strict" and service["ReadWritePaths"] == "/var/lib/gongkai"
    crontab = (FOLDER / "crontab.example").read_text(encoding="utf-8")
    assert f"* * * {service['ExecStart']}\n" in crontab


def test_systemd_accepts_them_where_it_is_installed(tmp_path: Path) -> None:
    """Without systemd every line must still be a comment, a section or a setting."""
    analyze = shutil.which("systemd-analyze")
    for name in ("gongkai.service", "gongkai.timer"):
        text = (FOLDER / name).read_text(encoding="utf-8")
        for line in filter(None, text.splitlines()):
            assert line.startswith(("#", "[")) or "=" in line, line
        # The paths are the operator's; those of this machine stand in for the check.
        text = text.replace(f"/opt/gongkai/setup/systemd/{NIGHTLY.name}", "/bin/true").replace(
            "User=gongkai\n", ""
        )
        (tmp_path / name).write_text(text, encoding="utf-8")
    if analyze is not None:
        command = [analyze, "verify", "--man=no", *map(str, sorted(tmp_path.iterdir()))]
        checked = subprocess.run(command, capture_output=True, text=True, check=False)
        assert str(tmp_path) not in checked.stderr, checked.stderr


@pytest.fixture
def night(tmp_path: Path) -> Path:
    """nightly.sh in a folder whose gongkai notes each command and ends as files named for it say."""
    program = tmp_path / ".venv" / "bin" / "gongkai"
    program.parent.mkdir(parents=True)
    program.write_text(
        f"#!/bin/sh\ncd {tmp_path}\necho $1 >> log\n"
        "[ -e $1.waits ] && { trap 'echo ended >> log; exit 0' TERM; while :; do sleep 0.05; done; }\n"
        "[ -e $1.fails ] && exit 1\nexit 0\n"
    )
    program.chmod(0o755)
    script = tmp_path / NIGHTLY.relative_to(FOLDER.parents[1])
    script.parent.mkdir(parents=True)
    shutil.copy(NIGHTLY, script)
    return script


def done(night: Path) -> list[str]:
    """The commands run so far, in order."""
    log = night.parents[2] / "log"
    return log.read_text(encoding="utf-8").split() if log.exists() else []


@pytest.mark.parametrize(("failing", "status"), [("nothing", 0), ("crawl", 1), ("publish", 1)])
def test_what_came_is_published_also_when_a_site_failed(night: Path, failing: str, status: int) -> None:
    """Both are run whatever the crawl's status; what failed gives the night its status."""
    (night.parents[2] / f"{failing}.fails").touch()
    assert subprocess.run([night], check=False).returncode == status
    assert done(night) == ["crawl", "publish"]


def test_one_run_at_a_time_and_a_stopped_crawl_ends_by_itself(night: Path) -> None:
    """A second run gets the status of a held lock; SIGTERM ends the crawl first, and nothing is published."""
    (night.parents[2] / "crawl.waits").touch()
    with subprocess.Popen([night], start_new_session=True) as first:
        while done(night) != ["crawl"]:
            time.sleep(0.02)
        assert subprocess.run([night], check=False).returncode == 75
        os.killpg(first.pid, signal.SIGTERM)
        assert first.wait(20) == 0
    assert done(night) == ["crawl", "ended"]


def test_the_site_serves_what_the_night_publishes() -> None:
    """Both services name one program and one data folder, and the night has the site take up its work."""
    night, site = unit("gongkai.service")["Service"], unit("gongkai-serve.service")["Service"]
    text = (FOLDER / "gongkai.service").read_text(encoding="utf-8")
    assert "Environment=GONGKAI_DATA=/var/lib/gongkai\n" in text
    assert "--data /var/lib/gongkai " in site["ExecStart"]
    assert night["WorkingDirectory"] == site["WorkingDirectory"] == "/opt/gongkai"
    assert night["ExecStopPost"].endswith("try-restart --no-block gongkai-serve.service")
