"""The sections' last step: numbered so that the newest year comes last, and put into the full-text index."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from archive.search_text import fold

SEARCH = (
    "CREATE VIRTUAL TABLE section_fts USING fts5 (heading, text, about, content='', tokenize='unicode61')"
)
"""sqlite-utils makes full-text tables over another table's text; a contentless one keeps no second copy.

``about`` says whose section it is, in words no query of single characters can meet: a filter is one more word
to the index, so that filtered searches are as fast as others and exact.
"""

# The index is read from the highest number down and may stop early: the newest year comes last, and within it
# whatever is to be listed first.
_NUMBERED = """
INSERT INTO section
SELECT row_number() OVER (ORDER BY r.year, r.body_id DESC, r.version DESC, t.number DESC),
       t.report_id, t.number, t.heading, t.text
FROM told t JOIN report r ON r.report_id = t.report_id
"""
_INDEXED = """
SELECT s.n, s.heading, s.text, r.year, r.province, r.level, r.form, r.latest
FROM section s JOIN report r ON r.report_id = s.report_id ORDER BY s.n
"""


def about(year: int, province: str | None, level: str, form: str | None, latest: int) -> str:
    """The words of the column ``about``: ``year2022 province宁夏 levelcounty form2021 latest``."""
    told = [f"year{year}", f"province{province or ''}", f"level{level}", f"form{form or ''}"]
    return " ".join(told + (["latest"] if latest else []))


def settle(db: sqlite3.Connection) -> None:
    """Number the sections already written by year, body and version, and fill ``section_fts`` from them."""
    db.execute("CREATE TEMP TABLE told AS SELECT * FROM section")
    db.execute("DELETE FROM section")
    db.execute(_NUMBERED)
    db.execute("DROP TABLE told")
    db.executemany("INSERT INTO section_fts (rowid, heading, text, about) VALUES (?, ?, ?, ?)", _folded(db))


def _folded(db: sqlite3.Connection) -> Iterator[tuple[int, str, str, str]]:
    for n, heading, text, *place in db.execute(_INDEXED):
        yield n, fold(heading), fold(text), about(*place)
