"""How a run of Word text is set: hidden, struck out, above or below the line; by itself or by its styles.

ECMA-376 part 1, 17.7.2: a run's own properties win over its character style, that one over the style of
its paragraph; a style goes on from the one it is based on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from parsers.formats.lines import Setting, lowered, raised

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL = f"{W}val"
OFF = frozenset(("0", "false", "off"))
SETTINGS = {"superscript": raised, "subscript": lowered}
PALE = 0xE0
"""Red, green and blue of at least so much are white to a reader."""
LIFTED = 4
"""Half points by which a run must stand higher or lower than its paragraph's first run to be a note's."""


@dataclass(frozen=True, slots=True)
class Look:
    """What properties say of a run; ``None`` where they leave it open. ``height`` is in half points."""

    hidden: bool | None = None
    struck: bool | None = None
    aligned: str | None = None
    height: int | None = None
    white: bool | None = None

    def over(self, base: Look) -> Look:
        """These properties, and those of ``base`` where they leave something open."""
        return Look(
            base.hidden if self.hidden is None else self.hidden,
            base.struck if self.struck is None else self.struck,
            base.aligned if self.aligned is None else self.aligned,
            base.height if self.height is None else self.height,
            base.white if self.white is None else self.white,
        )

    def setting(self, height: int) -> Setting | None:
        """How digits of the run are set where the line stands at ``height``."""
        lifted = (self.height or 0) - height
        if self.aligned in SETTINGS:
            return SETTINGS[self.aligned]
        return raised if lifted >= LIFTED else lowered if lifted <= -LIFTED else None


PLAIN = Look()


@dataclass(frozen=True, slots=True)
class Styles:
    """The looks of a document's styles by their ids, those they are based on taken in.

    ``painting`` are the styles that may shade what they are laid on.
    """

    looks: dict[str, Look] = field(default_factory=dict)
    painting: frozenset[str] = frozenset()

    def paragraph(self, paragraph: etree._Element) -> Look:
        """What a paragraph's style says of its runs."""
        return self._named(paragraph.find(f"{W}pPr/{W}pStyle"))

    def run(self, run: etree._Element, paragraph: Look) -> Look:
        """How a run is set in a paragraph whose style gives the look ``paragraph``."""
        properties = run.find(f"{W}rPr")
        if properties is None:
            return paragraph
        named = self._named(properties.find(f"{W}rStyle"))
        return look(properties).over(named).over(paragraph)

    def _named(self, style: etree._Element | None) -> Look:
        return PLAIN if style is None else self.looks.get(style.get(VAL, ""), PLAIN)


def read_styles(styles: etree._Element | None) -> Styles:
    """Read the looks of ``styles.xml``, which may be absent."""
    own = {} if styles is None else {row.get(f"{W}styleId", ""): row for row in styles.iterfind(f"{W}style")}
    looks = {}
    for name in own:
        looks[name] = PLAIN
        for row in _line(own, name):
            looks[name] = looks[name].over(look(row.find(f"{W}rPr")))
    painting = (
        name for name in own if any(any(map(paints, row.iter(f"{W}shd"))) for row in _line(own, name))
    )
    return Styles(looks, frozenset(painting))


def paints(shade: etree._Element) -> bool:
    """Whether a shading (``w:shd``) gives a ground that is not white."""
    fill = shade.get(f"{W}fill", "auto")
    return shade.get(VAL, "clear") not in ("clear", "nil") or not (fill == "auto" or is_white(fill))


def is_white(colour: str) -> bool:
    """Whether a colour of six hexadecimal digits is white to a reader."""
    try:
        return min(bytes.fromhex(colour), default=0) >= PALE
    except ValueError:
        return False


def look(properties: etree._Element | None) -> Look:
    """Read the properties of a run; a switch is on when present and not set to 0, false or off."""
    found = PLAIN
    for row in () if properties is None else properties:
        value = row.get(VAL)
        if row.tag == f"{W}vanish":
            found = replace(found, hidden=value not in OFF)
        elif row.tag in (f"{W}strike", f"{W}dstrike"):
            found = replace(found, struck=bool(found.struck) or value not in OFF)
        elif row.tag == f"{W}vertAlign":
            found = replace(found, aligned=value or "baseline")
        elif row.tag == f"{W}position":
            found = replace(found, height=_whole(value))
        elif row.tag == f"{W}color":
            found = replace(found, white=is_white(value or ""))
    return found


def _line(own: dict[str, etree._Element], name: str) -> Iterator[etree._Element]:
    """The style and those it is based on, nearest first; a circle ends the line."""
    seen: set[str] = set()
    while name in own and name not in seen:
        seen.add(name)
        yield own[name]
        base = own[name].find(f"{W}basedOn")
        name = "" if base is None else base.get(VAL, "")


def _whole(text: str | None) -> int:
    digits = (text or "").removeprefix("-")
    number = int(digits) if digits.isdecimal() and len(digits) < 5 else 0
    return -number if (text or "").startswith("-") else number
