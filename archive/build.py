"""Fill an empty reports.db, one body's year at a time: what is held in memory stays small."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from itertools import pairwise

from archive import captures, knowledge, parsings, reports, sections
from archive.across_years import as_report, with_year_findings
from archive.attribution import Attributor
from archive.canonical import canonical
from archive.coverage import coverage
from archive.documents import Document, Outline, ToldFinding, read_document, read_outlines
from archive.editions import Edition, Plan, editions, latest_id, plan
from archive.errors import ArchiveError
from archive.model import Body, Capture, Site
from archive.report_rows import ReportRows
from archive.revisions import revisions
from archive.rollup import add_rollups
from archive.times import to_text
from parsers.forms import FORMS
from parsers.model import Report


@dataclass(frozen=True, slots=True)
class Registry:
    """The registry rows a build works with, by id.

    ``bodies`` are all a report may turn out to be of; ``covered`` are the ids of those a run or a site
    names. Only these, and bodies a report was found of, are listed with their years.
    """

    sites: Mapping[str, Site]
    bodies: Mapping[str, Body]
    covered: frozenset[str]

    def listed(self, holders: Iterable[str]) -> dict[str, Body]:
        """The bodies to list, given the ids of those that have reports."""
        wanted = self.covered | set(holders)
        return {key: body for key, body in self.bodies.items() if key in wanted}


@dataclass(frozen=True, slots=True)
class _KeptOut:
    document: Outline
    why: str


def _outlines(source: sqlite3.Connection, parser_version: str) -> Iterator[Outline]:
    condition = "payload_sha256 = ? AND kind IN ('wire', 'dom', 'file') AND status IN (200, 304)"
    torn = captures.torn(source)
    for sha256, text in parsings.all_of(source, parser_version):
        outlines = tuple(read_outlines(sha256, text, ()))
        holders = tuple(captures.select(source, condition, (sha256,))) if outlines else ()
        if holders:
            cut = all(capture.record_id in torn for capture in holders)
            yield from (replace(outline, captures=holders, torn=cut) for outline in outlines)


def _plans(documents: Sequence[Outline], attributor: Attributor) -> tuple[list[Plan], list[_KeptOut]]:
    """Whose documents they are; plans come by body and year."""
    told: dict[tuple[str, int], list[tuple[Outline, tuple[ToldFinding, ...]]]] = defaultdict(list)
    bodies: dict[str, Body] = {}
    kept_out: list[_KeptOut] = []
    for document in documents:
        attribution = attributor.attribute(document)
        if attribution.body is None or document.year is None:
            kept_out.append(_KeptOut(document, attribution.why))
            continue
        bodies[attribution.body.body_id] = attribution.body
        told[(attribution.body.body_id, document.year)].append((document, attribution.findings))
    found = [plan(bodies[body_id], year, members) for (body_id, year), members in sorted(told.items())]
    return found, kept_out


def _add_knowledge(db: sqlite3.Connection, variables: Sequence[knowledge.Variable]) -> set[str]:
    db.executemany(
        "INSERT INTO variable VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                it.code, it.n, it.cell, it.form, it.table, it.row, it.column, it.label_zh, it.label_en,
                it.unit, it.comparable_from, it.comparable_to, it.kind,
            )
            for it in variables
        ],
    )  # fmt: skip
    db.executemany(
        "INSERT INTO form_cell VALUES (?, ?, ?, ?, ?, ?, ?, ?)", map(astuple, knowledge.form_cells())
    )
    rules = knowledge.rules()
    db.executemany(
        "INSERT INTO check_rule VALUES (?, ?, ?, ?, ?, ?)",
        [(it.check_id, it.severity, it.formula, it.forms, it.wording_zh, it.wording_en) for it in rules],
    )
    return {rule.check_id for rule in rules}


def _add_bodies(
    db: sqlite3.Connection, bodies: Mapping[str, Body], found: Mapping[tuple[str, int], str]
) -> None:
    for body_id, body in sorted(bodies.items()):
        years = sum(holder == body_id for holder, _ in found)
        predecessors = json.dumps(list(body.predecessors), ensure_ascii=False)
        db.execute(
            "INSERT INTO body VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                body_id, body.name, body.level, body.province, body.prefecture, body.county,
                body.division_code, predecessors, body.note, years,
            ),
        )  # fmt: skip


def _add_captures(db: sqlite3.Connection, source: sqlite3.Connection, documents: Sequence[Outline]) -> None:
    """The captures that hold reports, the pages they were found on, and the originals revisits refer to."""
    wanted: dict[str, Capture] = {}
    pages: set[str] = set()
    for document in documents:
        for capture in document.captures:
            wanted[capture.record_id] = capture
            query = "SELECT found_on FROM capture WHERE record_id = ? AND found_on IS NOT NULL"
            pages.update(url for (url,) in source.execute(query, (capture.record_id,)))
    for url in sorted(pages):
        condition = "url = ? AND revisit_of IS NULL AND status = 200"
        wanted.update((it.record_id, it) for it in captures.select(source, condition, (url,)))
    for capture in list(wanted.values()):
        original = captures.by_id(source, capture.revisit_of) if capture.revisit_of else None
        if original is not None:
            wanted[original.record_id] = original
    origins = captures.origins(source)
    db.executemany(
        f"INSERT INTO capture VALUES ({'?, ' * 13}?)",
        [
            (
                it.record_id, it.url, it.site, to_text(it.fetched_at), it.status, it.media_type,
                it.payload_sha256, it.size, it.warc, it.offset, it.length, it.revisit_of, it.kind,
                origins.get(it.record_id),
            )
            for _, it in sorted(wanted.items())
        ],
    )  # fmt: skip


def _has_table(form: str | None) -> bool:
    # The reports before 2014 had no national table; a report whose form was not recognised should have one.
    return form is None or form in FORMS


class _Editions:
    """Every edition by body, year and version, each latest one checked against the year before."""

    def __init__(self, source: sqlite3.Connection, parser_version: str, units: Mapping[str, str]) -> None:
        self._source = source
        self._version = parser_version
        self._units = units
        self._last: tuple[Edition, Report] | None = None

    def of(self, it: Plan) -> list[Edition]:
        """A plan's editions; plans must be asked for in their order."""
        found = editions(it, self._load)
        told = as_report(found[-1], self._units)
        if self._last is not None:
            edition, report = self._last
            if edition.body.body_id == it.body.body_id and edition.year == it.year - 1:
                found[-1] = with_year_findings(found[-1], report, told)
        self._last = found[-1], told
        return found

    def _load(self, outline: Outline) -> Document:
        text = parsings.find(self._source, outline.payload_sha256, self._version)
        if text is None:
            raise ArchiveError(f"the parsing of {outline.payload_sha256} vanished while publishing")
        return read_document(outline, text)


