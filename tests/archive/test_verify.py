"""The damage matrix: every kind of damage is done to a sound archive, found, named, and repaired."""

from __future__ import annotations

import gzip
import hashlib
import sqlite3
import zlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from archive.damages import KINDS
from archive.model import Exchange
from archive.records import Record, walk
from archive.repair import repair
from archive.second_opinion import complaints
from archive.store import Archive
from archive.verify import verify


def url(n: int) -> str:
    """The address of a page."""
    return f"http://a.test/{n}"


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    """A sealed archive of six pages in one file."""
    with Archive.open(tmp_path) as archive:
        archive.start_run("test", [], [])
        for n in range(6):
            when = datetime(2026, 2, 1, tzinfo=UTC) + timedelta(minutes=n)
            body = f"<p>page {n} of made-up text {n * 7919}".encode() * 9
            headers = (("Content-Type", "text/html"),)
            archive.store(
                Exchange(url(n), "GET", when, (), "HTTP/1.1", 200, "OK", headers, body),
                site="s",
                found_on=None,
            )
    assert verify(tmp_path).sound
    return tmp_path


def warc(folder: Path) -> Path:
    """The one sealed file."""
    (path,) = (folder / "warc").glob("*.warc.gz")
    return path


def responses(folder: Path) -> list[Record]:
    """Its response records."""
    return [record for record in walk(warc(folder)) if record.field("WARC-Type") == "response"]


def rewrite(folder: Path, n: int, change: Callable[[bytes], bytes]) -> None:
    """Change the plain bytes of the n-th response record and compress them again."""
    record = responses(folder)[n]
    data = warc(folder).read_bytes()
    start, end = record.offset, record.offset + record.length
    plain = zlib.decompressobj(31).decompress(data[start:end])
    changed = change(plain)
    assert changed != plain
    warc(folder).write_bytes(data[:start] + gzip.compress(changed, 3, mtime=0) + data[end:])


