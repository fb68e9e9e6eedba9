"""How words are folded for search: full width to half, small letters, simplified, one character a token."""

from __future__ import annotations

import unicodedata
from functools import cache

import opencc
from markupsafe import Markup, escape

_TO_SIMPLIFIED = opencc.OpenCC("t2s")


@cache
def simplified(character: str) -> str:
    """A traditional character as the simplified one, whatever stands beside it: so the index has it."""
    return _TO_SIMPLIFIED.convert(character)


def fold(text: str) -> str:
    """``text`` as the index compares it: NFKC, lower case, simplified."""
    return "".join(map(simplified, unicodedata.normalize("NFKC", text).lower()))


def words(query: str) -> tuple[str, ...]:
    """The words of a query: split at spaces, folded, those without a letter or digit left out."""
    found = (fold(word).replace('"', "") for word in fold(query).split())
    return tuple(word for word in found if any(character.isalnum() for character in word))


def phrases(query: str) -> str:
    """A query as FTS5 wants it: each word one phrase of single characters, all of them required.

    A query without any letter or digit gives a phrase that nothing matches.
    """
    parts = []
    for word in words(query):
        tokens = [character for character in word if character.isalnum()]
        parts.append('"' + " ".join(tokens) + '"')
    return " ".join(parts) or '"\ue000"'


def holds(text: str, query: str) -> bool:
    """Whether every word of the query stands in ``text`` letter by letter, as LIKE would say."""
    folded = fold(text)
    return all(word in folded for word in words(query))


def snippet(text: str, query: str, around: int = 42) -> Markup | None:
    """The text around the first word found, the word marked; ``None`` when no word stands in it."""
    folded, origin = [], []
    for position, character in enumerate(text):
        for piece in fold(character):
            folded.append(piece)
            origin.append(position)
    line = "".join(folded)
    for word in words(query):
        at = line.find(word)
        if at < 0:
            continue
        start, end = origin[at], origin[at + len(word) - 1] + 1
        left, right = max(0, start - around), min(len(text), end + around)
        return Markup("{}{}<mark>{}</mark>{}{}").format(
            "…" if left else "",
            escape(text[left:start]),
            escape(text[start:end]),
            escape(text[end:right]),
            "…" if right < len(text) else "",
        )
    return None
