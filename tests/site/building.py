"""A small reports.db and its archive for the site's tests, in the schema the archive publishes.

Three bodies in three provinces tell six years in HTML and text, with every state a figure can have, findings,
claims, two versions of one report and hostile words in one title.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import sqlite3
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from archive.canonical import canonical
from archive.figure_rows import INSERT, figure_row
from archive.knowledge import form_cells, rules, variables
from archive.places import Places as KeptPlaces
from archive.reports import create, index
from archive.sections import settle
from tests.site.invented import HOSTILE, Places, Said, cells, html_original, page, sections, text_original

BODIES = (
    ("640200-wjw", "石嘴山市卫生健康委员会", "prefecture", "宁夏", "石嘴山市", None, "640200"),
    ("410724-wjw", "获嘉县卫生健康委员会", "county", "河南", "新乡市", "获嘉县", "410724"),
    ("310000-wjw", "上海市卫生健康委员会", "province", "上海", None, None, "310000"),
)
BY_HAND = f"saved/2022 <b>年报</b>.txt sha256:{'ab' * 32} 0"
PLACE = ("body_id", "body", "level", "province", "prefecture", "county", "division_code")
BALANCED = ("requests.new", "requests.carried_in", "requests.total", "requests.carried_out")


@dataclass(slots=True)
class Site:
    """Where the fixture stands: the data folder, the database, and the bytes behind each report."""

    folder: Path
    database: Path
    payloads: dict[str, bytes] = field(default_factory=dict)


def insert(db: sqlite3.Connection, table: str, /, **values: Any) -> None:
    """One row, its columns by name."""
    names = ", ".join(f'"{name}"' for name in values)
    marks = ", ".join(f":{name}" for name in values)
    db.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", values)


def build(folder: Path) -> Site:
    """Write ``reports.db`` and ``warc/one.warc.gz`` under ``folder``."""
    (folder / "warc").mkdir(parents=True)
    site = Site(folder, folder / "reports.db")
    db = sqlite3.connect(site.database)
    create(db, variables())
    _fill_knowledge(db)
    number = 0
    for seed, body in enumerate(BODIES):
        for year in range(2018, 2024):
            found = (seed + year) % 5 != 0
            report_id = f"{body[0]}-{year}" if found else None
            if report_id:
                number += 1
                _report(db, site, number, report_id, body, year, seed)
            status = "found" if found else "missing"
            insert(db, "coverage", body_id=body[0], year=year, status=status, report_id=report_id)
    _second_version(db, site, number + 1)
    db.execute(
        "UPDATE body SET reports=(SELECT count(*) FROM report r WHERE r.body_id=body.body_id AND latest)"
    )
    db.execute(
        """INSERT INTO rollup SELECT r.province, r.level, r.year, f.variable, count(*),
        sum(f.value), avg(f.value) FROM figure f JOIN report r ON r.n=f.report
        WHERE f.value IS NOT NULL AND r.latest = 1 GROUP BY 1,2,3,4"""
    )
    settle(db)
    index(db)
    db.commit()
    db.close()
    return site


def _fill_knowledge(db: sqlite3.Connection) -> None:
    for body_id, name, level, province, prefecture, county, code in BODIES:
        before = json.dumps([name.replace("卫生健康", "卫生和计划生育")], ensure_ascii=False)
        row = (body_id, name, level, province, prefecture, county, code, before, "", 0)
        db.execute("INSERT INTO body VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
    for v in variables():
        names = "code n cell form table row column label_zh label_en unit comparable_from comparable_to kind"
        insert(db, "variable", **{name: getattr(v, name) for name in names.split()})
    for cell in form_cells():
        insert(db, "form_cell", **asdict(cell))
    for rule in rules():
        names = "check_id severity formula forms wording_zh wording_en"
        insert(db, "check_rule", **{name: getattr(rule, name) for name in names.split()})
    times = ("2026-11-20T01:00:00Z", "2026-11-20T02:00:00Z")
    insert(db, "run", run_id="run-1", started=times[0], finished=times[1], reason="finished", counts="{}")
    insert(db, "build", key="parser_version", value="0.1")


def cells_of_forms() -> list[dict[str, Any]]:
    """The printed forms as the site's query gives them."""
    return [asdict(it) | {"cell": it.code.partition(":")[2] if it.code else None} for it in form_cells()]


