"""Teach cdxj-indexer (1.5.0) that a revisit, too, answers the request written after it.

It joins responses with their requests only, so that a POST whose answer had not changed would be indexed as
an answer to a plain GET.
"""

from __future__ import annotations

from typing import Any

from cdxj_indexer import bufferiter  # type: ignore[import-untyped]

Pair = tuple[Any, Any]


def teach() -> None:
    """Let cdxj-indexer join revisits with their requests in this process."""
    known = bufferiter.concur_req_resp

    def joined(first: Any, second: Any) -> Pair:
        if first is None or second is None or (first.rec_type, second.rec_type) != ("revisit", "request"):
            pair: Pair = known(first, second)
            return pair
        answers = second.rec_headers.get_header("WARC-Concurrent-To")
        return (second, first) if answers == first.rec_headers.get_header("WARC-Record-ID") else (None, None)

    bufferiter.concur_req_resp = joined
