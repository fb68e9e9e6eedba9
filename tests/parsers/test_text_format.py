"""Plain text: the three manners of tables, places by line and column, encodings, types told from bytes."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from parsers.formats import MAX_BYTES, read
from parsers.formats.decoding import decode
from parsers.formats.sniff import sniff
from parsers.model import Grid, Paragraph, Source, TextPlace


def grids(source: Source) -> list[list[list[str]]]:
    return [
        [[cell.text for cell in row] for row in block.rows]
        for block in source.blocks
        if isinstance(block, Grid)
    ]


def test_pipe_tables_drop_the_rule_and_keep_empty_cells() -> None:
    source = read("| a | b |\n|---|:--|\n| 甲 | |\n\n| | 3 |\n".encode())
    assert grids(source) == [[["a", "b"], ["甲", ""]], [["", "3"]]]


def test_an_escaped_pipe_is_text() -> None:
    assert grids(read(rb"| a \| b | c |")) == [[[r"a \| b", "c"]]]


def test_tab_tables_have_a_row_a_line() -> None:
    source = read("前言\n规章\t0\t\n\t\t3\n后记\n".encode())
    assert grids(source) == [[["规章", "0", ""], ["", "", "3"]]]
    assert [block.text for block in source.blocks if isinstance(block, Paragraph)] == ["前言", "后记"]


def test_a_cell_a_line_ends_its_row_with_a_blank_line() -> None:
    lines = ["\t甲", "\t ", "乙", "\t3", "", *["\t0"] * 8, "", "", "四、结转"]
    source = read("\n".join(lines).encode())
    assert grids(source) == [[["甲", "乙", "3"], ["0"] * 8]]
    assert source.blocks[-1] == Paragraph("四、结转", TextPlace(16, 1, 4))


def test_an_indented_paragraph_is_no_cell() -> None:
    prose = "\t" + "我委认真贯彻落实条例。" * 20
    assert grids(read(f"{prose}\n\n{prose}\n".encode())) == []


def test_places_point_at_the_cell_s_text() -> None:
    text = "| 规章 |  减 2 | |\n"
    block = read(text.encode()).blocks[0]
    assert isinstance(block, Grid)
    for cell in block.cells:
        place = cell.place
        assert isinstance(place, TextPlace)
        line = text.splitlines()[place.line - 1]
        assert line[place.column - 1 : place.column - 1 + place.length] == cell.text


def test_every_place_of_the_seeds_points_at_its_text(shared: Path) -> None:
    for path in sorted((shared / "seeds").glob("*.txt")):
        lines = path.read_text(encoding="utf-8").split("\n")
        for block in read(path.read_bytes()).blocks:
            for part in block.cells if isinstance(block, Grid) else (block,):
                place = part.place
                assert isinstance(place, TextPlace)
                seen = lines[place.line - 1][place.column - 1 : place.column - 1 + place.length]
                assert seen == part.text, f"{path.name}: {place}"


def test_line_ends_of_every_kind_count_alike() -> None:
    wanted = grids(read(b"| a | b |\n| c | d |\n"))
    assert grids(read(b"| a | b |\r\n| c | d |\r\n")) == wanted
    assert grids(read(b"| a | b |\r| c | d |\r")) == wanted


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("规章".encode(), "utf-8"),
        ("规章".encode("utf-8-sig"), "utf-8"),
        ("规章".encode("utf-16"), "utf-16"),
        ("规章公开".encode("gb18030"), "gb18030"),
    ],
)
def test_encodings_are_found(data: bytes, encoding: str) -> None:
    decoded = decode(data)
    assert decoded.encoding == encoding
    assert decoded.text.startswith("规章")


def test_gb18030_declared_as_utf8_is_read_and_told() -> None:
    source = read(
        "<html><p>政府信息公开工作年度报告</p></html>".encode("gb18030"), None, "text/html; charset=utf-8"
    )
    assert source.encoding == "gb18030"
    assert [finding.check for finding in source.findings] == ["encoding-mismatch"]
    assert isinstance(source.blocks[0], Paragraph)
    assert source.blocks[0].text == "政府信息公开工作年度报告"


def test_a_true_declaration_brings_no_finding() -> None:
    assert not read("规章".encode("gbk"), None, "text/plain; charset=GB2312").findings


def test_bytes_no_encoding_explains_are_told() -> None:
    decoded = decode("规章".encode() + b"\xff\xff" + "公开".encode())
    assert "undecodable-bytes" in [finding.check for finding in decoded.findings]
    assert "公开" in decoded.text


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n", "application/pdf"),
        (b"\n\n%PDF-1.4", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n\x00", "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"PK\x03\x04", "application/zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
        (b"{\\rtf1", "application/rtf"),
        (b"From: x\nMIME-Version: 1.0\nContent-Type: multipart/related; a\n\n<html>", "multipart/related"),
        (b"  <!DOCTYPE html>", "text/html"),
        ("<html>".encode("utf-16"), "text/html"),
        (b"a\x00b", "application/octet-stream"),
        ("规章 <http://a.gov.cn/>".encode(), "text/plain"),
        (b"BMW builds cars, this is a sentence", "text/plain"),
    ],
)
def test_types_are_told_from_the_bytes(data: bytes, kind: str) -> None:
    assert sniff(data) == kind


@pytest.mark.parametrize("data", [b"", b" \r\n"])
def test_an_empty_file_is_named(data: bytes) -> None:
    assert [finding.check for finding in read(data).findings] == ["empty-document"]


def test_a_picture_named_html_is_told() -> None:
    checks = [f.check for f in read(b"\x89PNG\r\n\x1a\n\x00\x00", "http://a/b.html", None).findings]
    assert checks[0] == "type-mismatch"


def test_a_file_past_the_limit_is_left_alone() -> None:
    source = read(b"x" * (MAX_BYTES + 1))
    assert [finding.check for finding in source.findings] == ["too-large"]
    assert source.blocks == ()


def test_a_text_without_end_is_cut_and_told() -> None:
    source = read(("行\n" * 60_000).encode())
    assert len(source.blocks) == 50_000
    assert "text-cut" in {finding.check for finding in source.findings}


def test_a_line_without_end_costs_no_more_than_its_length() -> None:
    begun = time.perf_counter()
    source = read(("\t1" * 500_000).encode())
    assert len(source.blocks[0].cells) == 256  # type: ignore[union-attr]
    assert time.perf_counter() - begun < 10
