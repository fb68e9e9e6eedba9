"""The numbered sections of a report, known by their headings rather than by the numbers printed.

Bodies repeat numbers, mix numbering systems and vary the names; the six headings of the 2019 and 2021
forms (国办公开办函〔2019〕60号, 〔2021〕30号) keep their own number wherever they stand. A report of an
older form keeps the numbers it prints.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from parsers.model import Section, Source
from parsers.prose import Line, lines

# Section number and what its heading says, most particular first: 复议 stands before 公开, which all share.
_HEADINGS: tuple[tuple[int, re.Pattern[str]], ...] = tuple(
    (number, re.compile(pattern))
    for number, pattern in (
        (4, r"行政复议|行政诉讼|复议[、，和]?诉讼"),
        (
            5,
            r"(?:问题|不足|困难).*(?:改进|措施|打算|对策|计划|整改)|存在.{0,6}(?:问题|不足)|^主要问题|改进(?:情况|措施)$",
        ),
        (
            6,
            r"其[他它](?:需要?|应当?|须)?.{0,4}(?:报告|说明|注意)|需要(?:报告|说明)的|^其[他它](?:事项|情况)$",
        ),
        (3, r"收到和处理|依申请公开|申请.{0,6}(?:办理|处理|受理|答复)"),
        (2, r"主动公开"),
        (1, r"总体情况|^概[述况]|基本情况|总体工作|工作(?:开展|总体)情况|^总述"),
    )
)
# A row of section 3 that lost its table looks like a heading.
_TABLE_ROW = re.compile(r"本年新收|上年结转|本年度办理结果|结转下年|结转下半年")
_DIGITS = "一二三四五六七八九十"
# Numbering systems, most usual first; only one of them numbers the sections of a report.
_STYLES: tuple[re.Pattern[str], ...] = (
    re.compile(rf"^(?P<number>[{_DIGITS}]{{1,3}})[、．.,，:：]\s*(?P<name>.+)$"),
    re.compile(rf"^第(?P<number>[{_DIGITS}]{{1,3}})(?:部分|章)[、:：\s]*(?P<name>.+)$"),
    re.compile(rf"^（(?P<number>[{_DIGITS}]{{1,3}})）[、．.]?\s*(?P<name>.+)$"),
    re.compile(r"^(?P<number>\d{1,2})[、．.]\s*(?P<name>\D.+)$"),
    re.compile(r"^(?P<number>)(?P<name>.{4,30})$"),
)
# What a page prints below its article; nothing after it is the report's.
_FOOTER = re.compile(
    r"^[【\[]?(?:打印|我要打印|关闭(?:窗口|本页|页面)|上一篇|下一篇|相关(?:链接|文章|信息|附件|推荐)|分享(?:[到至]|[:：]?$)|扫一扫"
    r"|主办(?:单位)?[:：]|承办单位|版权所有|网站标识码|网站地图|联系我们|责任编辑|返回顶部|友情链接)|ICP备|公网安备"
)
_LONGEST_HEADING = 40
_SENTENCE = re.compile(r"[。；;]")


@dataclass(frozen=True, slots=True)
class _Heading:
    """A heading found: where, what number it prints, its name, its known number (0 none), text after it."""

    index: int
    printed: int
    name: str
    known: int
    after: str


# Title, body, dates, claims and sections each ask for the same document's parts.
_LAST: list[tuple[Source, tuple[Part, ...]]] = []


def sections(source: Source) -> tuple[Section, ...]:
    """The sections in reading order; what precedes the first heading is number 0 and has no heading."""
    return tuple(
        Section(part.number, part.heading, "\n".join(line.neat for line in part.lines if line.neat))
        for part in divide(source)
    )


@dataclass(frozen=True, slots=True)
class Part:
    """A section with its lines and their places, the heading's own line left out."""

    number: int
    heading: str
    lines: tuple[Line, ...]


def divide(source: Source) -> tuple[Part, ...]:
    """The document's lines by section, places kept; the last document's are kept for the next question."""
    if not _LAST or _LAST[0][0] is not source:
        _LAST[:] = [(source, _divided(source))]
    return _LAST[0][1]


