"""Copies in an S3 store: moto's server on loopback, spoken to over HTTP."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import boto3
import pytest
import s3fs
from moto.server import ThreadedMotoServer

from archive.errors import ArchiveError
from archive.mirror import mirror
from archive.model import Exchange
from archive.rebuild import rebuild
from archive.store import Archive
from archive.verify import verify


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A bucket of a running S3 server, made by Amazon's own client."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    for name, value in {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
    }.items():
        monkeypatch.setenv(name, value)
    s3fs.S3FileSystem.clear_instance_cache()
    # The server forgets nothing between tests.
    made = boto3.resource("s3").Bucket(f"gongkai-{uuid.uuid4()}")
    made.create()
    yield made
    s3fs.S3FileSystem.clear_instance_cache()
    server.stop()


def big_archive(folder: Path) -> Path:
    """An archive with one sealed file of three parts."""
    with Archive.open(folder) as archive:
        for n in range(5):
            headers = (("Content-Type", "application/pdf"),)
            body = os.urandom(4_000_000)
            archive.store(
                Exchange(
                    f"http://a.test/{n}", "GET", datetime.now(UTC), (), "HTTP/1.1", 200, "OK", headers, body
                ),
                site="s",
                found_on=None,
            )
    (path,) = (folder / "warc").glob("*.warc.gz")
    return path


def test_sealed_file_goes_up_in_parts_and_comes_back_whole(tmp_path: Path, bucket: Any) -> None:
    path = big_archive(tmp_path / "here")
    assert mirror(tmp_path / "here", f"s3://{bucket.name}/copies").copied == (path.name,)
    assert mirror(tmp_path / "here", f"s3://{bucket.name}/copies").present == (path.name,)
    stored = bucket.Object(f"copies/{path.name}")
    assert stored.e_tag.strip('"').endswith("-3"), "an upload in three parts has -3 behind its tag"
    there = tmp_path / "there" / "warc"
    there.mkdir(parents=True)
    for name in (path.name, path.name + ".sha256"):
        bucket.download_file(f"copies/{name}", str(there / name))
    assert (there / path.name).read_bytes() == path.read_bytes()
    assert rebuild(tmp_path / "there").captures == 5
    assert verify(tmp_path / "there").sound


def test_file_that_arrives_changed_is_taken_away_again(tmp_path: Path, bucket: Any) -> None:
    path = big_archive(tmp_path)
    with path.open("ab") as file:
        file.write(b"x")
    with pytest.raises(ArchiveError, match="run verify"):
        mirror(tmp_path, f"s3://{bucket.name}/copies")
    assert list(bucket.objects.all()) == []
