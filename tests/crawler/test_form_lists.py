"""Lists that only answer a POST: asked for by what their pages say, archived, resumed and asked again."""

from __future__ import annotations

import json
import pickle
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from archive.database import connect_reader
from archive.model import LedgerRow
from archive.posting import FORM, JSON, Asked, asked, key
from archive.records import walk
from crawler import cms
from crawler.job import Work
from crawler.page import Link, Page, read_page
from crawler.proposals import proposal
from crawler.reading import read_answer
from crawler.relevance import score
from crawler.run import CrawlOptions, crawl
from gongkai.demo.replica import ReplicaSites

OPTIONS = CrawlOptions(allow_loopback=True, delay=0.02)
SITES = ("hanweb-form", "hanweb-search", "lonsun-label", "epoint")
ITEM = '<a href="/art/2021/1/29/art_7_1.html" title="2020年政府信息公开工作年度报告">2020年…</a>'


def page(url: str, text: str, content_type: str = "text/html") -> Page:
    """An answer as a page."""
    read = read_page(url, text.encode(), content_type)
    assert read is not None
    return read


def found(one: Page, kind: str) -> list[Link]:
    """The family links of a kind."""
    return [link for link in cms.links(one) if link.kind == kind]


def form(link: Link) -> dict[str, str]:
    """What a link sends, as a form's pairs."""
    asks = asked(link.url)
    assert asks.media_type == FORM
    return dict(pair.split("=", 1) for pair in asks.body.decode().split("&"))


def test_hanweb_asks_for_the_records_after_those_it_shows() -> None:
    call = (
        "perPage: 15, totalRecord: 60, proxyUrl: '/module/web/jpage/dataproxy.jsp', params: "
        '{"appid":1,"webid":49,"columnid":"7","unitid":"25630","webname":"%E5"}'
    )
    store = "<datastore>" + f"<record><![CDATA[{ITEM}]]></record>" * 15 + "</datastore>"
    column = page("http://a.gov.cn/col/col7/index.html", f"<html><script>{store}</script><script>{call}")
    (following,) = found(column, "paging")
    asks = asked(following.url)
    assert asks.url == (
        "http://a.gov.cn/module/web/jpage/dataproxy.jsp?page=1&startrecord=1&endrecord=100&perpage=100"
    )
    sent = {"webid": "49", "columnid": "7", "unitid": "25630", "webname": "%25E5", "permissiontype": "0"}
    assert sent.items() <= form(following).items()
    answer = store.replace("<datastore>", "<datastore><totalrecord>{}</totalrecord>")
    last = page(following.url, answer.format(60), "text/xml")
    assert found(last, "paging") == [] and len(found(last, "list")) == 1
    (onward,) = found(page(following.url, answer.format(101), "text/xml"), "paging")
    assert "page=2&startrecord=101&endrecord=200" in onward.url and form(onward) == form(following)


def test_hanweb_without_the_numbers_of_its_list_asks_for_nothing() -> None:
    text = f"<datastore><totalrecord>60</totalrecord><record>{ITEM}</record></datastore>dataproxy.jsp"
    assert found(page("http://a.gov.cn/col/col7/index.html", f"<html>{text}"), "paging") == []


def test_hanweb_search_is_told_by_call_frame_and_address() -> None:
    call = (
        "loadDynamic('/module/xxgk/search.jsp?standardXxgk=1&infotypeId='+a+'&vc_title='+encodeURI(b)+"
        "'&area=11220100MB1507524C', 'div4', '0','0','950','1','','');"
    )
    column = page(
        "http://a.gov.cn/col/col13008/index.html?number=A02", f"<html><title>年报</title><script>{call}"
    )
    (first,) = found(column, "list")
    asks = asked(first.url)
    assert (asks.method, asks.url.partition("?")[0]) == ("POST", "http://a.gov.cn/module/xxgk/search.jsp")
    told = {"infotypeId": "A02", "jdid": "1", "area": "11220100MB1507524C", "divid": "div4", "currpage": "1"}
    assert told.items() <= form(first).items()
    rows = f'<table><tr class="tr_main_value_odd"><td>{ITEM}</td></tr></table>&nbsp;共2页&nbsp;'
    answer = page(first.url, rows)
    (second,) = found(answer, "paging")
    assert form(second)["currpage"] == "2" and "currpage=2" in asked(second.url).url
    assert found(page(second.url, rows), "paging") == []
    scored = read_answer(LedgerRow(first.url, "s", "discovered", 12, 2), rows.encode(), "text/html", (), None)
    assert [one.link.url for one in scored.links if one.points > 5] == [
        "http://a.gov.cn/art/2021/1/29/art_7_1.html", second.url
    ]  # fmt: skip


