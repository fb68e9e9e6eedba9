"""What crosses the archive's borders: frozen values about exchanges, captures, bodies and sites."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from urllib.parse import urlsplit

CaptureKind = Literal["wire", "dom", "screenshot", "file"]
UrlState = Literal["discovered", "fetched", "failed", "gone", "blocked"]


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer as they went over the wire.

    ``body`` is the payload after transfer decoding and before content decoding; ``headers`` keep
    order, case and repetition as far as the client hands them on; ``fetched_at`` is UTC;
    ``truncated`` is a reason of the WARC standard (``length``, ``time``, ``disconnect``) or ``None``;
    ``request_body`` is what a POST sent.
    """

    url: str
    method: str
    fetched_at: datetime
    request_headers: tuple[tuple[str, str], ...]
    http_version: str
    status: int
    reason: str
    response_headers: tuple[tuple[str, str], ...]
    body: bytes
    ip: str | None = None
    truncated: str | None = None
    request_body: bytes = b""


@dataclass(frozen=True, slots=True)
class Capture:
    """One archived answer: where its record stands and what it holds. ``size`` is the payload's, in bytes."""

    record_id: str
    url: str
    site: str
    fetched_at: datetime
    status: int
    media_type: str
    payload_sha256: str
    size: int
    warc: str
    offset: int
    length: int
    revisit_of: str | None = None
    kind: CaptureKind = "wire"


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """An address of the frontier; ``score`` orders fetching, ``depth`` counts links from the start.

    What a POST asks has an address of its own (:mod:`archive.posting`).
    """

    url: str
    site: str
    state: UrlState
    score: float
    depth: int
    found_on: str | None = None
    anchor: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    next_fetch: datetime | None = None
    tries: int = 0
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Body:
    """A commission of the registry; ``predecessors`` are earlier names, oldest first."""

    body_id: str
    name: str
    level: Literal["national", "province", "prefecture", "county"]
    province: str
    prefecture: str | None
    county: str | None
    division_code: str | None
    predecessors: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Site:
    """A place where a body's reports may stand; a blank column, family or limit is ``None``."""

    site_id: str
    body_id: str
    start_url: str
    column_url: str | None = None
    cms: str | None = None
    render: Literal["auto", "never", "always"] = "auto"
    max_pages: int | None = None
    note: str = ""

    @property
    def host(self) -> str:
        """Host and port it starts on, in lower case, without the port its scheme implies."""
        parts = urlsplit(self.start_url)
        implied = {"http": ":80", "https": ":443"}.get(parts.scheme, "")
        return parts.netloc.lower().removesuffix(implied)
