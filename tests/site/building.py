"""A small reports.db and its archive, built from the codebook alone, for the site's tests.

The tables are those the archive publishes; the documents are invented. Three bodies in three provinces
tell six years in HTML and text, with every state a figure can have, findings, claims, two versions of
one report and hostile words in one title.
"""

from __future__ import annotations

import base64
import csv
import gzip
import hashlib
import json
import re
import sqlite3
import unicodedata
import uuid
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

from lxml import html as lxml_html

SCHEMA = """
CREATE TABLE body(body_id TEXT PRIMARY KEY, name TEXT, level TEXT, province TEXT, prefecture TEXT,
  county TEXT, division_code TEXT, predecessors TEXT, note TEXT, reports INTEGER);
CREATE TABLE report(report_id TEXT PRIMARY KEY, n INTEGER UNIQUE, body_id TEXT REFERENCES body(body_id),
  body TEXT, level TEXT, province TEXT, prefecture TEXT, county TEXT, division_code TEXT, year INTEGER,
  form TEXT, title TEXT, published TEXT, period_start TEXT, period_end TEXT, on_time INTEGER, url TEXT,
  captured_at TEXT, record_id TEXT, payload_sha256 TEXT, media_type TEXT, pages INTEGER, state TEXT,
  findings INTEGER, errors INTEGER, warnings INTEGER, version INTEGER, latest INTEGER, parser_version TEXT);
CREATE TABLE variable(code TEXT PRIMARY KEY, n INTEGER UNIQUE, cell TEXT, form TEXT, "table" TEXT,
  "row" TEXT, "column" TEXT, label_zh TEXT, label_en TEXT, unit TEXT, comparable_from INTEGER,
  comparable_to INTEGER, kind TEXT);
CREATE TABLE figure(report INTEGER REFERENCES report(n), variable INTEGER REFERENCES variable(n),
  value ANY, state TEXT, raw TEXT, confidence TEXT, alternatives TEXT,
  PRIMARY KEY(report, variable)) STRICT, WITHOUT ROWID;
CREATE INDEX figure_variable ON figure(variable, value);
CREATE TABLE locator(report INTEGER, variable INTEGER, place TEXT,
  PRIMARY KEY(report, variable)) WITHOUT ROWID;
CREATE TABLE requests(report_id TEXT, "row" TEXT, kind TEXT, label_zh TEXT, natural_person, business,
  research, social_welfare, legal_service, other, total, PRIMARY KEY(report_id, "row"));
CREATE TABLE section(n INTEGER PRIMARY KEY, report_id TEXT, number INTEGER, heading TEXT, text TEXT);
CREATE VIRTUAL TABLE section_fts USING fts5(heading, text, content='', tokenize='unicode61');
CREATE TABLE claim(n INTEGER PRIMARY KEY, report_id TEXT, about TEXT, value, sentence TEXT, place TEXT);
CREATE TABLE finding(n INTEGER PRIMARY KEY, report_id TEXT, check_id TEXT, severity TEXT, cells TEXT,
  expected TEXT, actual TEXT, message TEXT);
CREATE TABLE finding_cell(finding INTEGER, report INTEGER, variable INTEGER,
  PRIMARY KEY(finding, report, variable));
CREATE TABLE check_rule(check_id TEXT PRIMARY KEY, severity TEXT, formula TEXT, forms TEXT,
  wording_zh TEXT, wording_en TEXT);
CREATE TABLE coverage(body_id TEXT, year INTEGER, status TEXT, report_id TEXT, PRIMARY KEY(body_id, year));
CREATE TABLE revision(n INTEGER PRIMARY KEY, report_id TEXT, previous_id TEXT, what TEXT, place TEXT,
  old TEXT, new TEXT);
CREATE TABLE rollup(province TEXT, level TEXT, year INTEGER, variable INTEGER, n INTEGER, sum, median);
CREATE TABLE run(run_id TEXT PRIMARY KEY, started TEXT, finished TEXT, reason TEXT, counts TEXT);
CREATE TABLE capture(record_id TEXT PRIMARY KEY, url TEXT, site TEXT, fetched_at TEXT, status INTEGER,
  media_type TEXT, payload_sha256 TEXT, size INTEGER, warc TEXT, "offset" INTEGER, length INTEGER,
  revisit_of TEXT, kind TEXT);
CREATE TABLE build(key TEXT PRIMARY KEY, value TEXT);
CREATE INDEX report_province ON report(province); CREATE INDEX report_level ON report(level);
CREATE INDEX report_year ON report(year); CREATE INDEX report_form ON report(form);
CREATE INDEX report_state ON report(state); CREATE INDEX report_body ON report(body_id);
CREATE INDEX section_report ON section(report_id); CREATE INDEX finding_report ON finding(report_id);
CREATE INDEX claim_report ON claim(report_id);
"""

