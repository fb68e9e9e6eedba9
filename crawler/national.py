"""Built ``bodies.csv`` and ``sites.csv`` from the lists of known sites and portals.

``python -m crawler.national FOLDER``, with the folder that holds ``sites.csv`` and ``portals.csv``; run
again, it forgets what people have changed since. The registry's files are facts, so every row says in its
note how it is known: *known* (seen in the lists), *derived* (from a report's address or a rule of names) or
*assumed* (from the place), and when.
"""

from __future__ import annotations

import csv
import re
import sys
from pathlib import Path

from crawler.registry import BODY_COLUMNS

CONFIRMED = "2026-11"
SITE_COLUMNS = ("site_id", "body_id", "start_url", "column_url", "cms", "render", "max_pages", "note")

# What a commission was called before it took its name of 2018: the endings it had, oldest first.
EARLIER_ENDINGS = {
    "province": ("卫生厅", "卫生和计划生育委员会"),
    "prefecture": ("卫生局", "卫生和计划生育委员会"),
    "county": ("卫生局", "卫生和计划生育局"),
}
MUNICIPALITIES = {"110000", "120000", "310000", "500000"}
NATIONAL_EARLIER = ("卫生部", "国家卫生和计划生育委员会")
TODAY = re.compile(r"卫生健康(?:和体育)?(?:委员会|局|委|办公室)$")
EARLIER = re.compile(r"(?:卫生厅|卫生局|卫生和计划生育(?:委员会|局)|人口和计划生育(?:委员会|局))$")
# The lists' words for a content system, and the family of crawler.cms they mean.
FAMILIES = (
    ("JPaaS", "hanweb"),
    ("JCMS", "hanweb"),
    ("TRS", "trs"),
    ("开普云", "ucap"),
    ("VSB", "vsb"),
    ("gkmlpt", "gkmlpt"),
    ("Lonsun", "lonsun"),
    ("淄博", "zibo"),
    ("AnnualReport", "anhui"),
)

Row = dict[str, str]


def build(folder: Path) -> tuple[list[Row], list[Row]]:
    """The rows of both registry files, by division code; bodies without a code come last, by name."""
    known = _read(folder / "sites.csv")
    portals = _read(folder / "portals.csv")
    groups: dict[str, list[Row]] = {}
    for row in known:
        groups.setdefault(_key(row), []).append(row)
    for row in portals:
        groups.setdefault(row["division_code"], []).append(row)
    places = {code: _place(_current(rows)["body"]) for code, rows in groups.items()}
    bodies: list[Row] = []
    sites: list[Row] = []
    for code in sorted(groups, key=lambda code: (not code.isdigit(), code)):
        body = _body(code, groups[code], places)
        bodies.append(body)
        sites.extend(_sites(body["body_id"], groups[code]))
    return bodies, sites


def _read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _key(row: Row) -> str:
    if row["level"] == "national":
        return "100000"
    return row["division_code"] or row["body"]


def _current(rows: list[Row]) -> Row:
    return next((row for row in rows if TODAY.search(_name(row))), rows[0])


def _name(row: Row) -> str:
    return re.sub(r"[((][^))]*[))]$", "", row["body"]).strip()


def _place(name: str) -> str:
    return EARLIER.sub("", TODAY.sub("", re.sub(r"[((][^))]*[))]$", "", name).strip()))


def _body(code: str, rows: list[Row], places: dict[str, str]) -> Row:
    current = _current(rows)
    name, level = _name(current), current["level"]
    seen = [_name(row) for row in rows if _name(row) != name]
    parent = places.get(code[:4] + "00", "") if code.isdigit() else ""
    assumed = current.get("body_name_assumed", "yes") == "yes"
    notes = [f"name {'assumed' if assumed else 'known'} {CONFIRMED}"]
    if not TODAY.search(name):
        notes.append("known only by an earlier name")
    predecessors = _predecessors(code, name, level, seen)
    if set(predecessors) - set(seen):
        notes.append(f"predecessors derived {CONFIRMED}")
    return {
        "body_id": f"{code}-wjw" if code.isdigit() else f"x{_number(code):06d}-wjw",
        "name": name,
        "level": level,
        "province": current["province"],
        "prefecture": {"prefecture": places[code], "county": parent}.get(level, ""),
        "county": places[code].removeprefix(parent) if level == "county" else "",
        "division_code": code if code.isdigit() and level != "national" else "",
        "predecessors": "|".join(predecessors),
        "note": "; ".join(notes),
    }


def _number(name: str) -> int:
    """A stable number for a body without a division code, so that its id does not move with the list."""
    value = 0
    for character in name:
        value = (value * 31 + ord(character)) % 1_000_000
    return value


def _predecessors(code: str, name: str, level: str, seen: list[str]) -> list[str]:
    if level == "national":
        return list(NATIONAL_EARLIER)
    endings = EARLIER_ENDINGS["prefecture" if code in MUNICIPALITIES else level]
    derived = [TODAY.sub("", name) + ending for ending in endings] if TODAY.search(name) else []
    extra = [one for one in seen if EARLIER.search(one) and one not in derived]
    return derived + sorted(set(extra))


def _sites(body_id: str, rows: list[Row]) -> list[Row]:
    sites: list[Row] = []
    taken: set[tuple[str, str]] = set()
    for row in rows:
        column = row.get("column_url", "")
        place = (row["home_url"], column)
        if place in taken:
            continue
        taken.add(place)
        guess = row.get("cms_guess", "")
        family = next((family for word, family in FAMILIES if word in guess), "")
        hosted = row.get("hosted_on") or row.get("note", "")
        notes = [f"address {'assumed' if 'assumed' in hosted else 'known'} {CONFIRMED}"]
        if column:
            notes.append(f"column {'known' if row['column_evidence'] == 'seen' else 'derived'} {CONFIRMED}")
        notes.append(re.sub(r"\s*\(.*?\)", "", hosted))
        sites.append(
            {
                "site_id": body_id if not sites else f"{body_id}-{len(sites) + 1}",
                "body_id": body_id,
                "start_url": row["home_url"],
                "column_url": column,
                "cms": family,
                "render": "",
                "max_pages": "",
                "note": "; ".join(notes),
            }
        )
    return sites


def write(path: Path, columns: tuple[str, ...], rows: list[Row]) -> None:
    """Write rows as UTF-8 CSV with a header line."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main() -> None:
    """Write both files beside this module from the folder named on the command line."""
    if len(sys.argv) != 2:
        raise SystemExit("say the folder that holds sites.csv and portals.csv")
    bodies, sites = build(Path(sys.argv[1]))
    here = Path(__file__).parent
    write(here / "bodies.csv", BODY_COLUMNS, bodies)
    write(here / "sites.csv", SITE_COLUMNS, sites)
    print(f"{len(bodies)} bodies, {len(sites)} sites", file=sys.stderr)


if __name__ == "__main__":
    main()
