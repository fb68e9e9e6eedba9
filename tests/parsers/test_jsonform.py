"""The JSON of a document: its shape, the order of its keys, its numbers and its bytes."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest

from parsers import VERSION
from parsers.jsonform import dumps, number_json, place_json, to_json
from parsers.model import (
    Claim,
    Figure,
    Finding,
    HtmlPlace,
    Identity,
    MemberPlace,
    PagePlace,
    Place,
    Report,
    Section,
    SheetPlace,
    TextPlace,
    WordPlace,
)

REPORT = Report(
    media_type="text/html",
    pages=None,
    identity=Identity(
        "获嘉县卫生健康委员会",
        "county",
        "河南",
        "410724",
        2021,
        "2021",
        "标题",
        date(2022, 1, 20),
        (date(2021, 1, 1), date(2021, 12, 31)),
    ),
    sections=(Section(1, "一、总体情况", "文字"),),
    figures=(
        Figure(
            "proactive",
            "fees",
            "amount",
            Decimal("633000.50"),
            "number",
            "63.30005",
            "CNY",
            "ambiguous",
            (Decimal("1.0"), None),
            TextPlace(3, 2, 8),
        ),
        Figure("proactive", "licensing", "decisions", None, "missing", "", "count", "stated"),
    ),
    claims=(Claim("requests.new.total", 0, "未收到申请。", TextPlace(1, 1, 6)),),
    findings=(Finding("R1", "error", "不等", ("requests.new.total",), 2, Decimal("1")),),
)


def test_keys_stand_in_the_documented_order() -> None:
    made = to_json(REPORT, "a.html", "ff")
    assert list(made) == ["document", "parser", "report", "sections", "figures", "claims", "findings"]
    assert made["document"] == {"path": "a.html", "sha256": "ff", "media_type": "text/html", "pages": None}
    assert made["parser"] == {"version": VERSION}
    assert list(made["report"]) == [
        "body",
        "level",
        "province",
        "division_code",
        "year",
        "form",
        "title",
        "published",
        "period",
    ]
    assert made["report"]["published"] == "2022-01-20"
    assert made["report"]["period"] == ["2021-01-01", "2021-12-31"]
    assert list(made["figures"][0]) == [
        "table",
        "row",
        "column",
        "value",
        "state",
        "raw",
        "unit",
        "confidence",
        "alternatives",
        "where",
    ]
    assert made["figures"][0]["alternatives"] == [1, None]
    assert (made["figures"][1]["value"], made["figures"][1]["where"]) == (None, None)
    assert list(made["claims"][0]) == ["about", "value", "sentence", "where"]
    assert made["findings"] == [
        {
            "check": "R1",
            "severity": "error",
            "cells": ["requests.new.total"],
            "expected": 2,
            "actual": 1,
            "message": "不等",
        }
    ]


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        (TextPlace(3, 2, 8), {"kind": "text", "line": 3, "column": 2, "length": 8}),
        (
            HtmlPlace("/html/body/p", 1, 2, 3),
            {"kind": "html", "path": "/html/body/p", "table": 1, "row": 2, "column": 3},
        ),
        (
            PagePlace(1, (1.0, 2.12345, 3.5, 4.0), "pt"),
            {"kind": "page", "page": 1, "box": [1, 2.123, 3.5, 4], "unit": "pt"},
        ),
        (SheetPlace("表1", "B7"), {"kind": "sheet", "sheet": "表1", "cell": "B7"}),
        (
            WordPlace(table=0, row=1, column=2),
            {"kind": "word", "paragraph": -1, "table": 0, "row": 1, "column": 2},
        ),
        (
            MemberPlace("a/b.txt", TextPlace(1, 1, 1)),
            {
                "kind": "member",
                "member": "a/b.txt",
                "inside": {"kind": "text", "line": 1, "column": 1, "length": 1},
            },
        ),
    ],
)
def test_places(place: Place, shown: dict[str, object]) -> None:
    assert place_json(place) == shown
    assert list(place_json(place)) == list(shown)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (3, "3"),
        (Decimal("90000000"), "90000000"),
        (Decimal("9E+7"), "90000000"),
        (Decimal("0.1"), "0.1"),
        (Decimal("632800.0"), "632800"),
        (None, "null"),
        ("1, 2", '"1, 2"'),
    ],
)
def test_numbers_without_noise(number: int | Decimal | str | None, text: str) -> None:
    assert json.dumps(number_json(number)) == text


def test_one_line_the_same_every_time() -> None:
    first = dumps(to_json(REPORT, "a.html", "ff"))
    assert first == dumps(to_json(REPORT, "a.html", "ff"))
    assert "\n" not in first
    assert "获嘉县" in first
    assert json.loads(first)["figures"][0]["value"] == 633000.5


def test_a_document_that_is_no_report() -> None:
    made = to_json(Report("image/png", None, None, (), (), (), ()), "a.html", "ff")
    assert made["report"] is None
    assert made["figures"] == []


def test_an_unknown_kind_of_place_is_refused() -> None:
    with pytest.raises(KeyError):
        place_json("line 3")  # type: ignore[arg-type]