def test_hanweb_search_leaves_the_rows_of_other_columns() -> None:
    """Some servers answer with every office's rows; the addresses of items name their column."""
    pairs = b"infotypeId=A02&jdid=1&area=11220100MB1507524C&divid=div7&currpage=1"
    url = key("http://a.gov.cn/module/xxgk/search.jsp?currpage=1", pairs, FORM)
    other = ITEM.replace("art_7_1", "art_99_5").replace("2020", "2019")
    rows = f"<table><tr><td>{ITEM}</td></tr><tr><td>{other}</td></tr></table>共1页"
    row = LedgerRow(url, "s", "discovered", 12, 2)
    followed = read_answer(row, rows.encode(), "text/html", (), None).links
    assert [one.link.url.rpartition("/")[2] for one in followed] == ["art_7_1.html"]
    # Where no row is of the column asked for, its number is no column's: all are followed.
    none = rows.replace("art_7_1", "art_98_1")
    followed = read_answer(row, none.encode(), "text/html", (), None).links
    assert len(followed) == 2


def test_lonsun_label_is_asked_with_what_the_script_names() -> None:
    script = (
        "labelName:'publicInfoList', siteId:'6788021', file:'/xxgk/publicInfoList_newest2022', catIds:'77'"
    )
    column = page("http://a.gov.cn/public/column/7001?type=3", f"<html><script>label({{{script}}})</script>")
    (first,) = found(column, "list")
    assert asked(first.url).url == "http://a.gov.cn/site/label/8888"
    told = {"labelName": "publicInfoList", "siteId": "6788021", "organId": "7001", "type": "3"}
    told |= {"catIds": "77", "file": "%2Fxxgk%2FpublicInfoList_newest2022", "pageIndex": "1"}
    assert told.items() <= form(first).items()
    item = (
        '<ul><li><a href="/public/7001/151972471.html" title="2020年政府信息公开工作年度报告">2020</a></ul>'
    )
    (second,) = found(page(first.url, item), "paging")
    assert form(second)["pageIndex"] == "2"
    assert found(page(second.url, f"{item}<script>pageCount:2</script>"), "paging") == []
    assert found(page(second.url, "<p>暂无相关信息</p>"), "paging") == []


def test_epoint_column_script_list_and_next_page() -> None:
    url = "http://a.gov.cn/dynamic/zwgk/govInfoPub.html?categorynum=003002&deptcode=X1&t=1"
    column = page(url, '<html><title>年报</title><script src="/js/webBuilderCommon.js"></script></html>')
    (script,) = found(column, "script")
    assert script.url == "http://a.gov.cn/js/webBuilderCommon.js?categorynum=003002&deptcode=X1"
    told = 'var siteInfo = {"siteGuid": "7eb5", "projectName": "/EWB_YK_Mid"};'
    (first,) = found(page(script.url, told, "application/javascript"), "list")
    sent = {"deptcode": "X1", "categorynum": "003002", "siteGuid": "7eb5", "pageIndex": 0, "pageSize": 15}
    address = "http://a.gov.cn/EWB_YK_Mid/rest/lightfrontaction/getgovinfolist"
    assert asked(first.url) == Asked(address, "POST", json.dumps(sent, separators=(",", ":")).encode(), JSON)
    data = [
        {"infourl": "/zwgk/1.html", "realtitle": "2020年年报"},
        {"linkurl": "/zwgk/2.html", "title": "x"},
        7,
    ]
    answer = json.dumps({"custom": {"data": data, "total": "16"}})
    one = page(first.url, answer, "application/json")
    assert [(link.url, link.words) for link in found(one, "list")] == [
        ("http://a.gov.cn/zwgk/1.html", "2020年年报"), ("http://a.gov.cn/zwgk/2.html", "x")
    ]  # fmt: skip
    (second,) = found(one, "paging")
    assert json.loads(asked(second.url).body)["pageIndex"] == 1
    assert found(page(second.url, answer, "application/json"), "paging") == []


def test_list_without_words_is_named_after_the_link_to_its_page() -> None:
    told = 'var siteInfo = {"siteGuid": "7eb5", "projectName": "/EWB-FRONT"};'
    row = LedgerRow(
        "http://a.gov.cn/js/webBuilderCommon.js?categorynum=003", "s", "discovered", 12, 2,
        anchor="政府信息公开年报",
    )  # fmt: skip
    reading = read_answer(row, told.encode(), "application/javascript", (), None)
    (one,) = reading.links
    assert one.link.words == "政府信息公开年报" and one.points > 10


