"""A newer parser's answer beside the older one."""

from __future__ import annotations

import json
from typing import Any

from archive.reparsed import reread
from archive.store import Archive


def test_each_figure_read_differently_is_told_and_the_older_answer_kept(town: Any, told: Any) -> None:
    same = town.add("http://szs.test/same", told(year=2022))
    other = town.add("http://szs.test/other", told(cells={"requests.new.total": 3}))
    lost = town.add("http://szs.test/lost", told(year=2023))
    with Archive.open(town.folder) as archive:
        newer = {
            same.payload_sha256: told(year=2022),
            other.payload_sha256: told(cells={"requests.new.total": 8}),
            lost.payload_sha256: {"report": None},
        }
        for sha256, report in newer.items():
            archive.record_parsing(sha256, "2", json.dumps(report), "report", 0.1)
        assert archive.parsing(other.payload_sha256, "1") is not None
    found = list(reread(town.folder, "1", "2"))
    changed = [it for it in found if it.payload_sha256 == other.payload_sha256]
    assert [(it.cell, it.older and it.older.value, it.newer and it.newer.value) for it in changed] == [
        ("requests.new.total", 3, 8)
    ]
    gone = [it for it in found if it.payload_sha256 == lost.payload_sha256]
    assert len(gone) == 200 and all(it.newer is None for it in gone)
    assert len(found) == 201
