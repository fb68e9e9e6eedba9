"""Reads the registry: which bodies exist and on which sites their reports may stand.

The country's registry ships with the package (``bodies.csv``, ``sites.csv``); a file of the user's own
may name sites only, by ``body_id`` or by the columns ``body``, ``level`` and ``division_code``.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from importlib import resources
from pathlib import Path
from typing import Literal, cast, get_args
from urllib.parse import urlsplit

from archive.model import Body, Site

Level = Literal["national", "province", "prefecture", "county"]
Render = Literal["auto", "never", "always"]
LEVELS: tuple[str, ...] = get_args(Level)
RENDERS: tuple[str, ...] = get_args(Render)
SITE_COLUMNS = frozenset(
    (
        "site_id",
        "body_id",
        "start_url",
        "column_url",
        "cms",
        "render",
        "max_pages",
        "note",
        "body",
        "level",
        "province",
        "division_code",
    )
)
BODY_COLUMNS = (
    "body_id",
    "name",
    "level",
    "province",
    "prefecture",
    "county",
    "division_code",
    "predecessors",
    "note",
)
"""In the order of the file."""

# The first two digits of a GB/T 2260 code say the province.
PROVINCES = {
    "11": "北京", "12": "天津", "13": "河北", "14": "山西", "15": "内蒙古", "21": "辽宁", "22": "吉林",
    "23": "黑龙江", "31": "上海", "32": "江苏", "33": "浙江", "34": "安徽", "35": "福建", "36": "江西",
    "37": "山东", "41": "河南", "42": "湖北", "43": "湖南", "44": "广东", "45": "广西", "46": "海南",
    "50": "重庆", "51": "四川", "52": "贵州", "53": "云南", "54": "西藏", "61": "陕西", "62": "甘肃",
    "63": "青海", "64": "宁夏", "65": "新疆",
}  # fmt: skip


class RegistryError(ValueError):
    """A registry file cannot be used; each of its problems names file, line, column and what to do."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Registry:
    """Sites and the bodies they belong to; every site's body is among ``bodies``."""

    sites: tuple[Site, ...]
    bodies: tuple[Body, ...]


@dataclass(frozen=True, slots=True)
class _Line:
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


def registry() -> Registry:
    """The registry shipped with the package."""
    folder = resources.files("crawler")
    with resources.as_file(folder / "bodies.csv") as bodies, resources.as_file(folder / "sites.csv") as sites:
        known = read_bodies(bodies)
        return read_sites(sites, known)


def read_bodies(path: Path) -> tuple[Body, ...]:
    """The bodies of a CSV file; raises RegistryError naming line and column of all errors."""
    bodies: list[Body] = []
    taken: dict[str, int] = {}

    def take(line: _Line) -> None:
        body = Body(
            body_id=_required(line, "body_id"),
            name=_required(line, "name"),
            level=_level(line),
            province=line.get("province"),
            prefecture=line.get("prefecture") or None,
            county=line.get("county") or None,
            division_code=_division_code(line),
            predecessors=tuple(filter(None, line.get("predecessors").split("|"))),
            note=line.get("note"),
        )
        _unique(line, "body_id", body.body_id, taken)
        bodies.append(body)

    _read(path, ("body_id", "name", "level"), frozenset(BODY_COLUMNS), take)
    return tuple(bodies)


def read_sites(path: Path, bodies: Sequence[Body] | None = None) -> Registry:
    """The sites of a CSV file with their bodies; raises RegistryError naming line and column of all errors.

    ``bodies`` are those a ``body_id`` may name (by default the country's). A row without ``body_id``
    describes its body by ``body``, ``level`` and ``division_code``; a known body of that code and name
    is used as it stands in the registry.
    """
    if bodies is None:
        with resources.as_file(resources.files("crawler") / "bodies.csv") as shipped:
            bodies = read_bodies(shipped)
    known = {body.body_id: body for body in bodies}
    sites: list[Site] = []
    used: dict[str, Body] = {}
    taken: dict[str, int] = {}
    _read(path, ("start_url",), SITE_COLUMNS, lambda line: sites.append(_site(line, known, used, taken)))
    if not sites:
        raise RegistryError(f"{path}: no site in the file; it needs a header line and one line a site")
    return Registry(tuple(sites), tuple(used.values()))


