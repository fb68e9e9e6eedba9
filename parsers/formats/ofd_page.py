"""What an OFD page draws (GB/T 33190-2016): its characters with their boxes, its ruling lines, its pictures.

Objects are placed by a boundary and an optional matrix, in millimetres from the page's top left
corner; what leaves this module is in points, like a PDF page's drawing.
"""

from __future__ import annotations

import itertools
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from parsers.formats.lattice import Box, Rule
from parsers.formats.ofd_matrix import IDENTITY, POINTS_PER_MM, Matrix, at, boundary, box_of, placed
from parsers.formats.ofd_paths import Elements, fill_of, is_white, number, subpaths
from parsers.formats.ofd_unseen import MOST_GROUNDS, NOWHERE, Clips, clipped_off, clips, on_paper
from parsers.formats.pdf_page import Drawing, Turn
from parsers.formats.typeset import Glyph

THIN = 3.2
"""A drawn shape no thicker than this, in points, is a ruling line (as on PDF pages)."""
SHORTEST = 4.0
"""A shorter line, in points, rules nothing: it is a stroke of a character drawn as an outline."""
MOST_OBJECTS = 60_000
MOST_GLYPHS = 60_000
LARGEST_PATCH = 0.2
MOST_PATCHES = 300
"""White patches, each of which hides the characters that were drawn there before it."""
DEEPEST_UNIT = 8
SLANTED = 0.2
"""Text whose baseline rises by more than this share of its run is written across the page."""
SPACED = 1.5
"""Characters of one run up to this far apart, in sizes, are spaced letters of one word."""
ASCENT, DESCENT = 0.86, 0.14
"""How far a character reaches above and below its baseline, as shares of its size."""

PLACEHOLDERS = frozenset("\u00a4\ufffd")


