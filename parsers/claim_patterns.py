"""How reports state figures in sentences: one row a pattern, with the cell it speaks of on each form.

Patterns are matched against one sentence without spaces. ``n`` is the number, ``sign`` a word for
more or less. A pattern with a fixed ``value`` says so in words (未收到, 没有发生). Only wordings that
cannot mean something else stand here: items of a list of powers (行政处罚285项) are no decisions, so the
measure words are part of each pattern.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from parsers.chinese_numbers import CHARACTERS
from parsers.model import Form, Unit

_DIGIT = rf"[\d{CHARACTERS}]"
NUMBER = rf"(?P<n>\d[\d,，]*(?:\.\d+)?|[{CHARACTERS}]+)"
"""A number in digits or in Chinese numerals."""
_PIECES = "(?:件|份|宗|起|例|次|条|个)"
_COUNT = rf"(?:共计?|合计|总计|总数|数量|数)?(?:为|是|：|:)?(?:共计?)?{NUMBER}(?:余)?"
_COUNTED = rf"(?:案件|申请|案)?(?:共计?|计)?{_DIGIT}"
_AGAINST = r"(?:同比|[比较与同](?:上|去|上一)年度?)(?:同期)?(?:相比)?，?"
_NONE = "(?:均?未|均?没有?|均?无|未曾|尚未|从未)"
_NOT_ALL = "不予|结转|逾期|超期|超时|延期|未|答复|拒绝|驳回"
"""Words for some requests only: 没有逾期答复的申请 does not say that none came."""
_MORE_THAN_A_REQUEST = (
    "人|行政|办理|的?(?:行政|复议|诉讼|投诉|举报|答复)|(?:所|而)?(?:引起|引发|导致|产生|提起|被)"
)
"""What goes on behind 申请 when it was not the requests that never came but what followed from them."""
_NOT_SOME = "(?<!审结)(?<!审结的)(?<!受理)(?<!办理)(?<!办结)(?<!审理)(?<!撤回)(?<!代理)"
"""Not those still open or withdrawn, nor those that the body itself decides as the reviewing one."""
_ONE_BLOCK = "(?<!直接提起)(?<!后提起)(?<!再提起)(?<!直接)(?<!后)(?<!复议[、和及与或])"
"""Not all lawsuits: those without a review, those after one; or more than lawsuits."""
_BOTH_NONE = (
    "行政复议[、和及与或](?:行政)?诉讼(?:案件|案)?(?:数量|数)?(?:均|共计?|各)?(?:为|是)?[0零](?:件|起|宗|例)"
)
_NOT_BOTH = "(?<!许可[、和及与])(?<!处罚[、和及与])(?<!强制[、和及与])"
"""行政许可、行政处罚共120件 states the sum of two rows."""
_POWER = "行政许可|其[他它]对外管理服务|行政处罚|行政强制|行政检查|行政确认|行政事业性?收费|集中采购"


@dataclass(frozen=True, slots=True)
class ClaimPattern:
    """One wording: the topic, the pattern, a value stated in words, the unit, and how much a sign turns."""

    topic: str
    pattern: re.Pattern[str]
    value: int | None = None
    unit: Unit = "count"


TOPICS: Mapping[str, Mapping[Form, str]] = MappingProxyType(
    {
        "requests_new": {
            "2021": "requests.new.total",
            "2019": "requests.new.total",
            "2014": "statistics.requests.value",
        },
        "in_person": {"2014": "statistics.requests_in_person.value"},
        "by_fax": {"2014": "statistics.requests_fax.value"},
        "online": {"2014": "statistics.requests_online.value"},
        "by_letter": {"2014": "statistics.requests_letter.value"},
        "carried_in": {"2021": "requests.carried_in.total", "2019": "requests.carried_in.total"},
        "carried_out": {"2021": "requests.carried_out.total", "2019": "requests.carried_out.total"},
        "reviews": {
            "2021": "disputes.review.total",
            "2019": "disputes.review.total",
            "2014": "statistics.reviews.value",
        },
        # The form has no cell for all lawsuits: the claim stands at the first of the two blocks it sums.
        "litigations": {
            "2021": "disputes.litigation_direct.total",
            "2019": "disputes.litigation_direct.total",
            "2014": "statistics.litigations.value",
        },
        # What applicants pay (信息处理费) is another fee than the 行政事业性收费 of section 2.
        "request_fees": {"2014": "statistics.fees.value"},
        "fees": {"2021": "proactive.fees.amount"},
        "fees_change": {"2019": "proactive.fees.change"},
        "normative_made": {
            "2021": "proactive.normative_documents.issued",
            "2019": "proactive.normative_documents.made",
            "2014": "statistics.normative_issued.value",
        },
        "normative_repealed": {"2021": "proactive.normative_documents.repealed"},
        "normative_in_force": {"2021": "proactive.normative_documents.in_force"},
        "licensing": {"2021": "proactive.licensing.decisions", "2019": "proactive.licensing.decisions"},
        "penalties": {"2021": "proactive.penalties.decisions", "2019": "proactive.penalties.decisions"},
        "coercive": {
            "2021": "proactive.coercive_measures.decisions",
            "2019": "proactive.coercive_measures.decisions",
        },
        "other_services": {"2019": "proactive.other_services.decisions"},
        "licensing_change": {"2019": "proactive.licensing.change"},
        "penalties_change": {"2019": "proactive.penalties.change"},
        "coercive_change": {"2019": "proactive.coercive_measures.change"},
        "other_services_change": {"2019": "proactive.other_services.change"},
        "procurement_items": {"2019": "proactive.procurement.items"},
        "procurement_amount": {"2019": "proactive.procurement.amount"},
        "disclosed": {"2014": "statistics.disclosed.value"},
        "channel_website": {"2014": "statistics.channel_website.value"},
        "channel_wechat": {"2014": "statistics.channel_wechat.value"},
        "channel_weibo": {"2014": "statistics.channel_weibo.value"},
    }
)
"""The codebook's code of each topic on each form; a topic that a form has no cell for makes no claim."""


