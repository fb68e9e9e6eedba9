"""A limit to what a piece of work may cost: a page can be made so that a pattern never ends on it."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn


class TooCostly(Exception):
    """The work took all the time it was given."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Raise TooCostly in the block once the process has computed so long; only the main thread is limited."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(*_: object) -> NoReturn:
        raise TooCostly(f"took more than {seconds:g} s of processor")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