def replace(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    """A change of one place."""
    return lambda plain: plain.replace(old, new, 1)


def without(*names: bytes) -> Callable[[bytes], bytes]:
    """Take header lines away."""

    def change(plain: bytes) -> bytes:
        head, gap, rest = plain.partition(b"\r\n\r\n")
        lines = [line for line in head.split(b"\r\n") if line.partition(b":")[0] not in names]
        return b"\r\n".join(lines) + gap + rest

    return change


def flip(folder: Path, place: Callable[[Record], int]) -> None:
    """Turn one bit of the file."""
    data = bytearray(warc(folder).read_bytes())
    data[place(responses(folder)[3])] ^= 4
    warc(folder).write_bytes(data)


def cut(folder: Path, count: int) -> None:
    """Take bytes off the end."""
    data = warc(folder).read_bytes()
    warc(folder).write_bytes(data[:-count])


def change_and_redigest(plain: bytes) -> bytes:
    """Change the payload and take both digests away."""
    return without(b"WARC-Block-Digest", b"WARC-Payload-Digest")(plain.replace(b"page 3", b"page 4", 1))


def one_member(folder: Path) -> None:
    """Compress the whole file as one gzip member, as other tools do."""
    warc(folder).write_bytes(gzip.compress(gzip.decompress(warc(folder).read_bytes())))


def same_id(folder: Path) -> None:
    """Give a record the id of the one before it."""
    ids = [record.need("WARC-Record-ID").encode() for record in responses(folder)]
    rewrite(folder, 3, replace(ids[3], ids[2]))


def lose_last(folder: Path) -> None:
    """Cut the file exactly before its last response."""
    cut(folder, warc(folder).stat().st_size - responses(folder)[-1].offset)


MATRIX: dict[str, tuple[Callable[[Path], None], str]] = {
    "torn tail of 40 bytes": (lambda folder: cut(folder, 40), "torn-tail"),
    "torn tail of 3 bytes": (lambda folder: cut(folder, 3), "torn-tail"),
    "last record lost at a member boundary": (lose_last, "lost-record"),
    "bit flip in deflate": (
        lambda folder: flip(folder, lambda it: it.offset + 60),
        "broken-member|wrong-checksum",
    ),
    "flip in CRC": (lambda folder: flip(folder, lambda it: it.offset + it.length - 7), "wrong-checksum"),
    "payload changed and compressed again": (
        lambda folder: rewrite(folder, 3, replace(b"page 3", b"page 4")),
        "block-digest",
    ),
    "payload digest wrong only": (
        lambda folder: rewrite(folder, 3, replace(b"Payload-Digest: sha1:", b"Payload-Digest: sha1:A")),
        "payload-digest",
    ),
    "Content-Length short": (
        lambda folder: rewrite(folder, 3, replace(b"\nContent-Length: 3", b"\nContent-Length: 2")),
        "length-wrong",
    ),
    "whole file one gzip member": (one_member, "one-member"),
    "WARC-Date missing": (lambda folder: rewrite(folder, 3, without(b"WARC-Date")), "date-missing"),
    "WARC-Date bad": (
        lambda folder: rewrite(folder, 3, replace(b"WARC-Date: 2026-02", b"WARC-Date: 2026-22")),
        "date-bad",
    ),
    "duplicate record id": (same_id, "duplicate-id"),
    "payload changed and digests removed": (
        lambda folder: rewrite(folder, 3, change_and_redigest),
        "payload-changed",
    ),
}


def write_manifest(folder: Path) -> None:
    """Make the manifest agree with the damaged file, as if the damage were older than the seal."""
    path = warc(folder)
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    path.with_name(path.name + ".sha256").write_text(f"{sha256}  {path.name}\n")


def captured(folder: Path) -> set[str]:
    """Addresses that have a capture."""
    db = sqlite3.connect(folder / "archive.db")
    try:
        return {row[0] for row in db.execute("SELECT url FROM capture")}
    finally:
        db.close()


@pytest.mark.parametrize("name", MATRIX)
def test_damage_is_found_named_and_repaired(sound: Path, name: str) -> None:
    damage, kind = MATRIX[name]
    damage(sound)
    assert "manifest-differs" in {it.kind for it in verify(sound).findings}
    damaged = warc(sound).read_bytes()
    write_manifest(sound)
    found = verify(sound)
    assert set(kind.split("|")) & {it.kind for it in found.findings}, [str(it) for it in found.findings]
    repaired = repair(sound)
    assert repaired.after.sound, [str(it) for it in repaired.after.findings]
    kept = [path.read_bytes() for path in (sound / "warc" / "damaged").iterdir()]
    assert damaged in kept
    with Archive.open(sound) as archive:
        pending = {row.url for row in archive.ledger.pending("s")}
    whole = captured(sound)
    assert pending | whole == {url(n) for n in range(6)} and not pending & whole
    assert len(pending) <= 1


def test_matrix_has_the_thirteen_kinds_and_each_cure_is_written() -> None:
    assert len(MATRIX) == 13
    assert all({*kind.split("|")} <= KINDS.keys() for _, kind in MATRIX.values())


def in_database(folder: Path, statement: str) -> None:
    """Change archive.db behind the archive's back."""
    db = sqlite3.connect(folder / "archive.db")
    with db:
        db.execute(statement)
    db.close()


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("DELETE FROM capture WHERE url LIKE '%/3'", "record-without-row"),
        ("UPDATE capture SET status = 404 WHERE url LIKE '%/3'", "row-differs"),
        ('UPDATE capture SET "offset" = "offset" + 1 WHERE url LIKE \'%/3\'', "row-without-record"),
        ("UPDATE capture SET payload_sha256 = 'x' WHERE url LIKE '%/3'", "payload-changed"),
    ],
)
def test_rows_that_disagree_are_told_and_made_again(sound: Path, statement: str, kind: str) -> None:
    in_database(sound, statement)
    assert kind in {it.kind for it in verify(sound).findings}
    assert repair(sound).after.sound


