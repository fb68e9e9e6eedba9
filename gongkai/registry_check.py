"""Every problem of a list of sites or bodies."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from crawler.registry import Registry, RegistryError, read_bodies, read_sites


@dataclass(frozen=True, slots=True)
class RegistryCheck:
    """How many sites and bodies a sound file has, or one sentence a problem, naming line and column."""

    sites: int
    bodies: int
    problems: tuple[str, ...]


def check_registry(path: Path) -> RegistryCheck:
    """Read a list as a crawl would; its header tells one of bodies from one of sites."""
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        header = [cell.strip() for cell in next(csv.reader(file), [])]
    of_bodies = "name" in header and "start_url" not in header
    try:
        found = Registry((), read_bodies(path)) if of_bodies else read_sites(path)
    except RegistryError as error:
        return RegistryCheck(0, 0, error.problems)
    return RegistryCheck(len(found.sites), len(found.bodies), ())