def build(db: sqlite3.Connection, source: sqlite3.Connection, registry: Registry, parser_version: str) -> int:
    """Fill an empty database from an open archive.db; returns how many figures it holds."""
    variables = knowledge.variables()
    reports.create(db, variables)
    db.execute("BEGIN")
    rules = _add_knowledge(db, variables)
    documents = sorted(
        _outlines(source, parser_version), key=lambda it: (it.first.fetched_at, it.payload_sha256, it.line)
    )
    plans, kept_out = _plans(documents, Attributor(registry.sites, registry.bodies))
    latest = {(it.body.body_id, it.year): latest_id(it) for it in plans}
    listed = registry.listed(body_id for body_id, _ in latest)
    _add_bodies(db, listed, latest)
    _add_captures(db, source, documents)
    rows = ReportRows(db, variables, rules, parser_version)
    maker = _Editions(source, parser_version, {it.code: it.unit for it in variables})
    for it in plans:
        found = maker.of(it)
        for edition in found:
            rows.add(edition, _has_table(edition.document.outline.form))
        for previous, edition in pairwise(found):
            rows.add_revisions(revisions(previous, edition))
    _add_kept_out(db, kept_out)
    found_or_not = coverage(source, registry.sites, listed, latest)
    cells = [(it.body_id, it.year, it.status, it.report_id) for it in found_or_not]
    db.executemany("INSERT INTO coverage VALUES (?, ?, ?, ?)", cells)
    add_rollups(db)
    sections.settle(db)
    _add_runs(db, source)
    told = {"schema": reports.SCHEMA_VERSION, "parser_version": parser_version}
    db.executemany("INSERT INTO build VALUES (?, ?)", sorted(told.items()))
    db.execute("COMMIT")
    reports.index(db)
    db.execute("INSERT INTO section_fts (section_fts) VALUES ('optimize')")
    db.execute("ANALYZE")
    return rows.figures


def _add_kept_out(db: sqlite3.Connection, kept_out: Sequence[_KeptOut]) -> None:
    db.executemany(
        "INSERT INTO kept_out VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                it.document.payload_sha256, it.document.part, it.document.first.record_id,
                it.document.first.url, it.document.first.site, it.document.body, it.document.year,
                it.document.title, it.why,
            )
            for it in kept_out
        ],
    )  # fmt: skip


def _add_runs(db: sqlite3.Connection, source: sqlite3.Connection) -> None:
    for run_id, started, finished, reason, counts in source.execute(
        "SELECT run_id, started, finished, reason, counts FROM run ORDER BY run_id"
    ):
        row = (run_id, started, finished, reason, canonical(json.loads(counts)))
        db.execute("INSERT INTO run VALUES (?, ?, ?, ?, ?)", row)
