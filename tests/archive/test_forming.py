"""Records as gzip members: every reader must find in them what went in."""

from __future__ import annotations

import gzip
import zlib
from io import BytesIO

import pytest
from fastwarc.warc import ArchiveIterator
from isal import igzip
from warcio.archiveiterator import ArchiveIterator as WarcioIterator  # type: ignore[import-untyped]

from archive.errors import ArchiveError
from archive.forming import Draft, form
from archive.records import digest

FIELDS = (
    ("WARC-Type", "resource"),
    ("WARC-Record-ID", "<urn:uuid:00000000-0000-0000-0000-000000000001>"),
    ("WARC-Target-URI", "http://a.test/"),
    ("WARC-Date", "2026-01-31T08:00:00Z"),
    ("Content-Type", "application/pdf"),
)
SIZES = (0, 1, 65_534, 65_535, 65_536, 131_070, 200_001)


@pytest.mark.parametrize("level", [0, 3])
@pytest.mark.parametrize("size", SIZES)
def test_every_reader_undoes_a_member(level: int, size: int) -> None:
    body = bytes(n * n % 251 for n in range(size))
    member = b"".join(form(Draft(FIELDS, body, level)))
    for undo in (gzip.decompress, igzip.decompress, lambda data: zlib.decompress(data, 31)):
        whole = undo(member)
        assert whole.startswith(b"WARC/1.1\r\n") and whole.endswith(b"\r\n\r\n" + body + b"\r\n\r\n")
    first = next(iter(WarcioIterator(BytesIO(member), check_digests="raise")))
    assert first.content_stream().read() == body
    second = next(iter(ArchiveIterator(BytesIO(member))))
    assert second.verify_block_digest(consume=False) and second.reader.read() == body
    assert first.rec_headers.get_header("WARC-Block-Digest") == digest(body)


def test_stored_is_hardly_longer_and_compressed_much_shorter() -> None:
    body = "政府信息公开工作年度报告".encode() * 5_000
    stored, pressed = (sum(map(len, form(Draft(FIELDS, body, level)))) for level in (0, 3))
    assert len(body) < stored < len(body) * 1.01 and pressed < len(body) / 20


def test_field_with_a_line_break_is_refused() -> None:
    with pytest.raises(ArchiveError, match="WARC-Target-URI"):
        form(Draft([("WARC-Type", "resource"), ("WARC-Target-URI", "http://a/\r\nX: y")], b"", 0))
