"""What a content system's module offers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from crawler.page import Link, Page


@dataclass(frozen=True, slots=True)
class Family:
    """A content system: its name in the registry, its fingerprint, and the links it knows of a page.

    ``links`` gives items (kind ``list``), next pages (kind ``paging``) and what stands on the page but is
    another's (kind ``foreign``: not followed); pure functions of the page.
    """

    name: str
    recognises: Callable[[Page], bool]
    links: Callable[[Page], tuple[Link, ...]]
