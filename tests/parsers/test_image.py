"""Pictures read by recognition: a ruled page drawn, then skewed, soiled, darkened and turned."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image, ImageDraw, ImageFont

from parsers.formats.glyphshape import figures, plain_stroke
from parsers.formats.image import read_image
from parsers.formats.inklines import lines_within, without_remnants
from parsers.formats.ocr import Recognised
from parsers.formats.pdf import read_pdf
from parsers.model import Grid, PagePlace, Paragraph, Source
from parsers.recognition import DOUBT

Picture = npt.NDArray[np.uint8]
ROWS = [
    ["Item", "2019", "2020", "Total"],
    ["1.Granted", "0", "12", "12"],
    ["2.Denied", "7", "", "7"],
    ["3.Other", "105", "2210", "2315"],
]


def page(indent: int = 24) -> Image.Image:
    """A page of a heading, two lines and a table of four rows, about 200 dots an inch.

    ``indent`` is what stands between a ruling and the type right of it, in pixels.
    """
    picture = Image.new("RGB", (1240, 1100), "white")
    pen = ImageDraw.Draw(picture)
    font = ImageFont.load_default(size=34)
    pen.text((300, 90), "Annual report on disclosure", font=font, fill="black")
    pen.text((120, 180), "The bureau answered every request within the term.", font=font, fill="black")
    pen.text((120, 240), "It charged no fees in 2020.", font=font, fill="black")
    xs, ys = [120, 480, 700, 920, 1120], [340 + 80 * index for index in range(len(ROWS) + 1)]
    for x in xs:
        pen.line((x, ys[0], x, ys[-1]), fill="black", width=3)
    for y in ys:
        pen.line((xs[0], y, xs[-1], y), fill="black", width=3)
    for row, y in zip(ROWS, ys, strict=False):
        for word, x in zip(row, xs, strict=False):
            pen.text((x + indent, y + 20), word, font=font, fill="black")
    return picture


def encoded(picture: Image.Image | Picture, kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    shown = picture if isinstance(picture, Image.Image) else Image.fromarray(picture)
    shown.save(out, kind, resolution=200.0)
    return out.getvalue()


def grid(source: Source) -> Grid:
    (found,) = [block for block in source.blocks if isinstance(block, Grid)]
    return found


def figures_of(source: Source) -> list[list[str]]:
    return [[cell.text for cell in row[1:]] for row in grid(source).rows[1:]]


EXPECTED = [row[1:] for row in ROWS[1:]]


@pytest.fixture(scope="module")
def clean() -> Source:
    return read_image(encoded(page()))


def test_a_clean_page_is_read_exactly(clean: Source) -> None:
    assert figures_of(clean) == EXPECTED
    assert grid(clean).exact
    assert clean.pages == 1
    assert clean.media_type == "image/png"
    assert [finding.check for finding in clean.findings] == ["read-by-ocr"]


def test_text_outside_the_table_is_read_in_order(clean: Source) -> None:
    words = " ".join(block.text for block in clean.blocks if isinstance(block, Paragraph))
    assert words.replace(" ", "").startswith("Annualreportondisclosure")
    assert "2020" in words


def test_a_cell_knows_its_pixels(clean: Source) -> None:
    place = grid(clean).rows[3][2].place
    assert isinstance(place, PagePlace)
    assert (place.page, place.unit) == (1, "px")
    assert place.box == pytest.approx((700, 580, 920, 660), abs=8)


def test_every_cell_carries_its_doubt(clean: Source) -> None:
    doubts = [cell.doubt for cell in grid(clean).cells]
    assert all(doubt is not None and 0 <= doubt <= 1 for doubt in doubts)


FONT = ImageFont.load_default(size=34)


def faint(pen: ImageDraw.ImageDraw) -> None:
    pen.text((724, 520), "5", font=FONT, fill=(240, 240, 240))


def stamped(pen: ImageDraw.ImageDraw) -> None:
    pen.ellipse((780, 510, 840, 570), fill=(225, 60, 60))


def ruled(pen: ImageDraw.ImageDraw) -> None:
    pen.line((724, 520, 880, 520), fill="black", width=2)


def hyphened(pen: ImageDraw.ImageDraw) -> None:
    pen.line((760, 540, 769, 540), fill="black", width=3)


@pytest.mark.parametrize("soil", [faint, stamped, ruled, hyphened])
def test_a_cell_with_ink_that_was_not_read_is_no_sure_blank(
    soil: Callable[[ImageDraw.ImageDraw], None],
) -> None:
    picture = page()
    soil(ImageDraw.Draw(picture))
    source = read_image(encoded(picture))
    cells = {(cell.row, cell.column): cell for cell in grid(source).cells}
    cell = cells.pop((2, 2))
    assert cell.text == "-" or (cell.text == "" and (cell.doubt or 0) > DOUBT)
    assert all((cell.doubt or 0) < DOUBT for cell in cells.values())


def test_a_figure_that_is_half_faded_is_doubted() -> None:
    picture = np.asarray(page()).copy()
    cell = picture[425:495, 705:742]
    cell[:] = 255 - ((255 - cell) * 0.06).astype(np.uint8)
    (found,) = [
        cell for cell in grid(read_image(encoded(picture))).cells if (cell.row, cell.column) == (1, 2)
    ]
    assert found.text == "12" or (found.doubt or 0) > DOUBT


def test_type_that_hugs_its_ruling_hides_it_not() -> None:
    assert figures_of(read_image(encoded(page(indent=6)))) == EXPECTED


def test_lines_that_touch_are_cut_between_them() -> None:
    ink = np.zeros((100, 200), np.uint8)
    ink[10:36, 10:150] = ink[38:64, 10:180] = 255
    ink[36:38, 60:64] = 255
    assert [(top, bottom) for _, top, _, bottom in lines_within(ink, 30)] == [(10, 36), (36, 64)]
    ink[10:64, 10:150] = 255
    assert len(lines_within(ink, 30)) == 1


def test_pieces_of_rulings_are_no_strokes_of_type() -> None:
    ink = np.zeros((100, 200), np.uint8)
    ink[50:53, 20:120] = ink[10:90, 150:153] = 255
    assert not without_remnants(ink, 30).any()
    ink[20:44, 60:63] = ink[30:32, 20:40] = 255
    assert without_remnants(ink, 30).sum() == 255 * (24 * 3 + 2 * 20)


def skewed(picture: Picture) -> Picture:
    height, width = picture.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), 2.0, 1.0)
    return np.asarray(cv2.warpAffine(picture, matrix, (width, height), borderValue=(250, 250, 250)), np.uint8)


def noisy(picture: Picture) -> Picture:
    chance = np.random.default_rng(7)
    grain = np.clip(picture + chance.normal(0, 16, picture.shape), 0, 255).astype(np.uint8)
    grain[chance.random(picture.shape[:2]) < 0.002] = 0
    return grain


def coarse(picture: Picture) -> Picture:
    return np.asarray(cv2.resize(picture, None, fx=0.6, fy=0.6, interpolation=cv2.INTER_AREA), np.uint8)


def photographed(picture: Picture) -> Picture:
    height, width = picture.shape[:2]
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    seen = np.array([(60, 30), (width - 20, 70), (width - 70, height - 20), (20, height - 60)], np.float32)
    matrix = cv2.getPerspectiveTransform(corners, seen)
    laid = cv2.warpPerspective(picture, matrix, (width, height), borderValue=(90, 100, 110))
    return np.asarray(laid * np.linspace(0.6, 1.0, width)[None, :, None], np.uint8)


def shaded(picture: Picture) -> Picture:
    """The header row on grey, as the forms often have it, and a red seal over the table's middle."""
    out = picture.copy()
    header = out[343:418, 122:1119]
    header[header > 200] = 205
    cv2.circle(out, (800, 560), 130, (225, 60, 60), 8)
    return out


