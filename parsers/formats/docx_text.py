"""The text of one Word paragraph as displayed: what is deleted, hidden or an instruction is not read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from parsers.formats.docx_inks import on_paper
from parsers.formats.docx_styles import OFF, Look, Styles
from parsers.formats.lines import Setting, is_figure, lowered, raised

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

NOT_SHOWN = frozenset(
    W + name
    for name in (
        "del",
        "moveFrom",
        "rPr",
        "pPr",
        "sdtPr",
        "sdtEndPr",
        "instrText",
        "delText",
        "delInstrText",
        "rt",
    )
)
"""Deleted text, field instructions, properties, and the small reading aids over ruby characters."""

SIGNS = {
    W + "tab": "\t", W + "ptab": "\t", W + "br": "\n", W + "cr": "\n",
    W + "noBreakHyphen": "-", W + "softHyphen": "",
}  # fmt: skip
TEXTS = frozenset((W + "t", M + "t"))
PRINTED = TEXTS | SIGNS.keys() | {W + "sym"}
"""What prints a character, but in the instruction of a field."""
DRAWN = frozenset(W + name for name in ("drawing", "pict", "object"))
FORMULA_SETTINGS: dict[str, Setting] = {f"{M}sup": raised, f"{M}sub": lowered}
SYMBOL = frozenset("0123456789+-.,/()%")
"""Signs that the font Symbol has where other fonts have them too."""
WINGDINGS = {
    **{0x81 + n: chr(0x2460 + n) for n in range(10)},
    **{0x8C + n: chr(0x2776 + n) for n in range(10)},
    **dict.fromkeys((0xE1, 0xE9, 0xF1), "↑"),
    **dict.fromkeys((0xE2, 0xEA, 0xF2), "↓"),
}
"""What the font Wingdings has of figures' signs: ① to ⑩, ❶ to ❿, arrows for more and less."""


@dataclass(slots=True)
class Inline:
    """What one paragraph holds: its text (``\n`` for a line break), text boxes, footnotes, pictures.

    Notes are told by kind and id, pictures by the id of their relationship; ``struck`` is text struck out,
    ``white`` figures in white on white.
    """

    text: str = ""
    struck: str = ""
    white: str = ""
    boxes: list[etree._Element] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)


def read_inline(paragraph: etree._Element, styles: Styles | None = None) -> Inline:
    """Read a ``w:p``; text boxes are handed back as ``w:txbxContent``, notes as (kind, id)."""
    known = Styles() if styles is None else styles
    gatherer = _Gatherer(known, known.paragraph(paragraph))
    gatherer.gather(paragraph)
    gatherer.answer.text = "".join(gatherer.pieces)
    return gatherer.answer


def shown(properties: etree._Element | None, name: str) -> bool:
    """Tell whether a switch such as ``w:del`` is on (present, and not set to 0, false or off)."""
    switch = None if properties is None else properties.find(W + name)
    return switch is not None and switch.get(f"{W}val", "1") not in OFF


def is_prompt(control: etree._Element) -> bool:
    """Tell a content control nobody has filled in, which shows only what to do (单击此处输入文字)."""
    return shown(control.find(f"{W}sdtPr"), "showingPlcHdr")


def alternative(element: etree._Element) -> etree._Element | None:
    """Choose among ``mc:AlternateContent``: the first choice, as modern Word does; else the fallback."""
    choice = element.find(f"{MC}Choice")
    return choice if choice is not None else element.find(f"{MC}Fallback")


def text_boxes(drawing: etree._Element) -> Iterator[etree._Element]:
    """Find the outermost text boxes that a drawing shows, each once though stored in two alternatives."""
    for child in drawing:
        if _is_hidden(child):
            continue
        if child.tag == f"{W}txbxContent":
            yield child
        elif child.tag == f"{MC}AlternateContent":
            chosen = alternative(child)
            if chosen is not None:
                yield from text_boxes(chosen)
        else:
            yield from text_boxes(child)


