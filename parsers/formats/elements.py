"""Elements of an HTML tree: parsing that never raises, text as shown, and absolute paths."""

from __future__ import annotations

from typing import TypeAlias

from lxml import etree

Element: TypeAlias = etree._Element
_HIDDEN = frozenset({"script", "style", "noscript", "template"})
_BREAKS = frozenset({"br", "p", "div", "li", "tr", "td", "th", "h1", "h2", "h3", "h4"})

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


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

    Digits set above the line stay so (12²): a note's number must not become a figure's last digit.
    """
    parts: list[str] = []
    raised = 0
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, inner in walk:
        tag = tag_of(inner)
        if event == "start":
            if tag in _HIDDEN:
                walk.skip_subtree()
                continue
            if tag in _BREAKS:
                parts.append(" ")
            raised += tag == "sup"
            parts.append((inner.text or "").translate(_RAISED) if raised else inner.text or "")
        elif inner is not element:
            if tag in _BREAKS:
                parts.append(" ")
            raised -= tag == "sup"
            parts.append((inner.tail or "").translate(_RAISED) if raised else inner.tail or "")
    return " ".join("".join(parts).split())


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
