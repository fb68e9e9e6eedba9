"""What a newer parser reads differently: each figure on which two kept parsings of one document differ.

Where a document holds several reports, they are compared in their order.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from archive import parsings
from archive.database import connect_reader
from archive.documents import Document, ToldFigure, read_document, read_outlines


@dataclass(frozen=True, slots=True)
class Reread:
    """One figure read differently; a side is ``None`` where that version found no such figure."""

    payload_sha256: str
    title: str
    cell: str
    older: ToldFigure | None
    newer: ToldFigure | None


def _documents(db: sqlite3.Connection, sha256: str, version: str) -> Iterator[Document]:
    text = parsings.find(db, sha256, version)
    if text is not None:
        yield from (read_document(outline, text) for outline in read_outlines(sha256, text, ()))


def _said(figure: ToldFigure | None) -> tuple[object, ...] | None:
    # Where a figure stands may move without its being read differently.
    return None if figure is None else (figure.value, figure.state, figure.confidence, figure.alternatives)


def reread(folder: Path, older: str, newer: str) -> Iterator[Reread]:
    """Every figure whose value, state or confidence differs between two versions, by document and cell.

    Only documents that both versions have read are compared.
    """
    with contextlib.closing(connect_reader(folder)) as db:
        both = db.execute(
            "SELECT payload_sha256 FROM parsing WHERE parser_version = ? INTERSECT"
            " SELECT payload_sha256 FROM parsing WHERE parser_version = ? ORDER BY 1",
            (older, newer),
        ).fetchall()
        for (sha256,) in both:
            sides = (_documents(db, sha256, version) for version in (older, newer))
            for before, after in zip_longest(*sides):
                yield from _differences(sha256, before, after)


def _differences(sha256: str, before: Document | None, after: Document | None) -> Iterator[Reread]:
    known = after or before
    old = {figure.cell: figure for figure in before.figures} if before else {}
    new = {figure.cell: figure for figure in after.figures} if after else {}
    for cell in dict.fromkeys([*old, *new]):
        if known is not None and _said(old.get(cell)) != _said(new.get(cell)):
            yield Reread(sha256, known.outline.title, cell, old.get(cell), new.get(cell))
