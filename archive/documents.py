"""A parsed document as publishing needs it: the parser's JSON as values, with the captures that hold it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from archive.canonical import canonical, read_json
from archive.model import Capture

Value = int | float | str | None

LONGEST = 300_000
"""Characters of one text that are published: a value of more than 2 MB fails each page and query it is on."""

LARGEST = 1 << 53
"""Whole numbers beyond it (digits run together) are published as inexact ones, the printed text beside them:
SQLite refuses more than 63 bits, sums need room, and a browser counts no further.
"""


class ToldFigure(NamedTuple):
    """One figure; ``alternatives`` and ``where`` are canonical JSON, ``None`` where there is nothing.

    No dataclass: publishing makes fifteen million of them.
    """

    cell: str
    value: int | float | None
    state: str
    raw: str
    confidence: str
    alternatives: str | None
    where: str | None


@dataclass(frozen=True, slots=True)
class ToldFinding:
    """One finding of the parser, or of publishing itself."""

    check: str
    severity: str
    cells: tuple[str, ...]
    expected: Value
    actual: Value
    message: str


@dataclass(frozen=True, slots=True)
class ToldSection:
    """One section of text."""

    number: int
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class ToldClaim:
    """A figure stated in a sentence; ``where`` is canonical JSON."""

    about: str
    value: int | float
    sentence: str
    where: str | None


@dataclass(frozen=True, slots=True)
class Outline:
    """An annual report as one payload tells it, without its text and figures: small enough to hold them all.

    ``line`` says which line of the payload's parsing this is, ``path`` what the parser called it.
    ``captures`` holds every capture of it, oldest first, in a version from the one on that saw it come.
    ``fullness`` compares documents of one report: more numbers read, then fewer errors, is fuller.
    ``content`` is a hash of what a reader would call the report itself: equal content is no new version.
    ``torn``: it was never seen but cut off.
    """

    payload_sha256: str
    line: int
    path: str
    captures: tuple[Capture, ...]
    media_type: str
    pages: int | None
    body: str
    division_code: str | None
    year: int | None
    form: str | None
    title: str
    published: str | None
    period: tuple[str, str] | None
    fullness: tuple[int, int]
    content: str
    torn: bool = False

    @property
    def first(self) -> Capture:
        """The capture that saw it come."""
        return self.captures[0]

    @property
    def part(self) -> str:
        """What the path adds to the address: a member (``!/2021.docx``), a number (``#2``) or nothing."""
        read = [capture.url for capture in self.captures if self.path.startswith(capture.url)]
        return self.path.removeprefix(max(read, key=len)) if read else ""

    @property
    def address(self) -> str:
        """Where a reader finds it: the address of that capture, and the part."""
        return self.first.url + self.part


@dataclass(frozen=True, slots=True)
class Document:
    """An annual report as one payload tells it, with everything the parser read."""

    outline: Outline
    sections: tuple[ToldSection, ...]
    figures: tuple[ToldFigure, ...]
    claims: tuple[ToldClaim, ...]
    findings: tuple[ToldFinding, ...]


def _readable(text: str) -> str:
    """A text no longer than what the site reads as one value, or its beginning and where the rest is."""
    return text if len(text) <= LONGEST else text[:LONGEST] + "……（其余从略，见原件）"


def _kept(value: Any) -> Any:
    """A number as SQLite can keep it; anything else as it is."""
    return float(value) if isinstance(value, int) and abs(value) > LARGEST else value


def _figure(row: Mapping[str, Any]) -> ToldFigure:
    alternatives, where = row.get("alternatives"), row.get("where")
    return ToldFigure(
        f"{row['table']}.{row['row']}.{row['column']}",
        _kept(row["value"]),
        row["state"],
        _readable(row["raw"]),
        row["confidence"],
        canonical(alternatives) if alternatives else None,
        canonical(where) if where else None,
    )


def _claim(row: Mapping[str, Any]) -> ToldClaim:
    where = canonical(row["where"]) if row["where"] else None
    return ToldClaim(row["about"], _kept(row["value"]), row["sentence"], where)


def _finding(row: Mapping[str, Any]) -> ToldFinding:
    return ToldFinding(
        row["check"],
        row["severity"],
        tuple(row["cells"]),
        _kept(row["expected"]),
        _kept(row["actual"]),
        _readable(row["message"]),
    )


def _content(told: Mapping[str, Any]) -> str:
    report = told["report"]
    said = [
        [report["title"], report["published"]],
        [[it["number"], it["heading"], it["text"]] for it in told["sections"]],
        [
            [it["table"], it["row"], it["column"], it["value"], it["state"], it["raw"]]
            for it in told["figures"]
        ],
    ]
    return hashlib.sha256(canonical(said).encode("utf-8", "surrogatepass")).hexdigest()


def read_outlines(sha256: str, json_text: str, captures: tuple[Capture, ...]) -> Iterator[Outline]:
    """The outline of each annual report in a kept parsing; none when the document is no report.

    Raises ``KeyError`` when the JSON has not the shape the parsers write.
    """
    for line, text in enumerate(json_text.split("\n")):
        told = read_json(text)
        if told["report"] is not None:
            yield _outline(sha256, line, told, captures)


def _outline(sha256: str, line: int, told: Mapping[str, Any], captures: tuple[Capture, ...]) -> Outline:
    report = told["report"]
    period = report["period"]
    numbers = sum(figure["value"] is not None for figure in told["figures"])
    errors = sum(finding["severity"] == "error" for finding in told["findings"])
    return Outline(
        payload_sha256=sha256,
        line=line,
        path=told["document"]["path"],
        captures=captures,
        media_type=told["document"]["media_type"],
        pages=told["document"]["pages"],
        body=report["body"] or "",
        division_code=report["division_code"],
        year=report["year"],
        form=report["form"],
        title=report["title"] or "",
        published=report["published"],
        period=(period[0], period[1]) if period else None,
        fullness=(numbers, -errors),
        content=_content(told),
    )


def read_document(outline: Outline, json_text: str) -> Document:
    """The whole document behind an outline, from the same kept parsing."""
    told = read_json(json_text.split("\n")[outline.line])
    return Document(
        outline,
        sections=tuple(
            ToldSection(it["number"], it["heading"], _readable(it["text"])) for it in told["sections"]
        ),
        figures=tuple(_figure(row) for row in told["figures"]),
        claims=tuple(_claim(row) for row in told["claims"]),
        findings=tuple(_finding(row) for row in told["findings"]),
    )
