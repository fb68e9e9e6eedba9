"""Every kind of original from archive to viewer in real Chromium: the mark is on its cell.

Where a cell stands on paper is told by the browser that laid the page out, not by our parser.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from PIL import Image

from gongkai.cli import main
from gongkai.demo.as_docx import docx
from gongkai.demo.as_xlsx import xlsx
from gongkai.demo.documents import DemoReport, report
from gongkai.viewer import answer
from parsers import parse
from parsers.jsonform import place_json

WIDE = 900
STYLE = f"""<style>body {{ width: {WIDE - 80}px; margin: 40px; font: 17px "Noto Sans CJK SC" }}
table {{ border-collapse: collapse; width: 100% }}
td {{ border: 1px solid; padding: 6px; text-align: center }}
td p {{ margin: 0 }}</style>"""
CELLS = ("requests.new.total", "requests.granted.natural_person", "disputes.review.total")
OFFICE = "application/vnd.openxmlformats-officedocument."
FORMATS = {
    "script": (2019, "text/html"),
    "html": (2020, "text/html"),
    "docx": (2021, f"{OFFICE}wordprocessingml.document"),
    "xlsx": (2022, f"{OFFICE}spreadsheetml.sheet"),
    "text-pdf": (2023, "application/pdf"),
    "scan-pdf": (2024, "application/pdf"),
}
Places = dict[str, tuple[float, float, float, float]]
"""Left, top, right and bottom of each cell, as shares of the page."""


def told(year: int) -> DemoReport:
    return report("吴忠市卫生健康委员会", "prefecture", "宁夏", "640300", year, seed=5)


def page_of(demo: DemoReport) -> str:
    head = f'<meta charset="utf-8"><title>{demo.title}</title>{STYLE}'
    return f"<!DOCTYPE html><html><head>{head}</head><body><h1>{demo.title}</h1>{demo.html}</body></html>"


def in_script(demo: DemoReport) -> bytes:
    """The same page with the report in a string, which a script shows."""
    told = json.dumps(demo.html).replace("</", "<\\/")
    script = f"<script>document.getElementById('show').innerHTML = {told};</script>"
    return page_of(demo).replace(demo.html, f'<div id="show"></div>{script}').encode()


def on_paper(demo: DemoReport, chromium: Any, scanned: bool) -> tuple[bytes, Places]:
    """The report as a PDF of printed text on one long page or of pictures; where the cells are."""
    text = page_of(demo)
    view = chromium.new_page(viewport={"width": WIDE, "height": 800}, device_scale_factor=2)
    view.set_content(text)
    tall = int(view.evaluate("Math.ceil(document.documentElement.scrollHeight)")) + 1
    paths = {
        f"{it.table}.{it.row}.{it.column}": place_json(it.where)["path"]
        for it in parse(text.encode(), None, "text/html").figures
        if it.where is not None
    }
    cuts = _cuts(view, tall) if scanned else [0, tall]
    found: Places = {}
    for cell in CELLS:
        words, left, top, right, bottom = view.evaluate(
            """path => { const e = document.evaluate(path, document, null, 9, null).singleNodeValue;
              const b = e.getBoundingClientRect();
              return [e.innerText, b.left, b.top, b.right, b.bottom]; }""",
            paths[cell],
        )
        assert words.strip() == demo.figures[cell].raw, cell
        start, end = next((a, b) for a, b in pairwise(cuts) if a <= top < b)
        found[cell] = (
            left / WIDE,
            (top - start) / (end - start),
            right / WIDE,
            (bottom - start) / (end - start),
        )
    if scanned:
        picture = Image.open(BytesIO(view.screenshot(full_page=True))).convert("L")
        sheets = [picture.crop((0, 2 * a, 2 * WIDE, 2 * b)) for a, b in pairwise(cuts)]
        out = BytesIO()
        sheets[0].save(out, "PDF", resolution=200, save_all=True, append_images=sheets[1:])
        printed = out.getvalue()
    else:
        view.emulate_media(media="screen")
        printed = bytes(view.pdf(width=f"{WIDE}px", height=f"{tall}px", print_background=True))
    view.close()
    return printed, found


def _cuts(view: Any, tall: int) -> list[int]:
    """Where pages of paper begin: between lines of text and rows of tables, at most 1,270 pixels apart."""
    tops = view.evaluate(
        "[...document.querySelectorAll('tr, p')].map(e => Math.floor(e.getBoundingClientRect().top))"
    )
    cuts = [0]
    while tall - cuts[-1] > 1270:
        cuts.append(max(top for top in tops if top <= cuts[-1] + 1270))
    return [*cuts, tall]


OTHERS: dict[str, Callable[[DemoReport], bytes]] = {
    "html": lambda demo: page_of(demo).encode(),
    "script": in_script,
    "docx": docx,
    "xlsx": xlsx,
}


@pytest.fixture(scope="module")
def known() -> dict[str, Places]:
    return {}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory, chromium: Any, known: dict[str, Places]) -> Path:
    """A data folder with a document of each format, added, parsed and published by the commands."""
    saved, folder = tmp_path_factory.mktemp("saved"), tmp_path_factory.mktemp("data")
    lines = ["file,url,fetched_at,media_type"]
    for name, (year, media_type) in FORMATS.items():
        demo = told(year)
        if name.endswith("pdf"):
            content, known[name] = on_paper(demo, chromium, name == "scan-pdf")
        else:
            content = OTHERS[name](demo)
        (saved / name).write_bytes(content)
        lines.append(f"{name},http://wz.test/{year},{year + 1}-02-01,{media_type}")
    (saved / "list.csv").write_text("\n".join(lines), encoding="utf-8")
    for words in (["archive", "add", str(saved)], ["parse"], ["publish"]):
        done = CliRunner().invoke(main, ["--data", str(folder), *words], catch_exceptions=False)
        assert done.exit_code == 0, done.output
    return folder


@pytest.fixture
def viewer(data: Path, chromium: Any) -> Iterator[Any]:
    """A browser page to which the viewer's answers are given as they are, with their policy."""
    context = chromium.new_context(viewport={"width": 620, "height": 800})

    def give(route: Any) -> None:
        found = answer(data, "/" + route.request.url.split("/", 3)[3].partition("#")[0])
        route.fulfill(status=found.status, content_type=found.media_type, body=found.body)

    context.route("http://originals.test/**", give)
    yield context.new_page()
    context.close()