BODIES = (
    ("640200-wjw", "石嘴山市卫生健康委员会", "prefecture", "宁夏", "石嘴山市", None, "640200"),
    ("410724-wjw", "获嘉县卫生健康委员会", "county", "河南", "新乡市", "获嘉县", "410724"),
    ("310000-wjw", "上海市卫生健康委员会", "province", "上海", None, None, "310000"),
)
KINDS = {"new": "intake", "carried_in": "intake", "total": "total", "carried_out": "carried"}
HOSTILE = '<script>alert(1)</script><img src=x onerror="alert(2)">\u202e"\'=1+1'


@dataclass(slots=True)
class Entry:
    """A codebook line with its running number."""

    n: int
    form: str
    table: str
    row: str
    column: str
    unit: str
    label_zh: str
    label_en: str

    @property
    def cell(self) -> str:
        return f"{self.table}.{self.row}.{self.column}"


@dataclass(slots=True)
class Said:
    """What one cell of an invented document says, and how a parser read it."""

    raw: str
    value: int | float | None
    state: str = "number"
    confidence: str = "stated"
    alternatives: list[int] | None = None


@dataclass(slots=True)
class Site:
    """Where the fixture stands: the data folder, the database, and the bytes behind each report."""

    folder: Path
    database: Path
    payloads: dict[str, bytes] = field(default_factory=dict)


def read_codebook(shared: Path) -> list[Entry]:
    """The entries of the shared codebook in its order."""
    with (shared / "design" / "codebook.csv").open(encoding="utf-8", newline="") as lines:
        return [
            Entry(n, r["form"], r["table"], r["row"], r["column"], r["unit"], r["label_zh"], r["label_en"])
            for n, r in enumerate(csv.DictReader(lines), start=1)
        ]


def fold(text: str) -> str:
    """Full width to half, then each character by itself, as the index keeps it."""
    return " ".join(unicodedata.normalize("NFKC", text))


def _cells(form: str, entries: list[Entry], seed: int) -> dict[str, Said]:
    said: dict[str, Said] = {}
    for entry in entries:
        if entry.form == form:
            value = (seed * 7 + entry.n * 3) % 11 if entry.row in ("new", "granted", "total") else 0
            said[entry.cell] = Said(str(value), value)
    said["requests.carried_in.natural_person"] = Said("", None, "blank")
    said["requests.carried_in.business"] = Said("—", None, "dash")
    said["requests.rejected_repeat.natural_person"] = Said("1 2", None, "number", "ambiguous", [1, 2])
    said["requests.rejected_repeat.other"] = Said("见附件<b onclick=alert(4)>", None, "text")
    said["requests.denied_process.legal_service"] = Said("", None, "missing")
    if form == "2021":
        said["proactive.fees.amount"] = Said("9.05", 90500)
        said["proactive.penalties.decisions"] = Said("1,048", 1048)
    if form == "2019":
        said["proactive.licensing.change"] = Said("2", -2, "number", "inferred")
        said["proactive.penalties.change"] = Said("无", 0, "word")
        said["proactive.procurement.amount"] = Said("63.28万元", 632800)
    return said


def _page(title: str, said: dict[str, Said], sections: list[tuple[str, str]]) -> str:
    parts = [f"<html><head><title>{title}</title><script>document.title='ran'</script></head><body>"]
    parts.append(f'<h1 onclick="alert(3)">{title}</h1>')
    for heading, text in sections:
        parts.append(f"<h2>{heading}</h2><p>{text}</p>")
    for table in ("statistics", "proactive", "requests", "disputes"):
        rows: dict[str, list[str]] = {}
        for code in said:
            name, row, _ = code.split(".")
            if name == table and said[code].state != "missing":
                rows.setdefault(row, []).append(code)
        if not rows:
            continue
        parts.append('<table border="1">')
        for row, codes in rows.items():
            cells = "".join(f'<td data-code="{code}">{escape(said[code].raw)}</td>' for code in codes)
            parts.append(f"<tr><th>{row}</th>{cells}</tr>")
        parts.append("</table>")
    parts.append(
        '<iframe src="http://evil.example/"></iframe><form action="/x"><input name="a"></form></body></html>'
    )
    return "".join(parts)


