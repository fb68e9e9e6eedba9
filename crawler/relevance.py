"""How likely a link leads towards annual reports, and whether a page looks like one: rows of clues.

Scores are points: 10 and more is surely a report or its column, 0 is unknown, below 0 is surely
something else. Nothing here decides what is a report (the parser does); it decides the order of fetching.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal
from urllib.parse import unquote, urlsplit

from archive.posting import asked
from crawler.page import Link, Page

STRONG = 8.0
"""From here on a link is followed even to another host of the allow-list."""


@dataclass(frozen=True, slots=True)
class Clue:
    """Points for a pattern in a link's words or in its address."""

    where: Literal["words", "address"]
    pattern: re.Pattern[str]
    points: float


def _words(pattern: str, points: float) -> Clue:
    return Clue("words", re.compile(pattern), points)


def _address(pattern: str, points: float) -> Clue:
    return Clue("address", re.compile(pattern, re.I), points)


CLUES: tuple[Clue, ...] = (
    # The report itself and its column, as titles print them.
    _words(r"(?:信息|政务)公开.{0,14}(?:年度?报告?|年报)|信息公开.{0,12}工作.{0,4}报告|公开年度?报告?", 10),
    _words(r"信息公开.{0,10}(?:情况|工作)的?报告|信息公开成绩单", 7),
    _words(r"年度报告|年报", 5),
    _words(r"20[012]\d\s*年", 1.5),
    _words(r"(?:政府|政务)信息公开|信息公开", 4),
    _words(r"政务公开", 3),
    _words(r"卫生健康|卫健|卫生和计划生育|卫计|卫生[局厅]", 1.5),
    _words(r"部门(?:信息)?公开|部门(?:年报|目录|信息)|各部门|政府部门", 2),
    # What stands beside reports and is none.
    _words(r"公开指南|公开制度|公开目录|依申请公开|公开条例|申请表|意见箱", -3),
    _words(r"预算|决算|采购|招标|中标|招聘|录用|公示|任免|三公经费", -5),
    _words(r"新闻|动态|要闻|通知|公告|会议|图片|视频|专题|党建|廉政|疫情|健康教育|科普|培训", -3),
    _words(r"统计年报|统计公报|财务年报|企业年报|法治政府|普法|环境信息|价格|绩效", -5),
    _words(r"登录|注册|无障碍|邮箱|网站地图", -5),
    # Column names and article addresses of the families.
    _address(r"xxgk(?:gz)?n(?:du)?b(?:ao|g)?(?![a-z])|xxgknd|zfxxgknb|xxgkzndbg|xxgknianbao", 8),
    _address(r"annualreport|annual_report|year_details", 8),
    _address(r"(?:^|[/_-])(?:ndbb|gkndbg|nb|nbmb|bmnb|ndgzbg)\d*(?:[/_.-]|$)|gknb|ndbg|xxnb", 6),
    _address(r"[?&]type=3(?:&|$)", 4),
    _address(r"zfxxgk|xxgk|zwgk|gkmlpt|/public/|gongkai|openness", 2),
    _address(r"wsj|wjw|wjj|wsjk|weijian|wsjsw", 1),
    _address(r"xxgkzn|gkzn|zhinan|xxgkzd|ysqgk|gkml(?!pt)|/zcfg|/zcjd", -2),
    _address(r"yjs|yjsgk|czyjs|zhaobiao|caigou|rsxx|zkzp|tzgg|xwzx|gzdt|dtxx|xwdt|mtjj|djgz", -3),
    _address(
        r"login|register|(?<!module/xxgk/)search(?!/[0-9a-f]{32})|print|share|rss|feedback|mailbox|calendar|rili|english|/en/"
        r"|xxgk/tree\.jsp|visitcount",
        -5,
    ),
)
HEALTH_WORDS = re.compile("卫生健康|卫健|卫生和计划生育|卫计|卫生[局厅]")
DOCUMENT = re.compile(
    r"\.(?:pdf|docx?|wps|ofd|xlsx?|et|txt|zip|rar|7z|rtf)$|downfile\.jsp|download\.jsp|/attach|downloadfile",
    re.I,
)
YEAR = re.compile(r"(?<!\d)(20[012]\d)(?:\s*年|(?!\d))")
DIGITS = "〇一二三四五六七八九"
CHINESE_YEAR = re.compile(r"二[〇○OoO零0][〇○OO零0一二][〇○OO零0一二三四五六七八九]年")
REPORT_TITLE = re.compile(r"(?:信息|政务).{0,6}公开.{0,16}(?:年度?报告?|年报|报告|成绩单)|公开.{0,8}年度报告")
# What the parts of a report say; a page that says three of these under a report's title is one.
MARKERS = tuple(
    re.compile(pattern)
    for pattern in (
        r"总体情况|概述|基本情况",
        r"主动公开(?:政府信息|情况)",
        r"(?:收到和处理|依申请公开).{0,8}(?:政府信息|情况|申请)",
        r"第二十条",
        r"行政复议",
        r"行政诉讼",
        r"存在的?(?:主要)?问题",
        r"其他需要(?:报告|说明)",
        r"本年度?报告.{0,40}(?:条例|编制|制作)",
    )
)


