"""What reading a document or its tables can find: one row a rule, with the words a reader is shown.

The findings of ``formats``, ``tables`` and their siblings use these ids; ``checks`` adds the rules of
arithmetic and sense, and lists both.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from parsers.model import Finding, Number, Severity


@dataclass(frozen=True, slots=True)
class ReadingRule:
    """One thing that reading can find: its id, how bad it is, and what it means in two languages."""

    id: str
    severity: Severity
    wording_zh: str
    wording_en: str


READING_RULES: tuple[ReadingRule, ...] = (
    ReadingRule("empty-document", "error", "文件没有内容", "The document is empty"),
    ReadingRule("too-large", "error", "文件超过可读取的大小", "The document is larger than can be read"),
    ReadingRule("unsupported-format", "error", "尚不能读取这种格式", "This format cannot be read yet"),
    ReadingRule(
        "type-mismatch",
        "warning",
        "内容的格式与声明的类型不符",
        "The bytes are of another type than was declared",
    ),
    ReadingRule(
        "encoding-mismatch",
        "info",
        "实际编码与声明的编码不符",
        "The text is in another encoding than was declared",
    ),
    ReadingRule(
        "undecodable-bytes", "warning", "有字节无法解码，以替代符表示", "Some bytes could not be decoded"
    ),
    ReadingRule(
        "unreadable-markup", "error", "网页的标记无法解析", "The page's markup cannot be made into a tree"
    ),
    ReadingRule(
        "text-embedded",
        "info",
        "正文由网页的脚本显示，取自脚本、隐藏字段或内嵌框架",
        "The page's script shows the text, which was taken from a script, a hidden field or a frame",
    ),
    ReadingRule(
        "text-unseen",
        "info",
        "文件里有看不到的数字（隐藏、划去、被遮盖、在页外或与底色同色），未读取",
        "Digits that nobody sees (hidden, struck out, painted over, beside the page, in the colour of their"
        " ground) were not read",
    ),
    ReadingRule(
        "span-capped", "warning", "单元格的合并范围超出表格，已截断", "A cell spans more than its table"
    ),
    ReadingRule(
        "table-cut",
        "warning",
        "表格过大，只读了前面的行",
        "A table is too large; only its first rows were read",
    ),
    ReadingRule(
        "text-cut",
        "warning",
        "文字过长，只读了前面的部分",
        "The text is too long; only its beginning was read",
    ),
    ReadingRule("no-tables", "warning", "没有找到报告规定的表格", "None of the form's tables was found"),
    ReadingRule(
        "table-not-found", "warning", "没有找到某一规定的表格", "One of the form's tables was not found"
    ),
    ReadingRule(
        "row-not-found", "warning", "表格中缺少规定的某一行", "A row of the form is not in the table"
    ),
    ReadingRule(
        "column-not-found", "warning", "表格中缺少规定的某一列", "A column of the form is not in the table"
    ),
    ReadingRule("mixed-forms", "info", "各表格使用了不同年份的格式", "The tables follow different forms"),
    ReadingRule(
        "row-by-order",
        "info",
        "行标题缺失或损坏，按顺序认定",
        "A row was recognised by its order, not its label",
    ),
    ReadingRule(
        "figures-from-text",
        "warning",
        "没有表格，数值取自文字叙述",
        "There is no table; the figures were taken from sentences",
    ),
    ReadingRule(
        "table-from-lines",
        "info",
        "没有表格，按文字的行和间隔认定各格",
        "There is no table; lines of text and the gaps in them were taken for its cells",
    ),
    ReadingRule(
        "repeated-row",
        "warning",
        "同一行出现两次且数值不同",
        "A row of the form is printed twice with other values",
    ),
    ReadingRule(
        "values-on-next-line",
        "info",
        "数值印在被拆开的标题的另一行，已归入该行",
        "The values stand on another line of a split label",
    ),
    ReadingRule(
        "cells-by-count",
        "info",
        "单元格有缺失或多余，由数量和勾稽关系认定",
        "Cells were lost or added; counts or arithmetic decided",
    ),
    ReadingRule(
        "cells-open",
        "warning",
        "单元格有缺失或多余，所属列不能确定",
        "Cells were lost or added; which column each belongs to is open",
    ),
    ReadingRule(
        "cells-uneven",
        "warning",
        "这一行的单元格比其他行多或少",
        "The row has more or fewer cells than the other rows of its table",
    ),
    ReadingRule(
        "cells-unlike",
        "info",
        "这一行填写的列与多数行不同",
        "The row fills other columns than most rows of a nearly full table",
    ),
    ReadingRule(
        "total-blank",
        "warning",
        "这一行有数值而总计空白，其他行印有总计，可能错列",
        "The row states figures but no total, as the other rows do: it may stand in the wrong columns",
    ),
    ReadingRule(
        "row-moved",
        "warning",
        "整行数值错开一列，只有移回后勾稽关系才成立，按此认定",
        "A whole row stands one column beside its place; only moved back do the sums hold, and so it is read",
    ),
    ReadingRule(
        "column-shift",
        "info",
        "整列数值错开一列，按其他行和勾稽关系认定",
        "A whole column is shifted by one; other rows and sums decided",
    ),
    ReadingRule(
        "header-not-found",
        "info",
        "表中没有列标题，各列按顺序认定",
        "The table has no header; its columns were taken in the form's order",
    ),
    ReadingRule(
        "column-header-differs",
        "warning",
        "列标题与规定格式不符，按顺序认定",
        "A column header is not the form's; the order decided",
    ),
    ReadingRule(
        "columns-reordered",
        "info",
        "各列的顺序与规定格式不同，按列标题认定",
        "The columns stand in another order than the form's; their headings decided",
    ),
    ReadingRule(
        "column-outside-form",
        "info",
        "规定格式没有的列，未计入",
        "A column that the form does not have was left out",
    ),
    ReadingRule(
        "sign-from-header", "info", "增减方向只见于列标题", "The sign comes from the column header alone"
    ),
    ReadingRule("unit-unknown", "warning", "金额没有写明单位", "An amount of money has no unit"),
    ReadingRule("not-a-number", "warning", "单元格内容不是数字", "A cell holds text that is no number"),
    ReadingRule(
        "note-mark",
        "warning",
        "数字后有注号或上标，未计入数值",
        "A note's mark or a raised digit follows the number and was not read as part of it",
    ),
    ReadingRule(
        "remark-of-value",
        "warning",
        "数字后的括注更正数值或另说增减，两种数值都可能",
        "A remark behind the number corrects it or its sign; either value may be meant",
    ),
    ReadingRule(
        "row-scope",
        "warning",
        "印出的一行与规定格式的这一行不是同一范围（一项分列、几项合并或为金额）",
        "A printed row holds more or less than the form's: a part of it, several in one, or money",
    ),
    ReadingRule(
        "money-for-count", "warning", "应填数量的格内是金额", "A cell that should hold a count holds money"
    ),
    ReadingRule(
        "one-or-dash",
        "warning",
        "“一”可能是汉字数字，也可能是横线，未取值",
        "A lone level stroke among Chinese numerals may be their 1 or a dash; no value was taken",
    ),
    ReadingRule("digits-apart", "info", "数字中间有空格，合并认定", "Digits stand apart and were joined"),
)

RULES: Mapping[str, ReadingRule] = MappingProxyType({rule.id: rule for rule in READING_RULES})


def found(
    rule: str,
    message: str,
    cells: tuple[str, ...] = (),
    *,
    expected: Number | str | None = None,
    actual: Number | str | None = None,
) -> Finding:
    """A finding of one of the reading rules, with that rule's severity; raises KeyError for an unknown id."""
    return Finding(rule, RULES[rule].severity, message, cells, expected, actual)