def _html_original(page: str) -> tuple[bytes, dict[str, dict[str, object]]]:
    tree = lxml_html.document_fromstring(page).getroottree()
    places: dict[str, dict[str, object]] = {}
    tables = tree.xpath("//table")
    for cell in tree.xpath("//td[@data-code]"):
        row = cell.getparent()
        table = next(cell.iterancestors("table"))
        places[cell.get("data-code")] = {
            "kind": "html",
            "path": tree.getpath(cell),
            "table": tables.index(table),
            "row": list(table.iter("tr")).index(row),
            "column": list(row).index(cell),
        }
    return re.sub(r' data-code="[^"]*"', "", page).encode(), places


def _text_original(
    title: str, said: dict[str, Said], sections: list[tuple[str, str]]
) -> tuple[bytes, dict[str, dict[str, object]]]:
    lines = [title, ""]
    for heading, text in sections:
        lines += [heading, text, ""]
    places: dict[str, dict[str, object]] = {}
    rows: dict[str, list[str]] = {}
    for code in said:
        rows.setdefault(code.rpartition(".")[0], []).append(code)
    for row, codes in rows.items():
        line = row
        for code in codes:
            if said[code].state == "missing":
                continue
            line += "\t"
            places[code] = {
                "kind": "text",
                "line": len(lines) + 1,
                "column": len(line) + 1,
                "length": len(said[code].raw),
            }
            line += said[code].raw
        lines.append(line)
    return "\n".join(lines).encode(), places


def _archive(path: Path, url: str, payload: bytes, media_type: str) -> tuple[str, int, int]:
    record_id = f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, url)}"
    block = b"HTTP/1.1 200 OK\r\nContent-Type: " + media_type.encode() + b"\r\n\r\n" + payload
    digest = base64.b32encode(hashlib.sha1(block).digest()).decode()
    payload_digest = base64.b32encode(hashlib.sha1(payload).digest()).decode()
    head = (
        f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <{record_id}>\r\nWARC-Target-URI: {url}\r\n"
        "WARC-Date: 2026-11-20T01:02:03Z\r\nContent-Type: application/http; msgtype=response\r\n"
        f"WARC-Block-Digest: sha1:{digest}\r\nWARC-Payload-Digest: sha1:{payload_digest}\r\n"
        f"Content-Length: {len(block)}\r\n\r\n"
    )
    data = gzip.compress(head.encode() + block + b"\r\n\r\n", mtime=0)
    offset = path.stat().st_size if path.exists() else 0
    with path.open("ab") as stream:
        stream.write(data)
    return record_id, offset, len(data)


def build(shared: Path, folder: Path) -> Site:
    """Write ``reports.db`` and ``warc/one.warc.gz`` under ``folder``."""
    (folder / "warc").mkdir(parents=True)
    warc = folder / "warc" / "one.warc.gz"
    site = Site(folder, folder / "reports.db")
    entries = read_codebook(shared)
    db = sqlite3.connect(site.database)
    db.executescript(SCHEMA)
    _fill_knowledge(db, entries)
    number = 0
    for seed, body in enumerate(BODIES):
        for year in range(2018, 2024):
            if (seed + year) % 5 == 0:
                db.execute("INSERT INTO coverage VALUES(?,?,?,?)", (body[0], year, "missing", None))
                continue
            number += 1
            form = "2014" if year < 2019 else "2019" if year < 2021 else "2021"
            report_id = f"{body[0]}-{year}"
            title = f"{body[1]}{year}年政府信息公开工作年度报告"
            if report_id == "310000-wjw-2022":
                title += HOSTILE
            _report(db, site, entries, warc, number, report_id, body, year, form, title, seed)
            db.execute("INSERT INTO coverage VALUES(?,?,?,?)", (body[0], year, "found", report_id))
    _second_version(db, number + 1)
    db.execute(
        "UPDATE body SET reports=(SELECT count(*) FROM report r WHERE r.body_id=body.body_id AND latest)"
    )
    db.execute(
        """INSERT INTO rollup SELECT r.province, r.level, r.year, f.variable, count(*),
        sum(f.value), avg(f.value) FROM figure f JOIN report r ON r.n=f.report
        WHERE f.value IS NOT NULL AND r.latest = 1 GROUP BY 1,2,3,4"""
    )
    db.commit()
    db.close()
    return site


