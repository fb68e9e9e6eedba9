"""JSON written one way only."""

from __future__ import annotations

import pytest

from archive.canonical import canonical, read_json


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"b": 1, "a": [None, "中", 0.5]}, '{"a":[null,"中",0.5],"b":1}'),
        ((1, "x"), '[1,"x"]'),
    ],
)
def test_same_value_same_text(value: object, text: str) -> None:
    assert canonical(value) == text
    assert canonical(read_json(text)) == text


def test_number_beyond_64_bits_is_written_out() -> None:
    assert canonical(2**70) == str(2**70)
    # SQLite has no such whole numbers either.
    assert read_json(str(2**70)) == float(2**70)


def test_half_a_surrogate_pair_goes_through() -> None:
    assert read_json(canonical({"b": "\ud800", "a": 1})) == {"a": 1, "b": "\ud800"}


def test_what_is_no_json_is_refused() -> None:
    with pytest.raises(ValueError, match="Expecting"):
        read_json("{")
