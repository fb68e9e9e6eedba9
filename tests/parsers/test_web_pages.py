"""Pages written by hand as sites print them: each figure as its reader sees it, and no needless doubt."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable

import pytest

from parsers import parse
from parsers.model import HtmlPlace, MemberPlace
from tests.parsers.web_page import (
    ADDRESS,
    RESULTS,
    TITLE,
    Print,
    Row,
    article,
    cells,
    checks,
    disputes,
    faults,
    page,
    proactive,
    read,
    requests,
    table,
    truth,
)

WORD = (
    '<p class="MsoNormal" align="center" style="mso-pagination:widow-orphan"><span lang="EN-US"'
    ' style="font-size:10.5pt;font-family:宋体;mso-font-kerning:0pt">{}<o:p></o:p></span></p>'
)
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
SPOKEN = {0: "零", 1: "壹", 2: "二", 3: "三", 4: "四", 5: "五", 9: "九", 12: "十二", 14: "十四", 23: "二十三"}
SPOKEN |= {30: "三十", 128: "一百二十八", 1356: "一千三百五十六"}


@pytest.mark.parametrize(
    "print_",
    [
        pytest.param(lambda value: f"&nbsp;{value}&nbsp;", id="nbsp"),
        pytest.param(lambda value: f"　{value}".translate(WIDE), id="full width"),
        pytest.param(lambda value: f"{value}件", id="counted"),
        pytest.param(lambda value: f"{value:,}", id="thousands"),
        pytest.param(
            lambda value: "".join(f"<span>{digit}</span>" for digit in str(value)), id="span a digit"
        ),
        pytest.param(lambda value: f"<st1:chmetcnv w:st='on'>{value}</st1:chmetcnv>", id="smart tag"),
        pytest.param(lambda value: "\u200b".join(str(value)) + "\ufeff", id="no width"),
        pytest.param(lambda value: "&shy;".join(str(value)) + "&zwnj;", id="soft hyphen"),
        pytest.param(lambda value: f"<br>{value}<br>", id="line breaks"),
        pytest.param(lambda value: f"{value}/span>" if value else "0", id="broken tag"),
        pytest.param(lambda value: f"<input type='text' value='{value}'>", id="field"),
        pytest.param(lambda value: "零" if value == 0 else str(value), id="zero in words"),
        pytest.param(lambda value: "〇" if value == 0 else str(value), id="round zero"),
        pytest.param(lambda value: f"{SPOKEN[value]}件".replace("壹", "一"), id="Chinese numerals"),
    ],
)
def test_figures_are_read_as_a_reader_sees_them(print_: Print) -> None:
    report = read(article(print_=print_))
    assert faults(report) == []
    assert checks(report) == set()


@pytest.mark.parametrize(
    "junk",
    [
        '<span style="display:none">7391</span>',
        '<font style="DISPLAY: none">84</font>',
        "<span hidden>84</span>",
        '<span style="font-size:0">84</span>',
        '<span style="visibility:hidden">84</span>',
        '<span class="jam">84</span>',
        "<s>88</s>",
        '<span style="text-decoration:line-through">88</span>',
    ],
)
def test_digits_that_no_reader_sees_are_no_part_of_a_figure(junk: str) -> None:
    rule = "<style>@media print{td .ink{display:none}} span.jam, .x{display:none}</style>"
    report = read(rule + article(print_=lambda value: f'{junk}<b class="ink">{value}</b>'))
    assert faults(report) == []
    assert checks(report) == {"text-unseen"}


def test_hidden_rows_cells_and_tables_take_no_room() -> None:
    rows = table(requests()).replace(
        "<tr><td>2.重复申请", '<tr style="display:none"><td>9</td></tr><tr><td>2.重复申请'
    )
    rows = rows.replace("<td>商业企业</td>", "<td hidden>其他</td><td>商业企业</td>")
    old = f'<div style="display:none">{table(requests(lambda _: "99"))}</div>'
    report = read(old + article(three=rows))
    assert faults(report) == []
    assert checks(report) <= {"text-unseen"}


def test_a_hidden_part_that_is_the_article_is_read() -> None:
    report = read(f'<div style="display:none">{article()}</div>')
    assert faults(report) == []


@pytest.mark.parametrize("cell", ["O", "●", "约1", "1。5"])
def test_what_is_no_figure_is_doubted(cell: str) -> None:
    report = read(article(print_=lambda value: cell if value == 0 else str(value)))
    assert {fault.split(" ")[1] for fault in faults(report)} == {"None"}
    assert checks(report) == {"not-a-number"}


@pytest.mark.parametrize(
    ("fees", "unit", "yuan"),
    [
        ("1,234.50万元", "本年收费金额（单位：万元）", 12_345_000),
        ("1,234.50", "本年收费金额<br>（单位：万元）", 12_345_000),
        ("人民币12.5万元", "本年收费金额（单位：万元）", 125_000),
        ("￥12.5", "本年收费金额（单位：万元）", 125_000),
        ("125000", "本年收费金额（单位：元）", 125_000),
        ("１２．５", "本年收费金额（万元）", 125_000),
    ],
)
def test_money_is_read_with_its_unit(fees: str, unit: str, yuan: int) -> None:
    report = read(article(two=table(proactive(fees=fees, unit=unit))))
    assert faults(report, {"proactive.fees.amount": yuan}) == []
    assert checks(report) == set()


def test_money_without_a_unit_is_doubted() -> None:
    report = read(article(two=table(proactive(unit="本年收费金额"))))
    (fees,) = [figure for figure in report.figures if figure.code == "proactive.fees.amount"]
    assert (fees.value, fees.confidence, [float(other or 0) for other in fees.alternatives]) == (
        125_000,
        "ambiguous",
        [12.5],
    )
    assert checks(report) == {"unit-unknown"}


def test_a_unit_beside_the_row_s_name_counts() -> None:
    rows = [
        *proactive()[:-2],
        [("信息内容", 1, 1), ("本年收费金额", 1, 3)],
        [("行政事业性收费（万元）", 1, 1), ("12.5", 1, 3)],
    ]
    report = read(article(two=table(rows)))
    assert faults(report) == []
    assert "unit-unknown" not in checks(report)


def word(rows: list[Row]) -> str:
    return table(
        rows, ' width="87" style="border:solid windowtext 1.0pt;mso-border-alt:solid windowtext .5pt"', WORD
    )


def in_layout_tables(text: str) -> str:
    for _ in range(3):
        text = f"<table><tr><td>&nbsp;</td></tr><tr><td>{text}</td></tr></table>"
    return text


def broken(text: str) -> str:
    return text if text.isdigit() else "<br>".join(text)


def numbered_apart(rows: list[Row]) -> list[Row]:
    """Each label's number in a cell of its own, as some sites part （一） from 予以公开."""
    apart: list[Row] = []
    for at, row in enumerate(rows):
        parted: Row = []
        for text, tall, wide in row:
            match = re.match(r"^(（[一二三四五六七]）|\d\.|[一二三四]、)(.+)$", text)
            if at > 2 and match is not None:
                parted += [(match[1], tall, 1), (match[2], tall, max(1, wide - 1))]
            else:
                parted.append((text, tall, wide + 3 if at == 0 and wide == 3 else wide))
        apart.append(parted)
    return apart


