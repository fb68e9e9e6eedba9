"""A wheel holds what the program reads beside its modules: tables of knowledge, and the site's pages."""

from __future__ import annotations

import tomllib
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("gongkai", "crawler", "archive", "parsers", "datasette")


def test_every_file_of_the_rooms_is_packaged() -> None:
    """Each package is named in pyproject.toml, and each file that is no module fits a pattern there."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    packed: set[Path] = set()
    for package in settings["packages"]:
        outer = next((name for name in settings["package-dir"] if f"{package}.".startswith(f"{name}.")), "")
        place = settings["package-dir"].get(outer, "") + package.removeprefix(outer).replace(".", "/")
        for pattern in ("*.py", *settings["package-data"].get(package, ())):
            packed.update((ROOT / place).glob(pattern))
    there = {path for room in ROOMS for path in (ROOT / room).rglob("*") if path.is_file()}
    assert packed == {path for path in there if path.suffix != ".pyc"}


def test_the_citation_names_this_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert (cited["version"], cited["license"]) == (project["version"], project["license"])
