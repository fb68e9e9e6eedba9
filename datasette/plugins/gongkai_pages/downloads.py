"""The download page: what ``gongkai export`` wrote, with sizes, checksums, licence note and citation."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

from gongkai_pages.files import VERSION
from gongkai_pages.reading import html

# ending, format, what it is for
KINDS = (
    (".parquet", "Parquet", "pandas, R (arrow), DuckDB", "读得最快"),
    (".csv.gz", "CSV (gzip)", "Excel, R, pandas", "通用"),
    (".csv", "CSV", "Excel, R, pandas", "通用"),
    (".dta", "Stata", "Stata 14+", "带标签"),
    (".db", "SQLite", "SQL, Datasette", "全部数据表"),
    ("datapackage.json", "Data Package", "Frictionless", "各列说明"),
    ("README.md", "README", "", "说明"),
    ("CITATION.cff", "CITATION", "Zotero", "引用信息"),
    ("SHA256SUMS", "SHA-256", "sha256sum -c", "校验和"),
)


def folder(datasette: Any) -> Path | None:
    """The folder of exports, from the plugin's configuration."""
    found = (datasette.plugin_config("gongkai") or {}).get("exports")
    return Path(str(found)) if found else None


def packed(exports: Path | None, body_id: str) -> bool:
    """Whether a body's captures were exported as WACZ."""
    return exports is not None and (exports / f"{body_id}.wacz").is_file()


def versions(exports: Path | None) -> list[dict[str, Any]]:
    """Every exported version, newest first: its files, citation and licence note as the export tells them."""
    if exports is None or not exports.is_dir():
        return []
    found = [place for place in exports.iterdir() if place.is_dir() and VERSION.fullmatch(place.name)]
    return [_version(place) for place in sorted(found, key=lambda place: place.name, reverse=True)]


def _version(place: Path) -> dict[str, Any]:
    sums: dict[str, str] = {}
    if (place / "SHA256SUMS").is_file():
        lines = (line.split(maxsplit=1) for line in (place / "SHA256SUMS").read_text("utf-8").splitlines())
        sums = {name.strip(): digest for digest, name in lines}
    told: dict[str, Any] = {}
    if (place / "datapackage.json").is_file():
        told = json.loads((place / "datapackage.json").read_text("utf-8"))
    titles = {item["path"]: item.get("title", "") for item in told.get("resources", ())}
    files = [
        {"name": file.name, "bytes": file.stat().st_size, "sha256": sums.get(file.name)}
        | {"title": titles.get(file.name, ""), "kind": kind, "for": readers, "words": words}
        for n, (ending, kind, readers, words) in enumerate(KINDS)
        for file in sorted(place.iterdir())
        if _kind(file.name) == n
    ]
    return {
        "version": place.name,
        "files": files,
        "citation": told.get("citation"),
        "licence": told.get("licence_note"),
        "whole": bool(sums),
    }


def _kind(name: str) -> int | None:
    return next((n for n, kind in enumerate(KINDS) if name.endswith(kind[0]) and name[0] != "."), None)


def archives(exports: Path | None) -> list[dict[str, Any]]:
    """The WACZ files: name and size."""
    if exports is None or not exports.is_dir():
        return []
    return [{"name": file.name, "bytes": file.stat().st_size} for file in sorted(exports.glob("[!.]*.wacz"))]


async def page(datasette: Any, request: Any) -> Any:
    """``/downloads``."""
    exports = folder(datasette)
    found = await asyncio.to_thread(versions, exports)
    wacz = await asyncio.to_thread(archives, exports)
    return await html(datasette, request, "downloads", versions=found, archives=wacz)
