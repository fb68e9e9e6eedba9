"""What a newer parser reads differently: each figure on which two kept parsings of one document differ."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from archive import parsings
from archive.database import connect_reader
from archive.documents import Document, ToldFigure, read_document, read_outline


@dataclass(frozen=True, slots=True)
class Reread:
    """One figure read differently; a side is ``None`` where that version found no such figure."""

    payload_sha256: str
    title: str
    cell: str
    older: ToldFigure | None
    newer: ToldFigure | None


def _document(db: sqlite3.Connection, sha256: str, version: str) -> Document | None:
    text = parsings.find(db, sha256, version)
    outline = None if text is None else read_outline(sha256, text, ())
    return None if outline is None or text is None else read_document(outline, text)


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
            before, after = _document(db, sha256, older), _document(db, sha256, newer)
            known = after or before
            if known is None:
                continue
            old = {figure.cell: figure for figure in before.figures} if before else {}
            new = {figure.cell: figure for figure in after.figures} if after else {}
            for cell in dict.fromkeys([*old, *new]):
                if _said(old.get(cell)) != _said(new.get(cell)):
                    yield Reread(sha256, known.outline.title, cell, old.get(cell), new.get(cell))
