"""An answer as the spider reads it: decoded text, a tree, title, and the links that stand on it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from lxml import etree

LinkKind = Literal["anchor", "frame", "embed", "redirect", "script", "list", "paging", "foreign"]

BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
META_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.I)
HTML_START = re.compile(
    rb"^\s*(?:<!--(?:(?!-->).)*-->\s*)*<(?:!doctype|html|head|body|meta|title|div|table|script)", re.I | re.S
)
DOCUMENT_STARTS = (b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"GIF8", b"\xff\xd8", b"\x89PNG", b"Rar!")
# What a page calls its own title, best first.
TITLE_PATHS = (
    "//meta[translate(@name,'ARTICLE','article')='articletitle']/@content",
    "//h1",
    "//title",
)
TEXTUAL = frozenset(
    ("application/json", "application/xml", "application/javascript", "application/x-javascript", "")
)
SKIPPED = frozenset(("script", "style", "noscript", "template"))


@dataclass(frozen=True, slots=True)
class Link:
    """A reference from a page: its absolute address, the words that speak of it, and how it stands there.

    ``kind`` is ``list`` for an item that a content system's list data names, ``paging`` for the next
    page of a list; ``words`` are anchor text, title attribute and neighbouring caption; ``url`` may be
    that of a form with what is sent (:mod:`archive.posting`).
    """

    url: str
    words: str
    kind: LinkKind = "anchor"


@dataclass(frozen=True)
class Page:
    """A decoded HTML or text answer."""

    url: str
    media_type: str
    text: str
    encoding: str
    is_html: bool

    @cached_property
    def tree(self) -> etree._Element | None:
        """The page's element tree; ``None`` for text or what no parser can make a tree of."""
        if not self.is_html:
            return None
        parser = etree.HTMLParser(encoding="utf-8", huge_tree=True)
        data = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", self.text).encode("utf-8", "replace")
        try:
            return etree.fromstring(data, parser)
        except (etree.ParserError, etree.XMLSyntaxError, ValueError):
            return None

    @cached_property
    def title(self) -> str:
        """The article's title: its meta tag, its first heading, else the window's title; else ``""``."""
        if self.tree is None:
            return next((line.strip() for line in self.text.splitlines() if line.strip()), "")[:200]
        for path in TITLE_PATHS:
            for found in self._xpath(path):
                words = squeeze(found if isinstance(found, str) else inner_text(found))
                if words:
                    return words[:200]
        return ""

    @cached_property
    def source(self) -> str:
        """The office that the meta tag ContentSource names (国办发〔2017〕47号), or ``""``."""
        found = self._xpath("//meta[translate(@name,'CONTESUR','contesur')='contentsource']/@content")
        return squeeze(str(found[0])) if found else ""

    @cached_property
    def base(self) -> str:
        """The address references are relative to, as yet unresolved when the page names one itself."""
        found = self._xpath("//base/@href")
        return str(found[0]) if found else ""

    @cached_property
    def words(self) -> str:
        """All running text of the page without scripts and styles, white space squeezed."""
        if self.tree is None:
            return squeeze(self.text)
        return squeeze(" ".join(self._texts()))

    def first_words(self, length: int) -> str:
        """The beginning of :attr:`words`, about so many characters of it, without reading the rest."""
        if self.tree is None:
            return squeeze(self.text[: 2 * length])[:length]
        parts: list[str] = []
        size = 0
        for text in self._texts():
            parts.append(text)
            size += len(text) - text.count("\n")
            if size > length:
                break
        return squeeze(" ".join(parts))[:length]

    def _texts(self) -> Iterator[str]:
        for element in self.tree.iter() if self.tree is not None else ():
            if isinstance(element.tag, str) and element.tag not in SKIPPED and element.text:
                yield element.text
            if element.tail:
                yield element.tail

    def _xpath(self, path: str) -> list[str | etree._Element]:
        if self.tree is None:
            return []
        found = self.tree.xpath(path)
        return (
            [one for one in found if isinstance(one, str | etree._Element)] if isinstance(found, list) else []
        )


def inner_text(element: etree._Element) -> str:
    """All text inside an element, in document order."""
    return "".join(str(part) for part in element.itertext())


def squeeze(text: str) -> str:
    """The text with runs of white space made one space and its ends trimmed."""
    return re.sub(r"[\s ​]+", " ", text).strip()


def decode(body: bytes, content_type: str | None) -> tuple[str, str]:
    """Text and encoding of a page: byte order mark, strict UTF-8, declared charset, then GB18030.

    What is declared as gb2312 or gbk is read as GB18030, which holds both; never raises.
    """
    for mark, encoding in BOMS:
        if body.startswith(mark):
            return body.decode(encoding, errors="replace"), encoding
    try:
        return body.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    declared = META_CHARSET.search((content_type or "").encode("latin-1", "replace"))
    declared = declared or META_CHARSET.search(body[:4096])
    name = declared.group(1).decode("ascii").lower() if declared else "gb18030"
    if name in ("gb2312", "gbk", "gb_2312-80", "utf-8", "utf8", "iso-8859-1"):
        name = "utf-8" if _mostly_utf8(body) else "gb18030"
    try:
        return body.decode(name, errors="replace"), name
    except LookupError:
        return body.decode("gb18030", errors="replace"), "gb18030"


def _mostly_utf8(body: bytes) -> bool:
    """Whether a page that is no strict UTF-8 only cuts a character in two: others lose them throughout."""
    text = body.decode("utf-8", errors="replace")
    return text.count("\ufffd") * 4 < sum(1 for character in text if character > "\x7f")


def read_page(url: str, body: bytes, content_type: str | None) -> Page | None:
    """The answer as a page, or ``None`` when it is no text (a document, a picture, nothing)."""
    declared = (content_type or "").split(";")[0].strip().lower()
    head = body[:2048]
    if not body or (b"\x00" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff"))):
        return None
    is_html = bool(HTML_START.match(head.removeprefix(b"\xef\xbb\xbf"))) or "html" in declared
    if head.startswith(DOCUMENT_STARTS):
        return None
    textual = declared.startswith("text/") or declared in TEXTUAL
    if not is_html and not textual and not declared.endswith("+xml"):
        return None
    text, encoding = decode(body, content_type)
    return Page(url, declared or "text/plain", text, encoding, is_html)
