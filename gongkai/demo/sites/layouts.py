"""How each content system writes its lists and addresses: a class each, all of one shape."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from html import escape
from typing import Protocol
from urllib.parse import parse_qs, urlsplit

from gongkai.demo.sites.chrome import listing
from gongkai.demo.sites.making import Item, Making, hexes, number
from gongkai.demo.sites.noise import Story
from gongkai.demo.sites.resource import Resource


class Layout(Protocol):
    """A content system: where a column and an article stand, and how a column's lists are written."""

    def address(self, slug: str) -> str:
        """A column's address."""

    def article(self, slug: str, key: int, day: date) -> str:
        """An article's address; ``key`` is its number in the column."""

    def column(self, site: Making, slug: str, title: str, items: list[Item], size: int) -> None:
        """Write a column's lists."""


def groups(items: list[Item], size: int) -> list[list[Item]]:
    """The entries in pages; one empty page when there are none."""
    return [items[start : start + size] for start in range(0, len(items), size)] or [[]]


def told(
    site: Making, layout: Layout, slug: str, title: str, news: Iterable[Story], size: int = 15
) -> list[Item]:
    """Write pages that are no report, and the column that lists them; returns its entries."""
    items = [site.story(layout.article(slug, key, story.day), story) for key, story in enumerate(news)]
    layout.column(site, slug, title, items, size)
    return items


class Generic:
    """A home-made system: ``list.html``, ``list_2.html``, a link to the next page."""

    def address(self, slug: str) -> str:
        """The first list."""
        return f"/{slug}/list.html"

    def article(self, slug: str, key: int, day: date) -> str:
        """By year and number."""
        return f"/{slug}/{day.year}/{300 + key}.html"

    def column(self, site: Making, slug: str, title: str, items: list[Item], size: int) -> None:
        """Lists with 下一页."""
        pages = groups(items, size)
        for place, group in enumerate(pages, 1):
            turn = f'<a href="list_{place + 1}.html">下一页</a>' if place < len(pages) else "下一页"
            path = self.address(slug) if place == 1 else f"/{slug}/list_{place}.html"
            site.put(path, title, f"<h2>{title}</h2>{listing(group)}<p>{turn}</p>")


class Trs:
    """TRS WCM: folders, ``index_1.html`` as second page."""

    def address(self, slug: str) -> str:
        """A folder."""
        return f"/{slug}/"

    def article(self, slug: str, key: int, day: date) -> str:
        """By month, day and number."""
        return f"/{slug}/{day:%Y%m}/t{day:%Y%m%d}_{9000 + key}.html"

    def column(self, site: Making, slug: str, title: str, items: list[Item], size: int) -> None:
        """Lists that only name their count, in a script."""
        pages = groups(items, size)
        for place, group in enumerate(pages):
            call = f'<script>createPageHTML({len(pages)}, {place}, "index", "html");</script>'
            path = self.address(slug) + ("" if place == 0 else f"index_{place}.html")
            site.put(path, title, f"<h2>{title}</h2>{listing(group)}{call}")


class Jpaas:
    """大汉 JPaaS: a column names its list's address and query, the answer is JSON with HTML in it."""

    def address(self, slug: str) -> str:
        """A folder's index."""
        return f"/{slug}/index.html"

    def article(self, slug: str, key: int, day: date) -> str:
        """By year and 32 digits."""
        return f"/{slug}/art/{day.year}/art_{hexes(slug, key)}.html"

    def column(self, site: Making, slug: str, title: str, items: list[Item], size: int) -> None:
        """A shell, and an answerer for its lists; ``size`` is always the system's 15."""
        page_id = hexes(slug, "page")
        query = (
            "{'webId':'7','tplSetId':'3','pageType':'column','tagId':'当前栏目list','pageId':'"
            + page_id
            + "'}"
        )
        script = (
            '<script src="/script/unitbuild.js" url="/api-gateway/jpaas-publish-server/front/page/build/unit"'
            f' queryData="{query}"></script>'
        )
        site.put(self.address(slug), title, f"<h2>{title}</h2><div>{script}</div>")
        pages = groups(items, 15)

        def answer(path: str) -> Resource | None:
            parts = urlsplit(path)
            asked = parse_qs(parts.query)
            if not parts.path.endswith("/build/unit") or asked.get("pageId") != [page_id]:
                return None
            wanted = int(json.loads(asked.get("paramJson", ['{"pageNo":1}'])[0])["pageNo"])
            html = listing(pages[wanted - 1]) if wanted <= len(pages) else "<ul></ul>"
            told = {"success": True, "code": "200", "data": {"html": html}}
            return Resource(json.dumps(told).encode(), "application/json")

        site.answerers.append(answer)


