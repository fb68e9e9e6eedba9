"""The ways in which a site shows one report: on its page, in a file, behind a viewer, a frame, a redirect."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from gongkai.demo.as_docx import docx
from gongkai.demo.as_ofd import ofd
from gongkai.demo.as_pdf import pdf
from gongkai.demo.as_xlsx import xlsx
from gongkai.demo.sites.chrome import article
from gongkai.demo.sites.making import Making
from gongkai.demo.sites.resource import Resource
from gongkai.demo.truth import DemoReport

Shape = Callable[[Making, str, DemoReport], None]
"""Writes a report at an address of the site and notes where it really stands."""

OFFICE = "application/vnd.openxmlformats-officedocument"
WRITERS: dict[str, tuple[Callable[[DemoReport], bytes], str]] = {
    "docx": (docx, f"{OFFICE}.wordprocessingml.document"),
    "xlsx": (xlsx, f"{OFFICE}.spreadsheetml.sheet"),
    "ofd": (ofd, "application/ofd"),
    "pdf": (pdf, "application/pdf"),
}


def on_page(site: Making, path: str, report: DemoReport) -> None:
    """The article itself."""
    _page(site, path, report, report.html)
    site.reports[path] = report


def linked(ending: str) -> Shape:
    """A page that says nothing but the name of its attachment."""

    def show(site: Making, path: str, report: DemoReport) -> None:
        file = _file(site, path, report, ending)
        _page(site, path, report, f'<p>附件：<a href="{file}">{report.title}.{ending}</a></p>')

    return show


def downloaded(site: Making, path: str, report: DemoReport) -> None:
    """An attachment behind a download address that wants a Referer and hides the file's name."""
    data, kind = docx(report), WRITERS["docx"][1]
    file = f"/system/_content/download.jsp?urltype=news.DownloadAttachUrl&owner=1&wbfileid={report.year}"
    site.pages[file] = Resource(data, kind, referer=True)
    site.reports[file] = report
    _page(site, path, report, f'<p>附件【<a href="{file.replace("&", "&amp;")}">附件1</a>】已下载次</p>')


def around(pattern: str, ending: str = "ofd") -> Shape:
    """A file shown by an element, a viewer, a script or a click, as ``pattern`` writes it.

    It holds the address as ``FILE``, or percent-encoded as ``QUOTED``.
    """

    def show(site: Making, path: str, report: DemoReport) -> None:
        file = _file(site, path, report, ending)
        _page(site, path, report, pattern.replace("FILE", file).replace("QUOTED", quote(file, safe="")))

    return show


def framed(site: Making, path: str, report: DemoReport) -> None:
    """The text in a frame of its page."""
    frame = f"/uploads/frame{report.year}.html"
    _page(site, path, report, f'<iframe src="{frame}" width="100%" height="900"></iframe>')
    _page(site, frame, report, report.html)
    site.reports[frame] = report


def refreshed(site: Making, path: str, report: DemoReport) -> None:
    """A page that sends its reader on by a meta tag, and that one by a script."""
    step, end = f"/go/{report.year}.html", f"/docs/{report.year}/index.html"
    site.pages[path] = site.page(
        f'<html><head><meta http-equiv="refresh" content="0; url={step}"></head></html>'
    )
    site.pages[step] = site.page(f"<html><script>location.replace('{end}')</script></html>")
    _page(site, end, report, report.html)
    site.reports[end] = report


def moved(site: Making, path: str, report: DemoReport) -> None:
    """An address that answers with a redirect."""
    end = f"/new/{report.year}.html"
    site.pages[path] = Resource(b"", status=301, headers=(("Location", end),))
    _page(site, end, report, report.html)
    site.reports[end] = report


def twice(site: Making, path: str, report: DemoReport) -> None:
    """The report on its page, and once more as a file of it."""
    file = _file(site, path, report, "docx")
    _page(site, path, report, f'{report.html}<p><a href="{file}">下载</a></p>')
    site.reports[path] = report


SHAPES: dict[str, Shape] = {
    "page": on_page,
    "docx": linked("docx"),
    "xlsx": linked("xlsx"),
    "ofd": linked("ofd"),
    "pdf": linked("pdf"),
    "download": downloaded,
    "frame": framed,
    "file frame": around('<iframe src="FILE" width="100%"></iframe>'),
    "embed": around('<embed src="FILE" type="application/ofd">'),
    "object": around('<object data="FILE" width="100%"></object>'),
    "viewer": around('<iframe src="/pdfjs/web/viewer.html?file=QUOTED#page=1"></iframe>', "pdf"),
    "pdf script": around('<script>showVsbpdfIframe("FILE", "100%", "600", "0");</script>', "pdf"),
    "script": around('<script>var fjstr = "FILE;"; show(fjstr);</script><div id="appendix"></div>', "docx"),
    "click": around('<a href="javascript:void(0)" onclick="window.open(\'FILE\')">点击查看</a>', "xlsx"),
    "refresh": refreshed,
    "moved": moved,
    "twice": twice,
}


def _page(site: Making, path: str, report: DemoReport, content: str) -> None:
    day = report.published.isoformat()
    meta = (("ArticleTitle", report.title), ("PubDate", f"{day} 09:00"), ("ContentSource", report.body))
    site.put(path, report.title, article(report.title, day, content), meta)


def _file(site: Making, path: str, report: DemoReport, ending: str) -> str:
    write, kind = WRITERS[ending]
    file = f"/attach/{report.published:%Y%m}/W0{report.published:%Y%m%d}{report.year}.{ending}"
    site.pages[file] = Resource(write(report), kind)
    site.reports[file] = report
    return file
