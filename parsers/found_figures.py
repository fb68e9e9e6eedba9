"""What a table's reader hands on: the figures it found and how to say where they stand on the paper."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from parsers.chinese_numbers import CHARACTERS
from parsers.columns import Held
from parsers.forms import Entry, FormTable, printed_name
from parsers.labels import clean
from parsers.model import Cell, Figure, Finding
from parsers.readings import found

TITLES: Mapping[str, str] = {
    "proactive": "二、主动公开政府信息情况",
    "requests": "三、收到和处理政府信息公开申请情况",
    "disputes": "四、行政复议、行政诉讼情况",
    "statistics": "政府信息公开情况统计表",
}
"""How a message names each table."""


_MONEY = re.compile(r"^[^(\[【]*元|[(\[【](?:单位:?)?[十百千万亿]*元[)\]】]")
"""An amount of money, by its unit."""


@dataclass(slots=True)
class TableReading:
    """One table read on one form: what each figure's cell holds, by code, and the findings."""

    table: FormTable
    worth: float
    held: dict[str, Held] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def code(self, row: str, column: str) -> str:
        """The code of one of this table's cells."""
        return f"{self.table.name}.{row}.{column}"

    def codes(self, row: str, columns: Iterable[str] | None = None) -> tuple[str, ...]:
        """The codes of a row's cells, all of them or those of some columns."""
        return _codes(self.table, row, None if columns is None else tuple(columns))

    def say(self, row: str, words: str) -> str:
        """A message that begins with the table's and the row's printed names."""
        name = printed_name(self.table.form, self.table.name, row) if row else ""
        return f"{TITLES[self.table.name]}{'：' if name else ''}{name}：{words}"

    def outside(self, row: str, count: int) -> None:
        """Tells of filled cells beside the columns that the header names."""
        message = self.say(row, f"列标题之外还有{count}个有内容的单元格，不属于规定格式，未计入")
        codes = self.codes(row) if row else tuple(self.held)
        self.findings.append(found("column-outside-form", message, codes, actual=count))

    def figures(self) -> tuple[Figure, ...]:
        """Every figure of the table in codebook order; what has no cell is ``missing``."""
        return tuple(self._figure(entry) for entry in self.table.entries)

    def _figure(self, entry: Entry) -> Figure:
        held = self.held.get(entry.code)
        if held is None or held.cell is None or held.reading.state == "missing":
            confidence = "stated" if held is None else held.confidence
            others = () if held is None else held.alternatives
            return Figure(
                entry.table, entry.row, entry.column, None, "missing", "", entry.unit, confidence, others
            )
        return Figure(
            entry.table,
            entry.row,
            entry.column,
            held.reading.value,
            held.reading.state,
            held.cell.text,
            entry.unit,
            held.confidence,
            held.alternatives,
            held.cell.place,
        )

    def finish(self) -> None:
        """Adds the findings every table owes: rows that are absent, cells that hold no number."""
        for row in self.table.row_names:
            codes = self.codes(row)
            if self.held.keys().isdisjoint(codes):
                message = self.say(row, "表中没有这一行，其数值记为缺失，请核对原件")
                self.findings.append(found("row-not-found", message, codes))
        for entry in self.table.entries:
            held = self.held.get(entry.code)
            # Of bare digits, as most cells hold, there is nothing to tell.
            if held is not None and held.cell is not None and not held.cell.text.isdecimal():
                self._tell_of_cell(entry, held, held.cell)

    def _tell_of_cell(self, entry: Entry, held: Held, cell: Cell) -> None:
        seen, value = shorten(cell), held.reading.value
        if clean(cell.text) == "一" and any(map(_is_spoken, self.held.values())):
            self.held[entry.code] = replace(held, confidence="ambiguous", alternatives=(1,))
            rule, words = "one-or-dash", "“一”可能是汉字数字1，也可能是横线，未取值，请核对原件"
        elif held.reading.state == "text":
            rule, words = "not-a-number", f"“{seen}”不是数字，未取值，请核对原件"
        elif held.reading.noted:
            self._infer(entry, held)
            rule, words = "note-mark", f"“{seen}”数字后有注号或上标，读作{value}，请核对原件"
        elif held.reading.instead:
            others = (*held.alternatives, *held.reading.instead)
            self.held[entry.code] = replace(held, confidence="ambiguous", alternatives=others)
            rule, words = "remark-of-value", f"“{seen}”括注更正数值或另说增减，暂按{value}读取，请核对原件"
        elif value and entry.unit == "count" and _MONEY.search(clean(cell.text)):
            self.held[entry.code] = replace(held, confidence="ambiguous")
            rule, words = "money-for-count", f"“{seen}”是金额，而这一栏应为数量，暂按{value}读取，请核对原件"
        elif held.reading.apart:
            rule, words = "digits-apart", f"“{seen}”中间有空格，读作{value}"
        else:
            return
        self.findings.append(found(rule, self.say(entry.row, words), (entry.code,), actual=seen))

    def _infer(self, entry: Entry, held: Held) -> None:
        if held.confidence == "stated":
            self.held[entry.code] = replace(held, confidence="inferred")


@lru_cache(maxsize=2048)
def _codes(table: FormTable, row: str, columns: tuple[str, ...] | None) -> tuple[str, ...]:
    names = table.columns_of(row) if columns is None else columns
    return tuple(f"{table.name}.{row}.{column}" for column in names)


def _is_spoken(held: Held) -> bool:
    """Whether a figure is written in Chinese numerals."""
    text = "" if held.cell is None else clean(held.cell.text)
    return held.reading.state == "number" and text.startswith(tuple(CHARACTERS))


def shorten(cell: Cell) -> str:
    """The cell's text, short enough for a message."""
    return cell.text if len(cell.text) <= 40 else f"{cell.text[:40]}…"
