"""Copies of sealed files elsewhere, proved by checksum."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import fsspec
import pytest

from archive.errors import ArchiveError
from archive.mirror import mirror
from archive.rebuild import rebuild


@pytest.mark.parametrize("target", ["memory://archive-test", "{folder}/elsewhere"])
def test_files_are_copied_once_with_their_manifests(
    town: Any, told: Any, tmp_path: Path, target: str
) -> None:
    town.add("http://szs.test/1", told())
    town.add("http://szs.test/2", told(year=2022))
    address = target.format(folder=tmp_path)
    first = mirror(town.folder, address)
    assert len(first.copied) == 2 and first.present == ()
    assert mirror(town.folder, address).present == first.copied
    store, root = fsspec.core.url_to_fs(address)
    for name in first.copied:
        assert store.cat_file(f"{root}/{name}") == (town.folder / "warc" / name).read_bytes()
    store.rm(root, recursive=True)


def test_archive_is_rebuilt_from_a_mirror(town: Any, told: Any, tmp_path: Path) -> None:
    town.add("http://szs.test/1", told())
    other = tmp_path / "other"
    mirror(town.folder, str(other / "warc"))
    assert rebuild(other).captures == 1


def test_file_that_is_not_what_its_manifest_says_is_not_left_there(
    town: Any, told: Any, tmp_path: Path
) -> None:
    town.add("http://szs.test/1", told())
    (path,) = (town.folder / "warc").glob("*.warc.gz")
    path.write_bytes(path.read_bytes() + b"x")
    with pytest.raises(ArchiveError, match="run verify"):
        mirror(town.folder, str(tmp_path / "other"))
    assert list((tmp_path / "other").iterdir()) == []


def test_other_file_of_the_same_name_is_not_overwritten(town: Any, told: Any, tmp_path: Path) -> None:
    town.add("http://szs.test/1", told())
    (path,) = (town.folder / "warc").glob("*.warc.gz")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / (path.name + ".sha256")).write_text(f"{0:064}  x\n")
    with pytest.raises(ArchiveError, match="nothing was overwritten"):
        mirror(town.folder, str(tmp_path / "other"))
