"""What every column of reports.db means, Chinese and English: the exports and docs/data.md are made of it."""

from __future__ import annotations

Words = tuple[str, str]
"""A short Chinese and a short English wording."""

TABLES: dict[str, Words] = {
    "body": ("机构", "A commission of the registry, with its earlier names"),
    "report": ("年度报告", "One version of one body's report for one year"),
    "variable": ("指标", "An entry of the codebook: one cell of one statutory form"),
    "form_cell": ("表式单元格", "A cell of a statutory form as it is printed; every report is drawn by them"),
    "figure": ("数值", "What one report says in one cell; the source of every other table of numbers"),
    "locator": (
        "出处",
        "Where in the archived original a figure stands: a view of `places`; ask for one `report`",
    ),
    "places": ("出处（各处）", "Places of one report that share a pattern, in order of variable"),
    "place_pattern": ("出处（样式）", "What places share"),
    "requests": ("依申请公开", "A row of section 3 of a latest report, by applicant"),
    "proactive_2019": ("主动公开（2019表）", "Section 2 on the form of 2019, a latest report a row"),
    "proactive_2021": ("主动公开（2021表）", "Section 2 on the form of 2021, a latest report a row"),
    "disputes": ("复议与诉讼", "Section 4, a latest report a row"),
    "statistics_2014": ("统计表（2014表）", "The statistics of the form of 2014, a latest report a row"),
    "section": ("正文", "The text of every version of a report, a section a row"),
    "claim": ("文中数字", "A figure told in the text of any version rather than in a table"),
    "finding": ("疑点", "Something wrong or doubtful in any version of a report, with the cells it names"),
    "finding_cell": ("疑点所涉单元格", "The figures a finding names"),
    "check_rule": ("检查规则", "A rule that reports are checked by"),
    "coverage": ("覆盖情况", "For each body and year: is a report there, and if not, what is known of why"),
    "revision": ("改动", "What changed between two captured versions of a report"),
    "rollup": ("汇总", "Sums and medians of the latest reports, ambiguous figures left out"),
    "kept_out": ("未归入", "Annual reports found that belong to no body of the registry"),
    "run": ("采集", "A crawl"),
    "capture": ("存档记录", "An archived answer behind a report"),
    "build": ("版本", "What built this database"),
}

COMMON: dict[str, Words] = {
    "report_id": ("报告编号", "Permanent id of the report: body, year, version from the second on"),
    "body_id": ("机构编号", "Permanent id of the body"),
    "body": ("机构名称", "Name of the body"),
    "name": ("机构名称", "Name of the body"),
    "level": ("层级", "national, province, prefecture or county"),
    "province": ("省份", "Province, in its short form"),
    "prefecture": ("地市", "Prefecture"),
    "county": ("县区", "County"),
    "division_code": ("区划代码", "GB/T 2260 code, six digits"),
    "year": ("年度", "Year the report is about"),
    "form": ("表式", "Statutory form: 2008, 2014, 2019 or 2021, by its rows and columns"),
    "version": ("版本", "1 for the first captured version, 2 for the first edited one, …"),
    "latest": ("最新", "1 for the latest version of the report"),
    "url": ("网址", "Address it was fetched from"),
    "record_id": ("记录编号", "Id of the WARC record"),
    "payload_sha256": ("内容散列", "SHA-256 of the archived document"),
    "part": ("其中部分", "Which of several reports in it: !/ and a member's name, # and a number, or empty"),
    "media_type": ("媒体类型", "What the document is"),
    "note": ("备注", "Remarks"),
    "n": ("序号", "Number within this build, for joins; not permanent"),
    "report": ("报告", "report.n"),
    "variable": ("指标", "variable.n"),
    "value": ("数值", "The number, empty when there is none: blank is not 0"),
    "place": ("位置", "Place in the original, as JSON"),
    "label_zh": ("中文名称", "Chinese label of the form"),
    "severity": ("程度", "error, warning or info"),
    "check_id": ("规则", "Rule that was broken"),
    "kind": ("性质", "What sort of thing it is"),
    "site": ("网站", "Site of the registry"),
    "row": ("行", "Row of the form"),
}

