"""The shipped timer, service and crontab say what they should; systemd itself is asked where it is there."""

from __future__ import annotations

import configparser
import shutil
import subprocess
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "setup" / "systemd"


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


def test_the_service_locks_stops_cleanly_and_writes_to_its_folder_only() -> None:
    service = unit("gongkai.service")["Service"]
    assert service["Type"] == "oneshot" and service["KillSignal"] == "SIGTERM"
    assert service["ExecStart"].startswith("/usr/bin/flock --nonblock")
    assert service["ExecStart"].endswith("gongkai crawl")
    assert service["ProtectSystem"] == "strict" and service["ReadWritePaths"] == "/srv/gongkai"


def test_systemd_accepts_them_where_it_is_installed(tmp_path: Path) -> None:
    """Without systemd every line must still be a comment, a section or a setting."""
    analyze = shutil.which("systemd-analyze")
    for name in ("gongkai.service", "gongkai.timer"):
        text = (FOLDER / name).read_text(encoding="utf-8")
        for line in filter(None, text.splitlines()):
            assert line.startswith(("#", "[")) or "=" in line, line
        # The paths are the operator's; those of this machine stand in for the check.
        text = text.replace("/srv/gongkai/.venv/bin/gongkai", "/bin/true").replace("User=gongkai\n", "")
        (tmp_path / name).write_text(text, encoding="utf-8")
    if analyze is not None:
        command = [analyze, "verify", "--man=no", *map(str, sorted(tmp_path.iterdir()))]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert str(tmp_path) not in done.stderr, done.stderr


def test_a_second_run_ends_at_once_with_the_status_of_a_held_lock(tmp_path: Path) -> None:
    """The flock words of service and crontab, run as they stand."""
    crontab = (FOLDER / "crontab.example").read_text(encoding="utf-8")
    words = "flock --nonblock --conflict-exit-code 75"
    assert words in crontab and words in unit("gongkai.service")["Service"]["ExecStart"]
    lock = tmp_path / "crawl.lock"
    first = subprocess.Popen(
        [*words.split(), str(lock), "sh", "-c", "echo held; cat"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert first.stdout is not None and first.stdout.readline() == b"held\n"
    second = subprocess.run([*words.split(), str(lock), "true"], check=False)
    first.communicate()
    assert (second.returncode, first.returncode) == (75, 0)
