"""A stored number shown the way a spreadsheet's number format shows it (ECMA-376 part 1, 18.8.30).

Only formats whose display is certain are applied; any other raises :class:`UnknownFormat`, and the
caller keeps the stored value and says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from operator import eq, ge, gt, le, lt, ne
from types import MappingProxyType

ACCOUNTING = '_ * #,##0{0}_ ;_ * -#,##0{0}_ ;_ * "-"{1}_ ;_ @_ '
BUILT_IN: dict[int, str] = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%",
    11: "0.00E+00", 12: "# ?/?", 13: "# ??/??", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mmss.0", 48: "##0.0E+0",
    14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM",
    20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm", 27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"',
    30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"',
    36: 'yyyy"年"m"月"', 37: "#,##0_ ;-#,##0_ ", 38: "#,##0_ ;-#,##0_ ", 39: "#,##0.00_ ;-#,##0.00_ ",
    40: "#,##0.00_ ;-#,##0.00_ ", 41: ACCOUNTING.format("", ""), 42: ACCOUNTING.format("", ""),
    43: ACCOUNTING.format(".00", "??"), 44: ACCOUNTING.format(".00", "??"), 49: "@",
    50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 54: 'm"月"d"日"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
"""The formats that files name by number only; in their Chinese form where the locale decides."""

_TOKEN = re.compile(
    r'"[^"]*"|\\.|!.|_.|\*.|\[[^\]]*\]|General|G/通用格式|AM/PM|[Ee][+-]|[0#?]+|y+|m+|d+|h+|s+|.',
    re.IGNORECASE | re.DOTALL,
)
_COLOURS = re.compile(
    r"black|blue|cyan|green|magenta|red|white|yellow|[黑蓝红绿白黄]色|(color|颜色)\s*\d+", re.I
)
GENERAL = 11
_GENERAL = frozenset(("general", "g/通用格式"))
_WHOLE = re.compile(r"[^\d.%]*(\d[\d,]*)[^\d.%]*")


_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)")
_HOLDS: Mapping[str, Callable[[Decimal, Decimal], bool]] = MappingProxyType(
    {"<": lt, "<=": le, ">": gt, ">=": ge, "=": eq, "<>": ne}
)


class UnknownFormat(ValueError):
    """A number format whose display is not certain: fractions, exponents, numerals, odd conditions."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """One piece of a section: literal text, or a sign of the format with its kind."""

    kind: str  # literal, digits, point, comma, percent, date, general, text, condition, unknown
    text: str


def show(value: int | float, code: str, epoch_1904: bool = False) -> str:
    """Write a stored number by a format code; raises :class:`UnknownFormat` where that is not certain."""
    sections = [_pieces(section) for section in _sections(code)]
    if len(sections) > 4:
        raise UnknownFormat(code)
    exact = plain(value)
    negative = exact < 0
    if any(piece.kind == "condition" for section in sections for piece in section):
        chosen, sign = _conditional(sections, exact, code), ""
    elif negative and len(sections) >= 2:
        # A minus told by colour alone (0;[Red]0) is a minus all the same
        chosen, exact, sign = sections[1], -exact, "-" if _by_colour(_sections(code)[1]) else ""
    elif exact == 0 and len(sections) >= 3:
        chosen, sign = sections[2], ""
    else:
        chosen, exact, sign = sections[0], abs(exact), "-" if negative else ""
    kinds = {piece.kind for piece in chosen}
    if "unknown" in kinds:
        raise UnknownFormat(code)
    if "date" in kinds:
        return _date(value, chosen, epoch_1904, code)
    if "general" in kinds or "text" in kinds:
        inner = written(_general(exact) if "general" in kinds else exact)
        return sign + "".join(inner if p.kind in ("general", "text") else p.text for p in chosen).strip()
    if "digits" not in kinds:
        return "".join(piece.text for piece in chosen if piece.kind == "literal").strip()
    text = _number(exact, chosen, code)
    return sign + text if any(figure in text for figure in "123456789") else text


def _by_colour(section: str) -> bool:
    """Whether a section has a colour and nothing else around its digits."""
    colours = [token for token in _TOKEN.findall(section) if _COLOURS.fullmatch(token.strip("[]"))]
    return bool(colours) and all(piece.kind != "literal" or piece.text == " " for piece in _pieces(section))


def _general(value: Decimal) -> Decimal:
    """The number as General shows it: with the decimal point no longer than eleven characters."""
    whole = len(str(int(abs(value))))
    return value if whole > GENERAL - 2 else round(value, GENERAL - 1 - whole)


def _conditional(sections: Sequence[list[_Piece]], value: Decimal, code: str) -> list[_Piece]:
    """The section whose condition holds (``[=0]"";0``), else the last, which has none."""
    conditions = [[piece.text for piece in section if piece.kind == "condition"] for section in sections[:3]]
    if value < 0 or any(not own for own in conditions[:-1]):
        raise UnknownFormat(code)  # which section a minus or the rest goes to is not certain
    for section, own in zip(sections, conditions, strict=False):
        matches = map(_CONDITION.fullmatch, own)
        if all(match is not None and _HOLDS[match[1]](value, Decimal(match[2])) for match in matches):
            return [piece for piece in section if piece.kind != "condition"]
    raise UnknownFormat(code)


def show_text(text: str, code: str) -> str:
    """Write a stored text by a format code: only a fourth section can change or hide it."""
    sections = _sections(code)
    if len(sections) < 4:
        return text
    return "".join(text if piece.kind == "text" else piece.text for piece in _pieces(sections[3])).strip()


def rounds(value: int | float, shown: str) -> bool:
    """Whether a whole number is shown for a stored one that has a fraction: no count has one."""
    whole, exact = _WHOLE.fullmatch(shown), abs(plain(value))
    return whole is not None and 0 < abs(exact - int(whole[1].replace(",", ""))) < 1


def plain(value: int | float) -> Decimal:
    """The number a person typed: spreadsheets keep 15 digits, the rest is binary noise."""
    return Decimal(value) if isinstance(value, int) else Decimal(format(value, ".15g"))


def written(value: Decimal) -> str:
    """Write a number without exponent and without zeros that say nothing (``3``, ``63.28``)."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _sections(code: str) -> list[str]:
    sections = [""]
    for token in _TOKEN.findall(code):
        if token == ";":
            sections.append("")
        else:
            sections[-1] += token
    return sections


