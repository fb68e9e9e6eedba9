"""Content codings that servers put together oddly, on purpose or not."""

from __future__ import annotations

import gzip
import time

from archive.decoding import decode


def seconds(members: int) -> float:
    """Processor time to undo a body of so many gzip members, the least of three."""
    body = gzip.compress(b"page", mtime=0) * members
    spent: list[float] = []
    for _ in range(3):
        begun = time.process_time()
        assert decode(body, "gzip") == b"page" * members
        spent.append(time.process_time() - begun)
    return min(spent)


def test_time_grows_with_the_number_of_gzip_members_not_with_its_square() -> None:
    # 60 MB of empty members would keep a crawl busy for an hour.
    assert seconds(64_000) < 64 * seconds(4_000)


def test_members_longer_than_a_piece_and_zeros_between_them_are_read_through() -> None:
    pages = [bytes([letter, 10]) * 30_000 for letter in b"abc"]
    packed = [gzip.compress(page, compresslevel=0) for page in pages]
    assert min(map(len, packed)) > 3 << 14
    assert decode(bytes(40_000).join(packed) + bytes(70_000), "gzip") == b"".join(pages)
