"""The numbers Word prints before paragraphs (一、 （一） 1.) without storing them in the text.

ECMA-376 part 1, 17.9: a paragraph or its style names a list and a level; the list's levels say how
the running counts are written.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL = f"{W}val"
DIGITS = "零一二三四五六七八九"
UNITS = ("", "十", "百", "千")


def chinese(number: int) -> str:
    """Write a count as 一, 十, 十一, 二十, 一百零一 (up to 9999; beyond, in digits)."""
    if not 0 < number < 10_000:
        return str(number)
    text = ""
    figures = str(number)
    for index, figure in enumerate(figures):
        if figure == "0":
            text += DIGITS[0] if not text.endswith(DIGITS[0]) else ""
        else:
            text += DIGITS[int(figure)] + UNITS[len(figures) - 1 - index]
    text = text.rstrip(DIGITS[0])
    return text[1:] if text.startswith("一十") else text


def roman(number: int) -> str:
    """Write a count in Roman capitals."""
    text = ""
    for value, letters in (
        (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
        (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    ):  # fmt: skip
        while number >= value:
            text, number = text + letters, number - value
    return text


def letters(number: int) -> str:
    """Write a count as A to Z, then AA to ZZ, as Word does."""
    return chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1) if number > 0 else ""


def circled(number: int) -> str:
    """Write a count as ① to ⑳, beyond that in digits."""
    return chr(0x2460 + number - 1) if 0 < number <= 20 else str(number)


FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02d}",
    "decimalFullWidth": lambda number: str(number).translate({48 + d: 0xFF10 + d for d in range(10)}),
    "decimalFullWidth2": lambda number: str(number).translate({48 + d: 0xFF10 + d for d in range(10)}),
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "ideographDigital": lambda number: "".join("〇一二三四五六七八九"[int(d)] for d in str(number)),
    "japaneseCounting": chinese,
    "taiwaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "ideographTraditional": lambda number: "甲乙丙丁戊己庚辛壬癸"[(number - 1) % 10],
    "ideographZodiac": lambda number: "子丑寅卯辰巳午未申酉戌亥"[(number - 1) % 12],
    "decimalEnclosedCircle": circled,
    "decimalEnclosedCircleChinese": circled,
    "decimalEnclosedParen": lambda number: f"({number})",
    "decimalEnclosedFullstop": lambda number: f"{number}.",
    "ideographEnclosedCircle": lambda number: chr(0x3280 + number - 1) if 0 < number <= 10 else str(number),
    "upperRoman": roman,
    "lowerRoman": lambda number: roman(number).lower(),
    "upperLetter": letters,
    "lowerLetter": lambda number: letters(number).lower(),
    "none": lambda number: "",
    "bullet": lambda number: "",
}
"""How each ``w:numFmt`` writes a count; bullets print a sign that says nothing and print nothing here."""


@dataclass(frozen=True, slots=True)
class ListLevel:
    """One level of a list: first count, format, pattern (``%1、``) and the style that stands for it."""

    start: int
    format: str
    pattern: str
    style: str | None


@dataclass(slots=True)
class Numbering:
    """The lists of a document and their running counts; ``label`` must be asked in document order."""

    levels: dict[str, dict[int, ListLevel]]
    abstract_of: dict[str, str]
    overrides: dict[tuple[str, int], int]
    styles: dict[str, tuple[str | None, int | None]]
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[str] = field(default_factory=set)

    def label(self, paragraph: etree._Element) -> str:
        """Count a paragraph in its list and give the number Word prints before it, or an empty text."""
        number, level = self._list_of(paragraph)
        abstract = self.abstract_of.get(number or "")
        if number in (None, "0") or abstract is None:
            return ""
        levels = self.levels.get(abstract, {})
        counts = self._counts.setdefault(abstract, {})
        if number not in self._begun:
            self._begun.add(number)
            for (owner, overridden), start in self.overrides.items():
                if owner == number:
                    counts[overridden] = start - 1
        first = levels[level].start if level in levels else 1
        counts[level] = counts.get(level, first - 1) + 1
        for deeper in [other for other in counts if other > level]:
            del counts[deeper]
        return self._write(levels, counts, level)

    def _write(self, levels: dict[int, ListLevel], counts: dict[int, int], level: int) -> str:
        if level not in levels or levels[level].format == "bullet":
            return ""
        text = levels[level].pattern
        for index in range(9):
            mark = f"%{index + 1}"
            if mark not in text:
                continue
            shown = levels.get(index)
            count = counts.get(index, shown.start if shown else 1)
            text = text.replace(mark, FORMATS.get(shown.format if shown else "decimal", str)(count))
        return text

    def _list_of(self, paragraph: etree._Element) -> tuple[str | None, int]:
        own = _number_properties(paragraph.find(f"{W}pPr"))
        style = _value(paragraph.find(f"{W}pPr/{W}pStyle"))
        inherited = self.styles.get(style or "", (None, None))
        number = own[0] if own[0] is not None else inherited[0]
        level = own[1] if own[1] is not None else inherited[1]
        if level is None:
            levels = self.levels.get(self.abstract_of.get(number or "", ""), {})
            level = next((index for index, row in levels.items() if style and row.style == style), 0)
        return number, level


def read_numbering(numbering: etree._Element | None, styles: etree._Element | None) -> Numbering:
    """Read ``numbering.xml`` and the lists that styles name; either part may be absent."""
    levels: dict[str, dict[int, ListLevel]] = {}
    abstract_of: dict[str, str] = {}
    overrides: dict[tuple[str, int], int] = {}
    if numbering is not None:
        for abstract in numbering.iterfind(f"{W}abstractNum"):
            rows = (_level(row) for row in abstract.iterfind(f"{W}lvl"))
            levels[abstract.get(f"{W}abstractNumId", "")] = dict(rows)
        for num in numbering.iterfind(f"{W}num"):
            name = num.get(f"{W}numId", "")
            abstract_of[name] = _value(num.find(f"{W}abstractNumId")) or ""
            for override in num.iterfind(f"{W}lvlOverride"):
                start = _value(override.find(f"{W}startOverride"))
                if start is not None:
                    overrides[name, _whole(override.get(f"{W}ilvl"), 0)] = _whole(start, 1)
    return Numbering(levels, abstract_of, overrides, _style_lists(styles))


def _level(row: etree._Element) -> tuple[int, ListLevel]:
    return _whole(row.get(f"{W}ilvl"), 0), ListLevel(
        start=_whole(_value(row.find(f"{W}start")), 1),
        format=_value(row.find(f".//{W}numFmt")) or "decimal",
        pattern=_value(row.find(f"{W}lvlText")) or "",
        style=_value(row.find(f"{W}pStyle")),
    )


def _style_lists(styles: etree._Element | None) -> dict[str, tuple[str | None, int | None]]:
    if styles is None:
        return {}
    own: dict[str, tuple[str | None, int | None]] = {}
    parent: dict[str, str | None] = {}
    for style in styles.iterfind(f"{W}style"):
        name = style.get(f"{W}styleId", "")
        own[name] = _number_properties(style.find(f"{W}pPr"))
        parent[name] = _value(style.find(f"{W}basedOn"))
    answer: dict[str, tuple[str | None, int | None]] = {}
    for name in own:
        number, level = own[name]
        seen, above = {name}, parent[name]
        while above is not None and above in own and above not in seen:
            number = number if number is not None else own[above][0]
            level = level if level is not None else own[above][1]
            seen.add(above)
            above = parent[above]
        answer[name] = (number, level)
    return answer


def _number_properties(properties: etree._Element | None) -> tuple[str | None, int | None]:
    if properties is None:
        return None, None
    level = _value(properties.find(f"{W}numPr/{W}ilvl"))
    return _value(properties.find(f"{W}numPr/{W}numId")), None if level is None else _whole(level, 0)


def _value(element: etree._Element | None) -> str | None:
    return None if element is None else element.get(VAL)


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text is not None and text.isdecimal() and len(text) < 7 else otherwise
