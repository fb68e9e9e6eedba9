"""What must be converted is named, and its conversion is read in its place."""

from __future__ import annotations

import hashlib
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from gongkai.demo.as_docx import docx
from gongkai.demo.documents import report
from parsers.formats import read
from parsers.formats.conversion import Failure, pieces
from parsers.model import Source

TOLD = report("某某市卫生健康委员会", "prefecture", "宁夏回族自治区", "640200", 2022, seed=3)
REPORT = docx(TOLD)
RTF = rb"{\rtf1\ansi\ansicpg936 report}"
WORD_XML = b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>'


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def checks(source: Source) -> list[str]:
    return [finding.check for finding in source.findings]


def doc(shared: Path) -> bytes:
    return (shared / "samples/doc/chunan_post_description_2.doc").read_bytes()


def archive(**members: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, data in members.items():
            file.writestr(name, data)
    return out.getvalue()


def test_what_needs_conversion_is_named_with_its_suffixes(shared: Path) -> None:
    for data, suffix in ((doc(shared), "doc"), (RTF, "rtf"), (WORD_XML, "xml")):
        (piece,) = pieces(data)
        assert (piece.sha256, piece.suffix, piece.target, piece.data) == (digest(data), suffix, "docx", data)
    wps = (shared / "samples/wps/gongwen_master_template.wps").read_bytes()
    assert [piece.suffix for piece in pieces(wps)] == ["doc"]


@pytest.mark.parametrize("data", [REPORT, b"<html><p>a</p></html>", b"%PDF-1.4", b"text", b"PK\x03\x04", b""])
def test_what_is_read_as_it_is_needs_none(data: bytes) -> None:
    assert list(pieces(data)) == []


def test_members_of_archives_are_converted_too() -> None:
    data = archive(inner=archive(a=RTF), b=RTF)
    assert [piece.data for piece in pieces(data)] == [RTF, RTF]
    source = read(data, converted={digest(RTF): REPORT})
    assert [member.blocks[0].text for member in source.members] == [TOLD.title] * 2  # type: ignore[union-attr]


def test_a_conversion_is_read_and_the_type_kept() -> None:
    source = read(RTF, converted={digest(RTF): REPORT})
    assert source.media_type == "application/rtf"
    assert source.blocks == read(REPORT).blocks
    assert checks(source) == ["file-converted"]


def test_without_a_conversion_the_finding_says_what_to_do() -> None:
    source = read(RTF)
    assert (source.blocks, checks(source)) == ((), ["file-needs-conversion"])
    assert "LibreOffice" in source.findings[0].message


def test_a_conversion_that_failed_is_told_with_its_reason() -> None:
    source = read(RTF, converted={digest(RTF): Failure("超时")})
    assert checks(source) == ["file-conversion-failed"]
    assert "超时" in source.findings[0].message


def test_an_encrypted_document_is_named_and_not_converted(shared: Path) -> None:
    data = bytearray(doc(shared))
    flags = data.index(b"\xec\xa5", 512) + 11  # the FIB begins with its magic number, the flags follow
    data[flags] |= 1
    locked = bytes(data)
    assert list(pieces(locked)) == []
    assert checks(read(locked)) == ["file-encrypted"]


def test_an_ole_file_without_a_document_is_named() -> None:
    assert checks(read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))) == ["file-broken"]
