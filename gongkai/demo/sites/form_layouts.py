"""Content systems whose lists answer nothing but a form: a GET of the same address finds no page."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from urllib.parse import parse_qs, urlsplit

from gongkai.demo.sites.chrome import listing
from gongkai.demo.sites.layouts import Hanweb, Lonsun, groups
from gongkai.demo.sites.making import Item, Making, hexes, number
from gongkai.demo.sites.resource import Resource

FormAnswer = Callable[[dict[str, str], str], Resource | None]
"""Answers the query of a form's address and the body sent to it."""


def on_form(site: Making, address: str, answer: FormAnswer) -> None:
    """Let a site answer what is sent to an address."""

    def answerer(asked: str) -> Resource | None:
        method, _, rest = asked.partition(" ")
        path, _, body = rest.partition(" ")
        parts = urlsplit(path)
        return answer(_pairs(parts.query), body) if method == "POST" and parts.path == address else None

    site.answerers.append(answerer)


def _pairs(query: str) -> dict[str, str]:
    return {name: values[-1] for name, values in parse_qs(query, keep_blank_values=True).items()}


class HanwebForm(Hanweb):
    """大汉 JCMS without ``nextgroup``: further records only for what the page's script sends."""

    def column(self, site: Making, slug: str, title: str, items: list[Item], size: int) -> None:
        """The first page's records in the page, every one in the answers."""
        column, unit = str(number(slug, digits=5)), str(number(slug, "unit", digits=6))
        sent = {"col": 1, "appid": 1, "webid": 49, "path": "/", "columnid": int(column), "unitid": unit}
        sent |= {"sourceContentType": 1, "webname": "%E5%8D%AB", "permissiontype": 0}
        call = f"perPage: {size}, totalRecord: {len(items)}, proxyUrl: '/module/web/jpage/dataproxy.jsp'"
        turn = f"<script>$('#{unit}').jpage({{{call}, params: {json.dumps(sent)}}});</script>"
        store = f'<script type="text/xml"><datastore>{_records(items[:size])}</datastore></script>'
        site.put(self.address(slug), title, f'<h2>{title}</h2><div id="{unit}">{store}{turn}</div>')

        def answer(query: dict[str, str], body: str) -> Resource | None:
            form = _pairs(body)
            if (form.get("columnid"), form.get("unitid")) != (column, unit):
                return None
            first, last = int(query["startrecord"]), int(query["endrecord"])
            told = f"<totalrecord>{len(items)}</totalrecord>{_records(items[first - 1 : last])}"
            xml = f'<?xml version="1.0" encoding="UTF-8"?><datastore>{told}</datastore>'
            return Resource(xml.encode(), "text/xml;charset=UTF-8")

        on_form(site, "/module/web/jpage/dataproxy.jsp", answer)


def _records(items: list[Item]) -> str:
    return "".join(f"<record><![CDATA[{listing([one])}]]></record>" for one in items)


class HanwebSearch(Hanweb):
    """大汉's disclosure module: a tree of topics, and a table put together by a search."""

    AREA = "11320900014319574N"

    def column(self, site: Making, slug: str, title: str, items: list[Item], size: int) -> None:
        """A shell with the tree in a frame and the call that fills its list."""
        column, topic = str(number(slug, digits=5)), f"A{number(slug, digits=2)}"
        tree = f'<iframe src="/module/xxgk/tree.jsp?area={self.AREA}&amp;divid=div{column}"></iframe>'
        call = (
            f"loadDynamic('/module/xxgk/search.jsp?standardXxgk=0&infotypeId={topic}'+a+'&vc_title='+encodeURI(b)"
            f"+'&area={self.AREA}', 'div{column}', '0','0','950','17','','');"
        )
        shell = f'<h2>{title}</h2>{tree}<div id="div{column}"></div><script>{call}</script>'
        site.put(self.address(slug), title, shell)
        pages = groups(items, size)

        def answer(query: dict[str, str], body: str) -> Resource | None:
            form = _pairs(body)
            wanted = (form.get("infotypeId"), form.get("divid"), form.get("jdid"), form.get("area"))
            if wanted != (topic, f"div{column}", "17", self.AREA):
                return None
            place = int(form["currpage"])
            rows = "".join(
                f'<tr class="tr_main_value_{"odd" if n % 2 else "even"}"><td><a href="{url}" title="{words}">'
                f"{words[:18]}…</a></td><td>{day}</td></tr>"
                for n, (url, words, day) in enumerate(pages[place - 1] if place <= len(pages) else ())
            )
            told = f"<table>{rows}</table><div>共{len(items)}条&nbsp;共{len(pages)}页&nbsp;</div>"
            return Resource(told.encode())

        on_form(site, "/module/xxgk/search.jsp", answer)


