"""Every problem of a list of sites or bodies, where reading it for a crawl would stop at the first."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from crawler.registry import Registry, RegistryError, read_bodies, read_sites

MOST = 100
"""Problems told of one file; who has more has one cause behind them."""


@dataclass(frozen=True, slots=True)
class RegistryCheck:
    """How many sound sites and bodies a file has, and one sentence a problem, naming line and column."""

    sites: int
    bodies: int
    problems: tuple[str, ...]


def check_registry(path: Path) -> RegistryCheck:
    """Read a list again without each line found wrong, until what is left is sound.

    A wrong header, or bytes that are no UTF-8, end the check: nothing below them can be judged.
    """
    try:
        lines = path.read_bytes().decode("utf-8-sig").splitlines(keepends=True)
    except UnicodeDecodeError as error:
        return RegistryCheck(0, 0, (f"{path}: not UTF-8 at byte {error.start}; save the file as UTF-8",))
    header = next(csv.reader(lines[:1]), [])
    of_sites = "start_url" in [cell.strip() for cell in header] or "name" not in header
    problems: list[str] = []
    with TemporaryDirectory() as folder:
        copy = Path(folder, path.name)
        while len(problems) < MOST:
            copy.write_text("".join(lines), encoding="utf-8", newline="")
            try:
                found = read_sites(copy) if of_sites else Registry((), read_bodies(copy))
            except RegistryError as error:
                message = str(error).replace(str(copy), str(path))
                number = re.search(r", line (\d+)", message)
                line = int(number[1]) if number else 1
                if not number and problems:  # nothing is left of the file but what is told already
                    break
                problems.append(message)
                if line == 1 or not lines[line - 1].strip():
                    break
                lines[line - 1] = "\n"
            else:
                return RegistryCheck(len(found.sites), len(found.bodies), tuple(problems))
    return RegistryCheck(0, 0, tuple(problems))