def address_words(url: str) -> str:
    """The part of an address that tells what it is about: path and query, decoded; not what a form sends."""
    parts = urlsplit(asked(url).url)
    return unquote(f"{parts.path}?{parts.query}" if parts.query else parts.path)


@lru_cache(maxsize=4096)  # navigation stands on every page of a site
def _clues(where: Literal["words", "address"], text: str) -> float:
    return sum(clue.points for clue in CLUES if clue.where == where and clue.pattern.search(text))


def score(link: Link, parent: float = 0.0, body_names: tuple[str, ...] = ()) -> float:
    """Points of a link found on a page whose own link had ``parent`` points."""
    address = address_words(link.url)
    points = _clues("words", link.words) + _clues("address", address)
    if any(name in link.words for name in body_names):
        points += 3
    if is_document(link.url) and parent >= STRONG:
        points += 3  # an attachment of a report's page is often the report itself
    if link.kind in ("redirect", "frame", "embed"):
        points += 1
    if link.kind == "paging":
        return parent * 0.9 if parent > 0 else points - 1
    return points + 0.35 * max(-10.0, min(parent, 20.0))


def is_document(url: str) -> bool:
    """Whether the address is that of a file rather than of a page."""
    return bool(DOCUMENT.search(urlsplit(url).path))


@lru_cache(maxsize=4096)
def titled_report(words: str) -> bool:
    """Whether the words are a report's title: they name disclosure and a report, not a guide or a budget."""
    return bool(REPORT_TITLE.search(words)) and not re.search(r"指南|预算|决算|目录|通知|统计年报", words)


def looks_like_report(page: Page) -> bool:
    """Whether a page reads like a report: a report's title near its top and three of a report's parts."""
    if not (titled_report(page.title) or REPORT_TITLE.search(page.first_words(3000))):
        return False
    words = page.words
    return len(words) >= 400 and sum(1 for marker in MARKERS if marker.search(words)) >= 4


@lru_cache(maxsize=4096)
def year_of(words: str) -> int | None:
    """The one year a title speaks of; ``None`` when it names none or several."""
    years = {int(match.group(1)) for match in YEAR.finditer(words)}
    for match in CHINESE_YEAR.finditer(words):
        digits = (str(max(0, DIGITS.find(character))) for character in match[0][1:4])
        years.add(int("2" + "".join(digits)))
    return years.pop() if len(years) == 1 else None


def of_wanted_year(words: str, wanted: tuple[int, ...]) -> bool:
    """Whether a link's words speak of no report year but a wanted one; where none is named, all are."""
    year = year_of(words) if wanted and titled_report(words) else None
    return year is None or year in wanted
