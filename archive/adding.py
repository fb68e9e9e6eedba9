"""Make what others saved part of the archive: web archives (WARC, ARC), WACZ files, folders of documents.

Every record taken over names its origin (``WARC-X-Gongkai-Origin``: file, SHA-256 of the file, offset) and
keeps the id it had; adding the same file again adds nothing. The ledger is left alone.
"""

from __future__ import annotations

import shutil
import tempfile
import uuid
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from archive.adding_folder import listed
from archive.captures import Told
from archive.errors import ArchiveError
from archive.foreign import Problem, body_of, digest_fits, read
from archive.model import Body, Exchange, Site
from archive.records import HttpMessage, Record, sha256_of
from archive.store import Archive
from archive.times import from_text

# A member that is damaged, ends early, is locked by a password or packed in a way zipfile does not know.
_UNPACKING = (zipfile.BadZipFile, EOFError, OSError, zlib.error, RuntimeError)

_NOT_HERE = "a revisit of what is neither in this file nor in the archive"

SiteOf = Callable[[str], str]
"""From an address to the id of the site it is counted to."""

LARGEST_MEMBER = 50_000_000_000
"""Bytes a member of a WACZ may unpack to; they are copied as they are, so more is a bomb."""


@dataclass(frozen=True, slots=True)
class Added:
    """What was taken over: captures new to the archive, captures it had; and what was not.

    ``other`` counts sound records of what is no web address (name look-ups, notes of a crawler);
    ``problems`` holds everything that is not sound or not understood.
    """

    captures: int
    known: int
    other: int
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Answer:
    """One answer of a web archive with its request: the file's name as told, and its SHA-256."""

    record: Record
    request: Record | None
    origin: str
    sha256: str

    @property
    def record_id(self) -> str:
        said = (self.record.field("WARC-Record-ID") or "").strip("<>")
        # ARC records have none: the same place of the same file always gives the same.
        return said or f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{self.sha256}:{self.record.offset}')}"


@dataclass(slots=True)
class _Tally:
    captures: int = 0
    known: int = 0
    other: int = 0
    problems: list[Problem] = field(default_factory=list)
    waiting: list[_Answer] = field(default_factory=list)

    def result(self) -> Added:
        return Added(self.captures, self.known, self.other, tuple(self.problems))


def _status_line(message: HttpMessage) -> tuple[str, int, str]:
    """HTTP version, status and reason; raises ``ValueError`` when there is no status line."""
    version, _, rest = message.first_line.partition(" ")
    status, _, reason = rest.strip().partition(" ")
    if not version.startswith("HTTP/") or not status.isdigit() or len(status) != 3:
        raise ValueError(f"no HTTP status line: {message.first_line[:60]!r}")
    return version, int(status), reason.strip()


def _exchange(record: Record, request: Record | None) -> Exchange:
    """Raises ``ValueError`` or ``RecordDamaged`` where the record cannot be understood."""
    url = record.need("WARC-Target-URI").strip("<>")
    urlsplit(url)  # raises for what is no address
    when = from_text(record.need("WARC-Date"))
    asked = request.http if request is not None else None
    method = asked.first_line.partition(" ")[0] if asked else "GET"
    if record.field("WARC-Type") == "resource":
        media = record.field("Content-Type") or "application/octet-stream"
        return Exchange(
            url, method, when, (), "HTTP/1.1", 200, "OK", (("Content-Type", media),), record.block
        )
    message = record.http
    version, status, reason = _status_line(message)
    return Exchange(
        url, method, when, asked.headers if asked else (), version, status, reason, message.headers,
        body_of(message), record.field("WARC-IP-Address"), record.field("WARC-Truncated"),
        asked.body if asked else b"",
    )  # fmt: skip


def _with_requests(items: Iterator[Record | Problem]) -> Iterator[tuple[Record, Record | None] | Problem]:
    """Each answer with its request, which stands right before or right after it in every writer's files."""
    answer: Record | None = None
    before: Record | None = None
    for item in items:
        if isinstance(item, Problem):
            yield item
            continue
        kind, url = item.field("WARC-Type"), item.field("WARC-Target-URI")
        if kind == "request":
            if answer is not None and answer.field("WARC-Target-URI") == url:
                yield answer, item
                answer = None
            else:
                before = item
            continue
        if answer is not None:
            yield answer, None
            answer = None
        if kind in ("response", "resource", "revisit"):
            if before is not None and before.field("WARC-Target-URI") == url:
                yield item, before
            else:
                answer = item
        before = None
    if answer is not None:
        yield answer, None


def _moment(said: str | None) -> datetime | None:
    try:
        return None if said is None else from_text(said)
    except ValueError:
        return None


def _revisited(archive: Archive, record: Record, exchange: Exchange) -> Exchange | None:
    """A revisit with the body it refers to, where the archive holds one that its digest does not deny."""
    if exchange.status == 304:
        return exchange
    refers_to, said = record.field("WARC-Refers-To"), record.field("WARC-Payload-Digest") or ""
    told = Told(
        refers_to.strip("<>") if refers_to else None,
        (record.field("WARC-Refers-To-Target-URI") or exchange.url).strip("<>"),
        _moment(record.field("WARC-Refers-To-Date")),
        said,
    )
    body = next((it for it in archive.bodies_of(told) if digest_fits(said, it) is not False), None)
    # Heritrix calls a revisit truncated because its body is left out.
    return None if body is None else replace(exchange, body=body, truncated=None)


