"""Is it an annual report at all, whose, and for which year.

What decides is in the document: title, headings, the sentence of the statistical period, signature,
information table. The address is no more than a hint between places of one name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from parsers.bodies import owner
from parsers.days import (
    is_of_a_year,
    period,
    publication_dates,
    signature_date,
    title_year,
    title_years,
)
from parsers.identity_rules import state
from parsers.model import Finding, Form, Identity, Source
from parsers.prose import lines, tidy
from parsers.rows import table_rows
from parsers.sections import divide, known_heading
from parsers.titles import Title, announced_titles, listed_titles, other_kind, report_titles

# Fewer headings than this are found in guides and notices too.
_SECTIONS_OF_A_REPORT = 3
_SHORTEST_REPORT = 150
_OF_DISCLOSURE = frozenset({2, 3, 4})
_PUBLISHES = re.compile(
    r"(?:公布|发布|公开|印发|更正|修正|修订).*公开.*(?:年报|年度报告|报告).*的?(?:公告|通知|公示)$"
)
_FILLED_ROWS = 5
_LONGEST_TITLE = 120
# A page of this name is no report, whatever titles stand in its margin; names of sites say nothing.
_NAMES_AN_ARTICLE = re.compile(
    r"^(?!.*(?:公开|年报|年度报告|总结|报告|门户|网站|首页)).{8,}(?<![局委厅办府网会心])$"
)
_SENTENCE = re.compile(r"[。；]|，.*，")
_TOPICS = re.compile("主动公开|依申请公开|收费|复议|诉讼|问题|措施")
_LIST_FROM = 2
_MIGRATION = 366
_LAST_YEAR_WITHOUT_TABLE = 2013
_SPOKEN_YEAR = re.compile(r"((?:19|20)\d\d)年(?:度|，|我|全|本|,|以来)")


def identify(
    source: Source, form: Form | None, address: str | None = None
) -> tuple[Identity | None, tuple[Finding, ...]]:
    """Who and when, or ``None`` and the one finding that says why the document is no annual report."""
    reports, announced = report_titles(source), announced_titles(source)
    refusal = _refusal(source, form, reports, announced)
    if refusal is not None:
        return None, (refusal,)
    titles = reports or announced
    title = titles[0].text if titles else ""
    span = period(source)
    year, findings = _year(source, title, span)
    whose = owner(source, title, address, year)
    if year is None and (whose is None or (form is not None and _is_blank(source))):
        rule = "blank-form" if form is not None else "no-report"
        return None, (state(rule, "没有年度，也没有机关名称或数值"),)
    published, more = _published(source, year)
    if form is None and year is not None and year <= _LAST_YEAR_WITHOUT_TABLE:
        form = "2008"
    findings = [*findings, *more]
    if whose is None:
        findings.insert(0, state("body-unknown", f"标题为“{title}”，落款与信息栏也没有机关名称"))
        return Identity("", None, None, None, year, form, title, published, span), tuple(findings)
    return (
        Identity(
            whose.body,
            whose.level,
            whose.province,
            whose.division_code,
            year,
            form,
            title,
            published,
            span,
        ),
        (*whose.findings, *findings),
    )


def _refusal(
    source: Source, form: Form | None, reports: Sequence[Title], announced: Sequence[Title]
) -> Finding | None:
    """Why the document is no annual report; ``None`` when it is one."""
    if form is None and not lines(source):
        seen = "；".join(finding.message for finding in source.findings) or f"类型 {source.media_type}"
        return state("no-content", seen)
    looks_like = form is not None or _is_divided(source)
    # The page's own name is a better witness than a line in its text, which may be a link.
    for title in announced[:1] if looks_like else announced:
        kind = other_kind(title.text)
        if kind is not None and not (looks_like and (reports or _is_published_by(title.text, source))):
            return state("other-document", f"标题为“{title.text}”，是{kind}", actual=kind)
    if looks_like:
        return None
    listed = listed_titles(source)
    own = {title.text for title in announced}
    if len([title for title in listed if title not in own]) >= _LIST_FROM:
        return state("list-page", f"列有{len(listed)}份报告的标题，如“{listed[0]}”", actual=len(listed))
    named = next((title for title in announced if _NAMES_AN_ARTICLE.match(title.text)), None)
    if named is not None and reports and all(report.witness == "text" for report in reports):
        return state("no-report", f"标题为“{named.text}”")
    first = next((line.tidy for line in lines(source)), "")
    kind = other_kind(first) if not reports else None
    if kind is not None:
        return state("other-document", f"首行为“{first[:60]}”，是{kind}", actual=kind)
    if not reports:
        return state("no-report", "没有年度报告的标题、表格和各部分的标题")
    if not _tells_of_a_year(source):
        return state("no-report", f"只有标题“{reports[0].text}”而没有正文，正文可能在附件中")
    return None


def _tells_of_a_year(source: Source) -> bool:
    """Whether there is a text of some length, or a short one that goes through a report's topics.

    The menus round an article are no sentences.
    """
    text = "".join(line.tidy for line in lines(source) if _SENTENCE.search(line.tidy))
    return len(text) >= _SHORTEST_REPORT or len(set(_TOPICS.findall(text))) >= _SECTIONS_OF_A_REPORT


def _is_divided(source: Source) -> bool:
    """Whether the document has the sections of a report, one of disclosure among them."""
    known = {known_heading(part.heading) for part in divide(source) if part.number} - {0}
    return len(known) >= _SECTIONS_OF_A_REPORT and not known.isdisjoint(_OF_DISCLOSURE)


def _is_published_by(title: str, source: Source) -> bool:
    """Whether a notice publishes a report (关于公布…年度报告的公告): its tables are filled in."""
    if len(title) > _LONGEST_TITLE or _PUBLISHES.search(tidy(title)) is None:
        return False
    return _filled_rows(source) >= _FILLED_ROWS


def _is_blank(source: Source) -> bool:
    tables = table_rows(source).tables.values()
    return any(tables) and not any(row.has_value for table in tables for row in table)


def _filled_rows(source: Source) -> int:
    return sum(row.has_value for table in table_rows(source).tables.values() for row in table)


def _year(source: Source, title: str, span: tuple[date, date] | None) -> tuple[int | None, list[Finding]]:
    """The report's year: the title's, else that of the period, else the one the first paragraphs speak of.

    Where title and period differ, the day of publication may side with the period.
    """
    named = title_year(title)
    stated = span[1].year if span is not None and is_of_a_year(*span) else None
    if named is not None:
        if stated is not None and stated != named and stated in title_years(title):
            # A title of two years (2023—2024年) leaves the choice to the text.
            detail = f"标题写有不止一个年份，统计期限为{stated}年，取统计期限"
            return stated, [state("year-witnesses", detail, expected=stated, actual=named)]
        if stated is not None and stated != named and _published_after(source, stated, named):
            detail = f"标题为{named}年，统计期限为{stated}年，公布于其次年，取统计期限"
            return stated, [state("year-witnesses", detail, expected=stated, actual=named)]
        if stated is not None and stated != named:
            detail = f"标题为{named}年，统计期限为{stated}年，取标题"
            return named, [state("year-witnesses", detail, expected=named, actual=stated)]
        return named, []
    if stated is not None:
        return stated, [state("year-from-text", f"统计期限为{stated}年", actual=stated)]
    for line in lines(source):
        spoken = _SPOKEN_YEAR.search(line.tidy)
        if spoken is not None and (len(line.tidy) > 30 or line.tidy.endswith("。")):
            found = int(spoken[1])
            return found, [state("year-from-text", f"正文写有“{spoken[0]}”", actual=found)]
    return None, [state("year-unknown", f"标题“{title}”、统计期限和正文都没有写明年度")]


def _published_after(source: Source, year: int, other: int) -> bool:
    """Whether the days of publication are those of one year's report and of none of the other year's."""
    years = {dated.day.year - 1 for dated in publication_dates(source)}
    return year in years and other not in years


def _published(source: Source, year: int | None) -> tuple[date | None, list[Finding]]:
    """The day of publication, with a finding where the witnesses differ."""
    dates = publication_dates(source)
    # What was published before its year was over is a page's or a column's date, or a slip.
    late = tuple(dated for dated in dates if year is None or dated.day >= date(year, 12, 1))
    shown = "；".join(f"{dated.witness} {dated.day}" for dated in late or dates)
    if not late:
        actual = str(dates[0].day) if dates else None
        return None, [state("published-early", f"{shown}，未取", actual=actual)] if dates else []
    dates = late
    first, signed = dates[0], signature_date(source)
    if (
        signed is not None
        and (first.day - signed.day).days > _MIGRATION
        and (year is None or signed.day.year > year)
    ):
        detail = f"{shown}，取落款日期"
        return signed.day, [
            state("published-migrated", detail, expected=str(signed.day), actual=str(first.day))
        ]
    if len({dated.day for dated in dates}) > 1:
        return first.day, [
            state("published-witnesses", f"{shown}，取 {first.witness}", actual=str(first.day))
        ]
    return first.day, []
