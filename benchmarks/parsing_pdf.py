"""Speed on one core: text PDFs beside pdfplumber and camelot, a scan beside rapidocr's whole page.

The goal stands for the work the others do, text and tables; the whole report (identity, sections,
checks) is told beside it. What each brings home is counted too (:mod:`benchmarks.pdf_rivals`).
Each work goes through several documents, so that nothing kept from the last reading of the same one
helps. The works take turns of about the same length (:mod:`benchmarks.taking_turns`).
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.made_up import make
from benchmarks.pdf_rivals import RIVALS, brought, right
from benchmarks.printing import by_chromium, by_libreoffice, pictures_of
from benchmarks.scans import DOTS, packed
from benchmarks.taking_turns import seconds
from gongkai.demo.as_docx import docx
from gongkai.demo.html_page import page
from parsers import parse
from parsers.formats.image import read_image
from parsers.formats.pdf import read_pdf

ROUNDS, SCAN_ROUNDS = 11, 3
AT_ONCE = 6
"""So many readings of ours make a turn as long as one of theirs: short turns pay more for each change."""
TIMES_FASTER = 6.0
SHARE_OF_WHOLE_PAGE = 0.4
REPORTS = tuple(make("2021", seed) for seed in (100, 101, 102))
PRINTED: Mapping[str, Callable[[], list[bytes]]] = MappingProxyType(
    {
        "Chromium": lambda: by_chromium([page(report) for report in REPORTS]),
        "LibreOffice": lambda: by_libreoffice([docx(report) for report in REPORTS], "docx", "pdf"),
    }
)


def each(work: Callable[[bytes], object], documents: Sequence[bytes], times: int) -> Callable[[], object]:
    """The work done on each of the documents so many times."""
    return lambda: [work(document) for _ in range(times) for document in documents]


def main() -> int:
    """Print the table of seconds and ratios; 1 when a goal is missed."""
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    os.environ["OMP_NUM_THREADS"] = "1"
    table = Table("PDF of", "work", "ours", *RIVALS, "times faster", "goal")
    missed = False
    for name, printed in PRINTED.items():
        missed |= _told(table, name, printed())
    picture = np.asarray(pictures_of(PRINTED["Chromium"]()[0], DOTS)[1], np.uint8)
    scanned = packed([picture])
    ours, theirs = seconds(lambda: read_image(scanned), lambda: _whole_page(picture), rounds=SCAN_ROUNDS)
    missed |= ours / theirs > SHARE_OF_WHOLE_PAGE
    scans = Table("document", "work", "ours", "rapidocr, whole page", "ratio", "goal")
    row = (f"{ours:.2f} s", f"{theirs:.2f} s", f"{ours / theirs:.2f}", f"≤ {SHARE_OF_WHOLE_PAGE}")
    scans.add_row("a scanned page", "its reading", *row)
    for one in (table, scans):
        Console().print(one)
    return int(missed)


def _told(table: Table, name: str, documents: Sequence[bytes]) -> bool:
    """Add a printer's rows to the table; whether a goal was missed."""
    turns: tuple[tuple[Callable[[bytes], object], int], ...] = (
        (read_pdf, AT_ONCE),
        (parse, AT_ONCE),
        *((rival, 1) for rival in RIVALS.values()),
    )
    spent = seconds(*(each(work, documents, times) for work, times in turns), rounds=ROUNDS)
    reading, report, *theirs = (
        whole / times / len(documents) for whole, (_, times) in zip(spent, turns, strict=True)
    )
    for work, ours, goal in (("tables, text", reading, f"≥ {TIMES_FASTER:g}×"), ("whole report", report, "")):
        faster = " / ".join(f"{one / ours:.1f}×" for one in theirs)
        table.add_row(
            name, work, f"{1000 * ours:.0f} ms", *(f"{1000 * one:.0f} ms" for one in theirs), faster, goal
        )
    own = sum(right(*pair) for pair in zip(REPORTS, map(parse, documents), strict=True))
    others = [
        sum(brought(*pair) for pair in zip(REPORTS, map(rival, documents), strict=True))
        for rival in RIVALS.values()
    ]
    table.add_row(name, "figures", f"{own}", *map(str, others), "", "none has more")
    return min(theirs) / reading < TIMES_FASTER or max(others) > own


def _whole_page(picture: np.ndarray) -> object:
    """Detecting and recognising the whole page with the engine our recogniser is taken from."""
    global _engine
    if _engine is None:
        from rapidocr import RapidOCR

        threads = {"EngineConfig.onnxruntime.intra_op_num_threads": 1}
        _engine = RapidOCR(params={**threads, "Global.log_level": "error"})
    return _engine(picture)  # type: ignore[operator]


_engine: object = None

if __name__ == "__main__":
    raise SystemExit(main())
