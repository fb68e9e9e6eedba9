"""Records as other writers make them, byte by byte."""

from __future__ import annotations


def raw_record(kind: str, target: str, block: bytes, *fields: tuple[str, str]) -> bytes:
    """A record of WARC 1.0, not compressed."""
    lines = [
        "WARC/1.0", f"WARC-Type: {kind}", f"WARC-Record-ID: <urn:test:{target}:{kind}>",
        f"WARC-Target-URI: {target}", "WARC-Date: 2020-02-01T00:00:00Z", f"Content-Length: {len(block)}",
        *(f"{name}: {value}" for name, value in fields),
    ]  # fmt: skip
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"
