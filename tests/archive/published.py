"""Two bodies with their sites, and what is published of them, for tests."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from archive.model import Body, Site

CITY = Body("c", "石嘴山市卫生健康委员会", "prefecture", "宁夏回族自治区", "石嘴山市", None, "640200")
CITY_SITE = Site("szs", "c", "http://szs.test/")
OTHER = Body("d", "吴忠市卫生健康委员会", "prefecture", "宁夏回族自治区", "吴忠市", None, "640300")
OTHER_SITE = Site("dwk", "d", "http://dwk.test/")


def rows(folder: Path, query: str) -> list[tuple[Any, ...]]:
    """Rows of the published database."""
    db = sqlite3.connect(folder / "reports.db")
    try:
        return db.execute(query).fetchall()
    finally:
        db.close()
