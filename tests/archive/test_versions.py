"""Publishing a report that changed: versions, their revisions, copies, answers cut off."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from archive.model import Exchange
from archive.store import Archive
from tests.archive.published import CITY, CITY_SITE, rows


def test_changed_page_becomes_a_version_and_its_edits_are_told(town: Any, told: Any) -> None:
    town.add("http://szs.test/1", told(cells={"requests.new.total": 3}))
    town.add("http://szs.test/1", told(cells={"requests.new.total": 3}), body=b"only the frame changed")
    town.add("http://szs.test/1", told(cells={"requests.new.total": 4}))
    town.publish()
    assert rows(town.folder, "SELECT report_id, version, latest FROM report ORDER BY n") == [
        ("640200-wjw-2021", 1, 0),
        ("640200-wjw-2021.v2", 2, 1),
    ]
    assert rows(town.folder, "SELECT report_id, previous_id, what, place, old, new FROM revision") == [
        ("640200-wjw-2021.v2", "640200-wjw-2021", "figure", "requests.new.total", 3, 4)
    ]
    assert rows(town.folder, "SELECT report_id FROM disputes") == [("640200-wjw-2021.v2",)]
    assert rows(town.folder, "SELECT report_id FROM coverage WHERE status = 'found'") == [
        ("640200-wjw-2021.v2",)
    ]


def test_report_put_back_as_it_was_is_the_latest_version(town: Any, told: Any) -> None:
    before, edited = told(cells={"requests.new.total": 3}), told(cells={"requests.new.total": 4})
    for report, body in ((before, b"a"), (edited, b"b"), (before, b"a")):
        town.add("http://szs.test/1", report, body=body)
    town.publish()
    assert rows(
        town.folder, "SELECT report_id, latest, substr(captured_at, 12, 5) FROM report ORDER BY n"
    ) == [
        ("640200-wjw-2021", 0, "08:01"),
        ("640200-wjw-2021.v2", 0, "08:02"),
        ("640200-wjw-2021.v3", 1, "08:03"),
    ]
    assert rows(town.folder, "SELECT report_id, old, new FROM revision ORDER BY n") == [
        ("640200-wjw-2021.v2", 3, 4),
        ("640200-wjw-2021.v3", 4, 3),
    ]


def test_edit_is_seen_at_two_addresses_in_whatever_order_they_are_fetched(town: Any, told: Any) -> None:
    before, edited = told(cells={"requests.new.total": 3}), told(cells={"requests.new.total": 4})
    for address, report, body in (
        ("http://szs.test/1", before, b"a"),
        ("https://szs.test/1", before, b"a"),
        ("https://szs.test/1", edited, b"b"),
        ("http://szs.test/1", edited, b"b"),
    ):
        town.add(address, report, body=body)
    town.publish()
    assert rows(town.folder, "SELECT version, latest, url, substr(captured_at, 12, 5) FROM report") == [
        (1, 0, "http://szs.test/1", "08:01"),
        (2, 1, "http://szs.test/1", "08:04"),
    ]
    assert rows(town.folder, "SELECT old, new FROM revision") == [(3, 4)]
    assert rows(town.folder, "SELECT * FROM finding") == []


def test_page_edited_since_somebody_saved_it_is_a_version(town: Any, told: Any) -> None:
    before, edited = told(cells={"requests.new.total": 3}), told(cells={"requests.new.total": 4})
    town.add("http://szs.test/1", edited, body=b"today's")
    saved = Exchange(
        "http://szs.test/1", "GET", datetime(2022, 3, 1, tzinfo=UTC), (), "HTTP/1.1", 200, "OK",
        (("Content-Type", "text/html"),), b"saved",
    )  # fmt: skip
    with Archive.open(town.folder) as archive:
        kept = archive.store(saved, site="szs", found_on=None, kind="file", origin="saved sha256:1 0")
        archive.record_parsing(kept.payload_sha256, "1", json.dumps(before), "parsed", 0.1)
    town.publish()
    assert rows(town.folder, "SELECT version, latest, substr(captured_at, 1, 4) FROM report") == [
        (1, 0, "2022"),
        (2, 1, "2026"),
    ]


def test_answer_that_was_cut_off_is_no_edit(town: Any, told: Any) -> None:
    torn, whole = told(text="2021年，我"), told()
    payloads: list[str] = []
    for minute, (body, cut) in enumerate(((b"half", "disconnect"), (b"whole", None), (b"ha", "time"))):
        answer = Exchange(
            "http://szs.test/1", "GET", datetime(2026, 1, 1, 0, minute, tzinfo=UTC), (), "HTTP/1.1", 200,
            "OK", (("Content-Type", "text/html"),), body, truncated=cut,
        )  # fmt: skip
        with Archive.open(town.folder) as archive:
            run = archive.start_run("test", [CITY_SITE], [CITY])
            kept = archive.store(answer, site="szs", found_on=None)
            archive.record_parsing(
                kept.payload_sha256, "1", json.dumps(torn if cut else whole), "parsed", 0.1
            )
            archive.finish_run(run, "finished", {})
        town.publish()
        payloads.append(kept.payload_sha256)
        # The first half is all there is; then the whole page is the report, and stays it.
        assert rows(town.folder, "SELECT payload_sha256 FROM report") == [(payloads[min(minute, 1)],)]


def test_edit_of_a_section_whose_heading_stands_twice_is_told(town: Any, told: Any) -> None:
    for words in ("办理3件", "办理4件"):
        report = told()
        report["sections"] = [{"number": 1, "heading": "一、概述", "text": it} for it in (words, "目录")]
        town.add("http://szs.test/1", report)
    town.publish()
    assert rows(town.folder, "SELECT what, old, new FROM revision") == [
        ("section", "办理3件\n目录", "办理4件\n目录")
    ]


def test_copy_that_disagrees_is_named_with_the_cell(town: Any, told: Any) -> None:
    thin = told(cells={"requests.new.total": 5})
    for figure in thin["figures"][-20:]:
        figure.update(value=None, state="blank", raw="")
    town.add("http://szs.test/thin", thin)
    town.add("http://szs.test/full", told(cells={"requests.new.total": 4}))
    town.publish()
    assert rows(town.folder, "SELECT url, state FROM report") == [("http://szs.test/full", "flagged")]
    query = "SELECT check_id, cells, expected, actual FROM finding ORDER BY n"
    assert rows(town.folder, query) == [
        ("document-copy", "[]", None, "http://szs.test/thin"),
        ("documents-disagree", '["requests.new.total"]', 5, 4),
    ]
    assert rows(town.folder, "SELECT count(*) FROM finding_cell") == [(1,)]