@pytest.mark.parametrize("damage", [skewed, noisy, coarse, photographed, shaded])
def test_a_damaged_page_is_read_or_doubted(damage: object) -> None:
    assert callable(damage)
    source = read_image(encoded(damage(np.asarray(page()))))
    rows = [row[1:] for row in grid(source).rows[1:]]
    assert [len(row) for row in rows] == [3, 3, 3]
    pairs = [
        (cell, want)
        for row, words in zip(rows, EXPECTED, strict=True)
        for cell, want in zip(row, words, strict=True)
    ]
    wrong = [(cell.text, want, cell.doubt) for cell, want in pairs if cell.text != want]
    assert len(wrong) <= 1, wrong
    assert all((doubt or 0) > 0.3 for _, _, doubt in wrong), wrong


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_turned_page_is_read_upright(quarters: int) -> None:
    turned = np.ascontiguousarray(np.rot90(np.asarray(page()), quarters))
    assert figures_of(read_image(encoded(turned))) == EXPECTED


def test_exif_orientation_is_followed(clean: Source) -> None:
    picture = page().transpose(Image.Transpose.ROTATE_90)
    tags = Image.Exif()
    tags[0x0112] = 6  # stored a quarter turn to the left: shown turned right
    out = io.BytesIO()
    picture.save(out, "PNG", exif=tags)
    source = read_image(out.getvalue())
    assert figures_of(source) == EXPECTED
    there, here = grid(source).cells[0].place, grid(clean).cells[0].place
    assert isinstance(there, PagePlace) and isinstance(here, PagePlace)
    assert there.box == pytest.approx(here.box, abs=8)


