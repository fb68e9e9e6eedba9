"""The list table of the 2014 form (政府信息公开情况统计表): its rows, and figures that hold together."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from random import Random

from gongkai.demo.arithmetic import dice
from gongkai.demo.truth import DemoLevel, Number


@dataclass(frozen=True, slots=True)
class StatisticsRow:
    """A line of the list: the figure's name (``None`` for a heading), label and unit as printed."""

    name: str | None
    label: str
    unit: str = ""


ROWS: tuple[StatisticsRow, ...] = (
    StatisticsRow(None, "一、主动公开情况"),
    StatisticsRow("disclosed", "（一）主动公开政府信息数（不同渠道和方式公开相同信息计1条）", "条"),
    StatisticsRow("disclosed_normative", "其中：主动公开规范性文件数", "条"),
    StatisticsRow("normative_issued", "制发规范性文件总数", "件"),
    StatisticsRow(None, "（二）通过不同渠道和方式公开政府信息的情况"),
    StatisticsRow("channel_gazette", "1.政府公报公开政府信息数", "条"),
    StatisticsRow("channel_website", "2.政府网站公开政府信息数", "条"),
    StatisticsRow("channel_weibo", "3.政务微博公开政府信息数", "条"),
    StatisticsRow("channel_wechat", "4.政务微信公开政府信息数", "条"),
    StatisticsRow("channel_other", "5.其他方式公开政府信息数", "条"),
    StatisticsRow(None, "二、回应解读情况"),
    StatisticsRow("responses", "（一）回应公众关注热点或重大舆情数（不同方式回应同一热点或舆情计1次）", "次"),
    StatisticsRow(None, "（二）通过不同渠道和方式回应解读的情况"),
    StatisticsRow("press_conferences", "1.参加或举办新闻发布会总次数", "次"),
    StatisticsRow("press_conferences_leader", "其中：主要负责同志参加新闻发布会次数", "次"),
    StatisticsRow("web_interviews", "2.政府网站在线访谈次数", "次"),
    StatisticsRow("web_interviews_leader", "其中：主要负责同志参加政府网站在线访谈次数", "次"),
    StatisticsRow("policy_explanations", "3.政策解读稿件发布数", "篇"),
    StatisticsRow("social_media_responses", "4.微博微信回应事件数", "次"),
    StatisticsRow("other_responses", "5.其他方式回应事件数", "次"),
    StatisticsRow(None, "三、依申请公开情况"),
    StatisticsRow("requests", "（一）收到申请数", "件"),
    StatisticsRow("requests_in_person", "1.当面申请数", "件"),
    StatisticsRow("requests_fax", "2.传真申请数", "件"),
    StatisticsRow("requests_online", "3.网络申请数", "件"),
    StatisticsRow("requests_letter", "4.信函申请数", "件"),
    StatisticsRow("concluded", "（二）申请办结数", "件"),
    StatisticsRow("concluded_on_time", "1.按时办结数", "件"),
    StatisticsRow("concluded_extended", "2.延期办结数", "件"),
    StatisticsRow("answered", "（三）申请答复数", "件"),
    StatisticsRow("answered_already_public", "1.属于已主动公开范围数", "件"),
    StatisticsRow("answered_granted", "2.同意公开答复数", "件"),
    StatisticsRow("answered_partly", "3.同意部分公开答复数", "件"),
    StatisticsRow("answered_denied", "4.不同意公开答复数", "件"),
    StatisticsRow("denied_state_secret", "其中：涉及国家秘密", "件"),
    StatisticsRow("denied_trade_secret", "涉及商业秘密", "件"),
    StatisticsRow("denied_privacy", "涉及个人隐私", "件"),
    StatisticsRow("denied_security", "危及国家安全、公共安全、经济安全和社会稳定", "件"),
    StatisticsRow("denied_not_government_information", "不是《条例》所指政府信息", "件"),
    StatisticsRow("denied_other_law", "法律法规规定的其他情形", "件"),
    StatisticsRow("answered_not_this_body", "5.不属于本行政机关公开数", "件"),
    StatisticsRow("answered_not_exist", "6.申请信息不存在数", "件"),
    StatisticsRow("answered_needs_correction", "7.告知作出更改补充数", "件"),
    StatisticsRow("answered_other_channel", "8.告知通过其他途径办理数", "件"),
    StatisticsRow("reviews", "四、行政复议数量", "件"),
    StatisticsRow("reviews_upheld", "（一）维持具体行政行为数", "件"),
    StatisticsRow("reviews_corrected", "（二）被依法纠错数", "件"),
    StatisticsRow("reviews_other", "（三）其他情形数", "件"),
    StatisticsRow("litigations", "五、行政诉讼数量", "件"),
    StatisticsRow("litigations_upheld", "（一）维持具体行政行为或者驳回原告诉讼请求数", "件"),
    StatisticsRow("litigations_corrected", "（二）被依法纠错数", "件"),
    StatisticsRow("litigations_other", "（三）其他情形数", "件"),
    StatisticsRow("complaints", "六、举报投诉数量", "件"),
    StatisticsRow("fees", "七、依申请公开信息收取的费用", "万元"),
    StatisticsRow(None, "八、机构建设和保障经费情况"),
    StatisticsRow("offices", "（一）政府信息公开工作专门机构数", "个"),
    StatisticsRow("reading_points", "（二）设置政府信息公开查阅点数", "个"),
    StatisticsRow("staff", "（三）从事政府信息公开工作人员数", "人"),
    StatisticsRow("staff_full_time", "1.专职人员数（不包括政府公报及政府网站工作人员数）", "人"),
    StatisticsRow("staff_part_time", "2.兼职人员数", "人"),
    StatisticsRow(
        "budget",
        "（四）政府信息公开专项经费（不包括用于政府公报编辑管理及政府网站建设维护等方面的经费）",
        "万元",
    ),
    StatisticsRow(None, "九、政府信息公开会议和培训情况"),
    StatisticsRow("meetings", "（一）召开政府信息公开工作会议或专题会议数", "次"),
    StatisticsRow("trainings", "（二）举办各类培训班数", "次"),
    StatisticsRow("trainees", "（三）接受培训人员数", "人次"),
)

