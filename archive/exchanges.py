"""From an exchange to the blocks and fields of its WARC records."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from archive.forming import Draft
from archive.model import Capture, CaptureKind, Exchange
from archive.posting import address_of
from archive.records import digest
from archive.times import to_text
from archive.warc import SITE_FIELD, VIA_FIELD, new_record_id

RUN_FIELD = "WARC-X-Gongkai-Run"
PROFILE = "http://netpreserve.org/warc/1.1/revisit/"
ORIGIN_FIELD = "WARC-X-Gongkai-Origin"
ASKED_FIELD = "WARC-X-Gongkai-Asked"
RESOURCE_PREFIX: dict[CaptureKind, str] = {"dom": "urn:dom:", "screenshot": "urn:view:", "file": ""}
"""What stands before the address of a resource record; ``file``, which any address fits, comes last."""

Fields = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Way:
    """How an exchange came here: its site, the page that led to it, the run.

    ``origin`` names the file of somebody else it was taken from, ``record_id`` the id it had there.
    """

    site: str
    via: str | None
    run: str | None
    origin: str | None = None
    record_id: str | None = None


def header(pairs: tuple[tuple[str, str], ...], name: str) -> str | None:
    """The first header of that name, in any case, or ``None``."""
    wanted = name.lower()
    return next((value for key, value in pairs if key.lower() == wanted), None)


def media_type(exchange: Exchange) -> str:
    """The declared type without parameters, lower case; ``application/octet-stream`` where none is."""
    declared = header(exchange.response_headers, "Content-Type") or ""
    return declared.partition(";")[0].strip().lower() or "application/octet-stream"


def _encode(text: str) -> bytes:
    # Clients hand headers on as Latin-1 text; what does not fit came from a client that decoded UTF-8.
    text = text.replace("\r", " ").replace("\n", " ")
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogateescape")


def _head(first: str, pairs: tuple[tuple[str, str], ...]) -> bytes:
    lines = [_encode(first), *(_encode(name) + b": " + _encode(value) for name, value in pairs)]
    return b"\r\n".join(lines) + b"\r\n\r\n"


def response_head(exchange: Exchange) -> bytes:
    """Status line and headers in their order, repeated ones kept.

    ``Transfer-Encoding`` is set aside as ``X-Archive-Orig-Transfer-Encoding``: the body kept is
    without it, and readers would try to undo it again.
    """
    pairs = tuple(
        ("X-Archive-Orig-" + name if name.lower() == "transfer-encoding" else name, value)
        for name, value in exchange.response_headers
    )
    return _head(f"{exchange.http_version} {exchange.status} {exchange.reason}".rstrip(), pairs)


def request_head(exchange: Exchange) -> bytes:
    """The request as it went out: origin form of the target (RFC 9112, 3.2.1) and its headers."""
    parts = urlsplit(exchange.url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    pairs = exchange.request_headers
    if header(pairs, "Host") is None:
        pairs = (("Host", parts.netloc.rpartition("@")[2]), *pairs)
    return _head(f"{exchange.method} {target} {exchange.http_version}", pairs)


def _common(exchange: Exchange, kind: str, target: str, way: Way) -> Fields:
    fields = [
        ("WARC-Type", kind),
        ("WARC-Record-ID", f"<{way.record_id or new_record_id()}>"),
        ("WARC-Target-URI", target),
        ("WARC-Date", to_text(exchange.fetched_at)),
        (SITE_FIELD, way.site),
    ]
    for name, value in ((VIA_FIELD, way.via), (RUN_FIELD, way.run), (ORIGIN_FIELD, way.origin)):
        if value:
            fields.append((name, value))
    if exchange.ip and kind != "resource":
        fields.append(("WARC-IP-Address", exchange.ip))
    address = address_of(exchange)
    if address != exchange.url:
        fields.append((ASKED_FIELD, address))
    return fields


def response_fields(exchange: Exchange, way: Way, wire: str) -> Fields:
    """The fields of a full response record."""
    fields = _common(exchange, "response", exchange.url, way)
    fields += [
        ("Content-Type", "application/http; msgtype=response"),
        ("WARC-Payload-Digest", wire),
    ]
    if exchange.truncated:
        fields.append(("WARC-Truncated", exchange.truncated))
    return fields


def revisit_fields(exchange: Exchange, way: Way, original: Capture, wire_digest: str) -> Fields:
    """The fields of a revisit record: an identical payload, or a server that said 304 Not Modified."""
    profile = "server-not-modified" if exchange.status == 304 else "identical-payload-digest"
    return [
        *_common(exchange, "revisit", exchange.url, way),
        ("Content-Type", "application/http; msgtype=response"),
        ("WARC-Profile", PROFILE + profile),
        ("WARC-Payload-Digest", wire_digest),
        ("WARC-Refers-To", f"<{original.record_id}>"),
        ("WARC-Refers-To-Target-URI", original.url),
        ("WARC-Refers-To-Date", to_text(original.fetched_at)),
    ]


def resource_fields(exchange: Exchange, kind: CaptureKind, way: Way) -> Fields:
    """The fields of a rendered page (``urn:dom:…``), its picture (``urn:view:…``) or a file saved by hand."""
    return [
        *_common(exchange, "resource", RESOURCE_PREFIX[kind] + exchange.url, way),
        ("Content-Type", media_type(exchange)),
        ("WARC-Payload-Digest", digest(exchange.body)),
    ]


def request(exchange: Exchange, answer_id: str) -> Draft:
    """The request record that belongs to an answer; ``answer_id`` is its id between angle brackets."""
    fields = [
        ("WARC-Type", "request"),
        ("WARC-Record-ID", f"<{new_record_id()}>"),
        ("WARC-Target-URI", exchange.url),
        ("WARC-Date", to_text(exchange.fetched_at)),
        ("WARC-Concurrent-To", answer_id),
        ("Content-Type", "application/http; msgtype=request"),
    ]
    return Draft(fields, exchange.request_body, 3, request_head(exchange))
