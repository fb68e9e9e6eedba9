"""Places: the codes of the five seeds, names that are shared, names that are shortened."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from parsers.divisions import by_code, divisions, host_division, locate, narrow


@pytest.mark.parametrize(
    ("place", "code", "level"),
    [
        ("刚察县", "632224", "county"),
        ("青海省海北州刚察县", "632224", "county"),
        ("获嘉县", "410724", "county"),
        ("获嘉", "410724", "county"),
        ("淄博市淄川区", "370302", "county"),
        ("石嘴山市", "640200", "prefecture"),
        ("楚雄州", "532300", "prefecture"),
        ("楚雄彝族自治州", "532300", "prefecture"),
        ("北京市朝阳区", "110105", "county"),
        ("长春市朝阳区", "220104", "county"),
        ("吉林市", "220200", "prefecture"),
        ("吉林", "220000", "province"),
        ("内蒙古自治区", "150000", "province"),
        ("海南藏族自治州", "632500", "prefecture"),
        ("巴州", "652800", "prefecture"),
        ("科左中旗", "150521", "county"),
        ("济源市", "419001", "county"),
        ("珲春市", "222404", "county"),
        ("贵池区", "341702", "county"),
        ("大冶市", "420281", "county"),
        ("重庆市渝北区", "500112", "county"),
        ("舟山市普陀区", "330903", "county"),
        ("东乌旗", "152525", "county"),
        ("喀左县", "211324", "county"),
    ],
)
def test_a_place_has_its_code(place: str, code: str, level: str) -> None:
    located = locate(place)
    assert located.only is not None
    assert (located.only.code, located.only.level, located.rest) == (code, level, "")


@pytest.mark.parametrize("place", ["朝阳区", "鼓楼区", "市中区", "西湖区", "普陀区", "江北区"])
def test_a_shared_name_stays_open(place: str) -> None:
    located = locate(place)
    assert len(located.candidates) > 1
    assert located.only is None


def test_a_hint_settles_a_shared_name() -> None:
    nanjing, zhengzhou = by_code("320100"), by_code("410100")
    assert nanjing is not None and zhengzhou is not None
    candidates = locate("鼓楼区").candidates
    assert [division.code for division in narrow(candidates, [nanjing])] == ["320106"]
    assert narrow(candidates, [zhengzhou]) == candidates


def test_an_unknown_place_has_no_candidates() -> None:
    assert locate("某某特别管理区").candidates == ()
    assert locate("淄博市火星区").rest == "火星区"


def test_a_county_is_not_looked_for_in_another_city() -> None:
    assert locate("南京市淄川区").rest == "淄川区"


def test_a_host_names_its_place() -> None:
    assert host_division("http://www.huojia.gov.cn/a/b.html") == by_code("410724")
    assert host_division("http://127.0.0.1:8000/a") is None
    assert host_division(None) is None


def test_codes_are_six_digits_and_unique() -> None:
    codes = [division.code for division in divisions()]
    assert len(set(codes)) == len(codes) > 3000
    assert all(len(code) == 6 and code.isdigit() for code in codes)


def test_every_known_body_has_its_division(shared: Path) -> None:
    known = {division.code for division in divisions()}
    with (shared / "sites" / "sites.csv").open(encoding="utf-8") as rows:
        missing = [row["body"] for row in csv.DictReader(rows) if row["division_code"] not in {"", *known}]
    assert missing == []
