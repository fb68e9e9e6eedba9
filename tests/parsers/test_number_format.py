"""Number formats: a stored number is shown as a spreadsheet shows it, or not at all."""

from __future__ import annotations

import pytest

from parsers.formats.number_format import BUILT_IN, UnknownFormat, rounds, show, show_text

ACCOUNTING = BUILT_IN[41]


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (3.0, "General", "3"),
        (63.28, "General", "63.28"),
        (0.1 + 0.2, "General", "0.3"),
        (12.630000000001, "General", "12.63"),
        (1234567890.6, "General", "1234567890.6"),
        (-8, "0;[Red]0", "-8"),
        (-8, "0_ ;[红色]0_ ", "-8"),
        (-8, '0;[Red]"减"0', "减8"),
        (-8, "0;0", "8"),
        (-8, "General", "-8"),
        (1e16, "General", "10000000000000000"),
        (0, "General", "0"),
        (12.6, "0", "13"),
        (2.5, "0", "3"),
        (-0.4, "0", "0"),
        (12.345, "0.00", "12.35"),
        (12.5, "0.##", "12.5"),
        (12, "0.##", "12"),
        (7, "000", "007"),
        (1234567, "#,##0", "1,234,567"),
        (1234567, "#,##0,", "1,235"),
        (0.256, "0.0%", "25.6%"),
        (0, "#", ""),
        (0, "0;-0;;@", ""),
        (0, ACCOUNTING, "-"),
        (1500, ACCOUNTING, "1,500"),
        (-3, "0;(0)", "(3)"),
        (-3, "0_ ;[Red]-0 ", "-3"),
        (22, '0"件"', "22件"),
        (5, '"￥"0.00', "￥5.00"),
        (5, "[$¥-804]0.00", "¥5.00"),
        (5, ";;;", ""),
        (45321, "yyyy/m/d", "2024/1/30"),
        (45321, 'yyyy"年"m"月"d"日"', "2024年1月30日"),
        (45321.5, "yyyy-mm-dd hh:mm", "2024-01-30 12:00"),
        (1, "yyyy-mm-dd", "1900-01-01"),
        (0, '[=0]"";General', ""),
        (27, '[=0]"";General', "27"),
        (27, '[>=10]0"件";0', "27件"),
        (3, '[>=10]0"件";[<5]"少";0', "少"),
        (7, '[>=10]0"件";[<5]"少";0', "7"),
        (22, "0!件", "22件"),
        (126300, '0!.0,"万元"', "12.6万元"),
        (126300, '0"."0000', "12.6300"),
        (5, "000-00", "000-05"),
    ],
)
def test_a_number_is_shown_by_its_format(value: float, code: str, shown: str) -> None:
    assert show(value, code) == shown


@pytest.mark.parametrize(
    "code",
    ["# ?/?", "0.00E+00", "[>100]0", "[DBNum1]0", "[h]:mm", "[=0]0;0;-", "a;b;c;d;0", "[DBNum1]General"],
)
def test_a_format_that_is_not_certain_is_refused(code: str) -> None:
    with pytest.raises(UnknownFormat):
        show(5, code)


def test_a_minus_under_conditions_is_refused() -> None:
    with pytest.raises(UnknownFormat):
        show(-3, '[=0]"";General')


def test_dates_count_from_1904_where_the_book_says_so() -> None:
    assert show(0, "yyyy-mm-dd", epoch_1904=True) == "1904-01-01"


def test_a_text_can_be_hidden_by_its_format() -> None:
    assert show_text("甲", "0;0;0;@") == "甲"
    assert show_text("甲", ";;;") == ""
    assert show_text("0012", "@") == "0012"


@pytest.mark.parametrize(
    ("value", "shown", "told"),
    [
        (12.63, "13", True),
        (-1262.5, "(1,263)", True),
        (12.63, "13件", True),
        (0.4, "0", True),
        (13.0, "13", False),
        (12.634, "12.63", False),
        (0.126, "13%", False),
        (44562.5, "2022", False),
        (0.4, "", False),
        (12.999999999999999, "13", False),
    ],
)
def test_a_whole_number_shown_for_a_fraction_is_known(value: float, shown: str, told: bool) -> None:
    assert rounds(value, shown) is told
