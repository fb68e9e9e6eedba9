"""Sections: headings that vary, repeat numbers or run into their text."""

from __future__ import annotations

from parsers.model import Cell, Grid, Paragraph, Source, TextPlace
from parsers.sections import divide, known_heading, sections

SIX = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况",
    "五、政府信息公开工作存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)


def source(*texts: str) -> Source:
    blocks = tuple(Paragraph(text, TextPlace(n, 1, len(text))) for n, text in enumerate(texts, start=1))
    return Source("text/plain", blocks)


def numbers(*texts: str) -> list[int]:
    return [section.number for section in sections(source(*texts))]


def test_the_six_sections() -> None:
    assert numbers("标题", *SIX) == [0, 1, 2, 3, 4, 5, 6]


def test_a_repeated_number_does_not_move_the_rest() -> None:
    headings = [
        *SIX[:3],
        "三、行政复议、行政诉讼情况",
        "四、存在的主要问题及改进情况",
        "五、其他需要报告的事项",
    ]
    assert numbers(*headings) == [1, 2, 3, 4, 5, 6]


def test_points_inside_a_section_are_no_sections() -> None:
    texts = [SIX[0], "（一）主动公开情况", "（二）依申请公开情况", "一是加强领导。", *SIX[1:]]
    assert numbers(*texts) == [1, 2, 3, 4, 5, 6]


def test_a_heading_keeps_the_text_that_runs_on_behind_it() -> None:
    parts = sections(source("一、概述。2012年，我局公开信息。", *SIX[1:]))
    assert (parts[0].number, parts[0].heading, parts[0].text) == (1, "一、概述。", "2012年，我局公开信息。")


def test_an_older_report_keeps_its_printed_numbers() -> None:
    texts = [
        "一、概述",
        "二、主动公开政府信息的情况",
        "三、依申请公开情况",
        "四、收费及减免情况",
        "五、复议、诉讼和申诉",
        "六、存在的主要问题和改进措施",
    ]
    assert numbers(*texts) == [1, 2, 3, 4, 5, 6]
    assert sections(source(*texts))[3].heading == "四、收费及减免情况"


def test_a_section_added_to_the_six_is_numbered_after_them() -> None:
    assert numbers(*SIX, "七、附件说明与表格") == [1, 2, 3, 4, 5, 6, 7]


def test_headings_of_another_numbering_system() -> None:
    assert numbers(*(f"（{text[0]}）{text[2:]}" for text in SIX)) == [1, 2, 3, 4, 5, 6]
    assert numbers(*(text[2:] for text in SIX)) == [1, 2, 3, 4, 5, 6]


def test_spaces_and_marks_in_a_heading_do_not_hide_it() -> None:
    assert numbers("## 一、 总体 情况", *SIX[1:]) == [1, 2, 3, 4, 5, 6]


def test_a_row_of_the_table_is_no_heading() -> None:
    rows = ["一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量"]
    assert numbers(*SIX[:3], *rows, *SIX[3:]) == [1, 2, 3, 4, 5, 6]


def test_cells_are_no_text_but_an_article_in_a_cell_is() -> None:
    short = Cell(0, 0, "规范性文件", TextPlace(2, 1, 5))
    long = Cell(0, 0, "\n".join((*SIX, "我局没有其他需要报告的事项。" * 10)), TextPlace(3, 1, 1))
    parts = divide(Source("text/html", (Grid((short,), True), Grid((long,), True))))
    assert [part.number for part in parts] == [1, 2, 3, 4, 5, 6]
    assert all("规范性文件" not in line.text for part in parts for line in part.lines)


def test_what_a_page_prints_below_the_article_is_no_text_of_it() -> None:
    parts = sections(
        source(*SIX, "无。", "某县卫生健康局", "2022年1月10日", "【打印本页】", "主办单位：某县人民政府")
    )
    assert parts[-1].text == "无。\n某县卫生健康局\n2022年1月10日"


def test_a_sentence_that_begins_like_a_footer_is_text() -> None:
    parts = sections(source(*SIX, "相关信息已在门户网站公开，未收取信息处理费。", "某县卫生健康局"))
    assert parts[-1].text == "相关信息已在门户网站公开，未收取信息处理费。\n某县卫生健康局"


def test_points_numbered_like_sections_are_none() -> None:
    points = ("一、加强领导", "成立领导小组。", "二、完善制度", "健全制度。")
    assert numbers(SIX[0], *points, *SIX[1:]) == [1, 2, 3, 4, 5, 6]


def test_text_without_headings_is_one_part() -> None:
    assert numbers("没有任何标题的文字。") == [0]
    assert sections(Source("text/plain", ())) == ()


def test_an_unknown_heading_has_no_statutory_number() -> None:
    assert known_heading("收费及减免情况") == 0
