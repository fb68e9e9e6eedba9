"""PDF tables drawn oddly: stripes, boxes, ruled headings, upright lines alone, watermarks, letters apart."""

from __future__ import annotations

import pytest

from parsers.formats.page_labels import dealt_labels
from parsers.formats.page_watermark import without_watermarks
from parsers.formats.page_words import label_lines, words_of
from parsers.formats.pdf import read_pdf
from parsers.formats.typeset import Glyph, Line
from tests.parsers.test_pdf import grids, line, paragraphs, rows_of, text, written
from tests.parsers.test_pdf_shades import painted
from tests.parsers.test_pdf_unruled import COLUMNS, FIRST, STEP, WHOLE, printed

HEADS = "".join(text(x, 80, word) for x, word in zip(COLUMNS, ("个人", "企业", "其他", "总计"), strict=True))
ALL = [["个人", "企业", "其他", "总计"], *WHOLE]


def stripes(odd: bool) -> str:
    """Every other row of the table painted, cell by cell."""
    drawn, y = "", 92.0
    for number, (label, _) in enumerate(FIRST):
        height = STEP * len(label) + 10
        if number % 2 == odd:
            for left, right in zip(
                (110, *(x - 10 for x in COLUMNS)), (*(x - 10 for x in COLUMNS), 500), strict=True
            ):
                drawn += painted(left, y - 4, right, y + height - 4)
        y += height
    return drawn


@pytest.mark.parametrize(
    "drawn",
    [
        pytest.param(stripes(odd=False), id="stripes"),
        pytest.param(stripes(odd=True), id="other stripes"),
        pytest.param(
            "".join(line(110, y, 500, y) for y in (70, 85, 260))
            + line(110, 70, 110, 260)
            + line(500, 70, 500, 260),
            id="box and rule",
        ),
        pytest.param("".join(line(x, 70, x, 260) for x in (110, 250, 310, 370, 430, 500)), id="upright"),
        pytest.param(
            "".join(line(110, y, 500, y) for y in (68, 86))
            + "".join(line(x, 68, x, 86) for x in (110, 250, 310, 370, 430, 500)),
            id="ruled heading",
        ),
    ],
)
def test_lines_and_areas_drawn_for_show_do_not_make_the_cells(drawn: str) -> None:
    (grid,) = grids(read_pdf(written([drawn + HEADS + printed(FIRST, 100)])))
    assert rows_of(grid) == ALL


def test_a_page_number_below_a_ruled_table_leaves_it_ruled() -> None:
    rows = [["行政许可", "12"], ["行政处罚", "7"]]
    drawn = "".join(line(50, y, 300, y) for y in (780, 795, 810)) + "".join(
        line(x, 780, x, 810) for x in (50, 170, 300)
    )
    words = "".join(
        text(x, 791 + 15 * at, word)
        for at, row in enumerate(rows)
        for x, word in zip((55, 200), row, strict=True)
    )
    (grid,) = grids(read_pdf(written([drawn + words + text(190, 825, "-   3   -")])))
    assert grid.exact and rows_of(grid) == rows


def test_figures_set_apart_in_cells_across_columns_leave_the_table_ruled() -> None:
    labels = (("行政许可", "3156"), ("行政处罚", "170"), ("行政强制", "2490"))
    drawn = "".join(line(50, 100 + 20 * at, 300, 100 + 20 * at) for at in range(5))
    drawn += "".join(line(x, 100, x, 180) for x in (50, 150, 300)) + line(225, 100, 225, 120)
    drawn += text(60, 105, "内容") + text(170, 105, "今年") + text(240, 105, "去年")
    for at, (label, figure) in enumerate(labels, start=1):
        drawn += text(60, 105 + 20 * at, label)
        drawn += "".join(text(200 + 9 * place, 105 + 20 * at, digit) for place, digit in enumerate(figure))
    (grid,) = grids(read_pdf(written([drawn])))
    assert rows_of(grid) == [
        ["内容", "今年", "去年"],
        *([label, " ".join(figure)] for label, figure in labels),
    ]


def test_a_label_without_figures_is_a_row_without_cells() -> None:
    rows = [FIRST[0], (["二、有关情况"], []), *FIRST[1:]]
    (grid,) = grids(read_pdf(written([HEADS + printed(rows, 100)])))
    assert rows_of(grid) == [ALL[0], WHOLE[0], ["二、有关情况"], *WHOLE[1:]]


def test_labels_may_stand_level_with_their_first_or_last_line() -> None:
    def set_at(left: float, top: float, words: str) -> Line:
        return Line(words, (left, top, left + 10 * len(words), top + 10), 10)

    lines = [
        set_at(0, 0, "1.甲甲甲甲"),
        set_at(0, 12, "甲甲"),
        set_at(0, 24, "2.乙乙乙"),
        set_at(0, 36, "乙乙"),
    ]
    wanted = ["1.甲甲甲甲甲甲", "2.乙乙乙乙乙"]
    for levels in ((5, 29), (11, 35), (17, 41)):
        labels = dealt_labels(lines, levels)
        assert [labels.rows[row].text for row in range(2)] == wanted


def test_letters_set_apart_are_one_label_and_its_group_another() -> None:
    def letter(at: int, x: float) -> Glyph:
        return Glyph("三不公开四法无权"[at], x, 0, x + 10, 10)

    row = [*(letter(at, 14 * at) for at in range(4)), *(letter(at, 20 + 14 * at) for at in range(4, 8))]
    assert [piece.text for piece in label_lines([words_of(row)])] == ["三不公开", "四法无权"]


def test_a_watermark_belongs_to_no_line_and_a_heading_stays() -> None:
    lines = "".join(text(50, 100 + 14 * at, "本机关按照条例的要求做好各项公开工作") for at in range(4))
    source = read_pdf(written([text(50, 60, "工作报告", 22) + lines + text(80, 140, "内部资料", 40)]))
    assert paragraphs(source)[0] == "工作报告"
    assert not {"内", "资", "料"} & set("".join(paragraphs(source)))
    assert without_watermarks((), 595) == ()
