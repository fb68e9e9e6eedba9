"""What can be said of a document's identity: one row a finding, in Chinese and English."""

from __future__ import annotations

from parsers.model import Finding, Number
from parsers.readings import ReadingRule

IDENTITY_RULES: tuple[ReadingRule, ...] = (
    ReadingRule("no-content", "error", "文件没有可读的文字", "The document holds no readable text"),
    ReadingRule("list-page", "info", "这是列表页，不是报告", "This is a list of reports, not a report"),
    ReadingRule("other-document", "info", "这是其他文件，不是年度报告", "This is another kind of document"),
    ReadingRule("blank-form", "info", "这是空白的表格，不是报告", "This is the empty form, not a report"),
    ReadingRule("no-report", "info", "没有年度报告的特征", "Nothing marks this as an annual report"),
    ReadingRule(
        "several-reports",
        "info",
        "文件里不止一份年度报告，每份各自读取",
        "The document holds more than one annual report; each was read by itself",
    ),
    ReadingRule(
        "body-unknown", "warning", "不能确定是哪个机关的报告", "Whose report it is could not be told"
    ),
    ReadingRule("body-witnesses", "info", "机关名称的几处写法不同", "The body is named in different ways"),
    ReadingRule("division-open", "warning", "不能确定行政区划", "The division could not be told"),
    ReadingRule("division-by-hint", "info", "行政区划由旁证认定", "The division was told by a hint"),
    ReadingRule("year-unknown", "warning", "不能确定报告年度", "The year could not be told"),
    ReadingRule("year-witnesses", "warning", "标题与正文的年度不同", "Title and text name different years"),
    ReadingRule("year-from-text", "info", "标题没有年度，由正文认定", "The year comes from the text"),
    ReadingRule(
        "published-witnesses",
        "info",
        "公布日期的几处记载不同",
        "The date of publication is given differently",
    ),
    ReadingRule(
        "published-early",
        "warning",
        "所记公布日期早于报告年度结束，不能是公布日期",
        "The only dates given lie before the report's year was over: none of them can be its publication",
    ),
    ReadingRule(
        "published-guessed",
        "info",
        "文件没有写明公布日期，由网页推测",
        "The document gives no date of publication; it was guessed from the page",
    ),
    ReadingRule(
        "published-migrated",
        "warning",
        "网页日期比落款晚一年以上，可能是迁移日期，取落款日期",
        "The page's date is over a year after the signature: a migration date; the signature was taken",
    ),
)

_BY_ID = {rule.id: rule for rule in IDENTITY_RULES}


def state(
    rule: str,
    detail: str,
    *,
    expected: Number | str | None = None,
    actual: Number | str | None = None,
) -> Finding:
    """A finding by one of these rules; ``detail`` says what was seen. Raises KeyError for an unknown id."""
    known = _BY_ID[rule]
    return Finding(known.id, known.severity, f"{known.wording_zh}：{detail}", (), expected, actual)
