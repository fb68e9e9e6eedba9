"""Addresses as the frontier compares them: resolved, without fragment and session, otherwise as written.

Paths keep their case (it is significant on TRS sites) and queries their order, but for a known few.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urljoin, urlsplit, urlunsplit

from w3lib.url import safe_url_string

from archive.posting import METHOD
from crawler.guard import literal_address, registrable_domain

LONGEST = 2000
PATH_SESSION = re.compile(r";jsessionid=[^/]*", re.I)
UNORDERED = re.compile(r"/xxgkAnnualReport\.jsp$")
"""Pages whose links give their parameters now in one order, now in another."""
QUERY_SESSION = frozenset(("jsessionid", "phpsessid", "_t", "timestamp"))
# Places that lead nowhere a report stands, or only change the view of a page already known.
NOT_FOLLOWED = re.compile(
    r"^(?:javascript|mailto|tel|data|about|ftp|file|blob|weixin|qq|tencent):|"
    r"\.(?:css|js|mjs|ico|woff2?|ttf|eot|svg|gif|mp4|mp3|avi|wmv|flv|apk|exe|dmg|iso|swf)(?:\?|$)",
    re.I,
)
PLAIN = re.compile(r"(?:(https?://[^/?#]+)?(/)|\./)?((?:(?!\.)[A-Za-z0-9_.~-]+/)*(?!\.)[A-Za-z0-9_.~-]+/?)")
"""A path without anything to resolve, quote or leave out, from a root or from the page's folder."""


def normal(base: str, reference: str, encoding: str = "utf-8") -> str | None:
    """The absolute address of a reference on a page, or ``None`` when it is not to be followed."""
    reference = re.sub(r"[\t\r\n]", "", reference.strip().strip("'\""))
    if not reference or reference.startswith("#") or NOT_FOLLOWED.search(reference):
        return None
    plain = PLAIN.fullmatch(reference)
    if plain is not None:  # most links of most pages
        place = _place(plain[1] or base, "/" if plain[2] else ".", encoding)
        if place is not None:
            return place + plain[3] if len(place) + len(plain[3]) <= LONGEST else None
    return _resolved(base, reference, encoding)


@lru_cache(maxsize=256)
def _place(base: str, reference: str, encoding: str) -> str | None:
    """The root or the folder of a page, which all plain references on it begin with."""
    return _resolved(base, reference, encoding)


def _resolved(base: str, reference: str, encoding: str) -> str | None:
    try:
        parts = urlsplit(safe_url_string(urljoin(base, reference), encoding))
        host, port = parts.hostname, parts.port
    except (ValueError, LookupError):
        return None
    if parts.scheme not in ("http", "https") or not host:
        return None
    if METHOD in parts.query:  # reads like the ledger's key of a form: no page may have us send one
        return None
    netloc = host.lower()
    if ":" in netloc:
        netloc = f"[{netloc}]"
    if port is not None and port != {"http": 80, "https": 443}[parts.scheme]:
        netloc = f"{netloc}:{port}"
    path = PATH_SESSION.sub("", parts.path) or "/"
    query = _without_session(parts.query)
    if UNORDERED.search(path):
        query = "&".join(sorted(query.split("&")))
    url = urlunsplit((parts.scheme, netloc, path, query, ""))
    return url if len(url) <= LONGEST else None


def _without_session(query: str) -> str:
    pairs = query.split("&")
    return "&".join(pair for pair in pairs if pair.split("=")[0].lower() not in QUERY_SESSION)


def scope(url: str) -> str:
    """What counts as one site: the registrable domain; for a bare IP address, address and port."""
    return _scope(urlsplit(url).netloc)


@lru_cache(maxsize=4096)
def _scope(netloc: str) -> str:
    host = urlsplit(f"//{netloc}").hostname or ""
    return netloc if literal_address(host) is not None else registrable_domain(host)


def template(url: str) -> str:
    """The address with every number replaced: pages of one kind share a template."""
    parts = urlsplit(url)
    return re.sub(r"[0-9a-f]{16,}|\d+", "#", f"{parts.netloc}{parts.path}?{parts.query}", flags=re.I)


def endless(url: str) -> bool:
    """Whether the address looks made by a loop: a path segment three times, or a path without measure."""
    segments = [segment for segment in urlsplit(url).path.split("/") if segment]
    return len(segments) > 15 or any(segments.count(segment) >= 3 for segment in set(segments))
