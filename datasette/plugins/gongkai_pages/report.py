"""A report's page: the tables as the form prints them, each figure one click from its source."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from gongkai_pages import beside, cells, printed, ranges, textdiff, wording
from gongkai_pages.reading import html, one, rows

FIGURES = """
SELECT v.code, v.cell, v.form, v.label_zh, v.label_en, v.unit, f.value, f.state, f.raw, f.confidence,
       f.alternatives, v.n IN (SELECT variable FROM locator WHERE report = :n) AS placed
FROM figure f JOIN variable v ON v.n = f.variable
WHERE f.report = :n ORDER BY v.n
"""
FINDINGS = """
SELECT f.n, f.check_id, f.severity, f.cells, f.expected, f.actual, f.message,
       c.formula, c.wording_zh, c.wording_en
FROM finding f LEFT JOIN check_rule c USING (check_id) WHERE f.report_id = :id
ORDER BY CASE f.severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, f.n
"""
VERSIONS = """
SELECT report_id, version, latest, captured_at, payload_sha256 FROM report
WHERE body_id = :body AND year = :year ORDER BY version
"""
SUMMED = {"disputes.litigation_direct.total": ("disputes.litigation_after_review.total",)}
"""Cells whose sum a sentence means, by the cell its claim is about: lawsuits of both kinds."""
NEIGHBOURS = """
SELECT report_id, year FROM report WHERE body_id = :body AND latest = 1 AND report_id <> :id ORDER BY year
"""

_TURNING = frozenset("LRE RLE LRO RLO PDF LRI RLI FSI PDI".split())
"""Marks that turn the direction of what follows (Unicode annex 9)."""


async def page(datasette: Any, request: Any) -> Any:
    """``/report/<report_id>``."""
    wanted = request.url_vars["report"]
    report = await one(datasette, "SELECT * FROM report WHERE report_id = :id", {"id": wanted})
    key = {"id": report["report_id"]}
    findings = await rows(datasette, FINDINGS, key)
    doubts = _doubts(findings)
    origin = (datasette.plugin_config("gongkai") or {}).get("viewer")
    base = f"{str(origin).rstrip('/')}/view/{quote(report['report_id'])}" if origin else None
    figures = await rows(datasette, FIGURES, {"n": report["n"]})
    shown = {row["cell"]: cells.show(row, doubts, base) for row in figures}
    labels = {row["cell"]: str(row["label_zh"]) for row in figures}
    tables = await printed.drawn(datasette, str(report["form"]), labels) if figures else ()
    placed = {
        slot.code: table.heading for table in tables for line in table.rows for slot in line if slot.code
    }
    notes: dict[str, list[dict[str, Any]]] = {}
    for finding in findings:
        about = finding["cells"][0] if finding["cells"] else ""
        finding["links"] = ranges.folded(finding["cells"], labels)
        finding["words"] = _words(finding, placed.get(about, ""))
        notes.setdefault(about if about in placed else "", []).append(finding)
    where = {"body": report["body_id"], "year": report["year"], **key}
    return await html(
        datasette,
        request,
        "report",
        report=report,
        original=base,
        raw=f"{str(origin).rstrip('/')}/raw/{quote(report['report_id'])}" if origin else None,
        tables=[(table, beside.lines(table, notes)) for table in tables],
        shown=shown,
        others=[one_ for cell, one_ in shown.items() if cell not in placed],
        apart=notes.get("", []),
        counts=_counts(figures),
        sections=await rows(datasette, "SELECT * FROM section WHERE report_id = :id ORDER BY number", key),
        claims=compared(
            await rows(datasette, "SELECT * FROM claim WHERE report_id = :id ORDER BY n", key), shown
        ),
        versions=await rows(datasette, VERSIONS, {k: where[k] for k in ("body", "year")}),
        revisions=_revisions(
            await rows(datasette, "SELECT * FROM revision WHERE report_id = :id ORDER BY n", key)
        ),
        neighbours=await rows(datasette, NEIGHBOURS, {k: where[k] for k in ("body", "id")}),
        capture=(
            await rows(datasette, "SELECT * FROM capture WHERE record_id = :r", {"r": report["record_id"]})
        ),
        cite=_citation(report),
    )


def _doubts(findings: list[dict[str, Any]]) -> cells.Doubts:
    """Number the findings and part their cells: a finding is about its first, the others are involved."""
    found = cells.Doubts({}, {})
    for number, finding in enumerate(findings, start=1):
        finding["number"] = number
        finding["cells"] = json.loads(finding["cells"] or "[]")
        for cell in finding["cells"][:1]:
            found.about.setdefault(cell, []).append((number, finding["severity"]))
        for cell in finding["cells"][1:]:
            found.involving.setdefault(cell, set()).add(finding["severity"])
    return found


def _words(finding: dict[str, Any], heading: str) -> str:
    """The message without what stands beside it: the table's name before, the rule's wording after."""
    words = str(finding["message"])
    bare = heading.partition("、")[2]
    for start in (f"{heading}：", f"{bare}表", bare):
        if bare and words.startswith(start):
            words = words.removeprefix(start)
            break
    rule = str(finding["wording_zh"] or "")
    return words.removesuffix(rule).rstrip("。") if rule and words != rule else words


def compared(claims: list[dict[str, Any]], shown: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Each claim with the cells that its number is held against."""
    for claim in claims:
        codes = (claim["about"], *SUMMED.get(claim["about"], ()))
        claim["cells"] = [shown[code] for code in codes if code in shown]
    return claims


def _revisions(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each change with its difference drawn: texts by what was struck out and put in, figures whole."""
    for change in found:
        old, new = change["old"], change["new"]
        change["drawn"] = textdiff.marked(old, new) if change["what"] != "figure" else None
    return found


def _counts(figures: list[dict[str, Any]]) -> list[tuple[str, str, int]]:
    """How many figures of each state and of each doubtful confidence, for the line above the tables."""
    found: dict[tuple[str, str], int] = {}
    for row in figures:
        names = wording.named(wording.FIGURE_STATES, row["state"])
        found[names] = found.get(names, 0) + 1
        if row["confidence"] != "stated":
            sure = wording.named(wording.CONFIDENCE, row["confidence"])
            found[sure] = found.get(sure, 0) + 1
    return [(zh, en, n) for (zh, en), n in found.items()]


def _citation(report: dict[str, Any]) -> dict[str, str]:
    """A ready reference after GB/T 7714 and as BibTeX, with the days of publication and capture."""
    published = report["published"] or "发布日期不详"
    day = str(report["captured_at"] or "")[:10]
    title, body, url = (_plain(report[name]) for name in ("title", "body", "url"))
    gbt = f"{body}. {title}[EB/OL]. ({published})[{day}]. {url}."
    year = f"  year = {{{published[:4]}}},\n" if report["published"] else ""
    key = str(report["report_id"]).replace("-", "_").replace(".", "_")
    bib = (
        f"@misc{{{key},\n  author = {{{{{body}}}}},\n  title = {{{title}}},\n{year}"
        f"  url = {{{url}}},\n  urldate = {{{day}}},\n  note = {{sha256:{report['payload_sha256']}}}\n}}"
    )
    return {"gbt": gbt, "bib": bib}


def _plain(text: Any) -> str:
    """Text without braces, backslashes and marks of direction, so that a title cannot break a reference."""
    return "".join(
        c for c in str(text or "") if c not in "{}\\" and unicodedata.bidirectional(c) not in _TURNING
    )
