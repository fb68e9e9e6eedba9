"""What changed between two texts, as words struck out and words put in."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from markupsafe import Markup, escape

SENTENCE = re.compile(r"[^。！？；\n]*[。！？；\n]?")
LONGEST = 2_000
"""Characters compared one by one; longer passages are shown as struck out and put in whole."""
AROUND = 30


def marked(old: str | None, new: str | None) -> Markup:
    """``new`` against ``old``: sentences first, then characters within the sentences that differ.

    Equal passages are cut to a few characters on each side of a change.
    """
    before, after = (_sentences(str(text)) if text is not None else [] for text in (old, new))
    parts: list[Markup] = []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        one, other = "".join(before[a:b]), "".join(after[c:d])
        if kind == "equal":
            parts.append(_shortened(one, bool(parts), d < len(after)))
        elif kind == "replace" and max(len(one), len(other)) <= LONGEST:
            parts.append(_characters(one, other))
        else:
            parts.append(_change(one, other))
    return Markup("").join(parts)


def _sentences(text: str) -> list[str]:
    return [sentence for sentence in SENTENCE.findall(text) if sentence]


def _characters(old: str, new: str) -> Markup:
    opcodes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return Markup("").join(
        escape(old[a:b]) if kind == "equal" else _change(old[a:b], new[c:d]) for kind, a, b, c, d in opcodes
    )


def _change(old: str, new: str) -> Markup:
    struck = Markup("<del><bdi>{}</bdi></del>").format(old) if old else Markup("")
    return struck + (Markup("<ins><bdi>{}</bdi></ins>").format(new) if new else Markup(""))


def _shortened(text: str, changed_before: bool, changed_after: bool) -> Markup:
    left = text[:AROUND] if changed_before else ""
    right = text[-AROUND:] if changed_after else ""
    if len(left) + len(right) >= len(text):
        return escape(text)
    return escape(left) + Markup('<span class="quiet">……</span>') + escape(right)
