"""HTML pages: paragraphs with their element's path, tables laid out into exact grids, and metadata.

A table that holds a single cell, whole articles or other tables lays out the page: its cells are read
as running text. Every other table becomes a grid by the HTML table model, with spans. A table of figures
that holds a small table inside a cell is one of figures all the same; the inner table follows as a grid.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import pairwise
from types import MappingProxyType
from urllib.parse import unquote_to_bytes

from lxml import etree

from parsers.formats.decoding import decode
from parsers.formats.elements import (
    BLOCKS,
    Element,
    Paths,
    group_ends,
    parse_page,
    setting_of,
    tag_of,
    text_of,
)
from parsers.formats.embedded import articles
from parsers.formats.file_rules import UnreadableFile
from parsers.formats.lines import Setting
from parsers.formats.members import block_in
from parsers.formats.page_rules import PICTURE_BROKEN
from parsers.formats.pictured import LITTLE_TEXT, PICTURE, SMALLEST, Picture, Piece, is_tabled, with_pictures
from parsers.formats.unseen import clear_unseen
from parsers.grid import MAX_ROWS, lay_out
from parsers.model import Block, Cell, Finding, Grid, HtmlPlace, Paragraph, Source
from parsers.readings import found

SKIPPED = frozenset(
    "script style noscript template head svg math select textarea iframe object rt rp".split()
)
INFO = (
    "索引号|信息索引|发布日期|发布时间|公开日期|成文日期|生成日期|发文日期|信息名称|名称|标题|文号|发文字号"
    "|发布机构|公开机构|公开主体|发文机关|信息来源|来源|主题分类|有效性|责任编辑|作者|发布人"
    "|信息时间|发稿时间|录入时间|日期|时间"
)
"""What government pages call the fields of their information table."""
_INFO_CELL = re.compile(rf"^[\[【]?({INFO})[\]】]?[:：]?$")
_INFO_LINE = re.compile(
    rf"(?:^|[\s|])[\[【]?({INFO})[\]】]?\s*[:：]\s*([^\s|：:][^\s|]{{0,60}}(?:\s+\d{{1,2}}:\d{{2}}(?::\d{{2}})?)?)"
)
_INLINE = re.compile(r"data:image/[\w.+-]+;base64,", re.IGNORECASE)
_ICON = 4_000
"""Characters of a picture written into the page; a shorter one is an icon."""
_OF_THE_SITE = re.compile(
    r"\.(?:gif|svg|ico)(?:$|[?#])|(?:^|/)(?:skins?|templates?|themes?|static|styles?|css|res|assets|public)/"
    r"|logo|icon|banner|qrcode|erweima|ewm|footer|header",
    re.IGNORECASE,
)
"""Addresses of the pictures that a site puts round every page."""
_PICTURE_NAME = re.compile(r"\.(?:jpe?g|png|bmp|tiff?|webp)(?:$|[?#])", re.IGNORECASE)
NONE_ATTACHED: Mapping[str, Picture] = MappingProxyType({})
ARTICLE = 1_000
"""A cell with more characters than this holds an article, not a figure."""
_FIGURES = 4
"""A table that holds others is one of figures itself when it has this many rows of this many cells."""
MAX_SPAN = 65_534
"""The largest span HTML allows; larger numbers are read as this."""


def read(
    data: bytes,
    address: str | None = None,
    media_type: str | None = None,
    attached: Mapping[str, Picture] = NONE_ATTACHED,
) -> Source:
    """Reads a page; a page without any element yields no blocks and the finding ``unreadable-markup``.

    ``attached`` holds the pictures that came with the page, by the address it calls them by.
    """
    decoded = decode(data, media_type)
    root = parse_page(decoded.text)
    if root is None:
        message = "网页标记无法解析，未读到任何内容；请查看原件"
        findings = (*decoded.findings, found("unreadable-markup", message))
        return Source("text/html", (), encoding=decoded.encoding, findings=findings)
    unseen, digits = clear_unseen(root)
    page = _Page(root, attached, unseen)
    if digits:
        page.findings.append(_hidden(digits))
    blocks, shown, left = with_pictures(tuple(page.blocks()))
    if not is_tabled(blocks) and (carried := _carried(page, blocks)):
        blocks = (*blocks, *carried)
        page.findings.append(
            found("text-embedded", "正文写在脚本、隐藏字段或内嵌框架的文字中，由脚本显示，已读取")
        )
    pictures = ((PICTURE, name) for name in dict.fromkeys((*page.elsewhere, *left)))
    return Source(
        "text/html",
        blocks,
        encoding=decoded.encoding,
        metadata=(*_head(root), *_info(blocks), *pictures),
        findings=(*decoded.findings, *page.findings, *shown),
    )


class _Page:
    """One walk over one page, in document order."""

    def __init__(self, root: Element, attached: Mapping[str, Picture], unseen: frozenset[Element]) -> None:
        self.root = root
        self.attached = attached
        self.unseen = unseen
        self.elsewhere: list[str] = []
        self.paths = Paths()
        self.findings: list[Finding] = []
        self.tables = {table: number for number, table in enumerate(root.iter("table"))}
        self.outer = {outer for table in self.tables for outer in table.iterancestors("table")}

    def blocks(self) -> Iterator[Piece]:
        pending: list[str] = []
        holders: list[Element] = [self.root]
        setting: list[Setting] = []
        walk = etree.iterwalk(self.root, events=("start", "end"))
        for event, element in walk:
            tag = tag_of(element)
            if event == "start":
                if tag in SKIPPED:
                    walk.skip_subtree()
                    continue
                if tag in BLOCKS or tag == "br":
                    yield from self._paragraph(pending, holders[-1])
                if tag in BLOCKS:
                    holders.append(element)
                picture = self._picture(element) if tag == "img" else None
                if picture is not None:
                    yield from self._paragraph(pending, holders[-1])
                    yield picture
                grid = self._grid(element) if tag == "table" else None
                if grid is not None:
                    yield grid
                    for inner in element.iter("table") if element in self.outer else ():
                        inner_grid = self._grid(inner) if inner is not element else None
                        if inner_grid is not None:
                            yield inner_grid
                    walk.skip_subtree()
                    continue
                own = setting_of(element, tag)
                if own is not None:
                    setting.append(own)
                text = element.text or ""
            else:
                if tag in BLOCKS:
                    yield from self._paragraph(pending, holders.pop())
                if setting and setting_of(element, tag) is not None:
                    setting.pop()
                text = element.tail or ""
            pending.append(setting[-1](text) if setting else text)
        yield from self._paragraph(pending, self.root)

    def _picture(self, element: Element) -> Picture | None:
        """The picture an ``img`` shows, if the page brings it along; the addresses of others are kept."""
        source = (element.get("src") or "").strip()
        if source in self.attached:
            return self.attached[source]
        if source.startswith("data:"):
            inline = _INLINE.match(source) if len(source) > _ICON else None
            name = self.paths.of(element)
            return None if inline is None else Picture(name, partial(_unpacked, source, inline.end()))
        sizes = (element.get("width") or "", element.get("height") or "")
        small = any(size.isdecimal() and int(size) < min(SMALLEST) for size in sizes)
        link = next(element.iterancestors("a"), None)
        leads_away = link is not None and not _PICTURE_NAME.search(link.get("href") or "")
        if source and not small and not leads_away and not _OF_THE_SITE.search(source):
            self.elsewhere.append(source[:300])
        return None

    def _paragraph(self, pending: list[str], holder: Element) -> Iterator[Paragraph]:
        gathered = "".join(pending)
        pending.clear()
        # Preformatted text keeps its lines, and the tabs that part its columns.
        lines = gathered.split("\n") if tag_of(holder) == "pre" else [" ".join(gathered.split())]
        for line in lines:
            if text := line.strip():
                yield Paragraph(text, HtmlPlace(self.paths.of(holder)))

    def _grid(self, table: Element) -> Grid | None:
        """The table as a grid, or ``None`` when it only lays out the page."""
        own = _own_rows(table) if table in self.outer else list(table.iter("tr"))
        own = [row for row in own if row not in self.unseen] if self.unseen else own
        rows = [[cell for cell in row.iterchildren("td", "th") if cell not in self.unseen] for row in own]
        rows = rows[: MAX_ROWS + 1]
        if table in self.outer and not self._holds_figures(table, rows):
            return None
        texts = [[text_of(cell) for cell in row] for row in rows]
        if sum(bool(text) for row in texts for text in row) <= 1:
            return None
        if any(len(text) > ARTICLE for row in texts for text in row):
            return None
        spans = [[(_span(cell, "rowspan"), _span(cell, "colspan")) for cell in row] for row in rows]
        layout = lay_out(spans, group_ends(own))
        number = self.tables[table]
        if layout.capped:
            message = f"第{number + 1}个表格有{layout.capped}处合并范围超出表格，已截断，请核对原件"
            self.findings.append(found("span-capped", message, actual=layout.capped))
        if layout.cut:
            message = f"第{number + 1}个表格过大，只读取了前{MAX_ROWS}行以内的部分，请核对原件"
            self.findings.append(found("table-cut", message))
        cells = []
        for slot in layout.slots:
            row, index = slot.source
            place = HtmlPlace(self.paths.of(rows[row][index]), number, slot.row, slot.column)
            cells.append(Cell(slot.row, slot.column, texts[row][index], place, slot.rowspan, slot.colspan))
        return Grid(tuple(cells), exact=True)

    def _holds_figures(self, table: Element, rows: list[list[Element]]) -> bool:
        """Whether a table that holds others is one of figures itself, and none of those is as long as it."""
        if sum(len(row) >= _FIGURES for row in rows) < _FIGURES:
            return False
        inner = (other for other in table.iter("table") if other is not table)
        return all(len(list(other.iter("tr"))) < len(rows) for other in inner)


def _carried(page: _Page, shown: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks of an article that the markup carries for a script to show: one with a table, else any."""
    bare = sum(len(block.text) for block in shown if isinstance(block, Paragraph)) < LITTLE_TEXT
    for element, markup in articles(page.root):
        root = parse_page(markup)
        if root is None:
            continue
        inner = _Page(root, NONE_ATTACHED, clear_unseen(root)[0])
        blocks = tuple(piece for piece in inner.blocks() if not isinstance(piece, Picture))
        if bare or is_tabled(blocks):
            return tuple(block_in(page.paths.of(element), block) for block in blocks)
    return ()


