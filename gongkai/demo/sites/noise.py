"""Pages that are no report: news, notices, budgets, guides, statistics. Invented, the same for a seed."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

SUBJECTS = (
    "流感疫苗接种工作",
    "基层医疗机构能力提升",
    "家庭医生签约服务",
    "职业病防治宣传周活动",
    "妇幼健康服务",
    "医疗废物专项检查",
    "老年健康服务体系",
    "无偿献血",
    "饮用水卫生监测",
    "医师资格考试考务",
)
NEWS = ("我委召开{0}推进会", "{0}有新进展", "市民关心的{0}问答", "{0}现场观摩会举行")
NOTICES = ("关于做好{0}的通知", "关于公布{0}名单的公告", "{0}招标公告", "关于{0}的公示")
SENTENCES = (
    "会议听取了前一阶段工作的汇报，分析了存在的困难。",
    "各单位要明确责任，按时报送进展。",
    "活动现场发放宣传资料，解答群众疑问。",
    "下一步将继续完善机制，定期回头看。",
    "有关事项可在工作时间拨打咨询电话。",
)


@dataclass(frozen=True, slots=True)
class Story:
    """A page of noise: its title, its day and its text as HTML paragraphs."""

    title: str
    day: date
    html: str


def stories(seed: str, count: int, kinds: tuple[str, ...] = NEWS) -> tuple[Story, ...]:
    """So many stories of the given title patterns, newest first."""
    dice = random.Random(f"noise {seed}")
    day = date(2024, 12, 20)
    made: list[Story] = []
    for _ in range(count):
        title = dice.choice(kinds).format(dice.choice(SUBJECTS))
        text = "".join(f"<p>{dice.choice(SENTENCES)}</p>" for _ in range(dice.randint(3, 8)))
        made.append(Story(title, day, text))
        day -= timedelta(days=dice.randint(1, 9))
    return tuple(made)


def guide(body: str) -> Story:
    """A disclosure guide: speaks of everything a report speaks of, and is none."""
    text = (
        f"<p>为方便公民、法人和其他组织获取政府信息，{body}编制本指南。</p>"
        "<p>一、主动公开的范围。依照《中华人民共和国政府信息公开条例》第二十条公开。</p>"
        "<p>二、依申请公开。申请人可当面、邮寄或者网上提交申请表，受理机构自收到之日起二十个工作日内答复。</p>"
        "<p>三、监督。认为未依法公开的，可以申请行政复议或者提起行政诉讼。</p>"
    )
    return Story(f"{body}政府信息公开指南", date(2020, 6, 1), text)


def budget(body: str, year: int) -> Story:
    """A department budget with a table of its own."""
    rows = "".join(
        f"<tr><td>{name}</td><td>{year % 7 + place}00.5</td></tr>" for place, name in enumerate("甲乙丙")
    )
    text = f"<p>单位：万元</p><table><tr><td>项目</td><td>预算数</td></tr>{rows}</table>"
    return Story(f"{body}{year}年部门预算", date(year, 2, 10), text)


def statistics(place: str, year: int) -> Story:
    """A statistical yearbook page: an annual report, but not of disclosure."""
    text = f"<p>{year}年末，{place}共有医疗卫生机构若干，床位和卫生技术人员较上年均有增加。</p>" * 6
    return Story(f"{place}{year}年卫生健康事业发展统计年报", date(year + 1, 4, 20), text)
