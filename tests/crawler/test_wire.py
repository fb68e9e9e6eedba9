"""What the crawl reads of an answer is what the archive's readers get of it."""

from __future__ import annotations

import gzip
import zlib

import pytest

from crawler import wire
from crawler.wire import decoded

PAGE = "<a href=/1>年度报告</a>".encode()


@pytest.mark.parametrize(
    ("body", "coding"),
    [
        (PAGE, ""),
        (PAGE, "identity"),
        (gzip.compress(PAGE), "gzip"),
        (gzip.compress(PAGE[:9]) + gzip.compress(PAGE[9:]), " GZIP "),
        (zlib.compress(PAGE), "deflate"),
        (zlib.compress(PAGE, wbits=-15), "deflate"),
        (zlib.compress(gzip.compress(PAGE)), "gzip, deflate"),
    ],
)
def test_a_coding_is_undone_to_its_end(body: bytes, coding: str) -> None:
    """A page sent in several gzip members is read whole, as browsers do."""
    assert decoded(body, coding) == (PAGE, True)


@pytest.mark.parametrize(
    ("body", "coding"), [(b"x", "gzip"), (gzip.compress(PAGE)[:-9], "gzip"), (PAGE, "zip")]
)
def test_what_cannot_be_undone_is_said(body: bytes, coding: str) -> None:
    """No coded byte is taken for text."""
    assert decoded(body, coding) == (b"", False)


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    """What swells beyond the limit is left as it is."""
    monkeypatch.setattr(wire, "LARGEST_PLAIN", 1000)
    assert decoded(gzip.compress(bytes(1000)), "gzip") == (bytes(1000), True)
    assert decoded(gzip.compress(bytes(1001)), "gzip") == (b"", False)
