"""One cell's text: values, states, signs, units, remarks; and labels made comparable."""

from __future__ import annotations

from decimal import Decimal

import pytest

from parsers.cells import is_value, read_cell
from parsers.labels import bare, clean, likeness, split_ordinal
from parsers.model import Number, State
from parsers.rows import is_label


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        ("828件", 828),
        ("共315件", 315),
        ("合计12", 12),
        ("１２", 12),
        ("1,234", 1234),
        ("1，234", 1234),
        (" 7\n", 7),
        ("1.2", Decimal("1.2")),
        ("3.00", 3),
        ("22（其中修订16件）", 22),
        ("22（其中（一）类16件）（未含乡镇）", 22),
        ("[bookmark: _GoBack]-1", -1),
        ("**5**", 5),
        ("1①", 1),
        ("12 ³", 12),
        ("7*", 7),
        ("-8", -8),
        ("−8", -8),
        ("+459", 459),
        ("＋459", 459),
    ],
)
def test_a_number_is_read_whatever_dresses_it(text: str, value: Number) -> None:
    reading = read_cell(text)
    assert (reading.value, reading.state) == (value, "number")


@pytest.mark.parametrize(
    ("text", "noted"), [("12①", True), ("12²", True), ("12₂", True), ("12〔1〕", False), ("12", False)]
)
def test_a_mark_after_a_number_is_remembered(text: str, noted: bool) -> None:
    assert read_cell(text).noted is noted
    assert read_cell("12[²]").value == 12


@pytest.mark.parametrize(
    ("text", "value", "state"),
    [
        ("减 2", -2, "number"),
        ("减少2项", -2, "number"),
        ("增2", 2, "number"),
        ("↑459", 459, "number"),
        ("↓8", -8, "number"),
        ("增加 2", 2, "number"),
        ("无", 0, "word"),
        ("持平", 0, "word"),
        ("减", None, "word"),
        ("未发生", None, "word"),
        ("不涉及", None, "word"),
        ("增", None, "word"),
        ("空", None, "word"),
    ],
)
def test_under_increase_and_decrease_words_have_a_meaning(text: str, value: int | None, state: State) -> None:
    reading = read_cell(text, change=True)
    assert (reading.value, reading.state) == (value, state)


def test_elsewhere_a_word_is_no_number() -> None:
    assert (read_cell("无").value, read_cell("无").state) == (None, "word")
    assert read_cell("减 2").state == "text"


@pytest.mark.parametrize(
    ("text", "state"),
    [("", "blank"), (" \u3000\xa0", "blank"), ("/", "dash"), ("-", "dash"), ("——", "dash"), ("—", "dash")],
)
def test_blank_and_dash_are_states_without_a_value(text: str, state: State) -> None:
    reading = read_cell(text)
    assert (reading.value, reading.state) == (None, state)


@pytest.mark.parametrize(
    "text",
    [
        *("约5", "3/5", "12%", "1O", "228、3", "见附件", "①", "1②3", "10（网上）5（信函）", "1,23", "2020年"),
        "9" + "x" * 600,
    ],
)
def test_what_is_no_number_keeps_no_value(text: str) -> None:
    reading = read_cell(text)
    assert (reading.value, reading.state) == (None, "text")


@pytest.mark.parametrize(
    ("text", "factor", "value"),
    [
        ("9000 万", None, 90_000_000),
        ("63.28万元", None, 632_800),
        ("251000元", None, 251_000),
        ("1.2", 10_000, 12_000),
        ("0.0001", 10_000, 1),
        ("300元", 10_000, 300),
        ("2亿元", None, 200_000_000),
        ("0.5", None, Decimal("0.5")),
        ("1200（元）", 10_000, 1_200),
        ("12（单位：百元）", 10_000, 1_200),
        ("3（万件）", None, 30_000),
        ("3（件）", None, 3),
        ("3（）", 10_000, 30_000),
    ],
)
def test_money_becomes_yuan_by_the_cell_s_unit_before_the_header_s(
    text: str, factor: int | None, value: Number
) -> None:
    assert read_cell(text, factor=factor).value == value


def test_digits_apart_are_joined_and_told() -> None:
    assert read_cell("1 000").value == 1000
    assert read_cell("1 000").apart
    assert not read_cell("1000 件").apart


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("828（更正为830）", (830,)),
        ("828（有误，应为830件）", (830,)),
        ("828（有误）", (None,)),
        ("22（其中修订16件）", ()),
    ],
)
def test_what_a_remark_corrects_a_number_to(text: str, instead: tuple[Number | None, ...]) -> None:
    assert read_cell(text).instead == instead


@pytest.mark.parametrize(
    ("text", "instead"), [("3（减少）", (-3,)), ("3（取消）", (-3,)), ("减3（取消）", ()), ("8（增）", ())]
)
def test_a_remark_may_say_that_a_change_is_a_decrease(text: str, instead: tuple[Number | None, ...]) -> None:
    assert read_cell(text, change=True).instead == instead
    assert read_cell(text).instead == ()


def test_a_cell_says_whether_it_gives_its_own_sign() -> None:
    assert read_cell("+3").signed
    assert read_cell("减3", change=True).signed
    assert not read_cell("3", change=True).signed


@pytest.mark.parametrize(
    ("text", "ordinal", "body"),
    [
        ("（一） 予以 公开", "一", "予以公开"),
        ("1.属于国家秘密", "1", "属于国家秘密"),
        ("3．危及“三 安全一稳 定”", "3", "危及三安全一稳定"),
        ("四、结转下年度继续办理", "四", "结转下年度继续办理"),
        ("1本机关不掌握", "1", "本机关不掌握"),
        ("（二）（部分公开）", "二", "部分公开"),
        ("其他", "", "其他"),
        ("三", "", "三"),
    ],
)
def test_a_label_is_parted_from_its_number(text: str, ordinal: str, body: str) -> None:
    assert split_ordinal(text) == (ordinal, body)


def test_likeness_knows_equal_shortened_garbled_and_strange_labels() -> None:
    printed = bare("2.其他法律行政法规禁止公开")
    assert likeness(bare("2. 其他法律 行政法规 禁止公开"), printed) == 1.0
    assert likeness(bare("1. 属于国家"), bare("属于国家秘密")) == 0.9
    assert 0.4 < likeness(bare("2.就法制亍政收禁止公开"), printed) < 0.7
    assert likeness(bare("重复申请"), printed) < 0.4
    assert likeness("", printed) == 0.0


def test_leftovers_of_editors_are_no_text() -> None:
    assert clean("[bookmark: _GoBack]规 章") == "规章"


@pytest.mark.parametrize(
    "text", ["规章", "1.属于国家秘密", "开", "（七）总计", "公开相同信息计1条的数量统计"]
)
def test_labels_are_labels(text: str) -> None:
    assert is_label(text)
    assert not is_value(text)


@pytest.mark.parametrize("text", ["", "12", "828件", "无", "减", "/", "约20件", "22（其中修订16件）", "1O"])
def test_figures_are_not_labels(text: str) -> None:
    assert not is_label(text)


@pytest.mark.parametrize("text", ["5\n3", "5 \n 3", "12\n"])
def test_numbers_on_two_lines_are_not_one_number(text: str) -> None:
    reading = read_cell(text)
    expected = (12, "number") if text == "12\n" else (None, "text")
    assert (reading.value, reading.state) == expected
