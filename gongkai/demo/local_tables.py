"""Tables as a place or editor altered them: columns and rows added or dropped, headers gone, spans wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from gongkai.demo.draft import Draft
from gongkai.demo.truth import DemoCell, TrueFigure

Row = tuple[DemoCell, ...]
Done = tuple[tuple[str, ...], str, bool]


def _rows(draft: Draft, name: str, change: Callable[[tuple[Row, ...]], tuple[Row, ...]]) -> None:
    for place, table in enumerate(draft.tables):
        if table.name == name:
            draft.tables[place] = replace(table, rows=change(table.rows))


def history_column(draft: Draft) -> Done:
    """2014: a second column of figures, the sum of all years, right of the year's own."""

    def change(rows: tuple[Row, ...]) -> tuple[Row, ...]:
        older = [DemoCell("历年累计")]
        for row in rows[1:]:
            code = row[-1].code
            older.append(DemoCell("——" if code is None else str(int(draft.values[code]) * 4 + 3)))
        return tuple((*row, cell) for row, cell in zip(rows, older, strict=True))

    _rows(draft, "statistics", change)
    return (), "a column 历年累计 stands beside 统计数", False


def serial_column(draft: Draft) -> Done:
    """2014: the lines are numbered in a column of their own before the label."""

    def change(rows: tuple[Row, ...]) -> tuple[Row, ...]:
        return tuple((DemoCell(str(number) if number else "序号"), *row) for number, row in enumerate(rows))

    _rows(draft, "statistics", change)
    return (), "a column 序号 stands before the labels", False


def extra_rows(draft: Draft) -> Done:
    """2014: rows a province added among those of the national list."""
    added = (
        ("（五）接受咨询数", "人次", "812"),
        ("其中：现场咨询数", "人次", "77"),
        ("（六）制定政府信息公开制度数", "件", "5"),
    )

    def change(rows: tuple[Row, ...]) -> tuple[Row, ...]:
        at = next(n for n, row in enumerate(rows) if row[0].text.startswith("四、"))
        more = tuple(tuple(DemoCell(text) for text in row) for row in added)
        return (*rows[:at], *more, *rows[at:])

    _rows(draft, "statistics", change)
    return (), "a province's own rows stand among the national ones", False


def headers_gone(draft: Draft) -> Done:
    _rows(draft, "requests", lambda rows: rows[3:])
    return (), "the table of section 3 has no header rows", False


def _unspaced(label: str) -> str:
    """A label as the form prints it, where another fault has broken it by spaces."""
    return label.replace(" ", "")


def column_dropped(draft: Draft) -> Done:
    """The column 科研机构 is not printed at all, its header neither."""
    codes = tuple(
        code for code in draft.figures if code.startswith("requests.") and code.endswith(".research")
    )
    for code in codes:
        draft.figures[code] = TrueFigure(None, "missing", "")

    def change(rows: tuple[Row, ...]) -> tuple[Row, ...]:
        narrower = {"申请人情况": 6, "法人或其他组织": 4}
        return tuple(
            tuple(
                replace(cell, colspan=narrower.get(_unspaced(cell.text), cell.colspan))
                for cell in row
                if cell.code not in codes and _unspaced(cell.text) != "科研机构"
            )
            for row in rows
        )

    _rows(draft, "requests", change)
    return codes, "the column 科研机构 is missing, its header too", False


def no_research(draft: Draft) -> None:
    """Takes the applicants of 科研机构 out of every sum, so that the column can go."""
    for code in tuple(draft.values):
        if code.startswith("requests.") and code.endswith(".research"):
            draft.values[code.replace("research", "total")] -= draft.values[code]
            draft.values[code] = 0


def rowspan_wrong(draft: Draft) -> Done:
    """The merged label of 三 claims two rows fewer than it covers."""

    def change(rows: tuple[Row, ...]) -> tuple[Row, ...]:
        return tuple(
            tuple(replace(c, rowspan=c.rowspan - 2) if c.text.startswith("三、") else c for c in row)
            for row in rows
        )

    _rows(draft, "requests", change)
    return (), "the label of 三 is merged over two rows too few", False


def rowspan_long(draft: Draft) -> Done:
    """The merged label of 三 runs on over the last row."""

    def change(rows: tuple[Row, ...]) -> tuple[Row, ...]:
        return tuple(
            tuple(replace(c, rowspan=c.rowspan + 1) if c.text.startswith("三、") else c for c in row)
            for row in rows
        )

    _rows(draft, "requests", change)
    return (), "the label of 三 is merged over one row too many", False
