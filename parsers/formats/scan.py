"""One page's picture read into lines and ruled tables: the grid first, then cell by cell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from parsers.formats.glyphshape import figures, plain_stroke
from parsers.formats.inklines import lines_within, text_boxes, without_remnants
from parsers.formats.lattice import Box, Lattice, LatticeCell, lattices
from parsers.formats.linegrid import PIXELS, rulings, squared, table_corners
from parsers.formats.missed_ink import SPECK, Spot, missed, traces
from parsers.formats.ocr import Plane, Recognised, recognise
from parsers.formats.page_content import PageContent, PageLine
from parsers.formats.page_table import PageTable, PlacedCell
from parsers.formats.picture import TYPE_HEIGHT, Plate, flatten, warp
from parsers.formats.typeset import Line, cell_text
from parsers.model import PagePlace

ROOM = 5
"""Pixels of paper left around a line that is cut out."""
INSET = 4
"""Pixels a cell is made smaller at each side, half a ruling's thickness."""
DOUBTFUL = 0.15
"""From this doubt on a cell's text is read a second time from another cut."""
TALLEST = 1.6
"""A piece higher than this many characters is no line of type, whatever is read in it."""
UNREAD = 0.4
"""The doubt of a cell in which there is ink that was not read."""
SHORT = 4
"""Pieces up to so many characters wide can be figures; longer ones are words, and not read twice."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A line of type to be recognised: where it stands on the plate."""

    box: Spot
    crop: Plane
    ink: Plane


def read_picture(
    colours: npt.NDArray[np.uint8], number: int, scale: float, place: Callable[[Box], PagePlace]
) -> PageContent:
    """Read one page; ``scale`` is pixels a point, and ``place`` names a box of the picture's pixels."""
    plate = flatten(colours)
    lines_drawn = rulings(plate.ink)
    for _ in range(2):
        corners = table_corners(lines_drawn.possible)
        change = squared(corners) if corners is not None else None
        if change is None:
            break
        plate = warp(plate, change)
        lines_drawn = rulings(plate.ink)
    frames = [frame for frame in lattices(lines_drawn.rules, PIXELS) if _is_table(frame)]
    clean, ink = _without_rulings(plate, lines_drawn.mask)
    faint = traces(clean, plate.full, plate.grey, lines_drawn.mask)
    points = 1.0 / (scale * float(np.sqrt(abs(np.linalg.det(plate.matrix[:2, :2])))))
    tables = _tables(frames, clean, ink, faint, number, points, lambda box: place(plate.source(box)))
    lines = _lines(frames, plate, ink, points)
    height, width = plate.grey.shape
    return PageContent(
        number,
        width * points,
        height * points,
        lines,
        tables,
        lambda box: place(plate.source(_times(box, 1 / points))),
        plate.turned,
    )


def _is_table(frame: Lattice) -> bool:
    """Whether a lattice is large enough for a table; a character of two closed parts is not."""
    left, top, right, bottom = frame.box
    return right - left > 6 * TYPE_HEIGHT and bottom - top > 1.5 * TYPE_HEIGHT


def _without_rulings(plate: Plate, mask: Plane) -> tuple[Plane, Plane]:
    """The page and its ink with the rulings painted over."""
    lines = cv2.dilate(mask, np.ones((3, 3), np.uint8))
    paper = cv2.medianBlur(cv2.dilate(plate.grey, np.ones((9, 9), np.uint8)), 5)
    clean = np.where(lines > 0, paper, plate.grey).astype(np.uint8)
    ink = np.where(lines > 0, 0, plate.ink).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    small = np.zeros(count, dtype=bool)
    extent = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT])
    small[1:] = extent[1:] < SPECK * TYPE_HEIGHT
    ink[small[labels]] = 0
    return clean, ink


def _tables(
    frames: Sequence[Lattice],
    clean: Plane,
    ink: Plane,
    faint: Plane,
    number: int,
    points: float,
    place: Callable[[Box], PagePlace],
) -> tuple[PageTable, ...]:
    pieces: list[_Piece] = []
    spans: list[tuple[int, int]] = []
    for frame in frames:
        for cell in frame.cells:
            found = _pieces_of(cell, clean, ink)
            spans.append((len(pieces), len(pieces) + len(found)))
            pieces += found
    read = _read(pieces)
    tables = []
    at = 0
    for frame in frames:
        cells = []
        for cell in frame.cells:
            first, end = spans[at]
            at += 1
            left = missed(faint, _inside(cell), [piece.box for piece in pieces[first:end]], TYPE_HEIGHT)
            cells.append(_placed(cell, pieces[first:end], read[first:end], left, points, place))
        tables.append(PageTable(_times(frame.box, points), tuple(cells), number))
    return tuple(tables)


