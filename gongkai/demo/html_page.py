"""A plain page around an article: meta tags as 国办发〔2017〕47号 has them, and an information table."""

from __future__ import annotations

from html import escape

from gongkai.demo.truth import DemoReport

_OUTSIDE = '<table width="1000"><tr><td width="20"></td><td><table width="960"><tr><td>'
_INSIDE_OUT = "</td></tr></table></td></tr></table>"


def page(report: DemoReport, *, encoding: str = "utf-8", nested: bool = False) -> str:
    """The whole page as text; encode it with ``encoding``, which the page declares.

    ``nested`` wraps the article in two tables of layout, as old skins do.
    """
    day = report.published.isoformat()
    title, body = escape(report.title), escape(report.body)
    index = f"{report.division_code}-{report.year}-{report.seed:05d}"
    article = f"{_OUTSIDE}{report.html}{_INSIDE_OUT}" if nested else report.html
    return f"""<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="{encoding}">
<title>{title}_政府信息公开年度报告_{body}</title>
<meta name="SiteName" content="{body}">
<meta name="ColumnName" content="政府信息公开年报">
<meta name="ColumnType" content="政府信息公开">
<meta name="ArticleTitle" content="{title}">
<meta name="PubDate" content="{day} 09:30">
<meta name="ContentSource" content="{body}">
</head>
<body>
<div class="header"><a href="/">{body}</a> <a href="/xxgk/">政府信息公开</a></div>
<table class="info">
<tr><td>索引号</td><td>{index}</td><td>信息分类</td><td>政府信息公开年报</td></tr>
<tr><td>发布机构</td><td>{body}</td><td>发布日期</td><td>{day}</td></tr>
<tr><td>名称</td><td colspan="3">{title}</td></tr>
</table>
<h1>{title}</h1>
<div class="source">发布时间：{day}　来源：{body}</div>
{article}
<div class="footer">主办：{body}　网站标识码：{report.division_code}0001</div>
</body>
</html>
"""
