"""To which site of a registry an address saved by somebody else is counted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from archive.model import Site


def _folder(url: str) -> str:
    return urlsplit(url).path.rpartition("/")[0] + "/"


def by_address(sites: Sequence[Site]) -> Callable[[str], str]:
    """A function from addresses to site ids: the one site of that host, or the one whose folder it stands in.

    Where none or several fit, the host itself stands for the site: a report is then ascribed by the name
    it bears alone.
    """
    homes: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for site in sites:
        for url in (site.start_url, site.column_url):
            if url:
                homes[urlsplit(url).hostname or ""].append((_folder(url), site.site_id))

    def site_of(url: str) -> str:
        host = urlsplit(url).hostname or ""
        ids = {site_id for _, site_id in homes.get(host, ())}
        if len(ids) > 1:
            path = urlsplit(url).path
            fitting = [(len(folder), site_id) for folder, site_id in homes[host] if path.startswith(folder)]
            longest = max((length for length, _ in fitting), default=0)
            ids = {site_id for length, site_id in fitting if length == longest}
        return ids.pop() if len(ids) == 1 else host

    return site_of