_DENIED = (
    "denied_state_secret",
    "denied_trade_secret",
    "denied_privacy",
    "denied_security",
    "denied_not_government_information",
    "denied_other_law",
)
_ANSWERED = (
    "answered_already_public",
    "answered_granted",
    "answered_partly",
    *_DENIED,
    "answered_not_this_body",
    "answered_not_exist",
    "answered_needs_correction",
    "answered_other_channel",
)
_ANSWER_WEIGHTS = (30, 30, 5, 1, 1, 3, 1, 3, 2, 12, 8, 3, 3)


def _spread(chance: Random, total: int, names: tuple[str, ...], weights: tuple[int, ...]) -> dict[str, int]:
    parts = dict.fromkeys(names, 0)
    for name in chance.choices(names, weights=weights, k=total):
        parts[name] += 1
    return parts


def statistics_figures(seed: int, body: str, level: DemoLevel, year: int) -> dict[str, Number]:
    """The 58 figures of the list; every sum forms.md names for 2014 holds. Fees and budget in yuan."""
    chance = dice(seed, body, "statistics", year)
    size = {"national": 40, "province": 12, "prefecture": 4, "county": 1}[level]
    disclosed = chance.randint(40, 900) * size
    issued = chance.randint(0, 5) * size
    requests = chance.randint(0, 12 * size)
    extended = chance.randint(0, requests // 8)
    channels = ("requests_in_person", "requests_fax", "requests_online", "requests_letter")
    answers = _spread(chance, requests, _ANSWERED, _ANSWER_WEIGHTS)
    reviews = _spread(
        chance, chance.randint(0, size), ("reviews_upheld", "reviews_corrected", "reviews_other"), (6, 1, 2)
    )
    suits = _spread(
        chance,
        chance.randint(0, size) // 2,
        ("litigations_upheld", "litigations_corrected", "litigations_other"),
        (6, 1, 2),
    )
    full, part = chance.randint(0, 3), chance.randint(1, 12 * size)
    values: dict[str, Number] = {
        "disclosed": disclosed,
        "disclosed_normative": min(issued, disclosed),
        "normative_issued": issued,
        "channel_gazette": chance.choice((0, 2, 11)),
        "channel_website": chance.randint(disclosed // 2, disclosed),
        "channel_weibo": chance.randint(0, disclosed // 3),
        "channel_wechat": chance.randint(0, disclosed // 2),
        "channel_other": chance.randint(0, disclosed // 4),
        "responses": chance.randint(0, 20),
        "press_conferences": (conferences := chance.randint(0, 8)),
        "press_conferences_leader": min(conferences, chance.randint(0, 2)),
        "web_interviews": (interviews := chance.randint(0, 6)),
        "web_interviews_leader": min(interviews, chance.randint(0, 2)),
        "policy_explanations": chance.randint(0, 40),
        "social_media_responses": chance.randint(0, 60),
        "other_responses": chance.randint(0, 30),
        "requests": requests,
        **_spread(chance, requests, channels, (2, 1, 6, 3)),
        "concluded": requests,
        "concluded_on_time": requests - extended,
        "concluded_extended": extended,
        "answered": requests,
        **answers,
        "answered_denied": sum(answers[name] for name in _DENIED),
        "reviews": sum(reviews.values()),
        **reviews,
        "litigations": sum(suits.values()),
        **suits,
        "complaints": chance.choice((0, 0, 0, 1)),
        "fees": chance.choice((0, 0, 0, Decimal(chance.randint(1, 80)) * 10)),
        "offices": chance.choice((0, 1, 1, size)),
        "reading_points": chance.randint(0, 3 * size),
        "staff": full + part,
        "staff_full_time": full,
        "staff_part_time": part,
        "budget": chance.choice((0, Decimal(chance.randint(1, 300)) * 1000)),
        "meetings": chance.randint(0, 12),
        "trainings": (trainings := chance.randint(0, 6)),
        "trainees": trainings * chance.randint(15, 120),
    }
    order = [row.name for row in ROWS if row.name is not None]
    return {f"statistics.{name}.value": values[name] for name in order}
