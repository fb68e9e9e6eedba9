"""DOCX: the paragraphs and tables of a word-processor document, read with lxml from its package.

ECMA-376 (ISO/IEC 29500) part 1, transitional and strict. A :class:`WordPlace` counts the ``w:p`` and
``w:tbl`` elements of its part in document order from 0, nested ones too; row and column are those of
the table as displayed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from lxml import etree

from parsers.formats.docx_chunks import Chunks
from parsers.formats.docx_numbering import Numbering, read_numbering
from parsers.formats.docx_parts import headers, optional_part, properties, read_part
from parsers.formats.docx_styles import Styles, read_styles
from parsers.formats.docx_table import TRANSPARENT, LaidCell, counting_cells, lay_out, table_cells
from parsers.formats.docx_text import MC, W, alternative, is_prompt, read_inline, shown
from parsers.formats.file_rules import (
    BROKEN,
    COVERED_TEXT,
    EMPTY,
    TRACKED_CHANGES,
    UnreadableFile,
    state,
    struck_out,
    unread,
)
from parsers.formats.lines import joined
from parsers.formats.package import RELATIONSHIP, Package
from parsers.formats.pictured import PICTURE, Picture, Piece, images_of, with_pictures
from parsers.model import Block, Cell, Finding, Grid, MemberPlace, Paragraph, Place, Source, WordPlace
from parsers.readings import found

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_FIGURE = re.compile(r"\s*[-+]?\d[\d.,]*\s*\w{0,2}\s*")
ARTICLE = 1_000
"""A cell with more characters than this holds an article, not a figure (as in HTML pages)."""
FRAME_CELLS = 8
"""A table of no more cells than this, with tables inside, is a frame; a larger one holds data too."""
CHANGES = frozenset(W + name for name in ("ins", "del", "moveFrom", "moveTo"))


def read(data: bytes, address: str | None = None, media_type: str | None = None) -> Source:
    """Read a DOCX into paragraphs and exact grids.

    A broken, encrypted or empty file gives a source without blocks and the finding that says why.
    """
    try:
        package = Package(data)
        main = _main_part(package)
        body = read_part(package, main)
    except UnreadableFile as error:
        return unread(DOCX, error)
    except (KeyError, etree.XMLSyntaxError) as error:
        return unread(DOCX, UnreadableFile(BROKEN, f"没有正文部件（{error}）"))
    folder = main.rpartition("/")[0]
    styles = optional_part(package, f"{folder}/styles.xml")
    numbering = read_numbering(optional_part(package, f"{folder}/numbering.xml"), styles)
    notes = {kind: optional_part(package, f"{folder}/{kind}s.xml") for kind in ("footnote", "endnote")}
    pictures = images_of(package, main)
    present = {kind: part for kind, part in notes.items() if part is not None}
    chunks = Chunks(package, main)
    reader = _PartReader(body, numbering, read_styles(styles), present, folder, pictures, None, chunks)
    blocks, shown_findings, left = with_pictures(tuple(reader.blocks(body)))
    findings = [*package.findings, *reader.findings, *chunks.findings, *shown_findings]
    if body.find(f".//{W}del") is not None or body.find(f".//{W}ins") is not None:
        findings.append(_tracked(body))
    findings += struck_out(reader.struck)
    if reader.white:
        message = f"有{len(reader.white)}处数字与底色同为白色，读者看不到，未读取"
        findings.append(found("text-unseen", message, actual=len(reader.white)))
    if not any(_text_of(block).strip() for block in blocks):
        findings.append(state(EMPTY))
    metadata = (*properties(package), *headers(package, folder), *((PICTURE, name) for name in left))
    return Source(DOCX, blocks, metadata=metadata, findings=tuple(findings))


@dataclass(slots=True)
class _PartReader:
    """Walks one part (the body, the notes); keeps what only the whole part knows."""

    root: etree._Element
    numbering: Numbering
    styles: Styles
    notes: dict[str, etree._Element]
    folder: str
    pictures: Mapping[str, Picture]
    member: str | None = None
    chunks: Chunks | None = None
    findings: list[Finding] = field(default_factory=list)
    struck: list[str] = field(default_factory=list)
    white: list[str] = field(default_factory=list)
    _paragraphs: dict[etree._Element, int] = field(init=False)
    _tables: dict[etree._Element, int] = field(init=False)
    _bare: set[Place] = field(default_factory=set)  # of paragraphs in cells that are only a list's number
    _carried: str = ""
    _within: int = 0
    _notes: list[Piece] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._paragraphs = {element: index for index, element in enumerate(self.root.iter(f"{W}p"))}
        self._tables = {element: index for index, element in enumerate(self.root.iter(f"{W}tbl"))}

    def blocks(self, container: etree._Element) -> Iterator[Piece]:
        """Yield the blocks and pictures of the body, a cell, a text box or a note in reading order."""
        for child in container:
            if child.tag == f"{W}p":
                yield from self._paragraph(child)
            elif child.tag == f"{W}tbl":
                yield from self._table(child)
            elif child.tag == f"{W}sdt" and is_prompt(child):
                continue
            elif child.tag in TRANSPARENT or child.tag == f"{W}body":
                yield from self.blocks(child)
            elif child.tag == f"{MC}AlternateContent":
                chosen = alternative(child)
                if chosen is not None:
                    yield from self.blocks(chosen)
            elif child.tag == f"{W}altChunk":
                yield from () if self.chunks is None else self.chunks.blocks(child)

    def _paragraph(self, element: etree._Element) -> Iterator[Piece]:
        inline = read_inline(element, self.styles)
        if inline.struck.strip():
            self.struck.append(inline.struck)
        if inline.white:
            self.white.append(inline.white)
        label = self.numbering.label(element)
        if self._within and label.strip() and _FIGURE.fullmatch(inline.text):
            label = f"〔{label}〕"  # as no figure has it: 1. and 48 in a cell are not to be read as 1.48
        text = self._carried + _labelled(label, inline.text)
        self._carried = ""
        if shown(element.find(f"{W}pPr/{W}rPr"), "del"):
            self._carried = text  # its end is deleted: the next paragraph goes on in the same line
        else:
            place = self._place(WordPlace(paragraph=self._paragraphs[element]))
            for line in text.split("\n"):
                if line.strip():
                    yield Paragraph(line, place)
            if self._within and label.strip() and text.strip() == label.strip():
                self._bare.add(place)
        for box in inline.boxes:
            yield from self.blocks(box)
        yield from (self.pictures[name] for name in inline.pictures if name in self.pictures)
        for kind, name in inline.notes:
            self._notes += self._note(kind, name)
        yield from self._told_notes()

    def _told_notes(self) -> Iterator[Piece]:
        """The notes gathered so far; inside a table they wait for its end, for they are no cell's text."""
        if not self._within:
            yield from self._notes
            self._notes.clear()

    def _note(self, kind: str, name: str) -> Iterator[Piece]:
        part = self.notes.get(kind)
        if part is None:
            return
        note = next((row for row in part.iterfind(f"{W}{kind}") if row.get(f"{W}id") == name), None)
        if note is not None:
            member = f"{self.folder}/{kind}s.xml"
            reader = _PartReader(part, self.numbering, self.styles, {}, self.folder, {}, member)
            yield from reader.blocks(note)
            self.findings.extend(reader.findings)

    def _table(self, element: etree._Element) -> Iterator[Piece]:
        self._within += 1
        contents = {cell: tuple(self.blocks(cell)) for cell in table_cells(element)}
        self._within -= 1
        yield from self._laid_out(element, contents)
        yield from self._told_notes()

    def _laid_out(
        self, element: etree._Element, contents: Mapping[etree._Element, tuple[Piece, ...]]
    ) -> Iterator[Piece]:
        if _lays_out_text(contents.values()):
            for blocks in contents.values():
                yield from blocks
            return
        blank = frozenset(cell for cell, blocks in contents.items() if not _own_text(blocks).strip())
        table = self._tables[element]
        layout = lay_out(element, blank)
        worded = frozenset(cell for cell, blocks in contents.items() if self._words(blocks))
        as_printed = worded | frozenset(counting_cells(layout, worded))
        cells = []
        for laid in layout:
            self._report_covered(table, laid, contents)
            place = self._place(WordPlace(table=table, row=laid.row, column=laid.column))
            own = contents[laid.element]
            text = _own_text(own if laid.element in as_printed else self._set_off(own))
            cells.append(Cell(laid.row, laid.column, text, place, laid.rowspan, laid.colspan))
        if cells:
            yield Grid(tuple(cells), exact=True)
        for blocks in contents.values():
            yield from (block for block in blocks if isinstance(block, Grid))

    def _words(self, blocks: tuple[Piece, ...]) -> str:
        """A cell's text without numbers of a list that stand alone; blank where it is a figure."""
        paragraphs = (block for block in blocks if isinstance(block, Paragraph))
        text = joined(block.text for block in paragraphs if block.place not in self._bare)
        return "" if _FIGURE.fullmatch(text) else text.strip()

    def _set_off(self, blocks: tuple[Piece, ...]) -> tuple[Piece, ...]:
        """A cell's content, numbers of a list that stand alone in brackets lest they pass for its figure."""
        return tuple(
            replace(block, text=f"〔{block.text.strip()}〕")
            if isinstance(block, Paragraph) and block.place in self._bare
            else block
            for block in blocks
        )

    def _report_covered(
        self, table: int, laid: LaidCell, contents: Mapping[etree._Element, tuple[Piece, ...]]
    ) -> None:
        for element in laid.covered:
            text = _own_text(contents[element]).strip()
            if text:
                place = f"第{table + 1}个表第{laid.row + 1}行第{laid.column + 1}列起的合并单元格"
                self.findings.append(state(COVERED_TEXT, f"{place}，遮住的文字为「{text[:40]}」"))

    def _place(self, place: WordPlace) -> Place:
        return place if self.member is None else MemberPlace(self.member, place)


