"""Real documents through the viewer, a printed PDF and a DOCX: each mark lands on its cell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pypdfium2
import pytest
from lxml import html

from gongkai import viewer_blocks, viewer_pages
from gongkai.demo.as_docx import docx
from gongkai.demo.documents import DemoReport
from gongkai.demo.documents import report as told
from gongkai.viewer_frame import STYLE
from gongkai.viewer_original import Mark
from parsers import parse
from parsers.jsonform import place_json

RULED = "<style>table { border-collapse: collapse } td, th { border: 1px solid; padding: 3px }</style>"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture(scope="module")
def demo() -> DemoReport:
    return told("石嘴山市卫生健康委员会", "prefecture", "宁夏", "640200", 2022, "2021", 5)


@pytest.fixture(scope="module")
def printed(demo: DemoReport, chromium: Any) -> bytes:
    """The report as Chromium prints it."""
    page = chromium.new_page()
    page.set_content(f"{RULED}<h1>{demo.title}</h1>{demo.html}")
    data = bytes(page.pdf(format="A4"))
    page.close()
    return data


def marks_of(data: bytes, media_type: str) -> Iterator[tuple[Mark, str]]:
    """Every figure with a place and printed words, as the database would hand it to the viewer."""
    for figure in parse(data, None, media_type).figures:
        if figure.where is not None and figure.raw.strip():
            cell = f"{figure.table}.{figure.row}.{figure.column}"
            yield Mark(cell, cell, dict(place_json(figure.where))), figure.raw


def test_boxes_on_a_printed_pdf_hold_the_words_of_their_cell(printed: bytes, chromium: Any) -> None:
    found = list(marks_of(printed, "application/pdf"))
    assert len(found) > 150
    document = pypdfium2.PdfDocument(printed)
    pages = [document[n] for n in range(len(document))]
    texts = [page.get_textpage() for page in pages]
    for mark, raw in found:
        number = mark.place["page"] - 1
        left, top, right, bottom = mark.place["box"]
        height = pages[number].get_height()
        words = texts[number].get_text_bounded(left, height - bottom, right, height - top)
        assert "".join(words.split()) == "".join(raw.split()), mark.cell
    shown = viewer_pages.pdf(printed, "application/pdf", [mark for mark, _ in found])
    view = chromium.new_page(viewport={"width": 900, "height": 900})
    view.set_content(f"<style>{STYLE}</style>{shown}")
    sizes = {n + 1: page.get_size() for n, page in enumerate(pages)}
    drawn = view.evaluate(
        """() => [...document.querySelectorAll('.box')].map(box => {
          const b = box.getBoundingClientRect();
          const i = box.parentElement.querySelector('img').getBoundingClientRect();
          return [box.id, (b.left - i.left) / i.width, (b.top - i.top) / i.height,
                  (b.right - i.left) / i.width, (b.bottom - i.top) / i.height, i.width];
        })"""
    )
    view.close()
    assert len(drawn) == len(found)
    places = {mark.cell: mark.place for mark, _ in found}
    for cell, *edges, across in drawn:
        width, height = sizes[places[cell]["page"]]
        told_edges = [
            edge / size for edge, size in zip(places[cell]["box"], (width, height) * 2, strict=True)
        ]
        off = max(abs(a - b) for a, b in zip(edges, told_edges, strict=True))
        assert off * across < 2, f"{cell} is drawn {off * across:.1f} pixels beside its cell"
    document.close()


def test_a_figure_told_in_a_sentence_is_marked_there() -> None:
    """Section 4 without a table: its one figure stands in the text."""
    body = ("石嘴山市卫生健康委员会", "prefecture", "宁夏", "640200", 2022)
    data = docx(told(*body, seed=5, faults=["disputes_in_prose"]))
    found = {mark.cell: (mark, raw) for mark, raw in marks_of(data, DOCX)}
    mark, raw = found["disputes.review.total"]
    assert mark.place["paragraph"] >= 0
    shown = viewer_blocks.sanitised(data, DOCX, [mark for mark, _ in found.values()])
    page = html.fragment_fromstring(shown, create_parent="div")
    sentence = page.get_element_by_id(mark.cell)
    assert sentence.tag == "p" and raw in sentence.text_content() and "行政复议" in raw


def test_marks_in_a_docx_are_the_cells_themselves(demo: DemoReport) -> None:
    data = docx(demo)
    found = list(marks_of(data, DOCX))
    assert len(found) > 150
    shown = viewer_blocks.sanitised(data, DOCX, [mark for mark, _ in found])
    page = html.fragment_fromstring(shown, create_parent="div")
    cells = {cell.get("id"): cell for cell in page.iter("td", "i") if cell.get("id")}
    for mark, raw in found:
        cell = cells[mark.cell]
        holder = cell if cell.tag == "td" else cell.getparent()
        assert "".join(raw.split()) in "".join(holder.text_content().split()), mark.cell
