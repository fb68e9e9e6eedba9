"""Streams of a PDF that unfold to more than any page needs, found before PDFium unfolds them."""

from __future__ import annotations

import re
import zlib
from itertools import pairwise

MOST_UNFOLDED = 160 * 1024 * 1024
"""Bytes a stream may unfold to: a page in colour at 600 dots an inch takes 105 million."""
MOST_TIMES = 1032
"""Deflate makes nothing smaller than this many times."""
PART = 1024 * 1024

_STREAM = re.compile(rb"stream\r?\n")
_TWICE = re.compile(rb"/Fl(?:ateDecode)?\b[^\]>]{0,200}?/(?:Fl|LZW)")
"""Two filters that unfold, one upon the other, in one array or dictionary."""


def swells(data: bytes) -> bool:
    """Whether a deflated stream of the file unfolds beyond :data:`MOST_UNFOLDED` bytes.

    Streams too short to do so are not looked at, so that most files cost one search.
    """
    starts = [match.end() for match in _STREAM.finditer(data)]
    twice = _TWICE.search(data) is not None
    for start, after in pairwise([*starts, len(data)]):
        if twice or (after - start) * MOST_TIMES > MOST_UNFOLDED:
            end = data.find(b"endstream", start, after)
            if _unfolded(data[start : end if end > 0 else after], 2 if twice else 1) > MOST_UNFOLDED:
                return True
    return False


def _unfolded(data: bytes, layers: int) -> int:
    """How many bytes a stream unfolds to, up to a little over the limit; 0 where it is not deflated."""
    outer, inner = zlib.decompressobj(), zlib.decompressobj() if layers > 1 else None
    total = 0
    most = 0
    try:
        while data and total <= MOST_UNFOLDED and most <= MOST_UNFOLDED:
            part = outer.decompress(data, PART)
            data = outer.unconsumed_tail
            total += len(part)
            while inner is not None and part and most <= MOST_UNFOLDED:
                try:
                    most += len(inner.decompress(part, PART))
                except zlib.error:
                    inner = None
                    break
                part = inner.unconsumed_tail
    except zlib.error:
        pass
    return max(total, most)
