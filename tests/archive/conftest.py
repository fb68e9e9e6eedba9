"""A small archive to publish from: two bodies, their sites, and documents as the parser tells them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from archive.model import Body, Capture, Exchange, Site
from archive.publish import Published, publish
from archive.store import Archive
from parsers.forms import FORMS

CITY = Body(
    "640200-wjw", "石嘴山市卫生健康委员会", "prefecture", "宁夏回族自治区", "石嘴山市", None, "640200"
)
COUNTY = Body(
    "640202-wjj",
    "大武口区卫生健康局",
    "county",
    "宁夏回族自治区",
    "石嘴山市",
    "大武口区",
    "640202",
    ("大武口区卫生和计划生育局",),
)
CITY_SITE = Site("szs", CITY.body_id, "http://szs.test/")
COUNTY_SITE = Site("dwk", COUNTY.body_id, "http://dwk.test/")
VERSION = "1"


def told(
    body: str = CITY.name,
    year: int | None = 2021,
    *,
    cells: Mapping[str, int] | None = None,
    form: str = "2021",
    code: str | None = None,
    published: str | None = "2022-01-20",
    findings: tuple[dict[str, Any], ...] = (),
    text: str = "2021年，我委认真贯彻落实条例。",
) -> dict[str, Any]:
    """The JSON of one parsed report; ``cells`` states numbers, every other cell of the form is 0."""
    figures = []
    for place, entry in enumerate(FORMS[form].entries):  # type: ignore[index]
        value = (cells or {}).get(entry.code, 0)
        figures.append(
            {
                "table": entry.table, "row": entry.row, "column": entry.column, "value": value,
                "state": "number", "raw": str(value), "unit": entry.unit, "confidence": "stated",
                "alternatives": [], "where": {"kind": "text", "line": place + 1, "column": 1, "length": 1},
            }
        )  # fmt: skip
    return {
        "document": {"path": "x", "sha256": "", "media_type": "text/html", "pages": None},
        "parser": {"version": VERSION},
        "report": {
            "body": body, "level": None, "province": None, "division_code": code, "year": year, "form": form,
            "title": f"{body}{year}年政府信息公开工作年度报告", "published": published, "period": None,
        },
        "sections": [{"number": 1, "heading": "一、总体情况", "text": text}],
        "figures": figures,
        "claims": [
            {
                "about": "requests.new.total", "value": 0, "sentence": "收到申请0件",
                "where": {"kind": "text", "line": 1, "column": 1, "length": 6},
            }
        ],
        "findings": list(findings),
    }  # fmt: skip


@dataclass
class Town:
    """An archive under construction; ``add`` stores a page and what the parser told of it."""

    folder: Path
    minutes: int = 0

    def add(
        self,
        url: str,
        report: dict[str, Any] | None,
        site: str = "szs",
        *,
        body: bytes | None = None,
        found_on: str | None = None,
    ) -> Capture:
        """Store one answer a minute after the last, with its parsing."""
        self.minutes += 1
        when = datetime(2026, 2, 3, 8, tzinfo=UTC) + timedelta(minutes=self.minutes)
        page = body or json.dumps([url, report], ensure_ascii=False).encode()
        answer = Exchange(
            url, "GET", when, (), "HTTP/1.1", 200, "OK", (("Content-Type", "text/html"),), page, "127.0.0.1"
        )
        with Archive.open(self.folder) as archive:
            if self.minutes == 1:
                run = archive.start_run("test", [CITY_SITE, COUNTY_SITE], [CITY, COUNTY])
                archive.finish_run(run, "finished", {"pages": 1})
            capture = archive.store(answer, site=site, found_on=found_on)
            text = json.dumps(report or {"report": None}, ensure_ascii=False)
            archive.record_parsing(capture.payload_sha256, VERSION, text, "report" if report else "none", 0.1)
        return capture

    def publish(self, *, allow_shrink: bool = False) -> Published:
        """Publish with the registry rows the runs kept."""
        return publish(self.folder, bodies=[], sites=[], parser_version=VERSION, allow_shrink=allow_shrink)


@pytest.fixture
def town(tmp_path: Path) -> Town:
    """An empty archive that knows the two bodies."""
    return Town(tmp_path)


@pytest.fixture(name="told")
def told_fixture() -> Any:
    """The maker of parsed reports."""
    return told
