"""The text of one Word paragraph as displayed: what is deleted, hidden or an instruction is not read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from parsers.formats.lines import lowered, raised

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
DRAWN = frozenset(W + name for name in ("drawing", "pict", "object"))
SETTINGS = {"superscript": raised, "subscript": lowered}
OFF = frozenset(("0", "false", "off"))


@dataclass(slots=True)
class Inline:
    """What one paragraph holds: its text (``\\n`` for a line break), text boxes, footnotes, pictures.

    Notes are told by kind and id, pictures by the id of their relationship.
    """

    text: str = ""
    boxes: list[etree._Element] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)


def read_inline(paragraph: etree._Element) -> Inline:
    """Read a ``w:p``; text boxes are handed back as ``w:txbxContent``, notes as (kind, id)."""
    answer = Inline()
    pieces: list[str] = []
    _collect(paragraph, pieces, answer)
    answer.text = "".join(pieces)
    return answer


def shown(properties: etree._Element | None, name: str) -> bool:
    """Tell whether a switch such as ``w:vanish`` is on (present, and not set to 0, false or off)."""
    switch = None if properties is None else properties.find(W + name)
    return switch is not None and switch.get(f"{W}val", "1") not in OFF


def alternative(element: etree._Element) -> etree._Element | None:
    """Choose among ``mc:AlternateContent``: the first choice, as modern Word does; else the fallback."""
    choice = element.find(f"{MC}Choice")
    return choice if choice is not None else element.find(f"{MC}Fallback")


def text_boxes(drawing: etree._Element) -> Iterator[etree._Element]:
    """Find the outermost text boxes of a drawing, each once though stored in two alternatives."""
    for child in drawing:
        if child.tag == f"{W}txbxContent":
            yield child
        elif child.tag == f"{MC}AlternateContent":
            chosen = alternative(child)
            if chosen is not None:
                yield from text_boxes(chosen)
        else:
            yield from text_boxes(child)


def _collect(element: etree._Element, pieces: list[str], answer: Inline) -> None:
    for child in element:
        tag = child.tag
        if tag in NOT_SHOWN:
            continue
        if tag in (f"{W}t", f"{M}t"):
            pieces.append((child.text or "").replace("\r", " ").replace("\n", " "))
        elif tag in SIGNS:
            pieces.append(SIGNS[tag])
        elif tag == f"{W}r":
            properties = child.find(f"{W}rPr")
            if not shown(properties, "vanish"):
                begun = len(pieces)
                _collect(child, pieces, answer)
                setting = None if properties is None else properties.find(f"{W}vertAlign")
                own = None if setting is None else SETTINGS.get(setting.get(f"{W}val", ""))
                if own is not None:
                    pieces[begun:] = [own(piece) for piece in pieces[begun:]]
        elif tag == f"{W}sym":
            pieces.append(_symbol(child))
        elif tag == f"{MC}AlternateContent":
            chosen = alternative(child)
            if chosen is not None:
                _collect(chosen, pieces, answer)
        elif tag in DRAWN:
            answer.boxes.extend(text_boxes(child))
            answer.pictures.extend(_drawn(child))
        elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
            kind = "footnote" if tag.endswith("footnoteReference") else "endnote"
            answer.notes.append((kind, child.get(f"{W}id", "")))
        else:
            _collect(child, pieces, answer)


def _drawn(drawing: etree._Element) -> Iterator[str]:
    """The relationships of the pictures a drawing shows; their namespaces differ by year and strictness."""
    for picture in drawing.iter("{*}blip", "{*}imagedata"):
        for name, value in picture.attrib.items():
            if str(name).endswith(("/relationships}embed", "/relationships}id")):
                yield str(value)


def _symbol(element: etree._Element) -> str:
    code = element.get(f"{W}char", "")
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    # U+F000 to U+F0FF point into a symbol font: the sign is a picture there and no character here
    return "" if number < 0x20 or 0xE000 <= number <= 0xF8FF or number > 0xFFFF else chr(number)
