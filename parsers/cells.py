"""One cell's text turned into a value and a state: number, blank, dash, word or text.

Blank is never 0. A sign may be a mark (``-8``, ``+459``) or a word before the digits (``减 2``); money
may carry its unit (``9000 万``, ``63.28万元``). What does not fit keeps its text and has no value.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType

from parsers.chinese_numbers import CHARACTERS
from parsers.chinese_numbers import number as chinese_number
from parsers.labels import LEFTOVER, clean
from parsers.model import Number, State

_UNCHANGED = ("无", "不变", "持平", "无变化", "无增减", "无变动", "未变化")
WORDS = frozenset(
    (
        *_UNCHANGED,
        "空",
        "没有",
        "未",
        "增",
        "减",
        "增加",
        "减少",
        "不适用",
        "暂无",
        "未发生",
        "没有发生",
        "不涉及",
        "未涉及",
        "未开展",
        "无此项",
    )
)
"""Words that stand in a cell instead of a number."""
NO_CHANGE = frozenset(_UNCHANGED)
"""Words that say, under 本年增/减, that nothing changed: the value is 0."""
TIMES: Mapping[str, int] = MappingProxyType(
    {
        "": 1,
        "百": 100,
        "千": 1_000,
        "万": 10_000,
        "十万": 100_000,
        "百万": 10**6,
        "千万": 10**7,
        "亿": 10**8,
    }
)
"""What the word before 元 or 件 multiplies a number with."""

_MINUS = str.maketrans(
    {"−": "-", "–": "-", "—": "-", "－": "-", "﹣": "-", "‐": "-", "‑": "-", "﹢": "+", "↑": "+", "↓": "-"}
)
_DASH = re.compile(r"^[-/\\_一~*]{1,4}$|^[-.]{1,6}$")
_UNITS = (
    r"(?P<unit>亿元|亿|万元|万|元)?"
    r"(?P<counter>件次|人次|人民币|件|条|个|项|次|份|宗|起|人|例|篇|部|家|户|场)?"
)
_UNIT_REMARK = re.compile(
    r"[(\[【](?:单位:?)?(?P<times>(?:[十百千]?万|[百千亿])?)(?P<of>[元件个条项次])?[)\]】]"
)
"""A remark that is a unit: 1200(元), 3(单位:万件)."""
_CORRECTION = re.compile(r"更正|应为|改为|实为|有误")
_CORRECTED = re.compile(r"(?:更正|应|改|实)为?:?(?P<number>[-+]?\d[^)\]】,。;]*)")
"""What a remark says instead: 828(更正为830), 828(有误,应为830件)."""
_LESS = re.compile("减|下降|取消|下放")
"""A remark that may give the sign of a change: 3(减少), 2(均为取消)."""
_SPOKEN = re.compile(rf"^(?P<n>[{CHARACTERS}○]+)(?={_UNITS}$)")
"""A number in Chinese numerals (二十三件); ○ stands for 〇. A lone 一 may be a dash and is one."""
_BRACKETS = r"[(【\[](?:[^()【】\[\]]|[(【\[][^()【】\[\]]*[)】\]])*[)】\]]"
_NUMBER = re.compile(
    r"^(?:共计?|合计|总计)?(?P<word>增加|减少|上升|下降|增|减|净增|净减)?了?:?"
    r"(?:人民币|¥)?(?P<sign>[-+])?(?P<digits>\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?P<part>\.\d+)?"
    + _UNITS
    + rf"(?P<remark>{_BRACKETS}(?:[^\d()【】\[\]]*{_BRACKETS})*)?[。.;;]?$"
)
"""No digit stands between two remarks: of 10(网上)5(信函) the first number is not what the cell says."""
_NEGATIVE = frozenset({"减", "减少", "下降", "净减"})
_SPLIT_DIGITS = re.compile(r"\d\s+\d")
_TWO_LINES = re.compile(r"\d[ \t]*\n\s*\d")
"""Two numbers, one below the other, may belong to two rows whose line was lost: they are never joined."""
_NOTE_MARK = re.compile(r"(?<=\S)\s*[\[(（〔]?[①-⓿❶-➓¹²³⁰⁴-⁹₀-₉*※]+[\])）〕]?\s*$")
"""A footnote's mark after a figure; folding widths would turn 1① into 11."""
_CIRCLED = re.compile("[①-⓿❶-➓¹²³⁰⁴-⁹₀-₉]")
MAX_CELL = 500
"""A longer text is prose, not a figure."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one cell says: value and state, its unit's factor if it names one, and how its sign was given.

    ``factor`` multiplies to yuan and is already applied; ``signed`` is true when the cell itself says
    plus or minus; ``apart`` when spaces between digits were closed; ``noted`` when a footnote's mark was
    cut off, which may have been a digit. ``instead`` is what a remark says the value is, ``None`` in it where
    it only says that the value is wrong.
    """

    value: Number | None
    state: State
    factor: int | None = None
    signed: bool = False
    apart: bool = False
    noted: bool = False
    instead: tuple[Number | None, ...] = ()