def _lays_out_text(cells: Iterable[tuple[Piece, ...]]) -> bool:
    """Tell a table that only arranges running text: one filled cell, an article in a cell, few cells
    round other tables."""
    texts = [_own_text(blocks) for blocks in cells]
    nested = any(isinstance(block, Grid) for blocks in cells for block in blocks)
    return (
        sum(bool(text.strip()) for text in texts) <= 1
        or any(len(text) > ARTICLE for text in texts)
        or (nested and len(texts) <= FRAME_CELLS)
    )


def _labelled(label: str, text: str) -> str:
    """Put the printed number before the text, apart where two digits would run into one figure."""
    if label and (label[-1].isalnum() or text.lstrip()[:1].isdecimal()):
        return f"{label} {text}"
    return label + text


def _own_text(blocks: tuple[Piece, ...]) -> str:
    return joined(block.text for block in blocks if isinstance(block, Paragraph))


def _text_of(block: Block) -> str:
    return block.text if isinstance(block, Paragraph) else "".join(cell.text for cell in block.cells)


def _main_part(package: Package) -> str:
    """Find the body's part through the package's relationships, else where every writer puts it."""
    relations = package.xml_or_none("_rels/.rels")
    if relations is not None:
        for row in relations.iterfind(RELATIONSHIP):
            target = row.get("Target", "")
            if row.get("Type", "").endswith("/officeDocument") and package.find(target) is not None:
                return target.lstrip("/")
    return "word/document.xml"


def _tracked(body: etree._Element) -> Finding:
    count = sum(1 for element in body.iter(*CHANGES))
    return state(TRACKED_CHANGES, f"修订{count}处")
