"""The tables of the statutory forms as the State Council's notices print them: header cells, spans, figures.

国办公开办函〔2019〕60号 and 〔2021〕30号 fix the layout; the 2014 list (国办发〔2014〕32号) is built from
the codebook, for its rows vary by province. A cell is either words of the form or the code of a figure.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Slot:
    """One printed cell: ``code`` names a figure of the codebook, or is empty where ``text`` is printed."""

    text: str = ""
    code: str = ""
    rowspan: int = 1
    colspan: int = 1


@dataclass(frozen=True, slots=True)
class Printed:
    """One table of a form: its codebook name, section heading and rows of cells."""

    name: str
    heading: str
    heading_en: str
    rows: tuple[tuple[Slot, ...], ...]


HEADINGS = {
    "proactive": ("二、主动公开政府信息情况", "Information disclosed proactively"),
    "requests": ("三、收到和处理政府信息公开申请情况", "Requests received and handled"),
    "disputes": ("四、政府信息公开行政复议、行政诉讼情况", "Administrative review and litigation"),
    "statistics": ("政府信息公开情况统计表", "Statistical table of disclosure"),
}

APPLICANTS = ("natural_person", "business", "research", "social_welfare", "legal_service", "other", "total")

# One entry a block of section 2: the article's item, the printed column heads, the rows with their figures.
Block = tuple[str, tuple[str, ...], tuple[tuple[str, str, tuple[str, ...]], ...]]

PROACTIVE: dict[str, tuple[Block, ...]] = {
    "2019": (
        (
            "第二十条第（一）项",
            ("本年新制作数量", "本年新公开数量", "对外公开总数量"),
            (
                ("规章", "regulations", ("made", "newly_disclosed", "total_disclosed")),
                ("规范性文件", "normative_documents", ("made", "newly_disclosed", "total_disclosed")),
            ),
        ),
        (
            "第二十条第（五）项",
            ("上一年项目数量", "本年增/减", "处理决定数量"),
            (
                ("行政许可", "licensing", ("previous_items", "change", "decisions")),
                ("其他对外管理服务事项", "other_services", ("previous_items", "change", "decisions")),
            ),
        ),
        (
            "第二十条第（六）项",
            ("上一年项目数量", "本年增/减", "处理决定数量"),
            (
                ("行政处罚", "penalties", ("previous_items", "change", "decisions")),
                ("行政强制", "coercive_measures", ("previous_items", "change", "decisions")),
            ),
        ),
        (
            "第二十条第（八）项",
            ("上一年项目数量", "本年增/减"),
            (("行政事业性收费", "fees", ("previous_items", "change")),),
        ),
        (
            "第二十条第（九）项",
            ("采购项目数量", "采购总金额"),
            (("政府集中采购", "procurement", ("items", "amount")),),
        ),
    ),
    "2021": (
        (
            "第二十条第（一）项",
            ("本年制发件数", "本年废止件数", "现行有效件数"),
            (
                ("规章", "regulations", ("issued", "repealed", "in_force")),
                ("行政规范性文件", "normative_documents", ("issued", "repealed", "in_force")),
            ),
        ),
        ("第二十条第（五）项", ("本年处理决定数量",), (("行政许可", "licensing", ("decisions",)),)),
        (
            "第二十条第（六）项",
            ("本年处理决定数量",),
            (
                ("行政处罚", "penalties", ("decisions",)),
                ("行政强制", "coercive_measures", ("decisions",)),
            ),
        ),
        ("第二十条第（八）项", ("本年收费金额（单位：万元）",), (("行政事业性收费", "fees", ("amount",)),)),
    ),
}

OUTCOMES: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
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
OTHERWISE: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {
    "2019": ("（六）其他处理", (("other", ""),)),
    "2021": (
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
}
BALANCE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
RESULTS = (
    ("upheld", "结果维持"),
    ("corrected", "结果纠正"),
    ("other", "其他结果"),
    ("pending", "尚未审结"),
    ("total", "总计"),
)


def _proactive(form: str) -> Printed:
    rows: list[tuple[Slot, ...]] = []
    for item, heads, lines in PROACTIVE[form]:
        rows.append((Slot(item, colspan=4),))
        spans = _shares(len(heads))
        rows.append(
            (Slot("信息内容"), *(Slot(head, colspan=s) for head, s in zip(heads, spans, strict=True)))
        )
        for label, row, columns in lines:
            figures = (
                Slot(code=f"proactive.{row}.{column}", colspan=s)
                for column, s in zip(columns, spans, strict=True)
            )
            rows.append((Slot(label), *figures))
    return Printed("proactive", *HEADINGS["proactive"], tuple(rows))


def _shares(count: int) -> tuple[int, ...]:
    """How the three value columns are shared among one, two or three heads."""
    return {1: (3,), 2: (1, 2), 3: (1, 1, 1)}[count]


def _line(row: str) -> tuple[Slot, ...]:
    return tuple(Slot(code=f"requests.{row}.{column}") for column in APPLICANTS)


def _requests(form: str) -> Printed:
    groups = (*OUTCOMES, OTHERWISE[form])
    height = sum(len(lines) for _, lines in groups) + 1
    rows: list[tuple[Slot, ...]] = [
        (
            Slot(BALANCE, rowspan=3, colspan=3),
            Slot("申请人情况", colspan=7),
        ),
        (
            Slot("自然人", rowspan=2),
            Slot("法人或其他组织", colspan=5),
            Slot("总计", rowspan=2),
        ),
        tuple(Slot(word) for word in ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")),
        (Slot("一、本年新收政府信息公开申请数量", colspan=3), *_line("new")),
        (Slot("二、上年结转政府信息公开申请数量", colspan=3), *_line("carried_in")),
    ]
    first = [Slot("三、本年度办理结果", rowspan=height)]
    for group, lines in groups:
        for position, (row, label) in enumerate(lines):
            if not label:
                words = [Slot(group, colspan=2)]
            elif position == 0:
                words = [Slot(group, rowspan=len(lines)), Slot(label)]
            else:
                words = [Slot(label)]
            rows.append((*first, *words, *_line(row)))
            first = []
    rows.append((Slot("（七）总计", colspan=2), *_line("total")))
    rows.append((Slot("四、结转下年度继续办理", colspan=3), *_line("carried_out")))
    return Printed("requests", *HEADINGS["requests"], tuple(rows))


def _form_of_requests(form: str, codes: set[str]) -> str:
    for name in (form, *OTHERWISE):
        if all(f"requests.{row}.total" in codes for row, _ in OTHERWISE[name][1]):
            return name
    return form


def _disputes() -> Printed:
    words = tuple(Slot(label) for _, label in RESULTS)
    blocks = ("review", "litigation_direct", "litigation_after_review")
    rows = (
        (Slot("行政复议", colspan=5), Slot("行政诉讼", colspan=10)),
        (
            *(Slot(label, rowspan=2) for _, label in RESULTS),
            Slot("未经复议直接起诉", colspan=5),
            Slot("复议后起诉", colspan=5),
        ),
        (*words, *words),
        tuple(Slot(code=f"disputes.{block}.{column}") for block in blocks for column, _ in RESULTS),
    )
    return Printed("disputes", *HEADINGS["disputes"], rows)


def _statistics(labels: tuple[tuple[str, str], ...]) -> Printed:
    rows: list[tuple[Slot, ...]] = [(Slot("统计指标"), Slot("统计数"))]
    rows += [(Slot(label), Slot(code=code)) for code, label in labels]
    return Printed("statistics", *HEADINGS["statistics"], tuple(rows))


def tables(form: str, labels: tuple[tuple[str, str], ...]) -> tuple[Printed, ...]:
    """The tables of ``form`` in printed order; ``labels`` are (code, Chinese label) of the report's figures.

    A form without a national table (2008) has none. A mixed report's section 3 is drawn as the form
    prints it whose 其他处理 rows the report has.
    """
    if form in PROACTIVE:
        return (
            _proactive(form),
            _requests(_form_of_requests(form, {code for code, _ in labels})),
            _disputes(),
        )
    if form == "2014":
        return (_statistics(labels),)
    return ()
