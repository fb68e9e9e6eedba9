"""How reports.db keeps the places of figures: what cells share once, then a few numbers a cell.

The places of one report differ only in rows, columns and boxes. A *pattern* is a place as JSON with ``$1``
to ``$4`` where its own parts stood. A row of ``places`` names a pattern and the first variable that stands
there, with an array of the own parts of that variable and of those after it (null: it stands elsewhere). The
view ``locator`` puts places together again: plain SQL, nothing packed, so that any SQLite reads it.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator

_MARKS = ("$1", "$2", "$3", "$4")
LONGEST = 32
"""Variables of one row: short rows fill the file's pages better."""
FURTHEST = 8
"""So many variables may be passed over in a row before it is shorter to begin another."""

_INT = r"(-?\d+)"
# What is its own in a place's canonical JSON, by kind: every other group. Another shape is kept whole.
_OWN_PARTS = {
    "html": re.compile(
        rf'(.*?"column":){_INT}(,.*\[)([1-9]\d*)(\][^"\[]*\[)([1-9]\d*)(\][^"\[]*","row":){_INT}(,.*)'
    ),
    "page": re.compile(r'(.*?"box":\[)([^,]+)(,)([^,]+)(,)([^,]+)(,)([^]]+)(\].*)'),
    "sheet": re.compile(r'(.*?"cell":")([A-Z]+)()([1-9]\d*)(".*)'),
    "text": re.compile(rf'(.*?"column":){_INT}(,"kind":"text","length":){_INT}(,"line":){_INT}(.*)'),
    "word": re.compile(rf'(.*?"column":){_INT}(,.*?"row":){_INT}(.*)'),
}
_KIND = '"kind":"'


def parted(place: str) -> tuple[str, str]:
    """The pattern of a place (canonical JSON) and its own parts, as a JSON array."""
    if "$" in place:
        # Written so that it is no mark; JSON reads the same sign.
        place = place.replace("$", "\\u0024")
    after = place.find(_KIND) + len(_KIND)
    own = _OWN_PARTS.get(place[after : place.find('"', after)])
    found = own.fullmatch(place) if own else None
    if not found:
        return place, "[]"
    pieces = list(found.groups())
    parts = pieces[1::2]
    pieces[1::2] = _MARKS[: len(parts)]
    if parts[0].isalpha():
        parts[0] = f'"{parts[0]}"'
    return "".join(pieces), f"[{','.join(parts)}]"


def grouped(places: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str, str]]:
    """First variable, pattern and parts (a JSON array) for one report's places, given by variable."""
    begun: dict[str, tuple[int, list[str]]] = {}
    for variable, place in sorted(places):
        pattern, parts = parted(place)
        first, told = begun.get(pattern, (variable, []))
        passed = variable - first - len(told)
        if passed > FURTHEST or len(told) + passed >= LONGEST:
            yield first, pattern, f"[{','.join(told)}]"
            first, told, passed = variable, [], 0
        told += ["null"] * passed
        told.append(parts)
        begun[pattern] = first, told
    for pattern, (first, told) in begun.items():
        yield first, pattern, f"[{','.join(told)}]"


class Places:
    """Writes the places of reports; patterns are numbered in the order they are first met."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._patterns: dict[str, int] = dict(db.execute("SELECT pattern, n FROM place_pattern"))

    def add(self, report: int, places: Iterable[tuple[int, str]]) -> None:
        """Write one report's places: variable and canonical JSON."""
        rows = [(report, first, self._number(pattern), parts) for first, pattern, parts in grouped(places)]
        self._db.executemany("INSERT INTO places (report, first, pattern, parts) VALUES (?, ?, ?, ?)", rows)

    def _number(self, pattern: str) -> int:
        found = self._patterns.get(pattern)
        if found is None:
            found = self._patterns[pattern] = len(self._patterns) + 1
            self._db.execute("INSERT INTO place_pattern VALUES (?, ?)", (found, pattern))
        return found


def _whole() -> str:
    told = "place_pattern.pattern"
    for number, mark in enumerate(_MARKS):
        told = f"replace({told}, '{mark}', coalesce(json_extract(own.value, '$[{number}]'), ''))"
    return told


LOCATOR = (
    "CREATE VIEW locator AS SELECT places.report AS report, places.first + own.key AS variable,"
    f" {_whole()} AS place FROM places, json_each(places.parts) AS own"
    " JOIN place_pattern ON place_pattern.n = places.pattern WHERE own.value IS NOT NULL"
)
"""The view: report, variable, and the place as JSON."""
