"""OFD text that nobody sees: white on the paper, outside its clip."""

from __future__ import annotations

import pytest

from parsers.formats.ofd import read
from tests.parsers.ofd_xml import NAMESPACE, WORDS, checks, grids, package, ruled, word

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


def drawn(page: str, *shared: str) -> bytes:
    """A page whose resources hold the given elements."""
    resources = f'<ofd:Res xmlns:ofd="{NAMESPACE}">{"".join(shared)}</ofd:Res>'
    return package(page, common="<ofd:PublicRes>R.xml</ofd:PublicRes>", R=resources)


PARAMS = (
    f'<ofd:DrawParams><ofd:DrawParam ID="4">{WHITE}</ofd:DrawParam><ofd:DrawParam ID="5" Relative="4"/>'
    '<ofd:DrawParam ID="6" Relative="4"><ofd:FillColor Value="200 0 0"/></ofd:DrawParam>'
    '<ofd:DrawParam ID="7" Relative="8"/><ofd:DrawParam ID="8" Relative="7"/></ofd:DrawParams>'
)


@pytest.mark.parametrize(
    ("param", "own", "shown"),
    [
        ("4", "", ""),
        ("5", "", ""),
        ("6", "", "99"),
        ("7", "", "99"),
        ("4", '<ofd:FillColor Value="0 0 0"/>', "99"),
        ("1", "", "99"),
        ("1", '<ofd:FillColor Value="#FF #ff #FF"/>', ""),
        ("1", '<ofd:FillColor Value="0 0 0" Alpha="0"/>', ""),
    ],
)
def test_a_text_s_colour_may_stand_in_its_drawing_parameters(param: str, own: str, shown: str) -> None:
    figure = coloured("99", 42, 33, own).replace("<ofd:TextObject", f'<ofd:TextObject DrawParam="{param}"')
    source = read(drawn(ruled() + word("甲乙丙", 22, 33) + figure, PARAMS))
    assert grids(source)[0].cells[1].text == shown


def test_a_layer_s_drawing_parameters_are_those_of_its_texts() -> None:
    layer = f'</ofd:Layer><ofd:Layer DrawParam="5">{word("9", 44, 33)}</ofd:Layer><ofd:Layer>'
    source = read(drawn(ruled() + WORDS + layer, PARAMS))
    assert [cell.text for cell in grids(source)[0].cells] == ["甲", "5", "乙", ""]


@pytest.mark.parametrize(
    ("more", "inside", "shown"),
    [
        ("", "", "59"),
        ('Alpha="0"', "", "5"),
        ('Visible="0"', "", "5"),
        ("", clip("30 0 9 9"), "5"),
        ("", clip("0 0 9 9"), "59"),
    ],
)
def test_what_hides_a_shared_unit_hides_its_text(more: str, inside: str, shown: str) -> None:
    unit = (
        '<ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="7">'
        f"<ofd:Content>{word('9', 2, 1)}</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits>"
    )
    used = f'<ofd:CompositeObject ResourceID="7" Boundary="42 32 10 10" {more}>{inside}</ofd:CompositeObject>'
    (grid,) = grids(read(drawn(ruled() + WORDS + used, unit)))
    assert [cell.text for cell in grid.cells] == ["甲", shown, "乙", ""]
