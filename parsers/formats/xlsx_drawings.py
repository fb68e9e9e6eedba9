"""What lies over a sheet's cells: its text boxes and pictures (ECMA-376 part 1, 20.5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

from parsers.formats.docx_text import alternative
from parsers.formats.package import Package
from parsers.formats.pictured import Picture, images_of
from parsers.formats.sheet import address
from parsers.model import Paragraph, SheetPlace

MOST_DRAWN = 500
"""Drawings of a sheet that are looked at."""
Drawn = tuple[list[Paragraph], list[Picture]]


def drawn_over(package: Package, sheet: str, part: str) -> Drawn:
    """The lines of a sheet's text boxes and its pictures, each from top to bottom; ``part`` is its member."""
    texts: list[Paragraph] = []
    pictures: list[Picture] = []
    for _, kind, member in package.related(part):
        if kind != "drawing":
            continue
        root = package.xml_or_none(member)
        images = images_of(package, member)
        anchors = [] if root is None else sorted(_anchors(root), key=_corner)[:MOST_DRAWN]
        for anchor in anchors:
            place = SheetPlace(sheet, address(*_corner(anchor)))
            lines = ("".join(line.itertext("{*}t")) for line in anchor.iterfind(".//{*}txBody/{*}p"))
            texts += [Paragraph(line, place) for line in lines if line.strip()]
            names = (_embedded(blip) for blip in anchor.iter("{*}blip"))
            pictures += [images[name] for name in names if name in images]
    return texts, pictures


def _anchors(root: etree._Element) -> Iterator[etree._Element]:
    """The anchors of what is shown; of two alternatives the one a modern program takes."""
    for child in root:
        anchors: Iterable[etree._Element] = (child,)
        if str(child.tag).endswith("}AlternateContent"):
            chosen = alternative(child)
            anchors = () if chosen is None else chosen
        for anchor in anchors:
            if not any(row.get("hidden") in ("1", "true") for row in anchor.iter("{*}cNvPr")):
                yield anchor


def _corner(anchor: etree._Element) -> tuple[int, int]:
    """Row and column, from 0, of the cell over which a drawing begins."""
    row, column = (anchor.findtext(f"{{*}}from/{{*}}{name}", "").strip() for name in ("row", "col"))
    return _whole(row), _whole(column)


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 8 else 0


def _embedded(blip: etree._Element) -> str:
    return next((str(value) for name, value in blip.attrib.items() if str(name).endswith("}embed")), "")
