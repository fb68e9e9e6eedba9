"""The forms as they are printed: rows of anchored cells with the spans of the official templates.

Sources: 国办公开办函〔2019〕60号 and 〔2021〕30号, annexes. Builders take the text of each data cell by code.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from gongkai.demo.arithmetic import APPLICANTS
from gongkai.demo.statistics_2014 import ROWS
from gongkai.demo.truth import DemoCell, DemoForm, DemoTable

Texts = Mapping[str, str]
Row = tuple[DemoCell, ...]

# A group's heading and its rows; a group of one nameless row is printed as one wide label.
Group = tuple[str, tuple[tuple[str, str], ...]]
_FIRST_GROUPS: tuple[Group, ...] = (
    ("（一）予以公开", (("granted", ""),)),
    ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", (("partly_granted", ""),)),
    (
        "（三）不予公开",
        (
            ("denied_state_secret", "1.属于国家秘密"),
            ("denied_by_law", "2.其他法律行政法规禁止公开"),
            ("denied_security", "3.危及“三安全一稳定”"),
            ("denied_third_party", "4.保护第三方合法权益"),
            ("denied_internal", "5.属于三类内部事务信息"),
            ("denied_process", "6.属于四类过程性信息"),
            ("denied_enforcement_file", "7.属于行政执法案卷"),
            ("denied_administrative_query", "8.属于行政查询事项"),
        ),
    ),
    (
        "（四）无法提供",
        (
            ("unavailable_not_held", "1.本机关不掌握相关政府信息"),
            ("unavailable_must_create", "2.没有现成信息需要另行制作"),
            ("unavailable_unclear", "3.补正后申请内容仍不明确"),
        ),
    ),
    (
        "（五）不予处理",
        (
            ("rejected_petition", "1.信访举报投诉类申请"),
            ("rejected_repeat", "2.重复申请"),
            ("rejected_publication", "3.要求提供公开出版物"),
            ("rejected_excessive", "4.无正当理由大量反复申请"),
            ("rejected_reconfirm", "5.要求行政机关确认或重新出具已获取信息"),
        ),
    ),
)
_TOTAL: Group = ("（七）总计", (("total", ""),))
REQUEST_GROUPS: Mapping[str, tuple[Group, ...]] = MappingProxyType(
    {
        "2019": (*_FIRST_GROUPS, ("（六）其他处理", (("other", ""),)), _TOTAL),
        "2021": (
            *_FIRST_GROUPS,
            (
                "（六）其他处理",
                (
                    (
                        "other_uncorrected",
                        "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
                    ),
                    (
                        "other_fee_unpaid",
                        "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
                    ),
                    ("other_rest", "3.其他"),
                ),
            ),
            _TOTAL,
        ),
    }
)
_OUTER_ROWS = (
    ("new", "一、本年新收政府信息公开申请数量"),
    ("carried_in", "二、上年结转政府信息公开申请数量"),
    ("carried_out", "四、结转下年度继续办理"),
)
_RESULTS = ("upheld", "corrected", "other", "pending", "total")
_RESULT_LABELS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
BLOCKS = ("review", "litigation_direct", "litigation_after_review")

_PROACTIVE_2021 = (
    (
        "第二十条第（一）项",
        ("本年制发件数", "本年废止件数", "现行有效件数"),
        ("issued", "repealed", "in_force"),
        (("regulations", "规章"), ("normative_documents", "行政规范性文件")),
    ),
    ("第二十条第（五）项", ("本年处理决定数量",), ("decisions",), (("licensing", "行政许可"),)),
    (
        "第二十条第（六）项",
        ("本年处理决定数量",),
        ("decisions",),
        (("penalties", "行政处罚"), ("coercive_measures", "行政强制")),
    ),
    ("第二十条第（八）项", ("本年收费金额（单位：万元）",), ("amount",), (("fees", "行政事业性收费"),)),
)
_THREE_2019 = ("上一年项目数量", "本年增/减", "处理决定数量")
_THREE_CODES = ("previous_items", "change", "decisions")
_PROACTIVE_2019 = (
    (
        "第二十条第（一）项",
        ("本年新制作数量", "本年新公开数量", "对外公开总数量"),
        ("made", "newly_disclosed", "total_disclosed"),
        (("regulations", "规章"), ("normative_documents", "规范性文件")),
    ),
    (
        "第二十条第（五）项",
        _THREE_2019,
        _THREE_CODES,
        (("licensing", "行政许可"), ("other_services", "其他对外管理服务事项")),
    ),
    (
        "第二十条第（六）项",
        _THREE_2019,
        _THREE_CODES,
        (("penalties", "行政处罚"), ("coercive_measures", "行政强制")),
    ),
    ("第二十条第（八）项", _THREE_2019[:2], _THREE_CODES[:2], (("fees", "行政事业性收费"),)),
    (
        "第二十条第（九）项",
        ("采购项目数量", "采购总金额"),
        ("items", "amount"),
        (("procurement", "政府集中采购"),),
    ),
)
_PROACTIVE = MappingProxyType({"2019": _PROACTIVE_2019, "2021": _PROACTIVE_2021})


def _spans(columns: int) -> tuple[int, ...]:
    """How the three columns right of the label are shared out: one wide cell, one and two, or three."""
    return {1: (3,), 2: (1, 2), 3: (1, 1, 1)}[columns]


def proactive_table(form: DemoForm, texts: Texts) -> DemoTable:
    """Section 2: four columns, a band for each item of article 20."""
    rows: list[Row] = []
    for item, headers, columns, entries in _PROACTIVE[form]:
        spans = _spans(len(columns))
        rows.append((DemoCell(item, colspan=4),))
        heads = (DemoCell(head, colspan=span) for head, span in zip(headers, spans, strict=True))
        rows.append((DemoCell("信息内容"), *heads))
        for row, label in entries:
            codes = (f"proactive.{row}.{column}" for column in columns)
            cells = (DemoCell(texts[code], 1, span, code) for code, span in zip(codes, spans, strict=True))
            rows.append((DemoCell(label), *cells))
    return DemoTable("proactive", tuple(rows))


def request_codes(row: str) -> tuple[str, ...]:
    """The seven codes of a row of section 3, from left to right."""
    return tuple(f"requests.{row}.{column}" for column in (*APPLICANTS, "total"))


def _request_cells(row: str, texts: Texts) -> Row:
    return tuple(DemoCell(texts[code], code=code) for code in request_codes(row))


def requests_table(form: DemoForm, texts: Texts) -> DemoTable:
    """Section 3: ten columns, a header of three rows, 25 rows (2021) or 23 (2019)."""
    groups = REQUEST_GROUPS[form]
    outer = {row: (DemoCell(label, colspan=3), *_request_cells(row, texts)) for row, label in _OUTER_ROWS}
    note = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
    rows: list[Row] = [
        (DemoCell(note, 3, 3), DemoCell("申请人情况", colspan=7)),
        (DemoCell("自然人", 2), DemoCell("法人或其他组织", colspan=5), DemoCell("总计", 2)),
        tuple(DemoCell(text) for text in ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")),
        outer["new"],
        outer["carried_in"],
    ]
    height = sum(len(entries) for _, entries in groups)
    before: Row = (DemoCell("三、本年度办理结果", height),)
    for heading, entries in groups:
        if len(entries) == 1 and not entries[0][1]:
            rows.append((*before, DemoCell(heading, colspan=2), *_request_cells(entries[0][0], texts)))
            before = ()
            continue
        before = (*before, DemoCell(heading, len(entries)))
        for row, label in entries:
            rows.append((*before, DemoCell(label), *_request_cells(row, texts)))
            before = ()
    rows.append(outer["carried_out"])
    return DemoTable("requests", tuple(rows))


def disputes_table(form: DemoForm, texts: Texts) -> DemoTable:
    """Section 4: fifteen figures in one row under three header rows; the same in both forms."""
    results = tuple(DemoCell(label) for label in _RESULT_LABELS)
    codes = (f"disputes.{block}.{result}" for block in BLOCKS for result in _RESULTS)
    return DemoTable(
        "disputes",
        (
            (DemoCell("行政复议", colspan=5), DemoCell("行政诉讼", colspan=10)),
            (
                *(DemoCell(label, 2) for label in _RESULT_LABELS),
                DemoCell("未经复议直接起诉", colspan=5),
                DemoCell("复议后起诉", colspan=5),
            ),
            (*results, *results),
            tuple(DemoCell(texts[code], code=code) for code in codes),
        ),
    )


def disputes_in_three(form: DemoForm, texts: Texts) -> tuple[DemoTable, ...]:
    """Section 4 as some sites split it: one small table for each block, its name above the five results."""
    names = ("行政复议", "行政诉讼（未经复议直接起诉）", "行政诉讼（复议后起诉）")
    tables = []
    for block, name in zip(BLOCKS, names, strict=True):
        codes = tuple(f"disputes.{block}.{result}" for result in _RESULTS)
        tables.append(
            DemoTable(
                "disputes",
                (
                    (DemoCell(name, colspan=5),),
                    tuple(DemoCell(label) for label in _RESULT_LABELS),
                    tuple(DemoCell(texts[code], code=code) for code in codes),
                ),
            )
        )
    return tuple(tables)


def statistics_table(form: DemoForm, texts: Texts) -> DemoTable:
    """The long list of the 2014 form: 统计指标, 单位, 统计数; headings have neither unit nor figure."""
    rows: list[Row] = [(DemoCell("统计指标"), DemoCell("单位"), DemoCell("统计数"))]
    for row in ROWS:
        code = None if row.name is None else f"statistics.{row.name}.value"
        figure = DemoCell("——") if code is None else DemoCell(texts[code], code=code)
        rows.append((DemoCell(row.label), DemoCell(row.unit or "——"), figure))
    return DemoTable("statistics", tuple(rows))


Builder = Callable[[DemoForm, Texts], DemoTable]
TABLES: Mapping[DemoForm, tuple[Builder, ...]] = MappingProxyType(
    {
        "2021": (proactive_table, requests_table, disputes_table),
        "2019": (proactive_table, requests_table, disputes_table),
        "2014": (statistics_table,),
        "2008": (),
    }
)
