"""Exports: WACZ that validates and replays the same bytes in other readers, and CDXJ."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from fastwarc.warc import ArchiveIterator as FastIterator
from warcio.archiveiterator import ArchiveIterator

from archive.errors import ArchiveError
from archive.records import walk
from archive.store import Archive
from archive.wacz import export_cdxj, export_wacz, validate_wacz


@pytest.fixture
def filled(town: Any, told: Any) -> Any:
    """Two bodies' pages: a list, a report seen twice, a report of the county."""
    town.add("http://szs.test/list", None, body="<p>目录".encode() * 40)
    town.add("http://szs.test/1", told(), body=b"<p>report" * 90, found_on="http://szs.test/list")
    town.add("http://szs.test/1", told(), body=b"<p>report" * 90)
    town.add("http://dwk.test/1", told(body="大武口区卫生健康局"), site="dwk", body=b"<p>county" * 90)
    return town


def bodies(data: bytes) -> list[tuple[str, bytes]]:
    """Address and body of each response, as warcio reads them."""
    return [
        (record.rec_headers.get_header("WARC-Target-URI"), record.content_stream().read())
        for record in ArchiveIterator(io.BytesIO(data))
        if record.rec_type == "response"
    ]


def test_wacz_of_a_body_validates_and_holds_the_same_bytes(filled: Any, tmp_path: Path) -> None:
    target = tmp_path / "city.wacz"
    exported = export_wacz(filled.folder, target, body_id="640200-wjw")
    assert (exported.captures, exported.pages) == (3, 3)
    assert validate_wacz(target) is None
    with zipfile.ZipFile(target) as packed:
        warc = packed.read("archive/data.warc.gz")
        pages = [json.loads(line) for line in packed.read("pages/pages.jsonl").splitlines()]
        assert "datapackage-digest.json" in packed.namelist()
    assert bodies(warc) == [
        ("http://szs.test/list", "<p>目录".encode() * 40),
        ("http://szs.test/1", b"<p>report" * 90),
    ]
    assert pages[2]["title"] == "石嘴山市卫生健康委员会2021年政府信息公开工作年度报告"
    assert "认真贯彻" in pages[2]["text"]


def test_page_is_told_by_the_tenth_parser_not_the_ninth(filled: Any, told: Any, tmp_path: Path) -> None:
    older, newer = told(), told()
    older["report"]["title"], newer["report"]["title"] = "第九版所读", "第十版所读"
    with Archive.open(filled.folder) as archive:
        digest = next(it.payload_sha256 for it in archive.unparsed("9") if it.url == "http://szs.test/1")
        archive.record_parsing(digest, "9", json.dumps(older), "report", 0.1)
        archive.record_parsing(digest, "10", json.dumps(newer), "report", 0.1)
    target = tmp_path / "city.wacz"
    export_wacz(filled.folder, target, body_id="640200-wjw")
    with zipfile.ZipFile(target) as packed:
        assert "第十版所读" in packed.read("pages/pages.jsonl").decode()


def test_changed_wacz_does_not_validate(filled: Any, tmp_path: Path) -> None:
    target = tmp_path / "city.wacz"
    export_wacz(filled.folder, target, body_id="640200-wjw")
    changed = tmp_path / "changed.wacz"
    with zipfile.ZipFile(target) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, data + b"\n{}" if name == "pages/pages.jsonl" else data)
    assert validate_wacz(changed) is not None


def test_export_of_nothing_is_refused(filled: Any, tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="nothing to export"):
        export_wacz(filled.folder, tmp_path / "x.wacz", run_id="no such run")
    assert not (tmp_path / "x.wacz").exists()


def test_cdxj_names_every_capture(filled: Any, tmp_path: Path) -> None:
    export_cdxj(filled.folder, tmp_path / "index.cdxj")
    lines = (tmp_path / "index.cdxj").read_text(encoding="utf-8").splitlines()
    assert lines == sorted(lines)
    urls = [json.loads(line.split(" ", 2)[2])["url"] for line in lines]
    assert sorted(url for url in urls if url.startswith("http")) == [
        "http://dwk.test/1",
        "http://szs.test/1",
        "http://szs.test/1",
        "http://szs.test/list",
    ]


def test_two_other_readers_agree_with_ours(filled: Any) -> None:
    for path in sorted((filled.folder / "warc").glob("*.warc.gz")):
        ours = [(it.need("WARC-Record-ID"), it.need("WARC-Type"), it.offset) for it in walk(path)]
        with path.open("rb") as file:
            records = ArchiveIterator(file, check_digests="raise")
            theirs = []
            for record in records:
                record.content_stream().read()
                head = record.rec_headers
                place = records.get_record_offset()
                theirs.append((head.get_header("WARC-Record-ID"), record.rec_type, place))
        assert theirs == ours
        with path.open("rb") as file:
            for record, (key, kind, _) in zip(FastIterator(file, parse_http=False), ours, strict=True):
                assert record.headers["WARC-Record-ID"] == key and record.headers["WARC-Type"] == kind
                assert record.verify_block_digest()


def test_an_archive_without_a_sealed_file_has_no_index(tmp_path: Path) -> None:
    Archive.open(tmp_path).close()
    with pytest.raises(ArchiveError, match="crawl first"):
        export_cdxj(tmp_path, tmp_path / "index.cdxj")
