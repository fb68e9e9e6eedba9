"""Documents whose tables are pictures: read where they stand, or named where they are not read."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Sequence

import pytest

from parsers import parse
from parsers.formats import read
from parsers.formats.pictured import MOST_READ, PICTURE
from parsers.model import Grid, MemberPlace, PagePlace, Paragraph, Source
from tests.parsers.drawn_tables import CELLS, ROWS, picture

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
TITLE = "某某县卫生健康局2023年政府信息公开工作年度报告"
PHOTO = picture(())


def word(body: str, pictures: Sequence[bytes], kind: str = "image") -> bytes:
    """A DOCX; ``{n}`` in its body stands for a drawing of picture n."""
    drawn = [
        f'<w:p><w:r><w:drawing><a:blip xmlns:a="{A}" xmlns:r="{R}" r:embed="r{at}"/></w:drawing></w:r></w:p>'
        for at in range(len(pictures))
    ]
    rows = "".join(
        f'<Relationship Id="r{at}" Type="{R}/{kind}" Target="media/{at}.png"/>' for at in range(len(pictures))
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        text = f'<w:document xmlns:w="{W}"><w:body>{body.format(*drawn)}</w:body></w:document>'
        archive.writestr("word/document.xml", text)
        archive.writestr(
            "word/_rels/document.xml.rels", f'<Relationships xmlns="{RELATIONS}">{rows}</Relationships>'
        )
        for at, data in enumerate(pictures):
            archive.writestr(f"word/media/{at}.png", data)
    return out.getvalue()


def p(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def inline(data: bytes) -> str:
    return f'<img src="data:image/png;base64,{base64.b64encode(data).decode()}">'


def shown(source: Source) -> list[list[str]]:
    """The blocks' texts: of a paragraph, and of a table's cells."""
    return [
        [block.text] if isinstance(block, Paragraph) else [cell.text for cell in block.cells]
        for block in source.blocks
    ]


def unread(source: Source) -> list[str]:
    return [value for name, value in source.metadata if name == PICTURE]


def test_a_table_pictured_in_a_word_document_is_read_where_it_stands() -> None:
    source = read(word(f"{p('政府信息公开年报')}{{0}}{p('以上')}", [picture()]))
    assert shown(source) == [["政府信息公开年报"], CELLS, ["以上"]]
    grid = next(block for block in source.blocks if isinstance(block, Grid))
    for cell, left, top in zip(
        grid.cells, (60, 420, 660) * 3, (60,) * 3 + (140,) * 3 + (220,) * 3, strict=True
    ):
        assert isinstance(cell.place, MemberPlace) and cell.place.member == "word/media/0.png"
        assert isinstance(cell.place.inside, PagePlace) and cell.place.inside.page == 1
        assert cell.place.inside.box[:2] == pytest.approx((left, top), abs=6)
        assert cell.doubt is not None
    assert "read-by-ocr" in {finding.check for finding in source.findings}
    assert not unread(source)


def test_a_picture_written_into_a_page_is_read() -> None:
    source = read(f"<html><body><p>政府信息公开{inline(picture())}年报</p></body></html>".encode())
    assert shown(source) == [["政府信息公开"], CELLS, ["年报"]]
    place = source.blocks[1].cells[0].place  # type: ignore[union-attr]
    assert isinstance(place, MemberPlace) and place.member == "/html/body/p/img"


@pytest.mark.parametrize("called", ["cid:one", "image001.png", "file:///C:/1/image001.png"])
def test_a_picture_attached_to_a_page_is_read(called: str) -> None:
    parts = (
        (
            "text/html; charset=utf-8",
            "file:///C:/1/a.htm",
            f"<html><p>信息公开</p><img src='{called}'></html>".encode(),
        ),
        ("image/png", "file:///C:/1/image001.png\r\nContent-ID: <one>", picture()),
    )
    body = "".join(
        f"--A\r\nContent-Type: {kind}\r\nContent-Transfer-Encoding: base64\r\nContent-Location: {at}\r\n\r\n"
        f"{base64.encodebytes(data).decode()}\r\n"
        for kind, at, data in parts
    )
    source = read(
        f'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="A"\r\n\r\n{body}--A--'.encode()
    )
    assert shown(source) == [["信息公开"], CELLS]
    place = source.blocks[1].cells[0].place  # type: ignore[union-attr]
    assert isinstance(place, MemberPlace) and place.member == "file:///C:/1/image001.png"


def test_pictures_beside_a_table_or_in_another_kind_of_document_are_named_and_not_read() -> None:
    rows = "".join(
        f"<w:tr>{''.join(f'<w:tc>{p(str(at))}</w:tc>' for at in range(4))}</w:tr>" for _ in range(3)
    )
    with_table = read(word(f"<w:tbl>{rows}</w:tbl>{{0}}", [picture()]))
    assert [len(block) for block in shown(with_table)] == [12] and unread(with_table) == ["word/media/0.png"]
    news = read(word(f"{p('本局召开会议。' * 60)}{{0}}", [picture()]))
    assert len(news.blocks) == 1 and unread(news) == ["word/media/0.png"]


def test_photographs_and_what_is_no_picture_add_nothing() -> None:
    for source in (
        read(word(f"{p('信息公开')}{{0}}", [PHOTO])),
        read(word(f"{p('信息公开')}{{0}}", [picture(size=(450, 150))])),
        read(word(f"{p('信息公开')}{{0}}", [picture()], kind="hyperlink")),
        read(f"<html><p>信息公开</p>{inline(picture(ROWS[:1])[:900])}</html>".encode()),
    ):
        assert shown(source) == [["信息公开"]] and not unread(source)


def test_a_broken_picture_is_told_by_its_name() -> None:
    source = read(word(f"{p('信息公开')}{{0}}", [picture()[:200]]))
    (finding,) = [finding for finding in source.findings if finding.check == "picture-broken"]
    assert finding.message.startswith("word/media/0.png：")


def test_no_more_pictures_are_read_than_the_limit_and_the_rest_are_named() -> None:
    small = [picture(size=(300 + at, 100)) for at in range(MOST_READ + 2)]
    source = read(word(p("信息公开") + "".join(f"{{{at}}}" for at in range(len(small))), small))
    assert unread(source) == [f"word/media/{MOST_READ}.png", f"word/media/{MOST_READ + 1}.png"]


def test_a_report_without_tables_names_its_pictures_and_one_with_tables_does_not() -> None:
    text = "".join(
        f"<p>{heading}</p><p>{'本机关按条例办理。' * 20}</p>"
        for heading in (
            TITLE, "一、总体情况", "二、主动公开政府信息情况",
            "三、收到和处理政府信息公开申请情况",
            "四、行政复议、行政诉讼情况", "五、存在的主要问题及改进情况",
        )
    )  # fmt: skip
    images = "<img src='/a/2023.jpg'><img src='logo.gif'><img src='/b.png' width='60'>"
    images += "<a href='/index.html'><img src='c.png'></a><a href='/d.JPG?a=1'><img src='d.png'></a>"
    report = parse(f"<html><body>{text}{images}</body></html>".encode())
    assert report.identity is not None
    (finding,) = [finding for finding in report.findings if finding.check == "pictures-unread"]
    assert finding.severity == "warning" and finding.message.endswith("：/a/2023.jpg、d.png")
    without = parse(f"<html><body>{text}</body></html>".encode())
    assert "pictures-unread" not in {finding.check for finding in without.findings}
    title = f"<html><title>{TITLE}</title><body><img src='1.jpg'></body></html>"
    assert "pictures-unread" in {finding.check for finding in parse(title.encode()).findings}
    other = "<html><title>会议通知</title><body><p>全体人员</p><img src='1.jpg'></body></html>"
    assert "pictures-unread" not in {finding.check for finding in parse(other.encode()).findings}
