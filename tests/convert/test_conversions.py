"""Documents that must be converted pass through LibreOffice in batches on their way to the parser."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import pytest

from gongkai import conversions
from gongkai.conversions import BATCH_JOBS, with_conversions
from gongkai.convert import convert
from gongkai.demo.as_docx import docx
from gongkai.demo.documents import report
from gongkai.pipeline import parse_files
from gongkai.settings import ParseLimits
from gongkai.workers import Job
from parsers.formats.conversion import Converted, Piece

RTF = b"{\\rtf1 %d}"


@pytest.fixture
def batches(monkeypatch: pytest.MonkeyPatch) -> list[list[Piece]]:
    """What is asked of LibreOffice, batch by batch, instead of asking it."""
    seen: list[list[Piece]] = []

    def note(wanted: Iterable[Piece]) -> Converted:
        seen.append(list(wanted))
        return {piece.sha256: b"made of " + piece.data for piece in seen[-1]}

    monkeypatch.setattr(conversions, "convert", note)
    return seen


def test_jobs_keep_their_order_and_get_what_they_need(batches: list[list[Piece]]) -> None:
    jobs = [Job("a", b"text"), Job("b", RTF % 1), Job("c", RTF % 2)]
    out = list(with_conversions(jobs, ParseLimits()))
    assert [job.name for job in out] == ["a", "b", "c"]
    assert [list(job.converted.values()) for job in out] == [
        [],
        [b"made of " + RTF % 1],
        [b"made of " + RTF % 2],
    ]
    assert [len(batch) for batch in batches] == [2]


def test_libreoffice_is_left_alone_where_nothing_needs_it(batches: list[list[Piece]]) -> None:
    assert len(list(with_conversions([Job("a", b"text")] * 40, ParseLimits()))) == 40
    assert batches == []


def test_a_batch_holds_so_many_jobs_and_no_more(batches: list[list[Piece]]) -> None:
    jobs = (Job(str(number), RTF % number) for number in range(BATCH_JOBS + 1))
    assert len(list(with_conversions(jobs, ParseLimits()))) == BATCH_JOBS + 1
    assert [len(batch) for batch in batches] == [BATCH_JOBS, 1]


def test_without_libreoffice_a_job_is_provisional(
    batches: list[list[Piece]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversions, "office", lambda: None)
    needing, plain = with_conversions([Job("a", RTF % 1), Job("b", b"text")], ParseLimits())
    assert needing.provisional and not plain.provisional


def test_a_doc_on_disk_is_parsed_to_the_last_figure(tmp_path: Path) -> None:
    told = report("某某市卫生健康委员会", "prefecture", "宁夏回族自治区", "640200", 2022, seed=5)
    (made,) = convert([Piece("x", "docx", "doc", docx(told))]).values()
    assert isinstance(made, bytes)
    path = tmp_path / "2022.doc"
    path.write_bytes(made)
    (result,) = parse_files([path], ParseLimits(workers=1))
    answer = json.loads(result.json_text)
    assert answer["document"]["media_type"] == "application/msword"
    read = {f"{f['table']}.{f['row']}.{f['column']}": f["value"] for f in answer["figures"]}
    assert read == {code: figure.value for code, figure in told.figures.items()}
    assert "file-converted" in {finding["check"] for finding in answer["findings"]}
