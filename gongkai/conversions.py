"""Jobs given what LibreOffice makes of their documents, before they go to the parser."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from gongkai.convert import convert
from gongkai.settings import MEGABYTE, ParseLimits
from gongkai.workers import Job
from parsers.formats.conversion import Piece, pieces

BATCH_JOBS = 16
BATCH_BYTES = 64 * MEGABYTE
"""LibreOffice starts once for so many jobs; no more of them wait in memory."""


def with_conversions(jobs: Iterable[Job], limits: ParseLimits) -> Iterator[Job]:
    """Yield the jobs in their order, each with the conversions its document needs.

    Most documents need none and only pass through. One over the size limit is not looked into: the
    parser refuses it anyway.
    """
    batch: list[Job] = []
    size = 0
    for job in jobs:
        batch.append(job)
        size += len(job.data)
        if len(batch) >= BATCH_JOBS or size >= BATCH_BYTES:
            yield from _converted(batch, limits)
            batch, size = [], 0
    yield from _converted(batch, limits)


def _converted(batch: list[Job], limits: ParseLimits) -> Iterator[Job]:
    needs: list[list[Piece]] = [
        list(pieces(job.data)) if len(job.data) <= limits.document_bytes else [] for job in batch
    ]
    wanted = [piece for need in needs for piece in need]
    results = convert(wanted) if wanted else {}
    for job, need in zip(batch, needs, strict=True):
        if need:
            yield replace(job, converted={piece.sha256: results[piece.sha256] for piece in need})
        else:
            yield job
