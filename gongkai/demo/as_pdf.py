"""A made-up report written as a text PDF, by hand: lines of text in a font every reader knows, drawn frames.

The font is one of Adobe's for simplified Chinese, named and not embedded (PDF 32000-1:2008, 9.7.5.2), as in
the PDFs of many offices; its code is UCS-2.
"""

from __future__ import annotations

import zlib

from gongkai.demo.paper import HEIGHT, SIZE, WIDTH, Frame, Line, Marks, laid_out
from gongkai.demo.truth import DemoReport

POINT = 72 / 25.4
"""Points in a millimetre."""

FONT = (
    b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light-UniGB-UCS2-H/Encoding/UniGB-UCS2-H"
    b"/DescendantFonts[<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000/W[1 95 500]"
    b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>/FontDescriptor<</Type/FontDescriptor"
    b"/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0/Ascent 880/Descent -120"
    b"/CapHeight 880/StemV 93>>>>]>>"
)
CATALOGUE, TREE, TYPE = 1, 2, 3
"""The numbers of the first objects; a page and its content follow for each page."""


def pdf(report: DemoReport) -> bytes:
    """Write the report as a PDF."""
    pages = laid_out(report)
    kids = b" ".join(b"%d 0 R" % (TYPE + 1 + 2 * n) for n in range(len(pages)))
    box = f"[0 0 {WIDTH * POINT:.2f} {HEIGHT * POINT:.2f}]".encode()
    objects = [
        b"<</Type/Catalog/Pages %d 0 R>>" % TREE,
        b"<</Type/Pages/Count %d/Kids[%s]/MediaBox%s>>" % (len(pages), kids, box),
        FONT,
    ]
    for marks in pages:
        content = zlib.compress(_content(marks))
        objects.append(
            b"<</Type/Page/Parent %d 0 R/Contents %d 0 R/Resources<</Font<</F %d 0 R>>>>>>"
            % (TREE, len(objects) + 2, TYPE)
        )
        objects.append(b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(content), content))
    return _file(objects)


def _content(marks: Marks) -> bytes:
    return "\n".join(_frame(it) if isinstance(it, Frame) else _line(it) for it in marks).encode("ascii")


def _frame(it: Frame) -> str:
    x, y, width, height = (value * POINT for value in (it.x, HEIGHT - it.y - it.height, it.width, it.height))
    return f"0.5 w {x:.2f} {y:.2f} {width:.2f} {height:.2f} re S"


def _line(it: Line) -> str:
    x, y = it.x * POINT, (HEIGHT - it.y - 0.86 * SIZE) * POINT
    return f"BT /F {SIZE * POINT:.2f} Tf {x:.2f} {y:.2f} Td <{it.text.encode('utf-16-be').hex()}> Tj ET"


def _file(objects: list[bytes]) -> bytes:
    """The objects numbered from 1, the table of where they begin, the trailer."""
    data, places = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", []
    for number, text in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, text)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return data + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n"
        % (size, table, size, CATALOGUE, len(data))
    )
