"""The codebook, the list of shipped queries and the page for programs."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from gongkai_pages import printed, wording
from gongkai_pages.reading import html, rows

TRAPS = (
    (
        "空白不是零",
        "Blank is not zero",
        "空白、横线、“无”与 0 是不同的状态；空白的 value 为 null，从不填补。",
        "Blank, dash, 无 and 0 are different states. The value of a blank is null and is never filled in.",
    ),
    (
        "2019 与 2021 的主动公开不可比",
        "Section 2 of 2019 and 2021 cannot be compared",
        "“新制作数量”不等于“制发件数”，“对外公开总数量”不等于“现行有效件数”。",
        "Newly made is not issued; total disclosed is not in force.",
    ),
    (
        "增减的正负号",
        "The sign of 本年增/减",
        "表头只写“本年减”时，数字按负数计，标为推定。",
        "Where only the heading says 本年减, the number is read as negative and marked inferred.",
    ),
    (
        "金额一律为元",
        "Money is in yuan",
        "2021 年格式以万元印刷；此处换算为元，原文保留在 raw。",
        "The 2021 form prints 10,000 yuan; values here are yuan, the printed words stay in raw.",
    ),
    (
        "总计可能空白",
        "Totals may be blank",
        "明细行的总计常为空白；求和时用 requests.kind 区分收件、结果、总计与结转。",
        "Totals of detail rows are often blank; use requests.kind so that a total is never counted twice.",
    ),
)


async def page(datasette: Any, request: Any) -> Any:
    """``/codebook``."""
    found = await rows(datasette, "SELECT * FROM variable ORDER BY n")
    groups = [
        (form, table, printed.HEADINGS.get(table, (table, table)), list(lines))
        for (form, table), lines in groupby(found, key=lambda row: (row["form"], row["table"]))
    ]
    return await html(datasette, request, "codebook", groups=groups, traps=TRAPS, forms=wording.FORMS)


async def queries(datasette: Any, request: Any) -> Any:
    """``/queries``."""
    return await html(datasette, request, "queries", queries=wording.queries(datasette))


async def api(datasette: Any, request: Any) -> Any:
    """``/api``."""
    base = f"{request.scheme}://{request.host}"
    return await html(datasette, request, "api", base=base)
