"""Articles that a page carries in its markup for a script to show: in strings, hidden fields and frames."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from parsers.formats.elements import Element, tag_of

# An open string is taken to its line's end, so that no script is looked at twice.
_STRING = re.compile(r'"(?:[^"\\\n]|\\.)*+"?' r"|'(?:[^'\\\n]|\\.)*+'?" r"|`(?:[^`\\]|\\.)*+`?", re.DOTALL)
_TAGS = re.compile(r"<(?:p|div|table|span)\b", re.IGNORECASE)
_SUBJECT = "公开"
LEAST = 500
"""Characters of markup below which it is no article."""


def articles(root: Element) -> Iterator[tuple[Element, str]]:
    """Markup that may be an article, with the element that carries it."""
    for element in root.iter("script", "textarea", "input", "iframe"):
        for text in _texts(element):
            if len(text) >= LEAST and _SUBJECT in text and _TAGS.search(text):
                yield element, text


def _texts(element: Element) -> Iterator[str]:
    kind = tag_of(element)
    if kind == "script":
        text = element.text or ""
        if len(text) >= LEAST and (_SUBJECT in text or "\\u516c" in text):
            strings = (match[0] for match in _STRING.finditer(text) if len(match[0]) >= LEAST)
            yield from filter(None, map(_unescaped, strings))
    else:
        name = {"input": "value", "iframe": "srcdoc"}.get(kind)
        yield "".join(map(str, element.itertext())) if name is None else element.get(name) or ""


def _unescaped(literal: str) -> str | None:
    """What a string of a script says; ``None`` for what is no string of JSON either."""
    if literal[-1] != literal[0]:
        return None
    inside = literal[1:-1]
    if literal[0] != '"':
        inside = re.sub(r'(?<!\\)"', r"\"", inside.replace(f"\\{literal[0]}", literal[0]))
    try:
        text = json.loads(f'"{inside}"', strict=False)
    except ValueError:
        return None
    return text if isinstance(text, str) else None
