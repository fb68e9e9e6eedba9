"""Plain text with tables in one of three manners: pipes, tabs, or one cell a line.

- Pipes: every row is ``| cell | cell |``; a row of dashes under the header is dropped.
- Tabs: every row is one line, its cells parted by tabs.
- One cell a line: each cell is a line that begins with a tab, a blank line ends the row, and a line
  without a tab continues the cell before it. Word's text export does this.

Rows are kept as they stand; a blank line (a page's end, often) begins a new grid.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from parsers.formats.decoding import decode
from parsers.grid import MAX_COLUMNS
from parsers.model import Block, Cell, Grid, Paragraph, Source, TextPlace
from parsers.readings import found

_RULE = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")
_PIPE = re.compile(r"(?<!\\)\|")
PROSE = 120
"""A cell longer than this that ends a sentence is an indented paragraph, not a cell."""
LEAST_PIPED = 5
MAX_LINES = 50_000
"""Lines past this are not read; the longest report with its tables has 2,000."""

Piece = tuple[str, int, int]
"""A cell's text with the line and column, from 1, where it begins."""


def read(data: bytes, address: str | None = None, media_type: str | None = None) -> Source:
    """Reads a text file into paragraphs (one a line) and inexact grids, each with its line and column."""
    decoded = decode(data, media_type)
    lines = lines_of(decoded.text)
    findings = decoded.findings
    if len(lines) > MAX_LINES:
        message = f"文件有{len(lines)}行，只读取了前{MAX_LINES}行，请查看原件"
        findings = (*findings, found("text-cut", message, expected=MAX_LINES, actual=len(lines)))
        del lines[MAX_LINES:]
    blocks = tuple(_stacked(lines) if _is_stacked(lines) else _lined(lines))
    return Source("text/plain", blocks, encoding=decoded.encoding, findings=findings)


def lines_of(text: str) -> list[str]:
    """The lines as places count them: a page's end is a line's end too."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").split("\n")


def _is_stacked(lines: Sequence[str]) -> bool:
    """True when nearly every line with a tab is a tab and one cell."""
    tabbed = [line for line in lines if "\t" in line and not _is_prose(line)]
    single = sum(1 for line in tabbed if line.count("\t") == 1 and line.startswith("\t"))
    return single >= 10 and single >= 0.9 * len(tabbed)


def _is_prose(line: str) -> bool:
    return line.count("\t") == 1 and line.startswith("\t") and len(line) > PROSE and "。" in line


def _paragraph(line: str, number: int) -> Paragraph:
    text = line.strip("\n")
    lead = len(text) - len(text.lstrip())
    return Paragraph(text.strip(), TextPlace(number, lead + 1, len(text.strip())))


def _cell(row: int, column: int, piece: Piece) -> Cell:
    text, line, start = piece
    lead = len(text) - len(text.lstrip())
    bare = text.strip()
    place = TextPlace(line, start + (lead if bare else 0), len(bare))
    return Cell(row, column, bare, place)


def _grid(rows: Sequence[Sequence[Piece]]) -> Grid:
    cells = (_cell(r, c, piece) for r, row in enumerate(rows) for c, piece in enumerate(row))
    return Grid(tuple(cells), exact=False)


def _pieces(line: str, number: int, cuts: Sequence[int]) -> list[Piece]:
    """The parts of a line between cuts, each cut one character wide; past ``MAX_COLUMNS`` the rest is one."""
    pieces: list[Piece] = []
    start = 0
    for cut in (*cuts[: MAX_COLUMNS - 1], len(line)):
        pieces.append((line[start:cut], number, start + 1))
        start = cut + 1
    return pieces


def _pipe_row(line: str, number: int, open_ended: bool) -> list[Piece]:
    cuts = [match.start() for match in _PIPE.finditer(line)]
    pieces = _pieces(line, number, cuts)
    if open_ended:
        return pieces
    if not pieces[0][0].strip():
        pieces = pieces[1:]
    if pieces and not pieces[-1][0].strip():
        pieces = pieces[:-1]
    return pieces


def _tab_row(line: str, number: int) -> list[Piece]:
    return _pieces(line, number, [at for at, char in enumerate(line) if char == "\t"])


def _is_pipe(line: str, open_ended: bool) -> bool:
    bare = line.strip()
    return (open_ended or bare.startswith("|")) and bare.count("|") >= 2


def _lined(lines: Sequence[str]) -> Iterator[Block]:
    """Blocks of a text whose rows are lines (pipes or tabs)."""
    rows: list[list[Piece]] = []
    # Tables may leave out the bars at both ends; a line or two with bars is a page's menu.
    barred = [_is_pipe(line, False) for line in lines if _is_pipe(line, True)]
    open_ended = len(barred) >= LEAST_PIPED and 2 * sum(barred) < len(barred)
    for number, line in enumerate(lines, start=1):
        if _is_pipe(line, open_ended):
            if not _RULE.match(line):
                rows.append(_pipe_row(line, number, open_ended))
            continue
        if "\t" in line and not _is_prose(line):
            rows.append(_tab_row(line, number))
            continue
        if rows:
            yield _grid(rows)
            rows = []
        if line.strip():
            yield _paragraph(line, number)
    if rows:
        yield _grid(rows)


def _stacked(lines: Sequence[str]) -> Iterator[Block]:
    """Blocks of a text that gives one cell a line."""
    rows: list[list[Piece]] = []
    row: list[Piece] = []
    blanks = 0
    for number, line in enumerate(lines, start=1):
        if line.startswith("\t") and not _is_prose(line):
            row.append((line[1:], number, 2))
            blanks = 0
        elif not line.strip():
            blanks += 1
            if row:
                rows.append(row)
                row = []
            if blanks > 1 and rows:
                yield _grid(rows)
                rows = []
        elif row and not blanks:
            row[-1] = _continued(row[-1], line, number)
        else:
            if rows:
                yield _grid(rows)
                rows = []
            yield _paragraph(line, number)
            blanks = 0
    if row:
        rows.append(row)
    if rows:
        yield _grid(rows)


def _continued(piece: Piece, line: str, number: int) -> Piece:
    text, at, column = piece
    # A cell that was empty so far is placed where its text stands.
    return (f"{text}\n{line}", at, column) if text.strip() else (line, number, 1)
