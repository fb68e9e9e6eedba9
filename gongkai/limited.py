"""Child processes with limits of time and memory, for whatever looks into a stranger's bytes."""

from __future__ import annotations

import gc
import math
import multiprocessing
import resource
import signal
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import TimeoutError as FutureTimeout
from dataclasses import dataclass
from types import TracebackType
from typing import Generic, Literal, TypeVar

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from gongkai.settings import ParseLimits

Item = TypeVar("Item")
Answer = TypeVar("Answer")
Ending = Literal["too-slow", "too-much-memory", "crashed"]


@dataclass(frozen=True, slots=True)
class Ended:
    """A piece of work that gave no answer: how it ended, and in words what was seen."""

    ending: Ending
    detail: str


class LimitedPool(Generic[Item, Answer]):
    """Runs one function over many items, each within the limits; a context manager.

    Work that runs too long, wants too much memory or kills its process is answered by :class:`Ended`,
    and the others go on. The function and the items must be picklable.
    """

    def __init__(self, work: Callable[[Item], Answer], limits: ParseLimits) -> None:
        self._work = work
        self._limits = limits
        # A process forked from a threaded parent may deadlock: a server forks them instead.
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["parsers.document", "parsers.jsonform"])
        self._pool = ProcessPool(
            max_workers=limits.workers,
            max_tasks=200,
            initializer=_begin,
            initargs=[limits.memory_bytes],
            context=context,
        )

    def __enter__(self) -> LimitedPool[Item, Answer]:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._pool.close()  # type: ignore[no-untyped-call]
        else:
            self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()

    def run(self, items: Iterable[Item]) -> Iterator[tuple[Item, Answer | Ended]]:
        """Yield each item with its answer, in order; ``2 × workers`` are under way at most."""
        waiting: deque[tuple[Item, ProcessFuture[Answer]]] = deque()
        for item in items:
            waiting.append((item, self._schedule(item)))
            if len(waiting) >= 2 * self._limits.workers:
                yield self._answer(*waiting.popleft())
        while waiting:
            yield self._answer(*waiting.popleft())

    def one(self, item: Item) -> Answer | Ended:
        """The answer to a single item; several threads may ask at a time."""
        return self._answer(item, self._schedule(item))[1]

    def _schedule(self, item: Item) -> ProcessFuture[Answer]:
        arguments = [self._work, item, self._limits.seconds]
        return self._pool.schedule(_within, args=arguments, timeout=self._limits.clock_seconds)

    def _answer(self, item: Item, future: ProcessFuture[Answer]) -> tuple[Item, Answer | Ended]:
        try:
            return item, future.result()
        except FutureTimeout:
            return item, Ended("too-slow", f"超过{self._limits.clock_seconds:g}秒")
        except MemoryError:
            return item, Ended("too-much-memory", f"内存超过{self._limits.memory_bytes // 1024**2}MB")
        except ProcessExpired as error:
            if error.exitcode == -signal.SIGXCPU:
                return item, Ended("too-slow", f"处理器时间超过{self._limits.seconds:g}秒")
            return item, Ended("crashed", f"进程意外终止，退出码{error.exitcode}")
        except Exception as error:  # a defect of ours must cost this item only, and must be seen
            return item, Ended("crashed", f"程序出错，{type(error).__name__}：{error}")


def _within(work: Callable[[Item], Answer], item: Item, seconds: float) -> Answer:
    """Do the work; the system ends this process when it has taken so many more seconds of processor."""
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(time.process_time() + seconds), most))
    return work(item)


def _begin(limit: int) -> None:
    gc.freeze()  # the modules stay: they need no looking through for garbage
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
