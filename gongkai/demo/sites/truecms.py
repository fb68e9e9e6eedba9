"""A replica's truecms: a column's list is a script's call, answered with XML wrapped in another call."""

from __future__ import annotations

import json
from datetime import date
from urllib.parse import parse_qs, urlsplit

from gongkai.demo.sites.chrome import listing
from gongkai.demo.sites.making import Item, Making, hexes
from gongkai.demo.sites.resource import Resource


class Truecms:
    """Columns and articles below one folder; lists from ``getMessage.do``, which wants a Referer."""

    def address(self, slug: str) -> str:
        """A column's page, named like its folder."""
        return f"/wjw/{slug}/{slug}.html"

    def article(self, slug: str, key: int, day: date) -> str:
        """By column and 32 digits."""
        return f"/wjw/{slug}/content/{hexes(slug, key)}.html"

    def column(self, site: Making, slug: str, title: str, items: list[Item], size: int) -> None:
        """A shell, and an answerer for its records."""
        column = hexes(slug, "column")
        call = f"var proxyUrl = '/wjw/messageController/getMessage.do'; load({{columnId: '{column}'}});"
        site.put(self.address(slug), title, f"<h2>{title}</h2><div id='list'></div><script>{call}</script>")

        def answer(path: str) -> Resource | None:
            parts = urlsplit(path)
            asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
            if not parts.path.endswith("/getMessage.do") or asked.get("columnId") != column:
                return None
            group = items[int(asked["startrecord"]) - 1 : int(asked["endrecord"])]
            records = "".join(f"<record><![CDATA[{listing([one])}]]></record>" for one in group)
            told = json.dumps(f"<totalrecord>{len(items)}</totalrecord>{records}", ensure_ascii=False)
            return Resource(f"{asked['callback']}({told})".encode(), "application/javascript", referer=True)

        site.answerers.append(answer)
