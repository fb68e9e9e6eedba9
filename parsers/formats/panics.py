"""Silence for a Rust library that panics: its trace goes to standard error before Python hears of it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

STDERR = 2


@contextmanager
def hushed(panic: str) -> Iterator[None]:
    """Keep what is written to standard error while the block runs, and write it again after it.

    Only when the block ends by an exception of the class named ``panic`` is it dropped: the exception
    carries the same words.
    """
    if sys.platform != "linux":
        yield
        return
    kept, before = os.memfd_create("stderr"), os.dup(STDERR)
    os.dup2(kept, STDERR)
    panicked = False
    try:
        yield
    except BaseException as error:
        panicked = type(error).__name__ == panic
        raise
    finally:
        os.dup2(before, STDERR)
        os.close(before)
        if not panicked:
            _write_again(kept)
        os.close(kept)


def _write_again(kept: int) -> None:
    os.lseek(kept, 0, os.SEEK_SET)
    while words := os.read(kept, 65536):
        os.write(STDERR, words)
