"""A librarian opens our WACZ in somebody else's player: ReplayWeb.page, in a browser, with no network."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, TimeoutError, sync_playwright

from archive.wacz import export_wacz
from tests.site.serving import FLAGS

PLAYER = Path(__file__).resolve().parents[2] / ".venv-replay" / "player"
URL = "http://szs.test/2021.html"
REPORT = (
    "<!DOCTYPE html><title>2021年报</title><h1>政府信息公开工作年度报告</h1><p>全年收到申请3件。".encode()
)
ONLY_LOOPBACK = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
HOST_PAGE = f"""<!DOCTYPE html><meta charset="utf-8">
<script src="/ui.js"></script><body style="height: 100vh">
<replay-web-page source="/city.wacz" url="{URL}" replayBase="/replay/" embed="default"></replay-web-page>"""


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder and says nothing of it."""

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing."""


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The address of a folder on loopback."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def _shown(page: Page, address: str) -> str:
    """The text of the replayed page."""
    # On a busy machine the player's worker may take over only once the page is loaded again.
    for patience in (20_000, 30_000, 60_000):
        page.goto(address)
        replayed = page.frame_locator("replay-web-page iframe").frame_locator("iframe[name]")
        try:
            replayed.locator("h1").wait_for(timeout=patience)
            return replayed.locator("body").inner_text()
        except TimeoutError:
            continue
    raise AssertionError(f"the player shows no page; it shows {page.locator('body').inner_html()}")


def test_wacz_of_a_body_opens_in_replaywebpage(town: Any, told: Any, tmp_path: Path) -> None:
    if not (PLAYER / "ui.js").exists():
        pytest.fail(f"no player in {PLAYER}; run make setup-test (setup/replay-env.sh installs it)")
    town.folder = tmp_path / "data"
    town.add(URL, told(), body=REPORT)
    shelf = tmp_path / "shelf"
    (shelf / "replay").mkdir(parents=True)
    shutil.copy(PLAYER / "ui.js", shelf)
    for name in ("ui.js", "sw.js"):
        shutil.copy(PLAYER / name, shelf / "replay")
    (shelf / "index.html").write_text(HOST_PAGE, encoding="utf-8")
    export_wacz(town.folder, shelf / "city.wacz", body_id="640200-wjw")
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    with serving(shelf) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*FLAGS, ONLY_LOOPBACK])
        page = browser.new_page()
        shown = _shown(page, f"{address}/index.html")
        browser.close()
    assert shown.split() == ["政府信息公开工作年度报告", "全年收到申请3件。"]
