"""Chinese names of columns above the tables of data, and of the codes in their cells."""

from __future__ import annotations

from functools import cache
from typing import Any

from gongkai_pages import wording
from markupsafe import Markup

COLUMNS = {
    "actual": "实为",
    "alternatives": "其他读法",
    "blocked": "网站拦截",
    "bodies": "机关数",
    "body": "机关",
    "body_id": "机关编号",
    "business": "商业企业",
    "captured_at": "采集时间",
    "carried_in": "上年结转",
    "carried_out": "结转下年",
    "cases": "件数",
    "cell": "单元格",
    "cells": "所涉单元格",
    "characters": "字数",
    "check_id": "规则",
    "code": "指标代码",
    "column": "列",
    "comparable_from": "可比起始",
    "comparable_to": "可比截止",
    "confidence": "把握",
    "county": "县区",
    "decisions": "决定数量",
    "division_code": "区划代码",
    "earlier": "前一年年报",
    "errors": "错误数",
    "expected": "应为",
    "findings": "疑点数",
    "first_value": "甲",
    "first_year": "最早年度",
    "form": "格式",
    "formula": "公式",
    "found": "已收录",
    "granted": "予以公开",
    "ground": "理由",
    "handled": "办理总数",
    "heading": "标题",
    "in_table": "表内",
    "in_text": "文内",
    "is_total": "是否总计",
    "kind": "类别",
    "label_en": "英文名称",
    "label_zh": "名称",
    "last_year": "最近年度",
    "late": "逾期",
    "later": "后一年年报",
    "latest": "现行版本",
    "legal_service": "法律服务机构",
    "level": "层级",
    "mean": "平均",
    "media_type": "文件类型",
    "median": "中位数",
    "message": "说明",
    "missing": "未找到",
    "name": "名称",
    "natural_person": "自然人",
    "new": "改后",
    "not_due": "未到期",
    "not_held": "不掌握",
    "note": "备注",
    "old": "改前",
    "on_time": "是否按时",
    "other": "其他",
    "outcome": "结果",
    "place": "位置",
    "prefecture": "地市",
    "previous_id": "上一版本",
    "province": "省份",
    "published": "公布日期",
    "raw": "原文",
    "report_id": "年报编号",
    "reports": "年报份数",
    "requests": "申请件数",
    "research": "科研机构",
    "row": "行",
    "second_value": "乙",
    "section": "章节",
    "sentence": "句子",
    "severity": "程度",
    "share": "比例",
    "social_welfare": "社会公益组织",
    "state": "状态",
    "status": "收录状态",
    "sum": "合计",
    "text": "正文",
    "title": "标题",
    "total": "总计",
    "unit": "单位",
    "url": "网址",
    "value": "数值",
    "version": "版本",
    "warnings": "提醒数",
    "what": "项目",
    "wording_en": "英文说明",
    "wording_zh": "规则说明",
    "year": "年度",
    "years": "年数",
}
CODES = {
    "level": wording.LEVELS,
    "state": wording.REPORT_STATES | wording.FIGURE_STATES,
    "confidence": wording.CONFIDENCE,
    "severity": wording.SEVERITIES,
    "status": wording.COVERAGE,
    "what": wording.DRAWN | wording.CHANGES,
}


def head(column: str) -> Markup:
    """A column's name: Chinese where it has one, and the name SQL and files call it by."""
    name = COLUMNS.get(column)
    return (
        Markup("{}<br><code>{}</code>").format(name, column)
        if name
        else Markup("<code>{}</code>").format(column)
    )


def cell(value: Any, column: str) -> Markup | None:
    """A code in a cell with its Chinese word before it; ``None`` where it is no code we know."""
    return _coded(value, column) if isinstance(value, str) and value in CODES.get(column, {}) else None


@cache
def _coded(value: str, column: str) -> Markup:
    return Markup('{} <span class="en" lang="en">{}</span>').format(CODES[column][value][0], value)
