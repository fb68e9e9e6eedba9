"""Text as the full-text index wants it: single characters, so that words of any length are found as phrases.

The reader's query must be folded the same way and put between double quotes.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

import opencc

BREAK = "\ue000"
"""Stands where punctuation or space was, so that no phrase is found across it (a letter to FTS5)."""

_TO_SIMPLIFIED = opencc.OpenCC("t2s")


@cache
def simplified(character: str) -> str:
    """A traditional character as the simplified one; any other as it is.

    Character by character, without regard to the words around it: a query is too short to have any, and
    both sides must come out the same.
    """
    told: str = _TO_SIMPLIFIED.convert(character)
    return told


class _Tokens(dict[int, str]):
    """For ``str.translate``: a letter or digit after a space, ``BREAK`` for all else; made as needed."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        is_word = unicodedata.category(character)[0] in "LN"
        return self.setdefault(code, f" {simplified(character)}" if is_word else BREAK)


_TOKENS = _Tokens()
_BREAKS = re.compile(f"{BREAK}+")


def fold(text: str) -> str:
    """NFKC, lower case, simplified; every letter and digit by itself, one ``BREAK`` for any run else."""
    told = unicodedata.normalize("NFKC", text).lower().translate(_TOKENS)
    return _BREAKS.sub(f" {BREAK}", told.lstrip(BREAK)).lstrip(" ")
