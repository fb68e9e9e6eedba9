"""Labels as printed, made comparable: spaces, brackets and editor leftovers removed, likeness measured."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from functools import lru_cache

LEFTOVER = re.compile(
    r"\[(?:bookmark|if |endif|\w+: ?_\w+)[^\[\]]*\]|\*\*|_GoBack|<?/(?:span|font|strong|o:p|st1:\w+)>",
    re.IGNORECASE,
)
"""What editors leave in a cell: Word's bookmarks, conditional comments, bold marks, tags a CMS broke."""

EARLIER = re.compile("上一?年|去年")
"""How a row or column of last year's figures begins."""
_SPACE = re.compile(r"[\s\u00ad\u200b-\u200f\u202a-\u202c\u2060-\u2064\u2066-\u2069\ufeff]+")
"""Spaces, and signs without width; not those that turn the order of figures about (U+202D, U+202E)."""
_NOISE = re.compile(r"[^0-9A-Za-z一-鿿]+")
_ORDINAL = re.compile(
    r"^[(\[【]*(?:第?([一二三四五六七八九十]{1,3})[)\]】、.,，:．]+|(\d{1,2})(?:[)\]】、.,，:．]+|(?=[一-鿿])))"
)
_MARK = re.compile(r"[一-鿿A-Za-z]")


def clean(text: str) -> str:
    """The text in one width (NFKC) without editor leftovers and without any space."""
    return _short(text) if len(text) <= _SHORT else _cleaned(text)


def _cleaned(text: str) -> str:
    return _SPACE.sub("", unicodedata.normalize("NFKC", LEFTOVER.sub("", text)))


_SHORT = 80
_short = lru_cache(maxsize=8192)(_cleaned)


@lru_cache(maxsize=8192)
def split_ordinal(text: str) -> tuple[str, str]:
    """The number before a label and the bare label: ``（一） 予以 公开`` gives ``一`` and ``予以公开``."""
    tidy = clean(text[:400])
    match = _ORDINAL.match(tidy)
    ordinal = (match[1] or match[2]) if match else ""
    body = _NOISE.sub("", tidy[match.end() :] if match else tidy)
    return (ordinal, body) if body else ("", _NOISE.sub("", tidy))


def bare(text: str) -> str:
    """The label without number, brackets, punctuation and spaces."""
    return split_ordinal(text)[1]


@lru_cache(maxsize=65536)
def likeness(seen: str, printed: str) -> float:
    """How much two bare labels are alike, 0 to 1: 1 equal, 0.9 when one is the shortened other."""
    if not seen or not printed:
        return 0.0
    if seen == printed:
        return 1.0
    short, long = sorted((seen, printed), key=len)
    if len(short) >= 3 and (long.startswith(short) or long.endswith(short)):
        return 0.9
    if len(short) * 3 < len(long):
        return 0.0
    return 0.95 * SequenceMatcher(None, seen, printed, autojunk=False).ratio()


def has_words(text: str) -> bool:
    """True when the text holds at least one Chinese character or Latin letter."""
    return bool(_MARK.search(text))
