"""Rates with their numerator and denominator in sight: over years, and by province in one year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from datasette.utils.asgi import NotFound
from gongkai_pages import wording
from gongkai_pages.charts import Point, line_chart
from gongkai_pages.reading import html, kept


@dataclass(frozen=True, slots=True)
class Rate:
    """A share: the cells that are added up, over one cell; only reports that give all of them count.

    A report in which one of them is ambiguous is left out, like one in which it is blank.
    """

    zh: str
    en: str
    numerator: tuple[str, ...]
    denominator: str
    words_zh: str
    words_en: str


HANDLED = "requests.total.total"
DENIED = tuple(
    f"requests.denied_{ground}.total"
    for ground in (
        "state_secret by_law security third_party internal process enforcement_file"
        " administrative_query".split()
    )
)
RATES: dict[str, Rate] = {
    "granted": Rate(
        "予以公开率",
        "Share granted in full or part",
        ("requests.granted.total", "requests.partly_granted.total"),
        HANDLED,
        "（予以公开 + 部分公开）÷ 本年度办理结果总计",
        "Granted plus partly granted, over all handled in the year",
    ),
    "denied": Rate(
        "不予公开率",
        "Share denied",
        DENIED,
        HANDLED,
        "八项“不予公开”之和 ÷ 本年度办理结果总计",
        "The eight grounds of denial together, over all handled in the year",
    ),
    "not_held": Rate(
        "不掌握率",
        "Share answered not held",
        ("requests.unavailable_not_held.total",),
        HANDLED,
        "本机关不掌握相关政府信息 ÷ 本年度办理结果总计",
        "Not held by this body, over all handled in the year",
    ),
    "natural_persons": Rate(
        "自然人申请占比",
        "Share of requests by natural persons",
        ("requests.new.natural_person",),
        "requests.new.total",
        "自然人新收申请 ÷ 新收申请总计",
        "New requests of natural persons, over all new requests",
    ),
    "reviews_corrected": Rate(
        "复议纠正率",
        "Share of reviews corrected",
        ("disputes.review.corrected",),
        "disputes.review.total",
        "行政复议结果纠正 ÷ 行政复议总计",
        "Reviews that corrected the body, over all reviews",
    ),
}
# A reading from 20 on is ambiguous: the column `confidence` is computed from it, a row at a time.
TOLD = """
WITH told AS (
  SELECT f.report, sum(CASE WHEN v.cell <> :bottom THEN f.value END) AS top, sum(v.cell <> :bottom) AS parts,
         max(CASE WHEN v.cell = :bottom THEN f.value END) AS bottom
  FROM variable v JOIN figure f ON f.variable = v.n
  WHERE v.cell IN ({cells}) AND f.value IS NOT NULL AND f.reading < 20
  GROUP BY f.report HAVING bottom IS NOT NULL AND parts = :parts
)
SELECT r.year, r.province, count(*) AS reports, sum(told.top) AS top, sum(told.bottom) AS bottom
FROM told JOIN report r ON r.n = told.report WHERE r.latest = 1 GROUP BY r.year, r.province
"""


async def index(datasette: Any, request: Any) -> Any:
    """``/rates``."""
    return await html(datasette, request, "rates", rates=RATES)


async def page(datasette: Any, request: Any) -> Any:
    """``/rate/<name>?year=…``."""
    name = request.url_vars["rate"]
    rate = RATES.get(name)
    if rate is None:
        raise NotFound(f"没有这个比率。 No such rate: {name}")
    found = await _told(datasette, rate)
    years = [_added(found, "year", year) for year in sorted({row["year"] for row in found})]
    wanted = request.args.get("year") or ""
    year = int(wanted) if wanted.isdecimal() and len(wanted) == 4 else (years[-1]["year"] if years else None)
    here = [_shared(row) for row in found if row["year"] == year]
    points = [
        Point(row["year"], row["share"], wording.form_in_force(row["year"]), "blank", "") for row in years
    ]
    return await html(
        datasette,
        request,
        "rate",
        name=name,
        rate=rate,
        rates=RATES,
        years=years,
        year=year,
        provinces=sorted(here, key=lambda row: (row["share"] is None, -(row["share"] or 0.0))),
        drawing=line_chart(points, (), rate.zh, written="{:.1%}".format) if points else None,
    )


async def _told(datasette: Any, rate: Rate) -> list[dict[str, Any]]:
    cells = (*rate.numerator, rate.denominator)
    params: dict[str, Any] = {f"cell{n}": cell for n, cell in enumerate(cells)}
    marks = ", ".join(f":{key}" for key in params)
    params |= {"bottom": rate.denominator, "parts": len(rate.numerator)}
    return await kept(datasette, TOLD.format(cells=marks), params)


def _added(found: list[dict[str, Any]], key: str, value: Any) -> dict[str, Any]:
    mine = [row for row in found if row[key] == value]
    total = {name: sum(row[name] for row in mine) for name in ("reports", "top", "bottom")}
    return _shared({key: value, **total})


def _shared(row: dict[str, Any]) -> dict[str, Any]:
    """The row with its share; nothing over nothing is no share, not 0."""
    return {**row, "share": row["top"] / row["bottom"] if row["bottom"] else None}
