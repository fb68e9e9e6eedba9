"""The words of the site, Chinese first and English beside: levels, states, severities, rows of facets."""

from __future__ import annotations

import re
from typing import Any

LEVELS = {
    "national": ("国家", "national"),
    "province": ("省级", "province"),
    "prefecture": ("地市级", "prefecture"),
    "county": ("县级", "county"),
}
REPORT_STATES = {
    "clean": ("无疑点", "clean"),
    "flagged": ("有疑点", "flagged"),
    "unreadable": ("未能读取", "unreadable"),
}
FIGURE_STATES = {
    "number": ("数字", "a number"),
    "blank": ("空白", "left blank"),
    "dash": ("横线", "a dash"),
    "word": ("文字", "a word"),
    "text": ("文字", "text"),
    "missing": ("缺", "no such cell"),
}
CONFIDENCE = {
    "stated": ("原文所载", "stated"),
    "inferred": ("推定", "inferred"),
    "ambiguous": ("多解", "ambiguous"),
}
SEVERITIES = {"error": ("错误", "error"), "warning": ("提醒", "warning"), "info": ("说明", "note")}
COVERAGE = {
    "found": ("已收录", "found"),
    "missing": ("未找到", "missing"),
    "not_due": ("未到期", "not yet due"),
    "blocked": ("网站拦截", "blocked"),
    "unknown": ("不详", "unknown"),
}
CHANGES = {
    "title": ("标题", "title"),
    "published": ("公布日期", "date of publication"),
    "section": ("正文", "text"),
    "figure": ("数据", "figure"),
}
CAPTURES = {
    "wire": ("本档案从网站采集", "fetched from the site"),
    "dom": ("浏览器呈现后的页面", "the page as a browser made it"),
    "screenshot": ("页面截图", "a picture of the page"),
    "file": ("他人所存的文件", "a file somebody saved"),
}
FOREIGN = ("取自他人的网络存档", "taken from somebody else’s web archive")
FORMS = {
    "2008": ("2008 年条例", "no national table"),
    "2014": ("2014 年统计表", "2014 list"),
    "2019": ("2019 年格式", "2019 form"),
    "2021": ("2021 年格式", "2021 form"),
}
DRAWN = LEVELS | {
    "natural_person": ("自然人", "natural persons"),
    "licensing": ("行政许可", "licences"),
    "penalties": ("行政处罚", "penalties"),
    "coercive_measures": ("行政强制", "coercive measures"),
}
"""What the small charts of a shipped query are of."""
PARAMETERS = {
    "code": ("指标代码", "code"),
    "province": ("省份", "province"),
    "year": ("年度", "year"),
    "most": ("最多行数", "most"),
    "first_body": ("机关编号甲", "first_body"),
    "second_body": ("机关编号乙", "second_body"),
}
HINTS = {
    "code": "2021:requests.new.total",
    "province": "宁夏",
    "year": "2023",
    "most": "500",
    "first_body": "640200-wjw",
    "second_body": "310000-wjw",
}
"""What may stand in a parameter's field."""
FACETS = {
    "province": ("省份", "Province"),
    "level": ("层级", "Level"),
    "year": ("年度", "Year"),
    "form": ("格式", "Form"),
    "state": ("状态", "State"),
    "latest": ("现行版本", "Latest version"),
    "severity": ("程度", "Severity"),
}
TABLES = {
    "body": ("机关", "Commissions of the registry, with earlier names and GB/T 2260 codes"),
    "report": ("年报", "One version of one body's report for one year"),
    "variable": ("指标", "The codebook: every figure of every form"),
    "form_cell": ("表式", "Every form, cell by cell, as it is printed"),
    "figure": ("数据", "Report × variable: value, state, words as printed. The source of truth"),
    "locator": (
        "出处",
        "Where each figure stands in the original; filter by report (its n) for those of one",
    ),
    "places": ("出处（各处）", "What the table of places is put together from: the parts of each"),
    "place_pattern": ("出处（样式）", "What the table of places is put together from: what they share"),
    "proactive_2019": ("主动公开（2019 年格式）", "Section 2, one report a row"),
    "proactive_2021": ("主动公开（2021 年格式）", "Section 2, one report a row"),
    "disputes": ("复议诉讼", "Section 4, one report a row"),
    "statistics_2014": ("统计表（2014）", "The 2014 list, one report a row"),
    "requests": ("依申请公开", "Section 3, one row of the table a row; kind keeps totals apart"),
    "section": ("正文", "The text of each section, searchable"),
    "claim": ("文中数字", "Figures stated in sentences"),
    "finding": ("疑点", "What a reader should doubt, with the cells it names"),
    "finding_cell": ("疑点所涉", "Finding × figure"),
    "check_rule": ("核对规则", "The checks and their formulas"),
    "coverage": ("覆盖", "Body × year: found, missing, not due, blocked"),
    "revision": ("改动", "What changed between two versions of a report"),
    "rollup": ("汇总", "Province × level × year × variable: n, sum, median"),
    "kept_out": ("未收录的文件", "Documents that look like reports but were kept out, and why"),
    "run": ("采集批次", "Crawls behind the data"),
    "capture": ("存档记录", "Archived answers behind reports"),
    "build": ("发布信息", "How this database was built"),
}


def named(table: dict[str, tuple[str, str]], key: Any) -> tuple[str, str]:
    """The Chinese and English words for ``key``; one without words stands for itself, none is unknown."""
    if key is None:
        return "不详", "unknown"
    return table.get(str(key), (str(key), str(key)))


def facet_value(facet: str, value: Any) -> str:
    """A facet's value in Chinese."""
    tables = {"level": LEVELS, "form": FORMS, "state": REPORT_STATES, "severity": SEVERITIES}
    if facet in tables:
        return named(tables[facet], value)[0]
    if facet == "latest":
        return "是" if str(value) == "1" else "否"
    return str(value)


def form_in_force(year: int) -> str:
    """The form reports for ``year`` were to be printed on: forms are named for their first year."""
    return max((form for form in FORMS if int(form) <= year), default=min(FORMS))


def parted(text: str) -> tuple[str, str]:
    """A title or description of metadata.yaml as its Chinese and its English part; English may be empty."""
    found = re.match(r"(.*[^\x00-\x7f]) ?([A-Z0-9][\x00-\x7f“”’—]*)$", text, re.DOTALL)
    return (found[1], found[2]) if found else (text, "")


def captured(capture: dict[str, Any]) -> tuple[str, str]:
    """How an archived answer came here: fetched by us, saved by hand, or out of another's web archive."""
    if capture["kind"] == "wire" and capture["origin"]:
        return FOREIGN
    return named(CAPTURES, capture["kind"])


def queries(datasette: Any) -> list[tuple[str, dict[str, Any]]]:
    """The shipped queries (name, title, description, sql) in the order of metadata.yaml."""
    found = (datasette.metadata("queries", database="reports") or {}).items()
    return [(name, query) for name, query in found]
