"""Parsing in limited child processes: a hostile document costs its own result and nothing else."""

from __future__ import annotations

import hashlib
import multiprocessing
import resource
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import TimeoutError as FutureTimeout
from dataclasses import dataclass, field
from typing import Literal

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from gongkai.settings import ParseLimits
from parsers import parse
from parsers.formats.conversion import Converted
from parsers.jsonform import dumps, to_json
from parsers.model import Finding, Report

Outcome = Literal["parsed", "no-report", "too-large", "too-slow", "too-much-memory", "crashed"]


@dataclass(frozen=True, slots=True)
class Job:
    """One document to parse: ``name`` is what the JSON calls its path; ``data`` are its bytes.

    ``converted`` holds what LibreOffice made of it (:mod:`gongkai.conversions`); most documents need none.
    """

    name: str
    data: bytes
    address: str | None = None
    media_type: str | None = None
    converted: Converted = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a job: the JSON text (always one line), how it ended, and the seconds it took."""

    name: str
    sha256: str
    json_text: str
    outcome: Outcome
    seconds: float


Pending = ProcessFuture[tuple[str, Outcome, float]]
Work = Callable[[Job], tuple[str, Outcome, float]]
"""What a child process does with a job: give its JSON text, how it ended, and the seconds it took."""


def parse_one(job: Job) -> tuple[str, Outcome, float]:
    """Parse one document in this process."""
    begun = time.perf_counter()
    report = parse(job.data, job.address, job.media_type, job.converted)
    digest = hashlib.sha256(job.data).hexdigest()
    outcome: Outcome = "no-report" if report.identity is None else "parsed"
    return dumps(to_json(report, job.name, digest)), outcome, time.perf_counter() - begun


def parse_all(jobs: Iterable[Job], limits: ParseLimits, work: Work = parse_one) -> Iterator[Result]:
    """Parse every job in limited child processes and yield the results in the order of the jobs.

    At most ``2 × workers`` documents are held in memory. A document that is too large, too slow, too
    hungry or that kills its process gets a result with ``report: null`` and a finding that says so.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["parsers.document", "parsers.jsonform"])
    with ProcessPool(
        max_workers=limits.workers,
        max_tasks=200,
        initializer=_limit_memory,
        initargs=[limits.memory_bytes],
        context=context,
    ) as pool:
        waiting: deque[tuple[Job, Pending | None]] = deque()
        try:
            for job in jobs:
                waiting.append((job, _schedule(pool, work, job, limits)))
                if len(waiting) >= 2 * limits.workers:
                    yield _collect(*waiting.popleft(), limits)
            while waiting:
                yield _collect(*waiting.popleft(), limits)
        except BaseException:
            pool.stop()  # type: ignore[no-untyped-call]
            raise


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


def _schedule(pool: ProcessPool, work: Work, job: Job, limits: ParseLimits) -> Pending | None:
    if len(job.data) > limits.document_bytes:
        return None
    return pool.schedule(work, args=[job], timeout=limits.seconds)


def _collect(job: Job, future: Pending | None, limits: ParseLimits) -> Result:
    digest = hashlib.sha256(job.data).hexdigest()

    def refused(outcome: Outcome, message: str) -> Result:
        return refusal(job.name, digest, outcome, message, job.media_type)

    if future is None:
        return refused("too-large", too_large_message(job.name, len(job.data), limits))
    try:
        json_text, outcome, seconds = future.result()
    except FutureTimeout:
        return refused("too-slow", f"{job.name}：解析超过{limits.seconds:g}秒，已停止；原件仍保存在档案中")
    except MemoryError:
        megabytes = limits.memory_bytes // (1024 * 1024)
        return refused(
            "too-much-memory", f"{job.name}：解析所需内存超过{megabytes}MB，已停止；原件仍保存在档案中"
        )
    except ProcessExpired as error:
        return refused(
            "crashed", f"{job.name}：解析进程意外终止（退出码{error.exitcode}）；原件仍保存在档案中"
        )
    except Exception as error:  # a defect of ours must cost this document only, and must be seen
        return refused(
            "crashed", f"{job.name}：解析程序出错（{type(error).__name__}：{error}）；请附原件报告此缺陷"
        )
    return Result(job.name, digest, json_text, outcome, seconds)


def too_large_message(name: str, size: int, limits: ParseLimits) -> str:
    """Word the finding for a document over the size limit; ``size`` in bytes."""
    mega = 1024 * 1024
    return f"{name}：文件{size / mega:.1f}MB，超过{limits.document_bytes // mega}MB的上限，未解析"


def _limit_memory(limit: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
