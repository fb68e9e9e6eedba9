"""Addresses of answers to forms: an address alone does not say what was sent to it.

The ledger knows such an answer by its address with method and body appended, as replay tools and CDXJ
indexes append them: ``__wb_method=POST&`` and the form's pairs, or ``__wb_post_data=`` and the body in
base64 where it is no form (https://specs.webrecorder.net/request-body-canonicalization/latest/). Theirs
take JSON apart and undo percent-encoding; ours leaves both, so that the key says again what to send.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from dataclasses import dataclass

from archive.model import Exchange

METHOD = "__wb_method="
DATA = "__wb_post_data="
LONGEST = 4096
"""Characters of a body that go into the key; what is longer is cut off there, as replay tools do."""

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
_PLAIN_FORM = re.compile(rb"[A-Za-z0-9_.~%+&=*/:,;@!$'()\[\]?-]*")
_KEY = re.compile(rf"^(.*)[?&]{METHOD}(POST|PUT)(?:&(.*))?$", re.S)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked: the address on the wire, the method, and the body with its type."""

    url: str
    method: str = "GET"
    body: bytes = b""
    media_type: str = ""


def key(url: str, body: bytes, media_type: str, method: str = "POST") -> str:
    """The ledger's address of what a body sent to ``url`` is answered."""
    told = f"{url}{'&' if '?' in url else '?'}{METHOD}{method}"
    if not body:
        return told
    if media_type.startswith(FORM) and _PLAIN_FORM.fullmatch(body):
        return f"{told}&{body.decode('ascii')[:LONGEST]}"
    return f"{told}&{DATA}{b64encode(body).decode('ascii')[:LONGEST]}"


def asked(address: str) -> Asked:
    """What an address of the ledger asks; what was no form counts as JSON."""
    match = _KEY.match(address) if METHOD in address else None
    if match is None:
        return Asked(address)
    sent = match[3] or ""
    if sent.startswith(DATA):
        return Asked(match[1], match[2], b64decode(sent.removeprefix(DATA)[: LONGEST // 4 * 4]), JSON)
    return Asked(match[1], match[2], sent.encode("ascii", "replace"), FORM)


def address_of(exchange: Exchange) -> str:
    """The ledger's address of an exchange: its own, unless a body was sent."""
    if exchange.method not in ("POST", "PUT"):
        return exchange.url
    names = (value for name, value in exchange.request_headers if name.lower() == "content-type")
    return key(exchange.url, exchange.request_body, next(names, ""), exchange.method)