def _is_hidden(drawn: etree._Element) -> bool:
    """Whether a drawing, or a shape of one, is hidden as the list of a page's objects can hide it."""
    properties = drawn.find("{*}docPr")
    style = "".join(drawn.get("style", "").split())
    return "visibility:hidden" in style or (
        properties is not None and properties.get("hidden") in ("1", "true")
    )


@dataclass(slots=True)
class _Gatherer:
    """Walks a paragraph whose style gives ``base``; ``height`` is where its first run stands.

    ``fields`` are the fields that are open, each true once its instruction has ended and its result begun.
    """

    styles: Styles
    base: Look
    answer: Inline = field(default_factory=Inline)
    pieces: list[str] = field(default_factory=list)
    height: int | None = None
    fields: list[bool] = field(default_factory=list)

    def gather(self, element: etree._Element) -> None:
        for child in element:
            tag = child.tag
            if tag in NOT_SHOWN or (tag in PRINTED and not all(self.fields)):
                continue
            if tag == f"{W}fldChar":
                self._field(child.get(f"{W}fldCharType", ""))
            elif tag in TEXTS:
                self.pieces.append((child.text or "").replace("\r", " ").replace("\n", " "))
            elif tag in SIGNS:
                self.pieces.append(SIGNS[tag])
            elif tag == f"{W}r":
                self._run(child)
            elif tag == f"{W}sym":
                self.pieces.append(_symbol(child))
            elif tag == f"{W}sdt" and is_prompt(child):
                continue
            elif tag in FORMULA_SETTINGS:
                self._set(child, FORMULA_SETTINGS[tag])
            elif tag == f"{MC}AlternateContent":
                chosen = alternative(child)
                if chosen is not None:
                    self.gather(chosen)
            elif tag in DRAWN:
                self.answer.boxes.extend(text_boxes(child))
                self.answer.pictures.extend(_drawn(child))
            elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
                kind = "footnote" if tag.endswith("footnoteReference") else "endnote"
                self.answer.notes.append((kind, child.get(f"{W}id", "")))
            else:
                self.gather(child)

    def _field(self, kind: str) -> None:
        """Begin a field, or end its instruction (``separate``) or the whole of it."""
        if kind != "begin" and self.fields:
            self.fields.pop()
        if kind != "end":
            self.fields.append(kind == "separate")

    def _run(self, run: etree._Element) -> None:
        look = self.styles.run(run, self.base)
        if look.hidden:
            return
        if self.height is None:
            self.height = look.height or 0
        begun = len(self.pieces)
        self._set(run, look.setting(self.height))
        if look.struck:
            self.answer.struck += "".join(self.pieces[begun:])
            del self.pieces[begun:]
        elif look.white and is_figure("".join(self.pieces[begun:])) and on_paper(run, self.styles):
            self.answer.white += "".join(self.pieces[begun:])
            del self.pieces[begun:]

    def _set(self, element: etree._Element, setting: Setting | None) -> None:
        begun = len(self.pieces)
        self.gather(element)
        if setting is not None:
            self.pieces[begun:] = map(setting, self.pieces[begun:])


def _drawn(drawing: etree._Element) -> Iterator[str]:
    """The relationships of the pictures a drawing shows; their namespaces differ by year and strictness."""
    for picture in drawing.iter("{*}blip", "{*}imagedata"):
        for name, value in picture.attrib.items():
            if str(name).endswith(("/relationships}embed", "/relationships}id")):
                yield str(value)


def _symbol(element: etree._Element) -> str:
    try:
        number = int(element.get(f"{W}char", ""), 16)
    except ValueError:
        return ""
    if 0xF000 <= number <= 0xF0FF:  # a place in a symbol font: a picture there, but for figures
        font, place = element.get(f"{W}font", ""), number - 0xF000
        if font == "Symbol":
            return chr(place) if chr(place) in SYMBOL else ""
        return WINGDINGS.get(place, "") if font == "Wingdings" else ""
    return "" if number < 0x20 or 0xE000 <= number <= 0xF8FF or number > 0xFFFF else chr(number)
