"""The examples of the API page, run as a reader would: copied into a shell or into Python."""

from __future__ import annotations

import json
import subprocess
import urllib.request
from typing import Any

import pytest
from lxml import html

from gongkai.serve import Addresses


@pytest.fixture(scope="module")
def examples(served: Addresses) -> dict[str, str]:
    """Each example by the heading above it."""
    with urllib.request.urlopen(f"{served.site}api") as answer:
        page = html.document_fromstring(answer.read())
    return {pre.getprevious().text_content(): pre.text_content() for pre in page.iter("pre")}


def run(command: str, folder: Any) -> str:
    done = subprocess.run(f"set -e; {command}", shell=True, cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_curl_gives_every_row_asked_for_and_a_file(examples: dict[str, str], tmp_path: Any) -> None:
    found = json.loads(run(examples["curl"], tmp_path))
    assert {row["province"] for row in found} == {"宁夏"} and all(row["latest"] for row in found)
    assert (tmp_path / "panel.csv").read_text("utf-8").startswith("report_id,body,")


def test_sql_is_answered_as_an_array(examples: dict[str, str], tmp_path: Any) -> None:
    assert sum(row["n"] for row in json.loads(run(examples["SQL"], tmp_path))) > 10


def test_pandas_reads_the_panel(examples: dict[str, str]) -> None:
    told: dict[str, Any] = {}
    exec(examples["Python"], told)
    assert set(told["panel"]["code"]) == {"2021:requests.new.total"}
