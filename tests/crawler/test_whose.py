"""Whose report a title speaks of, on a commission's own site and on a portal of many offices."""

from __future__ import annotations

import pytest

from archive.model import Body, Site
from crawler.walks import walks
from crawler.whose import OTHER, Owners

OURS = Body(
    "410724-wjw", "获嘉县卫生健康委员会", "county", "河南", "新乡市", "获嘉县", "410724", ("获嘉县卫生局",)
)
NEXT = Body("410725-wjw", "原阳县卫生健康委员会", "county", "河南", "新乡市", "原阳县", "410725")


@pytest.mark.parametrize(
    ("words", "owner"),
    [
        ("获嘉县卫生健康委员会2020年政府信息公开工作年度报告", "410724-wjw"),
        ("获嘉县卫生局2012年政府信息公开年报", "410724-wjw"),
        ("获嘉县卫健委2022年政府信息公开年报", "410724-wjw"),
        ("县卫健委2022年政府信息公开年报", "410724-wjw"),
        ("卫生健康局", "410724-wjw"),
        ("新乡市获嘉县卫生和计划生育委员会", "410724-wjw"),
        ("原阳县卫生健康委员会2020年政府信息公开工作年度报告", OTHER),
        ("获嘉县教育局2022年政府信息公开工作年度报告", OTHER),
        ("获嘉县人民政府2022年政府信息公开工作年度报告", OTHER),
        ("获嘉县发改委2022年政府信息公开工作年度报告", OTHER),
        ("2022年政府信息公开工作年度报告", None),
        ("我委2022年政府信息公开工作年度报告", None),
        ("各部门政府信息公开年报", None),
        ("县政府部门信息公开", None),
        ("政务公开", None),
    ],
)
def test_one_body(words: str, owner: str | None) -> None:
    assert Owners([OURS]).of(words) == owner


def test_two_bodies_are_told_apart_and_a_name_without_place_is_nobodys() -> None:
    owners = Owners([OURS, NEXT])
    assert owners.of("原阳县卫健委2023年年报") == "410725-wjw"
    assert owners.of("获嘉县卫健委2023年年报") == "410724-wjw"
    assert owners.of("县卫健委2023年年报") is None


def test_sites_of_one_host_are_one_walk() -> None:
    sites = [
        Site("a", OURS.body_id, "http://www.xx.gov.cn/"),
        Site("b", NEXT.body_id, "http://wjw.xx.gov.cn/"),
        Site("c", NEXT.body_id, "http://www.xx.gov.cn:80/bm/"),
    ]
    first, second = walks(sites, {OURS.body_id: OURS, NEXT.body_id: NEXT})
    assert [site.site_id for site in first.sites] == ["a", "c"] and first.portal
    assert first.site_of(NEXT.body_id) == "c" and first.bodies == (OURS, NEXT)
    assert [site.site_id for site in second.sites] == ["b"] and not second.portal