def _take(archive: Archive, answer: _Answer, site_of: SiteOf) -> str | None:
    """Store one answer; returns why it could not be, or ``None``. The caller knows it is new."""
    record = answer.record
    try:
        exchange: Exchange | None = _exchange(record, answer.request)
    except (ValueError, ArchiveError) as problem:
        return str(problem)
    if exchange is not None and record.field("WARC-Type") == "revisit":
        exchange = _revisited(archive, record, exchange)
    if exchange is None:
        return _NOT_HERE
    archive.store(
        exchange,
        site=site_of(exchange.url),
        found_on=None,
        kind="file" if record.field("WARC-Type") == "resource" else "wire",
        origin=f"{answer.origin} sha256:{answer.sha256} {record.offset}",
        record_id=answer.record_id,
    )
    return None


def _add_web_archive(archive: Archive, path: Path, origin: str, site_of: SiteOf, tally: _Tally) -> None:
    sha256 = sha256_of(path)
    for item in _with_requests(read(path)):
        if isinstance(item, Problem):
            tally.problems.append(Problem(origin, item.offset, item.reason))
            continue
        record, request = item
        if not (record.field("WARC-Target-URI") or "").strip("<>").startswith(("http://", "https://")):
            tally.other += 1
            continue
        _add_answer(archive, _Answer(record, request, origin, sha256), site_of, tally)


def _add_answer(
    archive: Archive, answer: _Answer, site_of: SiteOf, tally: _Tally, *, last: bool = False
) -> None:
    """Take an answer over; a revisit whose original may yet come waits, unless this is its ``last`` time."""
    if archive.holds(answer.record_id):
        tally.known += 1
        return
    why = _take(archive, answer, site_of)
    if why is None:
        tally.captures += 1
    elif why == _NOT_HERE and not last:
        tally.waiting.append(answer)
    else:
        tally.problems.append(Problem(answer.origin, answer.record.offset, why))


def _add_wacz(archive: Archive, path: Path, site_of: SiteOf, tally: _Tally) -> None:
    try:
        with zipfile.ZipFile(path) as packed, tempfile.TemporaryDirectory() as aside:
            names = [it for it in packed.infolist() if it.filename.startswith("archive/") and not it.is_dir()]
            if not names:
                tally.problems.append(
                    Problem(path.name, -1, "no WACZ: nothing stands in its folder archive/")
                )
            for number, member in enumerate(names):
                origin = f"{path.name}!{member.filename}"
                if member.file_size > LARGEST_MEMBER:
                    tally.problems.append(Problem(origin, -1, f"unpacks to {member.file_size} bytes"))
                    continue
                unpacked = Path(aside, f"{number}.warc.gz")
                with unpacked.open("wb") as target:
                    try:
                        with packed.open(member) as source:
                            shutil.copyfileobj(source, target)
                    except _UNPACKING as problem:
                        # What was copied so far is read all the same: its records prove themselves.
                        tally.problems.append(Problem(origin, target.tell(), str(problem)))
                _add_web_archive(archive, unpacked, origin, site_of, tally)
                unpacked.unlink()
    except zipfile.BadZipFile as problem:
        tally.problems.append(Problem(path.name, -1, f"no ZIP file: {problem}"))


def _add_folder(archive: Archive, path: Path, site_of: SiteOf, tally: _Tally) -> None:
    for item in listed(path):
        if isinstance(item, Problem):
            tally.problems.append(item)
            continue
        sha256 = sha256_of(item.path)
        record_id = f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{sha256}:{item.url}')}"
        if archive.holds(record_id):
            tally.known += 1
            continue
        headers = (("Content-Type", item.media_type),)
        body = item.path.read_bytes()
        archive.store(
            Exchange(item.url, "GET", item.fetched_at, (), "HTTP/1.1", 200, "OK", headers, body),
            site=item.site or site_of(item.url),
            found_on=None,
            kind="file",
            origin=f"{path.name}/{item.name} sha256:{sha256} 0",
            record_id=record_id,
        )
        tally.captures += 1


def add(
    archive: Archive,
    path: Path,
    *,
    site_of: SiteOf,
    sites: Sequence[Site] = (),
    bodies: Sequence[Body] = (),
) -> Added:
    """Take a file or folder over into an open archive, within a run of its own that names it.

    A folder holds documents and one CSV of their addresses (``archive.adding_folder``). ``sites`` and
    ``bodies`` are rows no registry has, kept with the run; the sites count as looked at in part. Nothing
    unsound is taken over: it is told in ``problems``. Raises ``FileNotFoundError`` when there is no such
    path, ``OSError`` when the disk is full.
    """
    if not path.exists():
        raise FileNotFoundError(f"there is no {path}")
    tally = _Tally()
    run = archive.start_run(f"added from {path.name}", sites, bodies)
    if path.is_dir():
        _add_folder(archive, path, site_of, tally)
    elif path.suffix.lower() == ".wacz":
        _add_wacz(archive, path, site_of, tally)
    else:
        _add_web_archive(archive, path, path.name, site_of, tally)
    for answer in tally.waiting:
        # Several crawlers write one WACZ, and clocks are set back: the original stood further on.
        _add_answer(archive, answer, site_of, tally, last=True)
    counts = {
        "captures": tally.captures,
        "known": tally.known,
        "other": tally.other,
        "problems": len(tally.problems),
    }
    archive.finish_run(run, f"added from {path.name}", counts, partial=[site.site_id for site in sites])
    return tally.result()
