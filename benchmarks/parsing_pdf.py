"""Speed on one core: text PDFs beside pdfplumber, a scanned page beside the whole-page engine of rapidocr."""

from __future__ import annotations

import io
import logging
import os
import time
from collections.abc import Callable, Mapping
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

ROUNDS = 5
TIMES_FASTER = 6.0
SHARE_OF_WHOLE_PAGE = 0.4
PRINTED: Mapping[str, Callable[[], bytes]] = MappingProxyType(
    {
        "PDF (Chromium)": lambda: by_chromium([page(make("2021", 100))])[0],
        "PDF (LibreOffice)": lambda: by_libreoffice([docx(make("2021", 100))], "docx", "pdf")[0],
    }
)


def seconds(*works: Callable[[], object], rounds: int = ROUNDS) -> list[float]:
    """Seconds of processor each work takes, the best of some rounds in which they take turns.

    One turn of each goes before, to warm up.
    """
    best = [float("inf")] * len(works)
    for number in range(rounds + 1):
        for index, work in enumerate(works):
            begun = time.process_time()
            work()
            if number:
                best[index] = min(best[index], time.process_time() - begun)
    return best


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
    for name, make_one in PRINTED.items():
        data = make_one()
        reading, report, theirs = seconds(
            lambda: read_pdf(data),  # noqa: B023
            lambda: parse(data),  # noqa: B023
            lambda: plumbed(data),  # noqa: B023
        )
        missed |= theirs / reading < TIMES_FASTER
        goal = f"≥ {TIMES_FASTER}×"
        for work, ours in (("text and tables", reading), ("whole report", report)):
            table.add_row(name, work, f"{ours:.3f} s", f"{theirs:.3f} s", f"{theirs / ours:.1f}×", goal)
    picture = np.asarray(pictures_of(PRINTED["PDF (Chromium)"](), DOTS)[1], np.uint8)
    scanned = packed([picture])
    ours, theirs = seconds(lambda: read_image(scanned), lambda: _whole_page(picture))
    missed |= ours / theirs > SHARE_OF_WHOLE_PAGE
    goal = f"≤ {SHARE_OF_WHOLE_PAGE}"
    table.add_row(
        "a scanned page", "its reading", f"{ours:.2f} s", f"{theirs:.2f} s", f"{ours / theirs:.2f}", goal
    )
    Console().print(table)
    return int(missed)


def _whole_page(picture: np.ndarray) -> object:  # type: ignore[type-arg]
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