MARK = """() => { const e = document.querySelector(':target');
  const holder = e.matches('i') ? e.parentElement : e, b = holder.getBoundingClientRect();
  const img = holder.parentElement.querySelector('img');
  const i = img ? img.getBoundingClientRect() : null;
  return {words: holder.innerText, outline: getComputedStyle(holder).outlineStyle,
    top: b.top, bottom: b.bottom, box: i && [(b.left - i.left) / i.width, (b.top - i.top) / i.height,
               (b.right - i.left) / i.width, (b.bottom - i.top) / i.height]}; }"""


@pytest.mark.parametrize("name", list(FORMATS))
def test_the_mark_is_on_its_cell_and_in_sight(viewer: Any, known: dict[str, Places], name: str) -> None:
    year, _ = FORMATS[name]
    demo = told(year)
    for cell in CELLS:
        viewer.goto("about:blank")
        viewer.goto(f"http://originals.test/view/640300-wjw-{year}#{cell}")
        mark = viewer.evaluate(MARK)
        assert mark["outline"] == "solid" and 0 < mark["top"] < 800 and mark["bottom"] < 820, (cell, mark)
        if mark["box"] is None:
            assert mark["words"].strip() == demo.figures[cell].raw, cell
            continue
        left, top, right, bottom = mark["box"]
        place = known[name][cell]
        middle = (left + right) / 2, (top + bottom) / 2
        assert place[0] < middle[0] < place[2] and place[1] < middle[1] < place[3], (cell, mark, place)
        assert right - left < 1.2 * (place[2] - place[0]), f"{cell}: the box covers more than its cell"
        assert bottom - top < 1.2 * (place[3] - place[1]), f"{cell}: the box covers more than its cell"
