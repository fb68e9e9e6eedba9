"""A generated reports.db of any size, written straight into the archive's schema.

Figures, findings and texts are invented but shaped like real ones: about 200 figures a report, a twelfth of
them blank, some printed otherwise than as plain digits, places in pages, print and office files, six
sections of text, one finding in three reports.
"""

from __future__ import annotations

import json
import random
import sqlite3
from collections.abc import Iterator
from dataclasses import astuple
from pathlib import Path
from typing import Any

from archive.figure_rows import INSERT, Row, figure_row
from archive.knowledge import WIDE_TABLES, Variable, form_cells, rules, variables
from archive.places import Places
from archive.reports import create, index, wide_columns
from archive.rollup import add_rollups
from archive.search_text import BREAK, fold
from archive.sections import about
from benchmarks.invented_places import placed

YEARS = range(2013, 2025)
PROVINCES = (
    "北京 天津 河北 山西 内蒙古 辽宁 吉林 黑龙江 上海 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 广西"
    " 海南 重庆 四川 贵州 云南 西藏 陕西 甘肃 青海 宁夏 新疆"
).split()
LEVELS = ("province", "prefecture", "county", "county", "county")
HEADINGS = "一、总体情况 二、主动公开 三、依申请公开 四、行政复议诉讼 五、存在的问题 六、其他事项".split()
WORDS = (
    "我委 认真贯彻 条例 要求 加强 政务公开 平台建设 及时 公开 疫情防控 信息 依法 办理 申请 答复 行政复议"
    " 行政诉讼 政策解读 形式 单一 业务 培训 监督保障 规范性文件 医疗卫生 机构 群众 关切 回应 年度 全年 共"
    " 收到 件 卫健委 不足"
).split()
COLUMNS = {name: wide_columns(variables(), name) for name in WIDE_TABLES}


