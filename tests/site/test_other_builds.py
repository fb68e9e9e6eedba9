"""What the pages say of builds unlike the fixture: other orders of rows, reports without a form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from lxml import etree, html

pytestmark = pytest.mark.asyncio
Changed = Callable[[str], Any]
NEWEST = "640200-wjw-2023.v2"
# Revisions are numbered by body and year: the last one is not the newest.
EDITS = f"""
INSERT INTO revision VALUES (98, '{NEWEST}', '640200-wjw-2023', 'figure', 'requests.new.other', NULL, '');
INSERT INTO revision VALUES (99, '640200-wjw-2019', '640200-wjw-2018', 'figure', 'requests.new.other', 0, 1);
"""


async def entries(browse: Any, feed: str) -> list[tuple[str, str]]:
    """Id and link of each entry."""
    root = etree.fromstring((await browse(f"/feeds/{feed}.atom")).content)
    atom = "{http://www.w3.org/2005/Atom}"
    return [
        (str(entry.findtext(f"{atom}id")), entry.find(f"{atom}link").get("href"))
        for entry in root.findall(f"{atom}entry")
    ]


async def test_newest_edits_are_those_captured_last(changed: Changed) -> None:
    browse = changed(EDITS)
    listed = (await browse("/reports/silent_edits.json?_shape=array")).json()
    assert [row["report_id"] for row in listed] == [NEWEST] * 3 + ["640200-wjw-2019"]
    links = [link.rpartition("/")[2] for _, link in await entries(browse, "edits")]
    assert links == [row["report_id"] for row in listed]
    page = html.document_fromstring((await browse("/")).text)
    lines = page.xpath("//li[.//a[contains(@href, '#versions')]]")
    assert [NEWEST in line.xpath(".//a/@href")[0] for line in lines] == [True, True, True, False]
    assert [line.xpath("string(.//del)") for line in lines] == ["", "3", "缺", "0"]
    assert lines[0].xpath("string(span)").startswith("正文"), "a whole section is too long for this page"
    assert lines[2].xpath("string(.//ins)") == "空"


async def test_an_entry_of_a_feed_keeps_its_id_when_rows_are_numbered_anew(changed: Changed) -> None:
    anew = "UPDATE finding SET n = n + 1000; UPDATE revision SET n = n + 1000;"
    for feed in ("findings", "edits"):
        before, after = await entries(changed(""), feed), await entries(changed(anew), feed)
        assert before and before == after


async def test_an_edit_stays_in_its_feed_when_a_later_version_comes(changed: Changed) -> None:
    browse = changed(f"UPDATE report SET latest = 0 WHERE report_id = '{NEWEST}'")
    assert len(await entries(browse, "edits")) == 2


async def test_a_form_that_was_not_recognised_is_called_unknown(changed: Changed) -> None:
    browse = changed("UPDATE report SET form = NULL WHERE body_id = '310000-wjw'")
    for path in ("/report/310000-wjw-2022", "/reports/report", "/body/310000-wjw", "/search?q=信息"):
        page = await browse(path)
        assert page.status_code == 200 and "不详" in page.text and "None" not in page.text, path


async def test_a_title_cannot_turn_the_direction_of_a_citation(changed: Changed) -> None:
    turned = "UPDATE report SET title = 'a\u2067b\u202ec{d}' WHERE report_id = '310000-wjw-2022'"
    page = html.document_fromstring((await changed(turned)("/report/310000-wjw-2022")).text)
    assert ["abcd" in pre.text_content() for pre in page.xpath("//pre[@class='cite']")] == [True, True]


async def test_a_finding_about_no_cell_keeps_the_name_of_its_table(changed: Changed) -> None:
    words = "政府信息公开行政复议、行政诉讼情况表里没有数字"
    row = f"(9999, '310000-wjw-2022', 'R1', 'warning', '[]', NULL, NULL, '{words}')"
    assert words in (await changed(f"INSERT INTO finding VALUES {row}")("/report/310000-wjw-2022")).text
