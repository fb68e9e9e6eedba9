"""Thousands of spoilt documents through the limited processes: each is answered, in time, by itself.

The short form takes some two hundred; ``GONGKAI_FUZZ=full`` takes ten thousand, a number takes as many.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from pathlib import Path

import pytest

from gongkai.settings import ParseLimits
from gongkai.workers import Job, parse_all
from parsers import parse
from tests.parsers.mutations import MUTATIONS, mutated, originals, series

SHORT, FULL = 200, 10_000
LIMITS = ParseLimits(seconds=60.0, workers=2)
ANSWERED = {"parsed", "no-report"}


def wanted() -> int:
    text = os.environ.get("GONGKAI_FUZZ", "")
    return FULL if text == "full" else int(text or SHORT)


@pytest.mark.timeout(4 * 3600 if os.environ.get("GONGKAI_FUZZ") else 300)
def test_every_spoilt_document_is_answered(shared: Path) -> None:
    samples = shared / "samples"
    jobs = (Job(name, data) for name, data in series(0, wanted(), samples))
    outcomes: Counter[str] = Counter()
    bad: list[str] = []
    slowest = (0.0, "")
    for result in parse_all(jobs, LIMITS):
        outcomes[result.outcome] += 1
        slowest = max(slowest, (result.seconds, result.name))
        for line in result.lines:
            answer = json.loads(line)
            if result.outcome not in ANSWERED:
                bad.append(f"{result.name}: {result.outcome}: {answer['findings']}")
            elif answer["report"] is None and not answer["findings"]:
                bad.append(f"{result.name}: neither report nor finding")
    print(f"{dict(outcomes)}; slowest {slowest[0]:.1f} s: {slowest[1]}")
    assert sum(outcomes.values()) == wanted()
    assert not bad, "\n".join(bad)


@pytest.mark.parametrize("number", [572, 1506, 4871])
def test_what_once_broke_the_parser_is_answered(shared: Path, number: int) -> None:
    _, data = mutated(number, shared / "samples")
    report = parse(data)
    assert report.identity is not None or report.findings


_WATCHED = frozenset(
    {"os.remove", "os.rename", "os.mkdir", "os.symlink", "os.link", "subprocess.Popen", "os.system"}
    | {"socket.connect", "socket.bind", "socket.getaddrinfo", "shutil.copyfile"}
)
_SEEN: list[str] = []
_WATCHING: list[bool] = []


def _watch(event: str, args: tuple[object, ...]) -> None:
    if not _WATCHING:
        return
    writes = event == "open" and isinstance(args[1], str) and any(mark in args[1] for mark in "wax+")
    if event in _WATCHED or writes:
        _SEEN.append(f"{event} {args!r}")


sys.addaudithook(_watch)


def test_no_spoilt_document_touches_a_file_or_the_network(shared: Path, tmp_path: Path) -> None:
    documents = [
        (name, data)
        for name, data in series(20_000, 120, shared / "samples")
        if "png" not in name and "pdf" not in name
    ]
    _WATCHING.append(True)
    try:
        for _, data in documents[:60]:
            parse(data)
        seen = list(_SEEN)
        (tmp_path / "watched").write_text("the watch is awake")
        assert len(_SEEN) == len(seen) + 1
    finally:
        _WATCHING.clear()
        _SEEN.clear()
    assert not seen


def test_a_number_always_gives_the_same_document(shared: Path) -> None:
    samples = shared / "samples"
    names = {name.split(" ", 1)[1] for name, _ in series(0, 400, samples)}
    assert mutated(7, samples) == mutated(7, samples)
    kinds = {name.rsplit(" ", 1)[0] for name in names}
    assert kinds == set(originals(samples))
    done = {part for name in names for part in name.rsplit(" ", 1)[1].split("+")}
    assert done == {mutation.__name__ for mutation in MUTATIONS}
