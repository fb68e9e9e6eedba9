"""Whether a page's text layer can be trusted: fonts without a character map copy as other characters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import cache
from operator import itemgetter

from parsers.formats.pdf_page import Drawing

MOST_UNMAPPED = 0.02
MOST_RARE = 0.25
FEWEST_HAN = 40
FEWEST_LETTERS = 12
"""A scan may carry a stamped page number or a watermark as text; that is no text layer."""
MOSTLY_PICTURE = 0.4


def distrust(drawing: Drawing, misdrawn: str = "") -> str | None:
    """Say why a page's text must not be taken as it stands, or ``None`` if it looks sound.

    A blank reason means a page that is all picture and has no text layer worth the name.

    Signs: characters without Unicode; a text layer drawn invisibly over a picture or under it (an OCR's);
    Chinese made mostly of characters that no document uses, which is what a wrong map gives; figures
    that their fonts draw as others (``misdrawn``).
    """
    letters = Counter(map(itemgetter(0), drawing.glyphs))
    inked = len(drawing.glyphs) - _times(letters, str.isspace)
    if inked < FEWEST_LETTERS and drawing.pictured > MOSTLY_PICTURE:
        return ""
    if not inked:
        return None
    if drawing.unmapped > max(1, MOST_UNMAPPED * inked):
        return f"{drawing.unmapped}个字符没有对应的编码"
    if drawing.hidden > 0.5 * len(drawing.glyphs) or drawing.overlaid >= FEWEST_LETTERS:
        return "文字层是隐藏的，盖在图像上"
    if misdrawn:
        return f"数字{'、'.join(misdrawn)}印出来是别的字"
    han = sum(count for letter, count in letters.items() if "\u4e00" <= letter <= "\u9fff")
    odd = _times(letters, _odd)
    if han >= FEWEST_HAN and odd > MOST_RARE * han:
        return f"{han}个汉字里有{odd}个不常用，文字应是乱码"
    return None


def _times(letters: Counter[str], told: Callable[[str], bool]) -> int:
    """How often those characters occur of which something can be told."""
    return sum(map(letters.__getitem__, filter(told, letters)))


@cache
def _odd(text: str) -> bool:
    """Whether a character is outside the 3,755 common ones of GB 2312, or of a script not used here."""
    code = ord(text[0])
    if 0x4E00 <= code <= 0x9FFF:
        try:
            return not 0xB0 <= text.encode("gb2312")[0] <= 0xD7
        except UnicodeEncodeError:
            return True
    return 0x0100 <= code < 0x2000 or 0xA000 <= code < 0xAC00 or 0x3400 <= code < 0x4DC0
