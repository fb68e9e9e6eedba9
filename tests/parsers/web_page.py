"""A web page with a report as sites print it, written by hand, with its truth; tests change what they try."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from parsers import parse
from parsers.model import Number, Report

Row = list[tuple[str, int, int]]
"""Cells of a printed row: text, rows and columns it spans."""
Print = Callable[[int], str]
"""How a site prints a figure."""

APPLICANTS = ("natural_person", "business", "research", "social_welfare", "legal_service", "other", "total")
REQUESTS: Mapping[str, tuple[str, Sequence[int]]] = {
    "new": ("一、本年新收政府信息公开申请数量", (23, 4, 0, 1, 2, 0, 30)),
    "carried_in": ("二、上年结转政府信息公开申请数量", (2, 0, 0, 0, 0, 0, 2)),
    "granted": ("（一）予以公开", (9, 2, 0, 0, 1, 0, 12)),
    "partly_granted": (
        "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
        (3, 0, 0, 1, 0, 0, 4),
    ),
    "denied_state_secret": ("1.属于国家秘密", (0,) * 7),
    "denied_by_law": ("2.其他法律行政法规禁止公开", (1, 0, 0, 0, 0, 0, 1)),
    "denied_security": ("3.危及“三安全一稳定”", (0,) * 7),
    "denied_third_party": ("4.保护第三方合法权益", (0,) * 7),
    "denied_internal": ("5.属于三类内部事务信息", (1, 0, 0, 0, 0, 0, 1)),
    "denied_process": ("6.属于四类过程性信息", (0,) * 7),
    "denied_enforcement_file": ("7.属于行政执法案卷", (2, 0, 0, 0, 0, 0, 2)),
    "denied_administrative_query": ("8.属于行政查询事项", (0,) * 7),
    "unavailable_not_held": ("1.本机关不掌握相关政府信息", (4, 1, 0, 0, 0, 0, 5)),
    "unavailable_must_create": ("2.没有现成信息需要另行制作", (0,) * 7),
    "unavailable_unclear": ("3.补正后申请内容仍不明确", (1, 0, 0, 0, 0, 0, 1)),
    "rejected_petition": ("1.信访举报投诉类申请", (1, 0, 0, 0, 0, 0, 1)),
    "rejected_repeat": ("2.重复申请", (0, 1, 0, 0, 0, 0, 1)),
    "rejected_publication": ("3.要求提供公开出版物", (0,) * 7),
    "rejected_excessive": ("4.无正当理由大量反复申请", (0,) * 7),
    "rejected_reconfirm": ("5.要求行政机关确认或重新出具已获取信息", (0,) * 7),
    "other_uncorrected": (
        "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
        (1, 0, 0, 0, 0, 0, 1),
    ),
    "other_fee_unpaid": (
        "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
        (0,) * 7,
    ),
    "other_rest": ("3.其他", (0, 0, 0, 0, 1, 0, 1)),
    "total": ("（七）总计", (23, 4, 0, 1, 2, 0, 30)),
    "carried_out": ("四、结转下年度继续办理", (2, 0, 0, 0, 0, 0, 2)),
}
GROUPS = {
    "denied": "（三）不予公开",
    "unavailable": "（四）无法提供",
    "rejected": "（五）不予处理",
    "other": "（六）其他处理",
}
RESULTS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
DISPUTES: Mapping[str, tuple[str, Sequence[int]]] = {
    "review": ("行政复议", (1, 0, 1, 0, 2)),
    "litigation_direct": ("未经复议直接起诉", (0, 1, 0, 0, 1)),
    "litigation_after_review": ("复议后起诉", (0, 0, 0, 1, 1)),
}
TITLE = "南华县卫生健康局2023年政府信息公开工作年度报告"
ADDRESS = "http://www.ynnh.gov.cn/info/1001/20240118.htm"


def truth() -> dict[str, Number | None]:
    """Every figure of the page as a reader sees it, by code; money in yuan."""
    told: dict[str, Number | None] = {
        "proactive.regulations.issued": 0,
        "proactive.regulations.repealed": 0,
        "proactive.regulations.in_force": 0,
        "proactive.normative_documents.issued": 2,
        "proactive.normative_documents.repealed": 1,
        "proactive.normative_documents.in_force": 14,
        "proactive.licensing.decisions": 1356,
        "proactive.penalties.decisions": 128,
        "proactive.coercive_measures.decisions": 3,
        "proactive.fees.amount": 125_000,
    }
    for row, (_, values) in REQUESTS.items():
        told.update({f"requests.{row}.{at}": value for at, value in zip(APPLICANTS, values, strict=True)})
    columns = ("upheld", "corrected", "other", "pending", "total")
    for row, (_, values) in DISPUTES.items():
        told.update({f"disputes.{row}.{at}": value for at, value in zip(columns, values, strict=True)})
    return told


def cells(*texts: str) -> Row:
    return [(text, 1, 1) for text in texts]


def proactive(print_: Print = str, fees: str = "12.5", unit: str = "本年收费金额（单位：万元）") -> list[Row]:
    decisions = [("信息内容", 1, 1), ("本年处理决定数量", 1, 3)]

    def decided(name: str, value: int) -> Row:
        return [(name, 1, 1), (print_(value), 1, 3)]

    return [
        [("第二十条第（一）项", 1, 4)],
        cells("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
        cells("规章", print_(0), print_(0), print_(0)),
        cells("行政规范性文件", print_(2), print_(1), print_(14)),
        [("第二十条第（五）项", 1, 4)],
        decisions,
        decided("行政许可", 1356),
        [("第二十条第（六）项", 1, 4)],
        decisions,
        decided("行政处罚", 128),
        decided("行政强制", 3),
        [("第二十条第（八）项", 1, 4)],
        [("信息内容", 1, 1), (unit, 1, 3)],
        [("行政事业性收费", 1, 1), (fees, 1, 3)],
    ]


def requests(print_: Print = str) -> list[Row]:
    rows: list[Row] = [
        [
            ("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", 3, 3),
            ("申请人情况", 1, 7),
        ],
        [("自然人", 2, 1), ("法人或其他组织", 1, 5), ("总计", 2, 1)],
        cells("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"),
    ]
    seen: set[str] = set()
    for name, (label, values) in REQUESTS.items():
        group = name.split("_")[0]
        lead: Row = []
        if name == "granted":
            lead.append(("三、本年度办理结果", 22, 1))
        if group in GROUPS and group not in seen:
            seen.add(group)
            lead.append((GROUPS[group], sum(one.startswith(f"{group}_") for one in REQUESTS), 1))
        wide = 1 if group in GROUPS else 3 if name in ("new", "carried_in", "carried_out") else 2
        rows.append([*lead, (label, 1, wide), *cells(*map(print_, values))])
    return rows


def disputes(print_: Print = str) -> list[Row]:
    return [
        [("行政复议", 1, 5), ("行政诉讼", 1, 10)],
        [*((result, 2, 1) for result in RESULTS), ("未经复议直接起诉", 1, 5), ("复议后起诉", 1, 5)],
        cells(*RESULTS * 2),
        cells(*(print_(value) for _, values in DISPUTES.values() for value in values)),
    ]


def table(rows: Sequence[Row], style: str = "", inner: str = "{}") -> str:
    """The rows as markup; ``style`` stands in every cell's tag, ``inner`` round every text."""
    lines = []
    for row in rows:
        tags = [
            f"<td{style}{f' rowspan={tall}' if tall > 1 else ''}{f' colspan={wide}' if wide > 1 else ''}>"
            f"{inner.replace('{}', text)}</td>"
            for text, tall, wide in row
        ]
        lines.append(f"<tr>{''.join(tags)}</tr>")
    return f'<table border="1" cellspacing="0"><tbody>{"".join(lines)}</tbody></table>'


