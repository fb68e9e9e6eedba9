"""The lines of a registry's CSV file and what their cells may hold; every error names line and column."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast, get_args
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from _csv import Reader

Level = Literal["national", "province", "prefecture", "county"]
Render = Literal["auto", "never", "always"]
LEVELS: tuple[str, ...] = get_args(Level)
RENDERS: tuple[str, ...] = get_args(Render)


class RegistryError(ValueError):
    """A registry file cannot be used; each of its problems names file, line, column and what to do."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a CSV file with the words to locate an error in it; ``surplus`` cells have no column."""

    file: str
    number: int
    cells: dict[str, str]
    surplus: int

    def get(self, column: str) -> str:
        return self.cells.get(column, "").strip()

    def error(self, column: str, what: str) -> RegistryError:
        seen = self.get(column)
        return RegistryError(f"{self.file}, line {self.number}, column {column}: {what} (seen: {seen!r})")


def read_lines(
    path: Path, required: Sequence[str], allowed: frozenset[str], take: Callable[[Line], None]
) -> None:
    """Hand on each line of a file; what is wrong with any of them is raised together, at the end."""
    problems: list[str] = []
    for line in _lines(path, required, allowed):
        try:
            if line.surplus:
                columns = len(line.cells)
                where = f"{path}, line {line.number}"
                raise RegistryError(f"{where}: {columns + line.surplus} cells under {columns} columns")
            take(line)
        except RegistryError as error:
            problems += error.problems
    if problems:
        raise RegistryError(*problems)


def _lines(path: Path, required: Sequence[str], allowed: frozenset[str]) -> Iterator[Line]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RegistryError(f"{path}: not UTF-8 at byte {error.start}; save the file as UTF-8") from error
    except OSError as error:
        raise RegistryError(f"{path}: cannot be read ({error.strerror})") from error
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    try:
        yield from _rows(path, reader, required, allowed)
    except csv.Error as error:
        raise RegistryError(
            f"{path}, line {reader.line_num}: no CSV ({error}); look at its quotes"
        ) from error


def _rows(path: Path, reader: Reader, required: Sequence[str], allowed: frozenset[str]) -> Iterator[Line]:
    header = [cell.strip() for cell in next(reader, [])]
    if not any(header):
        raise RegistryError(f"{path}, line 1: empty; a header line such as {','.join(required)} is needed")
    for column in required:
        if column not in header:
            raise RegistryError(f"{path}, line 1: column {column} is missing; the header has {header}")
    for place, column in enumerate(header, 1):
        if column not in allowed:
            raise RegistryError(f"{path}, line 1, column {place}: unknown column {column!r}")
        if column in header[: place - 1]:
            raise RegistryError(f"{path}, line 1, column {place}: {column} stands twice")
    for row in reader:
        if not any(cell.strip() for cell in row):
            continue
        cells = dict(zip(header, row, strict=False))
        yield Line(str(path), reader.line_num, cells, max(0, len(row) - len(header)))


def required_cell(line: Line, column: str) -> str:
    value = line.get(column)
    if not value:
        raise line.error(column, "must not be blank")
    return value


def level_of(line: Line) -> Level:
    level = line.get("level")
    if level not in LEVELS:
        raise line.error("level", f"must be one of {', '.join(LEVELS)}")
    return cast(Level, level)


def render_of(line: Line) -> Render:
    render = line.get("render") or "auto"
    if render not in RENDERS:
        raise line.error("render", f"must be blank or one of {', '.join(RENDERS)}")
    return cast(Render, render)


def division_code_of(line: Line) -> str | None:
    code = line.get("division_code")
    if code and not (len(code) == 6 and code.isascii() and code.isdigit()):
        raise line.error("division_code", "must be blank or the six digits of GB/T 2260")
    return code or None


def count_of(line: Line, column: str) -> int | None:
    value = line.get(column)
    if not value:
        return None
    if not (value.isascii() and value.isdigit() and int(value) > 0):
        raise line.error(column, "must be blank or a whole number above 0")
    return int(value)


def address_of(line: Line, column: str, value: str) -> str:
    if not value:
        return value
    try:
        parts = urlsplit(value)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise line.error(column, f"is no address: {error}") from error
    if parts.scheme not in ("http", "https") or not host:
        raise line.error(column, "must be an address that begins with http:// or https://")
    return value


def once(line: Line, column: str, value: str, taken: dict[str, int]) -> None:
    if value in taken:
        raise line.error(column, f"{value} stands already on line {taken[value]}")
    taken[value] = line.number
