"""Invented documents for the site's tests: what each cell says, as HTML or text, and where it stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from lxml import html as lxml_html

from archive.knowledge import Variable

HOSTILE = '<script>alert(1)</script><img src=x onerror="alert(2)">\u202e"\'=1+1'
Places = dict[str, dict[str, object]]


@dataclass(slots=True)
class Said:
    """What one cell of an invented document says, and how a parser read it."""

    raw: str
    value: int | float | None
    state: str = "number"
    confidence: str = "stated"
    alternatives: list[int] | None = None


def cells(form: str, entries: Sequence[Variable], seed: int) -> dict[str, Said]:
    said: dict[str, Said] = {}
    for entry in entries:
        if entry.form == form:
            value = (seed * 7 + entry.n * 3) % 11 if entry.row in ("new", "granted", "total") else 0
            said[entry.cell] = Said(str(value), value)
    if seed % 5 == 1:
        said["requests.new.total"] = Said("0", 0)
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
    return {entry.cell: said[entry.cell] for entry in entries if entry.form == form}


def sections(body: str, year: int, hostile: bool) -> list[tuple[str, str]]:
    """Headings and texts of a report; ``hostile`` adds one whose words are markup."""
    found = [
        ("一、总体情况", f"{year}年，{body}认真贯彻落实条例。全年新收政府信息公开申请3件，行政诉讼０件。"),
        ("五、存在的主要问题及改进情况", "公开内容不够全面，政策解读形式单一。下一步加强业务培训。"),
        ("六、其他需要报告的事项", "本年度未收取信息处理费。"),
    ]
    if hostile:
        words = '政策解读<svg onload="alert(6)"><meta http-equiv="refresh" content="0">' * 2
        found.append(("七、附件" + HOSTILE, words))
    return found


def page(title: str, said: dict[str, Said], sections: Sequence[tuple[str, str]]) -> str:
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


def html_original(page: str) -> tuple[bytes, Places]:
    tree = lxml_html.document_fromstring(page).getroottree()
    places: Places = {}
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


def text_original(
    title: str, said: dict[str, Said], sections: Sequence[tuple[str, str]]
) -> tuple[bytes, Places]:
    lines = [title, ""]
    for heading, text in sections:
        lines += [heading, text, ""]
    places: Places = {}
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
