"""What a page's own rules, attributes and styles declare of its elements: CSS with plain selectors alone.

The site's style sheets are not at hand; what they declare is not known here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from lxml import etree

from parsers.formats.elements import Element, tag_of

_BRACE = re.compile(r"[{}]")
_SELECTOR = re.compile(r"(?P<tag>[a-z]\w*)?(?P<name>[.#][\w-]+)?(?P<more>(?:[.#:][\w()+-]+)*)", re.IGNORECASE)
_PARTS = re.compile(r"[\s>+~]+")
_OWN = etree.XPath("descendant-or-self::*/@style", smart_strings=False)
MOST_RULES = 2_000
"""Selectors of a page that are looked at."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What is declared of a tag's elements that stand in others of some class or id.

    ``sure`` is false where the selector asks for more than a name.
    """

    tag: str
    inside: frozenset[str]
    settings: str
    sure: bool


class PageStyles:
    """The rules of a page's ``style`` elements by the class, the id or the tag that their last part names.

    ``own`` are the texts of all ``style`` attributes: few, where thousands of elements have one.
    """

    def __init__(self, root: Element) -> None:
        self.own = frozenset(_OWN(root))
        self.rules: dict[str, list[Rule]] = {}
        rules = (rule for style in root.iter("style") for rule in _rules(style.text or ""))
        selectors = ((one, settings) for names, settings in rules for one in names.split(","))
        for selector, settings in islice(selectors, MOST_RULES):
            self._add(_PARTS.split(selector.strip()), settings)

    def _add(self, parts: list[str], settings: str) -> None:
        match = _SELECTOR.fullmatch(parts[-1])
        if match is None or ":hover" in parts[-1]:
            return
        tag = (match["tag"] or "").lower()
        outer = (_SELECTOR.fullmatch(part) for part in parts[:-1])
        inside = frozenset(part["name"] for part in outer if part is not None and part["name"])
        rule = Rule(tag, inside, settings, len(parts) == 1 and not match["more"])
        self.rules.setdefault(match["name"] or tag, []).append(rule)

    def classes(self, wanted: Callable[[str], bool]) -> Iterator[str]:
        """The classes of which a rule surely declares what is wanted."""
        for name, rules in self.rules.items():
            if name.startswith(".") and any(rule.sure and wanted(rule.settings) for rule in rules):
                yield name[1:]

    def settings(self) -> Iterator[str]:
        """What any rule declares."""
        return (rule.settings for rules in self.rules.values() for rule in rules)

    def of(self, element: Element) -> Iterator[tuple[str, bool]]:
        """What is declared of an element, and whether that surely holds; its own style comes first."""
        if own := element.get("style"):
            yield own, True
        tag = tag_of(element)
        if tag == "font" and (colour := element.get("color")):
            yield f"color:{colour}", True
        if colour := element.get("bgcolor"):
            yield f"background:{colour}", True
        if picture := element.get("background"):
            yield f"background:url({picture})", True
        for name in (*_names(element), tag) if self.rules else ():
            for rule in self.rules.get(name, ()):
                if rule.tag in ("", tag) and _stands_in(element, rule.inside):
                    yield rule.settings, rule.sure


def _rules(text: str) -> Iterator[tuple[str, str]]:
    """Selectors and settings of a style sheet.

    Rules inside others (``@media``) hold for print and small screens, not for the page that is read.
    """
    first, *others = text.replace("<!--", "").replace("-->", "").split("/*")
    text = first + "".join(part.partition("*/")[2] for part in others)
    depth = begun = 0
    selectors = ""
    for brace in _BRACE.finditer(text):
        inner = text[begun : brace.start()]
        begun = brace.end()
        if brace[0] == "{":
            selectors = inner if depth == 0 else selectors
            depth += 1
        elif depth > 0:
            if depth == 1 and "@" not in selectors:
                yield selectors, inner
            depth -= 1


def _names(element: Element) -> tuple[str, ...]:
    """An element's classes and its id as selectors write them."""
    classes = (f".{name}" for name in (element.get("class") or "").split())
    return (*classes, f"#{element.get('id')}")


def _stands_in(element: Element, names: frozenset[str]) -> bool:
    return not names or names <= {name for outer in element.iterancestors() for name in _names(outer)}