def test_what_is_sent_does_not_count_as_address() -> None:
    address = "http://a.gov.cn/site/label/8888"
    assert score(Link(key(address, b"login=rss&nb=1", FORM), "")) == score(Link(address, ""))


def test_column_proposed_is_the_page_that_leads_to_the_list() -> None:
    with ReplicaSites(5, families="all", noise=2, only=("epoint",)) as replicas:
        (site,), (body,) = replicas.sites, replicas.bodies
    answer = key("http://127.0.0.1/rest", b"{}", JSON)
    rows = [
        LedgerRow("http://127.0.0.1/c", "s", "fetched", 9, 1),
        LedgerRow(answer, "s", "fetched", 9, 2, "http://127.0.0.1/c"),
        LedgerRow("http://127.0.0.1/1", "s", "fetched", 9, 3, answer, "2020年政府信息公开工作年度报告"),
    ]
    told = proposal(site, body, rows, "2026-11")
    assert told is not None and told.column_url == "http://127.0.0.1/c"


def posts(replicas: ReplicaSites) -> Counter[tuple[str, str]]:
    """Every POST the servers have seen."""
    return Counter(
        (host, asks)
        for host, paths in replicas.requests.items()
        for asks in paths
        if asks.startswith("POST ")
    )


def records(folder: Path) -> int:
    """Full records of the archive."""
    with closing(connect_reader(folder)) as db:
        query = "SELECT count(*) FROM capture WHERE revisit_of IS NULL AND size > 0"
        return int(db.execute(query).fetchone()[0])


def test_killed_between_lists_each_is_asked_once_and_again_without_storing_twice(tmp_path: Path) -> None:
    with ReplicaSites(5, families="all", noise=2, only=SITES) as replicas:
        in_flight: Counter[tuple[str, str]] = Counter()
        for wanted in (1, 5):
            child = subprocess.Popen(
                [sys.executable, "-P", "-m", "crawler.job"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL
            )
            assert child.stdin is not None
            pickle.dump(Work(tmp_path, tuple(replicas.sites), tuple(replicas.bodies), OPTIONS), child.stdin)
            child.stdin.close()
            deadline = time.monotonic() + 90
            while posts(replicas).total() < wanted and child.poll() is None:
                assert time.monotonic() < deadline
                time.sleep(0.01)
            child.send_signal(signal.SIGKILL)
            child.wait()
            in_flight.update((host, paths[-1]) for host, paths in replicas.requests.items() if paths)
        assert not crawl(tmp_path, replicas.sites, replicas.bodies, OPTIONS).interrupted
        asks = posts(replicas)
        assert len(asks) >= 7 and {host for host, _ in asks} == set(replicas.requests)
        again = Counter({place: count - 1 for place, count in asks.items() if count > 1})
        assert not again - in_flight, again - in_flight
        with closing(connect_reader(tmp_path)) as db:
            urls = {url for (url,) in db.execute("SELECT url FROM capture WHERE status = 200")}
        assert [one.url for one in replicas.reports if one.url not in urls] == []
        assert [one.url for one in replicas.others if one.url in urls] == []
        stored = records(tmp_path)
        crawl(tmp_path, replicas.sites, replicas.bodies, replace(OPTIONS, all_due=True))
        assert posts(replicas) > asks and records(tmp_path) == stored


def test_what_was_sent_is_archived_and_the_page_behind_it_named(tmp_path: Path) -> None:
    with ReplicaSites(5, families="all", noise=2, only=("epoint",)) as replicas:
        crawl(tmp_path, replicas.sites, replicas.bodies, OPTIONS)
    asks = [
        record
        for path in (tmp_path / "warc").glob("*.warc.gz")
        for record in walk(path)
        if record.field("WARC-Type") == "request"
    ]
    sent = [record.http for record in asks if record.http.first_line.startswith("POST ")]
    assert [json.loads(one.body)["pageIndex"] for one in sent] == [0, 1]
    assert {one.header("Content-Type") for one in sent} == {JSON}
    assert not any("__wb_" in (record.http.header("Referer") or "") for record in asks)


@pytest.mark.parametrize("name", SITES)
def test_no_get_finds_the_list(name: str) -> None:
    replicas = ReplicaSites(5, families="all", noise=2, only=(name,))
    (site,) = replicas.built
    for path in (
        "/site/label/8888",
        "/module/xxgk/search.jsp",
        "/EWB-FRONT/rest/lightfrontaction/getgovinfolist",
    ):
        assert site.answer(path) is None
