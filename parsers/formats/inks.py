"""Figures in the colour of their own ground, which no reader of a page sees (white on white)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache

from lxml import etree
from PIL import ImageColor

from parsers.formats.elements import Element, tag_of
from parsers.formats.lines import is_figure
from parsers.formats.page_styles import PageStyles

Colour = tuple[int, ...]
WHITE: Colour = (255, 255, 255)
CLEAR: Colour = ()
"""The ink that leaves every ground as it is."""
PAINTED: Colour = (-999, -999, -999)
"""A ground of which only that it is painted is known: a picture, a gradient, a colour of an unknown name."""
ALIKE = 32
"""Two colours are one to a reader when none of their red, green and blue (0 to 255) differ by more."""
_INK = re.compile(r"(?<![-\w])color\s*:\s*([^;!]+)", re.IGNORECASE)
_GROUND = re.compile(r"(?<![-\w])background(?:-color|-image)?\s*:\s*([^;!]+)", re.IGNORECASE)
_GROUND_NAMES = etree.XPath("descendant-or-self::*/@bgcolor", smart_strings=False)
_INK_NAMES = etree.XPath("descendant-or-self::*/@color", smart_strings=False)
_WORD = re.compile(r"[\w#.%-]+(?:\([^()]*\))?")
_TABLE = frozenset({"table", "thead", "tbody", "tfoot", "tr", "td", "th"})
_UNPAINTED = re.compile(r"(?:none|transparent|inherit|initial|unset|[\w-]*repeat|scroll|center|-?\d.*)", re.I)


def unseen_inks(root: Element, styles: PageStyles) -> list[Element]:
    """The elements of tables whose ink is that of the ground they stand on.

    White ink is on paper where the page declares no ground; ink of another colour must stand on the same
    colour within its cell. A ground that may be painted, by a rule or with a picture, shows the ink; so does
    that of a table which would show no figure at all: the site's own sheet paints it.
    """
    boxes = (f"background:{name}" for name in frozenset(_GROUND_NAMES(root)))
    painted = {WHITE, *(it for text in (*styles.own, *styles.settings(), *boxes) for it in grounds(text))}

    def is_faint(settings: str) -> bool:
        colour = ink(settings)
        return colour is not None and any(alike(colour, ground) for ground in painted)

    own = frozenset(text for text in styles.own if is_faint(text))
    names = frozenset(name for name in frozenset(_INK_NAMES(root)) if is_faint(f"color:{name}"))
    classes = frozenset(styles.classes(is_faint))
    if not (own or names or classes):
        return []
    lost: dict[Element | None, list[Element]] = defaultdict(list)
    for element in root.iter():
        if (
            element.get("style") in own
            or element.get("color") in names
            or (classes and not classes.isdisjoint((element.get("class") or "").split()))
        ):
            declared = next((text for text, sure in styles.of(element) if sure and ink(text) is not None), "")
            colour = ink(declared) if is_faint(declared) else None
            if colour is not None and _is_of_a_table(element) and _is_lost(element, colour, styles):
                lost[_table_of(element)].append(element)
    return [
        one
        for table, unseen in lost.items()
        if table is None or _shows(table, unseen, styles)
        for one in unseen
    ]


def recolours(element: Element, styles: PageStyles) -> bool:
    """Whether an element has, or may have, an ink or a ground of its own."""
    return any(ink(text) is not None or grounds(text) for text, _ in styles.of(element))


@lru_cache(maxsize=4096)
def ink(settings: str) -> Colour | None:
    """The colour of text that settings declare; ``None`` where they leave it or it is not known."""
    match = _INK.search(settings)
    if match is None:
        return None
    return CLEAR if match[1].strip().lower() == "transparent" else _colour(match[1].strip())


@lru_cache(maxsize=4096)
def grounds(settings: str) -> tuple[Colour, ...]:
    """The grounds that settings declare."""
    found = []
    for match in _GROUND.finditer(settings):
        words = [word for word in _WORD.findall(match[1]) if not _UNPAINTED.fullmatch(word)]
        found += [_colour(word) or PAINTED for word in words[:1]]
    return tuple(found)


def alike(one: Colour, other: Colour) -> bool:
    """Whether a reader takes two colours for one."""
    return one == CLEAR or all(abs(a - b) <= ALIKE for a, b in zip(one, other, strict=False))


def _is_of_a_table(element: Element) -> bool:
    return tag_of(element) in _TABLE or next(element.iterancestors("td", "th"), None) is not None


def _table_of(element: Element) -> Element | None:
    """The outermost table an element stands in, or is."""
    outer = list(element.iterancestors("table"))
    return outer[-1] if outer else element if tag_of(element) == "table" else None


def _shows(table: Element, unseen: Sequence[Element], styles: PageStyles) -> bool:
    """Whether a table holds a figure beside those that are not seen."""
    within: set[Element] = set()
    pending = list(unseen)
    while pending:
        within.add(element := pending.pop())
        pending += [child for child in element if not recolours(child, styles)]
    texts = [(inner.text, inner) for inner in table.iter()]
    texts += [(child.tail, inner) for inner in table.iter() for child in inner]
    return any(text and inner not in within and is_figure(text) for text, inner in texts)


def _is_lost(element: Element, own: Colour, styles: PageStyles) -> bool:
    pale = alike(own, WHITE)
    for level in (element, *element.iterancestors()):
        declared = [(ground, sure) for text, sure in styles.of(level) for ground in grounds(text)]
        if any(not alike(own, ground) for ground, _ in declared):
            return False
        if any(sure for _, sure in declared):
            return True
        if not pale and tag_of(level) in ("td", "th"):
            return False
    return pale


def _colour(text: str) -> Colour | None:
    try:
        return ImageColor.getrgb(text)[:3]
    except ValueError:
        return None
