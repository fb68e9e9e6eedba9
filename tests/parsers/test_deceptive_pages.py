"""Pages whose text layer lies or that lie on their heads: read from their picture, in limited memory."""

from __future__ import annotations

import io
import json
from typing import Any

import numpy as np
import pikepdf
import pytest

from benchmarks.printing import by_chromium, by_libreoffice, pictures_of
from benchmarks.scans import DOTS, packed
from gongkai.demo.as_docx import docx
from gongkai.demo.documents import report
from gongkai.demo.html_page import page
from gongkai.settings import ParseLimits
from gongkai.workers import Job, parse_all
from tests.parsers.weighed_work import weighed

TOLD = report("石嘴山市卫生健康委员会", "prefecture", "宁夏", "640200", 2023, "2021", 100)
LIMITS = ParseLimits(workers=1)
WITH_OCR = 1000.0
"""Megabytes a worker may hold that recognises pages."""


def first_page(printed: bytes, change: str) -> bytes:
    """The first page alone, its fonts without a Unicode map or with one that gives other characters."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(printed)) as document:
        del document.pages[1:]
        for font in document.objects:
            if isinstance(font, pikepdf.Dictionary) and "/ToUnicode" in font:
                if change == "none":
                    del font["/ToUnicode"]
                elif change == "figures":
                    font["/ToUnicode"] = document.make_stream(
                        swapped(font["/ToUnicode"].read_bytes(), b"> <0033>", b"> <0038>")
                    )
                else:
                    font["/ToUnicode"] = document.make_stream(wrong_map())
        document.save(out)
    return out.getvalue()


def swapped(text: bytes, one: bytes, other: bytes) -> bytes:
    return text.replace(one, b"#").replace(other, one).replace(b"#", other)


def wrong_map() -> bytes:
    """A map that gives each code a Chinese character, but not the one that is drawn."""
    return (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        b"1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        b"2 beginbfrange <0000> <3FFF> <5100> <4000> <4EFF> <9000> endbfrange\n"
        b"endcmap end end\n"
    )


@pytest.fixture(scope="module")
def answers() -> dict[str, tuple[dict[str, Any], float]]:
    (printed,) = by_chromium([page(TOLD)])
    (written,) = by_libreoffice([docx(TOLD)], "docx", "pdf")
    head = np.asarray(pictures_of(printed, DOTS)[0], np.uint8)
    jobs = [
        Job("no map", first_page(printed, "none")),
        Job("wrong map", first_page(printed, "wrong")),
        Job("swapped figures", first_page(written, "figures")),
        Job("upside down", packed([np.ascontiguousarray(head[::-1, ::-1])])),
    ]
    results = parse_all(jobs, LIMITS, weighed)
    return {result.name: (json.loads(result.json_text), result.seconds) for result in results}


@pytest.mark.parametrize(
    ("name", "cause"),
    [
        ("no map", "unreadable-text"),
        ("wrong map", "unreadable-text"),
        ("swapped figures", "unreadable-text"),
        ("upside down", "page-turned"),
    ],
)
def test_the_page_is_read_from_its_picture(
    answers: dict[str, tuple[dict[str, Any], float]], name: str, cause: str
) -> None:
    answer, peak = answers[name]
    checks = {finding["check"] for finding in answer["findings"]}
    assert {cause, "read-by-ocr"} <= checks
    cells = {f"{one['table']}.{one['row']}.{one['column']}": one for one in answer["figures"]}
    told = {code: truth for code, truth in TOLD.figures.items() if code.startswith("proactive.")}
    assert {code: cells[code]["value"] for code in told} == {
        code: truth.value for code, truth in told.items()
    }
    assert 10 < peak < WITH_OCR
