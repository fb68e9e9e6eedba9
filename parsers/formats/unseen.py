"""What a page's markup holds and its reader never sees: hidden by style, struck out, or without ink.

Copying is made hard by junk digits in hidden spans, and editors leave struck figures beside the new ones;
read along, both would become part of a number.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial

from parsers.formats.elements import Element, tag_of
from parsers.formats.inks import recolours, unseen_inks
from parsers.formats.lines import is_figure
from parsers.formats.page_styles import PageStyles

_NOTHING = r"\s*:\s*0+(?:\.0*)?(?:px|pt|em|rem|%)?\s*(?:;|!|$)"
_FAR = r"\s*:\s*-\s*(?:\d{4,}|999)"
"""So many of any unit lie beside every page."""
_BOXED = re.compile(r"display\s*:\s*(?:inline-)?block|position\s*:\s*(?:absolute|fixed)", re.IGNORECASE)
_CELLS = ("td", "th")
_TABLE = frozenset({*_CELLS, "table", "thead", "tbody", "tfoot", "tr"})
_INLINE = frozenset({"span", "font", "b", "i", "em", "strong", "label", "p"})
"""What a class may hide in a cell; larger parts are folded by scripts."""
_STRUCK = frozenset({"s", "del", "strike"})
_LARGE = 300
"""Characters of a hidden part that may be the page's text, which a script unfolds."""


@dataclass(frozen=True, slots=True)
class Way:
    """A way to hide: what declares it, and what shows an element inside all the same (if anything does).

    ``tags`` are the elements it works on, where those of a line's words need to be made boxes first; ``gone``
    says that no room is taken either.
    """

    sign: re.Pattern[str]
    again: re.Pattern[str] | None = None
    tags: frozenset[str] | None = None
    gone: bool = False


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE | re.DOTALL)


_GONE = Way(_pattern(r"display\s*:\s*none|mso-hide\s*:\s*all"), gone=True)
_WAYS = (
    _GONE,
    Way(
        _pattern(rf"(?<![-\w])opacity{_NOTHING}|line-through(?!\s*:\s*none)|transform\s*:\s*scale\(\s*0\s*\)")
    ),
    Way(_pattern(r"clip-path\s*:\s*inset\(\s*(?:50|100)%")),
    Way(_pattern(r"(?<![-\w])clip\s*:\s*rect\(\s*(\d+)(?:px)?(?:[\s,]+\1(?:px)?){3}\s*\)")),
    Way(_pattern(rf"^(?=.*position\s*:\s*(?:absolute|fixed)).*(?<![-\w])(?:left|top){_FAR}")),
    Way(
        _pattern(rf"^(?=.*overflow\s*:\s*hidden).*(?<![-\w])(?:max-)?(?:width|height){_NOTHING}"),
        tags=frozenset({"p", "div", "li"}),
    ),
    Way(_pattern(r"visibility\s*:\s*hidden"), again=_pattern(r"visibility\s*:")),
    Way(
        _pattern(rf"font-size(?:{_NOTHING}|\s*:\s*1(?:\.0*)?p[xt]\s*(?:;|!|$))"),
        again=_pattern(r"(?<![-\w])font(?:-size)?\s*:"),
    ),
    Way(
        _pattern(rf"text-indent{_FAR}"),
        again=_pattern(r"text-indent\s*:"),
        tags=frozenset({"p", "div", "li", *_CELLS}),
    ),
)
"""The first that a style declares counts."""


def clear_unseen(root: Element) -> tuple[frozenset[Element], int]:
    """Empties what is not seen, elements staying where they are so that every path still holds.

    A large hidden part is kept where it is more than all that is left: a script will unfold it. Gives the
    elements whose rows and cells take no room in a table, and how many that were emptied stood in a cell
    and held a digit.
    """
    styles = PageStyles(root)
    found = dict(_hidden(root, styles))
    large = {element: length for element in found if (length := _length(element)) >= _LARGE}
    outer = [element for element in large if large.keys().isdisjoint(element.iterancestors())]
    if outer and _length(root) < 2 * sum(large[element] for element in outer):
        found = {element: way for element, way in found.items() if element not in large}
    digits = 0
    for element, way in found.items():
        told = _in_a_cell(element) or (not way.gone and tag_of(element) in _TABLE)
        digits += _empty(element, partial(_shows, way)) and told
    for element in unseen_inks(root, styles):
        digits += _empty(element, partial(recolours, styles=styles), is_figure)
    return frozenset(element for element, way in found.items() if way.gone), digits


def _hidden(root: Element, styles: PageStyles) -> Iterator[tuple[Element, Way]]:
    """The elements that are hidden, and how."""
    hiding = frozenset(styles.classes(lambda settings: _way(settings, "span") is not None))
    own = frozenset(text for text in styles.own if any(way.sign.search(text) for way in _WAYS))
    for element in root.iter():
        tag = tag_of(element)
        if tag in _STRUCK or element.get("hidden") is not None:
            yield element, _GONE
            continue
        style = element.get("style")
        way = _way(style, tag) if style in own else None
        if way is None and hiding and not hiding.isdisjoint((element.get("class") or "").split()):
            declared = (_way(text, tag) for text, sure in styles.of(element) if sure)
            way = next((one for one in declared if one is not None), None)
            if way is not None and not _is_no_fold(element, tag, way):
                continue
        if way is not None:
            yield element, way


@lru_cache(maxsize=4096)
def _way(settings: str, tag: str) -> Way | None:
    """How settings hide an element of this name."""
    found = (way for way in _WAYS if way.sign.search(settings))
    return next(
        (way for way in found if way.tags is None or tag in way.tags or _BOXED.search(settings)), None
    )


def _is_no_fold(element: Element, tag: str, way: Way) -> bool:
    """Whether a class hides no more than a part of a cell, or what a cell shows; larger parts are folded."""
    return (tag in _INLINE and _in_a_cell(element)) or (tag in _CELLS and not way.gone)


def _shows(way: Way, element: Element) -> bool:
    """Whether an element inside says otherwise, or has a class of which the site's style sheet may say so."""
    if way.again is None:
        return False
    return bool(element.get("class")) or way.again.search(element.get("style") or "") is not None


def _empty(
    top: Element, shows: Callable[[Element], bool], wanted: Callable[[str], bool] | None = None
) -> bool:
    """Takes the text out of an element, but for what ``shows`` and texts that are not ``wanted``.

    Tells whether any held a digit.
    """
    digit = False
    pending = [top]
    while pending:
        element = pending.pop()
        if wanted is None or wanted(element.text or ""):
            digit |= _holds_a_digit(element.text)
            element.text = None
        for child in element:
            if wanted is None or wanted(child.tail or ""):
                digit |= _holds_a_digit(child.tail)
                child.tail = None
            if not shows(child):
                pending.append(child)
    return digit


def _in_a_cell(element: Element) -> bool:
    return next(element.iterancestors(*_CELLS), None) is not None


def _holds_a_digit(text: str | None) -> bool:
    return text is not None and any(char.isdigit() for char in text)


def _length(element: Element) -> int:
    """How many characters of text an element holds, spaces and scripts left out."""
    total = 0
    for inner in element.iter():
        if tag_of(inner) not in ("script", "style", "noscript"):
            total += len((inner.text or "").strip())
        if inner is not element:
            total += len((inner.tail or "").strip())
    return total