def _divided(source: Source) -> tuple[Part, ...]:
    text = lines(source)
    headings = _main_headings(text)
    numbers = _numbers(headings)
    starts = [heading.index for heading in headings] + [len(text)]
    parts = []
    if starts[0] > 0:
        parts.append(Part(0, "", text[: starts[0]]))
    for heading, number, end in zip(headings, numbers, starts[1:], strict=True):
        body = text[heading.index + 1 : end]
        if heading.after:
            body = (Line(heading.after, text[heading.index].place), *body)
        parts.append(Part(number, text[heading.index].tidy.removesuffix(heading.after), body))
    if not headings or not parts:
        return tuple(parts)
    last = parts[-1]
    end = next((at for at, line in enumerate(last.lines) if _is_footer(line.tidy)), len(last.lines))
    return (*parts[:-1], Part(last.number, last.heading, last.lines[:end]))


def _is_footer(text: str) -> bool:
    # 相关信息已在网站公开，未收取信息处理费。 is a sentence of the report.
    return not text.endswith("。") and _FOOTER.search(text) is not None


def known_heading(text: str) -> int:
    """The number of the statutory section a heading's name belongs to, 0 for none."""
    if _TABLE_ROW.search(text):
        return 0
    return next((number for number, pattern in _HEADINGS if pattern.search(text)), 0)


def _main_headings(text: Sequence[Line]) -> list[_Heading]:
    """The headings of the numbering system that names most of the statutory sections."""
    best: list[_Heading] = []
    tidied = [line.tidy for line in text]
    for style in _STYLES:
        found = _headings(tidied, style)
        if _breadth(found) > max(_breadth(best), 1):
            best = found
        if _breadth(best) == len(_HEADINGS):
            break
    return best


def _breadth(headings: Sequence[_Heading]) -> int:
    return len({heading.known for heading in headings if heading.known})


def _headings(text: Sequence[str], style: re.Pattern[str]) -> list[_Heading]:
    found: list[_Heading] = []
    highest = 0
    for index, line in enumerate(text):
        match = style.match(line)
        if match is None or _TABLE_ROW.search(line):
            continue
        name, after = _name(match["name"])
        known = known_heading(name) if len(name) <= _LONGEST_HEADING else 0
        printed = _value(match["number"])
        # Points inside a section are numbered the same way; they start again at one.
        if not known and (not printed or printed != highest + 1 or not 3 <= len(name) <= _LONGEST_HEADING):
            continue
        if known and not match["number"] and (after or _SENTENCE.search(line)):
            continue
        if known and any(heading.known == known for heading in found) and printed <= highest:
            continue
        found.append(_Heading(index, printed, name, known, after))
        highest = max(highest, printed)
    # A point inside a section may go on where its own number left off: 二、完善制度 below 一、总体情况.
    statutory = {heading.printed for heading in found if heading.known and heading.printed}
    return [heading for heading in found if heading.known or heading.printed not in statutory]


def _name(text: str) -> tuple[str, str]:
    """The heading's name and the text that runs on behind it in the same line."""
    cut = re.search(r"[。:：]", text)
    if cut is not None and cut.end() < len(text):
        return text[: cut.start()], text[cut.end() :]
    run_on = re.match(r"^(?P<name>.{2,30}?情况)(?P<after>(?:19|20)\d\d年.*)$", text)
    if run_on is not None:
        return run_on["name"], run_on["after"]
    return text.rstrip("。:："), ""


def _numbers(headings: Sequence[_Heading]) -> list[int]:
    """The statutory number of each heading when the report has the statutory sections, else the printed."""
    if _breadth(headings) >= 4 and all(heading.known for heading in headings):
        return [heading.known for heading in headings]
    statutory = {1, 2, 3, 4, 5, 6} <= {heading.known for heading in headings}
    if statutory:
        added = iter(range(7, 100))
        return [heading.known or next(added) for heading in headings]
    return [heading.printed or place for place, heading in enumerate(headings, start=1)]


def _value(numeral: str) -> int:
    """一 to 九十九, or Arabic digits; an absent numeral is 0."""
    if not numeral:
        return 0
    if numeral.isdigit():
        return int(numeral)
    if "十" not in numeral:
        return _DIGITS.index(numeral[-1]) + 1
    tens, _, units = numeral.partition("十")
    return (10 * (_DIGITS.index(tens) + 1) if tens else 10) + (_DIGITS.index(units) + 1 if units else 0)
