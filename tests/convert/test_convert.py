"""LibreOffice in a child process: what it converts is read back cell by cell, what stops it costs itself."""

from __future__ import annotations

import hashlib
import subprocess
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from gongkai import convert as converting
from gongkai.convert import ConvertLimits, convert
from gongkai.demo.as_docx import docx, zipped
from gongkai.demo.as_xlsx import xlsx
from gongkai.demo.documents import report
from gongkai.demo.placed import place
from gongkai.demo.truth import DemoReport
from parsers.formats import read
from parsers.formats.conversion import Failure, Piece, pieces
from parsers.model import Grid, Source

TOLD = report("某某市卫生健康委员会", "prefecture", "宁夏回族自治区", "640200", 2022, seed=3)
OLD = report("某某市卫生和计划生育委员会", "prefecture", "宁夏回族自治区", "640200", 2015, seed=4)


def piece(data: bytes, suffix: str, target: str) -> Piece:
    return Piece(hashlib.sha256(data).hexdigest(), suffix, target, data)


def turned(data: bytes, suffix: str, target: str) -> bytes:
    """The same document in another format, made by LibreOffice; fails with its reason."""
    (result,) = convert([piece(data, suffix, target)]).values()
    if isinstance(result, Failure):
        pytest.fail(f"{suffix} to {target}: {result.reason}")
    return result


def compare(source: Source, told: DemoReport) -> None:
    grids = [block for block in source.blocks if isinstance(block, Grid)]
    tables = [table for section in told.sections for table in section.tables]
    assert len(grids) == len(tables)
    for table, grid in zip(tables, grids, strict=True):
        read_back = [(c.row, c.column, c.rowspan, c.colspan, c.text) for c in grid.cells]
        printed = [(p.row, p.column, p.cell.rowspan, p.cell.colspan, p.cell.text) for p in place(table).cells]
        assert sorted(read_back) == sorted(printed)


@pytest.mark.parametrize(("suffix", "kind"), [("doc", "application/msword"), ("rtf", "application/rtf")])
@pytest.mark.parametrize("told", [TOLD, OLD], ids=["2021 form", "2014 form"])
def test_every_cell_of_a_converted_report_is_read_back(suffix: str, kind: str, told: DemoReport) -> None:
    data = turned(docx(told), "docx", suffix)
    source = read(data, converted=convert(pieces(data)))
    assert source.media_type == kind
    compare(source, told)
    assert [finding.check for finding in source.findings] == ["file-converted"]


def test_every_cell_of_an_xls_is_read_back_without_conversion() -> None:
    data = turned(xlsx(TOLD), "xlsx", "xls")
    assert list(pieces(data)) == []
    source = read(data)
    assert source.media_type == "application/vnd.ms-excel"
    compare(source, TOLD)


def test_every_cell_of_an_ods_is_read_back() -> None:
    data = turned(xlsx(TOLD), "xlsx", "ods")
    compare(read(data, converted=convert(pieces(data))), TOLD)


def test_a_batch_is_converted_though_one_of_it_cannot_be(shared: Path) -> None:
    good = (shared / "samples/doc/chunan_post_description_2.doc").read_bytes()
    bad = good[:512] + bytes(4000)
    results = convert([piece(bad, "doc", "docx"), piece(good, "doc", "docx")])
    assert isinstance(results[hashlib.sha256(good).hexdigest()], bytes)
    assert hashlib.sha256(bad).hexdigest() in results


def test_a_document_past_the_time_limit_fails_with_its_reason() -> None:
    (result,) = convert([piece(b"{\\rtf1 a}", "rtf", "docx")], ConvertLimits(0.01, 0.01)).values()
    assert isinstance(result, Failure) and "已停止" in result.reason


def test_a_result_past_the_size_limit_is_not_taken() -> None:
    (result,) = convert([piece(b"{\\rtf1 a}", "rtf", "docx")], ConvertLimits(result_bytes=1000)).values()
    assert isinstance(result, Failure)


def test_without_libreoffice_the_reason_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(converting, "office", lambda: None)
    (result,) = convert([piece(b"{\\rtf1 a}", "rtf", "docx")]).values()
    assert isinstance(result, Failure) and "apt-get install" in result.reason


def test_nothing_of_a_conversion_stays_behind(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    turned(b"{\\rtf1 a}", "rtf", "docx")
    assert list(tmp_path.iterdir()) == []
    running = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    assert str(tmp_path) not in running


def test_a_linked_file_is_not_read_into_the_result(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("not for the result", encoding="utf-8")
    linked = b'{\\rtf1 a {\\field{\\*\\fldinst INCLUDETEXT "%s"}{\\fldrslt b}}}' % str(secret).encode()
    source = read(linked, converted=convert(pieces(linked)))
    assert "not for the result" not in "".join(getattr(block, "text", "") for block in source.blocks)


def test_hidden_rows_of_an_xls_are_told() -> None:
    data = xlsx(TOLD)
    with zipfile.ZipFile(BytesIO(data)) as old:
        members = {name: old.read(name).decode() for name in old.namelist()}
    sheet = members["xl/worksheets/sheet1.xml"]
    members["xl/worksheets/sheet1.xml"] = sheet.replace('<row r="9">', '<row r="9" hidden="1">')
    source = read(turned(zipped(members), "xlsx", "xls"))
    assert [finding.check for finding in source.findings] == ["sheet-hidden-cells"]
    assert "A9" in source.findings[0].message
