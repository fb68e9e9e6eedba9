"""The replica sites: which body's site is replicated on which content system, with which habits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from archive.model import Body
from gongkai.demo.sites import hanweb, plain, trs
from gongkai.demo.sites.annual import build_annual
from gongkai.demo.sites.form_layouts import Epoint, HanwebForm, HanwebSearch, LonsunLabel
from gongkai.demo.sites.layouts import (
    Anhui,
    Generic,
    Gkmlpt,
    Hanweb,
    Jpaas,
    Layout,
    Lonsun,
    Trs,
    Ucap,
    Vsb,
    Zibo,
)
from gongkai.demo.sites.portal import build_portal
from gongkai.demo.sites.reports import Moment
from gongkai.demo.sites.resource import ReplicaSite
from gongkai.demo.sites.truecms import Truecms
from gongkai.demo.sites.whole import Habits, build_whole

Build = Callable[[tuple[Body, ...], int, int, Moment], ReplicaSite]


@dataclass(frozen=True, slots=True)
class Row:
    """A replica site of the plan: its name, its bodies, and how it is built."""

    name: str
    bodies: tuple[str, ...]
    build: Build


def _own(build: Callable[[Body, int, int, Moment], ReplicaSite]) -> Build:
    return lambda bodies, seed, noise, moment: build(bodies[0], seed, noise, moment)


def _whole(name: str, layout: Layout, habits: Habits, later: tuple[str, Layout] | None = None) -> Build:
    """A site of the common make; ``later`` is the system it has moved to by the second moment."""

    def build(bodies: tuple[Body, ...], seed: int, noise: int, moment: Moment) -> ReplicaSite:
        at = later if later is not None and moment.moved else (name, layout)
        return build_whole(bodies[0], at[0], at[1], habits, seed, noise, moment)

    return build


def _annual(bodies: tuple[Body, ...], seed: int, noise: int, moment: Moment) -> ReplicaSite:
    return build_annual(bodies[0], Habits(column="信息公开年度报告"), seed, noise, moment)


FILES = ("page", "pdf script", "xlsx", "ofd", "download", "twice")
SHOWN = ("frame", "embed", "object", "viewer", "file frame", "script", "click")
FORMER = tuple(range(2014, 2019))

SMALL: tuple[Row, ...] = (
    Row("trs", ("640200-wjw",), _own(trs.build)),
    Row("hanweb", ("330100-wjw",), _own(hanweb.build)),
    Row("generic", ("410724-wjw",), _own(plain.build)),
)
"""The sites of the demo and of most tests."""

TOUR: tuple[Row, ...] = (
    *SMALL,
    Row("vsb", ("371300-wjw",), _whole("vsb", Vsb(), Habits(shapes=("page", "xlsx", "docx", "ofd", "pdf")))),
    Row("portal", ("370302-wjw", "370303-wjw"), build_portal),
)

ALL: tuple[Row, ...] = (
    *SMALL,
    Row("hanweb-annual", ("330400-wjw",), _annual),
    Row("jpaas", ("620000-wjw",), _whole("jpaas", Jpaas(), Habits(earlier=FORMER, hazards=True))),
    Row("ucap", ("360000-wjw",), _whole("ucap", Ucap(), Habits(others=True, misdated=True))),
    Row("vsb", ("371300-wjw",), _whole("vsb", Vsb(), Habits(shapes=FILES, hazards=True, page_size=3))),
    Row("gkmlpt", ("440000-wjw",), _whole("gkmlpt", Gkmlpt(), Habits(shapes=("page", "frame")))),
    Row("lonsun", ("340100-wjw",), _whole("lonsun", Lonsun(), Habits(column="获取信息", earlier=FORMER))),
    Row("zibo", ("370300-wjw",), _whole("zibo", Zibo(), Habits(column="年度报告", others=True))),
    Row("anhui", ("340000-wjw",), _whole("anhui", Anhui(), Habits(column="信息公开年报", page_size=2))),
    Row(
        "gbk",
        ("110101-wjw",),
        _whole(
            "generic",
            Generic(),
            Habits(
                shapes=SHOWN,
                charset="gbk",
                declared=False,
                hazards=True,
                misdated=True,
                others=True,
                earlier=FORMER[-2:],
            ),
        ),
    ),
    Row(
        "years",
        ("220000-wjw",),
        _whole("trs", Trs(), Habits(structure="years", shapes=("page", "refresh", "moved", "pdf"))),
    ),
    Row("standing", ("320000-wjw",), _whole("hanweb", Hanweb(), Habits("年报", structure="standing"))),
    Row(
        "scripted", ("430100-wjw",), _whole("generic", Generic(), Habits(structure="scripted", hazards=True))
    ),
    Row(
        "moving",
        ("510100-wjw",),
        _whole("generic", Generic(), Habits(shapes=("page", "docx")), ("trs", Trs())),
    ),
    Row("portal", ("370302-wjw", "370303-wjw"), build_portal),
    Row("truecms", ("320600-wjw",), _whole("truecms", Truecms(), Habits(earlier=tuple(range(2008, 2019))))),
    Row("hanweb-form", ("320900-wjw",), _whole("hanweb-form", HanwebForm(), Habits(page_size=2))),
    Row("hanweb-search", ("230100-wjw",), _whole("hanweb-search", HanwebSearch(), Habits(others=True))),
    Row("lonsun-label", ("341500-wjw",), _whole("lonsun", LonsunLabel(), Habits(page_size=2))),
    Row(
        "epoint",
        ("320300-wjw",),
        _whole("epoint", Epoint(), Habits(others=True, earlier=tuple(range(2008, 2019)))),
    ),
)

FAMILIES: Mapping[str, tuple[Row, ...]] = {"small": SMALL, "tour": TOUR, "all": ALL}
