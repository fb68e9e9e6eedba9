"""Several reports in one payload: each is published, kept out or compared as a document of its own."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from typing import Any

from archive.reparsed import reread
from archive.store import Archive

URL = "http://szs.test/reports.zip"


def part(told: dict[str, Any], name: str) -> dict[str, Any]:
    """The same report as a part of the document at the address."""
    return told | {"document": told["document"] | {"path": URL + name}}


def add(town: Any, *reports: dict[str, Any], version: str = "1", body: bytes | None = None) -> str:
    """Store the address's payload and what a parser tells of it, a line a report; gives its hash."""
    capture = town.add(URL, reports[0], body=body or json.dumps(reports).encode())
    text = "\n".join(json.dumps(told, ensure_ascii=False) for told in reports)
    with Archive.open(town.folder) as archive:
        archive.record_parsing(capture.payload_sha256, version, text, "parsed", 0.1)
    return str(capture.payload_sha256)


def rows(town: Any, query: str) -> list[tuple[Any, ...]]:
    with contextlib.closing(sqlite3.connect(town.folder / "reports.db")) as db:
        return db.execute(query).fetchall()


def test_each_year_is_a_report(town: Any, told: Any) -> None:
    add(town, part(told(year=2021), "!/a.docx"), part(told(year=2022), "!/b.docx"))
    town.publish()
    assert rows(town, "SELECT report_id, url, part FROM report ORDER BY year") == [
        ("640200-wjw-2021", URL, "!/a.docx"), ("640200-wjw-2022", URL, "!/b.docx")
    ]  # fmt: skip


def test_copies_beside_each_other_are_copies_in_every_version(town: Any, told: Any) -> None:
    """None is a version of the other: the fuller is the report, what it said before is its version."""
    for seen in (3, 4):
        fuller = told(cells={"requests.new.total": seen})
        lesser = told(cells={"requests.new.total": seen})
        lesser["figures"][0] = lesser["figures"][0] | {"value": None, "state": "blank", "raw": ""}
        add(town, part(lesser, "!/a.pdf"), part(fuller, "!/b.docx"))
    town.publish()
    assert rows(town, "SELECT report_id, part FROM report ORDER BY version") == [
        ("640200-wjw-2021", "!/b.docx"), ("640200-wjw-2021.v2", "!/b.docx")
    ]  # fmt: skip
    assert rows(town, "SELECT place, old, new FROM revision") == [("requests.new.total", 3, 4)]
    copies = rows(town, "SELECT report_id, actual FROM finding WHERE check_id = 'document-copy'")
    assert copies == [("640200-wjw-2021.v2", f"{URL}!/a.pdf")]


def test_a_member_under_another_name_is_still_the_next_version(town: Any, told: Any) -> None:
    add(town, part(told(cells={"requests.new.total": 3}), "!/old.docx"), part(told(year=2022), "!/b.docx"))
    add(town, part(told(cells={"requests.new.total": 4}), "!/new.docx"), part(told(year=2022), "!/b.docx"))
    town.publish()
    assert rows(town, "SELECT report_id FROM report ORDER BY 1") == [
        ("640200-wjw-2021",), ("640200-wjw-2021.v2",), ("640200-wjw-2022",)
    ]  # fmt: skip


def test_parts_that_belong_to_nobody_here_are_each_listed(town: Any, told: Any) -> None:
    others = [part(told("石嘴山市人民政府", year), f"!/{year}.docx") for year in (2021, 2022)]
    add(town, *others, part(told(year=2022), "!/own.docx"))
    town.publish()
    assert rows(town, "SELECT part, year FROM kept_out ORDER BY 1") == [
        ("!/2021.docx", 2021), ("!/2022.docx", 2022)
    ]  # fmt: skip


def test_a_newer_parser_that_finds_a_further_report_is_told_apart(town: Any, told: Any) -> None:
    one, two = told(year=2021), told(year=2022)
    sha256 = add(town, one)
    with Archive.open(town.folder) as archive:
        text = f"{json.dumps(part(one, '!/a.docx'))}\n{json.dumps(part(two, '!/b.docx'))}"
        archive.record_parsing(sha256, "2", text, "parsed", 0.1)
    found = list(reread(town.folder, "1", "2"))
    assert {it.title for it in found} == {two["report"]["title"]}
    assert len(found) == len(two["figures"]) and all(it.older is None for it in found)


def test_a_part_keeps_its_name_at_another_address_of_the_payload(town: Any, told: Any) -> None:
    first, fuller = told(cells={"requests.new.total": 3}), told(cells={"requests.new.total": 4})
    first["figures"][0] = first["figures"][0] | {"value": None, "state": "blank", "raw": ""}
    add(town, part(first, "!/a.docx"), body=b"first")
    town.add("https://szs.test/reports.zip", part(first, "!/a.docx"), body=b"first")
    town.add("https://szs.test/reports.zip", fuller, body=b"second")
    town.publish()
    assert rows(town, "SELECT version, url, part FROM report ORDER BY version") == [
        (1, "https://szs.test/reports.zip", "!/a.docx"),
        (2, "https://szs.test/reports.zip", ""),
    ]