class LonsunLabel(Lonsun):
    """龙讯 where a column's list is a label that a script asks for."""

    def column(self, site: Making, slug: str, title: str, items: list[Item], size: int) -> None:
        """The department's page, and its annual reports under ``type=3``, empty without the script."""
        department = str(number(slug, digits=7))
        site.put(self.address(slug), site.body.name, "<h2>信息公开目录</h2><p>机构职能 政策文件</p>")
        pages = groups(items, size)
        told = (
            f"labelName: 'publicInfoList', siteId: '6788021', organId: '{department}', type: '3', "
            f"pageCount:{len(pages)}, file: '/xxgk/publicInfoList_newest2022'"
        )
        shell = f"<h2>{title}</h2><div id='list'></div><script>Ls.label({{{told}}});</script>"
        site.put(f"/public/column/{department}?type=3", title, shell)

        def answer(query: dict[str, str], body: str) -> Resource | None:
            form = _pairs(body)
            wanted = {"labelName": "publicInfoList", "siteId": "6788021", "organId": department, "type": "3"}
            if not wanted.items() <= form.items() or not form.get("file", "").endswith("newest2022"):
                return None
            place = int(form["pageIndex"])
            html = listing(pages[place - 1]) if place <= len(pages) else "<p>暂无相关信息</p>"
            return Resource(html.encode())

        on_form(site, "/site/label/8888", answer)


class Epoint:
    """国泰新点: columns are numbered shells; a script names the site, a POST of JSON answers the list."""

    SITE = "7eb5f7f1-0000-43ad-8e13-8fcb82ea831a"

    def address(self, slug: str) -> str:
        """The column by its number."""
        return f"/dynamic/zwgk/govInfoPub.html?categorynum={self._category(slug)}"

    def _category(self, slug: str) -> str:
        return f"003{number(slug, digits=3)}"

    def article(self, slug: str, key: int, day: date) -> str:
        """By column, day and 32 digits."""
        return f"/zwgk/{self._category(slug)}/{day:%Y%m%d}/{hexes(slug, key)}.html"

    def column(self, site: Making, slug: str, title: str, items: list[Item], size: int) -> None:
        """The shell, the site's script, and the list in pages of the size asked for."""
        script = '<script src="/js/webBuilderCommon.js"></script>'
        site.put(self.address(slug), title, f"<h2>{title}</h2><div id='list'></div>{script}")
        told = f'var siteInfo = {{"siteGuid": "{self.SITE}", "projectName": "/EWB-FRONT"}};'

        def common(path: str) -> Resource | None:
            known = urlsplit(path).path == "/js/webBuilderCommon.js"
            return Resource(told.encode(), "application/javascript") if known else None

        def answer(query: dict[str, str], body: str) -> Resource | None:
            asks = json.loads(body)
            if (asks["siteGuid"], asks["categorynum"]) != (self.SITE, self._category(slug)):
                return None
            pages = groups(items, asks["pageSize"])
            group = pages[asks["pageIndex"]] if asks["pageIndex"] < len(pages) else []
            data = [{"infourl": one[0], "realtitle": one[1], "infodate": one[2]} for one in group]
            answer = {"custom": {"data": data, "total": len(items), "code": 1}}
            return Resource(json.dumps(answer).encode(), "application/json")

        site.answerers.append(common)
        on_form(site, "/EWB-FRONT/rest/lightfrontaction/getgovinfolist", answer)
