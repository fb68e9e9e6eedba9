"""The rows of one edition: report, figures, places, tables for browsing, text, claims, findings."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from archive import figure_rows
from archive.canonical import canonical
from archive.editions import Edition
from archive.knowledge import WIDE_TABLES, Variable, variable_code
from archive.places import Places
from archive.reports import APPLICANTS, wide_columns
from archive.revisions import Revision
from archive.times import to_text
from parsers.forms import FORMS
from parsers.sense_checks import department_deadline


def state(edition: Edition, has_table: bool) -> str:
    """``unreadable``: a form with tables gave no number; ``flagged``: anything is wrong; else ``clean``."""
    if has_table and not any(figure.value is not None for figure in edition.document.figures):
        return "unreadable"
    doubtful = any(finding.severity in ("error", "warning") for finding in edition.findings)
    return "flagged" if doubtful else "clean"


def on_time(published: str | None, year: int) -> int | None:
    """1 when published by the legal day of the next year, 0 when later, ``None`` when the date is unknown."""
    return None if published is None else int(date.fromisoformat(published) <= department_deadline(year))


def _wide_cells(variables: Sequence[Variable]) -> dict[str, dict[str, tuple[str, ...]]]:
    """By form and table for browsing: the cell of each column; a column the form has not names no cell."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for name, (forms, table) in WIDE_TABLES.items():
        for form in forms:
            cells = {
                f"{it.row}_{it.column}": it.cell for it in variables if it.form == form and it.table == table
            }
            found.setdefault(form, {})[name] = tuple(
                cells.get(it, "") for it in wide_columns(variables, name)
            )
    return found


RequestRow = tuple[str, tuple[str, ...]]
"""A row of section 3: its code and the cells of its seven columns."""


def _request_rows(variables: Sequence[Variable], form: str) -> tuple[RequestRow, ...]:
    """A form's rows of section 3."""
    mine = dict.fromkeys(it.row for it in variables if it.form == form and it.table == "requests")
    return tuple((row, tuple(f"requests.{row}.{column}" for column in APPLICANTS)) for row in mine)


class ReportRows:
    """Writes editions into a database made by ``archive.reports.create``; numbers rows in the order given."""

    def __init__(
        self, db: sqlite3.Connection, variables: Sequence[Variable], rules: set[str], parser_version: str
    ) -> None:
        self._db = db
        self._rules = rules
        self._version = parser_version
        self._by_code = {variable.code: variable for variable in variables}
        self._places = Places(db)
        self._wide = _wide_cells(variables)
        self._requests = {str(form): _request_rows(variables, form) for form in FORMS}
        self._reports = self._sections = self._claims = self._findings = self._revisions = 0
        self.figures = 0

    def add(self, edition: Edition, form_has_table: bool) -> None:
        """Write everything of one edition; it gets the next number for joins."""
        self._reports += 1
        n = self._reports
        self._report(edition, n, form_has_table)
        self._figures(edition, n)
        if edition.latest:
            self._tables(edition)
        self._text(edition)
        self._doubts(edition, n)

    def add_revisions(self, found: Iterable[Revision]) -> None:
        """Write what changed from one version to the next."""
        for it in found:
            self._revisions += 1
            row = (self._revisions, it.report_id, it.previous_id, it.what, it.place, it.old, it.new)
            self._db.execute("INSERT INTO revision VALUES (?, ?, ?, ?, ?, ?, ?)", row)

    def _report(self, edition: Edition, n: int, form_has_table: bool) -> None:
        told = edition.document.outline
        body, first = edition.body, told.first
        severities = [finding.severity for finding in edition.findings]
        start, end = told.period or (None, None)
        values = (
            edition.report_id, n, body.body_id, body.name, body.level, body.province, body.prefecture,
            body.county, body.division_code, edition.year, told.form, told.title, told.published, start, end,
            on_time(told.published, edition.year), first.url, to_text(first.fetched_at), first.record_id,
            told.payload_sha256, told.part, told.media_type, told.pages, state(edition, form_has_table),
            len(severities), severities.count("error"), severities.count("warning"), edition.version,
            int(edition.latest), self._version,
        )  # fmt: skip
        self._db.execute(f"INSERT INTO report VALUES ({', '.join('?' * len(values))})", values)

    def _variable(self, edition: Edition, cell: str) -> Variable | None:
        return self._by_code.get(variable_code(edition.document.outline.form, cell))

    def _figures(self, edition: Edition, n: int) -> None:
        rows, located = [], []
        for it in edition.document.figures:
            variable = self._variable(edition, it.cell)
            if variable is None:
                form = edition.document.outline.form
                raise KeyError(f"{edition.report_id}: the codebook's form {form} has no {it.cell}")
            told = (it.value, it.state, it.raw, it.confidence, it.alternatives)
            rows.append(figure_rows.figure_row(n, variable.n, *told))
            if it.where is not None:
                located.append((variable.n, it.where))
        self._db.executemany(figure_rows.INSERT, rows)
        self._places.add(n, located)
        self.figures += len(rows)

    def _tables(self, edition: Edition) -> None:
        values = {figure.cell: figure.value for figure in edition.document.figures}
        body, form = edition.body, edition.document.outline.form or ""
        head = (edition.report_id, body.name, edition.year, body.province, body.level)
        for name, cells in self._wide.get(form, {}).items():
            row = (*head, *(values.get(cell) for cell in cells))
            self._db.execute(f"INSERT INTO {name} VALUES ({', '.join('?' * len(row))})", row)
        self._db.executemany(
            "INSERT INTO requests VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (edition.report_id, row, *(values.get(cell) for cell in cells))
                for row, cells in self._request_rows(form, values)
            ],
        )

    def _request_rows(self, form: str, values: Mapping[str, object]) -> Sequence[RequestRow]:
        """The rows of section 3 as this report prints it: a mixed report has them of another form."""
        for rows in (self._requests.get(form, ()), *self._requests.values()):
            if rows and all(cell in values for _, cells in rows for cell in cells):
                return rows
        return self._requests.get(form, ())

    def _text(self, edition: Edition) -> None:
        for section in edition.document.sections:
            self._sections += 1
            values = (self._sections, edition.report_id, section.number, section.heading, section.text)
            self._db.execute("INSERT INTO section VALUES (?, ?, ?, ?, ?)", values)
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
