"""Files made to exhaust or deceive, parsed as the program does it: each gets its cause, within the limits."""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

import msoffcrypto
import pikepdf
import pytest
from msoffcrypto.format.ooxml import OOXMLFile

from gongkai.demo.as_docx import docx
from gongkai.demo.as_mhtml import mhtml
from gongkai.demo.as_ofd import ofd
from gongkai.demo.as_xlsx import xlsx
from gongkai.demo.documents import report
from gongkai.settings import MEGABYTE, ParseLimits
from gongkai.workers import Job, parse_all
from tests.parsers.weighed_work import weighed

TOLD = report("某某市卫生健康委员会", "prefecture", "宁夏回族自治区", "640200", 2022, seed=3)
LIMITS = ParseLimits(seconds=60, memory_bytes=2048 * MEGABYTE, workers=1)
WITHOUT_OCR = 300.0
"""Megabytes a worker may hold that recognises nothing."""
BOMB = 400 * MEGABYTE


def pdf(pages: int = 1, content: bytes = b"", filters: str = "/FlateDecode") -> bytes:
    """A PDF of so many pages that share one content stream, given as it is stored."""
    kids = b" ".join(b"%d 0 R" % (4 + at) for at in range(pages))
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d/MediaBox[0 0 595 842]>>" % (kids, pages),
        b"<</Length %d/Filter[%s]>>stream\n%s\nendstream" % (len(content), filters.encode(), content),
        *([b"<</Type/Page/Parent 2 0 R/Contents 3 0 R>>"] * pages),
    ]
    out = io.BytesIO(b"%PDF-1.7\n")
    out.seek(0, io.SEEK_END)
    places = []
    for number, part in enumerate(parts, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, part))
    start = out.tell()
    lines = b"".join(b"%010d 00000 n \n" % place for place in places)
    out.write(b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(parts) + 1, lines))
    out.write(b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(parts) + 1, start))
    return out.getvalue()


def flate_bomb() -> bytes:
    """Twice deflated: a few hundred bytes that stand for hundreds of megabytes of drawing."""
    packer = zlib.compressobj(9)
    once = b"".join([*(packer.compress(b"0 0 m " * (MEGABYTE // 6)) for _ in range(400)), packer.flush()])
    return pdf(content=zlib.compress(once, 9), filters="/FlateDecode/FlateDecode")


def flate_bomb_once() -> bytes:
    """Deflated once: half a megabyte that stands for hundreds."""
    packer = zlib.compressobj(9)
    block = b"0 0 m " * (MEGABYTE // 6)
    return pdf(content=b"".join([*(packer.compress(block) for _ in range(400)), packer.flush()]))


def locked_pdf() -> bytes:
    """Encrypted with AES of 256 bits and a password that is not blank."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf(content=zlib.compress(b"")))) as document:
        document.save(out, encryption=pikepdf.Encryption(owner="o", user="u", R=6))
    return out.getvalue()


def locked_docx() -> bytes:
    out = io.BytesIO()
    OOXMLFile(io.BytesIO(docx(TOLD))).encrypt("secret", out)
    return out.getvalue()


def locked_zip() -> bytes:
    """A member whose headers say that it is encrypted."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("年报.docx", docx(TOLD))
    data = bytearray(out.getvalue())
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + flags] |= 1
    return bytes(data)


def swollen(data: bytes, member: str) -> bytes:
    """A package in which one member unpacks to hundreds of megabytes of blanks."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != member:
                new.writestr(name, old.read(name))
        with new.open(member, "w", force_zip64=True) as stream:
            for _ in range(BOMB // MEGABYTE):
                stream.write(b" " * MEGABYTE)
    return out.getvalue()


def zip_bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("年报.docx", docx(TOLD))
    return swollen(out.getvalue(), "年报.txt")


def mhtml_bomb() -> bytes:
    """Thousands of parts, each with tables in tables."""
    part = (
        b"\r\n------=_NextPart_01DA0001.00000001\r\nContent-Type: text/html\r\n\r\n"
        + b"<table><tr><td>" * 300
    )
    head, _, tail = mhtml(TOLD).partition(b"\r\n------=_NextPart")
    return head + part * 3000 + b"\r\n------=_NextPart" + tail


CAUSES: tuple[tuple[str, Callable[[], bytes], str], ...] = (
    ("flate bomb", flate_bomb, "file-bomb"),
    ("flate bomb, one layer", flate_bomb_once, "file-bomb"),
    ("ten thousand pages", lambda: pdf(10_000, zlib.compress(b"0 0 m 9 9 l S")), "pages-too-many"),
    (
        "broken xref",
        lambda: pdf(2, zlib.compress(b"")).replace(b"xref\n0", b"xrxx\n9"),
        "document-without-text",
    ),
    ("no pages", lambda: pdf(0), "pages-none"),
    ("encrypted pdf", locked_pdf, "file-encrypted"),
    ("encrypted docx", locked_docx, "file-encrypted"),
    ("password zip", locked_zip, "file-encrypted"),
    ("docx bomb", lambda: swollen(docx(TOLD), "word/document.xml"), "file-bomb"),
    ("xlsx bomb", lambda: swollen(xlsx(TOLD), "xl/worksheets/sheet1.xml"), "file-bomb"),
    ("ofd bomb", lambda: swollen(ofd(TOLD), "OFD.xml"), "file-bomb"),
    ("zip bomb", zip_bomb, "file-bomb"),
)


@pytest.fixture(scope="module")
def answers() -> dict[str, tuple[dict[str, Any], float]]:
    jobs = [Job(name, make()) for name, make, _ in CAUSES]
    results = parse_all([*jobs, Job("mhtml bomb", mhtml_bomb())], LIMITS, weighed)
    return {result.name: (json.loads(result.json_text), result.seconds) for result in results}


@pytest.mark.parametrize(("name", "cause"), [(name, cause) for name, _, cause in CAUSES])
def test_the_cause_is_named(answers: dict[str, tuple[dict[str, Any], float]], name: str, cause: str) -> None:
    found = [finding["check"] for finding in answers[name][0]["findings"]]
    assert cause in found, found
    assert all(finding["message"] for finding in answers[name][0]["findings"])


def test_memory_stays_small(answers: dict[str, tuple[dict[str, Any], float]]) -> None:
    """The worker's peak after the last document is the peak over all of them."""
    peaks = {name: peak for name, (_, peak) in answers.items()}
    assert 10 < max(peaks.values()) < WITHOUT_OCR, peaks


def test_a_locked_docx_is_truly_locked() -> None:
    assert msoffcrypto.OfficeFile(io.BytesIO(locked_docx())).is_encrypted()
