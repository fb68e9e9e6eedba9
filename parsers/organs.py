"""Organs and their short names: 卫健委 is 卫生健康委员会, and a printed name is a place and an organ.

``ORGANS`` has a row a name in use; the canonical name follows the reforms of 2013 (卫生和计划生育) and
2018 (卫生健康). A name is expanded, never renewed: 卫生局 stays 卫生局.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from parsers.divisions import Division, locate

# Printed name and full name, longest first where one begins another.
ORGANS: tuple[tuple[str, str], ...] = (
    ("卫生健康委员会", "卫生健康委员会"),
    ("卫生和健康委员会", "卫生健康委员会"),
    ("卫生健康委", "卫生健康委员会"),
    ("卫生健康和计划生育委员会", "卫生健康和计划生育委员会"),
    ("卫健委员会", "卫生健康委员会"),
    ("卫健委", "卫生健康委员会"),
    ("卫生健康局", "卫生健康局"),
    ("卫生和健康局", "卫生健康局"),
    ("卫健局", "卫生健康局"),
    ("卫生健康和体育局", "卫生健康和体育局"),
    ("卫生健康体育局", "卫生健康体育局"),
    ("卫生健康办公室", "卫生健康办公室"),
    ("卫生和计划生育委员会", "卫生和计划生育委员会"),
    ("卫生计划生育委员会", "卫生和计划生育委员会"),
    ("卫生和计划生育委", "卫生和计划生育委员会"),
    ("卫生和计生委", "卫生和计划生育委员会"),
    ("卫生计生委", "卫生和计划生育委员会"),
    ("卫计委", "卫生和计划生育委员会"),
    ("卫生和计划生育局", "卫生和计划生育局"),
    ("卫生计划生育局", "卫生和计划生育局"),
    ("卫生和计生局", "卫生和计划生育局"),
    ("卫生计生局", "卫生和计划生育局"),
    ("卫计局", "卫生和计划生育局"),
    ("卫生与人口和计划生育局", "卫生与人口和计划生育局"),
    ("卫生和人口计划生育局", "卫生和人口计划生育局"),
    ("人口和计划生育委员会", "人口和计划生育委员会"),
    ("人口和计划生育局", "人口和计划生育局"),
    ("人口计生委", "人口和计划生育委员会"),
    ("人口计生局", "人口和计划生育局"),
    ("疾病预防控制局", "疾病预防控制局"),
    ("疾控局", "疾病预防控制局"),
    ("中医药管理局", "中医药管理局"),
    ("中医药局", "中医药管理局"),
    ("卫生局", "卫生局"),
    ("卫生厅", "卫生厅"),
)
_FULL = dict(ORGANS)
_ORGANS = tuple(_FULL)
_LONGEST_FIRST = sorted(_FULL, key=len, reverse=True)
_HEALTH = "|".join(_LONGEST_FIRST)
_SUFFIXES = "委员会|管委会|总局|局|厅|委|办公室|办|中心|院|站|公司|街道|镇|乡"
_ANY = rf"{_HEALTH}|人民政府办公[室厅]|人民政府|[^，。；、（）]{{1,14}}?(?:{_SUFFIXES})"
_PLACE_ONLY = re.compile(r"^[^，。；、]{1,12}[省市县区州盟旗]$")
_HEALTH_BODY = re.compile(rf"(?P<place>[\u3400-\u9fff]{{0,24}}?)(?P<organ>{_HEALTH})")
_BODY = re.compile(rf"^(?P<place>[\u3400-\u9fff]{{0,24}}?)(?P<organ>{_ANY})$")
# A development zone with the district it is: 武汉经济技术开发区(汉南区).
_ZONE = re.compile(r"[\u3400-\u9fff]+[（(](?P<district>[\u3400-\u9fff]+[区县市])[）)]")
_OWN = re.compile(
    r"^(?:我|本|该|各|全)(?:[省市县区州盟旗](?:级)?)?(?:局|委|厅|办|单位|机关|部门|中心|院|系统)"
)
"""我局, 本机关: a body that does not say its name."""
_DUTIES = re.compile(
    r"(?:(?:社会(?:事业|事务|发展)|民生|民政|教育|教体|科技|科学|文化|文体|体育|旅游|文旅|广电|广播电视|新闻出版"
    r"|人力资源|社会保障|人社|医疗保障|医保|食品药品监督|市场监督)[和与、]?)+"
)
"""Other duties of a body that health shares: 三沙市教育卫生健康局."""
_CORPS = re.compile(r"^(?:新疆生产建设兵团)?第[一二三四五六七八九十]{1,3}师(?=[\u3400-\u9fff]{2,}市)")
"""A division of the Xinjiang corps before the city it is one with: 第八师石河子市."""
_SITE = re.compile("网站|门户|欢迎")
"""What a page's head says of its site, which is no body."""
_ORDERED_BY = re.compile("(?:根据|按照|依据|依照|遵照|贯彻|落实)[^，。；]*$")
"""根据市卫生健康委员会的要求: the body that asked for a report is not the one that made it."""
_NATION = re.compile(r"^(?:中华人民共和国|中国|国家)")


