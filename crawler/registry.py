"""Reads the registry: which bodies exist and on which sites their reports may stand.

The country's registry ships with the package (``bodies.csv``, ``sites.csv``); a file of the user's own
may name sites only, by ``body_id`` or by the columns ``body``, ``level`` and ``division_code``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib import resources
from pathlib import Path

from archive.model import Body, Site
from crawler.registry_lines import (
    Level,
    Line,
    RegistryError,
    address_of,
    count_of,
    division_code_of,
    level_of,
    once,
    read_lines,
    render_of,
    required_cell,
)

__all__ = ["BODY_COLUMNS", "Registry", "RegistryError", "check_file", "read_bodies", "read_sites", "registry"]

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


@dataclass(frozen=True, slots=True)
class Registry:
    """Sites and the bodies they belong to; every site's body is among ``bodies``."""

    sites: tuple[Site, ...]
    bodies: tuple[Body, ...]


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

    def take(line: Line) -> None:
        body = Body(
            body_id=required_cell(line, "body_id"),
            name=required_cell(line, "name"),
            level=level_of(line),
            province=line.get("province"),
            prefecture=line.get("prefecture") or None,
            county=line.get("county") or None,
            division_code=division_code_of(line),
            predecessors=tuple(filter(None, line.get("predecessors").split("|"))),
            note=line.get("note"),
        )
        once(line, "body_id", body.body_id, taken)
        bodies.append(body)

    read_lines(path, ("body_id", "name", "level"), frozenset(BODY_COLUMNS), take)
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
    read_lines(path, ("start_url",), SITE_COLUMNS, lambda line: sites.append(_site(line, known, used, taken)))
    if not sites:
        raise RegistryError(f"{path}: no site in the file; it needs a header line and one line a site")
    return Registry(tuple(sites), tuple(used.values()))


def check_file(path: Path) -> tuple[Registry, tuple[str, ...]]:
    """What a list of sites or of bodies holds, or else one sentence a problem, naming line and column.

    Its header tells one of bodies from one of sites.
    """
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        header = {cell.strip(' "\n') for cell in file.readline().split(",")}
    of_bodies = "name" in header and "start_url" not in header
    try:
        return (Registry((), read_bodies(path)) if of_bodies else read_sites(path)), ()
    except RegistryError as error:
        return Registry((), ()), error.problems


def _site(line: Line, known: dict[str, Body], used: dict[str, Body], taken: dict[str, int]) -> Site:
    body = _body_of(line, known, used)
    used[body.body_id] = body
    site_id = line.get("site_id") or _free(body.body_id, taken)
    once(line, "site_id", site_id, taken)
    return Site(
        site_id=site_id,
        body_id=body.body_id,
        start_url=address_of(line, "start_url", required_cell(line, "start_url")),
        column_url=address_of(line, "column_url", line.get("column_url")) or None,
        cms=line.get("cms") or None,
        render=render_of(line),
        max_pages=count_of(line, "max_pages"),
        note=line.get("note"),
    )


def _free(body_id: str, taken: dict[str, int]) -> str:
    number, site_id = 1, body_id
    while site_id in taken:
        number += 1
        site_id = f"{body_id}-{number}"
    return site_id


def _body_of(line: Line, known: dict[str, Body], used: dict[str, Body]) -> Body:
    body_id = line.get("body_id")
    if body_id and body_id in known:
        return known[body_id]
    if not line.get("body"):
        if body_id:
            raise line.error("body_id", "names no body of the registry, and no column body describes it")
        raise line.error("body_id", "blank, and no column body describes the body")
    level, code, name = level_of(line), division_code_of(line), line.get("body")
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
