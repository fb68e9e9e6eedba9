"""Whole reports as Word users make them: each quirk leaves every figure right, or says that it is unsure."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest

from gongkai.demo.as_docx import docx
from gongkai.demo.documents import report
from parsers import parse
from parsers.model import Report
from tests.packed import zipped
from tests.parsers.word_xml import RELATIONS, W

TOLD = report("某某市卫生健康委员会", "prefecture", "宁夏回族自治区", "640200", 2022, seed=3)
FIGURE = re.compile(r'<w:r>(<w:t xml:space="preserve">\d+</w:t>)</w:r>')
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
STYLES = (
    f'<w:styles xmlns:w="{W}">'
    '<w:style w:styleId="note"><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
    '<w:style w:styleId="gone"><w:rPr><w:vanish/></w:rPr></w:style></w:styles>'
)
NOTE = '<w:footnote w:id="2"><w:p><w:r><w:t>含结转 9 件</w:t></w:r></w:p></w:footnote>'
NOTES = f'<w:footnotes xmlns:w="{W}">{NOTE}</w:footnotes>'
Quirk = Callable[[str], str]


def behind(run: str) -> Quirk:
    """Something behind every figure."""
    return lambda xml: FIGURE.sub(rf"<w:r>\1</w:r>{run}", xml)


def before(run: str) -> Quirk:
    return lambda xml: FIGURE.sub(rf"{run}<w:r>\1</w:r>", xml)


def styled(name: str) -> str:
    return f'<w:r><w:rPr><w:rStyle w:val="{name}"/></w:rPr><w:t>9</w:t></w:r>'


def boxed(xml: str) -> str:
    """Every table in a text box, stored twice for old and new programs."""

    def box(match: re.Match[str]) -> str:
        inner = f"<w:txbxContent>{match[0]}</w:txbxContent>"
        new = f"<mc:Choice><w:drawing>{inner}</w:drawing></mc:Choice>"
        old = f"<mc:Fallback><w:pict>{inner}</w:pict></mc:Fallback>"
        return f'<w:p><w:r><mc:AlternateContent xmlns:mc="{MC}">{new}{old}</mc:AlternateContent></w:r></w:p>'

    return re.sub(r"<w:tbl>.*?</w:tbl>", box, xml, flags=re.DOTALL)


def framed(xml: str) -> str:
    frame = "<w:body><w:tbl><w:tr><w:tc>", "<w:p/></w:tc></w:tr></w:tbl></w:body>"
    return xml.replace("<w:body>", frame[0]).replace("</w:body>", frame[1])


def controlled(xml: str) -> str:
    for tag in ("tr", "tc"):
        xml = xml.replace(f"<w:{tag}>", f"<w:sdt><w:sdtContent><w:{tag}>")
        xml = xml.replace(f"</w:{tag}>", f"</w:{tag}></w:sdtContent></w:sdt>")
    return xml


def broken_over_runs(xml: str) -> str:
    return re.sub(r"(\d)(?=\d+</w:t>)", r"\1</w:t></w:r><w:proofErr/><w:r><w:t>", xml)


def torn(xml: str) -> str:
    """The longest table in two halves, a page's number between them."""
    tables = re.findall(r"<w:tbl>.*?</w:tbl>", xml, flags=re.DOTALL)
    longest = max(tables, key=len)
    rows = longest.split("<w:tr>")
    half = len(rows) // 2
    cut = "</w:tbl><w:p><w:r><w:t>- 3 -</w:t></w:r></w:p><w:tbl><w:tblPr/>"
    return xml.replace(longest, "<w:tr>".join(rows[:half]) + cut + "<w:tr>" + "<w:tr>".join(rows[half:]))


QUIRKS: dict[str, tuple[Quirk, frozenset[str]]] = {
    "note by style": (behind(styled("note")), frozenset({"note-mark"})),
    "footnote": (behind('<w:r><w:footnoteReference w:id="2"/></w:r>'), frozenset()),
    "hidden by style": (behind(styled("gone")), frozenset()),
    "raised by hand": (
        behind('<w:r><w:rPr><w:position w:val="8"/></w:rPr><w:t>9</w:t></w:r>'),
        frozenset({"note-mark"}),
    ),
    "struck out": (before("<w:r><w:rPr><w:strike/></w:rPr><w:t>9</w:t></w:r>"), frozenset({"struck-text"})),
    "tracked": (
        before("<w:del><w:r><w:delText>9</w:delText></w:r></w:del>"),
        frozenset({"word-tracked-changes"}),
    ),
    "text boxes": (boxed, frozenset()),
    "frame": (framed, frozenset()),
    "content controls": (controlled, frozenset()),
    "runs": (broken_over_runs, frozenset()),
    "torn": (torn, frozenset()),
    "no sign without width": (
        lambda xml: FIGURE.sub(r"<w:r>\1</w:r><w:r><w:t>&#x200B;</w:t></w:r>", xml),
        frozenset(),
    ),
}


def read(quirk: Quirk) -> Report:
    with zipfile.ZipFile(BytesIO(docx(TOLD))) as archive:
        xml = archive.read("word/document.xml").decode()
    changed = quirk(xml)
    assert changed != xml
    parts = {"word/document.xml": changed, "word/styles.xml": STYLES, "word/footnotes.xml": NOTES}
    return parse(zipped({"_rels/.rels": RELATIONS, **parts}))


@pytest.mark.parametrize("name", QUIRKS)
def test_every_figure_is_right(name: str) -> None:
    quirk, expected = QUIRKS[name]
    found = read(quirk)
    sound = {finding.check for finding in parse(docx(TOLD)).findings}
    assert {figure.code: figure.value for figure in found.figures} == {
        code: told.value for code, told in TOLD.figures.items()
    }
    assert {finding.check for finding in found.findings} - sound == expected
