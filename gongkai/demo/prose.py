"""The sentences of a made-up report: sections in our own words that state figures of the tables.

Every figure a sentence states is entered in ``Draft.claims`` with the code of the cell it speaks of, so that
the truth of the text is known too.
"""

from __future__ import annotations

from gongkai.demo.draft import Draft
from gongkai.demo.truth import DemoSection, DemoTable, Number

HEADINGS_2019 = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)
HEADINGS_2014 = (
    "一、概述",
    "二、主动公开政府信息情况",
    "三、依申请公开政府信息情况",
    "四、行政复议和行政诉讼情况",
    "五、存在的主要问题和改进措施",
    "六、附表",
)
HEADINGS_2008 = (
    "一、概述",
    "二、主动公开政府信息的情况",
    "三、依申请公开政府信息的情况",
    "四、收费及减免情况",
    "五、因政府信息公开申请行政复议、提起行政诉讼和申诉的情况",
    "六、主要问题和改进措施",
    "七、说明与附表",
)
_SHORTER = (
    ("卫生健康委员会", "卫生健康委"),
    ("卫生和计划生育委员会", "卫生计生委"),
    ("卫生和计划生育局", "卫生计生局"),
)
_OPENERS = (
    "我{we}把信息公开当作便民服务的一部分，围绕就医、防疫和妇幼保健等群众常问的事项更新网站内容。",
    "一年来，我{we}按季度清点应当公开的文件，逐件核对公开属性，做到应公开的不积压。",
    "我{we}由一名副职领导分管信息公开，办公室两人承办，各科室各有一名联络员。",
)
_MORE = (
    "在政府信息管理方面，我{we}修订了公文公开审查表，文件印发前由起草科室、办公室和分管领导三级审签。",
    "在平台建设方面，网站专栏全年更新及时，政务新媒体与网站同步发布疫苗接种、无偿献血等提示。",
    "在监督保障方面，我{we}组织业务学习两次，把公开工作列入科室年度考核。",
    "对咨询电话中反复出现的问题，我{we}整理成问答，放在网站首页。",
)
_PROBLEMS = (
    "主要问题：一是个别科室报送信息偏晚；二是政策解读多为文字，图解和视频较少；三是基层承办人员更换较勤。",
    "一年工作中也看到不足：公开目录与群众需要还有差距，专栏分类过细，老年人查找不便。",
)
_REMEDIES = (
    "下一步，我{we}将按月提醒报送时限，请业务科室参与写解读稿，并为新到岗人员安排培训。",
    "改进办法是合并相近栏目，增设大字版页面，每半年听取一次服务对象的意见。",
)


def short_name(body: str) -> str:
    """The body's name as running text shortens it."""
    for long, short in _SHORTER:
        if body.endswith(long):
            return body.removesuffix(long) + short
    return body


def _state(draft: Draft, code: str) -> Number:
    """The figure a sentence is to state: a fault's, if one was planted, or the true one; noted as a claim."""
    return draft.claims.setdefault(code, draft.values[code])


def title(draft: Draft) -> str:
    """One of the usual titles; always with the body and the year."""
    year, body = draft.year, draft.body
    if draft.form == "2008":
        return f"{body}{year}年政府信息公开工作年度报告"
    wordings = (
        f"{body}{year}年政府信息公开工作年度报告",
        f"{short_name(body)}{year}年度政府信息公开工作年度报告",
        f"{body}关于{year}年度政府信息公开工作的报告",
        f"{year}年{body}政府信息公开工作年度报告",
    )
    return draft.dice("title").choice(wordings)


def preamble(draft: Draft) -> str:
    """Why the report is made and for which days."""
    first, last = (f"{day.year}年{day.month}月{day.day}日" for day in draft.period)
    return (
        f"根据《中华人民共和国政府信息公开条例》的规定，{draft.body}编制本报告。"
        f"本报告所列数据的统计期限为{first}至{last}。"
    )


def ending(draft: Draft) -> tuple[str, str]:
    """Signature and date, as at the foot of the document."""
    day = draft.published
    return draft.body, f"{day.year}年{day.month}月{day.day}日"


def _we(draft: Draft, lines: tuple[str, ...], many: int) -> tuple[str, ...]:
    we = "委" if "委" in draft.body[-3:] else "局"
    return tuple(line.format(we=we) for line in draft.dice(lines[0]).sample(lines, many))


def _requests_sentence(draft: Draft) -> str:
    code = "statistics.requests.value" if draft.form in ("2014", "2008") else "requests.new.total"
    number = _state(draft, code)
    if number == 0:
        return f"{draft.year}年，未收到政府信息公开申请。"
    return f"{draft.year}年，共收到政府信息公开申请{number}件，均依法登记办理。"


