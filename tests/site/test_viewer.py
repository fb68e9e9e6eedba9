"""The second origin: harmless copies with every figure's cell under its id."""

from __future__ import annotations

import base64
import json
import sqlite3
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from lxml import html
from PIL import Image

from gongkai import viewer_blocks, viewer_html, viewer_pages, viewer_text
from gongkai.viewer import answer, ending
from gongkai.viewer_frame import HEADERS, POLICY
from gongkai.viewer_original import Mark
from gongkai.viewer_server import application


def test_policy_is_the_strict_one() -> None:
    assert POLICY == (
        "sandbox; default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline';"
        " form-action 'none'; base-uri 'none'"
    )


@pytest.mark.parametrize(
    "report", ["310000-wjw-2022", "410724-wjw-2021", "640200-wjw-2018", "640200-wjw-2023.v2"]
)
def test_every_figure_with_a_place_is_marked_with_its_words(site: Any, report: str) -> None:
    found = answer(site.folder, f"/view/{report}")
    assert found.status == 200
    page = html.document_fromstring(found.body)
    db = sqlite3.connect(site.database)
    rows = db.execute(
        "SELECT v.cell, f.raw FROM figure f JOIN variable v ON v.n = f.variable JOIN report r"
        " ON r.n = f.report JOIN locator l ON l.report = f.report AND l.variable = f.variable"
        " WHERE r.report_id = ?",
        (report,),
    ).fetchall()
    db.close()
    assert rows
    assert {cell: page.get_element_by_id(cell).text_content() for cell, _ in rows} == dict(rows)


def test_nothing_of_a_hostile_page_is_left() -> None:
    page = """<html><head><base href="http://evil.example/"><meta http-equiv=refresh content="0;url=/x">
    <style>td{color:red}</style></head><body onload="a()"><a href="javascript:b()">read</a>
    <svg><script>c()</script></svg><img src=x onerror=d() alt="<b>seal</b>">
    <form action=/e><input value=f></form>
    <iframe srcdoc="<script>g()</script>"></iframe><object data=h></object><math><mi>i</mi></math>
    <table background="http://evil.example/"><tr><td style="x" colspan="2" id="old">1</td>
    <td rowspan="x">2</td></tr></table>
    <o:p>word</o:p><!-- comment --><noscript>no</noscript></body></html>"""
    shown = viewer_html.sanitised(page.encode(), "text/html", ())
    tree = html.fragment_fromstring(shown, create_parent="div")
    assert {element.tag for element in tree.iter()} <= {"div", "p", "table", "tbody", "tr", "td", "span", "b"}
    names = {name for element in tree.iter() for name in element.keys()}  # noqa: SIM118
    assert names == {"colspan", "class"}
    assert "evil" not in shown and "javascript" not in shown and "&lt;b&gt;seal" in shown
    assert "read" in shown and "word" in shown and "no" not in shown.split("word")[1]


def test_two_figures_in_one_cell_have_both_ids() -> None:
    place = {"kind": "html", "path": "/html/body/table/tr/td"}
    marks = [
        Mark("a.b.c", "甲", place),
        Mark("a.b.d", "<乙>", place),
        Mark("a.b.e", "丙", {"kind": "html", "path": "///"}),
    ]
    shown = viewer_html.sanitised(b"<table><tr><td>12</td></tr></table>", "text/html", marks)
    assert 'id="a.b.c"' in shown and '<i id="a.b.d"></i>12' in shown and "a.b.e" not in shown
    assert "<乙>" not in shown


def test_text_runs_are_cut_at_line_ends_and_overlaps_keep_their_anchors() -> None:
    marks = [
        Mark("a", "甲", {"kind": "text", "line": 1, "column": 2, "length": 2}),
        Mark("b", "乙", {"kind": "text", "line": 1, "column": 3, "length": 9}),
        Mark("c", "丙", {"kind": "text", "line": 2, "column": 9, "length": 1}),
    ]
    shown = viewer_text.sanitised(b"1<3\r\nxy", "text/plain", marks)
    assert '>1<span id="a" class="fig" title="甲">&lt;3</span><span id="b"' in shown
    assert '<li id="L2">xy<span id="c"' in shown


def test_raw_is_only_a_download_of_the_same_bytes(site: Any) -> None:
    found = answer(site.folder, "/raw/310000-wjw-2022")
    assert found.body == site.payloads["310000-wjw-2022"]
    assert found.media_type == "application/octet-stream"
    assert dict(found.headers)[b"content-disposition"] == b'attachment; filename="310000-wjw-2022.html"'


def test_unknown_paths_and_reports_are_not_found(site: Any) -> None:
    for path in ("/", "/view/", "/view/none", "/raw/../../etc/passwd", "/view/a%2e%2e"):
        assert answer(site.folder, path).status == 404


