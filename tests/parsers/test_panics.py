"""Standard error is kept while a library that may panic reads a file, and nothing but the panic is lost."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from parsers.formats.panics import hushed


class PanicException(BaseException):
    """What PyO3 raises for a panic; its own class cannot be imported."""


def test_a_panic_s_trace_is_dropped_and_all_else_is_written(capfd: pytest.CaptureFixture[str]) -> None:
    with hushed("PanicException"):
        os.write(2, b"a warning\n")
    with pytest.raises(PanicException), hushed("PanicException"):
        os.write(2, b"thread panicked\n")
        raise PanicException
    with pytest.raises(ValueError, match="of ours"), hushed("PanicException"):
        os.write(2, b"an error\n")
        raise ValueError("of ours")
    os.write(2, b"afterwards\n")
    assert capfd.readouterr().err == "a warning\nan error\nafterwards\n"


def test_no_file_stays_open_behind_a_panic() -> None:
    program = (
        "import os\nfrom parsers.formats.panics import hushed\n"
        "before = os.listdir('/proc/self/fd')\n"
        "for _ in range(50):\n    with hushed('X'):\n        pass\n"
        "assert len(os.listdir('/proc/self/fd')) == len(before)\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