def _pieces(section: str) -> list[_Piece]:
    pieces: list[_Piece] = []
    for token in _TOKEN.findall(section):
        low = token.lower()
        if token[0] == '"':
            pieces.append(_Piece("literal", token.strip('"')))
        elif token[0] in "\\!" and len(token) == 2:
            pieces.append(_Piece("literal", token[1]))
        elif token[0] in "_*" and len(token) == 2:
            continue  # room as wide as a character, and filling
        elif token[0] == "[" and len(token) > 1:
            pieces.extend(_bracket(token))
        elif low in _GENERAL:
            pieces.append(_Piece("general", ""))
        elif token[0] in "0#?":
            pieces.append(_Piece("digits", token))
        elif token[0] in ".,%@":
            kind = {".": "point", ",": "comma", "%": "percent", "@": "text"}[token]
            pieces.append(_Piece(kind, token))
        elif low == "am/pm" or low[0] in "e/":
            pieces.append(_Piece("unknown", token))
        elif low[0] in "ymdhs":
            pieces.append(_Piece("date", low))
        else:
            pieces.append(_Piece("literal", token))
    if any(piece.kind == "date" for piece in pieces):  # there a slash or point only parts the fields
        return [_Piece("literal", p.text) if p.text in ("/", ".", ",") else p for p in pieces]
    return pieces


