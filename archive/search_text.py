"""Text as the full-text index wants it: single characters, so that words of any length are found as phrases.

The reader's query must be folded the same way and put between double quotes.
"""

from __future__ import annotations

import unicodedata

BREAK = "\ue000"
"""Stands where punctuation or space was, so that no phrase is found across it (a letter to FTS5)."""


def fold(text: str) -> str:
    """NFKC, lower case, every letter and digit by itself, one ``BREAK`` for each run of anything else."""
    tokens: list[str] = []
    for character in unicodedata.normalize("NFKC", text).lower():
        if unicodedata.category(character)[0] in "LN":
            tokens.append(character)
        elif tokens and tokens[-1] != BREAK:
            tokens.append(BREAK)
    return " ".join(tokens)
