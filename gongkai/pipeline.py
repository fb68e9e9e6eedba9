"""The order of the work: files or archived documents through the parser, and the archive into reports.db."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from archive.errors import RecordDamaged, RecordMissing
from archive.model import Capture
from archive.publish import Published, publish
from archive.store import Archive
from crawler.registry import registry
from gongkai.conversions import with_conversions
from gongkai.progress import bar
from gongkai.settings import ParseLimits, Settings
from gongkai.workers import Job, Result, parse_all, refuse_large
from parsers import VERSION


@dataclass(frozen=True, slots=True)
class ParseSummary:
    """What a pass over the archive did: reports read, documents that are none, those that failed.

    ``waiting`` counts documents that need a program which is not installed; they are read next time.
    ``damaged`` tells of each whose record the archive cannot give: address, file, byte and reason.
    """

    parsed: int
    not_reports: int
    failed: int
    waiting: int
    damaged: tuple[str, ...] = ()


def parse_files(paths: Sequence[Path], limits: ParseLimits) -> Iterator[Result]:
    """Parse files from disk, in order; one over the size limit is hashed and refused, never loaded."""
    batch: list[Path] = []
    for path in paths:
        if path.stat().st_size <= limits.document_bytes:
            batch.append(path)
            continue
        yield from parse_all(with_conversions(_file_jobs(batch), limits), limits)
        batch = []
        yield _refuse_large(path, limits)
    yield from parse_all(with_conversions(_file_jobs(batch), limits), limits)


def parse_archived(settings: Settings) -> ParseSummary:
    """Parse every archived document this parser version has not read, and keep each result at once.

    Interrupted at any moment it loses only what was in flight: the next call goes on where it stopped.
    """
    counts = {"parsed": 0, "no-report": 0}
    failed = waiting = 0
    damaged: list[str] = []
    with Archive.open(settings.data) as archive:
        captures = list(archive.unparsed(VERSION))
        with bar("解析 parse", len(captures)) as shown:
            jobs = with_conversions(_archived_jobs(archive, captures, damaged), settings.limits)
            for result in parse_all(jobs, settings.limits):
                shown.step(result.name)
                if result.provisional:
                    waiting += 1
                    continue
                archive.record_parsing(
                    result.sha256, VERSION, result.json_text, result.outcome, result.seconds
                )
                if result.outcome in counts:
                    counts[result.outcome] += len(result.lines)
                else:
                    failed += 1
    return ParseSummary(counts["parsed"], counts["no-report"], failed, waiting, tuple(damaged))


def publish_reports(settings: Settings, allow_shrink: bool = False) -> Published:
    """Build reports.db from the archive and put it in place of the last one.

    Sites and bodies are those the archive keeps with its runs. The registry's other bodies are at hand
    too: a report found on somebody else's site is then given to the body that wrote it.
    """
    return publish(
        settings.data,
        bodies=registry().bodies,
        sites=(),
        parser_version=VERSION,
        allow_shrink=allow_shrink,
    )


def _file_jobs(paths: Sequence[Path]) -> Iterator[Job]:
    for path in paths:
        yield Job(name=str(path), data=path.read_bytes())


def _archived_jobs(archive: Archive, captures: Sequence[Capture], damaged: list[str]) -> Iterator[Job]:
    """The documents as jobs; one whose record is damaged is told in ``damaged`` and costs no other."""
    for capture in captures:
        try:
            data = archive.payload(capture)
        except (RecordDamaged, RecordMissing) as error:
            damaged.append(f"{capture.url}: {error}")
            continue
        yield Job(name=capture.url, data=data, address=capture.url, media_type=capture.media_type)


def _refuse_large(path: Path, limits: ParseLimits) -> Result:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return refuse_large(str(path), digest, path.stat().st_size, limits)
