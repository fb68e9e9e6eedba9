"""The schema of reports.db: what the site reads, one idea a table, readable ids beside integer keys."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from archive import figure_rows
from archive.errors import ArchiveError
from archive.knowledge import REQUEST_ROWS, WIDE_TABLES, Variable
from archive.places import LOCATOR
from archive.sections import SEARCH
from archive.tables import Index, Table, any_value, cases, create_indexes, create_tables, text, whole

SCHEMA_VERSION = "3"

# Every reference names its column: Datasette 0.65 fails on one that leaves it out.
APPLICANTS = ("natural_person", "business", "research", "social_welfare", "legal_service", "other", "total")
_OF_REPORT = ("report_id", "report", "report_id")
_FIGURE_KEY = (("report", "report", "n"), ("variable", "variable", "n"))

TABLES = (
    Table(
        "capture",
        text("record_id", "url", "site", "fetched_at") | whole("status")
        | text("media_type", "payload_sha256") | whole("size") | text("warc") | whole("offset", "length")
        | text("revisit_of", "kind", "origin"),
        pk=("record_id",),
        nullable=("revisit_of", "origin"),
    ),
    Table(
        "body",
        text("body_id", "name", "level", "province", "prefecture", "county", "division_code", "predecessors",
             "note") | whole("reports"),
        pk=("body_id",),
        nullable=("prefecture", "county", "division_code"),
    ),
    Table(
        "report",
        text("report_id") | whole("n")
        | text("body_id", "body", "level", "province", "prefecture", "county", "division_code")
        | whole("year") | text("form", "title", "published", "period_start", "period_end") | whole("on_time")
        | text("url", "captured_at", "record_id", "payload_sha256", "part", "media_type")
        | whole("pages")
        | text("state") | whole("findings", "errors", "warnings", "version", "latest")
        | text("parser_version"),
        pk=("report_id",),
        nullable=("prefecture", "county", "division_code", "form", "published", "period_start", "period_end",
                  "on_time", "pages"),
        references=(("body_id", "body", "body_id"), ("record_id", "capture", "record_id")),
        unique=("n",),
    ),
    Table(
        "variable",
        text("code") | whole("n")
        | text("cell", "form", "table", "row", "column", "label_zh", "label_en", "unit")
        | whole("comparable_from", "comparable_to") | text("kind"),
        pk=("code",),
        nullable=("comparable_to",),
        unique=("n",),
    ),
    Table(
        "form_cell",
        text("form", "table") | whole("line", "position") | text("text", "code")
        | whole("rowspan", "colspan"),
        pk=("form", "table", "line", "position"),
        nullable=("code",),
        references=(("code", "variable", "code"),),
        clustered=True,
    ),
    Table(
        "figure",
        whole("report", "variable") | any_value("value") | whole("reading") | text("printed", "alternatives"),
        pk=("report", "variable"),
        nullable=("value", "printed", "alternatives"),
        references=_FIGURE_KEY,
        clustered=True,
        computed=figure_rows.COMPUTED,
    ),
    Table("place_pattern", whole("n") | text("pattern"), pk=("n",)),
    Table(
        "places",
        whole("n", "report", "first", "pattern") | text("parts"),
        pk=("n",),
        references=(("report", "report", "n"), ("first", "variable", "n"), ("pattern", "place_pattern", "n")),
    ),
    Table(
        "requests",
        text("report_id", "row") | any_value(*APPLICANTS),
        pk=("report_id", "row"),
        nullable=APPLICANTS,
        references=(_OF_REPORT,),
        clustered=True,
        computed=(
            ("kind", cases('"row"', {row: kind for row, (kind, _) in REQUEST_ROWS.items()})),
            ("label_zh", cases('"row"', {row: label for row, (_, label) in REQUEST_ROWS.items()})),
        ),
    ),
    Table(
        "section",
        whole("n") | text("report_id") | whole("number") | text("heading", "text"),
        pk=("n",),
        references=(_OF_REPORT,),
    ),
    Table(
        "claim",
        whole("n") | text("report_id", "about") | any_value("value") | text("sentence", "place"),
        pk=("n",),
        nullable=("place",),
        references=(_OF_REPORT,),
    ),
    Table(
        "check_rule",
        text("check_id", "severity", "formula", "forms", "wording_zh", "wording_en"),
        pk=("check_id",),
    ),
    Table(
        "finding",
        whole("n") | text("report_id", "check_id", "severity", "cells") | any_value("expected", "actual")
        | text("message"),
        pk=("n",),
        nullable=("expected", "actual"),
        references=(_OF_REPORT, ("check_id", "check_rule", "check_id")),
    ),
    Table(
        "finding_cell",
        whole("finding", "report", "variable"),
        pk=("finding", "report", "variable"),
        references=(("finding", "finding", "n"), *_FIGURE_KEY),
        clustered=True,
    ),
    Table(
        "coverage",
        text("body_id") | whole("year") | text("status", "report_id"),
        pk=("body_id", "year"),
        nullable=("report_id",),
        references=(("body_id", "body", "body_id"), _OF_REPORT),
        clustered=True,
    ),
    Table(
        "revision",
        whole("n") | text("report_id", "previous_id", "what", "place") | any_value("old", "new"),
        pk=("n",),
        nullable=("old", "new"),
        references=(_OF_REPORT, ("previous_id", "report", "report_id")),
    ),
    Table(
        "rollup",
        text("province", "level") | whole("year", "variable", "n") | any_value("sum", "median"),
        pk=("province", "level", "year", "variable"),
        references=(("variable", "variable", "n"),),
        clustered=True,
    ),
    Table(
        "kept_out",
        text("payload_sha256", "part", "record_id", "url", "site", "body") | whole("year")
        | text("title", "why"),
        pk=("payload_sha256", "part"),
        nullable=("year",),
        references=(("record_id", "capture", "record_id"),),
    ),
    Table(
        "run",
        text("run_id", "started", "finished", "reason", "counts"),
        pk=("run_id",),
        nullable=("finished",),
    ),
    Table("build", text("key", "value"), pk=("key",)),
)  # fmt: skip

INDEXES = (
    Index("report_by_body", "report", ("body_id", "year", "version")),
    Index("report_by_year", "report", ("year",)),
    Index("report_by_province", "report", ("province", "year")),
    Index("report_by_level", "report", ("level",)),
    Index("report_by_form", "report", ("form",)),
    Index("report_by_state", "report", ("state",)),
    # The list of latest reports counts these for its filters: from an index alone, 60 ms for 900.
    Index("report_latest_by_province", "report", ("latest", "province")),
    Index("report_latest_by_level", "report", ("latest", "level")),
    Index("report_latest_by_year", "report", ("latest", "year")),
    Index("report_latest_by_form", "report", ("latest", "form")),
    Index("report_latest_by_state", "report", ("latest", "state")),
    Index("report_by_record", "report", ("record_id",)),
    Index("report_by_captured", "report", ("captured_at",)),
    Index("figure_by_value", "figure", ("variable", "value")),
    Index("places_by_report", "places", ("report",)),
    Index("section_by_report", "section", ("report_id", "number")),
    Index("claim_by_report", "claim", ("report_id",)),
    Index("finding_by_report", "finding", ("report_id",)),
    Index("finding_by_check", "finding", ("check_id",)),
    Index("finding_cell_by_figure", "finding_cell", ("report", "variable")),
    Index("coverage_by_status", "coverage", ("status", "year")),
    Index("revision_by_report", "revision", ("report_id",)),
    Index("rollup_by_variable", "rollup", ("variable", "year")),
    Index("capture_by_url", "capture", ("url",)),
)
"""Made after the rows are in, which is faster than keeping them up row by row."""

# sqlite-utils knows no partial index: nearly every figure is read for certain (archive/figure_rows.py).
IN_DOUBT = "CREATE INDEX figure_in_doubt ON figure (report) WHERE reading >= 10"


def wide_columns(variables: Sequence[Variable], name: str) -> tuple[str, ...]:
    """The figure columns of a wide table, in codebook order: ``row_column``."""
    forms, table = WIDE_TABLES[name]
    mine = [it for it in variables if it.form in forms and it.table == table]
    return tuple(dict.fromkeys(f"{it.row}_{it.column}" for it in mine))


def _wide(variables: Sequence[Variable], name: str) -> Table:
    figures = wide_columns(variables, name)
    return Table(
        name,
        text("report_id", "body") | whole("year") | text("province", "level") | any_value(*figures),
        pk=("report_id",),
        nullable=figures,
        references=(_OF_REPORT,),
    )


def create(db: sqlite3.Connection, variables: Sequence[Variable]) -> None:
    """Make the empty tables and the view of places; ``index`` comes after the rows."""
    create_tables(db, (*TABLES, *(_wide(variables, name) for name in WIDE_TABLES)))
    db.execute(LOCATOR)
    db.execute(SEARCH)


def index(db: sqlite3.Connection) -> None:
    """Make the indexes."""
    create_indexes(db, INDEXES)
    db.execute(IN_DOUBT)


def need_this_schema(database: Path) -> None:
    """Refuse a ``reports.db`` that another version of the program built; publishing replaces it.

    Raises :class:`ArchiveError` for it, ``sqlite3.DatabaseError`` for a file that is no database.
    """
    with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as db:
        row = db.execute("SELECT value FROM build WHERE key = 'schema'").fetchone()
    if row is not None and row[0] != SCHEMA_VERSION:
        raise ArchiveError(
            f"{database} was built by another version (schema {row[0]}, this one reads {SCHEMA_VERSION}):"
            " run gongkai publish, which builds it anew"
        )
