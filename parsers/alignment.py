"""Rows of a document matched to rows of the form: the best alignment in order, tolerant of damaged labels.

It is the alignment of two sequences: each pair is worth the likeness of its labels, rows of either
side may be left out, and the order of the form is kept. Labels that repeat (其他) or are garbled are
decided by their neighbours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from parsers.forms import FormRow
from parsers.labels import bare, likeness, split_ordinal
from parsers.rows import Row

ENOUGH = 0.5
"""A pair worth less is no match."""
UNLABELLED = 0.2
"""What a row with figures but without any label is worth on any row that the others leave free."""
_ORDINAL_AGREES = 0.15
_ORDINAL_DIFFERS = 0.15
_LONGEST_KNOWN = 100


@dataclass(frozen=True, slots=True)
class Match:
    """A document's row (by index) on a form's row; ``worth`` says how good the labels agree."""

    row: int
    form_row: FormRow
    worth: float

    @property
    def by_order(self) -> bool:
        """True when the label alone would not have told the row."""
        return self.worth < 0.7


@dataclass(frozen=True, slots=True)
class Alignment:
    """The matches in the document's order, and their worth together."""

    matches: tuple[Match, ...]
    worth: float

    def rows(self) -> dict[str, Match]:
        """The match of each form row that has one, by name."""
        return {match.form_row.name: match for match in self.matches}


class Printed(NamedTuple):
    """What tells which row it is: numbers and bare labels of its last label cells, or that it has figures."""

    labels: tuple[tuple[str, str], ...]
    unlabelled: bool


def _printed(row: Row) -> Printed:
    if row.labels:
        return Printed(tuple(split_ordinal(cell.text[:400]) for cell in row.labels[-4:]), False)
    return Printed((), row.has_value)


def _worths(row: Printed, form_rows: tuple[FormRow, ...], earlier: float) -> tuple[float, ...]:
    """How well a row's labels name each form row; the last label counts whole, earlier ones less."""
    if row.labels:
        return _named(row.labels, form_rows, earlier)
    free = UNLABELLED if row.unlabelled else 0.0
    return tuple(0.0 if form_row.is_group else free for form_row in form_rows)


@lru_cache(maxsize=4096)
def _named(
    labels: tuple[tuple[str, str], ...], form_rows: tuple[FormRow, ...], earlier: float
) -> tuple[float, ...]:
    worths: list[float] = []
    whole = {form_row.name for form_row in form_rows if labels[-1][1] in map(bare, form_row.labels)}
    for form_row in form_rows:
        if whole and form_row.name not in whole:
            # 上年结转… printed above 本年新收… is much like it, and not it.
            worths.append(0.0)
            continue
        *before, last = (_label_worth(label, form_row) for label in labels)
        best = max(last, earlier * max(before, default=0.0))
        worths.append(best if best >= ENOUGH else 0.0)
    return tuple(worths)


@lru_cache(maxsize=65536)
def _label_worth(label: tuple[str, str], form_row: FormRow) -> float:
    ordinal, body = label
    like = max(likeness(body, bare(known)) for known in form_row.labels)
    if like and ordinal and form_row.ordinal:
        like += _ORDINAL_AGREES if ordinal == form_row.ordinal else -_ORDINAL_DIFFERS
    return like


def align(rows: Sequence[Row], form_rows: Sequence[FormRow], *, earlier: float = 0.6) -> Alignment:
    """The alignment of greatest worth; O(rows × form rows)."""
    known = _align if len(rows) <= _LONGEST_KNOWN else _align.__wrapped__
    return known(tuple(map(_printed, rows)), tuple(form_rows), earlier)


# Most reports print the same labels, and labels alone decide. A longer table than any form's comes but once.
@lru_cache(maxsize=1024)
def _align(rows: tuple[Printed, ...], form_rows: tuple[FormRow, ...], earlier: float) -> Alignment:
    height, width = len(rows), len(form_rows)
    pairs = [_worths(row, form_rows, earlier) for row in rows]
    best = [[0.0] * (width + 1) for _ in range(height + 1)]
    for i in range(height - 1, -1, -1):
        worths, here, below = pairs[i], best[i], best[i + 1]
        for j in range(width - 1, -1, -1):
            skipped = below[j] if below[j] > here[j + 1] else here[j + 1]
            taken = below[j + 1] + worths[j] if worths[j] else 0.0
            here[j] = taken if taken > skipped else skipped
    matches: list[Match] = []
    i = j = 0
    while i < height and j < width:
        pair = pairs[i][j]
        if pair and best[i][j] == best[i + 1][j + 1] + pair:
            matches.append(Match(i, form_rows[j], pair))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    kept = _sure(rows, form_rows, [*matches, *_out_of_order(pairs, matches, form_rows)])
    kept.sort(key=lambda match: match.row)
    # A heading says nothing about the form: (六)其他处理 is a row of one form and a heading of the other.
    return Alignment(tuple(kept), sum(match.worth for match in kept if not match.form_row.is_group))


def _out_of_order(
    pairs: Sequence[Sequence[float]], matches: Sequence[Match], form_rows: Sequence[FormRow]
) -> list[Match]:
    """Rows that stand in another order than the form's, but whose labels leave no doubt."""
    used_rows = {match.row for match in matches}
    used = {match.form_row.name for match in matches}
    late: list[Match] = []
    for index, pair in enumerate(pairs):
        if index in used_rows:
            continue
        for form_row, value in zip(form_rows, pair, strict=True):
            if value >= 0.9 and form_row.name not in used and len(bare(form_row.labels[0])) >= 4:
                late.append(Match(index, form_row, value))
                used.add(form_row.name)
                break
    return late


def _sure(rows: Sequence[Printed], form_rows: Sequence[FormRow], matches: list[Match]) -> list[Match]:
    """Takes back rows without labels where the gap they stand in has more form rows than such rows."""
    position = {form_row.name: at for at, form_row in enumerate(form_rows)}
    taken = {position[match.form_row.name] for match in matches if rows[match.row].labels}
    kept: list[Match] = []
    for match in matches:
        if not rows[match.row].labels:
            at = position[match.form_row.name]
            gap = _gap(at, taken, form_rows)
            inside = sum(
                1 for other in matches if not rows[other.row].labels and position[other.form_row.name] in gap
            )
            if inside != len(gap):
                continue
        kept.append(match)
    return kept


def _gap(at: int, taken: set[int], form_rows: Sequence[FormRow]) -> set[int]:
    low = at
    while low > 0 and low - 1 not in taken:
        low -= 1
    high = at
    while high + 1 < len(form_rows) and high + 1 not in taken:
        high += 1
    return {index for index in range(low, high + 1) if not form_rows[index].is_group}