def beside_its_article() -> list[Row]:
    rows = proactive()
    return [
        [("第二十条第（一）项", 3, 1), *rows[1]],
        *rows[2:4],
        [("第二十条第（五）项", 2, 1), *rows[5]],
        rows[6],
        [("第二十条第（六）项", 3, 1), *rows[8]],
        *rows[9:11],
        [("第二十条第（八）项", 2, 1), *rows[12]],
        rows[13],
    ]


def in_two_tables() -> str:
    rows = disputes()
    values = rows[3]
    review: list[Row] = [[("行政复议", 1, 5)], cells(*RESULTS), values[:5]]
    lawsuits: list[Row] = [
        [("行政诉讼", 1, 10)],
        [("未经复议直接起诉", 1, 5), ("复议后起诉", 1, 5)],
        cells(*RESULTS * 2),
        values[5:],
    ]
    return table(review) + table(lawsuits)


PAGES = {
    "Word": lambda: article(word(proactive()), word(requests()), word(disputes())),
    "layout tables": lambda: in_layout_tables(article()),
    "numbers apart": lambda: article(three=table(numbered_apart(requests()))),
    "beside its article": lambda: article(table(beside_its_article())),
    "two tables of disputes": lambda: article(four=in_two_tables()),
    "hundreds of empty columns": lambda: article(
        three=table([[*row, *cells(*[""] * 60)] for row in requests()])
    ),
    "labels broken": lambda: article(
        three=table([[(broken(text), *spans) for text, *spans in row] for row in requests()])  # type: ignore[misc]
    ),
}


