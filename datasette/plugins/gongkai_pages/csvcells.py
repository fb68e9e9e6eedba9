"""CSV for spreadsheets: a text that one would run as a formula gets an apostrophe in front."""

from __future__ import annotations

import csv
import io
import re

from gongkai_pages.asgi import Message, Send
from gongkai_pages.limits import LONGEST_VALUE

# What spreadsheets take for a formula, full-width forms too; a number, a sign or a dash alone is none.
FORMULA = re.compile(r"['\s]*[=+\-@＝＋－＠]")
NUMBER = re.compile(r"[+-]?[\d.,%\s]*")


def harmless(text: str) -> str:
    """``text`` as a cell: the rule of the exported CSV files (``archive/export_values.py``)."""
    if text[:1].isalnum() or not FORMULA.match(text) or NUMBER.fullmatch(text):
        return text
    return "'" + text


def rewritten(body: bytes) -> bytes:
    """A whole CSV answer with every cell made harmless."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    before = csv.field_size_limit(LONGEST_VALUE)  # of the whole process; a section may be longer
    try:
        for row in csv.reader(io.StringIO(body.decode("utf-8"), newline="")):
            writer.writerow([harmless(cell) for cell in row])
    finally:
        csv.field_size_limit(before)
    return out.getvalue().encode("utf-8")


class Rewriting:
    """Stands before ``send``: holds a CSV answer back until it is whole, then sends it rewritten.

    Such answers are bounded by ``max_returned_rows``; an error goes through as it comes.
    """

    def __init__(self, send: Send) -> None:
        self._send = send
        self._start: Message | None = None
        self._parts: list[bytes] = []

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            if message["status"] == 200:
                self._start = message
                return
        elif self._start is not None:
            self._parts.append(message.get("body", b""))
            if not message.get("more_body"):
                await self._finish(self._start)
            return
        await self._send(message)

    async def _finish(self, start: Message) -> None:
        body = rewritten(b"".join(self._parts))
        kept = [(k, v) for k, v in start.get("headers", []) if k.lower() != b"content-length"]
        length = (b"content-length", str(len(body)).encode())
        await self._send({**start, "headers": [*kept, length]})
        await self._send({"type": "http.response.body", "body": body})
