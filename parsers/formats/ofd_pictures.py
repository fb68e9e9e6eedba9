"""OFD pages that are pictures (scans wrapped in OFD): each large picture read by recognition."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence

from lxml import etree

from parsers.formats.file_rules import UnreadableFile
from parsers.formats.lattice import Box
from parsers.formats.package import Package
from parsers.formats.page_content import PageContent
from parsers.formats.page_rules import NO_OCR, PICTURE_BROKEN
from parsers.model import PagePlace

SMALLEST = 0.15
"""A picture that covers less of its page than this is a seal or a logo, not a scan."""
MOST_PIXELS = 120_000_000


def pictures_of(part: str, resources: etree._Element) -> Iterator[tuple[str, str]]:
    """Yield (id, member) of the pictures a resource part lists."""
    folder = posixpath.join(posixpath.dirname(part), resources.get("BaseLoc", ""))
    for media in resources.iter("MultiMedia"):
        name = (media.findtext("MediaFile") or "").strip()
        if name:
            yield media.get("ID", ""), name if name.startswith("/") else posixpath.join(folder, name)


def large(pictures: Sequence[tuple[str, Box]], width: float, height: float) -> list[tuple[str, Box]]:
    """The pictures worth reading, from top to bottom; boxes, width and height in points."""
    area = max(width * height, 1.0)
    chosen = [
        (name, box) for name, box in pictures if (box[2] - box[0]) * (box[3] - box[1]) >= SMALLEST * area
    ]
    return sorted(chosen, key=lambda picture: picture[1][1])


def read_pictures(
    package: Package, members: Mapping[str, str], pictures: Sequence[tuple[str, Box]], number: int
) -> list[PageContent]:
    """Read each picture's text and tables; places are boxes on the page, in points.

    Raises :class:`UnreadableFile` where the parts for recognition are missing or no picture is readable.
    """
    try:
        from parsers.formats.frames import frames
        from parsers.formats.scan import read_picture
    except ImportError as error:
        raise UnreadableFile(NO_OCR, f"第{number}页：{error}") from error
    contents = []
    trouble: UnreadableFile | None = None
    for name, (left, top, right, bottom) in pictures:
        try:
            colours = next(frames(package.read(members[name]), MOST_PIXELS))
        except UnreadableFile as error:
            trouble = error
            continue
        except (KeyError, StopIteration):
            trouble = UnreadableFile(PICTURE_BROKEN, f"第{number}页：包里没有资源{name}的图像")
            continue
        high, wide = colours.shape[:2]
        across, down = wide / (right - left), high / (bottom - top)

        def place(box: Box, x: float = left, y: float = top, a: float = across, b: float = down) -> PagePlace:
            on_page = (x + box[0] / a, y + box[1] / b, x + box[2] / a, y + box[3] / b)
            first, second, third, fourth = (round(side, 1) for side in on_page)
            return PagePlace(number, (first, second, third, fourth), "pt")

        contents.append(read_picture(colours, number, across, place))
    if trouble is not None and not contents:
        raise trouble
    return contents
