"""Chinese numerals: each number once written, and what is no single number."""

from __future__ import annotations

import pytest

from parsers.chinese_numbers import number
from tests.parsers.web_page import article, checks, faults, read, truth

_D = "零一二三四五六七八九"


def written(value: int) -> str:
    """The usual way to write 1 to 9999."""
    if value < 20 and value >= 10:
        return "十" + (_D[value - 10] if value > 10 else "")
    text, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // unit % 10
        if digit:
            text += ("零" if gap and text else "") + _D[digit] + name
            gap = False
        elif text:
            gap = True
    return text


def test_every_number_below_ten_thousand_is_read_as_written() -> None:
    wrong = [value for value in range(1, 10_000) if number(written(value)) != value]
    assert not wrong, wrong[:20]


@pytest.mark.parametrize(
    ("text", "value"),
    [("零", 0), ("两", 2), ("两百", 200), ("一万", 10_000), ("二十三万", 230_000), ("一万零五", 10_005),
     ("一万二千", 12_000), ("一百一十五", 115)],
)  # fmt: skip
def test_a_numeral_is_read(text: str, value: int) -> None:
    assert number(text) == value


@pytest.mark.parametrize(
    "text",
    ["", "一二", "二三十", "十百", "百", "一百二", "一万二", "二零二三", "一零", "零五", "千千", "三百百"],
)
def test_what_is_no_single_number_is_none(text: str) -> None:
    assert number(text) is None


def test_a_lone_one_among_chinese_numerals_is_no_sure_dash() -> None:
    report = read(article(print_=lambda value: written(int(value)) if value else "零"))
    ones = [figure for figure in report.figures if truth()[figure.code] == 1]
    assert ones
    for figure in ones:
        assert (figure.value, figure.state, figure.confidence) == (None, "dash", "ambiguous")
        assert figure.alternatives == (1,)
    told = [finding.cells for finding in report.findings if finding.check == "one-or-dash"]
    assert sorted(told) == sorted((figure.code,) for figure in ones)
    assert len(faults(report)) == len(ones)


def test_a_level_stroke_among_digits_is_a_dash() -> None:
    report = read(article(print_=lambda value: str(value) if value else "一"))
    assert {figure.confidence for figure in report.figures} == {"stated"}
    assert "one-or-dash" not in checks(report)
