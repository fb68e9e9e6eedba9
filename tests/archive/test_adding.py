"""What others saved becomes part of the archive, as far as it is sound, with its origin."""

from __future__ import annotations

import contextlib
import gzip
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from archive.adding import Added, add
from archive.captures import origins
from archive.database import connect_reader
from archive.foreign import digest_fits
from archive.model import Capture, Exchange
from archive.rebuild import rebuild
from archive.records import Record, digest, walk
from archive.store import Archive
from archive.verify import verify
from archive.wacz import export_wacz
from tests.archive.raw_records import raw_record

PAGES = {f"http://a.test/{n}": f"<p>page {n} 政府信息公开".encode() * 20 for n in range(4)}


def page(url: str, body: bytes, *headers: tuple[str, str]) -> Exchange:
    """An answer of a made-up server."""
    told = (("Content-Type", "text/html"), *headers)
    asked = (("User-Agent", "t"),)
    when = datetime(2020, 2, 1, tzinfo=UTC)
    return Exchange(url, "GET", when, asked, "HTTP/1.1", 200, "OK", told, body, "127.0.0.1")


@pytest.fixture
def theirs(tmp_path: Path) -> Path:
    """A WARC file as somebody else may have it: four pages and a copy of the last."""
    with Archive.open(tmp_path / "theirs") as archive:
        for url, body in PAGES.items():
            archive.store(page(url, body), site="x", found_on=None)
        archive.store(page("http://a.test/copy", PAGES["http://a.test/3"]), site="x", found_on=None)
    (path,) = (tmp_path / "theirs" / "warc").glob("*.gz")
    return path


def added(folder: Path, path: Path) -> Added:
    """Add to an archive of our own."""
    with Archive.open(folder) as archive:
        return add(archive, path, site_of=lambda url: "szs")


def captures(folder: Path) -> dict[str, tuple[Capture, bytes]]:
    """Every capture of the archive with its payload, by address; the archive is proved sound first."""
    assert verify(folder).sound
    with Archive.open(folder) as archive:
        found = list(archive.unparsed("none"))
        return {it.url: (it, archive.payload(it)) for it in found}


def records(folder: Path) -> list[Record]:
    """Every record of the archive."""
    return [it for path in sorted((folder / "warc").glob("*.gz")) for it in walk(path)]


def test_pages_come_over_with_their_origin_and_only_once(theirs: Path, tmp_path: Path) -> None:
    ours = tmp_path / "ours"
    assert added(ours, theirs) == Added(5, 0, 0, ())
    assert {url: body for url, (_, body) in captures(ours).items()} == PAGES
    responses = [it for it in records(ours) if it.field("WARC-Type") == "response"]
    assert all(f"{theirs.name} sha256:" in it.need("WARC-X-Gongkai-Origin") for it in responses)
    ids = {it.need("WARC-Record-ID") for it in walk(theirs) if it.field("WARC-Type") == "response"}
    assert {it.need("WARC-Record-ID") for it in responses} == ids
    assert [it.field("WARC-Type") for it in records(ours)].count("request") == 5
    assert added(ours, theirs) == Added(0, 5, 0, ())
    assert rebuild(ours).captures == 5
    with Archive.open(ours) as archive:
        assert archive.ledger.rows("szs") == []


def as_version(version: bytes) -> Callable[[bytes], bytes]:
    """The same file as an older version of the format would have it."""
    return lambda data: gzip.decompress(data).replace(b"WARC/1.1\r\n", b"WARC/" + version + b"\r\n")


@pytest.mark.parametrize(
    "change",
    [
        lambda data: gzip.compress(gzip.decompress(data)),
        gzip.decompress,
        as_version(b"1.0"),
        as_version(b"0.18"),
        lambda data: gzip.decompress(data).replace(b".000000Z\r\n", b".000000001Z\r\n"),
    ],
    ids=["one gzip member", "not compressed", "WARC/1.0", "WARC/0.18", "nanoseconds"],
)
def test_other_layouts_give_the_same(theirs: Path, tmp_path: Path, change: Callable[[bytes], bytes]) -> None:
    file = tmp_path / "other.warc.gz"
    file.write_bytes(change(theirs.read_bytes()))
    assert added(tmp_path / "ours", file) == Added(5, 0, 0, ())
    assert {url: body for url, (_, body) in captures(tmp_path / "ours").items()} == PAGES


def member(theirs: Path, n: int) -> Record:
    """The n-th response of the file."""
    return [it for it in walk(theirs) if it.field("WARC-Type") == "response"][n]


def wrong_digest(theirs: Path) -> bytes:
    """The file with another text in its third page."""
    data, it = theirs.read_bytes(), member(theirs, 2)
    plain = zlib.decompressobj(31).decompress(data[it.offset : it.offset + it.length])
    changed = gzip.compress(plain.replace(b"page 2", b"page 9", 1))
    return data[: it.offset] + changed + data[it.offset + it.length :]


