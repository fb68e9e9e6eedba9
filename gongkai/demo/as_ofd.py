"""A made-up report written as an OFD: placed characters and drawn lines, tables running over pages."""

from __future__ import annotations

from xml.sax.saxutils import escape

from gongkai.demo.as_docx import HEAD, zipped
from gongkai.demo.paper import HEIGHT, LEADING, SIZE, WIDTH, Frame, Line, Marks, advance, laid_out
from gongkai.demo.truth import DemoReport

NAMESPACE = "http://www.ofdspec.org/2016"


def ofd(report: DemoReport) -> bytes:
    """Write the report as an OFD."""
    pages = {f"Doc_0/Pages/Page_{n}/Content.xml": _page(marks) for n, marks in enumerate(laid_out(report))}
    listed = "".join(
        f'<ofd:Page ID="{n + 1}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages))
    )
    return zipped(
        {
            "OFD.xml": (
                f'{HEAD}<ofd:OFD xmlns:ofd="{NAMESPACE}" DocType="OFD" Version="1.0"><ofd:DocBody>'
                f"<ofd:DocInfo><ofd:DocID>{report.seed:032d}</ofd:DocID>"
                f"<ofd:Title>{escape(report.title)}</ofd:Title></ofd:DocInfo>"
                "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
            ),
            "Doc_0/Document.xml": (
                f'{HEAD}<ofd:Document xmlns:ofd="{NAMESPACE}"><ofd:CommonData>'
                f"<ofd:PageArea><ofd:PhysicalBox>0 0 {WIDTH:g} {HEIGHT:g}</ofd:PhysicalBox></ofd:PageArea>"
                f"</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages></ofd:Document>"
            ),
            **pages,
        }
    )


def _frame(it: Frame) -> str:
    path = f"M 0 0 L {it.width:.3f} 0 L {it.width:.3f} {it.height:.3f} L 0 {it.height:.3f} C"
    return (
        f'<ofd:PathObject Boundary="{it.x:.3f} {it.y:.3f} {it.width:.3f} {it.height:.3f}" LineWidth="0.2">'
        f"<ofd:AbbreviatedData>{path}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def _line(it: Line) -> str:
    deltas = " ".join(f"{advance(letter):g}" for letter in it.text[:-1])
    across = f' DeltaX="{deltas}"' if deltas else ""
    width = sum(advance(letter) for letter in it.text)
    return (
        f'<ofd:TextObject Boundary="{it.x:.3f} {it.y:.3f} {width:.3f} {LEADING:g}" Font="3" Size="{SIZE:g}">'
        f'<ofd:TextCode X="0" Y="{0.86 * SIZE:g}"{across}>{escape(it.text)}</ofd:TextCode></ofd:TextObject>'
    )


def _page(marks: Marks) -> str:
    objects = "".join(_frame(it) if isinstance(it, Frame) else _line(it) for it in marks)
    return (
        f'{HEAD}<ofd:Page xmlns:ofd="{NAMESPACE}"><ofd:Content><ofd:Layer>{objects}'
        "</ofd:Layer></ofd:Content></ofd:Page>"
    )
