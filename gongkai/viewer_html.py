"""A copy of an archived page that can do nothing: known elements and spans, an id on every figure's cell.

The tree is the one the parser read (same decoding, same builder), so its paths find the same cells, and
without what the page hides, so that a cell shows the words it was read by. Scripts, styles, frames, forms
(but for what is filled in), pictures, links and every attribute but rowspan and colspan stay out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape

from lxml import etree

from gongkai.viewer_original import Mark
from parsers.formats.decoding import decode
from parsers.formats.elements import Element, parse_page, tag_of, text_of
from parsers.formats.unseen import clear_unseen

_KEPT = frozenset(
    "address article aside b blockquote caption center dd div dl dt em fieldset figure figcaption footer h1"
    " h2 h3 h4 h5 h6 header hr i li main nav ol p pre section small strong sub sup table tbody td tfoot th"
    " thead tr u ul br".split()
)
_VOID = frozenset({"br", "hr"})
_DROPPED = frozenset(
    "script style noscript template head svg math select textarea iframe object embed applet audio video"
    " canvas frameset frame input button option link meta base title".split()
)
_SPANS = ("rowspan", "colspan")


def sanitised(data: bytes, media_type: str, marks: Sequence[Mark]) -> str:
    """The page's body as harmless HTML; a page without elements gives an empty text."""
    root = parse_page(decode(data, media_type).text)
    if root is None:
        return ""
    clear_unseen(root)
    return "".join(_written(root, _marked(root, marks)))


def _marked(root: Element, marks: Sequence[Mark]) -> dict[Element, list[Mark]]:
    """Which elements the marks' paths name; a path that finds nothing marks nothing."""
    found: dict[Element, list[Mark]] = {}
    tree = root.getroottree()
    for mark in marks:
        path = mark.place.get("path")
        if mark.place.get("kind") != "html" or not isinstance(path, str):
            continue
        try:
            elements = tree.xpath(path)
        except etree.XPathError:
            continue
        if isinstance(elements, list) and elements and isinstance(elements[0], etree._Element):
            found.setdefault(elements[0], []).append(mark)
    return found


def _written(root: Element, marked: Mapping[Element, list[Mark]]) -> Iterator[str]:
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = tag_of(element)
        if event == "start":
            if tag in _DROPPED or not tag:
                walk.skip_subtree()
                if tag == "input":
                    yield escape(text_of(element))
                continue
            yield _opened(element, tag, marked.get(element, ()))
            yield escape(element.text or "")
        else:
            if tag not in _DROPPED and tag:
                yield _closed(element, tag, element in marked)
            if element is not root:
                yield escape(element.tail or "")


def _opened(element: Element, tag: str, marks: Sequence[Mark]) -> str:
    if tag == "img":
        return (
            f'<span class="picture">[图 {escape(" ".join((element.get("alt") or "").split())[:80])}]</span>'
        )
    attributes = "".join(
        f' {name}="{value}"' for name in _SPANS if (value := _span(element.get(name))) is not None
    )
    if marks:
        first, *others = marks
        title = escape("；".join(mark.label for mark in marks))
        attributes += f' id="{escape(first.cell)}" class="fig" title="{title}"'
        inner = "".join(f'<i id="{escape(mark.cell)}"></i>' for mark in others)
    else:
        inner = ""
    if tag in _KEPT:
        return f"<{tag}{attributes}>" + ("" if tag in _VOID else inner)
    return f"<span{attributes}>{inner}" if marks else ""


def _closed(element: Element, tag: str, marked: bool) -> str:
    if tag == "img" or tag in _VOID:
        return ""
    if tag in _KEPT:
        return f"</{tag}>"
    return "</span>" if marked else ""


def _span(text: str | None) -> str | None:
    bare = (text or "").strip()
    return bare if bare.isascii() and bare.isdigit() and len(bare) < 5 else None
