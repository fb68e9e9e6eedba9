"""Links towards reports go before others, and pages are told apart."""

from __future__ import annotations

import pytest

from crawler.links import links
from crawler.page import Link, Page, decode, read_page
from crawler.relevance import STRONG, is_document, looks_like_report, score, titled_report, year_of
from gongkai.demo.documents import report
from gongkai.demo.html_page import page as html_page


def points(words: str, address: str = "http://a.gov.cn/x/1.html") -> float:
    """The score of a link by itself."""
    return score(Link(address, words))


@pytest.mark.parametrize(
    "words",
    [
        "石嘴山市卫生健康委员会2020年政府信息公开工作年度报告",
        "2013年市卫生局信息公开工作情况报告",
        "信息公开年报",
        "关于2020年度政务信息公开工作的报告",
        "政府信息公开年度报告",
    ],
)
def test_reports_and_their_columns_are_strong(words: str) -> None:
    assert points(words) >= STRONG


@pytest.mark.parametrize(
    "address",
    [
        "http://wjw.a.gov.cn/zfxxgk/zfxxgknb/",
        "https://a.gov.cn/xxgk/ndbg/list.html",
        "https://b.gov.cn/XxgkAnnualReport/show/12.html",
        "http://b.gov.cn/module/xxgk/xxgkAnnualReport.jsp?area=1&fbtime=2024",
    ],
)
def test_addresses_alone_say_much(address: str) -> None:
    assert points("", address) > points("政府信息公开") > points("")


@pytest.mark.parametrize(
    "words",
    [
        "2024年部门预算",
        "政府信息公开指南",
        "我委召开推进会新闻",
        "招标公告",
        "卫生健康事业发展统计年报",
        "用户登录",
    ],
)
def test_noise_stays_behind_the_way_to_reports(words: str) -> None:
    assert points(words) < points("政府信息公开年报")
    assert points(words) < STRONG


def test_a_good_parent_lifts_its_links_and_paging_keeps_its_rank() -> None:
    plain = Link("http://a.gov.cn/1.html", "附件")
    assert score(plain, 20) > score(plain, 0) > score(plain, -10)
    assert score(Link("http://a.gov.cn/index_1.html", "下一页", "paging"), 20) == 18


def test_the_body_s_name_counts() -> None:
    link = Link("http://a.gov.cn/1.html", "获嘉县卫生健康委员会")
    assert score(link, 0, ("获嘉县卫生健康委员会",)) > score(link)


def test_documents_are_known_by_their_address() -> None:
    assert is_document("http://a/P020210105.pdf") and is_document("http://a/downfile.jsp?filename=1.doc")
    assert not is_document("http://a/t2021_1.html")


@pytest.mark.parametrize(
    ("words", "year"),
    [
        ("2020年政府信息公开工作年度报告", 2020),
        ("二〇一九年度报告", 2019),
        ("二〇一九年政府信息公开年报", 2019),
        ("二○二○年报告", 2020),
        ("2019年和2020年", None),
        ("政府信息公开年报", None),
        ("文件20201110号", None),
    ],
)
def test_years_of_titles(words: str, year: int | None) -> None:
    assert year_of(words) == year


@pytest.mark.parametrize("form_year", [2019, 2021, 2024])
def test_reports_are_seen_as_reports(form_year: int) -> None:
    made = report("获嘉县卫生健康委员会", "county", "河南", "410724", form_year, seed=3)
    page = read_page("http://a/1.html", html_page(made).encode(), "text/html")
    assert page is not None and looks_like_report(page)
    text = read_page("http://a/1.txt", made.text.encode(), "text/plain")
    assert text is not None and looks_like_report(text)


def test_guides_are_not() -> None:
    from gongkai.demo.sites.noise import guide

    story = guide("获嘉县卫生健康委员会")
    html = f"<html><title>{story.title}</title><h1>{story.title}</h1>{story.html * 3}</html>"
    page = read_page("http://a/1.html", html.encode(), "text/html")
    assert page is not None and not looks_like_report(page)
    assert not titled_report(story.title)


@pytest.mark.parametrize(
    ("body", "content_type", "encoding"),
    [
        ("年报".encode(), "text/html", "utf-8"),
        (b"\xef\xbb\xbf" + "年报".encode(), None, "utf-8-sig"),
        ("年报公开".encode("gb18030"), "text/html; charset=utf-8", "gb18030"),
        ('<meta charset="gb2312">镕基年报'.encode("gb18030"), "text/html", "gb18030"),
        ("年報公開".encode("big5"), "text/html; charset=big5", "big5"),
        ("年报公开".encode("gb18030"), "text/html; charset=nonsense", "gb18030"),
    ],
)
def test_encodings(body: bytes, content_type: str | None, encoding: str) -> None:
    text, found = decode(body, content_type)
    assert found == encoding and ("年报" in text or "年報" in text)


def test_files_are_no_pages() -> None:
    assert read_page("http://a/1.pdf", b"%PDF-1.4 x", "text/html") is None
    assert read_page("http://a/1", b"", "text/html") is None
    assert isinstance(read_page("http://a/1", b"<html></html>", None), Page)


@pytest.mark.parametrize(
    ("encoding", "said"), [("utf-8", "utf-8"), ("gb18030", "gb2312"), ("gb18030", "utf-8")]
)
def test_a_page_with_a_spoilt_character_is_read_all_the_same(encoding: str, said: str) -> None:
    """Systems cut a description after so many bytes, in the middle of a character."""
    words = "政府信息公开工作年度报告"
    cut = "卫生健康局".encode(encoding)[:-1]
    body = b'<meta charset="%s"><meta name="description" content="%s"><title>%s</title>' % (
        said.encode(), cut, words.encode(encoding),
    )  # fmt: skip
    page = read_page("http://a/", body, "text/html")
    assert page is not None and page.title == words


def test_a_file_kept_beside_a_viewer_is_a_link_like_others() -> None:
    text = "<a href='/pdfjs/2021.pdf'>one</a><a href='/pdfjs/web/viewer.html?file=%2Fa%2F2.pdf'>two</a>"
    page = read_page("http://a/", text.encode(), "text/html")
    assert page is not None
    assert [link.url for link in links(page)] == ["http://a/pdfjs/2021.pdf", "http://a/a/2.pdf"]
