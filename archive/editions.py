"""From documents to reports: which document is the report, which are earlier versions, which copies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from archive.documents import Document, ToldFinding
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


def _lineages(documents: Sequence[Document]) -> list[list[Document]]:
    """Documents by address (a rendered page apart from its source), oldest first; fullest lineage first."""
    by_place: dict[tuple[str, str], list[Document]] = defaultdict(list)
    for document in documents:
        by_place[(document.first.kind, document.first.url)].append(document)
    chains = [
        sorted(chain, key=lambda it: (it.first.fetched_at, it.payload_sha256))
        for _, chain in sorted(by_place.items())
    ]
    # Sorting is stable: of equally full chains the one seen first, then the lower address, is the report.
    chains.sort(key=lambda chain: chain[0].first.fetched_at)
    chains.sort(key=lambda chain: chain[-1].fullness, reverse=True)
    return chains


def _without_repeats(chain: Sequence[Document]) -> list[Document]:
    """A page whose frame changed but not its report (a counter of visits) is no new version."""
    kept: list[Document] = []
    for document in chain:
        if not kept or kept[-1].content != document.content:
            kept.append(document)
    return kept


def compare(report: Document, other: Document) -> tuple[ToldFinding, ...]:
    """Name another document of the same report, and each cell on which the two state different numbers."""
    theirs = {figure.cell: figure for figure in other.figures}
    found = [
        ToldFinding(
            "document-copy", "info", (), None, other.first.url, f"同一报告另有文件：{other.first.url}"
        )
    ]
    if report.form != other.form:
        return tuple(found)
    for figure in report.figures:
        their = theirs.get(figure.cell)
        if their is None or figure.value is None or their.value is None or figure.value == their.value:
            continue
        message = f"{figure.cell}：本文件为{figure.value}，另一文件（{other.first.url}）为{their.value}"
        found.append(
            ToldFinding("documents-disagree", "warning", (figure.cell,), their.value, figure.value, message)
        )
    return tuple(found)


def editions(
    body: Body, year: int, told: Sequence[tuple[Document, tuple[ToldFinding, ...]]]
) -> list[Edition]:
    """The versions of one body's report for one year, oldest first.

    ``told`` holds its documents with the findings of their attribution. Copies are named in the
    findings of the latest version.
    """
    notes = {document.payload_sha256: findings for document, findings in told}
    chains = _lineages([document for document, _ in told])
    versions = _without_repeats(chains[0])
    found: list[Edition] = []
    for number, document in enumerate(versions, 1):
        latest = number == len(versions)
        findings = document.findings + notes[document.payload_sha256]
        if latest:
            for chain in chains[1:]:
                findings += compare(document, chain[-1])
        suffix = "" if number == 1 else f".v{number}"
        found.append(
            Edition(f"{body.body_id}-{year}{suffix}", body, year, number, latest, document, findings)
        )
    return found
