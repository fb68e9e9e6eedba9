"""What can be wrong with a file as a file: one row a rule, and the exception that carries one.

These rules join the table of checks; here they stand because the readers of formats state them.
"""

from __future__ import annotations

from collections.abc import Sequence

from parsers.model import Finding, Source
from parsers.readings import ReadingRule

ENCRYPTED = ReadingRule(
    "file-encrypted",
    "error",
    "文件已加密，没有密码不能读取",
    "The file is encrypted and cannot be read without its password",
)
BROKEN = ReadingRule("file-broken", "error", "文件损坏，不能读取", "The file is broken and cannot be read")
DAMAGED = ReadingRule(
    "file-damaged",
    "warning",
    "文件部分损坏，只读出了能读的部分",
    "The file is damaged in part and only the rest was read",
)
EMPTY = ReadingRule("document-without-text", "error", "文件里没有任何文字", "The file holds no text at all")
BOMB = ReadingRule(
    "file-bomb",
    "error",
    "解压后超过允许的大小、数量或层数，已停止读取",
    "unpacked, the file exceeds the allowed size, number of members or nesting; reading stopped",
)
NEEDS_CONVERSION = ReadingRule(
    "file-needs-conversion",
    "error",
    "此格式须先转换才能读取",
    "This format must be converted before it can be read",
)
CONVERTED = ReadingRule(
    "file-converted",
    "info",
    "文件经LibreOffice转换后读取，位置以转换后的文件为准",
    "Read after conversion by LibreOffice; places are those of the converted file",
)
CONVERSION_FAILED = ReadingRule(
    "file-conversion-failed",
    "error",
    "文件格式转换失败，未能读取",
    "The file could not be converted and was not read",
)
NO_MEMBER = ReadingRule(
    "archive-without-report",
    "error",
    "压缩包里没有能够读取的文档",
    "The archive holds no document that can be read",
)
MEMBER_SKIPPED = ReadingRule(
    "archive-member-skipped",
    "info",
    "压缩包里有未作为报告读取的文件",
    "Members of the archive were not read as reports",
)
TRACKED_CHANGES = ReadingRule(
    "word-tracked-changes",
    "info",
    "文档带有未接受的修订，按接受全部修订后的文字读取",
    "The document carries tracked changes; it was read as if all were accepted",
)
COVERED_TEXT = ReadingRule(
    "word-covered-text",
    "warning",
    "合并单元格遮住了文字，遮住的文字未读取",
    "A merged cell covers text; the covered text was not read",
)
STRUCK_TEXT = ReadingRule(
    "struck-text",
    "warning",
    "文档有划了删除线的文字，视为已删去，未读取",
    "The document has text that is struck out; it counts as deleted and was not read",
)
FOREIGN_PART = ReadingRule(
    "word-foreign-part",
    "warning",
    "文档嵌入了其他格式的内容，该内容未读取",
    "The document embeds a part of another format; that part was not read",
)
HIDDEN_SHEET = ReadingRule(
    "sheet-hidden",
    "info",
    "工作簿有隐藏的工作表，未读取",
    "The workbook has hidden sheets; they were not read",
)
HIDDEN_CELLS = ReadingRule(
    "sheet-hidden-cells",
    "warning",
    "工作表有隐藏的行或列，其中的数字照样读取",
    "The sheet has hidden rows or columns; their figures were read all the same",
)
FORMULA_WITHOUT_VALUE = ReadingRule(
    "sheet-formula-without-value",
    "warning",
    "单元格只有公式而没有保存计算结果，未取值",
    "A cell holds a formula without a stored result; no value was taken",
)
UNKNOWN_DISPLAY = ReadingRule(
    "sheet-display-unknown",
    "warning",
    "单元格的数字格式无法还原，未取值（原文一栏为#和存储值）",
    "A cell's number format could not be applied; no value was taken (the raw text is # and what is stored)",
)
ROUNDED_DISPLAY = ReadingRule(
    "sheet-display-rounded",
    "warning",
    "单元格存的是小数而显示为整数，按显示读取",
    "A cell stores a fraction and shows a whole number; it was read as shown",
)
CONDITIONAL_DISPLAY = ReadingRule(
    "sheet-conditional-display",
    "warning",
    "条件格式可能把单元格的数字划去或隐去，照样读取",
    "A conditional format may strike out or hide a cell's figure; it was read all the same",
)
PAGE_WITHOUT_TEXT = ReadingRule(
    "page-without-text",
    "warning",
    "页面没有文字层，文字未读取",
    "The page has no text layer; its text was not read",
)
PICTURES_UNREAD = ReadingRule(
    "pictures-unread",
    "warning",
    "文档里有图片未读取，没有找到的表格或正文可能在图片里，请单独读取图片",
    "Pictures of the document were not read; the missing table or text may stand in one of them",
)

FILE_RULES: tuple[ReadingRule, ...] = (
    ENCRYPTED,
    BROKEN,
    DAMAGED,
    EMPTY,
    BOMB,
    NEEDS_CONVERSION,
    CONVERTED,
    CONVERSION_FAILED,
    NO_MEMBER,
    MEMBER_SKIPPED,
    TRACKED_CHANGES,
    COVERED_TEXT,
    STRUCK_TEXT,
    FOREIGN_PART,
    HIDDEN_SHEET,
    HIDDEN_CELLS,
    FORMULA_WITHOUT_VALUE,
    UNKNOWN_DISPLAY,
    ROUNDED_DISPLAY,
    CONDITIONAL_DISPLAY,
    PAGE_WITHOUT_TEXT,
    PICTURES_UNREAD,
)


def state(rule: ReadingRule, detail: str = "") -> Finding:
    """Word a finding by a rule; ``detail`` says where and what was seen, and follows the rule's wording."""
    return Finding(rule.id, rule.severity, f"{rule.wording_zh}：{detail}" if detail else rule.wording_zh)


def struck_out(texts: Sequence[str]) -> tuple[Finding, ...]:
    """The finding about text that is struck out, where there is any."""
    if not texts:
        return ()
    return (state(STRUCK_TEXT, f"{len(texts)}处，其中「{texts[0].strip()[:40]}」"),)


class UnreadableFile(ValueError):
    """A file, or a part it cannot do without, that cannot be read; carries the rule and what was seen."""

    def __init__(self, rule: ReadingRule, detail: str) -> None:
        super().__init__(f"{rule.wording_en}: {detail}")
        self.rule = rule
        self.detail = detail

    @property
    def finding(self) -> Finding:
        """The finding to put into the document's answer."""
        return state(self.rule, self.detail)


def unread(media_type: str, error: UnreadableFile) -> Source:
    """Answer for a file that could not be read: no blocks, and the finding that names the cause."""
    return Source(media_type=media_type, blocks=(), findings=(error.finding,))
