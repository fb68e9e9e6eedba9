"""Works timed beside one another: each in a process of its own, as its users have it, in turns."""

from __future__ import annotations

import gc
import multiprocessing
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from statistics import median

Work = Callable[[], object]


def seconds(*works: Work, rounds: int) -> list[float]:
    """Seconds of processor each work takes: the median of so many rounds in which they take turns.

    A round before them warms up. What else the machine does meanwhile weighs on all alike, and none has
    another's leavings in its memory. The modules are out of the garbage collector's sight, as they are in
    the processes that parse an archive.
    """
    forked = multiprocessing.get_context("fork")
    taken: list[tuple[Connection, list[float]]] = []
    for work in works:
        ours, theirs = forked.Pipe()
        forked.Process(target=_work, args=(work, theirs), daemon=True).start()
        theirs.close()
        taken.append((ours, []))
    for _ in range(rounds + 1):
        for asked, times in taken:
            asked.send(True)
            times.append(asked.recv())
    for asked, _ in taken:
        asked.send(False)
    return [median(times[1:]) for _, times in taken]


def _work(work: Work, asked: Connection) -> None:
    gc.freeze()
    while asked.recv():
        begun = time.process_time()
        work()
        asked.send(time.process_time() - begun)
