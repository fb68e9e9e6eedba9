"""Members of a WACZ that cannot be unpacked are told one by one; the sound ones come over."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from archive.adding import add
from archive.rebuild import warc_files
from archive.store import Archive

FIRST = "archive/first.warc.gz"


def local_header(data: bytearray) -> None:
    """The member's own header is no header."""
    data[0:4] = b"XXXX"


def deflate_stream(data: bytearray) -> None:
    """The packed bytes are none that deflate could have made."""
    start = 30 + len(FIRST)
    data[start : start + 40] = b"\xff" * 40


def password(data: bytearray) -> None:
    """Both headers say that the member is encrypted."""
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1


def method(data: bytearray) -> None:
    """Packed by a method nobody knows."""
    data[8] = 77
    data[data.index(b"PK\x01\x02") + 10] = 77


@pytest.mark.parametrize("spoil", [local_header, deflate_stream, password, method])
def test_a_member_that_cannot_be_unpacked_costs_only_itself(
    town: Any, told: Any, tmp_path: Path, spoil: Callable[[bytearray], None]
) -> None:
    """One problem names the member; what the other one holds is added, and the archive stays usable."""
    town.add("http://szs.test/1", told(), body=b"<p>one")
    (warc,) = warc_files(town.folder)
    packed = tmp_path / "x.wacz"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(FIRST, warc.read_bytes() * 3)
        made.write(warc, "archive/second.warc.gz")
    data = bytearray(packed.read_bytes())
    spoil(data)
    packed.write_bytes(data)
    with Archive.open(tmp_path / "ours") as archive:
        done = add(archive, packed, site_of=lambda url: "szs")
    assert done.captures == 1
    assert done.problems[0].file == f"x.wacz!{FIRST}" and done.problems[0].offset == 0
