"""The clock is set back between two crawls: nothing is lost, whatever is built again."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo
from pathlib import Path

import pytest

from archive import times
from archive.rebuild import rebuild
from archive.store import Archive
from archive.verify import verify
from tests.archive.kept_pages import crawl


class TenYearsAgo(datetime):
    """The clock of a machine whose battery is empty."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> TenYearsAgo:
        """Ten years before the real moment."""
        return cls.fromtimestamp((datetime.now(tz) - timedelta(days=3650)).timestamp(), tz)


@pytest.mark.parametrize("again", ["verified", "rebuilt", "index lost"])
def test_clock_set_back_between_crawls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, again: str) -> None:
    crawl(tmp_path, 0, 12)
    monkeypatch.setattr(times, "datetime", TenYearsAgo)
    # The same pages again: revisits of what stands in files that are named as if they were younger.
    crawl(tmp_path, 0, 12)
    names = sorted(path.name for path in (tmp_path / "warc").glob("*.gz"))
    assert names[0] < f"gongkai-{datetime.now().year - 5}" < names[-1]
    if again == "rebuilt":
        assert rebuild(tmp_path).damages == ()
    elif again == "index lost":
        (tmp_path / "archive.db").unlink()
        Archive.open(tmp_path).close()
    told = verify(tmp_path)
    assert told.sound, [str(it) for it in told.findings]