def _bracket(token: str) -> list[_Piece]:
    inner = token[1:-1]
    if inner.startswith("$"):  # a currency sign and a locale
        sign = inner[1:].split("-")[0]
        return [_Piece("literal", sign)] if sign else []
    if _COLOURS.fullmatch(inner):
        return []
    if _CONDITION.fullmatch(inner):
        return [_Piece("condition", inner)]
    return [_Piece("unknown", token)]


def _number(value: Decimal, pieces: list[_Piece], code: str) -> str:
    first = next(i for i, piece in enumerate(pieces) if piece.kind == "digits")
    last = max(i for i, piece in enumerate(pieces) if piece.kind in ("digits", "comma", "point"))
    core, around = pieces[first : last + 1], pieces[:first] + pieces[last + 1 :]
    before = "".join(piece.text for piece in pieces[:first])
    after = "".join(piece.text for piece in pieces[last + 1 :])
    kinds = [piece.kind for piece in core]
    unknown = [piece for piece in around if piece.kind not in ("literal", "percent")]
    inset = [index for index, kind in enumerate(kinds) if kind == "literal"]
    if unknown or set(kinds) - {"digits", "comma", "point", "literal"} or kinds.count("point") > 1:
        raise UnknownFormat(code)
    point = kinds.index("point") if "point" in kinds else len(core)
    while kinds and kinds[-1] == "comma":  # a comma at the end counts in thousands
        value, kinds = value / 1000, kinds[:-1]
    value *= 100 ** sum(piece.kind == "percent" for piece in around)
    whole = "".join(piece.text for piece in core[:point] if piece.kind == "digits")
    part = "".join(piece.text for piece in core[point:] if piece.kind == "digits")
    rounded = value.quantize(Decimal(1).scaleb(-len(part)), rounding=ROUND_HALF_UP)
    figures, _, decimals = format(rounded, "f").partition(".")
    figures = figures.lstrip("0").rjust(whole.count("0"), "0")
    while decimals and part[len(decimals) - 1] != "0" and decimals[-1] == "0":
        decimals = decimals[:-1]
    if "comma" in kinds[:point]:
        figures = re.sub(r"(?<=\d)(?=(\d{3})+$)", ",", figures)
    for index in inset:  # 0!.0000 shows 126300 as 12.6300
        right = sum(len(piece.text) for piece in core[index:] if piece.kind == "digits")
        if "comma" in kinds or "point" in kinds or right > len(figures):
            raise UnknownFormat(code)
        figures = figures[: len(figures) - right] + core[index].text + figures[len(figures) - right :]
    return (before + figures + ("." + decimals if decimals else "") + after).strip()


def _date(value: int | float, pieces: list[_Piece], epoch_1904: bool, code: str) -> str:
    if not 0 <= value < 2_958_466 or any(p.kind not in ("date", "literal") for p in pieces):
        raise UnknownFormat(code)
    # Day 60 is the 29 February 1900 that never was; before it the count is off by one
    start = datetime(1904, 1, 1) if epoch_1904 else datetime(1899, 12, 30 if value >= 60 else 31)
    moment = start + timedelta(seconds=round(value * 86_400))
    text, hours = "", False
    for piece in pieces:
        if piece.kind == "literal":
            text += piece.text
            continue
        minutes = piece.text[0] == "m" and hours and len(piece.text) <= 2
        hours = piece.text[0] == "h" or (hours and not minutes)
        if len(piece.text) > 2 and piece.text[0] in "mdhs":
            raise UnknownFormat(code)
        number = moment.minute if minutes else _field(moment, piece.text[0])
        if piece.text[0] == "y":
            text += str(number) if len(piece.text) > 2 else f"{number % 100:02d}"
        else:
            text += f"{number:0{len(piece.text)}d}"
    return text.strip()


def _field(moment: datetime, letter: str) -> int:
    return {
        "y": moment.year, "m": moment.month, "d": moment.day, "h": moment.hour, "s": moment.second,
    }[letter]  # fmt: skip