@dataclass(slots=True)
class OfdPage:
    """Collects what a page and its templates draw, in points."""

    width: float
    height: float
    units: Elements
    params: Elements
    glyphs: list[Glyph] = field(default_factory=list)
    rules: list[Box] = field(default_factory=list)
    pictures: list[tuple[str, Box]] = field(default_factory=list)
    angles: Counter[int] = field(default_factory=Counter)
    concealed: list[Glyph] = field(default_factory=list)
    grounds: list[Box] = field(default_factory=list)
    unmapped: int = 0
    seen: int = 0
    patches: int = 0

    @property
    def crowded(self) -> bool:
        """Whether a limit cut the reading short."""
        return self.seen > MOST_OBJECTS or len(self.glyphs) >= MOST_GLYPHS

    @property
    def unseen(self) -> int:
        """How many digits nobody sees stand where the page's lines are, on a page of text that is seen."""
        if not self.rules or len(self.concealed) > len(self.glyphs):
            return 0
        lefts, tops, rights, bottoms = zip(*self.rules, strict=True)
        frame = (min(lefts), min(tops), max(rights), max(bottoms))
        return sum(glyph.text.isdecimal() and _inside(glyph.middle, frame) for glyph in self.concealed)

    def take(
        self,
        content: etree._Element,
        outer: Matrix = IDENTITY,
        within: Clips = (),
        param: str = "",
        depth: int = 0,
    ) -> None:
        """Take every object of a page's, template's or unit's content (tags without namespace).

        ``within`` are the clips around it, ``param`` names the drawing parameters of its layer.
        """
        for element in content:
            self.seen += 1
            if self.seen > MOST_OBJECTS:
                return
            if element.get("Visible") in ("false", "0"):
                continue
            own = element.get("DrawParam", param)
            if element.tag in ("Content", "Layer", "PageBlock"):
                self.take(element, outer, within, own, depth)
                continue
            around = (*within, *clips(element, outer), *(NOWHERE if element.get("Alpha") == "0" else ()))
            if element.tag == "TextObject":
                self._text(element, outer, around, own)
            elif element.tag == "CompositeObject" and depth < DEEPEST_UNIT:
                unit = self.units.get(element.get("ResourceID", ""))
                if unit is not None:
                    self.take(unit, placed(element, outer), around, own, depth + 1)
            elif NOWHERE[0] in around:
                continue
            elif element.tag == "PathObject":
                self._path(element, outer, own)
            elif element.tag == "ImageObject":
                box = boundary(element, outer)
                if box is not None:
                    self.pictures.append((element.get("ResourceID", ""), box))
                    self._paint(box)

    def drawing(self) -> Drawing:
        """The page as a drawing, turned so that most of its text is upright."""
        quarters = self.angles.most_common(1)[0][0] if self.angles else 0
        turn = Turn(-quarters % 4, self.width, self.height)
        # Text nobody sees is left out, but for that of a page with hardly any other: there it is told.
        hidden = self.concealed if len(self.concealed) > len(self.glyphs) else []
        covered = sum((box[2] - box[0]) * (box[3] - box[1]) for _, box in self.pictures)
        return Drawing(
            *turn.size,
            glyphs=tuple(
                Glyph(glyph.text, *turn.box((glyph.left, glyph.top, glyph.right, glyph.bottom)))
                for glyph in (*self.glyphs, *hidden)
            ),
            rules=tuple(_rule(turn.box(box)) for box in self.rules),
            unmapped=self.unmapped,
            hidden=len(hidden),
            pictured=min(1.0, covered / max(self.width * self.height, 1.0)),
            crowded=self.crowded,
            turn=turn,
        )

    def _text(self, element: etree._Element, outer: Matrix, within: Clips, param: str) -> None:
        matrix = placed(element, outer)
        quarter = _quarter(matrix)
        if quarter is None:
            return
        colour = fill_of(element, self.params, param)
        hidden, white = _concealed(element, colour), _is_white_text(element, colour)
        for letter in self._letters(element, matrix, quarter):
            box = (letter.left, letter.top, letter.right, letter.bottom)
            unseen = hidden or clipped_off(box, within) or (white and on_paper(box, self.grounds))
            into = self.concealed if unseen else self.glyphs
            if len(into) >= MOST_GLYPHS:
                return
            into.append(letter)

    def _letters(self, element: etree._Element, matrix: Matrix, quarter: int) -> Iterator[Glyph]:
        size = number(element.get("Size"), 0.0)
        stretch = number(element.get("HScale"), 1.0)
        for code in element.iterfind("TextCode"):
            text = code.text or ""
            x, y = number(code.get("X"), 0.0), number(code.get("Y"), 0.0)
            across, down = _deltas(code.get("DeltaX"), len(text)), _deltas(code.get("DeltaY"), len(text))
            for index, letter in enumerate(text):
                advance = _advance(letter) * size * stretch
                width = _width(across[index] if index < len(across) else 0.0, advance, size)
                if letter not in "\r\n\t":
                    corners = ((x, y - ASCENT * size), (x + width, y + DESCENT * size))
                    yield Glyph(self._known(letter), *box_of(corners, matrix))
                if not letter.isspace():
                    self.angles[quarter] += 1
                x += across[index] if index < len(across) else (0.0 if down else advance)
                y += down[index] if index < len(down) else 0.0

    def _known(self, letter: str) -> str:
        """The letter, or the sign for one that has no code."""
        if letter in PLACEHOLDERS or unicodedata.category(letter) in ("Co", "Cn", "Cc"):
            self.unmapped += 1
            return "\ufffd"
        return letter

    def _paint(self, box: Box | None) -> None:
        if box is not None and len(self.grounds) <= MOST_GROUNDS:
            self.grounds.append(box)

    def _path(self, element: etree._Element, outer: Matrix, param: str) -> None:
        white = is_white(element, fill_of(element, self.params, param))
        stroke, fill = element.get("Stroke") != "false", element.get("Fill") == "true"
        if not stroke and not fill:
            return
        matrix = placed(element, outer)
        if fill and not white:
            ground = boundary(element, outer)
            if ground is not None and min(ground[2] - ground[0], ground[3] - ground[1]) > THIN:
                self._paint(ground)
        elif number(element.get("LineWidth"), 0.0) * max(map(abs, matrix[:4])) > THIN / POINTS_PER_MM:
            self._paint(boundary(element, outer))
        for points in subpaths(element.findtext("AbbreviatedData", "")):
            corners = [at(point, matrix) for point in points]
            if len(corners) < 2:
                continue
            xs, ys = [x for x, _ in corners], [y for _, y in corners]
            box = (min(xs), min(ys), max(xs), max(ys))
            if max(box[2] - box[0], box[3] - box[1]) < SHORTEST:
                continue
            if min(box[2] - box[0], box[3] - box[1]) <= THIN:
                self.rules.append(box)
            elif fill and self.patches < MOST_PATCHES and white and self._is_patch(box):
                self.patches += 1
                self.glyphs[:] = [glyph for glyph in self.glyphs if not _inside(glyph.middle, box)]
            elif stroke:
                self._sides(corners)

    def _is_patch(self, box: Box) -> bool:
        """Whether a shape is small enough to be painted over something; a larger one is the paper."""
        return (box[2] - box[0]) * (box[3] - box[1]) < LARGEST_PATCH * self.width * self.height

    def _sides(self, points: list[tuple[float, float]]) -> None:
        """The level and upright sides of an outline that is stroked."""
        for (x0, y0), (x1, y1) in itertools.pairwise(points):
            level, upright = abs(y0 - y1) <= 0.5, abs(x0 - x1) <= 0.5
            if (level or upright) and abs(x0 - x1) + abs(y0 - y1) >= SHORTEST:
                self.rules.append((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))


