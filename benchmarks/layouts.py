"""Layouts of a printed report as offices choose them: lines left out or odd, areas painted, pages turned.

Chromium prints them. A change of style is a row; what a style cannot do is a field of its row.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import pikepdf

from benchmarks.printing import RULED, by_chromium
from gongkai.demo.html_page import page
from gongkai.demo.truth import DemoReport

NONE = "table, td { border: none !important }"
PAINTED = "{ background: #e8eef8 }"
LARGE = "body { font-size: 14pt }"
ROTATED = "position: fixed; top: 40%; left: 10%; font-size: 40pt; opacity: .15; transform: rotate(-35deg)"
MARK = f'<div style="{ROTATED}">仅供内部审核使用 2023</div>'
FOOT = '<div style="font-size: 9px; width: 100%; text-align: center">{}</div>'
PAGE = FOOT.format("第 <span class=pageNumber></span> 页 共 <span class=totalPages></span> 页")


@dataclass(frozen=True, slots=True)
class Layout:
    """How tables and pages look: a style, and whether headings repeat, a mark lies across, pages are turned.

    ``rotate`` is the page's own turn, so that a viewer shows what is printed sideways upright.
    """

    style: str
    repeated: bool = False
    marked: bool = False
    numbered: bool = False
    landscape: bool = False
    sideways: bool = False
    rotate: int = 0


LAYOUTS: Mapping[str, Layout] = MappingProxyType(
    {
        "no lines": Layout(NONE),
        "no lines, left": Layout(f"{NONE} td {{ text-align: left; padding: 2pt 6pt }}"),
        "no lines, figures right": Layout(
            f"{NONE} td {{ text-align: left }} td:nth-last-child(-n+7) {{ text-align: right }}"
        ),
        "no lines, top": Layout(f"{NONE} td {{ vertical-align: top }}"),
        "no lines, bottom": Layout(f"{NONE} td {{ vertical-align: bottom }}"),
        "no lines, tight": Layout(
            f"{NONE} td {{ padding: 0 1pt; line-height: 1.1 }} body {{ font-size: 9pt }}"
        ),
        "no lines, rows cut": Layout(f"{NONE} td, tr {{ break-inside: auto; line-height: 1.8 }} {LARGE}"),
        "no lines, headings repeated": Layout(f"{NONE} {LARGE}", repeated=True),
        "no lines, sideways": Layout(NONE, landscape=True, sideways=True),
        "no lines, marked": Layout(NONE, marked=True, numbered=True),
        "level lines": Layout(
            f"{NONE} tr td {{ border: 0.6pt solid black !important; border-width: 0.6pt 0 !important }}"
        ),
        "three lines": Layout(
            f"{NONE} tr:first-child td {{ border-top: 1pt solid !important }}"
            " tr:last-child td { border-bottom: 1pt solid !important }"
            " tr:nth-child(3) td { border-bottom: 0.6pt solid !important }"
        ),
        "upright lines": Layout(
            f"{NONE} td {{ border: solid black !important; border-width: 0 0.6pt !important }}"
        ),
        "box alone": Layout(f"{NONE} table {{ border: 0.8pt solid black !important }}"),
        "headings ruled": Layout(f"{NONE} tr:nth-child(-n+3) td {{ border: 0.6pt solid black !important }}"),
        "painted": Layout(
            f"{NONE} table {{ border-collapse: separate !important; border-spacing: 1.5pt !important }}"
            f" td {PAINTED}"
        ),
        "striped": Layout(f"{NONE} tr:nth-child(even) td {PAINTED}"),
        "striped, odd": Layout(f"{NONE} tr:nth-child(odd) td {PAINTED}"),
        "striped, headings repeated": Layout(
            f"{NONE} tr:nth-child(even) td {PAINTED} {LARGE}", repeated=True
        ),
        "headings painted": Layout(f"{NONE} tr:nth-child(-n+3) td {PAINTED}"),
        "no outer lines": Layout(
            f"{RULED} table {{ border: none !important }} tr:first-child td {{ border-top: none }}"
            " tr:last-child td { border-bottom: none } td:first-child { border-left: none }"
            " td:last-child { border-right: none }"
        ),
        "double lines": Layout("td { border: 2.5pt double black !important }"),
        "dotted lines": Layout("td { border: 1pt dotted black !important }"),
        "dashed lines": Layout("td { border: 1pt dashed #888 !important }"),
        "ruled, letters apart": Layout(f"{RULED} td {{ letter-spacing: 0.5em }}"),
        "ruled, justified": Layout(f"{RULED} td {{ text-align: justify; text-align-last: justify }}"),
        "ruled, numbers broken": Layout(
            f"{RULED} td {{ word-break: break-all; padding: 1pt }} body {{ font-size: 16pt }}"
        ),
        "ruled, rows cut": Layout(f"{RULED} td, tr {{ break-inside: auto; line-height: 2.2 }} {LARGE}"),
        "ruled, vertical labels": Layout(
            f"{RULED} tr:not(:first-child) td[rowspan]:first-child {{ writing-mode: vertical-rl }}"
        ),
        "ruled, headings repeated": Layout(f"{RULED} {LARGE}", repeated=True, numbered=True),
        "ruled, marked": Layout(RULED, marked=True),
        "ruled, turned 90°": Layout(RULED, landscape=True, sideways=True, rotate=90),
        "ruled, turned 270°": Layout(RULED, landscape=True, sideways=True, rotate=270),
    }
)
"""The layouts by name."""


def laid_out(reports: Sequence[DemoReport], name: str) -> list[bytes]:
    """The reports printed in a layout; raises :class:`benchmarks.printing.PrintingError`."""
    layout = LAYOUTS[name]
    options: dict[str, object] = {"landscape": layout.landscape, "print_background": True}
    if layout.numbered:
        heading = FOOT.format("政府信息公开工作年度报告")
        options |= {"display_header_footer": True, "header_template": heading, "footer_template": PAGE}
    pages = [_written(page(report), layout) for report in reports]
    printed = by_chromium(pages, layout.style, **options)
    return [_turned(data, layout.rotate) for data in printed] if layout.sideways else printed


def _written(html: str, layout: Layout) -> str:
    if layout.repeated:
        html = re.sub(r"<tbody>(.*?)</tbody>", _with_heading, html, flags=re.DOTALL)
    return html.replace("<body>", f"<body>{MARK}") if layout.marked else html


def _with_heading(table: re.Match[str]) -> str:
    """The first rows as the heading that Chromium prints again on every page."""
    rows = re.findall(r"<tr>.*?</tr>", table[1], re.DOTALL)
    count = 3 if "申请人情况" in table[1] or "行政复议" in table[1] else 1
    return f"<thead>{''.join(rows[:count])}</thead><tbody>{''.join(rows[count:])}</tbody>"


def _turned(data: bytes, rotate: int) -> bytes:
    """Pages whose content runs up or down the sheet, and the turn by which a viewer sets it upright."""
    with pikepdf.open(io.BytesIO(data)) as document:
        for sheet in document.pages:
            width, height = (float(side) for side in list(sheet.MediaBox)[2:])
            turn = f"0 -1 1 0 0 {width}" if rotate == 270 else f"0 1 -1 0 {height} 0"
            sheet.contents_add(document.make_stream(f"q {turn} cm\n".encode()), prepend=True)
            sheet.contents_add(document.make_stream(b"\nQ"))
            sheet.MediaBox = pikepdf.Array([0, 0, height, width])
            sheet.CropBox = sheet.MediaBox
            sheet.Rotate = rotate
        out = io.BytesIO()
        document.save(out)
        return out.getvalue()
