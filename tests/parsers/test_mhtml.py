"""MHTML: the page in a single-file web page is read like a page of the web."""

from __future__ import annotations

import base64
import quopri

import pytest

from gongkai.demo.as_mhtml import mhtml
from gongkai.demo.documents import report
from gongkai.demo.placed import place
from parsers.formats import read
from parsers.model import Grid, HtmlPlace, MemberPlace, Paragraph, Source

PAGE = "<html><body><p>总体情况</p><table><tr><td>规章</td><td>2</td></tr></table></body></html>"


def wrapped(
    page: bytes, charset: str = "gb2312", *, coding: str = "quoted-printable", start: str = ""
) -> bytes:
    """A multipart file of a style sheet and a page."""
    body = quopri.encodestring(page) if coding == "quoted-printable" else base64.encodebytes(page)
    return b"\r\n".join(
        [
            b"MIME-Version: 1.0",
            f'Content-Type: multipart/related; boundary="----=_A"{start}'.encode(),
            b"",
            b"------=_A",
            b"Content-Type: text/css",
            b"",
            b"p { color: red }",
            b"------=_A",
            b"Content-Location: file:///C:/1/a.htm",
            b"Content-ID: <page>",
            f"Content-Transfer-Encoding: {coding}".encode(),
            f'Content-Type: text/html; charset="{charset}"'.encode(),
            b"",
            body,
            b"------=_A--",
        ]
    )


def checks(source: Source) -> list[str]:
    return [finding.check for finding in source.findings]


@pytest.mark.parametrize("coding", ["quoted-printable", "base64"])
@pytest.mark.parametrize("charset", ["gb2312", "utf-8"])
def test_the_page_is_decoded_and_its_places_name_the_part(coding: str, charset: str) -> None:
    source = read(wrapped(PAGE.encode(charset), charset, coding=coding))
    assert source.media_type == "multipart/related"
    paragraph, grid = source.blocks
    assert paragraph == Paragraph("总体情况", MemberPlace("file:///C:/1/a.htm", HtmlPlace("/html/body/p")))
    assert isinstance(grid, Grid)
    assert [cell.text for cell in grid.cells] == ["规章", "2"]
    where = grid.cells[1].place
    assert isinstance(where, MemberPlace) and isinstance(where.inside, HtmlPlace)
    assert (where.inside.table, where.inside.row, where.inside.column) == (0, 0, 1)
    assert source.findings == ()


def test_the_part_named_as_start_is_the_page() -> None:
    first = b"\r\n".join([b"------=_A", b"Content-Type: text/html", b"", b"<p>frame</p>", b""])
    data = wrapped(PAGE.encode("gb2312"), start='; start="<page>"')
    data = data.replace(
        b"------=_A\r\nContent-Type: text/css", first + b"------=_A\r\nContent-Type: text/css", 1
    )
    assert read(data).blocks[0].text == "总体情况"  # type: ignore[union-attr]


@pytest.mark.parametrize("year", [2019, 2022])
def test_every_cell_of_a_report_is_read_back(year: int) -> None:
    told = report("某某市卫生健康委员会", "prefecture", "宁夏回族自治区", "640200", year, seed=3)
    source = read(mhtml(told))
    found = [block for block in source.blocks if isinstance(block, Grid)][1:]  # after the information table
    tables = [table for section in told.sections for table in section.tables]
    assert len(found) == len(tables)
    for table, grid in zip(tables, found, strict=True):
        printed = [(p.row, p.column, "".join(p.cell.text.split())) for p in place(table).cells]
        assert sorted((c.row, c.column, "".join(c.text.split())) for c in grid.cells) == sorted(printed)


@pytest.mark.parametrize(
    "data",
    [
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="a"\r\n\r\n--a\r\n\r\ntext\r\n--a--',
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="a"\r\n\r\n',
    ],
)
def test_a_file_without_a_page_says_so(data: bytes) -> None:
    source = read(data)
    assert (source.blocks, checks(source)) == ((), ["file-broken"])


def test_a_page_without_text_says_so() -> None:
    assert checks(read(wrapped(b"<html><body></body></html>", "utf-8"))) == ["document-without-text"]


def test_parts_nested_without_end_cost_nothing() -> None:
    head = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b0\r\n\r\n"
    nested = b"".join(
        b"--b%d\r\nContent-Type: multipart/related; boundary=b%d\r\n\r\n" % (n, n + 1) for n in range(3000)
    )
    assert checks(read(head + nested)) == ["file-broken"]
