"""Every rule the parser can find something by: id, severity, formula, forms, and its words in two languages.

The rules of arithmetic and sense stand here; those of reading a file, a table or an identity come from
where they are used, so that one table names every finding's id. Sources: the note printed in the form
(R1), the layout of the form (R2–R4), 条例 (国务院令第711号) 第四十九条 (late publication).
"""

from __future__ import annotations

from dataclasses import dataclass

from parsers.formats.file_rules import FILE_RULES
from parsers.formats.page_rules import PDF_RULES
from parsers.identity_rules import IDENTITY_RULES
from parsers.limit_rules import LIMIT_RULES
from parsers.model import Form, Severity
from parsers.readings import READING_RULES


@dataclass(frozen=True, slots=True)
class CheckRule:
    """A rule: ``formula`` is arithmetic over row or column names, empty for a rule of reading.

    ``forms`` are those it applies to; none means any document.
    """

    id: str
    severity: Severity
    formula: str
    forms: tuple[Form, ...]
    wording_zh: str
    wording_en: str


_BOTH: tuple[Form, ...] = ("2019", "2021")

BALANCE_RULES: tuple[CheckRule, ...] = (
    CheckRule(
        "R1",
        "error",
        "new + carried_in = total + carried_out",
        _BOTH,
        "第一项加第二项之和，应等于第三项总计加第四项之和",
        "New plus carried in must equal the total of outcomes plus carried out",
    ),
    CheckRule(
        "R2",
        "error",
        "total = granted + partly_granted + … + other",
        _BOTH,
        "三（七）总计应等于各办理结果之和",
        "The total of outcomes must equal the sum of the outcomes",
    ),
    CheckRule(
        "R3",
        "error",
        "total = natural_person + business + research + social_welfare + legal_service + other",
        _BOTH,
        "总计列应等于各类申请人之和",
        "A row's total must equal the sum of the six kinds of applicant",
    ),
    CheckRule(
        "R4",
        "error",
        "total = upheld + corrected + other + pending",
        _BOTH,
        "复议、诉讼的总计应等于四种结果之和",
        "The total of reviews or lawsuits must equal the sum of their four results",
    ),
    *(
        CheckRule(f"S{place}", "error", formula, ("2014",), wording_zh, wording_en)
        for place, (formula, wording_zh, wording_en) in enumerate(
            (
                (
                    "requests = in_person + fax + online + letter",
                    "收到申请数应等于各种申请方式之和",
                    "Requests received must equal the sum of the four ways of sending them",
                ),
                (
                    "concluded = on_time + extended",
                    "申请办结数应等于按时与延期办结之和",
                    "Requests concluded must equal those on time plus those extended",
                ),
                (
                    "answered = already_public + granted + … + other_channel",
                    "申请答复数应等于八种答复之和",
                    "Answers must equal the sum of the eight kinds of answer",
                ),
                (
                    "denied = state_secret + … + other_law",
                    "不同意公开数应等于六种理由之和",
                    "Denials must equal the sum of the six reasons",
                ),
                (
                    "reviews = upheld + corrected + other",
                    "行政复议数应等于三种结果之和",
                    "Reviews must equal the sum of the three results",
                ),
                (
                    "litigations = upheld + corrected + other",
                    "行政诉讼数应等于三种结果之和",
                    "Lawsuits must equal the sum of the three results",
                ),
                (
                    "staff = full_time + part_time",
                    "工作人员数应等于专职与兼职之和",
                    "Staff must equal full-time plus part-time",
                ),
            ),
            start=1,
        )
    ),
)

BLANK_RULES: tuple[CheckRule, ...] = tuple(
    CheckRule(
        f"{rule.id}-blank",
        "warning",
        rule.formula,
        rule.forms,
        f"{rule.wording_zh}；有空白不能核对，但即使空白都算作没有也不相等",
        f"{rule.wording_en}; blanks keep it from being checked, and it fails even if every blank is nothing",
    )
    for rule in BALANCE_RULES
)

HINT_RULES: tuple[CheckRule, ...] = (
    CheckRule(
        "digit-split",
        "warning",
        "joining two neighbouring digits repairs R3",
        _BOTH,
        "相邻两格各一位数字，合为一个数后合计相符，可能是一个数被拆开",
        "Two neighbouring single digits, joined, repair the sum: one number may have been split",
    ),
    CheckRule(
        "row-shift",
        "warning",
        "moving the row by one column repairs R3",
        _BOTH,
        "整行移动一列后合计相符，可能错列",
        "Moved by one column the row adds up: it may stand in the wrong columns",
    ),
)

