"""Build reports.db from the archive and the registry, aside, and put it into place in one rename.

Nothing here looks at a clock: the same archive, registry and parser version give the same content.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from archive import registry_rows
from archive.build import Registry, build
from archive.content_hash import content_hash
from archive.database import connect_reader
from archive.errors import PublishRefused
from archive.model import Body, Site
from archive.warc import sync_folder

NAME = "reports.db"


@dataclass(frozen=True, slots=True)
class Published:
    """What was built: the file, how many reports (latest versions) and figures it has, its content hash."""

    path: Path
    reports: int
    figures: int
    content_hash: str


def _reports_of(path: Path) -> set[tuple[str, int]]:
    if not path.exists():
        return set()
    try:
        with contextlib.closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as db:
            return set(db.execute("SELECT body_id, year FROM report WHERE latest = 1"))
    except sqlite3.DatabaseError as problem:
        raise PublishRefused(
            f"{path} cannot be read ({problem}), so nothing tells what the new build must not lack;"
            " publish with --allow-shrink to put the new one in its place"
        ) from problem


def _refuse_loss(before: set[tuple[str, int]], after: set[tuple[str, int]]) -> None:
    lost = sorted(before - after)
    if lost:
        some = ", ".join(f"{body} {year}" for body, year in lost[:5]) + (", …" if len(lost) > 5 else "")
        raise PublishRefused(
            f"the new build lacks {len(lost)} reports that reports.db has ({some});"
            " the present file stays. Publish with --allow-shrink if that is right"
        )


def _clear_abandoned(folder: Path) -> None:
    """Remove what builds left that were killed: each may be as large as reports.db itself."""
    for path in folder.glob(f".{NAME}.*.*"):
        process = path.name.removeprefix(f".{NAME}.").partition(".")[0]
        if process.isdecimal() and (int(process) == os.getpid() or not _runs(int(process))):
            path.unlink(missing_ok=True)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)  # sends nothing, only asks
    except ProcessLookupError:
        return False
    except PermissionError:  # it is somebody else's
        return True
    return True


def publish(
    folder: Path,
    *,
    bodies: Sequence[Body],
    sites: Sequence[Site],
    parser_version: str,
    allow_shrink: bool = False,
) -> Published:
    """Build ``reports.db`` in the data folder from its archive.db and the registry rows given.

    Rows the archive kept with its runs fill in what the registry given lacks; a body given
    that neither a run nor a site names is listed only when a report turns out to be its. Raises
    ``PublishRefused`` when the build lacks reports the present file has, or the present file cannot be
    read, and ``allow_shrink`` is false; the present file stays as it is then, as after any other error.
    """
    target = folder / NAME
    _clear_abandoned(folder)
    aside, packed = (folder / f".{NAME}.{os.getpid()}.{name}" for name in ("new", "packed"))
    try:
        with (
            contextlib.closing(connect_reader(folder)) as source,
            contextlib.closing(sqlite3.connect(aside, isolation_level=None)) as db,
        ):
            source.execute("BEGIN")
            kept_sites, kept_bodies = registry_rows.latest(source)
            kept_sites.update({site.site_id: site for site in sites})
            covered = frozenset(kept_bodies) | {site.body_id for site in kept_sites.values()}
            kept_bodies.update({body.body_id: body for body in bodies})
            db.execute("PRAGMA journal_mode = OFF")
            db.execute("PRAGMA synchronous = OFF")
            figures = build(db, source, Registry(kept_sites, kept_bodies, covered), parser_version)
            # Rows put in one after the other leave a tenth of the pages of the long tables empty.
            db.execute("VACUUM INTO ?", (str(packed),))
        after = _reports_of(packed)
        if not allow_shrink:
            _refuse_loss(_reports_of(target), after)
        with packed.open("rb") as file:
            os.fsync(file.fileno())
        packed.rename(target)
        sync_folder(folder)
    finally:
        for path in (aside, packed):
            path.unlink(missing_ok=True)
    return Published(target, len(after), figures, content_hash(target))
