"""How a number of things is said to people: 1 body, 2 bodies, 0 bodies."""

from __future__ import annotations


def counted(number: int, thing: str) -> str:
    """A number with the word for what it counts, given for one of them."""
    if number == 1:
        return f"1 {thing}"
    return f"{number} {thing[:-1]}ies" if thing.endswith("y") else f"{number} {thing}s"
