"""Places and their GB/T 2260 codes: which division a name means, and which it could mean.

``data/divisions.csv`` has a row a division (code, name, level, province); ``data/hosts.csv`` says which
division's portal a host name is. Counties that share a name (朝阳区, 鼓楼区) are told apart by the city
printed before them, or by a hint; without one they stay open.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import cast
from urllib.parse import urlsplit

from parsers.model import Level

_NATIONALITY = (
    "各族|满族|回族|苗族|壮族|藏族|彝族|土家族|土族|蒙古族|蒙古|布依族|侗族|瑶族|白族|朝鲜族|哈尼族|黎族"
    "|哈萨克族|哈萨克|傣族|畲族|傈僳族|仡佬族|东乡族|高山族|拉祜族|水族|佤族|纳西族|羌族|仫佬族|锡伯族|锡伯"
    "|柯尔克孜族|柯尔克孜|达斡尔族|达斡尔|景颇族|毛南族|撒拉族|布朗族|塔吉克族|塔吉克|阿昌族|普米族"
    "|鄂温克族|怒族|京族|基诺族|德昂族|保安族|裕固族|独龙族|维吾尔族|维吾尔"
)
_AUTONOMOUS = re.compile(rf"^(?P<base>.{{2,}}?)(?:{_NATIONALITY})+自治(?P<kind>[区州县旗])$")
_SUFFIX = re.compile(r"^(?P<base>.{2,}?)(?:特别行政区|自治[区州县旗]|地区|林区|[省市区县州盟旗])$")
# Short names in daily use that no rule derives from the full one.
_SHORT = {
    "巴音郭楞蒙古自治州": "巴州",
    "博尔塔拉蒙古自治州": "博州",
    "克孜勒苏柯尔克孜自治州": "克州",
    "锡林郭勒盟": "锡盟",
    "鄂温克族自治旗": "鄂温克旗",
    "鄂伦春自治旗": "鄂伦春旗",
    "科尔沁右翼前旗": "科右前旗",
    "科尔沁右翼中旗": "科右中旗",
    "察哈尔右翼前旗": "察右前旗",
    "察哈尔右翼中旗": "察右中旗",
    "察哈尔右翼后旗": "察右后旗",
    "达尔罕茂明安联合旗": "达茂旗",
    "前郭尔罗斯蒙古族自治县": "前郭县",
    "杜尔伯特蒙古族自治县": "杜蒙县",
    "莫力达瓦达斡尔族自治旗": "莫旗",
    "喀喇沁左翼蒙古族自治县": "喀左县",
    "土默特左旗": "土左旗",
    "土默特右旗": "土右旗",
    "科尔沁左翼中旗": "科左中旗",
    "科尔沁左翼后旗": "科左后旗",
    "东乌珠穆沁旗": "东乌旗",
    "西乌珠穆沁旗": "西乌旗",
    "阿拉善左旗": "阿左旗",
    "阿拉善右旗": "阿右旗",
    "新巴尔虎左旗": "新左旗",
    "新巴尔虎右旗": "新右旗",
    "乌拉特前旗": "乌前旗",
    "乌拉特中旗": "乌中旗",
    "乌拉特后旗": "乌后旗",
    "苏尼特左旗": "东苏旗",
    "苏尼特右旗": "西苏旗",
    "鄂托克前旗": "鄂前旗",
}


_FIRST_YEAR = {
    "340181": 2011,  # 巢湖市: a prefecture until then
    "520500": 2011,  # 毕节市, 铜仁市: counties until then
    "520600": 2011,
    "540200": 2014,  # 日喀则市, 吐鲁番市, 哈密市 too
    "650400": 2015,
    "650500": 2016,
}
"""The first year in which a name meant this place: before, it was another's of another level."""


@dataclass(frozen=True, slots=True)
class Division:
    """A place of GB/T 2260: six digits, its full name, its level and its province's short name."""

    code: str
    name: str
    level: Level
    province: str

    @property
    def prefix(self) -> str:
        """The leading digits that every place inside this one shares."""
        return self.code[: {"province": 2, "prefecture": 4}.get(self.level, 6)]

    def bore_its_name(self, year: int | None) -> bool:
        """Whether the name already meant this place in that year."""
        return year is None or year >= _FIRST_YEAR.get(self.code, 0)

    def holds(self, other: Division) -> bool:
        """Whether ``other`` is this place or lies inside it."""
        return other.code.startswith(self.prefix)


