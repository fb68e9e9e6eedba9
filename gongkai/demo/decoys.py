"""Pages that stand beside annual reports and are none: guides, notices, budgets, news; in our own words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from types import MappingProxyType

from gongkai.demo.arithmetic import dice


@dataclass(frozen=True, slots=True)
class Decoy:
    """An article that is no annual report; ``html`` is its body alone, ``text`` the same without markup."""

    kind: str
    title: str
    published: date
    html: str
    text: str


# Title and paragraphs, to be filled with the body's name and the year.
KINDS: Mapping[str, tuple[str, tuple[str, ...]]] = MappingProxyType(
    {
        "guide": (
            "{body}政府信息公开指南",
            (
                "为便于公众了解和获取本机关的政府信息，编制本指南。",
                "一、信息分类和编排体系",
                "本机关公开机构职能、政策文件、规划计划、行政许可、财政预决算等类别的信息。",
                "二、获取方式",
                "需要本机关主动公开以外的政府信息，可以当面、信函或者网络方式提出申请，二十个工作日内答复。",
                "三、监督方式",
                "认为本机关未依法履行公开义务的，可以向上级行政机关投诉，或者申请行政复议、提起行政诉讼。",
            ),
        ),
        "notice": (
            "关于做好{year}年政府信息公开工作年度报告编制发布工作的通知",
            (
                "各科室、各直属单位：",
                "请于下月十日前，将本科室{year}年主动公开和依申请公开的数据报送办公室，由办公室统一汇总。",
                "年度报告应当于{next}年1月31日前发布，数据须前后一致。",
                "{body}办公室",
            ),
        ),
        "catalogue": (
            "{body}主动公开基本目录（{year}年版）",
            (
                "一级事项：机构信息、法规文件、行政执法、公共服务。",
                "公开时限：信息形成之日起二十个工作日内。",
            ),
        ),
        "budget": (
            "{body}{year}年部门预算公开",
            (
                "第一部分 部门概况",
                "第二部分 {year}年部门预算表",
                "{year}年收支总预算1824.6万元，其中一般公共预算拨款1790.2万元。",
            ),
        ),
        "news": (
            "{body}召开{year}年政府信息公开工作推进会",
            ("近日，{body}召开政府信息公开工作推进会，通报上半年工作情况，部署下一步任务。",),
        ),
        "rules": (
            "{body}政府信息依申请公开办理规范",
            ("第一条 为规范办理程序，制定本规范。", "第二条 办公室负责登记、交办和答复。"),
        ),
    }
)


def decoy(kind: str, body: str, year: int, seed: int = 0) -> Decoy:
    """Makes one such page; raises ``KeyError`` for a kind that :data:`KINDS` does not hold."""
    title, paragraphs = KINDS[kind]
    fill = {"body": body, "year": year, "next": year + 1}
    lines = tuple(line.format_map(fill) for line in paragraphs)
    day = date(year, 3, 1) + timedelta(days=dice(seed, body, kind, year).randint(0, 240))
    inside = "\n".join(f"<p>{escape(line, quote=False)}</p>" for line in lines)
    heading = title.format_map(fill)
    return Decoy(
        kind, heading, day, f'<div id="zoom">\n{inside}\n</div>', "\n".join((heading, *lines)) + "\n"
    )
