"""Build reports.db from the archive and the registry, aside, and put it into place in one rename.

Nothing here looks at a clock: the same archive, registry and parser version give the same content.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from archive import captures, knowledge, parsings, registry_rows, reports
from archive.across_years import with_year_findings
from archive.attribution import Attributor
from archive.content_hash import content_hash
from archive.coverage import coverage
from archive.database import connect_reader
from archive.documents import Document, ToldFinding, read_document
from archive.editions import Edition, editions
from archive.errors import PublishRefused
from archive.model import Body, Capture, Site
from archive.registry_rows import canonical
from archive.report_rows import ReportRows
from archive.revisions import revisions
from archive.rollup import add_rollups
from archive.times import to_text
from archive.warc import sync_folder
from parsers.forms import FORMS

NAME = "reports.db"


@dataclass(frozen=True, slots=True)
class Published:
    """What was built: the file, how many reports (latest versions) and figures it has, its content hash."""

    path: Path
    reports: int
    figures: int
    content_hash: str


@dataclass(frozen=True, slots=True)
class _KeptOut:
    document: Document
    why: str


def _documents(db: sqlite3.Connection, parser_version: str) -> list[Document]:
    found: list[Document] = []
    for sha256, text in parsings.all_of(db, parser_version):
        condition = "payload_sha256 = ? AND kind IN ('wire', 'dom') AND status IN (200, 304)"
        holders = tuple(captures.select(db, condition, (sha256,)))
        document = read_document(sha256, text, holders) if holders else None
        if document is not None:
            found.append(document)
    return sorted(found, key=lambda it: (it.first.fetched_at, it.payload_sha256))


def _attribute(documents: Sequence[Document], attributor: Attributor) -> tuple[list[Edition], list[_KeptOut]]:
    told: dict[tuple[str, int], list[tuple[Document, tuple[ToldFinding, ...]]]] = defaultdict(list)
    bodies: dict[str, Body] = {}
    kept_out: list[_KeptOut] = []
    for document in documents:
        attribution = attributor.attribute(document)
        if attribution.body is None or document.year is None:
            kept_out.append(_KeptOut(document, attribution.why))
            continue
        bodies[attribution.body.body_id] = attribution.body
        told[(attribution.body.body_id, document.year)].append((document, attribution.findings))
    found = [
        edition
        for (body_id, year), members in sorted(told.items())
        for edition in editions(bodies[body_id], year, members)
    ]
    return sorted(found, key=lambda edition: edition.report_id), kept_out


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


def _add_captures(db: sqlite3.Connection, source: sqlite3.Connection, documents: Sequence[Document]) -> None:
    """The captures that hold reports, the pages they were found on, and the originals revisits refer to."""
    wanted: dict[str, Capture] = {}
    for document in documents:
        for capture in document.captures:
            wanted[capture.record_id] = capture
            row = source.execute(
                "SELECT found_on FROM capture WHERE record_id = ?", (capture.record_id,)
            ).fetchone()
            if row[0] is not None:
                condition = "url = ? AND revisit_of IS NULL AND status = 200"
                wanted.update((it.record_id, it) for it in captures.select(source, condition, (row[0],)))
    for capture in list(wanted.values()):
        original = captures.by_id(source, capture.revisit_of) if capture.revisit_of else None
        if original is not None:
            wanted[original.record_id] = original
    db.executemany(
        f"INSERT INTO capture VALUES ({'?, ' * 12}?)",
        [
            (
                it.record_id, it.url, it.site, to_text(it.fetched_at), it.status, it.media_type,
                it.payload_sha256, it.size, it.warc, it.offset, it.length, it.revisit_of, it.kind,
            )
            for _, it in sorted(wanted.items())
        ],
    )  # fmt: skip


def _has_table(form: str | None) -> bool:
    # The reports before 2014 had no national table; a report whose form was not recognised should have one.
    return form is None or form in FORMS


def _build(
    db: sqlite3.Connection,
    source: sqlite3.Connection,
    sites: Mapping[str, Site],
    bodies: Mapping[str, Body],
    parser_version: str,
) -> int:
    variables = knowledge.variables()
    reports.create(db, variables)
    db.execute("BEGIN")
    rules = _add_knowledge(db, variables)
    documents = _documents(source, parser_version)
    found, kept_out = _attribute(documents, Attributor(sites, bodies))
    found = with_year_findings(found, variables)
    latest = {(it.body.body_id, it.year): it.report_id for it in found if it.latest}
    rows = ReportRows(db, variables, rules, parser_version)
    _add_bodies(db, bodies, latest)
    _add_captures(db, source, documents)
    for n, edition in enumerate(found, 1):
        rows.add(edition, n, _has_table(edition.document.form))
    _add_rest(db, source, sites, bodies, found, kept_out, latest)
    build = {"schema": reports.SCHEMA_VERSION, "parser_version": parser_version}
    db.executemany("INSERT INTO build VALUES (?, ?)", sorted(build.items()))
    db.execute("COMMIT")
    db.executescript(reports.INDEXES)
    db.execute("INSERT INTO section_fts (section_fts) VALUES ('optimize')")
    db.execute("ANALYZE")
    return rows.figures


def _add_rest(
    db: sqlite3.Connection,
    source: sqlite3.Connection,
    sites: Mapping[str, Site],
    bodies: Mapping[str, Body],
    found: Sequence[Edition],
    kept_out: Sequence[_KeptOut],
    latest: Mapping[tuple[str, int], str],
) -> None:
    chains: dict[tuple[str, int], list[Edition]] = defaultdict(list)
    for edition in found:
        chains[(edition.body.body_id, edition.year)].append(edition)
    number = 0
    for _, chain in sorted(chains.items()):
        chain.sort(key=lambda edition: edition.version)
        for previous, edition in pairwise(chain):
            for it in revisions(previous, edition):
                number += 1
                values = (number, it.report_id, it.previous_id, it.what, it.place, it.old, it.new)
                db.execute("INSERT INTO revision VALUES (?, ?, ?, ?, ?, ?, ?)", values)
    db.executemany(
        "INSERT INTO kept_out VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                it.document.payload_sha256, it.document.first.record_id, it.document.first.url,
                it.document.first.site, it.document.body, it.document.year, it.document.title, it.why,
            )
            for it in kept_out
        ],
    )  # fmt: skip
    db.executemany(
        "INSERT INTO coverage VALUES (?, ?, ?, ?)",
        [(it.body_id, it.year, it.status, it.report_id) for it in coverage(source, sites, bodies, latest)],
    )
    add_rollups(db)
    for run_id, started, finished, reason, counts in source.execute(
        "SELECT run_id, started, finished, reason, counts FROM run ORDER BY run_id"
    ):
        row = (run_id, started, finished, reason, canonical(json.loads(counts)))
        db.execute("INSERT INTO run VALUES (?, ?, ?, ?, ?)", row)


def _reports_of(path: Path) -> set[tuple[str, int]]:
    if not path.exists():
        return set()
    with contextlib.closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as db:
        return set(db.execute("SELECT body_id, year FROM report WHERE latest = 1"))


def _refuse_loss(before: set[tuple[str, int]], after: set[tuple[str, int]]) -> None:
    lost = sorted(before - after)
    if lost:
        some = ", ".join(f"{body} {year}" for body, year in lost[:5]) + (", …" if len(lost) > 5 else "")
        raise PublishRefused(
            f"the new build lacks {len(lost)} reports that reports.db has ({some});"
            " the present file stays. Publish with --allow-shrink if that is right"
        )


def publish(
    folder: Path,
    *,
    bodies: Sequence[Body],
    sites: Sequence[Site],
    parser_version: str,
    allow_shrink: bool = False,
) -> Published:
    """Build ``reports.db`` in the data folder from its archive.db and the registry rows given.

    Rows the archive kept with its runs fill in what the registry given lacks. Raises
    ``PublishRefused`` when the build lacks reports the present file has and ``allow_shrink`` is false;
    the present file stays as it is then, as after any other error.
    """
    target = folder / NAME
    aside = folder / f".{NAME}.{os.getpid()}.new"
    aside.unlink(missing_ok=True)
    try:
        with (
            contextlib.closing(connect_reader(folder)) as source,
            contextlib.closing(sqlite3.connect(aside, isolation_level=None)) as db,
        ):
            source.execute("BEGIN")
            kept_sites, kept_bodies = registry_rows.latest(source)
            kept_sites.update({site.site_id: site for site in sites})
            kept_bodies.update({body.body_id: body for body in bodies})
            db.execute("PRAGMA journal_mode = OFF")
            db.execute("PRAGMA synchronous = OFF")
            figures = _build(db, source, kept_sites, kept_bodies, parser_version)
        after = _reports_of(aside)
        if not allow_shrink:
            _refuse_loss(_reports_of(target), after)
        with aside.open("rb") as file:
            os.fsync(file.fileno())
        aside.rename(target)
        sync_folder(folder)
    finally:
        aside.unlink(missing_ok=True)
    return Published(target, len(after), figures, content_hash(target))
