"""Titles: which line names the document, and which kind of document the title announces."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from parsers.model import Grid, Source
from parsers.prose import Line, lines, neat, tidy

_REPORT = re.compile(
    r"(?:政府|政务|院务|信息|公开).{0,24}?(?:公开|年度|工作).{0,16}?(?:报告|总结|年报|年度报告|“?成绩单”?)(?:（[^）]*）|\d{4}年?度?)?$"
    r"|(?:19|20)\d\d年度?[^，]{0,20}(?:政府信息|政务)公开(?:工作)?(?:开展)?情况$"
)
_DISCLOSURE = re.compile(r"公开|政府信息年度|政务信息")
# What a title can announce instead: word, kind in Chinese, from the end of the title or anywhere.
OTHER_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("通知", re.compile(r"的?通知(?:（[^）]*）)?$|^关于(?:做好|编制|报送|印发|开展).{0,60}(?:通知|函)$")),
    ("指南", re.compile(r"指南(?:（[^）]*）)?$")),
    ("目录", re.compile(r"目录(?:（[^）]*）)?$")),
    ("申请表", re.compile(r"申请(?:表|书|登记表)$")),
    ("预算或决算", re.compile(r"(?:预算|决算)")),
    ("制度或办法", re.compile(r"(?:办法|规定|制度|规程|细则|条例|方案|要点|意见)(?:（[^）]*）)?$")),
    ("公告或公示", re.compile(r"(?:公告|公示|招聘.*|名单)$")),
    ("图解", re.compile(r"^【?(?:图解|一图|一张图|图说|图文解读)|(?:图解|图解版|解读)(?:）|】)?$")),
    (
        "其他报告或总结",
        re.compile(r"^(?!.*(?:公开|政府信息|政务)).*(?:总结|报告|计划|安排|情况)(?:（[^）]*）)?$"),
    ),
)
_DOCUMENT_NUMBER = re.compile(r"〔|\[\d{4}\]|（\d{4}）.*号$|\d号$")
_YEAR = re.compile(r"(?:19|20)\d\d|[二两][〇○零ＯOo0][一二〇○零]\S")
_ORGAN = re.compile(r"[委局厅办院中心府会]|[市县区州旗省]\d{4}")
_SITE = re.compile(r"\s*[-_—|–]+\s*[^-_—|–]*$")
_FROM_LIST = re.compile(r"\s*[\[（(]?(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?[\])）]?\s*$")
_ONLY_A_YEAR = re.compile(r"^（(?:(?:19|20)\d\d|二[〇○零ＯOo0][〇○零ＯOo0一二三四五六七八九]{2})年度?）$")
_HEADING = re.compile(r"^[一二三四五六七八九十]{1,2}[、．.]")
_SUBJECT = re.compile(r"政府信息|政务|信息公开|公开")
_OF_THE_PAGE = re.compile(
    r"^(?:您?(?:现在|当前|目前)?的?(?:所在)?的?位置|首页|网站首页|[上下]一[篇条页])|[>＞»›]"
)
"""Lines that say where a page stands in its site, or which pages stand beside it."""
_LONGEST = 70
_LONGEST_LINE = 200
TITLES = ("meta:articletitle", "info:标题", "info:名称", "info:信息名称", "h1", "title", "pdf:title")


@dataclass(frozen=True, slots=True)
class Title:
    """A title with where it comes from: ``text`` or a metadata name."""

    text: str
    witness: str


def is_report_title(text: str) -> bool:
    """Whether a text, alone on its line, is the title of a report on disclosure."""
    return len(text) <= _LONGEST and _is_report_title(text)


# One title is asked about as a line, as part of longer ones, as metadata and as where a report begins.
@lru_cache(maxsize=2048)
def _is_report_title(text: str) -> bool:
    return (
        _DISCLOSURE.search(text) is not None
        and _REPORT.search(text) is not None
        and other_kind(text) is None
        and not re.search(r"[。；！？]|^[一二三四五六七八九十]{1,2}[、．]", text)
    )


def other_kind(text: str) -> str | None:
    """The kind of document a title announces when it is no report; ``None`` when it may be one."""
    return next((kind for kind, pattern in OTHER_KINDS if pattern.search(text)), None)


def report_titles(source: Source) -> tuple[Title, ...]:
    """Every candidate for the report's title, the most telling first.

    The heading of the text may be split over up to three lines (body, 关于…, 报告); a title that
    names both body and year is worth more than one that lacks either, and fewer lines more than many. Of
    equals what the page calls itself comes first, then the line nearest to the text: above it a page may
    list the reports of other years and bodies.
    """
    found = [(text, name, 1) for name, text in _announced(source) if is_report_title(tidy(text))]
    found += [(text, "text", span) for text, span in reversed(_headline(source))]
    ranked = sorted(enumerate(found), key=lambda item: (-_telling(item[1][0], item[1][2]), item[0]))
    return tuple(Title(text, witness) for _, (text, witness, _) in ranked)


def announced_titles(source: Source) -> tuple[Title, ...]:
    """What the metadata call the document, whatever it is."""
    return tuple(Title(text, name) for name, text in _announced(source))


def listed_titles(source: Source) -> tuple[str, ...]:
    """The different report titles that stand alone on a line or in a cell, dates behind them cut off."""
    cells = (cell.text for block in source.blocks if isinstance(block, Grid) for cell in block.cells)
    texts = chain((line.text for line in lines(source) if not _OF_THE_PAGE.search(line.tidy)), cells)
    # Most cells are figures; a line this long is no title either.
    titles = (_FROM_LIST.sub("", tidy(text)) for text in texts if 8 <= len(text) <= _LONGEST_LINE)
    return tuple(dict.fromkeys(title for title in titles if is_report_title(title) and _YEAR.search(title)))


def _announced(source: Source) -> list[tuple[str, str]]:
    known = {name: order for order, name in enumerate(TITLES)}
    found = [
        (known[name.lower()], name, neat(text))
        for name, text in source.metadata
        if name.lower() in known and text.strip()
    ]
    result = []
    for _, name, text in sorted(found, key=lambda item: item[0]):
        cut = _SITE.sub("", text)
        result.append((name, cut if is_report_title(tidy(cut)) and not is_report_title(tidy(text)) else text))
    return result


def _headline(source: Source) -> list[tuple[str, int]]:
    """Titles among the lines before the first section, with how many lines each takes."""
    head: list[Line] = []
    for line in lines(source):
        if _HEADING.match(line.tidy) and len(head) > 0:
            break
        if not _OF_THE_PAGE.search(line.tidy):
            head.append(line)
        if len(head) >= 120:
            break
    found: list[tuple[str, int]] = []
    for span in (1, 2, 3):
        for start in range(len(head) - span + 1):
            pieces = [line.tidy for line in head[start : start + span]]
            if span > 1 and not _joinable(pieces):
                continue
            text = "".join(pieces)
            if is_report_title(text) and (_YEAR.search(text) or _ORGAN.search(text)):
                found.append(("".join(line.neat for line in head[start : start + span]), span))
    return found


def _joinable(pieces: Sequence[str]) -> bool:
    return all(
        2 <= len(piece) <= 45
        and not _DOCUMENT_NUMBER.search(piece)
        and not re.search(r"[，。；：:]|\d{4}年\d{1,2}月|首页|当前位置|网站|门户|欢迎|\|", piece)
        for piece in pieces
    ) and (
        not any(is_report_title(piece) for piece in pieces[:-1]) or _ONLY_A_YEAR.match(pieces[-1]) is not None
    )


def _telling(text: str, span: int) -> float:
    named = _ORGAN.search(_SUBJECT.split(text)[0]) is not None
    return 2 * bool(_YEAR.search(text)) + 2 * named - 0.5 * (span - 1)
