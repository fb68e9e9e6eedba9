"""An invented reports.db with every state, hostile words, two versions and three forms, for the exports."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from archive.figure_rows import INSERT, figure_row
from archive.knowledge import rules, variables
from archive.reports import create, index

CELLS = {
    "requests.new.natural_person": (3, "number", "3", "stated"),
    "requests.new.business": (None, "blank", "", "stated"),
    "requests.new.research": (None, "dash", "—", "stated"),
    "requests.new.social_welfare": (0, "word", "无", "stated"),
    "requests.new.legal_service": (None, "word", "空", "stated"),
    "requests.new.other": (None, "missing", "", "stated"),
    "requests.new.total": (None, "text", "=HYPERLINK(\"http://x\")", "stated"),
    "requests.carried_in.total": (None, "number", "1 2", "ambiguous"),
    "proactive.penalties.decisions": (7, "number", "+7", "stated"),
    "proactive.fees.amount": (632800.5, "number", "63.28005", "stated"),
}  # fmt: skip
REPORTS = (
    ("640200-wjw-2020", 2020, "2019", 1, 1),
    ("640200-wjw-2021", 2021, "2021", 1, 0),
    ("640200-wjw-2021.v2", 2021, "2021", 2, 1),
    ("640200-wjw-2016", 2016, "2014", 1, 1),
    ("640200-wjw-2010", 2010, "2008", 1, 1),
)


def build(path: Path, *, copies: int = 1) -> Path:
    """A reports.db of the archive's own schema; ``copies`` repeats the reports for other bodies."""
    known = variables()
    with closing(sqlite3.connect(path)) as db:
        create(db, known)
        index(db)
        db.executemany(
            'INSERT INTO variable VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
            [
                (it.code, it.n, it.cell, it.form, it.table, it.row, it.column, it.label_zh, it.label_en,
                 it.unit, it.comparable_from, it.comparable_to, it.kind)
                for it in known
            ],
        )  # fmt: skip
        db.executemany(
            "INSERT INTO check_rule VALUES (?, ?, ?, ?, ?, ?)",
            [
                (it.check_id, it.severity, it.formula, it.forms, it.wording_zh, it.wording_en)
                for it in rules()
            ],
        )
        db.execute("INSERT INTO build VALUES ('parser_version', '1')")
        n = 0
        for copy in range(copies):
            body = f"{640200 + copy}-wjw"
            db.execute(
                "INSERT INTO body VALUES (?, '石嘴山市卫生健康委员会', 'prefecture', '宁夏',"
                " '石嘴山市', NULL, ?, '[]', '', 4)",
                (body, body[:6]),
            )
            db.execute("INSERT INTO coverage VALUES (?, 2009, 'missing', NULL)", (body,))
            for report_id, *more in REPORTS:
                n += 1
                _report(db, n, report_id.replace("640200-wjw", body), body, *more)
        db.commit()
    return path


def _report(
    db: sqlite3.Connection, n: int, report_id: str, body: str, year: int, form: str, version: int, latest: int
) -> None:
    record, moment = f"urn:uuid:{n}", f"2026-01-{10 + n % 10:02}T01:02:03.000000Z"
    db.execute(
        "INSERT INTO capture VALUES (?, ?, 's', ?, 200, 'text/html', 'aa', 1, 'w', ?, 1, NULL, 'wire', NULL)",
        (record, f"http://x/{n}", moment, n),
    )
    values = (
        report_id, n, body, "石嘴山市卫生健康委员会", "prefecture", "宁夏", "石嘴山市", None, body[:6], year,
        form, "@SUM(A1)", f"{year + 1}-01-20", None, None, 1, f"http://x/{n}", moment, record,
        "aa", "", "text/html", None, "flagged", 1, 1, 0, version, latest, "1",
    )  # fmt: skip
    db.execute(f"INSERT INTO report VALUES ({', '.join('?' * len(values))})", values)
    numbers = {it.cell: it.n for it in variables() if it.form == form}
    rows = [figure_row(n, numbers[cell], *told, None) for cell, told in CELLS.items() if cell in numbers]
    db.executemany(INSERT, rows)
    if "requests.new.total" in numbers:
        (check_id,) = db.execute("SELECT check_id FROM check_rule LIMIT 1").fetchone()
        finding = db.execute(
            "INSERT INTO finding (report_id, check_id, severity, cells, expected, actual, message)"
            " VALUES (?, ?, 'error', '[\"requests.new.total\"]', 3, NULL, '-cmd|x')",
            (report_id, check_id),
        ).lastrowid
        db.execute("INSERT INTO finding_cell VALUES (?, ?, ?)", (finding, n, numbers["requests.new.total"]))
