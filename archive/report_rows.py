"""The rows of one edition: report, figures, places, tables for browsing, text, claims, findings."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import date

from archive.coverage import due
from archive.documents import ToldFigure
from archive.editions import Edition
from archive.knowledge import WIDE_TABLES, Variable
from archive.registry_rows import canonical
from archive.reports import wide_columns
from archive.search_text import fold
from archive.times import to_text

_APPLICANTS = ("natural_person", "business", "research", "social_welfare", "legal_service", "other", "total")


def state(edition: Edition, has_table: bool) -> str:
    """``unreadable``: a form with tables gave no number; ``flagged``: anything is wrong; else ``clean``."""
    if has_table and not any(figure.value is not None for figure in edition.document.figures):
        return "unreadable"
    doubtful = any(finding.severity in ("error", "warning") for finding in edition.findings)
    return "flagged" if doubtful else "clean"


def on_time(published: str | None, year: int) -> int | None:
    """1 when published by 31 January of the next year, 0 when later, ``None`` when the date is unknown."""
    return None if published is None else int(date.fromisoformat(published) <= due(year))


class ReportRows:
    """Writes editions into a database made by ``archive.reports.create``; numbers rows in the order given."""

    def __init__(
        self, db: sqlite3.Connection, variables: Sequence[Variable], rules: set[str], parser_version: str
    ) -> None:
        self._db = db
        self._variables = variables
        self._rules = rules
        self._version = parser_version
        self._by_code = {variable.code: variable for variable in variables}
        self._wide = {name: wide_columns(variables, name) for name in WIDE_TABLES}
        self._sections = self._claims = self._findings = 0
        self.figures = 0

    def add(self, edition: Edition, n: int, form_has_table: bool) -> None:
        """Write everything of one edition; ``n`` is its number for joins."""
        self._report(edition, n, form_has_table)
        self._figures(edition, n)
        if edition.latest:
            self._tables(edition)
        self._text(edition)
        self._doubts(edition, n)

    def _report(self, edition: Edition, n: int, form_has_table: bool) -> None:
        body, told, first = edition.body, edition.document, edition.document.first
        severities = [finding.severity for finding in edition.findings]
        start, end = told.period or (None, None)
        values = (
            edition.report_id, n, body.body_id, body.name, body.level, body.province, body.prefecture,
            body.county, body.division_code, edition.year, told.form, told.title, told.published, start, end,
            on_time(told.published, edition.year), first.url, to_text(first.fetched_at), first.record_id,
            told.payload_sha256, told.media_type, told.pages, state(edition, form_has_table), len(severities),
            severities.count("error"), severities.count("warning"), edition.version, int(edition.latest),
            self._version,
        )  # fmt: skip
        self._db.execute(f"INSERT INTO report VALUES ({', '.join('?' * len(values))})", values)

    def _variable(self, edition: Edition, cell: str) -> Variable | None:
        return self._by_code.get(f"{edition.document.form}:{cell}")

    def _figures(self, edition: Edition, n: int) -> None:
        rows, places = [], []
        for figure in edition.document.figures:
            variable = self._variable(edition, figure.cell)
            if variable is None:
                raise KeyError(
                    f"{edition.report_id}: the codebook's form {edition.document.form} has no {figure.cell}"
                )
            rows.append(
                (
                    n,
                    variable.n,
                    figure.value,
                    figure.state,
                    figure.raw,
                    figure.confidence,
                    figure.alternatives,
                )
            )
            if figure.where is not None:
                places.append((n, variable.n, figure.where))
        self._db.executemany("INSERT INTO figure VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
        self._db.executemany("INSERT INTO locator VALUES (?, ?, ?)", places)
        self.figures += len(rows)

    def _tables(self, edition: Edition) -> None:
        figures = {figure.cell: figure for figure in edition.document.figures}
        body = edition.body
        for name, (forms, table) in WIDE_TABLES.items():
            if edition.document.form not in forms:
                continue
            cells = {
                f"{variable.row}_{variable.column}": figures[variable.cell].value
                for variable in self._variables
                if variable.form == edition.document.form
                and variable.table == table
                and variable.cell in figures
            }
            head = (edition.report_id, body.name, edition.year, body.province, body.level)
            values = (*head, *(cells.get(column) for column in self._wide[name]))
            self._db.execute(f"INSERT INTO {name} VALUES ({', '.join('?' * len(values))})", values)
        self._requests(edition, figures)

    def _requests(self, edition: Edition, figures: Mapping[str, ToldFigure]) -> None:
        mine = [it for it in self._variables if it.form == edition.document.form and it.table == "requests"]
        for row in dict.fromkeys(variable.row for variable in mine):
            first = next(variable for variable in mine if variable.row == row)
            cells = [figures.get(f"requests.{row}.{column}") for column in _APPLICANTS]
            values = [None if cell is None else cell.value for cell in cells]
            self._db.execute(
                "INSERT INTO requests VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (edition.report_id, row, first.row_kind, first.row_label, *values),
            )

    def _text(self, edition: Edition) -> None:
        for section in edition.document.sections:
            self._sections += 1
            values = (self._sections, edition.report_id, section.number, section.heading, section.text)
            self._db.execute("INSERT INTO section VALUES (?, ?, ?, ?, ?)", values)
            self._db.execute(
                "INSERT INTO section_fts (rowid, heading, text) VALUES (?, ?, ?)",
                (self._sections, fold(section.heading), fold(section.text)),
            )
        for claim in edition.document.claims:
            self._claims += 1
            row = (self._claims, edition.report_id, claim.about, claim.value, claim.sentence, claim.where)
            self._db.execute("INSERT INTO claim VALUES (?, ?, ?, ?, ?, ?)", row)

    def _doubts(self, edition: Edition, n: int) -> None:
        for finding in edition.findings:
            self._findings += 1
            if finding.check not in self._rules:
                self._rules.add(finding.check)
                unlisted = "此项不在检查表中。", "This check is not in the table of checks."
                self._db.execute(
                    "INSERT INTO check_rule VALUES (?, ?, '', '', ?, ?)",
                    (finding.check, finding.severity, *unlisted),
                )
            self._db.execute(
                "INSERT INTO finding VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    self._findings, edition.report_id, finding.check, finding.severity,
                    canonical(list(finding.cells)), finding.expected, finding.actual, finding.message,
                ),
            )  # fmt: skip
            named = (self._variable(edition, cell) for cell in dict.fromkeys(finding.cells))
            self._db.executemany(
                "INSERT INTO finding_cell VALUES (?, ?, ?)",
                [(self._findings, n, variable.n) for variable in named if variable is not None],
            )
