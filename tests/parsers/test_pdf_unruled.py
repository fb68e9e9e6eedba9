"""Tables of a PDF without any lines whose labels are wrapped and whose headings are stacked."""

from __future__ import annotations

from collections.abc import Sequence

from parsers.formats.pdf import read_pdf
from tests.parsers.test_pdf import grids, paragraphs, rows_of, text, written

COLUMNS = (260, 320, 380, 440)
STEP = 14


def printed(rows: Sequence[tuple[Sequence[str], Sequence[str]]], top: float, left: float = 120) -> str:
    """Rows of a label's lines and figures, the figures half-way down their label."""
    drawn, y = "", top
    for label, figures in rows:
        drawn += "".join(text(left, y + STEP * at, line) for at, line in enumerate(label))
        middle = y + STEP * (len(label) - 1) / 2
        drawn += "".join(text(x, middle, figure) for x, figure in zip(COLUMNS, figures, strict=False))
        y += STEP * len(label) + 10
    return drawn


FIRST = [
    (["1.属于国家秘密"], ["1", "2", "0", "3"]),
    (["2.其他法律行政法规", "禁止公开"], ["0", "7", "0", "7"]),
    (["3.申请人逾期未按收费", "通知要求缴纳费用、行", "政机关不再处理"], ["5", "0", "0", "5"]),
    (["4.重复申请"], ["12", "0", "1", "13"]),
]
WHOLE = [["".join(label), *figures] for label, figures in FIRST]


def test_wrapped_labels_stand_with_their_figures() -> None:
    (grid,) = grids(read_pdf(written([printed(FIRST, 100)])))
    assert not grid.exact
    assert rows_of(grid) == WHOLE


def test_a_label_of_several_rows_is_a_column_of_its_own() -> None:
    group = text(50, 115, "（三）不") + text(50, 115 + STEP, "予公开")
    (grid,) = grids(read_pdf(written([group + printed(FIRST, 100)])))
    assert [row for row in rows_of(grid) if "（三）不予公开" in row] == [["（三）不予公开", *WHOLE[1]]]
    assert [row[-5:] for row in rows_of(grid)] == WHOLE


def test_headings_set_letter_under_letter_are_read_downward() -> None:
    heads = "".join(
        text(x, 60 + 12 * at, letter)
        for x, head in zip(COLUMNS, ("自然人", "企业", "其他", "总计"), strict=True)
        for at, letter in enumerate(head)
    )
    (grid,) = grids(read_pdf(written([heads + printed(FIRST, 110)])))
    assert rows_of(grid) == [["自然人", "企业", "其他", "总计"], *WHOLE]


def test_a_table_of_other_columns_below_is_another_one() -> None:
    other = [([label[0]], figures[:3]) for label, figures in FIRST[:3]]
    first, second = grids(read_pdf(written([printed(FIRST, 100) + printed(other, 300)])))
    assert rows_of(first) == WHOLE
    assert rows_of(second) == [[label[0], *figures] for label, figures in other]


def test_the_next_page_is_read_with_and_without_repeated_headings() -> None:
    heads = "".join(
        text(x, 60, head) for x, head in zip(COLUMNS, ("个人", "企业", "其他", "总计"), strict=True)
    )
    for again in ("", heads):
        pages = [heads + printed(FIRST, 90), again + printed(FIRST[::-1], 90)]
        first, second = grids(read_pdf(written(pages)))
        assert rows_of(first)[1:] == WHOLE
        assert rows_of(second)[bool(again) :] == WHOLE[::-1]


def test_text_after_the_table_is_no_label() -> None:
    after = text(60, 300, "四、因政府信息公开工作被申请行政复议情况")
    source = read_pdf(written([printed(FIRST, 100) + after]))
    assert rows_of(grids(source)[0]) == WHOLE
    assert paragraphs(source) == ["四、因政府信息公开工作被申请行政复议情况"]
