"""Elements of an HTML tree: parsing that never raises, text as shown, and absolute paths."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import groupby
from types import MappingProxyType
from typing import TypeAlias

from lxml import etree

from parsers.formats.lines import BREAK, Setting, lowered, one_line, raised

Element: TypeAlias = etree._Element
_HIDDEN = frozenset({"script", "style", "noscript", "template", "rt", "rp"})
_FILLED_IN = frozenset({"text", "number", "tel"})
"""Fields that show what was filled in."""
_GROUPS = ("thead", "tbody", "tfoot", "table")
_TABLE = ("table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_LISTS = ("ul", "ol", "li", "dl", "dt", "dd")
_REGIONS = ("html", "body", "section", "article", "main", "header", "footer", "nav", "aside", "form")
_PARTS = ("div", "p", "pre", "blockquote", "center", "address", "fieldset", "figure", "hr")
BLOCKS = frozenset((*_TABLE, *_HEADINGS, *_LISTS, *_REGIONS, *_PARTS))
"""Elements that begin and end a paragraph."""
_BREAKS = BLOCKS | {"br", "option"}

_SETTINGS: Mapping[str, Setting] = MappingProxyType({"sup": raised, "sub": lowered})
_STYLED = frozenset({"span", "font", "b", "i", "a", "strong", "em"})
_SET_APART = re.compile(r"vertical-align\s*:\s*(su(?:per|b))\b", re.IGNORECASE)


def parse_page(text: str) -> Element | None:
    """The tree libxml2 builds of a page, comments left out; ``None`` when nothing can be built.

    Entities stay inside the document and nothing is fetched; nesting is limited by libxml2 itself.
    """
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, recover=True
    )
    try:
        return etree.fromstring(text.replace("\x00", "").encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, etree.ParserError, ValueError):
        return None


def tag_of(element: Element) -> str:
    """The element's name in lower case, empty for what is no element."""
    return element.tag.lower() if isinstance(element.tag, str) else ""


def text_of(element: Element) -> str:
    """The element's text with runs of white space as one space; a line break parts words too.

    Digits set above the line stay so (12²), and a line break between two digits stays one.
    """
    parts: list[str] = []
    setting: list[Setting] = []
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, inner in walk:
        tag = tag_of(inner)
        if event == "start":
            if tag in _HIDDEN:
                walk.skip_subtree()
                continue
            if tag in _BREAKS:
                parts.append(BREAK)
            if tag == "input" and (inner.get("type") or "text").lower() in _FILLED_IN:
                parts.append(inner.get("value") or "")
            own = setting_of(inner, tag)
            if own is not None:
                setting.append(own)
            text = inner.text or ""
        else:
            if inner is element:
                break
            if tag in _BREAKS:
                parts.append(BREAK)
            if setting and setting_of(inner, tag) is not None:
                setting.pop()
            text = inner.tail or ""
        parts.append(setting[-1](text) if setting else text)
    return one_line("".join(parts))


def setting_of(element: Element, tag: str) -> Setting | None:
    """How the element sets its digits above or below the line; ``None`` where it leaves them on it."""
    if tag in _SETTINGS:
        return _SETTINGS[tag]
    style = element.get("style") if tag in _STYLED else None
    match = _SET_APART.search(style) if style is not None else None
    return None if match is None else raised if match[1].lower() == "super" else lowered


def group_ends(rows: Sequence[Element]) -> list[int]:
    """For each row the one after the last of its ``thead``, ``tbody`` or ``tfoot``: no cell goes beyond."""
    ends: list[int] = []
    for _, group in groupby(next(row.iterancestors(*_GROUPS), None) for row in rows):
        length = len(list(group))
        ends += [len(ends) + length] * length
    return ends


class Paths:
    """Absolute paths of elements, each parent's children numbered once (so the whole page is linear)."""

    def __init__(self) -> None:
        self._steps: dict[Element, str] = {}
        self._paths: dict[Element, str] = {}

    def of(self, element: Element) -> str:
        """The path, such as ``/html/body/div[2]/table/tr[3]/td[2]``: XPath finds just this element by it."""
        chain = [element, *element.iterancestors()]
        path = ""
        for inner in reversed(chain):
            path = self._paths.get(inner) or f"{path}/{self._step(inner)}"
            self._paths[inner] = path
        return path

    def _step(self, element: Element) -> str:
        if element not in self._steps:
            parent = element.getparent()
            self._number([element] if parent is None else list(parent))
        return self._steps[element]

    def _number(self, children: list[Element]) -> None:
        counts: dict[str, int] = {}
        for child in children:
            counts[tag_of(child)] = counts.get(tag_of(child), 0) + 1
        seen: dict[str, int] = {}
        for position, child in enumerate(children, start=1):
            tag = tag_of(child)
            seen[tag] = seen.get(tag, 0) + 1
            if not tag.replace("-", "").replace("_", "").isalnum() or not tag.isascii():
                # Word's o:p and other odd names are no names in XPath.
                self._steps[child] = f"*[{position}]"
            else:
                self._steps[child] = tag if counts[tag] == 1 else f"{tag}[{seen[tag]}]"
