"""Undo a Content-Encoding (RFC 9110, 8.4): from the body as sent to the payload a reader wants."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable

from archive.errors import PayloadUndecodable

LARGEST_PAYLOAD = 128 * 1024 * 1024
"""Bytes after decoding; a body that swells beyond it is held to be a decompression bomb.

Twice the largest answer a crawl keeps, so that a file sent compressed though it hardly compresses always
fits, and little enough that a worker holds one in memory (64 MB of compressed zeros would be 64 GB).
"""

_PIECE = 1 << 14
"""Bytes given to zlib at a time: it copies what follows a member, and a body may hold millions of members."""
_PADDING = re.compile(rb"\0*")


def _inflate(body: bytes, limit: int, window: int) -> bytes:
    parts: list[bytes] = []
    room, at = limit, 0
    machine = zlib.decompressobj(window)
    while at < len(body):
        piece = memoryview(body)[at : at + _PIECE]
        parts.append(machine.decompress(piece, room + 1))
        room -= len(parts[-1])
        if room < 0:
            raise PayloadUndecodable(f"the body swells beyond {limit} bytes")
        at += len(piece) - len(machine.unused_data)
        if not machine.eof and at == len(body):
            raise PayloadUndecodable("the compressed body ends early")
        if machine.eof:
            if window != 31:
                break
            # RFC 1952 allows several members one after another; padding zeros after the last are common.
            padding = _PADDING.match(body, at)
            at = padding.end() if padding else at
            machine = zlib.decompressobj(window)
    return b"".join(parts)


def _gzip(body: bytes, limit: int) -> bytes:
    return _inflate(body, limit, 31)


def _deflate(body: bytes, limit: int) -> bytes:
    # Servers send both zlib-wrapped data (the standard) and bare deflate under this name.
    try:
        return _inflate(body, limit, 15)
    except zlib.error:
        return _inflate(body, limit, -15)


def _brotli(body: bytes, limit: int) -> bytes:
    import brotli  # type: ignore[import-untyped]

    machine = brotli.Decompressor()
    try:
        plain: bytes = machine.process(body, output_buffer_limit=limit + 1)
    except brotli.error as problem:
        raise PayloadUndecodable(f"brotli: {problem}") from problem
    if len(plain) > limit:
        raise PayloadUndecodable(f"the body swells beyond {limit} bytes")
    if not machine.is_finished():
        raise PayloadUndecodable("the compressed body ends early")
    return plain


def _identity(body: bytes, limit: int) -> bytes:
    return body


DECODERS: dict[str, Callable[[bytes, int], bytes]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "identity": _identity,
}


def decode(body: bytes, content_encoding: str | None, limit: int | None = None) -> bytes:
    """The payload under one or more codings (``gzip, br``: undone from the last to the first).

    Raises ``PayloadUndecodable`` when the body does not fit its coding, swells beyond ``limit`` bytes
    (otherwise ``LARGEST_PAYLOAD``), or the coding is unknown.
    """
    room = LARGEST_PAYLOAD if limit is None else limit
    codings = [name.strip().lower() for name in (content_encoding or "").split(",") if name.strip()]
    for name in reversed(codings):
        if name not in DECODERS:
            raise PayloadUndecodable(f"unknown Content-Encoding {name!r}")
        try:
            body = DECODERS[name](body, room)
        except zlib.error as problem:
            raise PayloadUndecodable(f"{name}: {problem}") from problem
    return body


def payload_of(body: bytes, content_encoding: str | None) -> bytes:
    """The decoded payload, or the body as sent where it cannot be decoded: what the parser is given."""
    try:
        return decode(body, content_encoding)
    except PayloadUndecodable:
        return body