WORDS: Mapping[str, str] = MappingProxyType(
    {
        "requests_new": "公开",
        "in_person": "申请",
        "by_fax": "传真",
        "online": "申请",
        "by_letter": "申请",
        "carried_in": "结转",
        "carried_out": "结转",
        "reviews": "行政复议",
        "litigations": "诉讼",
        "request_fees": "信息处理费",
        "fees": "收费",
        "fees_change": "收费",
        "normative_made": "规范性文件",
        "normative_repealed": "规范性文件",
        "normative_in_force": "规范性文件",
        "licensing": "行政许可",
        "penalties": "行政处罚",
        "coercive": "行政强制",
        "other_services": "对外管理服务",
        "licensing_change": "行政许可",
        "penalties_change": "行政处罚",
        "coercive_change": "行政强制",
        "other_services_change": "对外管理服务",
        "procurement_items": "集中采购",
        "procurement_amount": "集中采购",
        "disclosed": "主动公开",
        "channel_website": "网站",
        "channel_wechat": "微信",
        "channel_weibo": "微博",
    }
)
"""A word without which no pattern of the topic can match."""


def _row(topic: str, pattern: str, value: int | None = None, unit: Unit = "count") -> ClaimPattern:
    return ClaimPattern(topic, re.compile(pattern), value, unit)


def _decisions(topic: str, power: str) -> tuple[ClaimPattern, ...]:
    """Two ways to count decisions: 行政处罚81件, and 行政处罚…处理决定81件 with no other power between."""
    between = rf"(?:(?!{_POWER})[^。；;])*?"
    return (
        _row(
            topic,
            rf"(?<!公布)(?<!公开){_NOT_BOTH}(?:{power})(?:案件|事项|处理|审批)*(?:决定)?(?:书)?{_COUNT}(?:件|起|宗|例)(?!规范)",
        ),
        _row(topic, rf"{_NOT_BOTH}(?:{power}){between}处理决定(?:数量|数)?(?:为|共)?{NUMBER}(?:件|起|宗|例)"),
    )