def _hidden(count: int) -> Finding:
    message = f"表格中有{count}处带数字的文字被网页隐藏、划去或与底色同色，读者看不到，未读取"
    return found("text-unseen", message, actual=count)


def _unpacked(source: str, start: int) -> bytes:
    """The bytes of a picture written into the page (RFC 2397)."""
    try:
        return base64.b64decode(unquote_to_bytes(source[start:]), validate=False)
    except ValueError as error:
        raise UnreadableFile(PICTURE_BROKEN, f"网页内嵌的图像不是完整的base64（{error}）") from error


def _own_rows(table: Element) -> list[Element]:
    """The table's rows without those of tables inside it."""
    return [row for row in table.iter("tr") if next(row.iterancestors("table"), None) is table]


def _span(cell: Element, name: str) -> int:
    match = re.match(r"\s*\+?(\d{1,9})", cell.get(name) or "1")
    number = int(match[1]) if match else 1
    # The standard gives rowspan 0 a meaning (to the end of the table), colspan 0 none.
    return min(number, MAX_SPAN) if number or name == "rowspan" else 1


def _head(root: Element) -> Iterator[tuple[str, str]]:
    for title in root.iter("title"):
        if text := text_of(title):
            yield "title", text
    for meta in root.iter("meta"):
        name = meta.get("name") or meta.get("property")
        content = " ".join((meta.get("content") or "").split())
        if name and content:
            yield f"meta:{name.strip()}", content


def _info(blocks: tuple[Block, ...]) -> Iterator[tuple[str, str]]:
    for block in blocks:
        if isinstance(block, Paragraph):
            if len(block.text) <= 300:
                for match in _INFO_LINE.finditer(block.text):
                    yield f"info:{match[1]}", match[2]
            continue
        for row in block.rows:
            for label, value in pairwise(row):
                match_cell = _INFO_CELL.match("".join(label.text.split()))
                if match_cell and value.text and not _INFO_CELL.match("".join(value.text.split())):
                    yield f"info:{match_cell[1]}", value.text
            for cell in row:
                for match in _INFO_LINE.finditer(cell.text) if len(cell.text) <= 300 else ():
                    yield f"info:{match[1]}", match[2]
