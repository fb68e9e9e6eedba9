"""Years, days and periods as reports write them, in Arabic or Chinese numerals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from parsers.model import Source
from parsers.prose import lines, tidy
from parsers.sections import divide

_NUMERALS = {
    char: str(value)
    for value, chars in enumerate(("〇○零ＯOo0", "一", "二", "三", "四", "五", "六", "七", "八", "九"))
    for char in chars
}
_CHINESE_YEAR = re.compile(r"[一二][〇○零ＯOo0九][〇○零ＯOo0一二三四五六七八九]{2}(?=年)")
_CHINESE_DAY = re.compile(r"(?<=年)(?P<m>[一二三四五六七八九十]{1,2})月(?P<d>[一二三四五六七八九十]{1,3})日")
_DAY = re.compile(
    r"(?P<y>(?:19|20)\d\d)\s*(?:年|-|/|\.)\s*(?P<m>\d{1,2})\s*(?:月|-|/|\.)\s*(?P<d>\d{1,2})(?!\d)"
)
_ALONE = re.compile(rf"^(?:（?(?:印发|发布)?(?:日期|时间)?[:：]?)?{_DAY.pattern}日?）?$")
_AT_END = re.compile(rf"{_DAY.pattern}日?$")
_PERIOD = re.compile(
    rf"{_DAY.pattern}日?起?[至到—~～－-]+(?:(?P<y2>(?:19|20)\d\d)[年./]|当年)?"
    r"(?P<m2>\d{1,2})[月./](?P<d2>\d{1,2})(?!\d)"
)
_LONGEST_PERIOD = 400
_LINES_OF_SIGNATURE = 14
_STATED = re.compile(r"(?:发布|公开|公布)(?:日期|时间)[:：]\s*")
# Right behind a body's or a site's name, for sites part their fields by style alone; 采集时间 is another day.
_BESIDE_TITLE = re.compile(
    r"(?:(?<![\u3400-\u9fff])|(?<=[局委厅办室府网站]))(?:日期|时间)[:：]\s*(?=(?:19|20)\d\d)"
)
# 2022年1月 in a title is when it was printed; 2021年1月至12月 is what it speaks of.
_TITLE_DAY = re.compile(
    r"(?:19|20)\d\d(?:年\d{1,2}月(?:\d{1,2}日)?|(?P<by>[-/.])\d{1,2}(?P=by)\d{1,2})(?![\d日至到—~～－-])"
)
_TITLE_YEAR = re.compile(r"((?:19|20)\d\d)(?=年|度|政府|政务|信息|[^\d]|$)")
# Metadata names by what they date, most trusted first.
_PUBLISHED = (
    "meta:pubdate",
    "info:发布日期",
    "info:发布时间",
    "info:公开日期",
    "info:信息时间",
    "info:发稿时间",
    "info:录入时间",
)
_WRITTEN = ("info:成文日期", "info:生成日期", "info:发文日期", "info:日期", "info:时间")
DATES = (*_PUBLISHED, *_WRITTEN)


@dataclass(frozen=True, slots=True)
class Dated:
    """A day and who says so: a metadata name, ``text`` or ``signature``."""

    day: date
    witness: str


def arabic(text: str) -> str:
    """The text with years and days in Chinese numerals written in Arabic ones: 二○二○年 is 2020年."""
    text = _CHINESE_YEAR.sub(lambda match: "".join(_NUMERALS[char] for char in match[0]), text)
    return _CHINESE_DAY.sub(lambda match: f"{_up_to_31(match['m'])}月{_up_to_31(match['d'])}日", text)


def title_year(title: str) -> int | None:
    """The year a title speaks of: the last before 公开, else the first; that of a day or month is none."""
    text = _dateless(title)
    before = _TITLE_YEAR.findall(re.split(r"政府信息|政务信息|信息公开|政务公开|公开", text)[0])
    anywhere = before or _TITLE_YEAR.findall(text)
    if not anywhere:
        return None
    return int(anywhere[-1] if before else anywhere[0])


def title_years(title: str) -> frozenset[int]:
    """Every year a title names; in 2023—2024年 both."""
    return frozenset(int(year) for year in _TITLE_YEAR.findall(_dateless(title)))


def _dateless(title: str) -> str:
    return _TITLE_DAY.sub("", arabic(tidy(title)))


def period(source: Source) -> tuple[date, date] | None:
    """The statistical period the text states (统计期限 …自2020年1月1日起至2020年12月31日止).

    One that no year can be (2021年1月1日至2020年12月31日) is a slip to be told, where no other stands.
    """
    slip = None
    for line in lines(source):
        text = arabic(line.tidy)
        if not re.search(r"期限|期间|统计|数据|时间", text):
            continue
        for match in _PERIOD.finditer(text):
            start = _day(match["y"], match["m"], match["d"])
            end = _day(match["y2"] or match["y"], match["m2"], match["d2"])
            if start is None or end is None:
                continue
            if is_of_a_year(start, end):
                return start, end
            if slip is None and "期限" in text:
                slip = start, end
    return slip


def is_of_a_year(start: date, end: date) -> bool:
    """Whether a period can be that of one year's report."""
    return start < end and (end - start).days <= _LONGEST_PERIOD


def publication_dates(source: Source) -> tuple[Dated, ...]:
    """Every day the document gives as its publication, most trusted witness first; the signature last."""
    found = [*_from_metadata(source, _PUBLISHED), *_from_text(source)]
    found += _from_metadata(source, _WRITTEN)
    signed = signature_date(source)
    return (*found, *([signed] if signed is not None else []))


def signature_date(source: Source) -> Dated | None:
    """The day that stands alone, or behind the body's name, at the end of the text."""
    parts = divide(source)
    tail = parts[-1].lines[-_LINES_OF_SIGNATURE:] if parts else ()
    for text in (arabic(line.tidy) for line in reversed(tail)):
        if _PERIOD.search(text):
            continue
        match = _ALONE.match(text) or (_AT_END.search(text) if len(text) <= 40 else None)
        if match is not None and not _STATED.search(text):
            day = _day(match["y"], match["m"], match["d"])
            if day is not None:
                return Dated(day, "signature")
    return None


def first_day(text: str) -> date | None:
    """The first day written in a text."""
    match = _DAY.search(arabic(tidy(text)))
    return None if match is None else _day(match["y"], match["m"], match["d"])


def _from_metadata(source: Source, names: tuple[str, ...]) -> Iterator[Dated]:
    for wanted in names:
        for name, text in source.metadata:
            day = first_day(text) if name.lower() == wanted else None
            if day is not None:
                yield Dated(day, name)


def _from_text(source: Source) -> Iterator[Dated]:
    head = sum(len(part.lines) for part in divide(source)[:1] if part.number == 0)
    for at, line in enumerate(lines(source)):
        stated = _STATED.search(line.tidy) or (_BESIDE_TITLE.search(line.tidy) if at < head else None)
        if stated is not None and len(line.tidy) <= 200:
            match = _DAY.match(arabic(line.tidy[stated.end() :]))
            day = None if match is None else _day(match["y"], match["m"], match["d"])
            if day is not None:
                yield Dated(day, "text")
                return


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _up_to_31(numeral: str) -> int:
    digits = {char: value for value, char in enumerate("一二三四五六七八九", start=1)}
    if "十" not in numeral:
        return digits[numeral[0]]
    tens, _, units = numeral.partition("十")
    return 10 * (digits[tens] if tens else 1) + (digits[units] if units else 0)
