"""From documents to reports: which document is the report, which are earlier versions, which copies."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from operator import itemgetter

from archive.documents import Document, Outline, ToldFinding
from archive.model import Body


@dataclass(frozen=True, slots=True)
class Edition:
    """One version of one body's report for one year, with all findings about it."""

    report_id: str
    body: Body
    year: int
    version: int
    latest: bool
    document: Document
    findings: tuple[ToldFinding, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """How the documents of one body's year are ordered: versions oldest first, and copies of the latest."""

    body: Body
    year: int
    versions: tuple[Outline, ...]
    copies: tuple[Outline, ...]
    notes: Mapping[tuple[str, int], tuple[ToldFinding, ...]]


def _lineages(documents: Sequence[Outline]) -> list[list[Outline]]:
    """What stood at each address (a rendered page apart from its source) in turn; fullest lineage first.

    Of two at one address in one payload (a ZIP with the report as DOCX and as PDF) none is a version of the
    other: the first of each payload are one lineage, the second another.
    """
    beside: Counter[str] = Counter()
    seen: dict[tuple[bool, str, int], list[_Sight]] = defaultdict(list)
    for document in sorted(documents, key=lambda it: it.part):
        beside[document.payload_sha256] += 1
        for at, capture in enumerate(document.captures):
            place = (capture.kind == "dom", capture.url, beside[document.payload_sha256])
            seen[place].append((capture.fetched_at, document.payload_sha256, at, document))
    chains = [_in_turn(sights) for _, sights in sorted(seen.items())]
    # Sorting is stable: of equally full chains the one seen first, then the lower address, is the report.
    chains.sort(key=lambda chain: chain[0].first.fetched_at)
    chains.sort(key=lambda chain: chain[-1].fullness, reverse=True)
    return chains


_Sight = tuple[datetime, str, int, Outline]
"""When a document was seen at an address, its payload, by which of its captures, and the document."""


def _in_turn(sights: Sequence[_Sight]) -> list[Outline]:
    """The documents of one address as they followed each other, each from the capture on that saw it come.

    One that came back after another stands twice; an answer that was cut off counts where none came whole.
    """
    whole = [sight for sight in sights if not sight[-1].torn] or sights
    runs = groupby(sorted(whole, key=itemgetter(0, 1, 2)), key=itemgetter(1))
    came = (next(run) for _, run in runs)
    return [_from(document, at) for *_, at, document in came]


def _from(document: Outline, at: int) -> Outline:
    """A document with that capture first; the others stay, for the parser read one of them."""
    return replace(document, captures=(*document.captures[at:], *document.captures[:at]))


def _without_repeats(chain: Sequence[Outline]) -> tuple[Outline, ...]:
    """A page whose frame changed but not its report (a counter of visits) is no new version."""
    kept: list[Outline] = []
    for document in chain:
        if not kept or kept[-1].content != document.content:
            kept.append(document)
    return tuple(kept)


def plan(body: Body, year: int, told: Sequence[tuple[Outline, tuple[ToldFinding, ...]]]) -> Plan:
    """Order a body's documents for a year; ``told`` holds them with the findings of their attribution."""
    chains = _lineages([document for document, _ in told])
    notes = {(document.payload_sha256, document.line): findings for document, findings in told}
    # What is or was the report itself is no copy of it, wherever else it stands.
    versions = {(it.payload_sha256, it.line) for it in chains[0]}
    copies = {(it.payload_sha256, it.line): it for *_, it in reversed(chains[1:])}
    others = tuple(copies[key] for key in reversed(copies) if key not in versions)
    return Plan(body, year, _without_repeats(chains[0]), others, notes)


def report_id(body_id: str, year: int, version: int) -> str:
    """The permanent readable id: ``640200-wjw-2020``, then ``640200-wjw-2020.v2`` and so on."""
    return f"{body_id}-{year}" if version == 1 else f"{body_id}-{year}.v{version}"


def latest_id(it: Plan) -> str:
    """The id of the latest version."""
    return report_id(it.body.body_id, it.year, len(it.versions))


def compare(report: Document, other: Document) -> tuple[ToldFinding, ...]:
    """Name another document of the same report, and each cell on which the two state different numbers."""
    theirs = {figure.cell: figure for figure in other.figures}
    there = other.outline.address
    found = [ToldFinding("document-copy", "info", (), None, there, f"同一报告另有文件：{there}")]
    if report.outline.form != other.outline.form:
        return tuple(found)
    for figure in report.figures:
        their = theirs.get(figure.cell)
        if their is None or figure.value is None or their.value is None or figure.value == their.value:
            continue
        message = f"{figure.cell}：本文件为{figure.value}，另一文件（{there}）为{their.value}"
        found.append(
            ToldFinding("documents-disagree", "warning", (figure.cell,), their.value, figure.value, message)
        )
    return tuple(found)


def editions(it: Plan, load: Callable[[Outline], Document]) -> list[Edition]:
    """The versions of one body's report for one year, oldest first; ``load`` fetches a whole document.

    Copies are named in the findings of the latest version.
    """
    found: list[Edition] = []
    for version, outline in enumerate(it.versions, 1):
        latest = version == len(it.versions)
        document = load(outline)
        findings = document.findings + it.notes[(outline.payload_sha256, outline.line)]
        if latest:
            for copy in it.copies:
                findings += compare(document, load(copy))
        key = report_id(it.body.body_id, it.year, version)
        found.append(Edition(key, it.body, it.year, version, latest, document, findings))
    return found
