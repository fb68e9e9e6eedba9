"""Teach warcio's readers today's brotli: warcio 1.8 sets a field that brotli's own object no longer takes.

Without it no page sent with ``Content-Encoding: br`` could be indexed or exported.
"""

from __future__ import annotations

import brotli  # type: ignore[import-untyped]
from warcio.bufferedreaders import BufferedReader  # type: ignore[import-untyped]


class Decompressor:
    """Brotli as warcio asks for it: ``decompress``, and ``unused_data``, of which there is never any."""

    unused_data = None

    def __init__(self) -> None:
        self._machine = brotli.Decompressor()

    def decompress(self, data: bytes) -> bytes:
        """The next plain bytes; raises ``brotli.error`` when the data is not brotli."""
        plain: bytes = self._machine.process(data)
        return plain


def teach() -> None:
    """Make it so in this process."""
    BufferedReader.DECOMPRESSORS["br"] = Decompressor