def _fill_knowledge(db: sqlite3.Connection, entries: list[Entry]) -> None:
    for body in BODIES:
        db.execute(
            "INSERT INTO body VALUES(?,?,?,?,?,?,?,?,?,0)",
            (*body, json.dumps([body[1].replace("卫生健康", "卫生和计划生育")], ensure_ascii=False), ""),
        )
    for e in entries:
        code, kind = f"{e.form}:{e.cell}", "total" if e.column == "total" else "part"
        row = (code, e.n, e.cell, e.form, e.table, e.row, e.column, e.label_zh, e.label_en, e.unit)
        db.execute("INSERT INTO variable VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?)", (*row, int(e.form), None, kind))
    db.execute(
        "INSERT INTO check_rule VALUES('R1','error','new + carried_in = total + carried_out','2019 2021',"
        "'第一项加第二项之和，等于第三项加第四项之和','Items one and two sum to items three and four')"
    )
    db.execute(
        "INSERT INTO run VALUES('run-1','2026-11-20T01:00:00Z','2026-11-20T02:00:00Z','finished','{}')"
    )
    db.execute("INSERT INTO build VALUES('built_at','2026-11-20T03:00:00Z'),('parser_version','0.1')")


def _report(
    db: sqlite3.Connection,
    site: Site,
    entries: list[Entry],
    warc: Path,
    number: int,
    report_id: str,
    body: tuple[str, str, str, str, str | None, str | None, str],
    year: int,
    form: str,
    title: str,
    seed: int,
) -> None:
    said = _cells(form, entries, seed + year)
    said = {e.cell: said[e.cell] for e in entries if e.form == form}
    sections = [
        ("一、总体情况", f"{year}年，{body[1]}认真贯彻落实条例。全年新收政府信息公开申请3件，行政诉讼０件。"),
        ("五、存在的主要问题及改进情况", "公开内容不够全面，政策解读形式单一。下一步加强业务培训。"),
        ("六、其他需要报告的事项", "本年度未收取信息处理费。"),
    ]
    if report_id == "310000-wjw-2022":
        sections.append(
            (
                "七、附件" + HOSTILE,
                '政策解读<svg onload="alert(6)"><meta http-equiv="refresh" content="0">' * 2,
            )
        )
    as_text = body[0] == "410724-wjw"
    safe = title.replace(HOSTILE, "")
    payload, places = (
        _text_original(safe, said, sections) if as_text else _html_original(_page(safe, said, sections))
    )
    media_type = "text/plain" if as_text else "text/html"
    url = f"http://wjw.example/{report_id}.html"
    record_id, offset, length = _archive(warc, url, payload, media_type)
    digest = hashlib.sha256(payload).hexdigest()
    site.payloads[report_id] = payload
    captured = f"2026-11-{10 + number % 10}T01:02:03Z"
    flagged = form != "2014"
    fields = (
        report_id,
        number,
        body[0],
        body[1],
        body[2],
        body[3],
        body[4],
        body[5],
        body[6],
        year,
        form,
        title,
    )
    published = f"{year + 1}-01-{10 + seed:02d}" if seed else f"{year + 1}-03-02"
    rest = (published, None, None, int(bool(seed)), url, captured, record_id, digest, media_type, None)
    counts = ("flagged", 2, 1, 1) if flagged else ("clean", 0, 0, 0)
    db.execute(f"INSERT INTO report VALUES({','.join('?' * 29)})", (*fields, *rest, *counts, 1, 1, "0.1"))
    db.execute(
        f"INSERT INTO capture VALUES({','.join('?' * 13)})",
        (
            record_id,
            url,
            "s",
            captured,
            200,
            media_type,
            digest,
            len(payload),
            warc.name,
            offset,
            length,
            None,
            "wire",
        ),
    )
    for e in entries:
        if e.form != form:
            continue
        cell = said[e.cell]
        alternatives = json.dumps(cell.alternatives) if cell.alternatives else None
        row = (number, e.n, cell.value, cell.state, cell.raw, cell.confidence, alternatives)
        db.execute("INSERT INTO figure VALUES(?,?,?,?,?,?,?)", row)
        if e.cell in places:
            place = json.dumps(places[e.cell])
            db.execute("INSERT INTO locator VALUES(?,?,?)", (number, e.n, place))
    _rows_of_requests(db, entries, said, report_id, form)
    for position, (heading, text) in enumerate(sections, start=1):
        n = number * 10 + position
        db.execute("INSERT INTO section VALUES(?,?,?,?,?)", (n, report_id, position, heading, text))
        row = (n, fold(heading), fold(text))
        db.execute("INSERT INTO section_fts(rowid, heading, text) VALUES(?,?,?)", row)
    if flagged:
        _findings(db, entries, number, report_id, form)


