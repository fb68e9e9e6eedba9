"""Archives: every member is read by itself, nothing is trusted, nothing is written."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

from gongkai.demo.as_docx import docx
from gongkai.demo.documents import report
from parsers.formats import read
from parsers.formats.package import Allowance, Package, PackageLimits, UnreadableFile, read_xml
from parsers.formats.zip import MOST_READ, read_archive
from parsers.model import Grid, MemberPlace, Paragraph, Source, TextPlace, WordPlace
from tests.packed import zipped

TOLD = report("某某市卫生健康委员会", "prefecture", "宁夏回族自治区", "640200", 2022, seed=3)
REPORT = docx(TOLD)


def locked(data: bytes) -> bytes:
    """The same archive with every member marked as encrypted, in both of its directories."""
    changed = bytearray(data)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        local = [info.header_offset for info in archive.infolist()]
        at = archive.start_dir
        for info in archive.infolist():
            changed[at + 8] |= 1
            at += 46 + len(info.orig_filename.encode()) + len(info.extra) + len(info.comment)
    for offset in local:
        changed[offset + 6] |= 1
    return bytes(changed)


def places(source: Source) -> list[object]:
    """Where each member's text begins."""
    return [member.blocks[0].place for member in source.members]  # type: ignore[union-attr]


def checks(source: Source) -> list[str]:
    return [finding.check for finding in source.findings]


def test_the_report_is_read_with_its_member_in_every_place() -> None:
    source = read(zipped({"附件/2022年度报告.docx": REPORT}))
    (member,) = source.members
    assert source.media_type == member.media_type == "application/zip"
    assert member.part == "!/附件/2022年度报告.docx"
    first = member.blocks[0]
    assert first == Paragraph(TOLD.title, MemberPlace("附件/2022年度报告.docx", WordPlace(paragraph=0)))
    cell = next(block for block in member.blocks if isinstance(block, Grid)).cells[0]
    assert cell.place == MemberPlace("附件/2022年度报告.docx", WordPlace(table=0, row=0, column=0))
    assert source.findings == ()


def test_names_in_gbk_without_a_flag_are_read() -> None:
    data = zipped({"aaaa.docx": REPORT}).replace(b"aaaa", "年报".encode("gbk"))
    assert places(read(data)) == [MemberPlace("年报.docx", WordPlace(paragraph=0))]


def test_what_is_no_document_is_named_and_leftovers_of_packing_are_not() -> None:
    source = read(zipped({"说明.bin": b"\x00\x01\x02" * 50, "b.docx": REPORT, "__MACOSX/._b": b"x"}))
    assert places(source) == [MemberPlace("b.docx", WordPlace(paragraph=0))]
    assert checks(source) == ["archive-member-skipped"]
    assert "说明.bin" in source.findings[0].message


@pytest.mark.parametrize(
    ("others", "expected"),
    [({"a.docx": REPORT}, ["!/a.docx", "!/2022年报.png"]), ({}, ["!/2022年报.png", "!/封面.png"])],
)
def test_pictures_beside_documents_are_read_where_their_name_says_report(
    others: dict[str, bytes], expected: list[str]
) -> None:
    png = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40

    def named(data: bytes, name: str) -> Source:
        return Source("", (Paragraph(name, TextPlace(1, 1, 1)),))

    source = read_archive(zipped({**others, "封面.png": png, "2022年报.png": png}), named, 1, Allowance())
    assert [member.part for member in source.members] == expected
    assert checks(source) == (["archive-member-skipped"] if others else [])


def test_documents_beyond_the_limit_are_an_error_that_names_them() -> None:
    source = read(zipped({f"{number}.txt": "一、总体情况".encode() for number in range(MOST_READ + 1)}))
    assert len(source.members) == MOST_READ
    assert checks(source) == ["file-bomb"] and f"{MOST_READ}.txt" in source.findings[0].message


def test_an_archive_in_an_archive_is_opened_and_a_deep_one_is_not() -> None:
    data = zipped({"内.zip": zipped({"年报.docx": REPORT})})
    assert places(read(data)) == [MemberPlace("内.zip/年报.docx", WordPlace(paragraph=0))]
    assert read(data).members[0].part == "!/内.zip/年报.docx"
    for _ in range(3):
        data = zipped({"a.zip": data})
    deep = read(data)
    assert deep.members == () and "file-bomb" in checks(deep)


def test_a_name_that_climbs_out_is_only_a_name() -> None:
    source = read(zipped({"../../etc/年报.docx": REPORT}))
    assert places(source) == [MemberPlace("etc/年报.docx", WordPlace(paragraph=0))]


@pytest.mark.parametrize(
    ("data", "check"),
    [
        (zipped({}), "archive-without-report"),
        (zipped({"a.bin": b"\x00\x01\x02" * 50}), "archive-without-report"),
        (b"PK\x03\x04" + b"x" * 40, "file-broken"),
        (locked(zipped({"年报.docx": REPORT})), "file-encrypted"),
        (zipped({"年报.docx": b"PK\x03\x04 cut"}), "file-broken"),
    ],
)
def test_what_cannot_be_read_is_named(data: bytes, check: str) -> None:
    source = read(data)
    assert source.blocks == () and source.members == ()
    assert checks(source) == [check]


def test_a_member_that_is_broken_does_not_hide_the_others() -> None:
    data = zipped({"a.txt": "政府信息公开工作年度报告".encode(), "b.docx": REPORT})
    at = data.index(b"b.docx") + 60
    source = read(data[:at] + b"\x00\x00\x00\x00" + data[at + 4 :])
    assert "file-broken" in checks(source)
    assert places(source) == [MemberPlace("a.txt", TextPlace(1, 1, 12))]


def test_members_and_bytes_are_limited() -> None:
    many = zipped({f"{number}.txt": b"" for number in range(4)})
    with pytest.raises(UnreadableFile, match="4个成员"):
        Package(many, PackageLimits(members=3))
    large = zipped({"a": b"1" * 1000, "b": b"2" * 1000})
    with pytest.raises(UnreadableFile, match="解压后超过"):
        Package(large, PackageLimits(member_bytes=999)).read("a")
    package = Package(large, PackageLimits(total_bytes=1500))
    assert len(package.read("a")) == 1000
    with pytest.raises(UnreadableFile, match="解压后超过"):
        package.read("b")


def test_archives_inside_an_archive_share_its_limits() -> None:
    inner = zipped({f"{number}.txt": b"x" for number in range(30)})
    outer = zipped({f"{number}.zip": inner for number in range(8)})
    source = read(outer)
    assert "file-bomb" in checks(source)
    large = zipped({"a.txt": b"1" * (40 * 1024 * 1024)})
    assert "file-bomb" in checks(read(zipped({f"{number}.zip": large for number in range(6)})))


def test_xml_expands_and_fetches_nothing() -> None:
    with pytest.raises(UnreadableFile, match="DOCTYPE"):
        read_xml(b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>')
    with pytest.raises(UnreadableFile, match="DOCTYPE"):
        read_xml(b'<!DOCTYPE a [<!ENTITY b "cc"><!ENTITY d "&b;&b;">]><a>&d;</a>')