COLUMNS: dict[str, dict[str, Words]] = {
    "body": {
        "predecessors": ("前身", "Earlier names, oldest first, as a JSON array"),
        "reports": ("份数", "Reports found, latest versions"),
    },
    "report": {
        "title": ("标题", "Title as printed"),
        "published": ("公布日期", "Day of publication the document or page tells, if any"),
        "period_start": ("统计期始", "First day of the period it says it covers"),
        "period_end": ("统计期止", "Last day of that period"),
        "on_time": (
            "按期",
            "1 when published by 31 January (years before 2019: 31 March) of the next year, else 0",
        ),
        "captured_at": ("存档时间", "When it was first archived, UTC"),
        "pages": ("页数", "Pages of the document, where it has pages"),
        "state": ("状态", "clean, flagged (has errors or warnings) or unreadable"),
        "findings": ("疑点数", "Number of findings"),
        "errors": ("错误数", "Findings that are errors"),
        "warnings": ("警告数", "Findings that are warnings"),
        "parser_version": ("解析器版本", "Version of the parser that read it"),
    },
    "variable": {
        "code": ("代码", "form:table.row.column"),
        "cell": ("单元格", "table.row.column"),
        "table": ("表", "Table of the form"),
        "column": ("列", "Column of the form"),
        "label_en": ("英文名称", "English label"),
        "unit": ("单位", "count, or CNY (yuan, whatever unit the form prints)"),
        "comparable_from": ("可比起始", "First year of the same measure"),
        "comparable_to": ("可比截止", "Last year of the same measure; empty: still in use"),
        "kind": ("性质", "part, total, stock or flow"),
    },
    "form_cell": {
        "table": ("表", "Table of the form"),
        "line": ("行号", "Printed line, from 1"),
        "position": ("格号", "Cell of the line from the left, from 1; a cell of a line above is not counted"),
        "text": ("文字", "Words of the form; empty where a figure is filled in"),
        "code": ("指标代码", "variable.code of the figure filled in there"),
        "rowspan": ("跨行", "Lines the cell spans"),
        "colspan": ("跨列", "Columns the cell spans"),
    },
    "figure": {
        "state": ("单元格状态", "number, blank, dash, word, text or missing (the cell is not there)"),
        "raw": ("原文", "Text of the cell as printed"),
        "printed": ("异文", "Text of the cell as printed where it is not simply the value's digits"),
        "confidence": ("把握", "stated, inferred (from other cells or a picture) or ambiguous"),
        "alternatives": ("可能值", "Other values it may have, as a JSON array"),
        "reading": ("读法", "Ten times confidence (0, 1, 2) plus state (0 to 5), in the order told here"),
    },
    "places": {
        "first": ("起始指标", "variable.n of the first figure told here"),
        "pattern": ("样式", "place_pattern.n"),
        "parts": ("各处", "A JSON array: `[$1, $2, …]` for the first variable and each after it, or null"),
    },
    "place_pattern": {
        "pattern": ("样式", "A place as JSON, with $1 to $4 where the parts of its own stand"),
    },
    "requests": {
        "kind": ("性质", "intake, outcome, total or carried: never sum across kinds"),
        "natural_person": ("自然人", "Natural persons"),
        "business": ("商业企业", "Businesses"),
        "research": ("科研机构", "Research institutions"),
        "social_welfare": ("社会公益组织", "Social welfare organisations"),
        "legal_service": ("法律服务机构", "Legal service organisations"),
        "other": ("其他", "Other applicants"),
        "total": ("总计", "All applicants, as printed"),
    },
    "section": {
        "number": ("序号", "Order within the report"),
        "heading": ("标题", "Heading as printed"),
        "text": ("正文", "Text without the tables' cells"),
    },
    "claim": {
        "about": ("指标", "Cell the sentence speaks of"),
        "sentence": ("原句", "Sentence the number stands in"),
    },
    "finding": {
        "cells": ("单元格", "Cells it names, as a JSON array"),
        "expected": ("应为", "Value the rule asks for"),
        "actual": ("实为", "Value that stands there"),
        "message": ("说明", "What is wrong, in words"),
    },
    "finding_cell": {"finding": ("疑点", "finding.n")},
    "check_rule": {
        "formula": ("公式", "Rule as a formula"),
        "forms": ("适用表式", "Forms it applies to; empty: all"),
        "wording_zh": ("中文说明", "Rule in Chinese"),
        "wording_en": ("英文说明", "Rule in English"),
    },
    "coverage": {"status": ("状态", "found, missing, not_due, blocked or unknown")},
    "revision": {
        "previous_id": ("前一版本", "Report id of the version before"),
        "what": ("改动对象", "What sort of thing changed"),
        "place": ("位置", "Cell or section that changed"),
        "old": ("改动前", "Before"),
        "new": ("改动后", "After"),
    },
    "rollup": {
        "n": ("份数", "Reports that give a number, stated or inferred"),
        "sum": ("合计", "Sum of the numbers"),
        "median": ("中位数", "Median of the numbers"),
    },
    "kept_out": {
        "title": ("标题", "Title as printed"),
        "why": ("原因", "Why it belongs to no body of the registry"),
    },
    "run": {
        "run_id": ("采集编号", "Id of the crawl"),
        "started": ("开始", "When it began, UTC"),
        "finished": ("结束", "When it ended, UTC"),
        "reason": ("结束原因", "Why it ended"),
        "counts": ("计数", "What it counted, as a JSON object"),
    },
    "capture": {
        "fetched_at": ("存档时间", "When it was fetched, UTC"),
        "status": ("状态码", "HTTP status"),
        "size": ("字节数", "Bytes of the document"),
        "warc": ("WARC 文件", "File it is archived in"),
        "offset": ("起始字节", "Where its record begins in that file"),
        "length": ("长度", "Bytes of its record, compressed"),
        "revisit_of": ("同于", "Record with the same payload, when this one only refers to it"),
        "kind": ("性质", "wire, dom (rendered page), screenshot or file (saved by hand)"),
        "origin": ("来自", "File of somebody else it was taken from: name, sha256 of the file, offset"),
    },
    "build": {"key": ("项", "What is told"), "value": ("值", "Its value")},
}


def describe(table: str, column: str) -> Words:
    """The wording of a column of reports.db; raises ``KeyError`` naming table and column that have none."""
    found = COLUMNS.get(table, {}).get(column) or COMMON.get(column)
    if found is None:
        raise KeyError(f"{table}.{column} is not described; add it to archive/descriptions.py")
    return found
