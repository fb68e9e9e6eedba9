"""Sources read inside a container: their places and findings named by the member they come from."""

from __future__ import annotations

from dataclasses import replace

from parsers.model import Block, Finding, Grid, MemberPlace, Paragraph, Place


def block_in(member: str, block: Block) -> Block:
    """The same block with every place inside ``member``."""
    if isinstance(block, Paragraph):
        return replace(block, place=place_in(member, block.place))
    cells = tuple(replace(cell, place=place_in(member, cell.place)) for cell in block.cells)
    return Grid(cells, block.exact)


def place_in(member: str, place: Place) -> MemberPlace:
    """The same place inside ``member``; a member's member is named by both names with a slash between."""
    if isinstance(place, MemberPlace):
        return MemberPlace(f"{member}/{place.member}", place.inside)
    return MemberPlace(member, place)


def finding_in(member: str, finding: Finding) -> Finding:
    """The same finding, its message led by the member's name."""
    return replace(finding, message=f"{member}：{finding.message}")