def _site(line: _Line, known: dict[str, Body], used: dict[str, Body], taken: dict[str, int]) -> Site:
    body = _body_of(line, known, used)
    used[body.body_id] = body
    site_id = line.get("site_id") or _free(body.body_id, taken)
    _unique(line, "site_id", site_id, taken)
    return Site(
        site_id=site_id,
        body_id=body.body_id,
        start_url=_address(line, "start_url", _required(line, "start_url")),
        column_url=_address(line, "column_url", line.get("column_url")) or None,
        cms=line.get("cms") or None,
        render=_render(line),
        max_pages=_count(line, "max_pages"),
        note=line.get("note"),
    )


def _read(
    path: Path, required: Sequence[str], allowed: frozenset[str], take: Callable[[_Line], None]
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


def _lines(path: Path, required: Sequence[str], allowed: frozenset[str]) -> Iterator[_Line]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RegistryError(f"{path}: not UTF-8 at byte {error.start}; save the file as UTF-8") from error
    except OSError as error:
        raise RegistryError(f"{path}: cannot be read ({error.strerror})") from error
    reader = csv.reader(text.splitlines(keepends=True))
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
        yield _Line(str(path), reader.line_num, cells, max(0, len(row) - len(header)))


def _required(line: _Line, column: str) -> str:
    value = line.get(column)
    if not value:
        raise line.error(column, "must not be blank")
    return value


def _level(line: _Line) -> Level:
    level = line.get("level")
    if level not in LEVELS:
        raise line.error("level", f"must be one of {', '.join(LEVELS)}")
    return cast(Level, level)


def _render(line: _Line) -> Render:
    render = line.get("render") or "auto"
    if render not in RENDERS:
        raise line.error("render", f"must be blank or one of {', '.join(RENDERS)}")
    return cast(Render, render)


def _division_code(line: _Line) -> str | None:
    code = line.get("division_code")
    if code and not (len(code) == 6 and code.isascii() and code.isdigit()):
        raise line.error("division_code", "must be blank or the six digits of GB/T 2260")
    return code or None


def _count(line: _Line, column: str) -> int | None:
    value = line.get(column)
    if not value:
        return None
    if not (value.isascii() and value.isdigit() and int(value) > 0):
        raise line.error(column, "must be blank or a whole number above 0")
    return int(value)


def _address(line: _Line, column: str, value: str) -> str:
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


def _unique(line: _Line, column: str, value: str, taken: dict[str, int]) -> None:
    if value in taken:
        raise line.error(column, f"{value} stands already on line {taken[value]}")
    taken[value] = line.number


def _free(body_id: str, taken: dict[str, int]) -> str:
    number, site_id = 1, body_id
    while site_id in taken:
        number += 1
        site_id = f"{body_id}-{number}"
    return site_id


def _body_of(line: _Line, known: dict[str, Body], used: dict[str, Body]) -> Body:
    body_id = line.get("body_id")
    if body_id and body_id in known:
        return known[body_id]
    if not line.get("body"):
        if body_id:
            raise line.error("body_id", "names no body of the registry, and no column body describes it")
        raise line.error("body_id", "blank, and no column body describes the body")
    level, code, name = _level(line), _division_code(line), line.get("body")
    if not body_id:
        body_id = "100000-wjw" if level == "national" else f"{code}-wjw" if code else _named(name)
        standing = known.get(body_id)
        if standing and name in (standing.name, *standing.predecessors):
            return standing
    body = Body(
        body_id=body_id,
        name=name,
        level=level,
        province=line.get("province") or _province(level, code),
        prefecture=None,
        county=None,
        division_code=code,
        note="described by the list of sites",
    )
    standing = known.get(body_id)
    if standing:  # the same code under another name: the place is the registry's, the name the file's
        body = replace(body, prefecture=standing.prefecture, county=standing.county)
    earlier = used.get(body_id)
    if earlier and earlier != body:
        raise line.error("body", f"an earlier line calls {body_id} {earlier.name}; give it its own body_id")
    return body


def _province(level: Level, code: str | None) -> str:
    return "全国" if level == "national" else PROVINCES.get((code or "")[:2], "")


def _named(name: str) -> str:
    """An id for a body without code: stable, and never mistaken for one with a code."""
    return f"x{int(hashlib.sha256(name.encode()).hexdigest()[:8], 16) % 1_000_000:06d}-wjw"
