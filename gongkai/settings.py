"""What the user set, read once: the data folder and how the parser's child processes are limited."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

MEGABYTE = 1024 * 1024


class SettingsError(ValueError):
    """A setting that cannot be meant; the message names the variable, its text and what is allowed."""


@dataclass(frozen=True, slots=True)
class ParseLimits:
    """What one document may cost: bytes read, seconds of processor, seconds on the clock, address space.

    It is the processor that counts, so that a busy machine gives the same answer; the clock only ends what
    waits for ever. A scanned page costs about 4 seconds, and 60 of a document are read. Address space is
    about twice the memory held: a colour scan of 600 dots an inch takes 1.8 GB of it.
    """

    document_bytes: int = 100 * MEGABYTE
    seconds: float = 300.0
    clock_seconds: float = 900.0
    memory_bytes: int = 3072 * MEGABYTE
    workers: int = 2


@dataclass(frozen=True, slots=True)
class Settings:
    """The data folder, the contact of the User-Agent (``None``: loopback only), and what parsing may cost."""

    data: Path
    contact: str | None
    limits: ParseLimits

    @property
    def reports_db(self) -> Path:
        """Where the published database stands."""
        return self.data / "reports.db"


def read_settings(data: Path | None = None, environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from the command line's ``--data`` and the environment.

    ``GONGKAI_DATA`` names the data folder, ``GONGKAI_CONTACT`` the crawl's contact, and
    ``GONGKAI_WORKERS`` the number of parsing processes; an empty one counts as not set.
    Raises :class:`SettingsError` for a number of workers that is none.
    """
    env = os.environ if environ is None else environ
    folder = data if data is not None else Path(env.get("GONGKAI_DATA") or "data")
    return Settings(
        data=folder,
        contact=env.get("GONGKAI_CONTACT") or None,
        limits=ParseLimits(workers=_workers(env.get("GONGKAI_WORKERS"))),
    )


def _workers(text: str | None) -> int:
    if not text:
        return min(os.cpu_count() or 1, 8)
    if not text.isdecimal() or int(text) < 1:
        raise SettingsError(f"GONGKAI_WORKERS is {text!r}: give a whole number from 1")
    return int(text)
