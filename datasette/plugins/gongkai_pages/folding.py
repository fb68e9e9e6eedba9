"""How words are folded for search: the index's own folding, so that both sides come out the same.

Full width to half, capitals to small letters, traditional characters to simplified ones, one character a
token; one break for every run of anything that is no letter or digit (``archive/search_text.py``).
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

import opencc
from markupsafe import Markup, escape

BREAK = "\ue000"
_TO_SIMPLIFIED = opencc.OpenCC("t2s")


class _Simplified(dict[int, str]):
    """A traditional character's simplified one, any other itself, for ``str.translate``; filled as asked."""

    def __missing__(self, code: int) -> str:
        told = self[code] = str(_TO_SIMPLIFIED.convert(chr(code)))
        return told


_SIMPLIFIED = _Simplified()


def fold(text: str) -> str:
    """``text`` as it is compared letter by letter: NFKC, lower case, simplified."""
    return unicodedata.normalize("NFKC", text).lower().translate(_SIMPLIFIED)


_folded = lru_cache(20_000)(fold)


def words(query: str) -> tuple[str, ...]:
    """The words of a query: split at spaces, folded, those without a letter or digit left out."""
    return tuple(word for word in fold(query).split() if any(_told(character) for character in word))


def phrases(query: str) -> str:
    """A query as FTS5 wants it: each word one phrase of single characters, all of them required.

    A query without any letter or digit gives a phrase that nothing matches.
    """
    parts = []
    for word in words(query):
        tokens: list[str] = []
        for character in word:
            if _told(character):
                tokens.append(character)
            elif tokens and tokens[-1] != BREAK:
                tokens.append(BREAK)
        if tokens[-1] == BREAK:
            tokens.pop()
        parts.append('"' + " ".join(tokens) + '"')
    return " ".join(parts) or f'"{BREAK} {BREAK}"'


def bare(query: str) -> bool:
    """Whether the query has letters and digits only: then a phrase found needs no second look."""
    return all(_told(character) for word in words(query) for character in word)


def _told(character: str) -> bool:
    return unicodedata.category(character)[0] in "LN"


def holds(text: str, query: str) -> bool:
    """Whether every word of the query stands in ``text`` letter by letter, as LIKE would say."""
    folded = fold(text)
    return all(word in folded for word in words(query))


def snippet(text: str, query: str, around: int = 42) -> Markup | None:
    """The text around the first word found, the word marked; ``None`` when no word stands in it."""
    folded, origin = [], []
    for position, character in enumerate(text):
        for piece in _folded(character):
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
