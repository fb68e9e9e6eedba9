"""MHTML (RFC 2557): Word's and browsers' single-file web page, read as the HTML page it wraps."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterable
from email.message import Message
from functools import partial

from parsers.formats import html
from parsers.formats.file_rules import BROKEN, EMPTY, UnreadableFile, state, unread
from parsers.formats.members import block_in
from parsers.formats.pictured import Picture
from parsers.formats.sniff import MHTML
from parsers.model import Block, MemberPlace, Paragraph, Source

MOST_PARTS = 2000


def read(data: bytes, address: str | None = None, media_type: str | None = None) -> Source:
    """Read the page of an MHTML; places are those of the HTML part, inside the member that holds it.

    A file without a page gives a source without blocks and the finding that says so.
    """
    try:
        parts, part = _parts(data)
    except UnreadableFile as error:
        return unread(MHTML, error)
    page = _bytes_of(part)
    charset = part.get_content_charset()
    declared = f"text/html; charset={charset}" if charset else "text/html"
    source = html.read(page, address, declared, _pictures(parts))
    member = _name(part)
    findings = source.findings
    if not source.blocks and all(finding.severity == "info" for finding in findings):
        findings = (*findings, state(EMPTY, f"成员{member}"))
    return Source(
        MHTML,
        tuple(block if _pictured(block) else block_in(member, block) for block in source.blocks),
        encoding=source.encoding,
        metadata=source.metadata,
        findings=findings,
    )


def _parts(data: bytes) -> tuple[list[Message], Message]:
    """All parts, and the one that is the page: what the file names as its start, else the first of HTML."""
    try:
        message = email.message_from_bytes(data.lstrip(), policy=email.policy.compat32)
        parts = []
        for part in message.walk():
            parts.append(part)
            if len(parts) > MOST_PARTS:
                break
    except (RecursionError, ValueError, LookupError, AssertionError) as error:
        raise UnreadableFile(BROKEN, f"MHTML的结构无法解析（{type(error).__name__}）") from error
    pages = [part for part in parts if part.get_content_type() in ("text/html", "application/xhtml+xml")]
    start = message.get_param("start")
    for part in pages:
        if isinstance(start, str) and (part.get("Content-ID") or "").strip() == start.strip():
            return parts, part
    if not pages:
        raise UnreadableFile(BROKEN, "MHTML里没有网页部分")
    return parts, pages[0]


def _pictures(parts: Iterable[Message]) -> dict[str, Picture]:
    """The pictures among the parts, by each address the page may call them by (RFC 2557, 2392)."""
    found: dict[str, Picture] = {}
    for part in parts:
        if part.get_content_maintype() == "image":
            picture = Picture(_name(part), partial(_bytes_of, part))
            place = str(part.get("Content-Location") or "").strip()
            name = str(part.get("Content-ID") or "").strip().strip("<>")
            for called in (place, place.rpartition("/")[2], f"cid:{name}" if name else ""):
                if called:
                    found.setdefault(called, picture)
    return found


def _bytes_of(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _pictured(block: Block) -> bool:
    """Whether a block was read in a picture, which is a member of its own."""
    if isinstance(block, Paragraph):
        return isinstance(block.place, MemberPlace)
    return any(isinstance(cell.place, MemberPlace) for cell in block.cells)


def _name(part: Message) -> str:
    for header in ("Content-Location", "Content-ID"):
        text = str(part.get(header) or "").strip()
        if text:
            return text[:300]
    return "page.html"