class Ucap:
    """开普云: a channel's id in a meta tag, its list from a search that answers JSON."""

    def address(self, slug: str) -> str:
        """The channel's list page."""
        return f"/wjw/c{number(slug, digits=6)}/common_list.shtml"

    def article(self, slug: str, key: int, day: date) -> str:
        """By channel, month and 32 digits."""
        return f"/wjw/c{number(slug, digits=6)}/{day:%Y%m}/{hexes(slug, key)}.shtml"

    def column(self, site: Making, slug: str, title: str, items: list[Item], size: int) -> None:
        """A shell with the channel's id, and an answerer for its search."""
        channel = hexes(slug, "channel")
        meta = (("channelid", channel), ("ColumnName", title))
        site.put(self.address(slug), title, f"<h2>{title}</h2><div id='list'></div>", meta)

        def answer(path: str) -> Resource | None:
            parts = urlsplit(path)
            if parts.path != f"/common/search/{channel}":
                return None
            wanted = int(parse_qs(parts.query).get("page", ["1"])[0])
            pages = groups(items, 15)
            group = pages[wanted - 1] if wanted <= len(pages) else []
            results = [{"title": one[1], "url": one[0], "publishedTimeStr": one[2]} for one in group]
            data = {"page": wanted, "rows": 15, "total": len(items), "results": results}
            return Resource(json.dumps({"data": data}).encode(), "application/json")

        site.answerers.append(answer)


class Vsb:
    """博达: lists numbered backwards, the first page under the column's own name."""

    def address(self, slug: str) -> str:
        """The newest list."""
        return f"/{slug}.htm"

    def article(self, slug: str, key: int, day: date) -> str:
        """By the column's number and its own."""
        return f"/info/{number(slug, digits=4)}/{1000 + key}.htm"

    def column(self, site: Making, slug: str, title: str, items: list[Item], size: int) -> None:
        """Lists with 下页 to the next lower number."""
        pages = groups(items, size)
        for place, group in enumerate(pages):
            older = len(pages) - place - 1
            path = self.address(slug) if place == 0 else f"/{slug}/{len(pages) - place}.htm"
            turn = f'<a class="Next" href="/{slug}/{older}.htm">下页</a>' if older else ""
            site.put(path, title, f'<h2>{title}</h2><div id="vsb_content">{listing(group)}{turn}</div>')


class Gkmlpt:
    """广东's platform: one index of scripts, categories behind ``#``, lists as JSON."""

    SID = 755031

    def address(self, slug: str) -> str:
        """A category, which no server ever sees."""
        return f"/gkmlpt/index#{number(slug, digits=4)}"

    def article(self, slug: str, key: int, day: date) -> str:
        """A post."""
        post = number(slug, key, digits=7)
        return f"/gkmlpt/content/{post // 1_000_000}/{post // 1000}/post_{post}.html"

    def column(self, site: Making, slug: str, title: str, items: list[Item], size: int) -> None:
        """An answerer for the category; the index is written by ``index``."""
        category = number(slug, digits=4)

        def answer(path: str) -> Resource | None:
            parts = urlsplit(path)
            if parts.path != f"/gkmlpt/api/all/{category}":
                return None
            wanted = int(parse_qs(parts.query).get("page", ["1"])[0])
            pages = groups(items, 100)
            group = pages[wanted - 1] if wanted <= len(pages) else []
            articles = [{"title": one[1], "url": one[0], "display_publish_time": one[2]} for one in group]
            told = json.dumps({"total": len(items), "articles": articles}, ensure_ascii=False)
            return Resource(told.encode(), "application/json")

        site.answerers.append(answer)

    def index(self, site: Making, columns: list[tuple[str, str]]) -> None:
        """The index page: slugs and titles of its categories."""
        menu = "".join(f'<li><a href="{self.address(slug)}">{title}</a></li>' for slug, title in columns)
        script = f"<script>var SITE = {{ SID: '{self.SID}' }};</script>"
        site.put("/gkmlpt/index", "政府信息公开平台", f"<ul>{menu}</ul>{script}<div id='app'></div>")


