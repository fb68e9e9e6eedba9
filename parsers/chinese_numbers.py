"""Chinese numerals in sentences (二十三件, 一百零五件): whole numbers below 100,000,000.

A table of our own, since the usual libraries read 一二 (one or two) as 12 and 二三十 as 50: what is not
one number written as grammar has it is no number here.
"""

from __future__ import annotations

import re

DIGITS = "零〇一二两三四五六七八九"
CHARACTERS = f"{DIGITS}十百千万"
"""Every character a numeral can hold."""
_VALUE = {**{digit: at for at, digit in enumerate("零一二三四五六七八九")}, "〇": 0, "两": 2}
_D = "[一二两三四五六七八九]"
_BELOW_100 = rf"(?:(?P<tens>{_D})?(?P<ten>十)(?P<ones>{_D})?|(?P<only>{_D}))"
_BELOW_10000 = re.compile(
    rf"(?:(?P<thousands>{_D})千(?:(?=零|{_D}百|$)))?(?:零(?!.百))?(?:(?P<hundreds>{_D})百(?=零|{_D}十|$))?零?"
    rf"{_BELOW_100}?$"
)


def number(text: str) -> int | None:
    """The number a numeral writes; ``None`` for what is none (一二, 二三十, 十百)."""
    if text in ("零", "〇"):
        return 0
    high, mark, low = text.partition("万")
    if not mark:
        return _below_10000(text)
    left = _below_10000(high)
    right = _below_10000(low.removeprefix("零")) if low else 0
    # 一万二 is 12,000 in speech and 10,002 nowhere: it is left alone.
    if left is None or right is None or (low and not low.startswith("零") and right < 1000):
        return None
    return left * 10_000 + right


def _below_10000(text: str) -> int | None:
    match = _BELOW_10000.match(text)
    if not text or match is None or text.startswith(("零", "〇")) or text.endswith(("零", "〇")):
        return None
    part = match.groupdict()
    ten = 10 * (_VALUE[part["tens"]] if part["tens"] else 1) if part["ten"] else 0
    ones = part["ones"] or part["only"]
    return (
        1000 * (_VALUE[part["thousands"]] if part["thousands"] else 0)
        + 100 * (_VALUE[part["hundreds"]] if part["hundreds"] else 0)
        + ten
        + (_VALUE[ones] if ones else 0)
    )