@dataclass(frozen=True, slots=True)
class Located:
    """What a printed place name can mean.

    ``candidates`` is empty when the name is unknown and longer than one when it is shared;
    ``rest`` is what follows the last name that was recognised.
    """

    candidates: tuple[Division, ...]
    rest: str

    @property
    def only(self) -> Division | None:
        """The division, when there is just one."""
        return self.candidates[0] if len(self.candidates) == 1 else None


@cache
def divisions() -> tuple[Division, ...]:
    """Every division of the table, by code."""
    text = files("parsers").joinpath("data/divisions.csv").read_text("utf-8")
    return tuple(
        Division(row["code"], row["name"], cast(Level, row["level"]), row["province"])
        for row in csv.DictReader(text.splitlines())
    )


@cache
def by_code(code: str) -> Division | None:
    """The division with this code, or ``None``."""
    return _codes().get(code)


def locate(place: str) -> Located:
    """Read a place name from its left end, outer places first (``青海省海北州刚察县``).

    A name without its last character (``获嘉``) counts only where nothing follows it; a province's
    short name counts anywhere.
    """
    found: tuple[Division, ...] = ()
    rest = place
    while rest:
        step = _longest(rest)
        if step is None:
            break
        candidates, length = step
        inside = tuple(c for c in candidates if any(outer.holds(c) for outer in found))
        if found and not inside:
            break
        found = inside or candidates
        rest = rest[length:]
    return Located(found, rest)


def narrow(candidates: tuple[Division, ...], hints: Iterable[Division]) -> tuple[Division, ...]:
    """Those candidates that lie inside a hinted place, or hold it; all of them when no hint helps."""
    for hint in hints:
        kept = tuple(c for c in candidates if hint.holds(c) or c.holds(hint))
        if kept and len(kept) < len(candidates):
            candidates = kept
    return candidates


def host_division(address: str | None) -> Division | None:
    """The place whose portal an address belongs to, by its host name; ``None`` when it is not known."""
    host = urlsplit(address).hostname if address else None
    while host:
        code = _hosts().get(host)
        if code is not None:
            return by_code(code)
        host = host.partition(".")[2]
    return None


def _longest(text: str) -> tuple[tuple[Division, ...], int] | None:
    names, bare = _names()
    for length in range(min(len(text), _longest_name()), 1, -1):
        head = text[:length]
        if head in names:
            return names[head], length
        if head in bare and length == len(text):
            return bare[head], length
    return None


@cache
def _names() -> tuple[dict[str, tuple[Division, ...]], dict[str, tuple[Division, ...]]]:
    names: dict[str, list[Division]] = {}
    bare: dict[str, list[Division]] = {}
    for division in divisions():
        for name in _full_names(division):
            names.setdefault(name, []).append(division)
        short = _SUFFIX.match(_without_nationality(division.name))
        if short is not None:
            bare.setdefault(short["base"], []).append(division)
    return _frozen(names), _frozen(bare)


def _frozen(index: dict[str, list[Division]]) -> dict[str, tuple[Division, ...]]:
    return {name: tuple(found) for name, found in index.items()}


def _full_names(division: Division) -> set[str]:
    names = {division.name}
    autonomous = _AUTONOMOUS.match(division.name)
    if autonomous is not None:
        names |= {autonomous["base"] + autonomous["kind"], autonomous["base"] + "自治" + autonomous["kind"]}
    if division.name in _SHORT:
        names.add(_SHORT[division.name])
    if division.level == "province":
        names.add(division.province)
    return names


def _without_nationality(name: str) -> str:
    autonomous = _AUTONOMOUS.match(name)
    return name if autonomous is None else autonomous["base"] + autonomous["kind"]


@cache
def _codes() -> dict[str, Division]:
    return {division.code: division for division in divisions()}


@cache
def _longest_name() -> int:
    return max(len(name) for name in _names()[0])


@cache
def _hosts() -> dict[str, str]:
    text = files("parsers").joinpath("data/hosts.csv").read_text("utf-8")
    return {row["host"]: row["code"] for row in csv.DictReader(text.splitlines())}
