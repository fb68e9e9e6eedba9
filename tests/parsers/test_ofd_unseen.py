"""OFD text that nobody sees: white on the paper, outside its clip."""

from __future__ import annotations

import pytest

from parsers.formats.ofd import read
from tests.parsers.ofd_xml import checks, grids, package, ruled, word

WHITE = '<ofd:FillColor Value="255 255 255"/>'


def coloured(text: str, x: float, y: float, inside: str) -> str:
    """A word whose object holds further elements: its colour, its clips."""
    return word(text, x, y).replace("<ofd:TextCode", f"{inside}<ofd:TextCode")


def painted(x: float, y: float, colour: str) -> str:
    return (
        f'<ofd:PathObject Boundary="{x} {y} 18 8" Fill="true" Stroke="false">{colour}'
        "<ofd:AbbreviatedData>M 0 0 L 18 0 L 18 8 L 0 8 C</ofd:AbbreviatedData></ofd:PathObject>"
    )


@pytest.mark.parametrize(
    ("ground", "shown"),
    [
        ("", ""),
        (painted(41, 31, WHITE), ""),
        (painted(41, 41, '<ofd:FillColor Value="0 0 90"/>'), ""),
        (painted(41, 31, '<ofd:FillColor Value="0 0 90"/>'), "99"),
        (painted(41, 31, ""), "99"),
        ('<ofd:ImageObject Boundary="20 30 40 20" ResourceID="7"/>', "99"),
    ],
)
def test_white_text_is_read_on_a_painted_ground_alone(ground: str, shown: str) -> None:
    source = read(package(ruled() + word("甲乙丙", 22, 33) + ground + coloured("99", 42, 33, WHITE)))
    (grid,) = grids(source)
    assert grid.cells[1].text == shown
    assert ("text-unseen" in checks(source)) is (shown == "")


def clip(*boundaries: str) -> str:
    areas = (f'<ofd:Area><ofd:Path Boundary="{row}"/></ofd:Area>' for row in boundaries)
    return f"<ofd:Clips><ofd:Clip>{''.join(areas)}</ofd:Clip></ofd:Clips>"


@pytest.mark.parametrize(
    ("clips", "shown"),
    [
        (clip("30 0 9 9"), ""),
        (clip("0 -9 50 5", "30 0 9 9"), ""),
        (clip("30 0 9 9", "0 0 9 9"), "99"),
        (clip("1.5 1 9 9"), "99"),
        (clip(""), "99"),
        ("<ofd:Clips/>", "99"),
    ],
)
def test_text_wholly_outside_its_clip_is_not_read(clips: str, shown: str) -> None:
    source = read(package(ruled() + word("甲乙丙", 22, 33) + coloured("99", 42, 33, clips)))
    (grid,) = grids(source)
    assert grid.cells[1].text == shown
    assert ("text-unseen" in checks(source)) is (shown == "")