def test_second_reader_checks_what_ours_does_not(sound: Path) -> None:
    wrong = replace(b"Block-Digest: sha1:", b"Block-Digest: md5:")
    rewrite(sound, 3, wrong)
    rows = responses(sound)
    in_database(sound, f"UPDATE capture SET length = {rows[3].length} WHERE url LIKE '%/3'")
    for n in (4, 5):
        in_database(sound, f"UPDATE capture SET \"offset\" = {rows[n].offset} WHERE url LIKE '%/{n}'")
    write_manifest(sound)
    found = verify(sound).findings
    assert [(it.kind, it.offset) for it in found] == [("second-opinion", rows[3].offset)]
    assert "WARC-Block-Digest" in found[0].message
    assert [it.kind for it in repair(sound).after.findings] == ["second-opinion"]


def test_answer_with_a_head_longer_than_the_second_reader_takes_is_sound(tmp_path: Path) -> None:
    cookies = tuple(("Set-Cookie", f"{n}=" + "v" * 4000) for n in range(20))
    with Archive.open(tmp_path) as archive:
        for url, headers in (("http://a.test/1", cookies), ("http://a.test/2", ())):
            answer = Exchange(
                url, "GET", datetime(2026, 1, 1, tzinfo=UTC), (), "HTTP/1.1", 200, "OK", headers, url.encode()
            )
            archive.store(answer, site="s", found_on=None)
    assert verify(tmp_path).findings == ()


def test_two_readers_must_find_the_same_records(sound: Path) -> None:
    offsets = {record.offset for record in walk(warc(sound))}
    assert list(complaints(warc(sound), offsets)) == []
    first = min(offsets)
    assert list(complaints(warc(sound), offsets - {first})) == [
        (first, "fastwarc reads a record here, we do not")
    ]
    assert list(complaints(warc(sound), offsets | {7})) == [(7, "fastwarc reads no record here")]


def test_missing_and_broken_index_is_built_again(sound: Path) -> None:
    (sound / "archive.db").unlink()
    assert [it.kind for it in verify(sound).findings] == ["index-missing"]
    assert repair(sound).after.sound
    (sound / "archive.db").write_bytes(b"no database at all" * 99)
    assert [it.kind for it in verify(sound).findings] == ["index-broken"]
    assert repair(sound).after.sound
    assert len(captured(sound)) == 6


def test_missing_file_leaves_its_addresses_pending(sound: Path) -> None:
    warc(sound).unlink()
    assert "file-missing" in {it.kind for it in verify(sound).findings}
    assert repair(sound).after.sound
    with Archive.open(sound) as archive:
        assert len(archive.ledger.pending("s")) == 6


def test_missing_manifest_is_written_again(sound: Path) -> None:
    path = warc(sound)
    path.with_name(path.name + ".sha256").unlink()
    assert [it.kind for it in verify(sound).findings] == ["manifest-missing"]
    assert repair(sound).after.sound


def test_damage_inside_an_open_file_does_not_cost_what_follows(sound: Path) -> None:
    path = warc(sound)
    flip(sound, lambda it: it.offset + 60)
    path.with_name(path.name + ".sha256").unlink()
    path.rename(path.with_name(path.name + ".open"))
    in_database(sound, "DELETE FROM warc")
    assert "left-open" in {it.kind for it in verify(sound).findings}
    with Archive.open(sound) as archive:
        assert [row.url for row in archive.ledger.pending("s")] == [url(3)]
    assert captured(sound) == {url(n) for n in (0, 1, 2, 4, 5)}
    assert verify(sound).sound


def test_report_that_lost_its_capture_is_told(town: Any, told: Any) -> None:
    town.add("http://szs.test/1", told())
    town.publish()
    assert verify(town.folder).sound
    db = sqlite3.connect(town.folder / "reports.db")
    with db:
        db.execute("UPDATE report SET record_id = 'urn:uuid:none'")
    db.close()
    assert [it.kind for it in verify(town.folder).findings] == ["report-without-capture"]


def test_folder_without_archive_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no archive in"):
        verify(tmp_path)