def _report(
    db: sqlite3.Connection,
    site: Site,
    number: int,
    report_id: str,
    body: tuple[str, str, str, str, str | None, str | None, str],
    year: int,
    seed: int,
) -> None:
    form = "2014" if year < 2019 else "2019" if year < 2021 else "2021"
    hostile = report_id == "310000-wjw-2022"
    said = cells(form, variables(), seed + year)
    told = sections(body[1], year, hostile)
    title = f"{body[1]}{year}年政府信息公开工作年度报告"
    payload, places = (
        text_original(title, said, told)
        if body[0] == "410724-wjw"
        else html_original(page(title, said, told))
    )
    media_type = "text/plain" if body[0] == "410724-wjw" else "text/html"
    captured = f"2026-11-{10 + number % 10}T01:02:03Z"
    url = f"http://wjw.example/{report_id}.html"
    origin = BY_HAND if report_id == "410724-wjw-2022" else None
    capture = archived(db, site, report_id, url, payload, media_type, captured, origin)
    flagged = form != "2014"
    insert(
        db,
        "report",
        **dict(zip(PLACE, body, strict=True)),
        **capture,
        report_id=report_id,
        n=number,
        year=year,
        form=form,
        title=title + (HOSTILE if hostile else ""),
        published=f"{year + 1}-01-{10 + seed:02d}" if seed else f"{year + 1}-03-02",
        on_time=int(bool(seed)),
        url=url,
        captured_at=captured,
        part="",
        media_type=media_type,
        state="flagged" if flagged else "clean",
        findings=2 * flagged,
        errors=int(flagged),
        warnings=int(flagged),
        version=1,
        latest=1,
        parser_version="0.1",
    )
    _figures(db, number, report_id, form, said, places)
    for position, (heading, text) in enumerate(told, start=1):
        n = number * 10 + position
        db.execute("INSERT INTO section VALUES(?,?,?,?,?)", (n, report_id, position, heading, text))
    if flagged:
        _findings(db, number, report_id, form)


def archived(
    db: sqlite3.Connection,
    site: Site,
    report_id: str,
    url: str,
    payload: bytes,
    media_type: str,
    captured: str,
    origin: str | None = None,
) -> dict[str, str]:
    """Append the payload as a WARC record with its row of ``capture``; returns record id and hash.

    With an ``origin`` it is a document somebody saved by hand: a resource record without HTTP.
    """
    path = site.folder / "warc" / "one.warc.gz"
    record_id = f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, url)}"
    block = b"HTTP/1.1 200 OK\r\nContent-Type: " + media_type.encode() + b"\r\n\r\n" + payload
    sort, http = ("resource", media_type) if origin else ("response", "application/http; msgtype=response")
    block = payload if origin else block
    sums = [base64.b32encode(hashlib.sha1(part).digest()).decode() for part in (block, payload)]
    head = (
        f"WARC/1.1\r\nWARC-Type: {sort}\r\nWARC-Record-ID: <{record_id}>\r\nWARC-Target-URI: {url}\r\n"
        f"WARC-Date: 2026-11-20T01:02:03Z\r\nContent-Type: {http}\r\n"
        f"WARC-Block-Digest: sha1:{sums[0]}\r\nWARC-Payload-Digest: sha1:{sums[1]}\r\n"
        f"Content-Length: {len(block)}\r\n\r\n"
    )
    data = gzip.compress(head.encode() + block + b"\r\n\r\n", mtime=0)
    offset = path.stat().st_size if path.exists() else 0
    with path.open("ab") as stream:
        stream.write(data)
    digest = hashlib.sha256(payload).hexdigest()
    told = (url, "s", captured, 200, media_type, digest, len(payload), path.name, offset, len(data))
    row = (record_id, *told, None, "file" if origin else "wire", origin)
    db.execute(f"INSERT INTO capture VALUES({','.join('?' * 14)})", row)
    site.payloads[report_id] = payload
    return {"record_id": record_id, "payload_sha256": digest}


