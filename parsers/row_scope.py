"""Rows of section 2 that hold more or less than the form's row they are like: opened, and told.

行政强制措施 and 行政强制执行 are both 行政强制; 行政处罚、行政强制 are two rows in one; 行政处罚罚款金额 is a
sum of fines and no number of penalties; and a second figure below the first has no label of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from parsers.alignment import Alignment
from parsers.cells import read_cell
from parsers.found_figures import TableReading
from parsers.labels import bare, clean
from parsers.readings import found
from parsers.rows import Row

_SECOND = re.compile("^[、/,及和与]")
"""Behind a row's name: a second name follows."""
_MONEY = re.compile("金额|罚款|罚没")
"""In the label of a row that counts: it holds money instead."""


def doubt_scope(reading: TableReading, body: Sequence[Row], alignment: Alignment) -> None:
    """Opens the figures of each row that holds more or less than the form's, and says what is printed."""
    taken = {match.row for match in alignment.matches}
    others = [row for at, row in enumerate(body) if at not in taken and row.labels and row.has_value]
    for match in alignment.matches:
        row, names = body[match.row], [bare(label) for label in match.form_row.labels]
        seen = [row.text, *_beside(row, names, others)]
        below = body[match.row + 1 : match.row + 2]
        if match.row + 1 not in taken and below and not below[0].labels and below[0].grid == row.grid:
            seen += [cell.text for cell in below[0].rest if read_cell(cell.text).value is not None]
        counts = "amount" not in reading.table.columns_of(match.form_row.name)
        if len(seen) == 1 and not _is_another(row, names, counts):
            continue
        codes = reading.codes(match.form_row.name)
        for code in codes:
            if (held := reading.held.get(code)) is not None:
                reading.held[code] = replace(held, confidence="ambiguous")
        words = f"印作“{'、'.join(seen)}”，与规定格式的这一行不是同一范围，取了第一个数，请核对原件"
        message = reading.say(match.form_row.name, words)
        reading.findings.append(found("row-scope", message, codes, actual=row.text))


def _beside(row: Row, names: Sequence[str], others: Sequence[Row]) -> Iterator[str]:
    """The labels of other rows that go on from the same name as this row's own longer label."""
    label = _label(row)
    if label in names:
        return
    whole = next((name for name in names if label.startswith(name)), None)
    if whole is not None:
        yield from (other.text for other in others if _label(other).startswith(whole))


def _is_another(row: Row, names: Sequence[str], counts: bool) -> bool:
    text = clean(row.labels[-1].text) if row.labels else ""
    behind = [text.partition(name)[2] for name in names if name in text]
    return any(_SECOND.search(rest) or (counts and _MONEY.search(rest)) for rest in behind)


def _label(row: Row) -> str:
    return bare(row.labels[-1].text) if row.labels else ""