def _change_sentence(draft: Draft, code: str, label: str) -> str:
    change = _state(draft, code)
    if change == 0:
        return f"{label}与上年持平。"
    return f"{label}同比{'增加' if change > 0 else '减少'}{abs(change)}项。"


def _proactive_sentences(draft: Draft) -> str:
    licensing = _state(draft, "proactive.licensing.decisions")
    penalties = _state(draft, "proactive.penalties.decisions")
    decisions = f"全年作出行政许可决定{licensing}件、行政处罚决定{penalties}件。"
    if draft.form == "2021":
        issued = _state(draft, "proactive.normative_documents.issued")
        made = "未制发行政规范性文件。" if issued == 0 else f"制发行政规范性文件{issued}件。"
        return made + decisions
    made_number = _state(draft, "proactive.normative_documents.made")
    made = "未制作规范性文件。" if made_number == 0 else f"新制作规范性文件{made_number}件。"
    change = _change_sentence(draft, "proactive.penalties.change", "行政处罚事项")
    return made + decisions + change


def _disputes_sentence(draft: Draft) -> str:
    review = _state(draft, "disputes.review.total")
    suits = (
        draft.values["disputes.litigation_direct.total"]
        + draft.values["disputes.litigation_after_review.total"]
    )
    said = f"被申请行政复议{review}件" if review else "未发生行政复议"
    went = f"被提起行政诉讼{suits}件" if suits else "未发生行政诉讼"
    return f"因政府信息公开工作，本年{said}，{went}。"


def _tables(draft: Draft, name: str) -> tuple[DemoTable, ...]:
    return tuple(table for table in draft.tables if table.name == name)


def _six_sections(draft: Draft) -> tuple[DemoSection, ...]:
    overview = (
        *_we(draft, _OPENERS, 2),
        "主动公开方面，" + _proactive_sentences(draft),
        "依申请公开方面，" + _requests_sentence(draft),
        *_we(draft, _MORE, 3),
    )
    disputes = _tables(draft, "disputes")
    told = () if disputes else (_disputes_sentence(draft),)
    if disputes:
        overview = (*overview, _disputes_sentence(draft))
    names = HEADINGS_2019
    return (
        DemoSection(names[0], overview),
        DemoSection(names[1], (), _tables(draft, "proactive")),
        DemoSection(names[2], (), _tables(draft, "requests")),
        DemoSection(names[3], told, disputes),
        DemoSection(names[4], (*_we(draft, _PROBLEMS, 1), *_we(draft, _REMEDIES, 1))),
        DemoSection(names[5], (f"{draft.year}年，本机关未收取信息处理费。无其他需要报告的事项。",)),
    )


def _sections_2014(draft: Draft) -> tuple[DemoSection, ...]:
    disclosed = _state(draft, "statistics.disclosed.value")
    website = _state(draft, "statistics.channel_website.value")
    reviews = _state(draft, "statistics.reviews.value")
    said = f"行政复议{reviews}件" if reviews else "未发生行政复议"
    names = HEADINGS_2014
    return (
        DemoSection(names[0], _we(draft, _OPENERS, 2)),
        DemoSection(names[1], (f"全年主动公开政府信息{disclosed}条，其中政府网站公开{website}条。",)),
        DemoSection(names[2], (_requests_sentence(draft),)),
        DemoSection(names[3], (f"因政府信息公开，本年{said}。",)),
        DemoSection(names[4], (*_we(draft, _PROBLEMS, 1), *_we(draft, _REMEDIES, 1))),
        DemoSection(names[5], ("政府信息公开情况统计表",), _tables(draft, "statistics")),
    )


def _sections_2008(draft: Draft) -> tuple[DemoSection, ...]:
    disclosed = _state(draft, "statistics.disclosed.value")
    website = _state(draft, "statistics.channel_website.value")
    names = HEADINGS_2008
    return (
        DemoSection(names[0], _we(draft, _OPENERS, 2)),
        DemoSection(names[1], (f"全年主动公开政府信息{disclosed}条，其中通过政府网站公开{website}条。",)),
        DemoSection(names[2], (_requests_sentence(draft),)),
        DemoSection(names[3], ("本年度未向申请人收取检索、复制、邮寄等费用。",)),
        DemoSection(names[4], ("本年度没有因政府信息公开引起的行政复议、行政诉讼和申诉。",)),
        DemoSection(names[5], (*_we(draft, _PROBLEMS, 1), *_we(draft, _REMEDIES, 1))),
        DemoSection(names[6], ("本报告中的数据由办公室汇总，无附表。",)),
    )


def sections(draft: Draft) -> tuple[DemoSection, ...]:
    """All sections of the draft's form, tables in their places."""
    write = {"2008": _sections_2008, "2014": _sections_2014}.get(draft.form, _six_sections)
    return write(draft)
