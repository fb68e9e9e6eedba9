"""MHTML (RFC 2557): Word's and browsers' single-file web page, read as the HTML page it wraps."""

from __future__ import annotations

import email
import email.policy
from email.message import Message

from parsers.formats import html
from parsers.formats.file_rules import BROKEN, EMPTY, UnreadableFile, state, unread
from parsers.formats.members import block_in
from parsers.formats.sniff import MHTML
from parsers.model import Source

MOST_PARTS = 2000


def read(data: bytes, address: str | None = None, media_type: str | None = None) -> Source:
    """Read the page of an MHTML; places are those of the HTML part, inside the member that holds it.

    A file without a page gives a source without blocks and the finding that says so.
    """
    try:
        part = _page(data)
    except UnreadableFile as error:
        return unread(MHTML, error)
    payload = part.get_payload(decode=True)
    page = payload if isinstance(payload, bytes) else b""
    charset = part.get_content_charset()
    declared = f"text/html; charset={charset}" if charset else "text/html"
    source = html.read(page, address, declared)
    member = _name(part)
    findings = source.findings
    if not source.blocks and all(finding.severity == "info" for finding in findings):
        findings = (*findings, state(EMPTY, f"成员{member}"))
    return Source(
        MHTML,
        tuple(block_in(member, block) for block in source.blocks),
        encoding=source.encoding,
        metadata=source.metadata,
        findings=findings,
    )


def _page(data: bytes) -> Message:
    """The part that is the page: the one the file names as its start, else the first of HTML."""
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
            return part
    if not pages:
        raise UnreadableFile(BROKEN, "MHTML里没有网页部分")
    return pages[0]


def _name(part: Message) -> str:
    for header in ("Content-Location", "Content-ID"):
        text = str(part.get(header) or "").strip()
        if text:
            return text[:300]
    return "page.html"