def _rows_of_requests(
    db: sqlite3.Connection, entries: list[Entry], said: dict[str, Said], report_id: str, form: str
) -> None:
    rows: dict[str, list[Entry]] = {}
    for e in entries:
        if e.form == form and e.table == "requests":
            rows.setdefault(e.row, []).append(e)
    for row, cells in rows.items():
        label = cells[0].label_zh.partition("｜")[0]
        values = [said[e.cell].value for e in cells]
        db.execute(
            f"INSERT INTO requests VALUES({','.join('?' * 11)})",
            (report_id, row, KINDS.get(row, "outcome"), label, *values),
        )


def _findings(db: sqlite3.Connection, entries: list[Entry], number: int, report_id: str, form: str) -> None:
    cells = [
        "requests.new.total",
        "requests.carried_in.total",
        "requests.total.total",
        "requests.carried_out.total",
    ]
    codes = {f"{e.form}:{e.cell}": e.n for e in entries}
    for n, (severity, message) in enumerate(
        (
            ("error", "总计列：一 + 二 = 7，三(七) + 四 = 4"),
            ("warning", "正文说新收申请 3 件，表内为 7 件" + HOSTILE),
        )
    ):
        finding = number * 10 + n
        row = (finding, report_id, "R1", severity, json.dumps(cells), "7", "4", message)
        db.execute("INSERT INTO finding VALUES(?,?,?,?,?,?,?,?)", row)
        for cell in cells:
            db.execute("INSERT INTO finding_cell VALUES(?,?,?)", (finding, number, codes[f"{form}:{cell}"]))
    sentence = "全年新收政府信息公开申请3件"
    row = (number, report_id, "requests.new.total", 3, sentence, "{}")
    db.execute("INSERT INTO claim VALUES(?,?,?,?,?,?)", row)


def _second_version(db: sqlite3.Connection, number: int) -> None:
    """A silent edit of one report: the older text stays as a version that is no longer the latest."""
    first = "640200-wjw-2023"
    columns = [row[1] for row in db.execute("PRAGMA table_info(report)")]
    kept = dict(
        zip(columns, db.execute("SELECT * FROM report WHERE report_id=?", (first,)).fetchone(), strict=True)
    )
    old_n = kept["n"]
    kept |= {"report_id": f"{first}.v2", "n": number, "version": 2, "captured_at": "2026-11-21T00:00:00Z"}
    db.execute(f"INSERT INTO report VALUES({','.join('?' * 29)})", tuple(kept.values()))
    db.execute("UPDATE report SET latest=0 WHERE report_id=?", (first,))
    for table in ("figure", "locator"):
        names = [row[1] for row in db.execute(f"PRAGMA table_info({table})")][1:]
        quoted = ",".join(f'"{name}"' for name in names)
        db.execute(f"INSERT INTO {table} SELECT ?, {quoted} FROM {table} WHERE report=?", (number, old_n))
    db.execute("UPDATE coverage SET report_id=? WHERE report_id=?", (f"{first}.v2", first))
    db.execute(
        "INSERT INTO revision VALUES(1,?,?,'figure','requests.new.total','3','7')", (f"{first}.v2", first)
    )