BLANK = Reading(None, "blank")


def read_cell(text: str, *, change: bool = False, factor: int | None = None) -> Reading:
    """Reads one cell; ``change`` for a column of increases and decreases, ``factor`` for money whose header
    names the unit (10000 for 万元), which a unit in the cell overrides."""
    if len(text) > MAX_CELL:
        return Reading(None, "text")
    # A form's cells say the same few things over and over.
    return _short(text, change, factor) if len(text) <= _SHORT else _read(text, change, factor)


def _read(text: str, change: bool, factor: int | None) -> Reading:
    printed = LEFTOVER.sub("", text)
    unmarked = _NOTE_MARK.sub("", printed)
    if _CIRCLED.search(unmarked) or _TWO_LINES.search(unmarked):
        return Reading(None, "text")
    tidy = clean(unmarked).translate(_MINUS)
    if not tidy:
        return BLANK
    if _DASH.match(tidy):
        return Reading(None, "dash")
    if tidy in WORDS:
        return Reading(0 if change and tidy in NO_CHANGE else None, "word")
    spoken = _SPOKEN.match(tidy)
    if spoken is not None and (told := chinese_number(spoken["n"].replace("○", "〇"))) is not None:
        tidy = f"{told}{tidy[spoken.end() :]}"
    match = _NUMBER.match(tidy)
    if match is None or (match["word"] and not change):
        return Reading(None, "text")
    amount = Decimal(match["digits"].replace(",", "") + (match["part"] or ""))
    if match["sign"] == "-" or match["word"] in _NEGATIVE:
        amount = -amount
    own = _times(match)
    times = own if own is not None else (factor or 1)
    value, signed = _whole(amount * times), bool(match["sign"] or match["word"])
    instead = _instead(match["remark"] or "", change, times)
    if change and value and not signed and _LESS.search(match["remark"] or ""):
        instead = (*instead, -value)
    return Reading(
        value=value,
        state="number",
        factor=own,
        signed=signed,
        apart=bool(_SPLIT_DIGITS.search(text)),
        noted=unmarked != printed,
        instead=instead,
    )


def _times(match: re.Match[str]) -> int | None:
    """What the cell's own unit multiplies with: behind the digits, else as the remark behind them."""
    if match["unit"]:
        return TIMES[match["unit"].removesuffix("元")]
    unit = _UNIT_REMARK.fullmatch(match["remark"] or "")
    return TIMES[unit["times"]] if unit and (unit["times"] or unit["of"] == "元") else None


def _instead(remark: str, change: bool, times: int) -> tuple[Number | None, ...]:
    if not _CORRECTION.search(remark):
        return ()
    told = _CORRECTED.search(remark)
    return (_read(told["number"], change, times).value,) if told else (None,)


_SHORT = 20
_short = lru_cache(maxsize=8192)(_read)


def _whole(amount: Decimal) -> Number:
    return int(amount) if amount == amount.to_integral_value() else amount.normalize()


def is_value(text: str) -> bool:
    """True when a cell's text can be the content of a figure's cell rather than a label."""
    return read_cell(text, change=True).state != "text"
