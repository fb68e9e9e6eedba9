"""Figures that sentences state, as claims beside the tables.

A claim is never a figure of the form: it is compared with one. The patterns are data
(``claim_patterns``); this module cuts the text into sentences, keeps their places, and reads the numbers.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal

from parsers.chinese_numbers import number as chinese_number
from parsers.claim_patterns import PATTERNS, TOPICS, WORDS, ClaimPattern
from parsers.model import Claim, Form, Number, Place, Source, TextPlace
from parsers.prose import Line
from parsers.sections import divide

_SCALE = {None: 1, "万": 10_000, "亿": 100_000_000}
_ROUGH_AFTER = ("余", "多", "几")
_ROUGH_BEFORE = ("约", "近", "超", "超过", "逾", "多达")
_LESS = frozenset({"减少", "下降", "降低", "减"})
# A line that ends without one of these runs on in the next: pages and fixed widths break sentences.
_LINE_ENDS = "。；;！!？?：:"
# A heading inside a section ends without a stop and yet does not run on.
_SUBHEADING = re.compile(r"^[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．][^。；，]{2,32}$")
_STOP = re.compile(r"[。！!？?]|(?<=\S)；|;")
_YEAR = re.compile(r"((?:19|20)\d\d)年")
_EARLIER = re.compile(r"(?:上年|去年|上一年|上年度|截至上年)[^，。；;]{0,6}$")
# No sentence is longer; a run without stops is no prose, and patterns would be slow on it.
_LONGEST_SENTENCE = 2_000
# Plans and problems state no figures of the year; before 2019 section 5 told of reviews and lawsuits.
_OTHER_SECTIONS = frozenset({5})
_STILL_FIGURES = re.compile("复议|诉讼|申诉|收费|费用")
# What a whole system of bodies did, and what has added up over years, is no figure of this body's year.
_OTHERS = re.compile(
    r"(?:系统|[局委下直所]属|各(?:县|区|市|乡镇|单位))(?!.*(?:我[局委厅]|本[局委厅机]|其中))[^。；]*$"
)
_OVER_YEARS = re.compile(r"(?:截[至止]|以来|历年)[^。；]*累计(?!.*其中)[^。；]*$")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as printed, the same without spaces and in one width, and where it begins."""

    printed: str
    compact: str
    place: Place


def claims(source: Source, form: Form | None, year: int | None = None) -> tuple[Claim, ...]:
    """Every figure a sentence states about a cell of the form.

    Without a form (prose alone, tables as pictures) the codes are those of the form of that year, and
    of the 2014 table for anything older. A sentence that speaks of another year than ``year`` is left
    out. Said twice in one sentence, a figure is one claim.
    """
    codes = form if form not in (None, "2008") else _form_of(year)
    found: dict[tuple[str, Number, str], Claim] = {}
    for sentence in sentences(source):
        for pattern in PATTERNS:
            # To look for a word costs far less than to try the pattern at each character.
            if WORDS[pattern.topic] not in sentence.compact:
                continue
            about = TOPICS[pattern.topic].get(codes)
            if about is None:
                continue
            for match in pattern.pattern.finditer(sentence.compact):
                if _of_another_year(sentence.compact[: match.end()], match.start(), year):
                    continue
                if _of_others(sentence.compact, match):
                    continue
                value = _value(pattern, match)
                if value is None or _is_rough(sentence.compact, match):
                    continue
                claim = Claim(about, value, sentence.printed, sentence.place)
                found.setdefault((about, value, sentence.printed), claim)
    return tuple(found.values())


def _form_of(year: int | None) -> Form:
    if year is None or year < 2019:
        return "2014"
    return "2019" if year < 2021 else "2021"


