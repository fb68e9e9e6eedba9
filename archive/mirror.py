"""Copy sealed WARC files to wherever fsspec reaches: another folder, or ``s3://BUCKET/…`` (through s3fs).

Large files go to S3 in parts. Keys and the server's address come from the environment, as for every tool
that speaks S3 (``AWS_ACCESS_KEY_ID``, ``AWS_SECRET_ACCESS_KEY``, ``AWS_ENDPOINT_URL``).

The manifest goes last, so a file with its manifest at the other end is whole; archive.db needs no copy,
being rebuilt from the files.
"""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import fsspec  # type: ignore[import-untyped]
from fsspec.implementations.local import LocalFileSystem  # type: ignore[import-untyped]

from archive.errors import ArchiveError
from archive.warc import make_folder, manifest_path, sync_folder

_PIECE = 1 << 22
_MANIFEST = re.compile(rb"([0-9a-f]{64})  \S+\n")
_PART = 8 << 20
"""Bytes of one part of an upload to S3, which takes a file of more than two parts in parts."""


@dataclass(frozen=True, slots=True)
class Mirrored:
    """Names of the files copied now, and of those that were there already."""

    copied: tuple[str, ...]
    present: tuple[str, ...]


def _sha256_there(store: Any, path: str) -> str:
    total = hashlib.sha256()
    with store.open(path, "rb") as file:
        while piece := file.read(_PIECE):
            total.update(piece)
    return total.hexdigest()


def _make_folder(store: Any, root: str) -> None:
    if isinstance(store, LocalFileSystem):
        make_folder(Path(root))
    else:
        store.makedirs(root, exist_ok=True)


def _settle(store: Any, path: str) -> None:
    """Make what arrived in a folder last through a loss of power; elsewhere that is the server's part."""
    if isinstance(store, LocalFileSystem):
        with Path(path).open("rb") as file:
            os.fsync(file.fileno())
        sync_folder(Path(path).parent)


def _manifest_there(store: Any, path: str) -> str | None:
    """The checksum of a manifest at the other end; ``None`` when none stands there, or a torn one."""
    if not store.exists(path):
        return None
    found = _MANIFEST.fullmatch(store.cat_file(path))
    return found[1].decode() if found else None


def mirror(folder: Path, target: str) -> Mirrored:
    """Copy every sealed file that the target lacks, and read each back to prove its checksum.

    Safe to call again at any time. Raises ``ArchiveError`` when a copy is not what its manifest says
    (the copy is taken away again), or when the target holds another file under the same name.
    """
    store, root = fsspec.core.url_to_fs(target)
    _make_folder(store, root)
    copied: list[str] = []
    present: list[str] = []
    for path in sorted((folder / "warc").glob("*.warc.gz")):
        manifest = manifest_path(path).read_bytes()
        sha256 = manifest.partition(b" ")[0].decode()
        there = f"{root.rstrip('/')}/{path.name}"
        present_there = _manifest_there(store, there + ".sha256")
        if present_there is not None:
            if present_there != sha256:
                raise ArchiveError(f"{target} holds another file named {path.name}; nothing was overwritten")
            present.append(path.name)
            continue
        store.put_file(str(path), there, chunksize=_PART)
        if _sha256_there(store, there) != sha256:
            store.rm_file(there)
            raise ArchiveError(f"{path.name} arrived at {target} changed; run verify, then try again")
        _settle(store, there)
        store.pipe_file(there + ".sha256", manifest)
        _settle(store, there + ".sha256")
        copied.append(path.name)
    return Mirrored(tuple(copied), tuple(present))