class Lonsun:
    """龙讯: a department's number, ``type=3`` its annual reports."""

    def address(self, slug: str) -> str:
        """The department; its reports are not linked from anywhere but by their type."""
        return f"/public/column/{number(slug, digits=7)}?type=4&action=list"

    def article(self, slug: str, key: int, day: date) -> str:
        """By number alone."""
        return f"/public/content/{number(slug, key, digits=8)}"

    def column(self, site: Making, slug: str, title: str, items: list[Item], size: int) -> None:
        """The department's page, and its reports under ``type=3``."""
        site.put(self.address(slug), site.body.name, "<h2>信息公开目录</h2><p>机构职能 政策文件</p>")
        path = f"/public/column/{number(slug, digits=7)}?type=3"
        for place, group in enumerate(groups(items, size), 1):
            more = place * size < len(items)
            turn = f'<a href="{path}&amp;pageIndex={place + 1}">下一页</a>' if more else ""
            here = path if place == 1 else f"{path}&pageIndex={place}"
            site.put(here, title, f"<h2>{escape(title)}</h2>{listing(group)}{turn}")


class Zibo:
    """淄博: channels and documents by 24 digits."""

    def address(self, slug: str) -> str:
        """A channel."""
        return f"/gongkai/site_wjw/channel_{hexes(slug, length=24)}/"

    def article(self, slug: str, key: int, day: date) -> str:
        """A document in it."""
        return f"{self.address(slug)}doc_{hexes(slug, key, length=24)}.html"

    def column(self, site: Making, slug: str, title: str, items: list[Item], size: int) -> None:
        """All entries on one page: a channel lists every year."""
        site.put(self.address(slug), title, f"<h2>{title}</h2>{listing(items)}")


class Anhui:
    """安徽: ``showList/<id>/page_1.html`` with no link to the next page."""

    def address(self, slug: str) -> str:
        """The first list."""
        return f"/XxgkAnnualReport/showList/{number(slug, digits=3)}/page_1.html"

    def article(self, slug: str, key: int, day: date) -> str:
        """By number."""
        return f"/XxgkAnnualReport/show/{number(slug, key, digits=6)}.html"

    def column(self, site: Making, slug: str, title: str, items: list[Item], size: int) -> None:
        """Lists whose turning is a script's; past the last an empty one."""
        pages = [*groups(items, size), []]
        for place, group in enumerate(pages, 1):
            path = self.address(slug).replace("page_1", f"page_{place}")
            site.put(path, title, f"<h2>{title}</h2>{listing(group)}<script>turnPage('{place}')</script>")


class Hanweb:
    """大汉 JCMS: entries hidden in script data, further ones behind dataproxy.jsp."""

    def address(self, slug: str) -> str:
        """A numbered column."""
        return f"/col/col{number(slug, digits=5)}/index.html"

    def article(self, slug: str, key: int, day: date) -> str:
        """By day, column and number."""
        column = number(slug, digits=5)
        return f"/art/{day.year}/{day.month}/{day.day}/art_{column}_{88000 + key}.html"

    def column(self, site: Making, slug: str, title: str, items: list[Item], size: int) -> None:
        """The first records in the page, the others as XML."""
        pages = groups(items, size)
        for place, group in enumerate(pages, 1):
            records = "".join(f"<record><![CDATA[{listing([one])}]]></record>" for one in group)
            more = f'<nextgroup><![CDATA[<a href="{self._proxy(slug, place + 1)}"></a>]]></nextgroup>'
            store = (
                f"<datastore>{more if place < len(pages) else ''}<recordset>{records}</recordset></datastore>"
            )
            if place == 1:
                script = f'<script type="text/xml">{store}</script>'
                site.put(self.address(slug), title, f"<h2>{title}</h2><div>{script}</div>")
            else:
                xml = f'<?xml version="1.0" encoding="UTF-8"?>{store}'
                site.pages[self._proxy(slug, place)] = Resource(xml.encode(), "text/xml;charset=UTF-8")

    def _proxy(self, slug: str, place: int) -> str:
        column = number(slug, digits=5)
        return f"/module/web/jpage/dataproxy.jsp?page={place}&appid=1&webid=3360&path=/&columnid={column}"
