"""The site's fixtures: a small published database, Datasette on it in this process, and the viewer's data."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from tests.site.building import Site, build

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


@pytest.fixture(scope="session")
def browse(site: Site) -> Any:
    """``await browse(path)``: the answer of the site, as the served command configures it."""
    import json

    import yaml
    from datasette.app import Datasette

    metadata = yaml.safe_load((SITE / "metadata.yaml").read_text(encoding="utf-8"))
    metadata["plugins"]["gongkai"] = {
        "viewer": "http://127.0.0.1:8002",
        "exports": str(site.folder / "exports"),
    }
    datasette = Datasette(
        immutables=[str(site.database)],
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
