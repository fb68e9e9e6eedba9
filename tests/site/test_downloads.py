"""The download page and the files behind it, with byte ranges."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from lxml import html

pytestmark = pytest.mark.asyncio


async def test_page_lists_files_with_size_checksum_licence_and_citation(browse: Any, exported: Path) -> None:
    page = html.document_fromstring((await browse("/downloads")).text)
    links = page.xpath("//section[@id='latest']//tbody//a/@href")
    names = {file.name for file in exported.iterdir()}
    assert {link.rpartition("/")[2] for link in links} == names
    sums = dict(line.split()[::-1] for line in (exported / "SHA256SUMS").read_text().splitlines())
    row = next(r for r in page.xpath("//tbody/tr") if "codebook.csv" in r.text_content())
    assert row.xpath(".//code/@title") == [sums["codebook.csv"]] and "kB" in row.text_content()
    words = page.text_content()
    assert "著作权法" in words and "[DB/OL]" in words and "310000-wjw.wacz" in words
    for link in links:
        answer = await browse(link)
        assert answer.content == (exported / link.rpartition("/")[2]).read_bytes()
        assert answer.headers["content-disposition"].startswith("attachment")
        assert answer.headers["x-content-type-options"] == "nosniff"


async def test_body_page_links_its_wacz(browse: Any, exported: Path) -> None:
    assert "/downloads/310000-wjw.wacz" in (await browse("/body/310000-wjw")).text
    assert ".wacz" not in (await browse("/body/640200-wjw")).text


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [("bytes=0-9", 0, 10), ("bytes=5-", 5, None), ("bytes=-7", -7, None), ("bytes=3-999999999", 3, None)],
)
async def test_ranges(browse: Any, exported: Path, asked: str, start: int, end: int | None) -> None:
    whole = (exported / "codebook.csv").read_bytes()
    path = f"/downloads/{exported.name}/codebook.csv"
    answer = await browse.datasette.client.get(path, headers={"range": asked})
    assert answer.status_code == 206 and answer.content == whole[start:end]
    first = start % len(whole)
    last = first + len(answer.content) - 1
    assert answer.headers["content-range"] == f"bytes {first}-{last}/{len(whole)}"


async def test_ranges_that_are_none_and_changed_files(browse: Any, exported: Path) -> None:
    path = f"/downloads/{exported.name}/codebook.csv"
    size = (exported / "codebook.csv").stat().st_size

    async def ask(**headers: str) -> Any:
        return await browse.datasette.client.get(
            path, headers={name.replace("_", "-"): text for name, text in headers.items()}
        )

    for outside in (f"bytes={size}-", "bytes=-0"):
        answer = await ask(range=outside)
        assert answer.status_code == 416 and answer.headers["content-range"] == f"bytes */{size}"
    for whole in ("bytes=9-1", "lines=1-2", "bytes=0-1,4-5", "bytes=-"):
        answer = await ask(range=whole)
        assert answer.status_code == 200 and len(answer.content) == size
    tag = answer.headers["etag"]
    assert (await ask(if_none_match=tag)).status_code == 304
    assert (await ask(range="bytes=0-1", if_range=tag)).status_code == 206
    assert (await ask(range="bytes=0-1", if_range='"old"')).status_code == 200
    head = await browse.datasette.client.head(path)
    assert head.headers["content-length"] == str(size) and head.content == b""


async def test_nothing_else_is_sent(browse: Any, exported: Path, site: Any, tmp_path: Path) -> None:
    (exported.parent / "secret.txt").write_text("x")
    (exported / ".aside.new").write_text("x")
    (exported / "link.csv").symlink_to(site.database)
    try:
        for name in (
            "../reports.db",
            "%2e%2e/reports.db",
            "secret.txt",
            f"{exported.name}/.aside.new",
            f"{exported.name}/link.csv",
            f"{exported.name}/../../reports.db",
            "none.wacz",
        ):
            assert (await browse(f"/downloads/{name}")).status_code == 404, name
    finally:
        (exported / "link.csv").unlink()
        (exported / ".aside.new").unlink()


async def test_a_reader_who_leaves_stops_the_reading(
    plugins: None, exported: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from gongkai_pages import files

    monkeypatch.setattr(files, "PIECE", 10)
    sent: list[bytes] = []
    left = asyncio.Event()

    async def send(message: Any) -> None:
        sent.append(message.get("body", b""))
        left.set()

    async def receive() -> Any:
        await left.wait()
        return {"type": "http.disconnect"}

    path = f"/downloads/{exported.name}/codebook.csv"
    scope = {"type": "http", "method": "GET", "path": path, "headers": []}
    await files.wrap(None, exported.parent)(scope, receive, send)
    assert (exported / "codebook.csv").stat().st_size > 10_000
    assert sum(map(len, sent)) < 100


async def test_without_exports_the_page_says_how(browse: Any, plugins: None, tmp_path: Path) -> None:
    from gongkai_pages.downloads import archives, versions

    nothing: dict[str, Any] = {"versions": versions(tmp_path / "none"), "archives": archives(None)}
    assert nothing == {"versions": [], "archives": []}
    page = await browse.datasette.render_template("pages_downloads.html", nothing)
    assert "gongkai export all" in page


async def test_an_unfinished_export_is_told(plugins: None, tmp_path: Path) -> None:
    from gongkai_pages.downloads import versions

    (tmp_path / "2026-11-20").mkdir()
    (tmp_path / "2026-11-20" / "report.csv.gz").write_bytes(b"")
    (found,) = versions(tmp_path)
    assert found["whole"] is False and [file["name"] for file in found["files"]] == ["report.csv.gz"]
