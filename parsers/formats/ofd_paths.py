"""Numbers, paths and fills as OFD writes them (GB/T 33190-2016)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

LONGEST_FIGURE = 4000
"""A figure written with more letters than this is a drawing, not a border."""
_CURVE = re.compile("[QBA]")
_STEP = re.compile(r"([MSLC])([^MSLC]*)")
"""A step of a path: move, line and close; Q, B and A draw curves (GB/T 33190, table 35)."""


def numbers(text: str | None) -> list[float]:
    """The numbers of a list such as a boundary; words that are none are left out."""
    return [number(word, 0.0) for word in (text or "").split()]


def number(text: str | None, otherwise: float) -> float:
    """The number a text says; ``otherwise`` where there is none, or none a page can have."""
    try:
        value = float(text) if text is not None else otherwise
    except ValueError:
        return otherwise
    return value if abs(value) < 1e7 else otherwise  # also not a number, infinite


def is_white(shape: etree._Element) -> bool:
    """Whether a shape is filled with white and lets nothing through."""
    return shape.get("Alpha", "255") == "255" and any(
        colour.get("Value", "").split() == ["255"] * 3 and colour.get("Alpha", "255") == "255"
        for colour in shape.iterfind("FillColor")
    )


def subpaths(data: str) -> Iterator[list[tuple[float, float]]]:
    """Each figure of a path as points; one with curves is no ruling and is left out."""
    for figure in re.split(r"(?=[MS])", data):
        if len(figure) > LONGEST_FIGURE or _CURVE.search(figure):
            continue
        points: list[tuple[float, float]] = []
        for letter, operands in _STEP.findall(figure):
            if letter == "C":
                points += points[:1]
                continue
            pair = numbers(operands)
            if len(pair) != 2:
                break
            points.append((pair[0], pair[1]))
        if points:
            yield points