def test_changed_bytes_are_not_shown(site: Any, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    (folder / "warc").mkdir(parents=True)
    (folder / "warc" / "one.warc.gz").write_bytes((site.folder / "warc" / "one.warc.gz").read_bytes())
    (folder / "reports.db").write_bytes(site.database.read_bytes())
    db = sqlite3.connect(folder / "reports.db")
    db.execute("UPDATE capture SET payload_sha256 = ?", ("0" * 64,))
    db.commit()
    db.close()
    found = answer(folder, "/view/310000-wjw-2022")
    assert found.status == 500 and "sha256" in found.body.decode()
    (folder / "warc" / "one.warc.gz").write_bytes(b"gone")
    assert answer(folder, "/view/310000-wjw-2022").status == 500
    (folder / "warc" / "one.warc.gz").unlink()
    lost = answer(folder, "/view/310000-wjw-2022")
    assert lost.status == 500 and "one.warc.gz" in lost.body.decode()
    assert str(tmp_path) not in lost.body.decode(), "a reader is not told where files lie"


@pytest.mark.asyncio
async def test_application_puts_the_policy_on_every_answer(site: Any) -> None:
    for method, path, status in (
        ("GET", "/view/310000-wjw-2022", 200),
        ("GET", "/x", 404),
        ("POST", "/view/x", 405),
    ):
        sent: list[Any] = []

        async def send(message: Any, sent: list[Any] = sent) -> None:
            sent.append(message)

        async def receive() -> Any:
            return {"type": "http.request"}

        await application(partial(answer, site.folder))(
            {"type": "http", "method": method, "path": path}, receive, send
        )
        assert sent[0]["status"] == status
        assert set(HEADERS) <= set(sent[0]["headers"])


def test_places_of_the_fixture_are_the_published_shape(site: Any) -> None:
    db = sqlite3.connect(site.database)
    kinds = {json.loads(place)["kind"] for (place,) in db.execute("SELECT place FROM locator LIMIT 5000")}
    db.close()
    assert kinds == {"html", "text"}


def test_pdf_pages_are_pictures_with_boxes() -> None:
    document = pypdfium2.PdfDocument.new()
    document.new_page(200, 400)
    out = BytesIO()
    document.save(out)
    document.close()
    place = {"kind": "page", "page": 1, "box": [50, 100, 100, 120], "unit": "pt"}
    shown = viewer_pages.pdf(out.getvalue(), "application/pdf", [Mark("a.b.c", "甲", place)])
    assert shown.count("data:image/jpeg;base64,") == 1
    assert 'id="a.b.c"' in shown and "left:25.000%;top:25.000%;width:25.000%;height:5.000%" in shown
    with pytest.raises(ValueError, match="PDF"):
        viewer_pages.pdf(b"%PDF-broken", "application/pdf", ())


def test_a_scan_is_drawn_again_and_broken_pictures_are_named() -> None:
    out = BytesIO()
    Image.new("RGB", (100, 50), "white").save(out, "PNG")
    place = {"kind": "page", "page": 1, "box": [0, 0, 50, 25], "unit": "px"}
    shown = viewer_pages.scan(out.getvalue(), "image/png", [Mark("a.b.c", "甲", place)])
    assert "width:50.000%;height:50.000%" in shown and "data:image/jpeg" in shown
    with pytest.raises(ValueError, match="picture"):
        viewer_pages.scan(b"\x89PNG\r\n\x1a\nbroken", "image/png", ())


def test_every_frame_of_a_scan_is_drawn_as_it_is_read() -> None:
    """A fax of two pages, lying on its side by Exif, with no ink but a mark on the second page."""
    sheets = [Image.new("RGBA", (100, 50), (0, 0, 0, 0)) for _ in range(3)]
    lying = Image.Exif()
    lying[0x0112] = 6
    out = BytesIO()
    sheets[0].save(out, "TIFF", save_all=True, append_images=sheets[1:], exif=lying)
    place = {"kind": "page", "page": 2, "box": [0, 0, 25, 25], "unit": "px"}
    shown = viewer_pages.scan(out.getvalue(), "image/tiff", [Mark("a.b.c", "甲", place)])
    assert "第 2 页" in shown and "第 1 页" not in shown and "另有 2 页" in shown
    assert "width:50.000%;height:25.000%" in shown, "the page stands upright: 50 by 100"
    drawn = Image.open(BytesIO(base64.b64decode(shown.partition("base64,")[2].partition('"')[0])))
    assert drawn.size == (50, 100) and drawn.getpixel((9, 9)) == (255, 255, 255), "on white paper"
    assert viewer_pages.scan(out.getvalue(), "image/tiff", ()).count("<figure") == 3


def test_a_cell_shows_the_words_it_was_read_by() -> None:
    """Junk digits that a page hides stay out, what is filled into its fields stays in."""
    page = b"""<table><tr><td>1<span style="display:none">9</span>2</td>
    <td><input type="text" value="3&lt;"><input type="hidden" value="secret"></td></tr></table>"""
    marks = [Mark(f"a.b.{n}", "", {"kind": "html", "path": f"/html/body/table/tr/td[{n}]"}) for n in (1, 2)]
    tree = html.fragment_fromstring(viewer_html.sanitised(page, "text/html", marks), create_parent="div")
    assert [tree.get_element_by_id(mark.cell).text_content() for mark in marks] == ["12", "3<"]


def test_other_formats_are_shown_as_read() -> None:
    text = "标题\n甲\t1<2\t3\n乙\t4\t5\n"
    mark = Mark("a.b.c", "甲", {"kind": "text", "line": 2, "column": 3, "length": 3})
    shown = viewer_blocks.sanitised(text.encode(), "text/plain", [mark])
    assert '<td id="a.b.c" class="fig" title="甲">1&lt;2</td>' in shown


def test_a_download_is_named_for_its_type() -> None:
    assert [
        ending(told) for told in ("application/pdf", "Text/HTML; charset=gbk", "application/ofd", "x/y")
    ] == [
        "pdf",
        "html",
        "ofd",
        "bin",
    ]


def test_what_somebody_else_saved_is_named_as_such(site: Any) -> None:
    shown = answer(site.folder, "/view/410724-wjw-2022").body.decode()
    assert "他人所存的文件 a file somebody saved" in shown and "sha256:abab" in shown
    assert "<b>年报</b>" not in shown and "&lt;b&gt;年报" in shown
    assert "他人" not in answer(site.folder, "/view/410724-wjw-2021").body.decode()
