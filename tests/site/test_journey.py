"""A reader's way in a real browser: home, list, report, figure, the marked original on the second origin."""

from __future__ import annotations

import socket
import sqlite3
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from gongkai.serve import Addresses, ServeError, serve, site_command
from tests.site.serving import SERVE, free_port


@pytest.fixture(params=[(1440, 900), (390, 844)], ids=["desk", "phone"])
def page(request: pytest.FixtureRequest, chromium: Any) -> Iterator[Any]:
    width, height = request.param
    context = chromium.new_context(viewport={"width": width, "height": height})
    yield context.new_page()
    context.close()


def test_from_home_to_the_highlighted_original(served: Addresses, page: Any) -> None:
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    page.goto(served.site)
    page.locator(".tiles a", has_text="上海").click()
    page.get_by_role("link", name="上海市卫生健康委员会").click()
    page.locator(".years li", has_text="2022").get_by_role("link").click()
    page.wait_for_url("**/report/310000-wjw-2022")
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    cell = page.locator('td[id="requests.granted.total"]')
    words = cell.locator("a.fig bdi").inner_text()
    cell.locator("a.fig").click()
    mark = page.frame_locator("iframe[name=original]").locator(":target")
    mark.wait_for()
    assert mark.get_attribute("id") == "requests.granted.total"
    assert mark.inner_text() == words
    assert mark.evaluate("cell => getComputedStyle(cell).outlineStyle") == "solid"
    origins = {"/".join(address.split("/")[:3]) for address in asked}
    assert origins == {served.site.rstrip("/"), served.viewer}
    assert [text for text in said if "sandbox" not in text] == []


def test_what_was_searched_for_is_open_and_in_sight(served: Addresses, page: Any) -> None:
    page.goto(f"{served.site}search?q=政策解读形式&year=2021")
    page.locator(".results a").first.click()
    page.wait_for_url("**/report/*#section-2")
    words = page.locator(".prose p", has_text="政策解读形式单一").element_handle()
    # The browser goes there once the page has loaded.
    page.wait_for_function(
        """e => { const top = e.getBoundingClientRect().top;
          return e.closest('details').open && 0 < top && top < innerHeight }""",
        arg=words,
        timeout=10_000,
    )


def test_paper_is_white_and_tells_all(served: Addresses, chromium: Any) -> None:
    """What a reader in the dark prints: black on white, the tables' whole width, closed sections too."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, color_scheme="dark")
    page = context.new_page()
    page.goto(f"{served.site}report/310000-wjw-2022")
    page.emulate_media(media="print")
    colours = page.evaluate("(s => [s.color, s.backgroundColor])(getComputedStyle(document.documentElement))")
    assert colours == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    assert page.locator("table.form.requests").bounding_box()["width"] > 900
    assert not page.locator("header.top").is_visible() and not page.locator("iframe").is_visible()
    closed = page.locator(".prose details:not([open]) p").first
    assert closed.bounding_box()["height"] > 0
    context.close()


def test_the_keyboard_goes_by_the_map(served: Addresses, chromium: Any) -> None:
    page = chromium.new_page()
    page.goto(served.site)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    seen = []
    for _ in range(40):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.textContent.trim()"))
        if seen[-1].startswith("上海"):
            break
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    page.wait_for_url("**/province?name=**")
    page.close()


def test_the_list_narrows_by_facets(served: Addresses, page: Any) -> None:
    page.goto(f"{served.site}reports/report?latest=1")
    page.locator(".facets a", has_text="上海").click()
    page.locator(".facets a", has_text="2021 年格式").click()
    page.wait_for_url("**form=2021**")
    assert page.locator("tbody tr").count() == 2
    page.get_by_role("link", name="上海市卫生健康委员会2022年").click()
    page.wait_for_url("**/report/310000-wjw-2022")


def test_search_leads_to_a_section(served: Addresses, page: Any) -> None:
    page.goto(served.site)
    page.get_by_role("searchbox").fill("政策解读")
    page.get_by_role("searchbox").press("Enter")
    assert page.locator("mark").first.inner_text() == "政策解读"
    page.locator(".results a").first.click()
    assert "/report/" in page.url


def test_keyboard_reaches_the_text_first(served: Addresses, page: Any) -> None:
    page.goto(served.site)
    page.keyboard.press("Tab")
    assert "跳到正文" in page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_datasette_has_the_database_immutable(served: Addresses, site: Any) -> None:
    command = site_command(site.database, site.database, served)
    assert command[command.index("-i") + 1] == str(site.database.resolve())
    with closing(sqlite3.connect(site.database)) as db:
        (latest,) = db.execute(
            "SELECT count(*) FROM figure JOIN report ON n = report WHERE latest"
        ).fetchone()
    with urllib.request.urlopen(served.site) as answer:
        assert f"<dd>{latest:,}</dd>" in answer.read().decode(), "the count comes from the inspect file"


def test_serve_says_what_is_missing(tmp_path: Path, site: Any) -> None:
    with pytest.raises(FileNotFoundError, match="gongkai publish"):
        serve(tmp_path)
    with pytest.raises(ServeError, match="share port 8001"):
        serve(site.folder, Addresses(viewer_port=8001))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = int(taken.getsockname()[1])
        with pytest.raises(ServeError, match=f"port {port}"):
            serve(site.folder, Addresses(port=port, viewer_port=free_port()))


def test_serve_ends_when_a_child_dies(site: Any) -> None:
    at = Addresses(port=free_port(), viewer_port=free_port())
    command = [sys.executable, "-c", SERVE, str(site.folder), str(at.port), str(at.viewer_port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        children = Path(f"/proc/{child.pid}/task/{child.pid}/children").read_text().split()
        subprocess.run(["kill", children[-1]], check=True)
        assert child.wait(40) == 1


HOSTILE_PAGES = (
    "",
    "report/310000-wjw-2022",
    "body/310000-wjw",
    "reports/report?latest=1",
    "reports/section",
    "reports/finding",
    "reports/report/310000-wjw-2022",
    "search?q=政策解读&province=上海",
    "reports/sums_do_not_add_up",
    "reports?sql=select+title+from+report",
    "feeds/reports.atom",
    "feeds/findings.atom",
)


def test_hostile_words_do_nothing_in_a_browser(served: Addresses, chromium: Any) -> None:
    context = chromium.new_context()
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    for path in HOSTILE_PAGES:
        page.goto(served.site + path)
    page.goto(f"{served.viewer}/view/310000-wjw-2022")
    assert page.title() != "ran"
    page.wait_for_timeout(300)
    context.close()
    origins = {"/".join(address.split("/")[:3]) for address in asked}
    assert origins == {served.site.rstrip("/"), served.viewer}
