"""Parsing in limited child processes: a hostile document costs its own result and nothing else."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

import parsers
from gongkai.limited import Ended, LimitedPool
from gongkai.settings import MEGABYTE, ParseLimits
from parsers.formats.conversion import Converted
from parsers.jsonform import dumps, to_json
from parsers.model import Finding, Report

Outcome = Literal["parsed", "no-report", "too-large", "too-slow", "too-much-memory", "crashed"]


@dataclass(frozen=True, slots=True)
class Job:
    """One document to parse: ``name`` is what the JSON calls its path; ``data`` are its bytes.

    ``converted`` holds what LibreOffice made of it (:mod:`gongkai.conversions`); most documents need none.
    ``provisional`` marks one whose answer will change once a missing program is installed.
    """

    name: str
    data: bytes
    address: str | None = None
    media_type: str | None = None
    converted: Converted = field(default_factory=dict)
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a job: the JSON text, how it ended, and the seconds it took.

    The text has a line a report; one line for a document without any.
    """

    name: str
    sha256: str
    json_text: str
    outcome: Outcome
    seconds: float
    provisional: bool = False

    @property
    def lines(self) -> list[str]:
        """The JSON of each report of the document."""
        return self.json_text.split("\n")


Parsed = tuple[str, Outcome, float]
"""What a child process answers: the JSON text, how parsing ended, and the seconds it took."""


def parse_one(job: Job) -> Parsed:
    """Parse one document in this process; one over the parser's own size limit is answered, not read."""
    begun = time.perf_counter()
    reports = parsers.parse_all(job.data, job.address, job.media_type, job.converted)
    digest = hashlib.sha256(job.data).hexdigest()
    outcome: Outcome = "no-report" if reports[0].identity is None else "parsed"
    text = "\n".join(dumps(to_json(report, job.name, digest)) for report in reports)
    return text, outcome, time.perf_counter() - begun


def parse_all(
    jobs: Iterable[Job], limits: ParseLimits, work: Callable[[Job], Parsed] = parse_one
) -> Iterator[Result]:
    """Parse every job in limited child processes and yield the results in the order of the jobs.

    A document that is too slow, too hungry or that kills its process gets a result with
    ``report: null`` and a finding that says so.
    """
    with LimitedPool(work, limits) as pool:
        for job, answer in pool.run(jobs):
            digest = hashlib.sha256(job.data).hexdigest()
            if isinstance(answer, Ended):
                message = f"{job.name}：解析未完成（{answer.detail}）；原件不受影响"
                yield refusal(job.name, digest, answer.ending, message, job.media_type)
            else:
                json_text, outcome, seconds = answer
                yield Result(job.name, digest, json_text, outcome, seconds, job.provisional)


def refuse_large(name: str, sha256: str, size: int, limits: ParseLimits) -> Result:
    """Answer for a document over the size limit, which is not read; ``size`` in bytes."""
    limit = limits.document_bytes // MEGABYTE
    message = f"{name}：文件{size / MEGABYTE:.1f}MB，超过{limit}MB的上限，未解析"
    return refusal(name, sha256, "too-large", message)


def refusal(name: str, sha256: str, outcome: Outcome, message: str, media_type: str | None = None) -> Result:
    """Say in the JSON of a document why it could not be parsed; the outcome is the finding's check."""
    finding = Finding(check=outcome, severity="error", message=message)
    report = Report(
        media_type=media_type or "application/octet-stream",
        pages=None,
        identity=None,
        sections=(),
        figures=(),
        claims=(),
        findings=(finding,),
    )
    return Result(name, sha256, dumps(to_json(report, name, sha256)), outcome, 0.0)