def article(
    two: str | None = None,
    three: str | None = None,
    four: str | None = None,
    *,
    print_: Print = str,
    paragraph: str = "<p>{}</p>",
    after: str = "",
) -> str:
    """The report's text and tables; what is not given is printed plainly."""
    parts = (
        "本报告所列数据的统计期限自2023年1月1日起至2023年12月31日止。",
        "一、总体情况",
        "2023年，本机关认真贯彻落实《中华人民共和国政府信息公开条例》，全年主动公开政府信息312条。"
        "本年新收政府信息公开申请30件，上年结转2件，均按期答复。",
        "二、主动公开政府信息情况",
        two or table(proactive(print_)),
        "三、收到和处理政府信息公开申请情况",
        three or table(requests(print_)),
        "四、政府信息公开行政复议、行政诉讼情况",
        four or table(disputes(print_)),
        "五、存在的主要问题及改进情况",
        "公开的深度有待加强，专职人员不足。下一步将加强培训，完善制度。",
        "六、其他需要报告的事项",
        "本年度未收取信息处理费，无其他需要报告的事项。",
    )
    shown = (part if part.startswith("<") else paragraph.replace("{}", part) for part in parts)
    return "\n".join((*shown, after))


def page(
    text: str, title: str = TITLE, *, source: str = "南华县卫生健康局", published: str = "2024-01-18 10:02:00"
) -> str:
    """The page a county portal puts round an article."""
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}_南华县人民政府</title>
<meta name="SiteName" content="南华县人民政府"><meta name="SiteIDCode" content="5323240001">
<meta name="ColumnName" content="政府信息公开年报"><meta name="ArticleTitle" content="{title}">
<meta name="PubDate" content="{published}"><meta name="ContentSource" content="{source}"></head><body>
<div class="top"><ul class="nav"><li><a href="/">网站首页</a></li><li><a>政务公开</a></li></ul></div>
<div class="location">当前位置：<a>首页</a> &gt; <a>政务公开</a> &gt; <a>政府信息公开年报</a></div>
<div class="main"><h1>{title}</h1><div class="info"><span>发布时间：{published[:10]}</span>
<span>来源：{source}</span> 【字体：<a>大</a> <a>中</a> <a>小</a>】</div>
<div class="TRS_Editor" id="zoom">{text}</div>
<p>上一篇：<a>南华县卫生健康局2022年政府信息公开工作年度报告</a></p><p>下一篇：没有了</p></div>
<div class="footer"><p>主办：南华县人民政府办公室</p>
<p>网站标识码：5323240001 滇ICP备05000000号</p></div></body></html>"""


def read(text: str) -> Report:
    """What the parser makes of an article inside the portal's page."""
    return parse(page(text).encode(), ADDRESS, "text/html")


def faults(report: Report, told: Mapping[str, Number | None] | None = None) -> list[str]:
    """Every figure that is not as a reader sees it, by code with what was read; empty when all are right."""
    read_ = {figure.code: figure for figure in report.figures}
    return [
        f"{code}: {read_[code].value if code in read_ else 'absent'} instead of {value}"
        for code, value in (truth() if told is None else told).items()
        if code not in read_ or read_[code].value != value
    ]


def checks(report: Report) -> set[str]:
    """The ids of all that was found."""
    return {finding.check for finding in report.findings}