def test_a_huge_picture_is_reduced_and_keeps_its_own_pixels(clean: Source) -> None:
    large = page().resize((1240 * 4, 1100 * 4), Image.Resampling.BILINEAR)
    source = read_image(encoded(large))
    assert figures_of(source) == EXPECTED
    there, here = grid(source).cells[0].place, grid(clean).cells[0].place
    assert isinstance(there, PagePlace) and isinstance(here, PagePlace)
    assert there.box == pytest.approx(tuple(4 * side for side in here.box), abs=32)


def test_frames_are_pages() -> None:
    out = io.BytesIO()
    table = page().crop((60, 320, 1240, 700))
    table.save(out, "TIFF", save_all=True, append_images=[table])
    source = read_image(out.getvalue())
    assert source.pages == 2
    assert {
        cell.place.page
        for block in source.blocks
        if isinstance(block, Grid)
        for cell in block.cells
        if isinstance(cell.place, PagePlace)
    } >= {1}


def test_a_scanned_pdf_is_read_from_its_picture() -> None:
    source = read_pdf(encoded(page(), "PDF"))
    assert figures_of(source) == EXPECTED
    place = grid(source).cells[0].place
    assert isinstance(place, PagePlace) and place.unit == "pt"
    assert [finding.check for finding in source.findings] == ["read-by-ocr"]


@pytest.mark.parametrize(
    ("data", "check"),
    [
        (b"\x89PNG\r\n\x1a\nbroken", "picture-broken"),
        (encoded(page())[:4000], "picture-broken"),
        (encoded(Image.new("L", (400, 400), "white")), "document-without-text"),
    ],
)
def test_a_bad_picture_is_a_finding(data: bytes, check: str) -> None:
    source = read_image(data)
    assert source.blocks == ()
    assert [finding.check for finding in source.findings if finding.severity == "error"] == [check]


def test_a_picture_of_too_many_pixels_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("parsers.formats.image.MOST_PIXELS", 1000)
    source = read_image(encoded(page()))
    assert [finding.check for finding in source.findings] == ["picture-too-large"]


def test_without_the_extra_the_finding_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "parsers.formats.scan", None)
    for source in (read_image(encoded(page())), read_pdf(encoded(page(), "PDF"))):
        assert source.blocks == ()
        (finding,) = source.findings
        assert finding.check == "ocr-missing"
        assert "pip install" in finding.message


def test_dashes_and_slashes_are_told_by_shape() -> None:
    dash = np.full((3, 14), 255, np.uint8)
    slash = np.zeros((26, 14), np.uint8)
    cv2.line(slash, (0, 25), (13, 0), 255, 2)
    one = np.zeros((24, 10), np.uint8)
    cv2.line(one, (5, 0), (5, 23), 255, 3)
    assert plain_stroke(dash, 30) == "-"
    assert plain_stroke(np.full((3, 44), 255, np.uint8), 30) == "—"
    assert plain_stroke(slash, 30) == "/"
    assert plain_stroke(one, 30) is None


@pytest.mark.parametrize(("seen", "text"), [("O", "0"), ("l2", "12"), ("7.", "7"), ("·5-", "5")])
def test_lookalikes_become_figures_but_stay_doubtful(seen: str, text: str) -> None:
    read = figures(Recognised(seen, 0.99))
    assert read.text == text
    assert 1 - read.sure > 0.3


def test_signs_and_figures_in_words_are_left_alone() -> None:
    assert figures(Recognised("-5", 0.9)) == Recognised("-5", 0.9)
    assert figures(Recognised("7730.28", 0.9)) == Recognised("7730.28", 0.9)
    assert figures(Recognised("Oct 5", 0.9)) == Recognised("Oct 5", 0.9)


def test_a_real_scan_of_a_ruled_table(shared: Path) -> None:
    source = read_image((shared / "samples" / "scan" / "militia_table_book_scan.png").read_bytes())
    rows = [[cell.text for cell in row] for row in grid(source).rows]
    assert rows[0] == ["方案", "内容"]
    assert rows[1][0] == "编两个组"
    assert rows[1][-1].startswith("第一组(5人)：班长、火箭筒正副射手、机枪正副射手。第二组(3人)")
    assert [row[0] for row in rows[3:]] == ["编三个组", "二", "注：此表为8、9人步兵班编组方案。"]