def sentences(source: Source, only: Collection[int] = ()) -> Iterator[Sentence]:
    """The sentences of the running text, those over several lines joined; section 5 is left out.

    ``only`` gives those of some sections, by their numbers.
    """
    for part in divide(source):
        problems = part.number in _OTHER_SECTIONS and not _STILL_FIGURES.search(part.heading)
        if problems or (only and part.number not in only):
            continue
        run: list[Line] = []
        for line in part.lines:
            run.append(line)
            whole = line.text.strip()
            if whole.endswith(tuple(_LINE_ENDS)) or _SUBHEADING.match(whole):
                yield from _cut(run)
                run = []
        yield from _cut(run)


def _cut(run: list[Line]) -> Iterator[Sentence]:
    """Cut joined lines into sentences at full stops, remembering the line and column each begins at."""
    text = "".join(line.text for line in run)
    starts: list[int] = []
    length = 0
    for line in run:
        starts.append(length)
        length += len(line.text)
    begin = 0
    for end in [match.end() for match in _STOP.finditer(text)] + [len(text)]:
        piece = text[begin:end]
        printed = piece.strip()
        if printed and len(printed) <= _LONGEST_SENTENCE:
            offset = begin + len(piece) - len(piece.lstrip())
            yield Sentence(printed, _compact(printed), _place(run, starts, offset, len(printed)))
        begin = end


def _place(run: list[Line], starts: list[int], offset: int, length: int) -> Place:
    index = bisect_right(starts, offset) - 1
    line, place = run[index], run[index].place
    inside = offset - starts[index]
    if not isinstance(place, TextPlace):
        return place
    return TextPlace(place.line, place.column + inside, min(length, len(line.text) - inside))


def _compact(text: str) -> str:
    # Few sentences hold any of these, and a table of translation asks for every character.
    narrow = text.translate(_WIDTH) if _ANY_WIDTH.search(text) else text
    # The comma that ends a clause is not the comma inside a number.
    return _THOUSANDS.sub("", _SPACE.sub("", narrow)).replace(",", "，")


_WIDTH = {ord("０") + digit: ord("0") + digit for digit in range(10)} | {
    ord("．"): ord("."),
    ord("％"): ord("%"),
    ord("*"): None,
    ord("("): ord("（"),
    ord(")"): ord("）"),
}
_ANY_WIDTH = re.compile(f"[{re.escape(''.join(map(chr, _WIDTH)))}]")
_SPACE = re.compile(r"\s+")
_THOUSANDS = re.compile(r"[,，](?<=\d[,，])(?=\d{3}(?!\d))")


def _of_another_year(text: str, start: int, year: int | None) -> bool:
    """Whether the last year named before the number is another, or 上年 stands before the wording."""
    named = _YEAR.findall(text)
    if year is not None and named and int(named[-1]) != year:
        return True
    return _EARLIER.search(text[:start]) is not None


def _of_others(text: str, match: re.Match[str]) -> bool:
    """Whether the number is that of more bodies than this one, or of more years."""
    before = text[: match.start("n") if "n" in match.re.groupindex else match.start()]
    return _OTHERS.search(before) is not None or _OVER_YEARS.search(before) is not None


def _is_rough(text: str, match: re.Match[str]) -> bool:
    """Whether the number is only about right (20余件, 近百件): nothing to hold a cell against."""
    if "n" not in match.re.groupindex:
        return False
    start, end = match.span("n")
    return text[end : end + 1] in _ROUGH_AFTER or text[:start].endswith(_ROUGH_BEFORE)


def _value(pattern: ClaimPattern, match: re.Match[str]) -> Number | None:
    """The number meant, in counts or yuan; ``None`` for Chinese numerals that are no single number."""
    if pattern.value is not None:
        return pattern.value
    groups = match.groupdict()
    written = groups["n"].replace(",", "").replace("，", "")
    spoken = None if written[0].isascii() else chinese_number(written)
    if spoken is None and not written[0].isascii():
        return None
    number = (Decimal(written) if spoken is None else Decimal(spoken)) * _SCALE[groups.get("scale")]
    if groups.get("sign") in _LESS:
        number = -number
    return int(number) if number == number.to_integral_value() else number
