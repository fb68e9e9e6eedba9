"""Jobs given what LibreOffice makes of their documents, before they go to the parser."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from gongkai.convert import convert, office
from gongkai.limited import Ended, LimitedPool
from gongkai.settings import MEGABYTE, ParseLimits
from gongkai.workers import Job
from parsers.formats.containers import told_apart
from parsers.formats.conversion import CONVERSIONS, Piece, pieces
from parsers.formats.sniff import OLE, ZIP, sniff

BATCH_JOBS = 16
BATCH_BYTES = 64 * MEGABYTE
"""LibreOffice starts once for so many jobs; no more of them wait in memory."""

LOOKED_INTO = frozenset({OLE, ZIP})
"""Containers: only a look inside tells whether they, or a member, must be converted."""


def with_conversions(jobs: Iterable[Job], limits: ParseLimits) -> Iterator[Job]:
    """Yield the jobs in their order, each with the conversions its document needs.

    Most documents need none and only pass through. Containers are looked into by a limited child
    process, never here. Without LibreOffice a job that needs it is marked provisional.
    """
    with LimitedPool(pieces_of, limits) as pool:
        batch: list[Job] = []
        size = 0
        for job in jobs:
            batch.append(job)
            size += len(job.data)
            if len(batch) >= BATCH_JOBS or size >= BATCH_BYTES:
                yield from _converted(batch, pool)
                batch, size = [], 0
        yield from _converted(batch, pool)


def pieces_of(job: Job) -> tuple[Piece, ...]:
    """What must be converted for a job's document to be read."""
    return tuple(pieces(job.data))


def _converted(batch: list[Job], pool: LimitedPool[Job, tuple[Piece, ...]]) -> Iterator[Job]:
    suspects = [job for job in batch if _may_need(job.data)]
    # Looking that ended badly gives nothing to convert: the parser meets the same trouble and says so.
    needs = {id(job): need for job, need in pool.run(suspects) if not isinstance(need, Ended)}
    wanted = [piece for need in needs.values() for piece in need]
    results = convert(wanted) if wanted else {}
    for job in batch:
        need = needs.get(id(job), ())
        if need:
            made = {piece.sha256: results[piece.sha256] for piece in need}
            yield replace(job, converted=made, provisional=office() is None)
        else:
            yield job


def _may_need(data: bytes) -> bool:
    kind = sniff(data)
    return kind in LOOKED_INTO or told_apart(kind, data) in CONVERSIONS
