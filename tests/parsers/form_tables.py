"""Tables of the forms as a document prints them, with known figures, for tests to damage."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

from parsers.forms import FORMS
from parsers.model import Cell, Figure, Finding, Form, Grid, Number, Source, TextPlace
from parsers.tables import figures

Table = list[list[str]]
Change = Callable[[Table], None]


def source(*tables: Table, exact: bool = False) -> Source:
    blocks = []
    for number, table in enumerate(tables):
        cells = [
            Cell(r, c, text, TextPlace(100 * number + r + 1, 10 * c + 1, len(text)))
            for r, row in enumerate(table)
            for c, text in enumerate(row)
        ]
        blocks.append(Grid(tuple(cells), exact))
    return Source("text/plain", tuple(blocks))


HEADER = [
    ["勾稽关系", "", "", "申请人情况", "", "", "", "", "", "总计"],
    ["", "", "", "自然人", "法人或其他组织", "", "", "", "", ""],
    ["", "", "", "", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", ""],
]


@cache
def _truth(form: Form) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """Every row's figures, all sums in order: outcomes 3,1,..; nothing carried in or out."""
    rows = [row for row in FORMS[form].table("requests").rows if not row.is_group]
    outcomes = {row.name: (10 + at, at % 2, 0, at % 3, 0, 1) for at, row in enumerate(rows[2:-2])}
    columns = list(zip(*outcomes.values(), strict=True))
    total = tuple(sum(column) for column in columns)
    values = {"new": total, "carried_in": (0,) * 6, **outcomes, "total": total, "carried_out": (0,) * 6}
    return tuple((name, (*parts, sum(parts))) for name, parts in values.items())


def truth(form: Form) -> dict[str, tuple[int, ...]]:
    return dict(_truth(form))


def requests_table(form: Form = "2019") -> Table:
    rows: Table = [list(row) for row in HEADER]
    table = FORMS[form].table("requests")
    group = ""
    values = truth(form)
    for row in table.rows:
        if row.is_group:
            group = row.name
            continue
        number = [str(value) for value in values[row.name]]
        label = f"{row.ordinal}.{row.labels[0]}"
        if row.group:
            rows.append(
                ["", f"（）{table.row(row.group).labels[0]}" if group == row.group else "", label, *number]
            )
            group = ""
        else:
            rows.append([label, "", "", *number])
    return rows


def proactive_2019() -> Table:
    return [
        ["第二十条第（一）项", "", "", ""],
        ["信息内容", "本年新制作数量", "本年新公开数量", "对外公开总数量"],
        ["规章", "0", "0", "0"],
        ["规范性文件", "3", "2", "9"],
        ["第二十条第（五）项", "", "", ""],
        ["信息内容", "上一年项目数量", "本年增/减", "处理决定数量"],
        ["行政许可", "8", "+2", "40"],
        ["其他对外管理服务事项", "7", "减 1", "5"],
        ["第二十条第（六）项", "", "", ""],
        ["信息内容", "上一年项目数量", "本年增/减", "处理决定数量"],
        ["行政处罚", "285", "无", "20"],
        ["行政强制", "12", "-3", ""],
        ["第二十条第（八）项", "", "", ""],
        ["信息内容", "上一年项目数量", "本年增/减", ""],
        ["行政事业性收费", "1", "减", ""],
        ["第二十条第（九）项", "", "", ""],
        ["信息内容", "采购项目数量", "采购总金额", ""],
        ["政府集中采购", "100", "9000 万", ""],
    ]


def proactive_2021(fee: str = "1.2", head: str = "本年收费金额(单位:万元)") -> Table:
    return [
        ["第二十条第（一）项", "", "", ""],
        ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
        ["规章", "0", "0", "0"],
        ["行政规范性文件", "1", "2", "8"],
        ["第二十条第（五）项", "", "", ""],
        ["信息内容", "本年处理决定数量", "", ""],
        ["行政许可", "828件", "", ""],
        ["第二十条第（六）项", "", "", ""],
        ["信息内容", "本年处理决定数量", "", ""],
        ["行政处罚", "48", "", ""],
        ["行政强制", "0", "", ""],
        ["第二十条第（八）项", "", "", ""],
        ["信息内容", head, "", ""],
        ["行政事业性收费", fee, "", ""],
    ]


def disputes_table(values: Sequence[str] = tuple("1003400000200002"[:15])) -> Table:
    results = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    return [
        ["行政复议", "", "", "", "", "行政诉讼", *[""] * 9],
        [*results, "未经复议直接起诉", *[""] * 4, "复议后起诉", *[""] * 4],
        [*[""] * 5, *results, *results],
        list(values),
    ]


def whole(form: Form) -> Source:
    return source(
        proactive_2019() if form == "2019" else proactive_2021(), requests_table(form), disputes_table()
    )


def by_code(read: Source) -> tuple[Form | None, dict[str, Figure], tuple[Finding, ...]]:
    form, all_figures, findings = figures(read)
    return form, {figure.code: figure for figure in all_figures}, findings


def row_of(all_figures: dict[str, Figure], row: str) -> list[Number | None]:
    return [
        figure.value for figure in all_figures.values() if figure.table == "requests" and figure.row == row
    ]


def flagged(findings: Sequence[Finding]) -> set[str]:
    return {code for finding in findings for code in finding.cells}


def silently_wrong(read: Source, form: Form) -> list[str]:
    """Codes of section 3 that differ from the truth, are called stated, and that no finding names."""
    _, all_figures, findings = by_code(read)
    columns = [column.name for column in FORMS[form].table("requests").columns]
    named = flagged(findings)
    return [
        code
        for row, values in truth(form).items()
        for column, value in zip(columns, values, strict=True)
        if (code := f"requests.{row}.{column}") not in named
        and all_figures[code].confidence == "stated"
        and all_figures[code].value != value
    ]
