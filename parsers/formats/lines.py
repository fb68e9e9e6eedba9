"""What a cell's text must keep of its setting, so that no two numbers become one.

Two numbers one below the other stay on two lines, and a digit set above or below the line stays there: a
note's number must not become a figure's last digit.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TypeAlias

BREAK = "\0"
"""Stands for a line's end while a cell's text is gathered; no document's text holds it."""
_APART = re.compile(rf"(?<=\d)\s*{BREAK}[\s{BREAK}]*(?=\d)")
LONGEST_FIGURE = 40
_FIGURE = re.compile(r"\W*\d[\d,.\s]*\w{0,2}\W*")
Setting: TypeAlias = Callable[[str], str]
"""What is done to a text whose digits stand above or below the line."""
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def raised(text: str) -> str:
    """The text with its digits as superscripts."""
    return text.translate(_RAISED)


def lowered(text: str) -> str:
    """The text with its digits as subscripts."""
    return text.translate(_LOWERED)


def one_line(text: str) -> str:
    """Runs of white space and of :data:`BREAK` as one space; a break between two digits as a line's end."""
    if BREAK not in text:
        return " ".join(text.split())
    return "\n".join(" ".join(part.replace(BREAK, " ").split()) for part in _APART.split(text))


def joined(lines: Iterable[str]) -> str:
    """Lines as one text, parted by a space, or by a line's end where it parts two digits."""
    text = ""
    for line in lines:
        apart = "\n" if text[-1:].isdigit() and line[:1].isdigit() else " "
        text = f"{text}{apart}{line}" if text else line
    return text


def is_figure(text: str) -> bool:
    """Whether a text is a number, perhaps with its unit: no words that a label could have."""
    figure = text.strip()
    return len(figure) <= LONGEST_FIGURE and _FIGURE.fullmatch(figure) is not None
