"""What stands beside the data: datapackage.json, README.md, CITATION.cff and SHA256SUMS.

https://specs.frictionlessdata.io/data-package/
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive.export_tables import CODEBOOK, EXPORTS, ExportTable
from archive.export_values import MISSING

SUMS = "SHA256SUMS"
PACKAGE = "datapackage.json"
LICENCE = (
    "The reports are official documents and outside copyright (《中华人民共和国著作权法》第五条)."
    " Name the issuing body and this archive when you use them."
)
_TITLE = "卫健公开年报档案 Annual disclosure reports of China's health commissions"
_MEDIA = {
    ".gz": ("csv", "text/csv"),
    ".csv": ("csv", "text/csv"),
    ".parquet": ("parquet", "application/vnd.apache.parquet"),
    ".dta": ("dta", "application/x-stata-dta"),
    ".db": ("sqlite", "application/vnd.sqlite3"),
}


@dataclass(frozen=True, slots=True)
class Release:
    """What an export is of: day and moment (UTC) of the last capture, the database, how much is in it."""

    version: str
    created: str
    database_sha256: str
    parser_version: str
    bodies: int
    reports: int
    first_year: int | None
    last_year: int | None

    @property
    def citation(self) -> str:
        """One line in the manner of GB/T 7714."""
        years = f"{self.first_year}–{self.last_year} 年，" if self.first_year else ""
        return (
            f"卫健公开年报档案：{years}{self.reports} 份政府信息公开工作年度报告[DB/OL]. "
            f"版本 {self.version}，解析器 {self.parser_version}，数据库 SHA-256 {self.database_sha256[:16]}."
        )


def _schema(table: ExportTable) -> dict[str, Any]:
    fields = []
    for field in table.fields:
        told: dict[str, Any] = {"name": field.name, "type": field.kind, "title": field.label_zh}
        told["description"] = field.label_en
        if field.kind == "datetime":
            told["format"] = "%Y-%m-%dT%H:%M:%S.%fZ"
        fields.append(told)
    schema: dict[str, Any] = {"fields": fields, "primaryKey": list(table.key), "missingValues": [""]}
    if table.name != "reports" and "report_id" in {field.name for field in table.fields}:
        reference = {"resource": "reports", "fields": "report_id"}
        schema["foreignKeys"] = [{"fields": "report_id", "reference": reference}]
    return schema


def _resource(path: Path, sums: dict[str, str]) -> dict[str, Any]:
    tables = {table.name: table for table in (*EXPORTS, CODEBOOK)}
    table = tables.get(path.name.split(".")[0])
    form, media = _MEDIA[path.suffix]
    name = path.name.split(".")[0] if form == "csv" else path.name.replace(".", "-")
    told: dict[str, Any] = {"name": name, "path": path.name, "format": form, "mediatype": media}
    if form == "sqlite":
        told |= {"title": "全部数据表", "description": "Every table of the database, as it is published"}
    elif table is not None:
        told |= {"title": table.title, "description": table.description}
    if form == "csv" and table is not None:
        told |= {"profile": "tabular-data-resource", "encoding": "utf-8", "schema": _schema(table)}
        if path.suffix == ".gz":
            told["compression"] = "gz"
    return told | {"bytes": path.stat().st_size, "hash": f"sha256:{sums[path.name]}"}


def data_package(release: Release, paths: Iterable[Path], sums: dict[str, str]) -> str:
    """The descriptor of the files given, as JSON text; a foreign key is told where its table is there."""
    resources = [_resource(path, sums) for path in paths]
    names = {resource["name"] for resource in resources}
    for resource in resources:
        if "reports" not in names and "schema" in resource:
            resource["schema"].pop("foreignKeys", None)
    package = {
        "profile": "data-package",
        "name": "gongkai",
        "title": _TITLE,
        "description": "What the 政府信息公开工作年度报告 say, cell by cell, each figure with its state.",
        "version": release.version,
        "created": release.created,
        "keywords": ["政府信息公开", "卫生健康", "transparency", "China"],
        "sources": [
            {
                "title": f"政府信息公开工作年度报告 of {release.bodies} bodies;"
                " the address of each is in the table reports, column url"
            }
        ],
        "licence_note": LICENCE,
        "citation": release.citation,
        "database_sha256": release.database_sha256,
        "parser_version": release.parser_version,
        "resources": resources,
    }
    return json.dumps(package, ensure_ascii=False, indent=1) + "\n"


def readme(release: Release) -> str:
    """The text that goes with every export."""
    tables = "\n".join(f"| `{it.name}` | {it.title} | {it.description} |" for it in (*EXPORTS, CODEBOOK))
    states = "\n".join(f"| `.{letter}` | {state} | {label} |" for state, (letter, label) in MISSING.items())
    return f"""# {_TITLE}

Version {release.version}: {release.reports} reports of {release.bodies} bodies, as archived until
{release.created}. `{PACKAGE}` describes every column, `codebook.csv` every figure, `{SUMS}` is checked by
`sha256sum -c {SUMS}`.

| table | | holds |
|---|---|---|
{tables}

- **Blank is not zero.** The long table `figures` tells the state of every cell: number, blank, dash, word,
  text or missing. Wide tables hold the number or nothing.
- **Forms are not merged.** The forms of 2014, 2019 and 2021 count different things in section 2, so each
  has a wide table of its own; `requests_…` and `disputes_…` are the same measures in 2019 and 2021 and have
  the same names (`wide_shared` holds both).
- `confidence` is stated, inferred or ambiguous; `findings` counts what speaks against a figure. Decide which
  you accept before you add anything up. In wide tables `not_stated` counts the figures of the row that are
  inferred or ambiguous, `errors` and `warnings` the findings of the report.
- A mixed report (section 3 on another form than section 2) stands in the wide table of its own form. Rows of
  section 3 that only the other form has, as （六）其他处理, are in `figures` alone: without them its
  outcomes do not add up to their total. A finding `mixed-forms` names such reports.
- Money is in yuan (CNY), whatever unit the form prints.
- Wide tables hold latest versions only; `figures`, `reports` and `findings` hold all: `latest` = 1 in
  `figures` and `reports` is the latest, and `findings` are to be joined to `reports`.
- Where a figure stands in the archived original is told by SQLite only (view `locator`).
- In CSV, text that a spreadsheet would run as a formula has an apostrophe (`'`) put in front; Parquet, Stata
  and SQLite hold it unchanged. An empty cell is no value.

Stata (format 118) tells why a number is absent; a plain `.` means that the report has no such cell:

| value | state | label |
|---|---|---|
{states}

Stata's names have at most 29 characters: `req`, `dis`, `p19`, `p21`, `s14` stand for the table, three letters
for the applicant, and words that are still too long lose their vowels. `codebook.csv` lists both names.
Labels are cut to 80 characters, texts to 2,000 bytes.

## Licence

{LICENCE}

## Citation

{release.citation}
"""


def citation_file(release: Release) -> str:
    """CITATION.cff 1.2.0, which reference managers read. https://citation-file-format.github.io/"""
    return (
        "cff-version: 1.2.0\nmessage: Please cite this version of the data.\ntype: dataset\n"
        f"title: {json.dumps(_TITLE, ensure_ascii=False)}\n"
        "authors:\n  - name: gongkai\n"
        f'version: "{release.version}"\ndate-released: {release.version}\n'
        f"abstract: {json.dumps(release.citation, ensure_ascii=False)}\n"
    )
