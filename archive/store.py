"""The archive as the rest of the program sees it: open it, store exchanges, read them back, keep parsings.

What is stored lasts in groups, bytes before rows: :mod:`archive.commitment`.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from types import TracebackType

from archive import captures, exchanges, parsings, registry_rows
from archive.commitment import Commitment
from archive.database import connect
from archive.decoding import payload_of
from archive.errors import ArchiveError, RecordMissing
from archive.forming import Draft
from archive.indexing import RUN_PREFIX, index
from archive.ledger import Ledger
from archive.lock import WriterLock
from archive.model import Body, Capture, CaptureKind, Exchange, Site
from archive.reading import read_payload, read_wire
from archive.records import Record, digest
from archive.recovery import Recovered, recover
from archive.times import now, to_text
from archive.warc import ROTATE_AT, WarcWriter, gzip_level

SOFTWARE = "gongkai"


class Archive:
    """One data folder, held for writing. Made with ``Archive.open``; a context manager.

    Methods may be called from several threads; they take turns.
    """

    ledger: Ledger
    recovered: list[Recovered]

    def __init__(self, folder: Path, warcinfo: Sequence[tuple[str, str]], rotate_at: int) -> None:
        self.folder = folder
        self._closed = False
        self._turn = threading.RLock()
        with ExitStack() as undo:
            self._lock = WriterLock(folder)
            undo.callback(self._lock.release)
            self._db = connect(folder)
            undo.callback(self._db.close)
            writer = WarcWriter(folder / "warc", warcinfo, rotate_at)
            self._group = Commitment(folder, self._db, writer)
            self.ledger = Ledger(self._db, self._group.begin)
            self._run: str | None = None
            self._group.begin()
            self.recovered = recover(self._db, self.ledger, folder)
            self._db.execute("COMMIT")
            undo.pop_all()

    @classmethod
    def open(
        cls,
        folder: Path,
        *,
        operator: str | None = None,
        software: str = SOFTWARE,
        robots: str = "obey",
        rotate_at: int = ROTATE_AT,
    ) -> Archive:
        """Open or make the archive in a data folder and recover what a crash left behind.

        ``operator``, ``software`` and ``robots`` (the policy followed) go into every file's warcinfo.
        Raises ``ArchiveLocked`` when another process writes it, ``ArchiveReadOnly`` where it may not be
        written, ``OSError`` when the folder is unusable.
        """
        info = [
            ("software", software),
            ("format", "WARC File Format 1.1"),
            ("conformsTo", "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"),
            ("robots", robots),
            (
                "note",
                "bodies are kept without transfer coding; its header is X-Archive-Orig-Transfer-Encoding",
            ),
        ]
        if operator:
            info.append(("operator", operator))
        return cls(folder, info, rotate_at)

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Flush, seal the current WARC file and let go of the lock; harmless when repeated.

        Raises ``DiskRefused`` like ``flush``; the lock is free then too.
        """
        with self._turn:
            if self._closed:
                return
            self._closed = True
            try:
                self._group.close()
            finally:
                self._db.close()
                self._lock.release()

    # Runs

    def start_run(self, reason: str, sites: Sequence[Site], bodies: Sequence[Body]) -> str:
        """Begin a run: its registry rows go into archive.db and the WARC. Returns the run's id."""
        with self._turn:
            moment = now()
            run_id = f"{moment:%Y%m%dT%H%M%SZ}-{uuid.uuid4().hex[:8]}"
            told = {
                "started": to_text(moment),
                "reason": reason,
                "sites": [asdict(site) for site in sites],
                "bodies": [asdict(body) for body in bodies],
            }
            self._group.begin()
            self._tell(run_id, "start", told)
            self._db.execute(
                "INSERT INTO run (run_id, started, reason, counts) VALUES (?, ?, ?, '{}')",
                (run_id, told["started"], reason),
            )
            registry_rows.keep(self._db, run_id, sites, bodies)
            self._run = run_id
            self.flush()
            return run_id

    def finish_run(
        self, run_id: str, reason: str, counts: Mapping[str, int], *, partial: Sequence[str] = ()
    ) -> None:
        """End a run; addresses that failed or were blocked in it are told in the WARC too.

        ``partial`` names the sites that were left before everything worth asking was asked: a report not
        seen there may well exist.
        """
        with self._turn:
            row = self._db.execute("SELECT started FROM run WHERE run_id = ?", (run_id,)).fetchone()
            if row is None:
                raise ArchiveError(f"no run {run_id!r} was started in this archive")
            finished = to_text(now())
            unanswered = self.ledger.changed_since(row[0], ("failed", "blocked"))
            names = ("url", "site", "state", "reason")
            told = {
                "finished": finished,
                "reason": reason,
                "counts": dict(counts),
                "unanswered": [dict(zip(names, values, strict=True)) for values in unanswered],
                "partial": sorted(partial),
            }
            self._group.begin()
            self._tell(run_id, "end", told)
            self._db.execute(
                "UPDATE run SET finished = ?, reason = ?, counts = ? WHERE run_id = ?",
                (finished, reason, json.dumps(dict(counts), sort_keys=True), run_id),
            )
            registry_rows.keep_partial(self._db, run_id, sorted(partial))
            self._run = None
            self.flush()

    def _tell(self, run_id: str, part: str, told: Mapping[str, object]) -> None:
        block = json.dumps(told, ensure_ascii=False, sort_keys=True, indent=1).encode("utf-8")
        fields = [
            ("WARC-Type", "resource"),
            ("WARC-Target-URI", f"{RUN_PREFIX}{run_id}:{part}"),
            ("WARC-Date", to_text(now())),
            ("Content-Type", "application/json"),
            ("WARC-Payload-Digest", digest(block)),
        ]
        self._group.append(Draft(fields, block, 3))

    # Storing

    def store(
        self,
        exchange: Exchange,
        *,
        site: str,
        found_on: str | None,
        kind: CaptureKind = "wire",
        origin: str | None = None,
        record_id: str | None = None,
    ) -> Capture:
        """Archive one exchange and settle its address in the ledger; lasting after the group's ``flush``.

        ``kind`` ``dom`` and ``screenshot`` keep the body as a resource record beside the exchange's own.
        ``origin`` names the file of somebody else the exchange was taken from (with ``record_id``, the id
        it had there): the ledger is left alone then, and a request nobody kept is not made up.
        Raises ``OSError`` when the disk does not take it: nothing is stored then. Or ``DiskRefused``.
        """
        with self._turn:
            self._group.begin()
            way = exchanges.Way(site, found_on, self._run, origin, record_id)
            answer = self._answer(exchange, way, kind)
            drafts = [answer]
            if kind == "wire" and (origin is None or exchange.request_headers):
                drafts.append(exchanges.request(exchange, dict(answer.fields)["WARC-Record-ID"]))
            # In one write: an answer never stands without the request it belongs to.
            written = self._group.append(*drafts)[0]
            # The row is read from the record itself, by the code that also rebuilds archive.db.
            record = Record(written.warc, written.offset, written.length, tuple(answer.fields), answer.block)
            try:
                capture = index(self._db, self.ledger, record)
            except sqlite3.Error as problem:
                self._group.refuse(problem)
            if capture is None:
                raise ArchiveError(f"the record just written for {exchange.url} is no capture")
            self._group.flush_when_due()
            return capture

    def _answer(self, exchange: Exchange, way: exchanges.Way, kind: CaptureKind) -> Draft:
        media = exchanges.media_type(exchange)
        if kind != "wire":
            fields = exchanges.resource_fields(exchange, kind, way)
            return Draft(fields, exchange.body, gzip_level(media, None))
        head = exchanges.response_head(exchange)
        wire = digest(exchange.body)
        original = self._original(exchange, wire, theirs=way.origin is not None)
        if original is not None:
            return Draft(exchanges.revisit_fields(exchange, way, *original), b"", 3, head)
        encoding = exchanges.header(exchange.response_headers, "Content-Encoding")
        fields = exchanges.response_fields(exchange, way, wire)
        return Draft(fields, exchange.body, gzip_level(media, encoding), head)

    def _original(self, exchange: Exchange, wire: str, *, theirs: bool) -> tuple[Capture, str] | None:
        """The full record an answer repeats, with the digest of its body as sent."""
        if exchange.status == 304:
            return captures.latest_full(self._db, exchange.url, exchange.fetched_at if theirs else None)
        if not exchange.body or exchange.truncated:
            return None
        place = (wire, exchange.url, exchange.status)
        if captures.first_with(self._db, *place) is None:
            return None
        # The same bytes under another Content-Encoding are another page.
        encoding = exchanges.header(exchange.response_headers, "Content-Encoding")
        payload = hashlib.sha256(payload_of(exchange.body, encoding)).hexdigest()
        return captures.first_with(self._db, *place, payload)

    def flush(self) -> None:
        """Make everything stored so far last: bytes first, then rows. Call it from a timer of a second.

        Raises ``DiskRefused`` when the disk does not take it. Nothing more can be stored then (what a failed
        sync left on the disk nobody knows): the archive must be opened again, which recovers.
        """
        with self._turn:
            self._group.flush()

    def holds(self, record_id: str) -> bool:
        """Whether a capture of that record id is archived already."""
        with self._turn:
            return captures.by_id(self._db, record_id) is not None

    # Reading back

    def bodies_of(self, told: captures.Told) -> Iterator[bytes]:
        """The bodies as sent of the archived answers that another's revisit may mean, likeliest first."""
        with self._turn:
            found = list(captures.told_of(self._db, told))
        yield from map(self.wire_bytes, found)

    def payload(self, capture: Capture) -> bytes:
        """What the server meant to send: the body without its Content-Encoding.

        Where the body does not fit its own coding, the bytes as sent. Raises ``RecordMissing`` or
        ``RecordDamaged``.
        """
        with self._turn:
            return read_payload(self.folder, self._full(capture))

    def wire_bytes(self, capture: Capture) -> bytes:
        """The body as sent, its Content-Encoding still on. Raises ``RecordMissing`` or ``RecordDamaged``."""
        with self._turn:
            return read_wire(self.folder, self._full(capture))

    def _full(self, capture: Capture) -> Capture:
        if capture.revisit_of is None:
            return capture
        original = captures.by_id(self._db, capture.revisit_of)
        if original is None:
            raise RecordMissing(f"{capture.record_id} repeats {capture.revisit_of}, which is not archived")
        return original

    # Parsings

    def unparsed(self, parser_version: str) -> Iterator[Capture]:
        """The first capture of each payload that could be a report and that this version has not read."""
        with self._turn:
            self.flush()
            found = list(parsings.unread(self._db, parser_version))
        yield from found

    def record_parsing(
        self, payload_sha256: str, parser_version: str, json_text: str, outcome: str, seconds: float
    ) -> None:
        """Keep one parsing; ``json_text`` has a line of JSON a report, ``seconds`` is the parse time."""
        with self._turn:
            self._group.begin()
            parsings.keep(self._db, payload_sha256, parser_version, json_text, outcome, seconds)
            self._group.flush_when_due()

    def parsing(self, payload_sha256: str, parser_version: str) -> str | None:
        """The JSON text kept for a payload and parser version, or ``None``."""
        with self._turn:
            return parsings.find(self._db, payload_sha256, parser_version)
