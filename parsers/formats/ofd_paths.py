"""Numbers, paths and fills as OFD writes them (GB/T 33190-2016)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lxml import etree

Elements = Mapping[str, etree._Element]
"""Parts of a resource by their ids: drawings that several objects share, sets of drawing parameters."""
WHITES = (["255"] * 3, ["#FF"] * 3)
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


def fill_of(shape: etree._Element, shared: Elements, name: str) -> etree._Element | None:
    """The colour an object is filled with: its own, else that of the drawing parameters of that name or of
    those they go by."""
    seen: set[str] = set()
    while (colour := shape.find("FillColor")) is None and name in shared and name not in seen:
        seen.add(name)
        shape, name = shared[name], shared[name].get("Relative", "")
    return colour


def is_white(shape: etree._Element, colour: etree._Element | None) -> bool:
    """Whether an object is filled with white and lets nothing through."""
    opaque = shape.get("Alpha", "255") == "255" and colour is not None and colour.get("Alpha", "255") == "255"
    return opaque and colour is not None and colour.get("Value", "").upper().split() in WHITES


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
