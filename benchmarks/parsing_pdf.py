"""Speed on one core: text PDFs beside pdfplumber, a scanned page beside the whole-page engine of rapidocr.

Each work goes through several different documents, so that nothing kept from the last reading of the same
document helps. The works take turns of about the same length, with one round before to warm up; the ratio is
that of the medians of their rounds, in seconds of processor: what else runs meanwhile weighs on all alike.
"""

from __future__ import annotations

import io
import logging
import os
import time
from collections.abc import Callable, Mapping, Sequence
from statistics import median
from types import MappingProxyType

import numpy as np
import pdfplumber
from rich.console import Console
from rich.table import Table

from benchmarks.made_up import make
from benchmarks.printing import by_chromium, by_libreoffice, pictures_of
from benchmarks.scans import DOTS, packed
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
        "PDF (Chromium)": lambda: by_chromium([page(report) for report in REPORTS]),
        "PDF (LibreOffice)": lambda: by_libreoffice([docx(report) for report in REPORTS], "docx", "pdf"),
    }
)


def seconds(*works: Callable[[], object], rounds: int = ROUNDS) -> list[float]:
    """Seconds of processor each work takes: the median of some rounds in which they take turns."""
    spent: list[list[float]] = [[] for _ in works]
    for _ in range(rounds + 1):
        for work, times in zip(works, spent, strict=True):
            begun = time.process_time()
            work()
            times.append(time.process_time() - begun)
    return [median(times[1:]) for times in spent]


def each(work: Callable[[bytes], object], documents: Sequence[bytes], times: int) -> Callable[[], object]:
    """The work done on each of the documents so many times."""
    return lambda: [work(document) for _ in range(times) for document in documents]


def plumbed(data: bytes) -> int:
    """The cells pdfplumber finds in the tables of a PDF, its text read too."""
    count = 0
    with pdfplumber.open(io.BytesIO(data)) as document:
        for sheet in document.pages:
            sheet.extract_text()
            count += sum(len(row) for table in sheet.extract_tables() for row in table)
    return count


def main() -> int:
    """Print the table of seconds and ratios; 1 when a goal is missed."""
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    os.environ["OMP_NUM_THREADS"] = "1"
    table = Table("document", "work", "ours", "theirs", "ratio", "goal")
    missed = 0
    for name, printed in PRINTED.items():
        documents = printed()
        turns = ((read_pdf, AT_ONCE), (parse, AT_ONCE), (plumbed, 1))
        spent = seconds(*(each(work, documents, times) for work, times in turns))
        reading, report, theirs = (
            whole / times / len(documents) for whole, (_, times) in zip(spent, turns, strict=True)
        )
        missed |= theirs / max(reading, report) < TIMES_FASTER
        goal = f"≥ {TIMES_FASTER}×"
        for work, ours in (("text and tables", reading), ("whole report", report)):
            table.add_row(name, work, f"{ours:.4f} s", f"{theirs:.4f} s", f"{theirs / ours:.1f}×", goal)
    picture = np.asarray(pictures_of(PRINTED["PDF (Chromium)"]()[0], DOTS)[1], np.uint8)
    scanned = packed([picture])
    ours, theirs = seconds(lambda: read_image(scanned), lambda: _whole_page(picture), rounds=SCAN_ROUNDS)
    missed |= ours / theirs > SHARE_OF_WHOLE_PAGE
    goal = f"≤ {SHARE_OF_WHOLE_PAGE}"
    table.add_row(
        "a scanned page", "its reading", f"{ours:.2f} s", f"{theirs:.2f} s", f"{ours / theirs:.2f}", goal
    )
    Console().print(table)
    return int(missed)


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
