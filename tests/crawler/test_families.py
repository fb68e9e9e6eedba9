"""Each content system is recognised by what its pages show, and gives the links only it knows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crawler import cms
from crawler.address import normal
from crawler.links import links as plain_links
from crawler.page import Link, Page, read_page
from gongkai.demo.documents import report
from gongkai.demo.html_page import page as report_page

HEX = "0123456789abcdef0123456789abcdef"


def page(url: str, text: str, content_type: str = "text/html") -> Page:
    """An answer as a page."""
    read = read_page(url, text.encode(), content_type)
    assert read is not None
    return read


def test_every_module_of_a_system_is_asked() -> None:
    modules = {path.stem for path in Path(str(cms.__file__)).parent.glob("*.py")}
    asked = {family.links.__module__.rpartition(".")[2] for family in cms.FAMILIES}
    assert modules - {"__init__", "data", "family", "generic"} == asked, "list it in crawler/cms/__init__.py"


def names(one: Page) -> set[str]:
    """The families that recognise a page."""
    return {family.name for family in cms.families(one)}


def found(one: Page, kind: str) -> dict[str, str]:
    """Words by address of the family links of a kind."""
    return {link.url: link.words for link in cms.links(one) if link.kind == kind}


def test_trs_pages_count_from_zero() -> None:
    list_page = page(
        "http://a.gov.cn/zfxxgknb/",
        '<html><a href="./202201/t20220126_123.html">x</a><script>createPageHTML(3, 0, "index", "html")',
    )
    assert names(list_page) == {"trs"}
    assert list(found(list_page, "paging")) == ["http://a.gov.cn/zfxxgknb/index_1.html"]
    last = page("http://a.gov.cn/zfxxgknb/index_2.html", "<html>createPageHTML(3, 2, 'index', 'html')</html>")
    assert found(last, "paging") == {}


def test_hanweb_lists_stand_in_script_data() -> None:
    text = (
        '<html><script type="text/xml"><datastore><nextgroup><![CDATA[<a href="/module/web/jpage/'
        'dataproxy.jsp?page=2&columnid=49380"></a>]]></nextgroup><recordset><record>'
        '<![CDATA[<li><a href="/art/2021/1/29/'
        'art_49380_1.html" title="2020年政府信息公开工作年度报告">2020年政府…</a></li>]]></record>'
        "</recordset></datastore></script></html>"
    )
    one = page("http://a.gov.cn/col/col49380/index.html", text)
    assert names(one) == {"hanweb"}
    assert found(one, "list") == {
        "http://a.gov.cn/art/2021/1/29/art_49380_1.html": "2020年政府信息公开工作年度报告"
    }
    assert list(found(one, "paging")) == [
        "http://a.gov.cn/module/web/jpage/dataproxy.jsp?page=2&columnid=49380"
    ]


def test_hanweb_annual_reports_lead_to_the_years_beside() -> None:
    made = report("获嘉县卫生健康委员会", "county", "河南", "410724", 2021, seed=1)
    url = "http://a.gov.cn/module/xxgk/xxgkAnnualReport.jsp?area=11332500MB1960337R&fbtime=2021"
    links = found(page(url, report_page(made)), "list")
    assert {link[-4:] for link in links} == {"2020", "2022"}
    empty = page(url.replace("2021", "1990"), "<html><body>没有内容</body></html>")
    assert found(empty, "list") == {}


def test_jpaas_units_are_built_and_turned() -> None:
    script = (
        '<script src="unitbuild.js" url="/api-gateway/jpaas-publish-server/front/page/build/unit" '
        "queryData=\"{'webId':'9','pageType':'column','tagId':'当前栏目list'}\"></script>"
    )
    column = page("http://a.gov.cn/col/1/", f"<html><title>年报</title>{script}</html>")
    assert names(column) == {"jpaas"}
    (first,) = found(column, "list")
    assert "webId=9" in first and "%22pageNo%22%3A1" in first
    items = "".join(f'<li><a href="/art/2022/art_{n}.html" title="{n}">x</a></li>' for n in range(15))
    answer = page(first, json.dumps({"success": True, "data": {"html": items}}), "application/json")
    assert len(found(answer, "list")) == 15
    (second,) = found(answer, "paging")
    assert "%22pageNo%22%3A2" in second
    short = page(second, json.dumps({"data": {"html": "<a href='/art/9.html'>9</a>"}}), "application/json")
    assert found(short, "paging") == {} and len(found(short, "list")) == 1


def test_ucap_channels_are_searched() -> None:
    column = page(
        "http://a.gov.cn/wjw/c103084/common_list.shtml",
        f'<html><title>政府信息公开年报</title><meta name="channelid" content="{HEX}"></html>',
    )
    assert names(column) == {"ucap"}
    (search,) = found(column, "list")
    assert f"/common/search/{HEX}?" in search and search.endswith("page=1")
    results = [{"title": "<em>2023</em>年报", "url": f"//a.gov.cn/wjw/c103084/202401/{HEX}.shtml"}]
    data = {"data": {"page": 1, "rows": 15, "total": 20, "results": results}}
    answer = page(search, json.dumps(data), "application/json;charset=utf-8")
    assert found(answer, "list") == {f"http://a.gov.cn/wjw/c103084/202401/{HEX}.shtml": "2023年报"}
    (following,) = found(answer, "paging")
    assert following.endswith("page=2")
    data["data"]["page"] = 2
    assert found(page(following, json.dumps(data), "application/json"), "paging") == {}


def test_vsb_counts_backwards_and_shows_pdfs_by_script() -> None:
    text = '<html><a href="info/1/2.htm">x</a><script>_simple_list_gotopage_fun(5,"n",0)</script></html>'
    first = page("http://a.gov.cn/zfxxgk/nb.htm", text)
    assert names(first) == {"vsb"}
    assert list(found(first, "paging")) == ["http://a.gov.cn/zfxxgk/nb/4.htm"]
    oldest = page("http://a.gov.cn/zfxxgk/nb/1.htm", text)
    assert found(oldest, "paging") == {}
    article = page(
        "http://a.gov.cn/info/1/2.htm",
        '<html><h1>年报</h1><div id="vsb_content"><script>showVsbpdfIframe("/__local/A/B.pdf","1")</script>',
    )
    assert found(article, "embed") == {"http://a.gov.cn/__local/A/B.pdf": "年报"}


def test_gkmlpt_categories_become_answers() -> None:
    index = page(
        "http://a.gov.cn/gkmlpt/index",
        "<html><a href='/gkmlpt/index#2571'>政府信息公开年报</a><script>var c={SID: '216'}</script></html>",
    )
    assert names(index) == {"gkmlpt"}
    assert found(index, "list") == {"http://a.gov.cn/gkmlpt/api/all/2571?page=1&sid=216": "政府信息公开年报"}
    bare = page(
        "http://a.gov.cn/lh/gkmlpt/index", "<html><title>公开</title><script>SID: '7'</script></html>"
    )
    assert list(found(bare, "list")) == ["http://a.gov.cn/lh/gkmlpt/api/all/0?page=1&sid=7"]
    articles = [{"title": "2020年年报", "url": "http://a.gov.cn/gkmlpt/content/8/8528/post_8528729.html"}]
    answer = page(
        "http://a.gov.cn/gkmlpt/api/all/2571?page=1&sid=216",
        json.dumps({"total": 101, "articles": articles}),
        "application/json",
    )
    assert list(found(answer, "list")) == ["http://a.gov.cn/gkmlpt/content/8/8528/post_8528729.html"]
    assert [url.split("?")[1] for url in found(answer, "paging")] == ["sid=216&page=2"]


def test_lonsun_departments_have_a_report_column() -> None:
    portal = page(
        "http://a.gov.cn/public/",
        '<html><a href="/public/column/601?type=4">市卫生健康委</a><a href="/public/column/602">教育局</a>',
    )
    assert names(portal) == {"lonsun"}
    assert list(found(portal, "list")) == ["http://a.gov.cn/public/column/601?type=3"]
    own = page("http://a.gov.cn/public/column/7001?type=4", "<html><title>省卫健委</title></html>")
    assert list(found(own, "list")) == ["http://a.gov.cn/public/column/7001?type=3"]
    there = page("http://a.gov.cn/public/column/7001?type=3", "<html></html>")
    assert found(there, "list") == {}


def test_zibo_documents_lead_to_their_channel() -> None:
    base = "http://a.gov.cn/gongkai/site_zcqwsjkj/channel_c_5f9f6a3dc916f710ccee90ee_n_1605683975.5193/"
    one = page(f"{base}doc_5f9f6a3dc916f710ccee90ef.html", "<html><h1>2020年年报</h1></html>")
    assert names(one) == {"zibo"}
    assert found(one, "list") == {base: "2020年年报"}


def test_anhui_lists_are_turned_while_they_show_items() -> None:
    text = '<html><a href="/XxgkAnnualReport/show/123.html">2020年年报</a></html>'
    one = page("http://a.gov.cn/News/showList/77/page_1.html", text)
    assert names(one) == {"anhui"}
    assert list(found(one, "paging")) == ["http://a.gov.cn/News/showList/77/page_2.html"]
    assert found(page("http://a.gov.cn/News/showList/77/page_9.html", "<html>无</html>"), "paging") == {}


@pytest.mark.parametrize("words", ["下一页", "下页", ">", "2", "第3页"])
def test_plain_paging_needs_no_family(words: str) -> None:
    one = page("http://a.gov.cn/list.html", f'<html><a href="list_2.html">{words}</a></html>')
    assert names(one) == set()
    assert list(found(one, "paging")) == ["http://a.gov.cn/list_2.html"]


def test_two_families_may_speak_for_one_page() -> None:
    text = '<html><a href="/zfxxgk/202201/t20220126_1.html">a</a><a href="/gkmlpt/index#9">b</a>SID: 3</html>'
    assert names(page("http://a.gov.cn/", text)) == {"trs", "gkmlpt"}


def test_broken_data_gives_no_links() -> None:
    for url in (
        f"http://a.gov.cn/common/search/{HEX}?page=1",
        "http://a.gov.cn/gkmlpt/api/all/1?page=1&sid=1",
    ):
        for text in (
            "{not json",
            "[]",
            '{"data": 3, "articles": "x"}',
            '{"data": {"results": [{"url": 5}]}}',
        ):
            assert cms.links(page(url, text, "application/json")) == ()


def test_real_list_pages_are_read(shared: Path) -> None:
    file = shared / "samples" / "html" / "zhecheng_xxgknb_list_p1.html"
    read = read_page("http://www.zhecheng.gov.cn/nb/", file.read_bytes(), "text/html")
    assert read is not None
    from crawler.links import links

    everything: dict[str, Link] = {link.url: link for link in (*links(read), *cms.links(read))}
    assert sum("年度报告" in link.words or "年报" in link.words for link in everything.values()) >= 5


def test_truecms_lists_come_wrapped_in_a_call() -> None:
    script = "var proxyUrl='/ntsrmzf/messageController/getMessage.do'; load({columnId: 'a1b2', perPage: 20})"
    column = page("http://a.gov.cn/ntsrmzf/nb/nb.html", f"<html><title>年报</title><script>{script}</script>")
    assert names(column) == {"truecms"}
    (first,) = found(column, "list")
    assert first == (
        "http://a.gov.cn/ntsrmzf/messageController/getMessage.do"
        "?startrecord=1&endrecord=15&perpage=15&columnId=a1b2&callback=cb"
    )
    record = (
        r"<record><![CDATA[<a href=\"/ntsrmzf/nb/content/1.html\" title=\"2020年年报\">x<\/a>]]><\/record>"
    )
    answer = page(first, f'cb("<totalrecord>16<\\/totalrecord>{record}")', "application/javascript")
    assert found(answer, "list") == {"http://a.gov.cn/ntsrmzf/nb/content/1.html": "2020年年报"}
    (second,) = found(answer, "paging")
    assert "startrecord=16&endrecord=30" in second or "endrecord=30" in second
    assert found(page(second, answer.text, "application/javascript"), "paging") == {}


def test_a_report_page_of_hanweb_has_one_address_whatever_its_order() -> None:
    orders = ("area=1133&fbtime=2020", "fbtime=2020&area=1133")
    base = "http://a.gov.cn/module/xxgk/xxgkAnnualReport.jsp?"
    assert {normal(base, base + order) for order in orders} == {base + orders[0]}
    assert normal(base, "/a.jsp?b=1&a=2") == "http://a.gov.cn/a.jsp?b=1&a=2"


def test_attachments_parted_by_semicolons_in_a_script_are_found() -> None:
    text = '<html><script>var fjstr = "./P020.pdf;./P021.docx";</script></html>'
    assert [link.url for link in plain_links(page("http://a.gov.cn/x/t1.html", text))] == [
        "http://a.gov.cn/x/P020.pdf", "http://a.gov.cn/x/P021.docx"
    ]  # fmt: skip


def test_ucap_sites_may_search_elsewhere() -> None:
    meta = f'<meta name="channelid" content="{HEX}"><script>url="/searchList/"</script>'
    (search,) = found(page("http://a.gov.cn/a/c103084/list.shtml", f"<html>{meta}</html>"), "list")
    assert search.startswith(f"http://a.gov.cn/searchList/{HEX}?")


def test_ucap_attachments_of_an_item_are_named_after_it() -> None:
    files = [
        {"filePath": "/wjw/c103084/202401/a/files/1.pdf", "title": "附件1.pdf"},
        {"url": "/wjw/c103084/202401/a/files/2.pdf", "fileName": "2022年政府信息公开工作年度报告.pdf"},
        {"title": "no address"},
        "no object",
    ]
    item = {"title": "<em>2023</em>年政府信息公开年报", "url": f"/wjw/c103084/202401/{HEX}.shtml"}
    data = {"data": {"results": [{**item, "resList": files}, {**item, "resList": None}, 7]}}
    answer = page(f"http://a.gov.cn/common/search/{HEX}?page=1", json.dumps(data), "application/json")
    assert found(answer, "list") == {
        f"http://a.gov.cn/wjw/c103084/202401/{HEX}.shtml": "2023年政府信息公开年报",
        "http://a.gov.cn/wjw/c103084/202401/a/files/1.pdf": "2023年政府信息公开年报 附件1.pdf",
        "http://a.gov.cn/wjw/c103084/202401/a/files/2.pdf": "2022年政府信息公开工作年度报告.pdf",
    }


def test_gkmlpt_answers_that_count_from_zero() -> None:
    url = "http://a.gov.cn/gkmlpt/api/all/7?page=1&sid=2"
    empty = page(url, json.dumps({"total": 3, "articles": []}), "application/json")
    assert list(found(empty, "list")) == ["http://a.gov.cn/gkmlpt/api/all/7?sid=2&page=0"]
    none = page(url, json.dumps({"total": 0, "articles": []}), "application/json")
    assert found(none, "list") == {}


def test_lonsun_reports_in_the_column_lead_to_the_years_beside() -> None:
    made = report("获嘉县卫生健康委员会", "county", "河南", "410724", 2021, seed=1)
    url = "http://a.gov.cn/public/column/601?type=3&timeFrame=2021"
    assert {link[-4:] for link in found(page(url, report_page(made)), "list")} == {"2020", "2022"}
    assert found(page(url, "<html>没有内容</html>"), "list") == {}
