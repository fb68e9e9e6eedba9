"""archive add and archive mirror, as a user types them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archive.adding_sites import by_address
from archive.model import Exchange, Site
from archive.store import Archive
from gongkai.cli import main


def gongkai(data: Path, *arguments: str) -> Result:
    """Run a command on a data folder, as the shell would."""
    return CliRunner().invoke(main, ["--data", str(data), *arguments])


@pytest.fixture
def theirs(tmp_path: Path) -> Path:
    """A WARC file with one page."""
    page = Exchange(
        "http://a.test/x/1", "GET", datetime.now(UTC), (("A", "b"),), "HTTP/1.1", 200, "OK",
        (("Content-Type", "text/html"),), b"<p>page",
    )  # fmt: skip
    with Archive.open(tmp_path / "theirs") as archive:
        archive.store(page, site="x", found_on=None)
    (path,) = (tmp_path / "theirs" / "warc").glob("*.gz")
    return path


def test_file_is_added_once_and_mirrored(theirs: Path, tmp_path: Path) -> None:
    data = tmp_path / "ours"
    first = gongkai(data, "archive", "add", str(theirs), "--site", "mine")
    assert first.exit_code == 0 and "1 added, 0 known" in first.stdout
    assert "0 added, 1 known" in gongkai(data, "archive", "add", str(theirs)).stdout
    with Archive.open(data) as archive:
        assert [it.site for it in archive.unparsed("none")] == ["mine"]
    copied = gongkai(data, "archive", "mirror", str(tmp_path / "copy"))
    assert copied.exit_code == 0, copied.output
    assert sorted((tmp_path / "copy").glob("*.gz"))
    assert gongkai(data, "verify").exit_code == 0


def test_damage_is_told_with_its_place(theirs: Path, tmp_path: Path) -> None:
    torn = tmp_path / "torn.warc.gz"
    torn.write_bytes(theirs.read_bytes()[:-600])
    told = gongkai(tmp_path / "ours", "archive", "add", str(torn))
    assert told.exit_code == 1
    assert told.stdout.startswith("torn.warc.gz, byte ")


def test_sites_of_a_list_of_ones_own_are_kept_with_the_run(theirs: Path, tmp_path: Path) -> None:
    own = tmp_path / "sites.csv"
    own.write_text(
        "site_id,body,level,division_code,start_url\nq,甲县卫生健康局,county,640202,http://a.test/x/\n"
    )
    told = gongkai(tmp_path / "ours", "archive", "add", str(theirs), "--sites", str(own))
    assert told.exit_code == 0, told.output
    with Archive.open(tmp_path / "ours") as archive:
        assert [it.site for it in archive.unparsed("none")] == ["q"]
    own.write_text("site_id\nq\n")
    assert gongkai(tmp_path / "ours", "archive", "add", str(theirs), "--sites", str(own)).exit_code == 2


def test_misuse_is_told(tmp_path: Path) -> None:
    assert gongkai(tmp_path, "archive", "add", str(tmp_path / "none.warc")).exit_code == 2
    assert gongkai(tmp_path, "archive", "mirror", str(tmp_path / "copy")).exit_code == 2
    (tmp_path / "warc").mkdir()
    assert gongkai(tmp_path, "archive", "mirror", "nosuch://x").exit_code == 1


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("http://one.test/any/where", "one"),
        ("http://two.test/wjw/1.html", "wjw"),
        ("http://two.test/wjw/deep/1.html", "deep"),
        ("http://two.test/elsewhere", "two.test"),
        ("http://none.test/1", "none.test"),
    ],
)
def test_address_is_counted_to_the_site_it_stands_in(url: str, site: str) -> None:
    sites = [
        Site("one", "1", "http://one.test/"),
        Site("wjw", "2", "http://two.test/wjw/index.html"),
        Site("deep", "3", "http://two.test/wjw/deep/"),
    ]
    assert by_address(sites)(url) == site


def test_broken_index_is_repaired_by_the_command(theirs: Path, tmp_path: Path) -> None:
    data = tmp_path / "ours"
    gongkai(data, "archive", "add", str(theirs), "--site", "mine")
    (data / "archive.db").write_bytes(b"no database at all" * 99)
    told = gongkai(data, "verify")
    assert told.exit_code == 1 and told.stdout.startswith("index-broken: archive.db: ")
    mended = gongkai(data, "verify", "--repair")
    assert mended.exit_code == 0, mended.output
    assert mended.stdout.splitlines()[-1].endswith(": sound")
    assert gongkai(data, "verify").exit_code == 0
    with Archive.open(data) as archive:
        assert [it.url for it in archive.unparsed("none")] == ["http://a.test/x/1"]
