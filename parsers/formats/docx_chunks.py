"""Documents of other formats that a Word file takes in whole (``w:altChunk``; ECMA-376 part 1, 17.17.2).

Systems that make Word files of web pages write nothing else; Word reads them when the file is opened.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from parsers.formats import html, mhtml, text
from parsers.formats.file_rules import FOREIGN_PART, UnreadableFile, state
from parsers.formats.members import block_in, finding_in
from parsers.formats.package import Package
from parsers.formats.sniff import HTML, MHTML, TEXT, sniff
from parsers.model import Block, Finding

READERS = {HTML: html.read, MHTML: mhtml.read, TEXT: text.read}


@dataclass(slots=True)
class Chunks:
    """The documents a part may take in; each is read once, where it is first named."""

    package: Package
    part: str
    findings: list[Finding] = field(default_factory=list)
    _members: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        related = self.package.related(self.part)
        self._members = {name: member for name, kind, member in related if kind == "aFChunk"}

    def blocks(self, element: etree._Element) -> Iterator[Block]:
        """Yield the blocks of the document that a ``w:altChunk`` names; a finding where it cannot be read."""
        named = next((str(value) for key, value in element.attrib.items() if str(key).endswith("}id")), "")
        member = self._members.pop(named, None)
        try:
            data = b"" if member is None else self.package.read(member)
        except UnreadableFile as error:
            self.findings.append(error.finding)
            return
        reader = READERS.get(sniff(data))
        if member is None or reader is None:
            self.findings.append(state(FOREIGN_PART, member or "正文中的altChunk"))
            return
        source = reader(data, None, None)
        self.findings += [finding_in(member, finding) for finding in source.findings]
        yield from (block_in(member, block) for block in source.blocks)
