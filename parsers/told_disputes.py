"""Section 4 told in sentences instead of a table: the figures a sentence states of one cell and no other.

``行政复议12件，其中结果维持8件，结果纠正1件`` gives three figures. What a sentence leaves out stays
missing: where nothing happened, only the total is stated. A result without its block, one figure said twice
with two numbers, a number that is only about right, of another year or of other bodies is not taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from parsers.cells import Reading
from parsers.chinese_numbers import number as chinese_number
from parsers.claim_patterns import NUMBER
from parsers.columns import Held
from parsers.found_figures import TITLES, TableReading
from parsers.model import Cell, Place, Source
from parsers.narrative import sentences
from parsers.readings import found

SECTION = 4
_CLAUSE = re.compile(r"[^，。；;：:、（）]+")
_BLOCKS: Mapping[str, re.Pattern[str]] = {
    "litigation_direct": re.compile(r"未经(?:行政)?复议(?:而|便)?(?:直接)?(?:起诉|提起|诉讼)|直接起诉"),
    "litigation_after_review": re.compile(r"(?<!未经)(?<!未经行政)复议(?:之)?后(?:再)?(?:起诉|提起)"),
    "": re.compile(r"诉讼|起诉|应诉"),
    "review": re.compile(r"复议"),
}
"""The blocks by what names them, most particular first; lawsuits of either kind have no cell."""
_RESULTS: Mapping[str, re.Pattern[str]] = {
    "upheld": re.compile(r"维持"),
    "corrected": re.compile(r"纠正"),
    "other": re.compile(r"其[他它]结果"),
    "pending": re.compile(r"(?:尚未|未)(?:审结|办结)|正在审理"),
}
_COUNTED = re.compile(rf"(?<![\d.第]){NUMBER}(?:件|起|宗|例)")
_NONE = re.compile(
    r"未(?:曾|被|发生|收到|接到|出现|产生|有|涉及|引发|受理)|没有|无(?:因|被|任何|行政|复议|诉讼|此类|相关|发生)"
)
_NOT_THE_COUNT = re.compile(r"余|多件|几|[约近超逾]|同比|较|比上|增加|增长|减少|下降|上升|撤回|受理|驳回")
_OTHERS = re.compile(r"上年|去年|上一年|往年|历年|以来|累计|系统|[下所直]属|各[县市区单乡]|复议机关|代理")
"""Another time, or another body: one that decides on reviews is not the one that is reviewed."""
_YEAR = re.compile(r"(?:19|20)\d\d年")
_FURTHEST = 10
"""Characters between a block's name and its count."""
_REVIEW = r"(?<!未经)(?<!未经行政)复议(?!后|之后)"
_BOTH = re.compile(rf"{_REVIEW}.*诉讼|诉讼.*{_REVIEW}")


@dataclass(frozen=True, slots=True)
class _Told:
    """A figure as a clause states it: row, column, value, the clause and where its sentence stands."""

    row: str
    column: str
    value: int
    clause: str
    place: Place


def told_disputes(reading: TableReading, source: Source) -> None:
    """Fill an empty reading of section 4 with what its sentences state, each inferred, and say so."""
    told: dict[str, list[_Told]] = {}
    for sentence in sentences(source, (SECTION,)):
        if not _OTHERS.search(sentence.compact) and len(set(_YEAR.findall(sentence.compact))) <= 1:
            for one in _told(sentence.compact, sentence.place):
                told.setdefault(reading.code(one.row, one.column), []).append(one)
    sure = {code: all_of[0] for code, all_of in told.items() if len({one.value for one in all_of}) == 1}
    for code, one in sure.items():
        cell = Cell(0, 0, one.clause, one.place)
        reading.held[code] = Held(cell, Reading(one.value, "number"), "inferred")
    if sure:
        seen = "；".join(dict.fromkeys(one.clause for one in sure.values()))
        message = (
            f"{TITLES[reading.table.name]}：没有表格，{len(sure)}个数取自文字（{seen[:200]}），请核对原件"
        )
        reading.findings.append(found("figures-from-text", message, tuple(sure), actual=len(sure)))


def _told(text: str, place: Place) -> Iterator[_Told]:
    row: str | None = None
    for clause in _CLAUSE.findall(text):
        if _BOTH.search(clause):
            row = None
            continue
        named = next(
            ((name, match) for name, pattern in _BLOCKS.items() if (match := pattern.search(clause))), None
        )
        row = row if named is None else named[0]
        columns = [name for name, pattern in _RESULTS.items() if pattern.search(clause)]
        counted = _counted(clause)
        if not row or counted is None or len(columns) > 1:
            continue
        value, at = counted
        if columns:
            yield _Told(row, columns[0], value, clause, place)
        elif named is not None and (at is None or 0 <= at - named[1].end() <= _FURTHEST):
            yield _Told(row, "total", value, clause, place)


def _counted(clause: str) -> tuple[int, int | None] | None:
    """The one number a clause counts and where it stands, 0 where it says there was none; else ``None``."""
    counts = list(_COUNTED.finditer(clause))
    if len(counts) > 1 or _NOT_THE_COUNT.search(clause):
        return None
    if not counts:
        return (0, None) if _NONE.search(clause) else None
    written = counts[0]["n"].replace(",", "")
    value = int(written) if written.isdecimal() and written.isascii() else chinese_number(written)
    return None if value is None else (value, counts[0].start())
