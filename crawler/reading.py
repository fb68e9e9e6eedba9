"""What an answer means for the crawl: a report or not, where it leads, and how good each link looks.

Pure: an answer and the address's ledger row in, a :class:`Reading` out.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from archive.exchanges import header
from archive.model import Exchange, LedgerRow
from archive.posting import asked
from crawler import cms
from crawler.address import normal
from crawler.due import Role
from crawler.links import links as plain_links
from crawler.page import Link, Page, read_page
from crawler.relevance import (
    is_document,
    looks_like_report,
    score,
    titled_report,
    year_of,
)

HOPS = 5
"""Redirects of servers followed one after another (a page's own redirect counts as one)."""

PAGE_HOPS = 3
"""Redirects after which a page's own, by meta tag or script, is followed no more."""

DOCUMENT_TYPES = ("pdf", "msword", "officedocument", "ofd", "wps", "excel", "octet-stream", "zip", "rtf")


@dataclass(frozen=True, slots=True)
class Scored:
    """A link and its points."""

    link: Link
    points: float


@dataclass(frozen=True, slots=True)
class Reading:
    """What an answer is and where it leads: ``year`` is the report's by its title.

    ``source`` is the office that a page's meta tag names as its author, ``""`` where it names none.
    """

    is_report: bool
    year: int | None
    role: Role
    links: tuple[Scored, ...]
    findings: tuple[str, ...] = ()
    title: str = ""
    source: str = ""
    page: Page | None = field(default=None, repr=False)


def read_answer(
    row: LedgerRow, body: bytes, content_type: str | None, names: tuple[str, ...], truncated: str | None
) -> Reading:
    """Read an answer of status 200; ``names`` are those of the site's body."""
    findings = [f"answer cut off ({truncated}) after {len(body)} bytes"] if truncated else []
    if not body:
        findings.append("empty answer")
    page = read_page(row.url, body, content_type)
    if page is None:
        return _document(row, body, content_type, findings)
    is_report = looks_like_report(page)
    scored = _links(page, row, names)
    role: Role = "report" if is_report else _role(page, row, scored)
    words = page.title if year_of(page.title) else row.anchor or page.title
    year = year_of(words) if is_report else None
    return Reading(is_report, year, role, scored, tuple(findings), page.title, page.source, page)


def _role(page: Page, row: LedgerRow, scored: tuple[Scored, ...]) -> Role:
    """What a page is that is no report: a list, the wrapper of a report in a file or frame, or neither.

    A page that only links to the column (every page may, in its navigation) is no list for that.
    """
    for one in scored:
        words = one.link.words
        apart = one.link.kind in ("anchor", "list") and not is_document(one.link.url)
        if apart and titled_report(words) and year_of(words) is not None:
            return "list"
    titled = next((words for words in (page.title, row.anchor or "") if titled_report(words)), None)
    if titled is None:
        return "other"
    return "list" if year_of(titled) is None else "report"


def _document(row: LedgerRow, body: bytes, content_type: str | None, findings: list[str]) -> Reading:
    """A file is judged by the words of the link to it: nobody opens it here."""
    words = row.anchor or ""
    declared = (content_type or "").lower()
    file = is_document(row.url) or any(word in declared for word in DOCUMENT_TYPES)
    is_report = bool(body) and file and titled_report(words)
    if "html" in declared and body:
        findings.append("declared as a page, but its bytes are none")
    return Reading(
        is_report,
        year_of(words) if is_report else None,
        "report" if is_report else "other",
        (),
        tuple(findings),
    )


def _links(page: Page, row: LedgerRow, names: tuple[str, ...]) -> tuple[Scored, ...]:
    found = {link.url: link for link in plain_links(page)}
    for link in cms.links(page):
        if link.kind == "foreign":
            found.pop(link.url, None)
            continue
        standing = found.get(link.url)
        words = link.words or (standing.words if standing else "")
        if not words and link.kind == "list" and asked(link.url).method == "POST":
            words = row.anchor or ""  # a list asked for on a page's behalf is what the link to it says
        found[link.url] = Link(link.url, words, link.kind)
    titled = next((words for words in (page.title, row.anchor or "") if titled_report(words)), "")
    own = (row.score + score(Link(page.url, page.title))) / 2
    scored: list[Scored] = []
    for link in found.values():
        within = link.kind in ("redirect", "frame", "embed") and year_of(titled) is not None
        if titled and (within or is_document(link.url)) and not titled_report(link.words):
            # What stands in a report's page is named after the page when its own name says nothing.
            link = Link(link.url, f"{titled} {link.words}".strip(), link.kind)
        scored.append(Scored(link, score(link, own, names)))
    return tuple(scored)


def unchanged_role(row: LedgerRow) -> Role:
    """What an address is that was due and has not changed (304): its link's words tell reports from lists."""
    if row.depth == 0:
        return "start"
    report = titled_report(row.anchor or "") and year_of(row.anchor or "") is not None
    return "report" if report else "list"


def location(exchange: Exchange) -> str:
    """Where an answer says it is; bytes that are no ASCII are percent-encoded, as browsers ask for them."""
    told = header(exchange.response_headers, "Location") or ""
    return "".join(one if one.isascii() else f"%{ord(one):02X}" for one in told)


def redirect_target(url: str, exchange: Exchange) -> str | None:
    """Where a 3xx answer points, or ``None`` when it points nowhere we could go."""
    return normal(url, location(exchange))
