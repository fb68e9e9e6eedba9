"""The schema of reports.db: what the site reads, one idea a table, readable ids beside integer keys."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from archive.knowledge import WIDE_TABLES, Variable

SCHEMA_VERSION = "1"

# Every reference names its column: Datasette 0.65 fails on one that leaves it out.
TABLES = """
CREATE TABLE body (
  body_id TEXT PRIMARY KEY, name TEXT NOT NULL, level TEXT NOT NULL, province TEXT NOT NULL, prefecture TEXT,
  county TEXT, division_code TEXT, predecessors TEXT NOT NULL, note TEXT NOT NULL, reports INTEGER NOT NULL
) STRICT;
CREATE TABLE report (
  report_id TEXT PRIMARY KEY, n INTEGER NOT NULL UNIQUE, body_id TEXT NOT NULL REFERENCES body (body_id),
  body TEXT NOT NULL, level TEXT NOT NULL, province TEXT NOT NULL, prefecture TEXT, county TEXT,
  division_code TEXT, year INTEGER NOT NULL, form TEXT, title TEXT NOT NULL, published TEXT,
  period_start TEXT, period_end TEXT, on_time INTEGER, url TEXT NOT NULL, captured_at TEXT NOT NULL,
  record_id TEXT NOT NULL REFERENCES capture (record_id), payload_sha256 TEXT NOT NULL,
  media_type TEXT NOT NULL, pages INTEGER, state TEXT NOT NULL, findings INTEGER NOT NULL,
  errors INTEGER NOT NULL, warnings INTEGER NOT NULL, version INTEGER NOT NULL, latest INTEGER NOT NULL,
  parser_version TEXT NOT NULL
) STRICT;
CREATE TABLE variable (
  code TEXT PRIMARY KEY, n INTEGER NOT NULL UNIQUE, cell TEXT NOT NULL, form TEXT NOT NULL,
  "table" TEXT NOT NULL, "row" TEXT NOT NULL, "column" TEXT NOT NULL, label_zh TEXT NOT NULL,
  label_en TEXT NOT NULL, unit TEXT NOT NULL, comparable_from INTEGER NOT NULL, comparable_to INTEGER,
  kind TEXT NOT NULL
) STRICT;
CREATE TABLE figure (
  report INTEGER NOT NULL REFERENCES report (n), variable INTEGER NOT NULL REFERENCES variable (n), value ANY,
  state TEXT NOT NULL, raw TEXT NOT NULL, confidence TEXT NOT NULL, alternatives TEXT,
  PRIMARY KEY (report, variable)
) STRICT, WITHOUT ROWID;
CREATE TABLE locator (
  report INTEGER NOT NULL REFERENCES report (n), variable INTEGER NOT NULL REFERENCES variable (n),
  place TEXT NOT NULL, PRIMARY KEY (report, variable)
) STRICT, WITHOUT ROWID;
CREATE TABLE requests (
  report_id TEXT NOT NULL REFERENCES report (report_id), "row" TEXT NOT NULL, kind TEXT NOT NULL,
  label_zh TEXT NOT NULL,
  natural_person ANY, business ANY, research ANY, social_welfare ANY, legal_service ANY, other ANY, total ANY,
  PRIMARY KEY (report_id, "row")
) STRICT;
CREATE TABLE section (
  n INTEGER PRIMARY KEY, report_id TEXT NOT NULL REFERENCES report (report_id), number INTEGER NOT NULL,
  heading TEXT NOT NULL, text TEXT NOT NULL
) STRICT;
CREATE VIRTUAL TABLE section_fts USING fts5 (heading, text, content='', tokenize='unicode61');
CREATE TABLE claim (
  n INTEGER PRIMARY KEY, report_id TEXT NOT NULL REFERENCES report (report_id), about TEXT NOT NULL,
  value ANY NOT NULL,
  sentence TEXT NOT NULL, place TEXT
) STRICT;
CREATE TABLE check_rule (
  check_id TEXT PRIMARY KEY, severity TEXT NOT NULL, formula TEXT NOT NULL, forms TEXT NOT NULL,
  wording_zh TEXT NOT NULL, wording_en TEXT NOT NULL
) STRICT;
CREATE TABLE finding (
  n INTEGER PRIMARY KEY, report_id TEXT NOT NULL REFERENCES report (report_id),
  check_id TEXT NOT NULL REFERENCES check_rule (check_id),
  severity TEXT NOT NULL, cells TEXT NOT NULL, expected ANY, actual ANY, message TEXT NOT NULL
) STRICT;
CREATE TABLE finding_cell (
  finding INTEGER NOT NULL REFERENCES finding (n), report INTEGER NOT NULL REFERENCES report (n),
  variable INTEGER NOT NULL REFERENCES variable (n), PRIMARY KEY (finding, report, variable)
) STRICT, WITHOUT ROWID;
CREATE TABLE coverage (
  body_id TEXT NOT NULL REFERENCES body (body_id), year INTEGER NOT NULL, status TEXT NOT NULL,
  report_id TEXT REFERENCES report (report_id),
  PRIMARY KEY (body_id, year)
) STRICT, WITHOUT ROWID;
CREATE TABLE revision (
  n INTEGER PRIMARY KEY, report_id TEXT NOT NULL REFERENCES report (report_id),
  previous_id TEXT NOT NULL REFERENCES report (report_id), what TEXT NOT NULL, place TEXT NOT NULL,
  old ANY, new ANY
) STRICT;
CREATE TABLE rollup (
  province TEXT NOT NULL, level TEXT NOT NULL, year INTEGER NOT NULL,
  variable INTEGER NOT NULL REFERENCES variable (n), n INTEGER NOT NULL, sum ANY NOT NULL,
  median ANY NOT NULL,
  PRIMARY KEY (province, level, year, variable)
) STRICT, WITHOUT ROWID;
CREATE TABLE kept_out (
  payload_sha256 TEXT PRIMARY KEY, record_id TEXT NOT NULL REFERENCES capture (record_id), url TEXT NOT NULL,
  site TEXT NOT NULL, body TEXT NOT NULL, year INTEGER, title TEXT NOT NULL, why TEXT NOT NULL
) STRICT;
CREATE TABLE run (
  run_id TEXT PRIMARY KEY, started TEXT NOT NULL, finished TEXT, reason TEXT NOT NULL, counts TEXT NOT NULL
) STRICT;
CREATE TABLE capture (
  record_id TEXT PRIMARY KEY, url TEXT NOT NULL, site TEXT NOT NULL, fetched_at TEXT NOT NULL,
  status INTEGER NOT NULL, media_type TEXT NOT NULL, payload_sha256 TEXT NOT NULL, size INTEGER NOT NULL,
  warc TEXT NOT NULL, "offset" INTEGER NOT NULL, length INTEGER NOT NULL, revisit_of TEXT, kind TEXT NOT NULL
) STRICT;
CREATE TABLE build (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
"""

INDEXES = """
CREATE INDEX report_by_body ON report (body_id, year, version);
CREATE INDEX report_by_year ON report (year);
CREATE INDEX report_by_province ON report (province, year);
CREATE INDEX report_by_level ON report (level);
CREATE INDEX report_by_form ON report (form);
CREATE INDEX report_by_state ON report (state);
CREATE INDEX report_by_record ON report (record_id);
CREATE INDEX report_by_captured ON report (captured_at);
CREATE INDEX figure_by_value ON figure (variable, value);
CREATE INDEX section_by_report ON section (report_id, number);
CREATE INDEX claim_by_report ON claim (report_id);
CREATE INDEX finding_by_report ON finding (report_id);
CREATE INDEX finding_by_check ON finding (check_id);
CREATE INDEX finding_cell_by_figure ON finding_cell (report, variable);
CREATE INDEX coverage_by_status ON coverage (status, year);
CREATE INDEX revision_by_report ON revision (report_id);
CREATE INDEX rollup_by_variable ON rollup (variable, year);
CREATE INDEX capture_by_url ON capture (url);
"""


def wide_columns(variables: Sequence[Variable], name: str) -> tuple[str, ...]:
    """The figure columns of a wide table, in codebook order: ``row_column``."""
    forms, table = WIDE_TABLES[name]
    mine = [it for it in variables if it.form in forms and it.table == table]
    return tuple(dict.fromkeys(f"{it.row}_{it.column}" for it in mine))


def create(db: sqlite3.Connection, variables: Sequence[Variable]) -> None:
    """Make the empty tables; indexes come after the rows (``INDEXES``)."""
    db.executescript(TABLES)
    for name in WIDE_TABLES:
        columns = "".join(f', "{column}" ANY' for column in wide_columns(variables, name))
        db.execute(
            f"CREATE TABLE {name} (report_id TEXT PRIMARY KEY REFERENCES report (report_id),"
            f" body TEXT NOT NULL, year INTEGER NOT NULL, province TEXT NOT NULL,"
            f" level TEXT NOT NULL{columns}) STRICT"
        )
