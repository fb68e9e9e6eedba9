"""JSON written one way only, and read fast: publishing writes and reads millions of small values."""

from __future__ import annotations

import json
from typing import Any

import orjson

# For the rare value orjson refuses: half a surrogate pair from a broken document, a number beyond 64 bits.
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def canonical(value: object) -> str:
    """One line of JSON, keys sorted, the same for the same value."""
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
    except TypeError:
        return _ENCODER.encode(value)


def read_json(text: str) -> Any:
    """What a JSON text says; raises ``ValueError`` when it is none."""
    try:
        return orjson.loads(text)
    except ValueError:
        return json.loads(text)
