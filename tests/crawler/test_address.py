"""Addresses: what is quick about plain references must not change what they become."""

from __future__ import annotations

from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.address import LONGEST, PLAIN, normal

SEGMENTS = st.sampled_from(
    ["a", "b.html", "..", ".", "", "t2024_1.htm", "~x", "a;jsessionid=AB", "中", "%41", "a b", "...", "x..y"]
)
PATHS = st.lists(SEGMENTS, max_size=5).map("/".join)
BASES = st.tuples(
    st.sampled_from(
        ["http://h.gov.cn", "https://H.gov.cn:443", "http://h:8080", "http://u:p@h", "http://[::1]:80"]
    ),
    st.sampled_from(["", "/"]),
    PATHS,
    st.sampled_from(["", "?a=/b/c&jsessionid=1"]),
).map("".join)
ROOTS = st.sampled_from(
    [
        "",
        "/",
        "./",
        "//",
        "../",
        "http://x.cn/",
        "https://X.cn:443/",
        "http://u@h:80/",
        "http://[::1/",
        "http:///",
    ]
)


@given(BASES, ROOTS, PATHS)
def test_the_short_way_ends_where_the_long_one_does(base: str, root: str, path: str) -> None:
    reference = root + path
    # A query that is left out again sends the same reference the long way.
    assert PLAIN.fullmatch(f"{reference}?_t=1") is None
    if PLAIN.fullmatch(reference):
        assert normal(base, reference) == normal(base, f"{reference}?_t=1")


@pytest.mark.parametrize(
    "reference", ["a/b.html", "./b.html", "/a/b.html", "http://b.gov.cn/a/b.html", "/a/"]
)
def test_plain_references_go_the_short_way(reference: str) -> None:
    base = "http://a.gov.cn/xxgk/index.html"
    assert PLAIN.fullmatch(reference)
    assert normal(base, reference) == urljoin(base, reference)


def test_an_address_without_measure_is_left_on_the_short_way_too() -> None:
    assert normal("http://a.gov.cn/", "x" * LONGEST) is None