@dataclass(frozen=True, slots=True)
class Name:
    """A body's name read: the place as printed, the organ in full, and the divisions it can mean."""

    place: str
    organ: str
    candidates: tuple[Division, ...]
    rest: str
    health: bool

    @property
    def full(self) -> str:
        """Place and organ, the organ in full."""
        return self.place + self.organ

    @property
    def has_place(self) -> bool:
        """Whether it says more than 县 or 市: a place that is known, or at least printed."""
        return bool(self.candidates) or len(self.place) > 1


def read_name(text: str) -> Name | None:
    """Read a text that should be a body's name and nothing else; ``None`` when it is no name."""
    text = text.strip("“”\"'：:，。 ")
    if _OWN.match(text) or _SITE.search(text):
        return None
    commission = text.removesuffix("办公室")
    if not text.endswith(_ORGANS) and commission.endswith(_ORGANS):
        text = commission  # its office signs for it
    nation = _NATION.match(text)
    for organ in _LONGEST_FIRST:
        if text.endswith(organ):
            place = text.removesuffix(organ)
            break
    else:
        if _PLACE_ONLY.match(text):
            located = locate(text)
            return Name(text, "", located.candidates, located.rest, False) if located.candidates else None
        match = _BODY.match(text)
        if match is None:
            return None
        return _other(text)
    if nation is not None:
        return Name("国家" if "国家" in place else place, _FULL[organ], (), "", True)
    zone = _ZONE.fullmatch(place)
    if len(place) > 24 or (zone is None and not re.fullmatch(r"[\u3400-\u9fff]*", place)):
        return None
    located = locate(zone["district"] if zone is not None else _CORPS.sub("", place))
    duties = located.rest if located.candidates and _DUTIES.fullmatch(located.rest) else ""
    rest = "" if duties else located.rest
    if any(other in rest for other in _ORGANS) and (first := _HEALTH_BODY.match(text)):
        # Two names in one line: 湖南省卫生健康委员会中医药管理局.
        return read_name(first[0])
    return Name(place.removesuffix(duties), duties + _FULL[organ], located.candidates, rest, True)


def health_names(text: str) -> tuple[Name, ...]:
    """The health bodies a running text names with their place, in order; bare 县卫健委 is left out.

    So is a body that the text says something was done for, or by order of.
    """
    found: list[Name] = []
    for match in _HEALTH_BODY.finditer(text):
        if _ORDERED_BY.search(text[: match.end()]):
            continue
        place = match["place"]
        # The words before a name run into it (现将获嘉县…): the longest end that is a place counts.
        for start in range(len(place)):
            located = locate(place[start:])
            if located.candidates and not located.rest:
                found.append(
                    Name(place[start:], _FULL[match["organ"]], located.candidates, located.rest, True)
                )
                break
    return tuple(found)


def _other(text: str) -> Name | None:
    """A body that is no health body: the place is what is known of its beginning."""
    located = locate(text)
    if not located.candidates:
        return Name("", text, (), text, False)
    place = text.removesuffix(located.rest)
    return Name(place, located.rest, located.candidates, "", False)
