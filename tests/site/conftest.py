"""The site's fixtures: a small published database, Datasette on it in this process, and the viewer's data."""

from __future__ import annotations

import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from archive.export import export
from gongkai.serve import Addresses
from tests.site.building import Site, build
from tests.site.serving import FLAGS, serving

SITE = Path(__file__).resolve().parents[2] / "datasette"


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The built fixture (``folder``, ``database``, ``payloads``), shared by all: nothing writes to it."""
    return build(tmp_path_factory.mktemp("site") / "data")


@pytest.fixture(scope="session")
def pages() -> Path:
    """The folder of our Datasette configuration."""
    return SITE


@pytest.fixture(scope="session")
def plugins() -> None:
    """The site's modules can be imported by name, as Datasette's plugin loader makes them."""
    if str(SITE / "plugins") not in sys.path:
        sys.path.insert(0, str(SITE / "plugins"))


def browsing(database: Path, exports: Path) -> Any:
    """``await get(path)``: the answer of the site on a database, as the served command configures it."""
    import json

    import yaml
    from datasette.app import Datasette

    metadata = yaml.safe_load((SITE / "metadata.yaml").read_text(encoding="utf-8"))
    metadata["plugins"]["gongkai"] = {
        "viewer": "http://127.0.0.1:8002",
        "exports": str(exports),
    }
    datasette = Datasette(
        immutables=[str(database)],
        metadata=metadata,
        settings=json.loads((SITE / "settings.json").read_text(encoding="utf-8")),
        template_dir=str(SITE / "templates"),
        plugins_dir=str(SITE / "plugins"),
        static_mounts=[("static", str(SITE / "static"))],
    )

    async def get(path: str) -> Any:
        return await datasette.client.get(path)

    get.datasette = datasette  # type: ignore[attr-defined]
    return get


@pytest.fixture(scope="session")
def browse(site: Site) -> Any:
    """``await browse(path)``: the answer of the site."""
    return browsing(site.database, site.folder / "exports")


@pytest.fixture
def changed(site: Site, tmp_path: Path) -> Callable[[str], Any]:
    """``changed(sql)``: like ``browse``, on a copy of the database that the statements were run on."""

    def browse_after(sql: str) -> Any:
        database = tmp_path / site.database.name
        shutil.copy(site.database, database)
        with closing(sqlite3.connect(database)) as db:
            db.executescript(sql)
        return browsing(database, tmp_path / "exports")

    return browse_after


@pytest.fixture(scope="session")
def exported(site: Site) -> Path:
    """A version of the fixture as ``gongkai export`` writes it, and a WACZ beside it."""
    done = export(site.database, site.folder / "exports", ["csv", "parquet", "sqlite", "datapackage"])
    (site.folder / "exports" / "310000-wjw.wacz").write_bytes(b"PK\x03\x04 not a real one")
    return done.folder


@pytest.fixture(scope="session")
def served(site: Site) -> Iterator[Addresses]:
    """The fixture as the command serves it."""
    with serving(site.folder) as at:
        yield at


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """Chromium of the system, or the one Playwright has installed; closed with the module.

    Playwright's loop runs as long as it is open, and no asynchronous test can run beside it.
    """
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()