@pytest.mark.parametrize("name", PAGES)
def test_tables_are_read_however_a_site_lays_them_out(name: str) -> None:
    report = read(PAGES[name]())
    assert faults(report) == []
    assert checks(report) <= {"cells-by-count"}


@pytest.mark.parametrize(
    "carried",
    [
        lambda text: f"<div id='app'></div><script>var it = {json.dumps({'content': text})};</script>",
        lambda text: f"<script>show('{text.translate({39: None, 10: None})}')</script>",
        lambda text: f'<textarea id="text" style="display:none">{html.escape(text)}</textarea>',
        lambda text: f'<input type="hidden" value="{html.escape(text)}">',
        lambda text: f'<iframe srcdoc="{html.escape(text)}"></iframe>',
    ],
)
def test_an_article_that_a_script_shows_is_read(carried: Callable[[str], str]) -> None:
    report = read(carried(article()))
    assert faults(report) == []
    assert checks(report) == {"text-embedded"}
    (granted,) = [figure for figure in report.figures if figure.code == "requests.granted.total"]
    assert isinstance(granted.where, MemberPlace)
    assert isinstance(granted.where.inside, HtmlPlace)


def test_what_a_script_carries_beside_a_table_is_left_alone() -> None:
    report = read(article() + f"<script>var old = {json.dumps(article(print_=lambda _: '9'))};</script>")
    assert faults(report) == []
    assert checks(report) == set()


def moved(row: Row, order: list[int]) -> Row:
    return [*row[: -len(order)], *(row[len(row) - len(order) + at] for at in order)]


def test_columns_in_another_order_follow_their_headings() -> None:
    rows = requests()
    total_first = [6, 0, 1, 2, 3, 4, 5]
    shown = [rows[0], [rows[1][2], *rows[1][:2]], rows[2], *(moved(row, total_first) for row in rows[3:])]
    report = read(article(three=table(shown)))
    assert faults(report) == []
    assert checks(report) == {"columns-reordered"}
    swapped = [0, 1, 3, 2, 4]
    shown = [*rows[:2], moved(rows[2], swapped), *(moved(row, [0, 1, 2, 4, 3, 5, 6]) for row in rows[3:])]
    report = read(article(three=table(shown)))
    assert faults(report) == []
    (finding,) = report.findings
    assert set(finding.cells) >= {"requests.new.legal_service", "requests.new.social_welfare"}
    assert "requests.new.total" not in finding.cells


@pytest.mark.parametrize("what", ["results", "lawsuits", "blocks"])
def test_disputes_in_another_order_follow_their_headings(what: str) -> None:
    first, second, third, values = disputes()
    if what == "results":
        turn = [4, 0, 1, 2, 3]
        second = [*(second[at] for at in turn), *second[5:]]
        third = [third[5 * block + at] for block in (0, 1) for at in turn]
        values = [values[5 * block + at] for block in (0, 1, 2) for at in turn]
    elif what == "lawsuits":
        second = [*second[:5], second[6], second[5]]
        values = [*values[:5], *values[10:], *values[5:10]]
    else:
        first, second, values = first[::-1], [*second[5:], *second[:5]], [*values[5:], *values[:5]]
    report = read(article(four=table([first, second, third, values])))
    assert faults(report) == []
    assert checks(report) == {"columns-reordered"}


def test_a_second_table_is_not_mixed_with_the_first() -> None:
    report = read(article(after="<p>附件：县人民医院情况</p>" + table(requests(lambda _: "7"))))
    assert faults(report) == []
    assert checks(report) == {"repeated-row"}


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16"])
def test_a_page_in_another_encoding_than_it_says(encoding: str) -> None:
    report = parse(page(article()).encode(encoding), ADDRESS, "text/html")
    assert faults(report) == []
    assert report.identity is not None
    assert report.identity.title == TITLE


def test_the_page_itself_is_read_without_any_doubt() -> None:
    report = read(article())
    assert faults(report) == []
    assert report.findings == ()
    assert len(truth()) == len(report.figures) == 200