def _unchanged(topic: str, power: str) -> ClaimPattern:
    """行政处罚…同比持平."""
    between = rf"(?:(?!{_POWER})[^。；;])*?"
    return _row(
        topic,
        rf"(?:{power}){between}{_AGAINST}(?:持平|(?:没有|无)(?:增减|变化)|未(?:增减|变化))",
        value=0,
    )


def _change(topic: str, power: str) -> ClaimPattern:
    """行政处罚…同比减少23件, when no other power stands between."""
    return _row(
        topic,
        rf"(?:{power})(?:(?!{_POWER}|其中)[^。；;]|其中(?:(?!{_POWER}|{_AGAINST})[^。；;])*?，(?={_AGAINST}))*?"
        rf"{_AGAINST}(?P<sign>增加|增长|增|上升|新增|减少|下降|降低|减)了?{NUMBER}(?:件|项|起|宗|例)",
    )


PATTERNS: tuple[ClaimPattern, ...] = (
    _row(
        "requests_new",
        r"(?:收到|接到|接收|受理|新收)(?:了|的)?[^，。；;、\d]{0,24}?(?:信息公开|依申请公开|公开政府信息)的?"
        rf"(?:申请|请求|材料|事项)?(?:书|表)?(?:办件)?{_COUNT}{_PIECES}",
    ),
    _row(
        "requests_new",
        rf"(?:收到|接到|接收|受理|新收)(?:了|的)?[^，。；;、\d]{{0,16}}?{NUMBER}{_PIECES}"
        r"[^，。；;、\d]{0,12}(?:政府信息公开|信息公开|依申请公开|公开政府信息)的?(?:申请|请求)",
    ),
    _row(
        "requests_new",
        rf"{_NONE}(?:收到|接到|接收到?|受理|有)(?:过|任何)?(?:(?!{_NOT_ALL})[^，。；;]){{0,30}}?"
        r"(?:信息公开|依申请公开|以申请公开|公开政府信息)[^，。；;\d]{0,6}?的?"
        rf"(?:申请|请求)(?!{_MORE_THAN_A_REQUEST})",
        value=0,
    ),
    _row("requests_new", r"(?:信息公开|依申请公开)(?:的)?(?:申请|请求)(?:数量?)?为(?:零|无)", value=0),
    _row("in_person", rf"(?:当面|现场|来人)(?:提出)?(?:的)?申请{_COUNT}{_PIECES}"),
    _row("by_fax", rf"传真(?:提出)?(?:的)?申请{_COUNT}{_PIECES}"),
    _row("online", rf"(?:网络|网上|互联网)(?:提出|提交)?(?:的)?申请{_COUNT}{_PIECES}"),
    _row("by_letter", rf"(?:信函|邮寄|书信)(?:提出)?(?:的)?申请{_COUNT}{_PIECES}"),
    _row(
        "carried_in",
        rf"(?:上年|上一年|上年度|上一年度|去年)(?:度)?结转(?:的)?[^，。；;、\d]{{0,14}}{NUMBER}{_PIECES}",
    ),
    _row(
        "carried_out",
        rf"结转(?:至|到)?(?:下年|下一年|次年|下年度|下一年度)(?:度)?(?:继续)?(?:办理|处理)?(?:的)?"
        rf"[^，。；;、\d]{{0,10}}{NUMBER}{_PIECES}",
    ),
    _row("reviews", rf"{_NOT_SOME}行政复议(?:案件|申请|案)?{_COUNT}{_PIECES}"),
    _row("reviews", rf"{_NONE}(?!经)[^，。；;\d]{{0,30}}?行政复议(?!{_COUNTED}|后|纠正|维持|撤销)", value=0),
    _row("litigations", rf"{_NOT_SOME}{_ONE_BLOCK}行政诉讼(?:案件|案)?{_COUNT}{_PIECES}"),
    _row(
        "litigations",
        rf"{_NONE}[^，。；;\d]{{0,40}}?(?:行政诉讼|行政复议[、和及]?诉讼)(?!{_COUNTED}|被?(?:败诉|纠正|撤销))",
        value=0,
    ),
    _row("reviews", _BOTH_NONE, value=0),
    _row("litigations", _BOTH_NONE, value=0),
    _row(
        "request_fees",
        rf"(?:收取|收费)(?:的|了)?[^，。；;\d]{{0,12}}?信息处理费[^，。；;\d]{{0,12}}{NUMBER}(?P<scale>万|亿)?元",
        unit="CNY",
    ),
    _row("request_fees", rf"信息处理费(?:共|共计|为|金额|总额)*{NUMBER}(?P<scale>万|亿)?元", unit="CNY"),
    _row(
        "fees",
        rf"行政事业性?收费(?:收入)?(?:金额|总额|总金额)?(?:共|合计|计|为)*{NUMBER}(?P<scale>万|亿)?元",
        unit="CNY",
    ),
    _row(
        "request_fees",
        rf"{_NONE}[^，。；;\d]{{0,14}}?收取[^，。；;\d]{{0,14}}?信息处理费",
        value=0,
        unit="CNY",
    ),
    _row("fees_change", r"行政事业性?收费(?:\d+项)?，?(?:本年|同比|与上年相比)?无(?:增减|变化)", value=0),
    _row(
        "normative_made",
        rf"(?:制定|制发|印发|出台|制作)(?:并公开|并发布|了|的)?(?:部门|行政)?规范性文件{_COUNT}(?:件|份|个)",
    ),
    _row(
        "normative_made",
        rf"(?:制定|制发|印发|出台|制作)(?:了)?{NUMBER}(?:件|份|个)(?:部门|行政)?规范性文件",
    ),
    _row(
        "normative_made", rf"{_NONE}(?:制定|制发|印发|出台|制作)(?:任何|新的|过)?(?:行政)?规范性文件", value=0
    ),
    _row("normative_repealed", rf"废止(?:了)?(?:行政)?规范性文件{_COUNT}(?:件|份|个)"),
    _row("normative_in_force", rf"现行有效(?:的)?(?:行政)?规范性文件{_COUNT}(?:件|份|个)"),
    *_decisions("licensing", "行政许可"),
    *_decisions("penalties", "行政处罚"),
    *_decisions("coercive", "行政强制(?:措施|执行)?"),
    _row(
        "other_services",
        rf"其[他它]对外管理服务事项(?:(?!{_POWER})[^。；;])*?处理决定(?:数量|数)?(?:为|共)?{NUMBER}(?:件|起|宗|例)",
    ),
    _unchanged("licensing_change", "行政许可"),
    _unchanged("penalties_change", "行政处罚"),
    _unchanged("coercive_change", "行政强制(?:措施|执行)?"),
    _unchanged("other_services_change", "其[他它]对外管理服务事项"),
    _change("licensing_change", "行政许可"),
    _change("penalties_change", "行政处罚"),
    _change("coercive_change", "行政强制(?:措施|执行)?"),
    _change("other_services_change", "其[他它]对外管理服务事项"),
    _row("procurement_items", rf"集中采购(?:项目)?(?:数量)?(?:共|为|共计)?{NUMBER}(?:项|个|件)"),
    _row(
        "procurement_amount",
        rf"集中采购[^。；;]*?采购(?:总)?金额(?:共|为|共计|达)?{NUMBER}(?P<scale>万|亿)?元",
        unit="CNY",
    ),
    _row(
        "channel_website",
        rf"(?:政府(?:门户)?|(?<!新闻)门户)网站(?:平台)?(?:主动)?(?:公开|发布)(?:各类)?(?:(?:政府|政务)?信息)?(?:数|共|共计)?{NUMBER}余?条",
    ),
    _row(
        "channel_wechat",
        rf"政务微信(?:公开|发布)(?:各类)?(?:(?:政府|政务)?信息)?(?:数|共|共计)?{NUMBER}余?条",
    ),
    _row(
        "channel_weibo", rf"政务微博(?:公开|发布)(?:各类)?(?:(?:政府|政务)?信息)?(?:数|共|共计)?{NUMBER}余?条"
    ),
    _row("disclosed", rf"主动公开(?:各类)?(?:政府|政务)?信息(?:共|共计|总数|数)?{NUMBER}余?条"),
)