def _figures(
    db: sqlite3.Connection, number: int, report_id: str, form: str, said: dict[str, Said], places: Places
) -> None:
    mine = [v for v in variables() if v.form == form]
    for v in mine:
        cell = said[v.cell]
        alternatives = json.dumps(cell.alternatives) if cell.alternatives else None
        told = (cell.value, cell.state, cell.raw, cell.confidence, alternatives)
        db.execute(INSERT, figure_row(number, v.n, *told))
    where = [(v.n, canonical(places[v.cell])) for v in mine if v.cell in places]
    KeptPlaces(db).add(number, where)
    for name in dict.fromkeys(v.row for v in mine if v.table == "requests"):
        line = [v for v in mine if v.table == "requests" and v.row == name]
        values = [said[v.cell].value for v in line]
        db.execute(f"INSERT INTO requests VALUES({','.join('?' * 9)})", (report_id, name, *values))


def _findings(db: sqlite3.Connection, number: int, report_id: str, form: str) -> None:
    named = [f"{row}.total" for row in BALANCED]
    codes = {v.code: v.n for v in variables()}
    messages = (
        ("R1", "error", "总计列：一 + 二 = 7，三(七) + 四 = 4"),
        ("T1", "warning", "正文说新收申请 3 件，表内为 7 件" + HOSTILE),
    )
    for n, (check, severity, message) in enumerate(messages, start=number * 10):
        row = (n, report_id, check, severity, json.dumps(named), "7", "4", message)
        db.execute("INSERT INTO finding VALUES(?,?,?,?,?,?,?,?)", row)
        for cell in named:
            db.execute("INSERT INTO finding_cell VALUES(?,?,?)", (n, number, codes[f"{form}:{cell}"]))
    row = (number, report_id, "requests.new.total", 3, "全年新收政府信息公开申请3件", "{}")
    db.execute("INSERT INTO claim VALUES(?,?,?,?,?,?)", row)


def _copied(
    db: sqlite3.Connection, table: str, key: str, old: int | str, new: Sequence[int | str | None]
) -> None:
    """Copy the rows of ``table`` whose first column is ``old``, the first columns replaced by ``new``."""
    names = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
    kept = ", ".join(f'"{name}"' for name in names[len(new) :])
    marks = ", ".join("?" * len(new))
    db.execute(f"INSERT INTO {table} SELECT {marks}, {kept} FROM {table} WHERE {key} = ?", (*new, old))


def _second_version(db: sqlite3.Connection, site: Site, number: int) -> None:
    """A silent edit of one report: the older text stays as a version that is no longer the latest."""
    first, second = "640200-wjw-2023", "640200-wjw-2023.v2"
    old = int(db.execute("SELECT n FROM report WHERE report_id = ?", (first,)).fetchone()[0])
    _copied(db, "report", "report_id", first, (second, number))
    db.execute(
        "UPDATE report SET version = 2, captured_at = '2026-11-21T00:00:00Z' WHERE report_id = ?", (second,)
    )
    db.execute("UPDATE report SET latest = 0 WHERE report_id = ?", (first,))
    _copied(db, "figure", "report", old, (number,))
    _copied(db, "places", "report", old, (None, number))
    changes: list[tuple[str, str, str, str]] = []
    told = db.execute("SELECT * FROM section WHERE report_id = ?", (first,)).fetchall()
    for n, _, position, heading, text in told:
        edited = text.replace("形式单一", "形式较为单一")
        if edited != text:
            changes.append(("section", f"{position} {heading}", text, edited))
        row = (n - old * 10 + number * 10, second, position, heading, edited)
        db.execute("INSERT INTO section VALUES (?, ?, ?, ?, ?)", row)
    db.execute("UPDATE coverage SET report_id = ? WHERE report_id = ?", (second, first))
    _findings(db, number, second, "2021")
    site.payloads[second] = site.payloads[first]
    changes.append(("figure", "requests.new.total", "3", "7"))
    for n, change in enumerate(changes, start=1):
        db.execute("INSERT INTO revision VALUES (?, ?, ?, ?, ?, ?, ?)", (n, second, first, *change))
