"""Writes a table as Parquet, CSV or Stata; the same rows give the same bytes, and memory stays small."""

from __future__ import annotations

import csv
import gzip
import io
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from archive.export_tables import ExportTable, Row, value_of
from archive.export_values import column_of, csv_row, text_places

CELLS = 1_000_000
"""Cells in memory at a time, and of a Parquet row group: wide tables get fewer rows than long ones."""

_ARROW = {
    "string": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "date": pa.date32(),
    "datetime": pa.timestamp("us", tz="UTC"),
}


def batches(rows: Iterator[Row], size: int) -> Iterator[list[Row]]:
    """The rows in lists of at most ``size``."""
    while batch := list(islice(rows, size)):
        yield batch


def write_parquet(db: sqlite3.Connection, table: ExportTable, target: Path, about: dict[str, str]) -> int:
    """Write Parquet (zstd, a row group a batch) with the fields' descriptions; returns the rows written."""
    schema = pa.schema(
        [
            pa.field(it.name, _ARROW[it.kind], metadata={"title": it.label_zh, "description": it.label_en})
            for it in table.fields
        ],
        metadata=about,
    )
    count, size = 0, max(1, CELLS // len(table.fields))
    with pq.ParquetWriter(target, schema, compression="zstd") as writer:
        for batch in batches(table.rows(db, value_of), size):
            columns = [
                pa.array(column_of(table, field, column), type=_ARROW[field.kind])
                for field, column in zip(table.fields, zip(*batch, strict=True), strict=True)
            ]
            writer.write_batch(pa.record_batch(columns, schema=schema))
            count += len(batch)
    return count


def _write_lines(file: io.TextIOBase, db: sqlite3.Connection, table: ExportTable) -> int:
    writer = csv.writer(file)
    writer.writerow([field.name for field in table.fields])
    places = text_places(table)
    count = 0
    for row in table.rows(db, value_of):
        writer.writerow(csv_row(row, places))
        count += 1
    return count


def write_csv(db: sqlite3.Connection, table: ExportTable, target: Path) -> int:
    """Write CSV (RFC 4180, UTF-8) without packing; returns the rows written."""
    with target.open("w", encoding="utf-8", newline="") as file:
        return _write_lines(file, db, table)


def write_csv_gz(db: sqlite3.Connection, table: ExportTable, target: Path) -> int:
    """Write gzipped CSV; the header of the gzip file tells no name and no time."""
    with (
        target.open("wb") as raw,
        closing(gzip.GzipFile(filename="", mode="wb", fileobj=raw, compresslevel=6, mtime=0)) as packed,
        io.TextIOWrapper(packed, encoding="utf-8", newline="") as file,
    ):
        return _write_lines(file, db, table)


def write_sqlite(source: Path, target: Path) -> None:
    """Copy reports.db, byte for byte."""
    with source.open("rb") as old, target.open("wb") as new:
        while piece := old.read(1 << 20):
            new.write(piece)