TEXT_RULES: tuple[CheckRule, ...] = (
    CheckRule(
        "T1",
        "warning",
        "text = new.total or new.total + carried_in.total",
        ("2014", *_BOTH),
        "文中收到申请的件数应与表格相符",
        "The requests received that the text states must be those of the table",
    ),
    CheckRule(
        "T2",
        "warning",
        "text = carried_in.total, carried_out.total",
        _BOTH,
        "文中结转的件数应与表格相符",
        "The requests carried over that the text states must be those of the table",
    ),
    CheckRule(
        "T3",
        "warning",
        "text = review.total",
        ("2014", *_BOTH),
        "文中行政复议的件数应与表格相符",
        "The reviews that the text states must be those of the table",
    ),
    CheckRule(
        "T4",
        "warning",
        "text = litigation_direct.total + litigation_after_review.total",
        ("2014", *_BOTH),
        "文中行政诉讼的件数应与表格相符",
        "The lawsuits that the text states must be those of the table",
    ),
    CheckRule(
        "T5",
        "info",
        "text = fees",
        ("2014", "2021"),
        "文中说明的收费与表格的收费金额不同",
        "The fee that the text states is not the amount of the table",
    ),
    CheckRule(
        "T6",
        "warning",
        "text = normative_documents",
        ("2014", *_BOTH),
        "文中规范性文件的件数应与表格相符",
        "The normative documents that the text states must be those of the table",
    ),
    CheckRule(
        "T7",
        "warning",
        "text = decisions",
        _BOTH,
        "文中处理决定的件数应与表格相符",
        "The decisions that the text states must be those of the table",
    ),
    CheckRule(
        "T8",
        "warning",
        "text = change",
        ("2019",),
        "文中同比增减应与表格的本年增/减相符",
        "The change that the text states must be that of the table, sign and all",
    ),
    CheckRule(
        "T9",
        "warning",
        "text = procurement",
        ("2019",),
        "文中政府集中采购的数量、金额应与表格相符",
        "The procurement that the text states must be that of the table",
    ),
    CheckRule(
        "T10",
        "warning",
        "text = disclosed, channel_*",
        ("2014",),
        "文中主动公开的条数应与表格相符",
        "The items disclosed that the text states must be those of the table",
    ),
)

SENSE_RULES: tuple[CheckRule, ...] = (
    CheckRule(
        "regulations-by-department",
        "warning",
        "regulations = 0",
        _BOTH,
        "县级机关和地方政府部门无权制定规章，规章各栏应为0",
        "County bodies and departments cannot make 规章: the row must be 0",
    ),
    CheckRule(
        "negative-count",
        "error",
        "figure ≥ 0",
        ("2014", *_BOTH),
        "除增减栏外，数量和金额不应为负数，数量不应为小数",
        "Outside the columns of change nothing is below 0, and a count is a whole number",
    ),
    CheckRule(
        "magnitude",
        "warning",
        "figure ≤ the largest a health body can have",
        ("2014", *_BOTH),
        "数值大得不合常理，可能单位有误（元印在万元栏内）或数字相连",
        "The figure is too large to be: its unit may be wrong (yuan under 万元), or digits ran together",
    ),
    CheckRule(
        "late-publication",
        "info",
        "published ≤ 31 January of the following year (31 March before 2019 and for governments)",
        (),
        "公布日期晚于规定期限",
        "Published after the legal date",
    ),
    CheckRule(
        "period-of-another-year",
        "warning",
        "period lies in the report's year",
        (),
        "统计期限与报告年度不一致",
        "The statistical period names another year than the report",
    ),
)

YEAR_RULES: tuple[CheckRule, ...] = (
    CheckRule(
        "R5",
        "warning",
        "carried_out(y−1) = carried_in(y)",
        _BOTH,
        "上年报告的结转下年度应等于本年报告的上年结转",
        "What last year's report carried out must be what this year's carries in",
    ),
    CheckRule(
        "R6",
        "info",
        "in_force(y) = in_force(y−1) + issued(y) − repealed(y)",
        ("2021",),
        "现行有效件数应等于上年现行有效加本年制发减本年废止",
        "Documents in force must be last year's plus those issued less those repealed",
    ),
    CheckRule(
        "same-text",
        "warning",
        "text(y) ≠ text(y−1)",
        (),
        "除年份外，全文与上年报告相同",
        "Apart from the year, the text is last year's",
    ),
)

CHECKS: tuple[CheckRule, ...] = (
    *BALANCE_RULES,
    *BLANK_RULES,
    *HINT_RULES,
    *TEXT_RULES,
    *SENSE_RULES,
    *YEAR_RULES,
    *(
        CheckRule(rule.id, rule.severity, "", (), rule.wording_zh, rule.wording_en)
        for rule in (*IDENTITY_RULES, *READING_RULES, *FILE_RULES, *PDF_RULES, *LIMIT_RULES)
    ),
)
"""Every rule, each id once."""

RULES = {rule.id: rule for rule in CHECKS}