def _rule(box: Box) -> Rule:
    left, top, right, bottom = box
    if right - left >= bottom - top:
        return Rule(False, (top + bottom) / 2, left, right)
    return Rule(True, (left + right) / 2, top, bottom)


def _quarter(matrix: Matrix) -> int | None:
    """How many quarter turns clockwise the text's baseline makes; ``None`` for slanted text, a watermark."""
    a, b = matrix[0], matrix[1]
    if min(abs(a), abs(b)) > SLANTED * max(abs(a), abs(b)):
        return None
    if abs(a) >= abs(b):
        return 0 if a >= 0 else 2
    return 1 if b > 0 else 3


def _concealed(element: etree._Element, colour: etree._Element | None) -> bool:
    """Whether text is drawn so that nobody sees it: in a wholly transparent colour, or not drawn at all."""
    clear = colour is not None and colour.get("Alpha") == "0"
    return (clear or element.get("Fill") == "false") and element.get("Stroke") != "true"


def _is_white_text(element: etree._Element, colour: etree._Element | None) -> bool:
    return is_white(element, colour) and element.get("Stroke") != "true"


def _inside(point: tuple[float, float], box: Box) -> bool:
    return box[0] < point[0] < box[2] and box[1] < point[1] < box[3]


def _advance(letter: str) -> float:
    """The width of a character as a share of its size: whole for Chinese, half for Latin."""
    return 1.0 if unicodedata.east_asian_width(letter) in "WFA" else 0.5


def _width(step: float, advance: float, size: float) -> float:
    """The room a character takes: up to the next one of its run, unless that stands plainly apart.

    Letters of one run belong together however they are spaced, so that 1 1 of a run stays 11.
    """
    return step if 0 < step <= SPACED * size else advance


def _deltas(text: str | None, length: int) -> list[float]:
    """Unfold a list of offsets: ``g 3 2.5`` stands for 2.5 three times (GB/T 33190, 11.3)."""
    words = (text or "").split()
    unfolded: list[float] = []
    index = 0
    while index < len(words) and len(unfolded) < length:
        if words[index] == "g" and index + 2 < len(words):
            count = min(int(number(words[index + 1], 0.0)), length)
            unfolded += [number(words[index + 2], 0.0)] * count
            index += 3
        else:
            unfolded.append(number(words[index], 0.0))
            index += 1
    return unfolded
