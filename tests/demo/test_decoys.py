"""Pages that are no annual reports: made whole, and taken for none by the parser."""

from __future__ import annotations

import pytest

import parsers
from gongkai.demo.decoys import KINDS, decoy

BODY = "石嘴山市卫生健康委员会"


@pytest.mark.parametrize("kind", KINDS)
def test_a_decoy_names_body_and_year_and_leaves_nothing_unfilled(kind: str) -> None:
    page = decoy(kind, BODY, 2023)
    assert page == decoy(kind, BODY, 2023)
    assert page.published.year == 2023
    assert BODY in page.text
    assert "{" not in page.html + page.title


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(KeyError):
        decoy("poem", BODY, 2023)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("shape", ("html", "text"))
def test_no_decoy_is_taken_for_a_report(kind: str, shape: str) -> None:
    page = decoy(kind, BODY, 2023)
    whole = (
        f"<html><head><title>{page.title}</title></head><body><h1>{page.title}</h1>{page.html}</body></html>"
    )
    report = parsers.parse((whole if shape == "html" else page.text).encode())
    assert report.identity is None
    assert not report.figures
    assert report.findings
