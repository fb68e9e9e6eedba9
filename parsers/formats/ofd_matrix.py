"""Where an OFD object stands on the page, in points: boundaries and matrices (GB/T 33190-2016, 8.5)."""

from __future__ import annotations

from lxml import etree

from parsers.formats.lattice import Box
from parsers.formats.ofd_paths import numbers

POINTS_PER_MM = 72 / 25.4
Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def placed(element: etree._Element, outer: Matrix) -> Matrix:
    """The matrix that takes an object's own coordinates to points on the page."""
    own = numbers(element.get("CTM"))
    box = numbers(element.get("Boundary"))
    a, b, c, d, e, f = own if len(own) == 6 else IDENTITY
    left, top = (box[0], box[1]) if len(box) >= 2 else (0.0, 0.0)
    return times((a, b, c, d, e + left, f + top), outer)


def times(first: Matrix, then: Matrix) -> Matrix:
    """The matrix that applies ``first`` and then ``then``."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def at(point: tuple[float, float], matrix: Matrix) -> tuple[float, float]:
    x, y = point
    a, b, c, d, e, f = matrix
    return (a * x + c * y + e) * POINTS_PER_MM, (b * x + d * y + f) * POINTS_PER_MM


def box_of(corners: tuple[tuple[float, float], tuple[float, float]], matrix: Matrix) -> Box:
    (x0, y0), (x1, y1) = (at(corner, matrix) for corner in corners)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def boundary(element: etree._Element, outer: Matrix) -> Box | None:
    box = numbers(element.get("Boundary"))
    if len(box) != 4:
        return None
    return box_of(((box[0], box[1]), (box[0] + box[2], box[1] + box[3])), outer)
