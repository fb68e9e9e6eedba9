"""Figures of the 2014 form's list (政府信息公开情况统计表) that hold together."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from gongkai.demo.arithmetic import dice
from gongkai.demo.truth import DemoLevel, Number
from parsers.printed_forms import printed_table

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
    return {code: values[code.split(".")[1]] for code in printed_table("2014", "statistics").codes}