def _placed(
    cell: LatticeCell,
    pieces: Sequence[_Piece],
    read: Sequence[Recognised],
    unread: bool,
    points: float,
    place: Callable[[Box], PagePlace],
) -> PlacedCell:
    lines = [
        Line(found.text, piece.box, piece.box[3] - piece.box[1])
        for piece, found in zip(pieces, read, strict=True)
        if found.text
    ]
    doubt = max((1.0 - found.sure for found in read), default=0.0)
    if any(piece.box[3] - piece.box[1] > TALLEST * TYPE_HEIGHT for piece in pieces):
        doubt = 1.0
    elif unread:
        doubt = max(doubt, UNREAD)
    text = cell_text(lines, cell.box)
    box = _times(cell.box, points)
    return PlacedCell(box, text, place(cell.box), cell.open_top, cell.open_bottom, round(doubt, 3))


def _inside(cell: LatticeCell) -> Spot:
    left, top, right, bottom = (round(side) for side in cell.box)
    return left + INSET, top + INSET, right - INSET, bottom - INSET


def _pieces_of(cell: LatticeCell, clean: Plane, ink: Plane) -> list[_Piece]:
    """The lines of type inside a cell."""
    left, top, right, bottom = _inside(cell)
    if right - left < 8 or bottom - top < 8:
        return []
    inside = without_remnants(ink[top:bottom, left:right], TYPE_HEIGHT)
    return [
        _cut((left + a, top + b, left + c, top + d), clean, ink)
        for a, b, c, d in lines_within(inside, TYPE_HEIGHT)
    ]


def _cut(box: Spot, grey: Plane, ink: Plane, room: int = ROOM) -> _Piece:
    left, top, right, bottom = box
    height, width = grey.shape
    window = (
        slice(max(0, top - room), min(height, bottom + room)),
        slice(max(0, left - room), min(width, right + room)),
    )
    return _Piece(box, grey[window], ink[top:bottom, left:right])


def _read(pieces: Sequence[_Piece]) -> list[Recognised]:
    """Recognise pieces; strokes that are no characters are told by their shape, doubtful ones twice."""
    first = recognise([piece.crop for piece in pieces])
    out = [_by_shape(piece, found) for piece, found in zip(pieces, first, strict=True)]
    again = [
        index
        for index, found in enumerate(out)
        if 1.0 - found.sure > DOUBTFUL and pieces[index].ink.shape[1] < SHORT * TYPE_HEIGHT
    ]
    second = recognise([_other_cut(pieces[index]) for index in again])
    for index, found in zip(again, second, strict=True):
        other = _by_shape(pieces[index], found)
        if other.text == out[index].text:
            sure = 1.0 - (1.0 - out[index].sure) * (1.0 - other.sure)
            out[index] = replace(out[index], sure=sure)
        else:
            better = max((out[index], other), key=lambda item: item.sure)
            out[index] = replace(better, sure=min(better.sure, 0.5))
    return out


def _by_shape(piece: _Piece, found: Recognised) -> Recognised:
    stroke = plain_stroke(piece.ink, TYPE_HEIGHT)
    if stroke is not None:
        return Recognised(stroke, max(found.sure, 0.9))
    return figures(found)


def _other_cut(piece: _Piece) -> Plane:
    """The same line with more room and stronger contrast."""
    low, high = np.percentile(piece.crop, (2, 90))
    stretched = np.clip((piece.crop.astype(np.float32) - low) * (255.0 / max(high - low, 1.0)), 0, 255)
    return np.pad(stretched.astype(np.uint8), 4, constant_values=255)


def _lines(frames: Sequence[Lattice], plate: Plate, ink: Plane, points: float) -> tuple[PageLine, ...]:
    """The lines outside tables, each with its pieces."""
    rest = ink.copy()
    for frame in frames:
        left, top, right, bottom = (round(side) for side in frame.box)
        rest[max(0, top - 3) : bottom + 3, max(0, left - 3) : right + 3] = 0
    boxes = [box for box in text_boxes(rest, TYPE_HEIGHT) if box[3] - box[1] < 4 * TYPE_HEIGHT]
    spots = [(round(a), round(b), round(c), round(d)) for a, b, c, d in boxes]
    read = _read([_cut(spot, plate.full, rest) for spot in spots])
    found = [
        Line(item.text, _times(box, points), (box[3] - box[1]) * points)
        for box, item in zip(boxes, read, strict=True)
        if item.text
    ]
    return tuple(_page_line(row) for row in _rows(found))


def _rows(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines that stand beside each other, as rows from top to bottom."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: line.box[1] + line.box[3]):
        if rows:
            other = rows[-1][-1].box
            overlap = min(other[3], line.box[3]) - max(other[1], line.box[1])
            if overlap > 0.5 * min(other[3] - other[1], line.box[3] - line.box[1]):
                rows[-1].append(line)
                continue
        rows.append([line])
    return [sorted(row, key=lambda line: line.box[0]) for row in rows]


def _page_line(row: Sequence[Line]) -> PageLine:
    box = (
        min(line.box[0] for line in row),
        min(line.box[1] for line in row),
        max(line.box[2] for line in row),
        max(line.box[3] for line in row),
    )
    whole = Line(" ".join(line.text for line in row), box, max(line.size for line in row))
    return PageLine(whole, tuple(row))


def _times(box: Box, factor: float) -> Box:
    return box[0] * factor, box[1] * factor, box[2] * factor, box[3] * factor
