"""The content systems behind the sites: a module each, recognised by what a page shows, not by its host.

A family adds to the links that stand plainly on a page (:mod:`crawler.links`) those that only its own
knowledge finds: items in script data, the next page of a list, one page a year. Several families may
speak for one page; none has to.
"""

from __future__ import annotations

from crawler.cms import (
    anhui,
    epoint,
    generic,
    gkmlpt,
    hanweb,
    hanweb_search,
    jpaas,
    lonsun,
    trs,
    truecms,
    ucap,
    vsb,
    zibo,
)
from crawler.cms.family import Family
from crawler.page import Link, Page

FAMILIES: tuple[Family, ...] = (
    trs.FAMILY,
    hanweb.FAMILY,
    hanweb_search.FAMILY,
    truecms.FAMILY,
    jpaas.FAMILY,
    ucap.FAMILY,
    vsb.FAMILY,
    gkmlpt.FAMILY,
    lonsun.FAMILY,
    zibo.FAMILY,
    anhui.FAMILY,
    epoint.FAMILY,
)


def families(page: Page) -> tuple[Family, ...]:
    """The families whose fingerprint the page bears."""
    return tuple(family for family in FAMILIES if family.recognises(page))


def links(page: Page) -> tuple[Link, ...]:
    """What the page's families and plain paging know beyond the links that stand on it."""
    found: dict[str, Link] = {}
    for family in (*families(page), generic.FAMILY):
        for link in family.links(page):
            found.setdefault(link.url, link)
    return tuple(found.values())