def torn(theirs: Path) -> bytes:
    """The file cut inside its fourth page."""
    return theirs.read_bytes()[: member(theirs, 3).offset + member(theirs, 3).length - 30]


def torn_member(theirs: Path) -> bytes:
    """The file as one gzip member, cut."""
    return gzip.compress(gzip.decompress(theirs.read_bytes()))[:-500]


def flipped(theirs: Path) -> bytes:
    """The file with a bit turned in its third page."""
    data = bytearray(theirs.read_bytes())
    data[member(theirs, 2).offset + 40] ^= 4
    return bytes(data)


def mislaid(change: int) -> Callable[[Path], bytes]:
    """The file not compressed, its third page's length told wrong by so many bytes, without digests."""

    def make(theirs: Path) -> bytes:
        data, it = theirs.read_bytes(), member(theirs, 2)
        packed = data[it.offset : it.offset + it.length]
        head, gap, block = gzip.decompress(packed).partition(b"\r\n\r\n")
        lines = [line for line in head.split(b"\r\n") if b"-Digest: " not in line]
        told = [b"Content-Length: %d" % (len(it.block) + change) if line.startswith(b"Content-L") else line
                for line in lines]  # fmt: skip
        before, after = data[: it.offset], data[it.offset + it.length :]
        return gzip.decompress(before) + b"\r\n".join(told) + gap + block + gzip.decompress(after)

    return make


def rubbish_inside(theirs: Path) -> bytes:
    """The file with a thousand bytes of something else before its third page."""
    data, it = theirs.read_bytes(), member(theirs, 2)
    return data[: it.offset] + bytes(1000) + data[it.offset :]


@pytest.mark.parametrize(
    ("damage", "sound", "words"),
    [
        (wrong_digest, 4, "does not fit its WARC-Block-Digest"),
        (torn, 3, "the file ends inside a record"),
        (torn_member, 2, "sound up to here"),
        (mislaid(-40), 4, "but no record follows there"),
        (mislaid(40), 4, "but no record follows there"),
        (rubbish_inside, 5, "1000 bytes are no sound record: not a sound gzip member"),
        (flipped, 4, "bytes are no sound record: not a sound gzip member"),
        (lambda theirs: b"no web archive at all" * 9, 0, "no record"),
    ],
)
def test_what_is_sound_comes_over_and_the_rest_is_told(
    theirs: Path,
    tmp_path: Path,
    damage: Callable[[Path], bytes],
    sound: int,
    words: str,
    capfd: pytest.CaptureFixture[str],
) -> None:
    file = tmp_path / "bad.warc.gz"
    file.write_bytes(damage(theirs))
    told = added(tmp_path / "ours", file)
    assert told.captures >= sound
    assert any(words in it.reason and it.offset >= 0 for it in told.problems), told
    assert all(it.file == "bad.warc.gz" for it in told.problems)
    assert capfd.readouterr().err == ""
    for url, (_, body) in captures(tmp_path / "ours").items():
        assert PAGES[url] == body
    if damage is wrong_digest:
        assert [it.offset for it in told.problems] == [member(theirs, 2).offset]


def test_arc_file_comes_over(tmp_path: Path) -> None:
    head = b"filedesc://x.arc 0.0.0.0 20100203040506 text/plain 77\n"
    block = b"1 0 test\nURL IP-address Archive-date Content-type Archive-length\n\n"
    head = head.replace(b"77", str(len(block)).encode())
    body = b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n<p>" + "统计表".encode("gb18030")
    line = b"http://a.test/old 127.0.0.1 20100203040506 text/html %d\n" % len(body)
    (tmp_path / "x.arc").write_bytes(head + block + b"\n" + line + body + b"\n")
    told = added(tmp_path / "ours", tmp_path / "x.arc")
    assert (told.captures, told.problems) == (1, ())
    ((url, (capture, payload)),) = captures(tmp_path / "ours").items()
    assert (url, payload) == ("http://a.test/old", b"<p>" + "统计表".encode("gb18030"))
    assert capture.fetched_at == datetime(2010, 2, 3, 4, 5, 6, tzinfo=UTC)
    assert added(tmp_path / "ours", tmp_path / "x.arc").known == 1
    assert [it.field("WARC-Type") for it in records(tmp_path / "ours")].count("request") == 0


