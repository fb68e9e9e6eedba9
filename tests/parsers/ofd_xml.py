"""OFD packages written by hand for tests: pages, words, lines and a ruled table; what was read of them."""

from __future__ import annotations

from parsers.model import Grid, Paragraph, Source
from tests.packed import zipped

NAMESPACE = "http://www.ofdspec.org/2016"
POINTS = 72 / 25.4


def package(page: str, *, common: str = "", page_head: str = "", **parts: str) -> bytes:
    """An OFD of one page that holds the given objects; ``parts`` are further members of ``Doc_0``."""
    space = f'xmlns:ofd="{NAMESPACE}"'
    members = {
        "OFD.xml": (
            f"<ofd:OFD {space}><ofd:DocBody><ofd:DocInfo><ofd:Title>题</ofd:Title></ofd:DocInfo>"
            "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
        ),
        "Doc_0/Document.xml": (
            f"<ofd:Document {space}><ofd:CommonData>{common}<ofd:PageArea><ofd:PhysicalBox>0 0 210 297"
            "</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages>"
            '<ofd:Page ID="1" BaseLoc="P/Content.xml"/></ofd:Pages></ofd:Document>'
        ),
        "Doc_0/P/Content.xml": content(page, page_head),
    }
    members |= {f"Doc_0/{name}.xml": text for name, text in parts.items()}
    return zipped(members)


def content(objects: str, head: str = "") -> str:
    return (
        f'<ofd:Page xmlns:ofd="{NAMESPACE}">{head}<ofd:Content><ofd:Layer>{objects}'
        "</ofd:Layer></ofd:Content></ofd:Page>"
    )


def word(text: str, x: float, y: float, *, deltas: str = "", more: str = "", size: float = 4) -> str:
    across = f'DeltaX="{deltas}"' if deltas else ""
    return (
        f'<ofd:TextObject Boundary="{x} {y} 100 {size}" Size="{size}" {more}>'
        f'<ofd:TextCode X="0" Y="{0.86 * size}" {across}>{text}</ofd:TextCode></ofd:TextObject>'
    )


def line(x0: float, y0: float, x1: float, y1: float, more: str = "") -> str:
    return (
        f'<ofd:PathObject Boundary="{x0} {y0} 1 1" {more}><ofd:AbbreviatedData>'
        f"M 0 0 L {x1 - x0} {y1 - y0}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def ruled(more: str = "") -> str:
    """A table of two columns and two rows, 20 mm by 10 mm each, its corner at (20, 30)."""
    level = [line(20, y, 60, y, more) for y in (30, 40, 50)]
    return "".join(level + [line(x, 30, x, 50, more) for x in (20, 40, 60)])


WORDS = word("甲", 22, 33) + word("5", 42, 33) + word("乙", 22, 43)


def grids(source: Source) -> list[Grid]:
    return [block for block in source.blocks if isinstance(block, Grid)]


def texts(source: Source) -> list[str]:
    return [block.text for block in source.blocks if isinstance(block, Paragraph)]


def checks(source: Source) -> list[str]:
    return [finding.check for finding in source.findings]