def build(path: Path, reports: int, older: int, seed: int = 1) -> None:
    """Write ``reports`` latest reports and ``older`` earlier versions (the figures of all) to ``path``."""
    chance = random.Random(seed)
    loose = path.with_suffix(".loose")
    db = sqlite3.connect(loose)
    db.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -200000")
    create(db, variables())
    bodies = list(_bodies(reports // len(YEARS)))
    _knowledge(db, bodies)
    told = list(_reports(bodies, reports, older))
    marks = ",".join("?" * 30)
    db.executemany(f"INSERT INTO report VALUES ({marks})", told)
    db.executemany(
        "INSERT INTO capture"
        " VALUES (?, ?, 's', ?, 200, 'text/html', ?, 6, 'a.warc.gz', 0, 9, NULL, 'wire', NULL)",
        ((row[18], row[16], row[17], row[19]) for row in told),
    )
    db.executemany(
        "INSERT INTO coverage VALUES (?, ?, 'found', ?)", ((r[2], r[9], r[0]) for r in told if r[28])
    )
    _figures(db, told, chance)
    _texts(db, told, chance)
    _findings(db, told, chance)
    db.commit()
    add_rollups(db)
    index(db)
    db.execute("INSERT INTO section_fts (section_fts) VALUES ('optimize')")
    db.commit()
    db.execute("ANALYZE")
    db.commit()
    db.execute("VACUUM INTO ?", (str(path),))
    db.close()
    loose.unlink()


def _bodies(count: int) -> Iterator[tuple[Any, ...]]:
    for n in range(count):
        province, level = PROVINCES[n % len(PROVINCES)], LEVELS[n % len(LEVELS)]
        name = f"{province}第{n}卫生健康委员会"
        code = f"{110000 + n}"
        yield (f"{code}-wjw", name, level, province, f"市{n % 300}", None, code, "[]", "", len(YEARS))


def _knowledge(db: sqlite3.Connection, bodies: list[tuple[Any, ...]]) -> None:
    db.executemany(f"INSERT INTO body VALUES ({','.join('?' * 10)})", bodies)
    names = "code n cell form table row column label_zh label_en unit comparable_from comparable_to kind"
    rows = [tuple(getattr(v, name) for name in names.split()) for v in variables()]
    db.executemany(f"INSERT INTO variable VALUES ({','.join('?' * 13)})", rows)
    cells = map(astuple, form_cells())
    db.executemany("INSERT INTO form_cell VALUES (?, ?, ?, ?, ?, ?, ?, ?)", cells)
    names = "check_id severity formula forms wording_zh wording_en"
    rows = [tuple(getattr(rule, name) for name in names.split()) for rule in rules()]
    db.executemany("INSERT INTO check_rule VALUES (?, ?, ?, ?, ?, ?)", rows)
    times = ("2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z")
    db.execute("INSERT INTO run VALUES ('r', ?, ?, 'finished', '{}')", times)


def _reports(bodies: list[tuple[Any, ...]], reports: int, older: int) -> Iterator[tuple[Any, ...]]:
    n = 0
    for number, (body, year) in enumerate((body, year) for body in bodies for year in YEARS):
        if number == reports:
            return
        versions = 2 if number < older else 1
        for version in range(1, versions + 1):
            n += 1
            report_id = f"{body[0]}-{year}" + (f".v{version}" if version > 1 else "")
            place = (body[0], body[1], *body[2:7])
            form = "2019" if year < 2021 else "2021"
            flagged = number % 3 == 0
            late = number % 9 == 0
            captured = f"2026-01-{1 + number % 28:02}T{number % 24:02}:00:00.000000Z"
            head = (report_id, n, *place, year, form, f"{body[1]}{year}年政府信息公开工作年度报告")
            dates = (f"{year + 1}-{'03' if late else '01'}-15", None, None, int(not late))
            record = (f"urn:uuid:{n:036}", f"{n:064x}", "", "text/html", None)
            source = (f"http://s.example/{n}", captured, *record)
            counts = ("flagged" if flagged else "clean", int(flagged), int(flagged), 0)
            yield (*head, *dates, *source, *counts, version, int(version == versions), "1")


def _figures(db: sqlite3.Connection, told: list[tuple[Any, ...]], chance: random.Random) -> None:
    by_form = {form: [v for v in variables() if v.form == form] for form in ("2019", "2021")}
    located = Places(db)
    for part in _parts(told, 500):
        figures: list[Row] = []
        wide: dict[str, list[tuple[Any, ...]]] = {name: [] for name in WIDE_TABLES}
        requests: list[tuple[Any, ...]] = []
        for row in part:
            mine = by_form[row[10]]
            values = [int(chance.expovariate(0.5)) for _ in mine]
            said: list[int | None] = [None if chance.random() < 0.08 else value for value in values]
            figures += [
                _figure(row[1], v.n, value, chance.random()) for v, value in zip(mine, said, strict=True)
            ]
            numbers = [v.n for v in mine]
            located.add(row[1], zip(numbers, placed(row[2], mine), strict=True))
            if row[28]:
                cells = {v.cell: value for v, value in zip(mine, said, strict=True)}
                _browsing(row, mine, cells, wide, requests)
        db.executemany(INSERT, figures)
        db.executemany(f"INSERT INTO requests VALUES ({','.join('?' * 9)})", requests)
        for name, lines in wide.items():
            if lines:
                db.executemany(f"INSERT INTO {name} VALUES ({','.join('?' * len(lines[0]))})", lines)


def _parts(told: list[tuple[Any, ...]], size: int) -> Iterator[list[tuple[Any, ...]]]:
    for start in range(0, len(told), size):
        yield told[start : start + size]


def _figure(report: int, variable: int, value: int | None, odd: float) -> Row:
    """A figure; of a hundred, three are printed with more than their digits, and one is open."""
    raw = "" if value is None else str(value)
    if value is None and odd < 0.3:
        return figure_row(report, variable, None, "dash", "—", "stated", None)
    if value is not None and odd < 0.03:
        return figure_row(report, variable, value, "number", f" {raw} 件", "stated", None)
    if odd > 0.99:
        return figure_row(report, variable, value, "number", raw, "ambiguous", "[1,11]")
    return figure_row(report, variable, value, "blank" if value is None else "number", raw, "stated", None)


def _browsing(
    row: tuple[Any, ...],
    mine: list[Variable],
    cells: dict[str, int | None],
    wide: dict[str, list[tuple[Any, ...]]],
    requests: list[tuple[Any, ...]],
) -> None:
    for name, (forms, table) in WIDE_TABLES.items():
        if row[10] in forms:
            by_column = {f"{v.row}_{v.column}": cells[v.cell] for v in mine if v.table == table}
            values = (by_column.get(column) for column in COLUMNS[name])
            wide[name].append((row[0], row[3], row[9], row[5], row[4], *values))
    lines: dict[str, list[Variable]] = {}
    for v in mine:
        if v.table == "requests":
            lines.setdefault(v.row, []).append(v)
    for name, line in lines.items():
        values = (cells[v.cell] for v in line)
        requests.append((row[0], name, *values))


def _texts(db: sqlite3.Connection, told: list[tuple[Any, ...]], chance: random.Random) -> None:
    pool = ["".join(chance.choices(WORDS, k=9)) + "。" for _ in range(5000)]
    folded = [fold(sentence) for sentence in pool]
    heads = [fold(heading) for heading in HEADINGS]
    n = 0
    by_year = sorted(told, key=lambda row: int(row[9]))  # as archive.sections numbers them
    for part in _parts(by_year, 2000):
        sections: list[tuple[Any, ...]] = []
        searched: list[tuple[Any, ...]] = []
        for row in part:
            place = about(row[9], row[5], row[4], row[10], row[28])
            for number, heading in enumerate(HEADINGS):
                n += 1
                picks = [chance.randrange(len(pool)) for _ in range(8)]
                sections.append((n, row[0], number, heading, "".join(pool[at] for at in picks)))
                searched.append((n, heads[number], " ".join(folded[at] for at in picks), place))
        db.executemany("INSERT INTO section VALUES (?, ?, ?, ?, ?)", sections)
        db.executemany("INSERT INTO section_fts (rowid, heading, text, about) VALUES (?, ?, ?, ?)", searched)
    assert folded[0].endswith(BREAK), "a sentence's end keeps phrases from running into the next"


def _findings(db: sqlite3.Connection, told: list[tuple[Any, ...]], chance: random.Random) -> None:
    numbers = {v.code: v.n for v in variables()}
    cells = [f"requests.{row}.total" for row in ("new", "carried_in", "total", "carried_out")]
    for n, row in enumerate((row for row in told if row[24]), start=1):
        message = "总计列：一 + 二 = 7，三(七) + 四 = 4"
        line = (n, row[0], "R1", "error", json.dumps(cells), 7, 4, message)
        db.execute("INSERT INTO finding VALUES (?, ?, ?, ?, ?, ?, ?, ?)", line)
        named = [(n, row[1], numbers[f"{row[10]}:{cell}"]) for cell in cells]
        db.executemany("INSERT INTO finding_cell VALUES (?, ?, ?)", named)
        claim = (n, row[0], cells[0], chance.randrange(9), "全年共收到申请件。", "{}")
        db.execute("INSERT INTO claim VALUES (?, ?, ?, ?, ?, ?)", claim)