def test_body_sent_in_chunks_is_put_together(tmp_path: Path) -> None:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    block = head + b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
    for n, payload in enumerate((b"abcde", block[len(head) :])):
        fields = ("WARC-Payload-Digest", digest(payload))
        (tmp_path / f"{n}.warc").write_bytes(raw_record("response", f"http://a.test/{n}", block, fields))
        assert added(tmp_path / "ours", tmp_path / f"{n}.warc") == Added(1, 0, 0, ())
    (response,) = (it for it in records(tmp_path / "ours") if it.field("WARC-Type") == "response")
    assert response.http.body == b"abcde"


def test_revisit_of_what_is_not_here_is_told_and_name_lookups_are_counted(tmp_path: Path) -> None:
    head = b"HTTP/1.1 200 OK\r\n\r\n"
    lost = raw_record("revisit", "http://a.test/1", head, ("WARC-Payload-Digest", digest(b"lost")))
    (tmp_path / "x.warc").write_bytes(raw_record("response", "dns:a.test", b"20200201\n") + lost)
    told = added(tmp_path / "ours", tmp_path / "x.warc")
    assert (told.captures, told.other) == (0, 1)
    assert ["neither in this file nor in the archive" in it.reason for it in told.problems] == [True]


def test_wacz_comes_over(town: Any, told: Any, tmp_path: Path) -> None:
    town.add("http://szs.test/1", told(), body=b"<p>one")
    packed = tmp_path / "x.wacz"
    export_wacz(town.folder, packed)
    assert added(tmp_path / "ours", packed) == Added(1, 0, 0, ())
    ((url, (_, payload)),) = captures(tmp_path / "ours").items()
    assert (url, payload) == ("http://szs.test/1", b"<p>one")
    with contextlib.closing(connect_reader(tmp_path / "ours")) as db:
        (origin,) = origins(db).values()
    assert origin.startswith("x.wacz!archive/") and " sha256:" in origin
    packed.write_bytes(b"no zip")
    assert "no ZIP file" in added(tmp_path / "ours", packed).problems[0].reason


def test_folder_comes_over_with_its_list(tmp_path: Path) -> None:
    folder = tmp_path / "saved"
    (folder / "2019").mkdir(parents=True)
    (folder / "2019" / "a.pdf").write_bytes(b"%PDF-1.4 a")
    (folder / "b.html").write_bytes(b"<p>b")
    (folder / "c.doc").write_bytes(b"unnamed")
    (folder / "list.csv").write_text(
        "\ufefffile,url,fetched_at,site\n"
        "2019/a.pdf,http://a.test/a.pdf,2020-03-01,other\n"
        "b.html,http://a.test/b,,\n"
        "none.pdf,http://a.test/none,,\n"
        "b.html,ftp://a.test/b,,\n"
        "b.html,http://a.test/b,yesterday,\n"
        "../x,http://a.test/b,,\n",
        encoding="utf-8",
    )
    (tmp_path / "x").write_bytes(b"x")
    told = added(tmp_path / "ours", folder)
    assert told.captures == 2
    assert [f"{it.file} {it.reason}".partition(" '")[0] for it in told.problems] == [
        "list.csv line 4: column file: there is no file",
        "list.csv line 5: column url:",
        "list.csv line 6: column fetched_at:",
        "list.csv line 7: column file:",
        "c.doc the list names no address for this file",
    ]
    found = captures(tmp_path / "ours")
    pdf, payload = found["http://a.test/a.pdf"]
    assert (pdf.kind, pdf.site, pdf.media_type, payload) == (
        "file",
        "other",
        "application/pdf",
        b"%PDF-1.4 a",
    )
    assert pdf.fetched_at == datetime(2020, 3, 1, tzinfo=UTC)
    assert found["http://a.test/b"][0].site == "szs"
    assert added(tmp_path / "ours", folder).known == 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (None, "found 0"),
        ("a,b\n", "no column file and no column url"),
        ("文件", "not UTF-8"),
        ('file,url\n"a,b', "line 2: no CSV"),
        ("file,url\na," + "b" * 200_000, "line 2: no CSV"),
    ],
)
def test_folder_without_a_readable_list_is_told(tmp_path: Path, text: str | None, words: str) -> None:
    folder = tmp_path / "saved"
    folder.mkdir()
    if text is not None:
        (folder / "list.csv").write_bytes(text.encode("gb18030"))
    assert words in added(tmp_path / "ours", folder).problems[0].reason


def test_path_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="there is no"):
        added(tmp_path / "ours", tmp_path / "nowhere.warc.gz")


@pytest.mark.parametrize(
    ("said", "fits"),
    [
        ("sha1:5SBV3XJHLT2TGXEHKSOKDVYB6PLRHUGL", False),
        ("md5:900150983cd24fb0d6963f7d28e17f72", True),
        ("SHA-256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", True),
        ("crc99:1", None),
    ],
)
def test_digests_of_every_writer_are_understood(said: str, fits: bool | None) -> None:
    assert digest_fits(said, b"abc") is fits
