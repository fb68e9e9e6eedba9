"""The frame around every page of a replica site, which says plainly that it is one."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

NOTICE = "本页属于演示用的仿制站点：机构名称为真实名称，网页内容与数字均为虚构，不代表该机构。"


def shell(
    title: str,
    content: str,
    *,
    site: str,
    nav: Iterable[tuple[str, str]] = (),
    charset: str | None = "utf-8",
    meta: Iterable[tuple[str, str]] = (),
) -> str:
    """A page: title, meta tags, navigation (address, words), content, and the notice."""
    declared = f'<meta charset="{charset}">' if charset else ""
    tags = "".join(f'<meta name="{escape(name)}" content="{escape(value)}">\n' for name, value in meta)
    links = " ".join(f'<a href="{escape(url)}">{escape(words)}</a>' for url, words in nav)
    return f"""<!DOCTYPE html>
<html lang="zh-CN"><head>{declared}
<title>{escape(title)}-{escape(site)}</title>
<meta name="SiteName" content="{escape(site)}">
{tags}</head>
<body>
<div class="nav">{links}</div>
<div class="main">
{content}
</div>
<div class="footer">{NOTICE}</div>
</body></html>
"""


def article(title: str, day: str, content: str) -> str:
    """An article's inside: heading, line of source, text."""
    heading = f"<h1>{escape(title)}</h1>\n"
    return f'{heading}<div class="source">发布时间：{day}</div>\n<div id="zoom">{content}</div>'


def listing(items: Iterable[tuple[str, str, str]]) -> str:
    """A list of articles: address, title, day; long titles are cut short as lists do."""
    rows = []
    for url, title, day in items:
        shown = title if len(title) <= 28 else title[:26] + "…"
        rows.append(
            f'<li><a href="{escape(url)}" title="{escape(title)}">{escape(shown)}</a><span>{day}</span></li>'
        )
    return '<ul class="list">\n' + "\n".join(rows) + "\n</ul>"
