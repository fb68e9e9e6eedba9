"""What a page's markup holds and its reader never sees: hidden by style, or struck out.

Copying is made hard by junk digits in hidden spans, and editors leave struck figures beside the new ones;
read along, both would become part of a number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from parsers.formats.elements import Element, tag_of

_SIGNS = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0|line-through|[\s\"']hidden\b|<(?:s|del|strike)\b",
    re.IGNORECASE,
)
_NOT_SHOWN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)
_NO_INK = re.compile(
    r"visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|pt|em|rem|%)?\s*(?:;|!|$)|line-through", re.IGNORECASE
)
_STYLES = etree.XPath("//@style", smart_strings=False)
_STYLED = etree.XPath("//*[@style = $style]")
_MARKED = etree.XPath("//*[@hidden or self::s or self::del or self::strike]")
_INLINE_IN_CELLS = etree.XPath(
    "(//td | //th)//*[@class and (self::span or self::font or self::b or self::i or self::em or self::strong"
    " or self::label or self::p)]"
)
_MEDIA = re.compile(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", re.IGNORECASE)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_OF_A_CLASS = re.compile(r"(?:(?:table|td|th|span|font|em|i)\s*)?\.([\w-]+)")
_LARGE = 300
"""Characters of a hidden part that may be the page's text, which a script unfolds."""


def clear_unseen(root: Element, markup: str) -> tuple[frozenset[Element], int]:
    """Empties what is not seen, elements staying where they are so that every path still holds.

    A large hidden part is kept where it is more than all that is left: a script will unfold it. Gives the
    hidden elements, whose rows and cells take no room in a table, and how many of them stood in a cell and
    held a digit.
    """
    if _SIGNS.search(markup) is None:
        return frozenset(), 0
    found = list(_unseen(root))
    large = {element: length for element in found if (length := _length(element)) >= _LARGE}
    outer = [element for element in large if large.keys().isdisjoint(element.iterancestors())]
    if outer and _length(root) < 2 * sum(large[element] for element in outer):
        found = [element for element in found if element not in large]
    digits = sum(_in_a_cell(element) and _holds_a_digit(element) for element in found)
    for element in found:
        for child in list(element):
            element.remove(child)
        element.text = None
    return frozenset(found), digits


def _unseen(root: Element) -> Iterator[Element]:
    yield from _elements(_MARKED(root))
    # A page has a few dozen different styles on thousands of elements.
    for style in set(_STYLES(root)):
        if _NOT_SHOWN.search(style) is not None:
            yield from _elements(_STYLED(root, style=style))
        elif _NO_INK.search(style) is not None:
            yield from (element for element in _elements(_STYLED(root, style=style)) if len(element) == 0)
    classes = _hidden_classes(root)
    for element in _elements(_INLINE_IN_CELLS(root)) if classes else ():
        if not classes.isdisjoint((element.get("class") or "").split()):
            yield element


def _elements(found: object) -> list[Element]:
    return [one for one in found if isinstance(one, etree._Element)] if isinstance(found, list) else []


def _hidden_classes(root: Element) -> frozenset[str]:
    """The classes that the page's own rules hide everywhere; rules for small screens are no such rules."""
    names: set[str] = set()
    for style in root.iter("style"):
        for selectors, settings in _RULE.findall(_MEDIA.sub("", style.text or "")):
            if _NOT_SHOWN.search(settings):
                wanted = (_OF_A_CLASS.fullmatch(selector.strip()) for selector in selectors.split(","))
                names.update(match[1] for match in wanted if match)
    return frozenset(names)


def _in_a_cell(element: Element) -> bool:
    return next(element.iterancestors("td", "th"), None) is not None


def _holds_a_digit(element: Element) -> bool:
    return any(char.isdigit() for text in element.itertext() for char in str(text))


def _length(element: Element) -> int:
    """How many characters of text an element holds, spaces and scripts left out."""
    total = 0
    for inner in element.iter():
        if tag_of(inner) not in ("script", "style", "noscript"):
            total += len((inner.text or "").strip())
        if inner is not element:
            total += len((inner.tail or "").strip())
    return total
