"""Accuracy by format: made-up reports written in every format, printed and scanned, read back and judged."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType

from rich.console import Console
from rich.table import Table

from benchmarks.layouts import LAYOUTS, laid_out
from benchmarks.made_up import make
from benchmarks.printing import by_chromium, by_libreoffice
from benchmarks.scans import DAMAGES, scan
from benchmarks.tally import Tally
from gongkai.convert import convert
from gongkai.demo.as_docx import docx
from gongkai.demo.as_mhtml import mhtml
from gongkai.demo.as_ofd import ofd
from gongkai.demo.as_xlsx import xlsx
from gongkai.demo.html_page import page
from gongkai.demo.truth import DemoForm, DemoReport
from parsers import parse
from parsers.formats.conversion import pieces

FORMS: tuple[DemoForm, ...] = ("2014", "2019", "2021")
Writer = Callable[[Sequence[DemoReport]], list[bytes]]


def _office(target: str) -> Writer:
    return lambda reports: by_libreoffice([docx(report) for report in reports], "docx", target)


def _layout(name: str) -> Writer:
    return lambda reports: laid_out(reports, name)


WRITERS: Mapping[str, Writer] = MappingProxyType(
    {
        "HTML": lambda reports: [page(report).encode() for report in reports],
        "DOCX": lambda reports: [docx(report) for report in reports],
        "XLSX": lambda reports: [xlsx(report) for report in reports],
        "OFD": lambda reports: [ofd(report) for report in reports],
        "MHTML": lambda reports: [mhtml(report) for report in reports],
        "PDF (Chromium)": lambda reports: by_chromium([page(report) for report in reports]),
        "PDF (LibreOffice)": _office("pdf"),
        "DOCX (LibreOffice)": _office("docx"),
        "DOC": _office("doc"),
        "RTF": _office("rtf"),
        "XLS": lambda reports: by_libreoffice([xlsx(report) for report in reports], "xlsx", "xls"),
        **{f"PDF, {name}": _layout(name) for name in LAYOUTS},
    }
)
"""How reports are written in each format, and in each layout of a PDF."""
_CONVERTED = ("DOC", "RTF", "MHTML", "XLS", "clean 200 dpi")
GOALS: Mapping[str, float] = MappingProxyType(
    {
        **dict.fromkeys(WRITERS, 1.0),
        **dict.fromkeys(_CONVERTED, 0.999),
        **{f"PDF, {name}": 0.99 for name in LAYOUTS},
    }
)
"""The share of figures to be read right; nothing may be silently wrong anywhere."""
HARD_SCANS = 0.95


def read_all(truths: Sequence[DemoReport], data: Sequence[bytes]) -> Tally:
    """Parse documents as the program does, conversions and all, and judge them."""
    made = convert(piece for document in data for piece in pieces(document))
    tally = Tally()
    for truth, document in zip(truths, data, strict=True):
        tally.add(truth, parse(document, converted=made))
    return tally


def measured(
    truths: Sequence[DemoReport], formats: Sequence[str], scans: Sequence[str]
) -> Iterator[tuple[str, Tally, float]]:
    """Name, verdicts and seconds (conversion and all) for each format, then for each kind of scan."""
    for name in formats:
        data = WRITERS[name](truths)
        begun = time.perf_counter()
        yield name, read_all(truths, data), time.perf_counter() - begun
    printed = by_chromium([page(report) for report in truths]) if scans else []
    for damage in scans:
        begun = time.perf_counter()
        yield damage, read_all(truths, [scan(one, damage) for one in printed]), time.perf_counter() - begun


def main(arguments: Sequence[str] = ()) -> int:
    """Print the table: figures right, flagged and silently wrong for each; 1 when a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=4, help="reports of each form")
    parser.add_argument("--only", default="", help="formats or scans whose name holds this")
    parser.add_argument("--scans", type=int, default=1, help="reports of each form that are scanned")
    parser.add_argument("--first", type=int, default=100, help="the first seed")
    options = parser.parse_args(arguments)
    table = Table("format", "figures", "right", "of them sure", "flagged", "silently wrong", "ms a report")
    wrong: list[str] = []
    missed = 0

    def reports(count: int) -> list[DemoReport]:
        return [make(form, options.first + at) for form in FORMS for at in range(count)]

    formats = [name for name in WRITERS if options.only in name]
    scans = [name for name in DAMAGES if options.only in name]
    results = [
        *((options.documents, *row) for row in measured(reports(options.documents), formats, ())),
        *((options.scans, *row) for row in measured(reports(options.scans), (), scans)),
    ]
    for count, name, tally, seconds in results:
        table.add_row(
            name,
            str(tally.total),
            f"{tally.share:.4%}",
            f"{tally.sure / max(tally.total, 1):.1%}",
            str(tally.flagged),
            str(len(tally.silent)),
            f"{1000 * seconds / (len(FORMS) * count):.0f}",
        )
        wrong += [f"{name}: {line}" for line in tally.silent]
        missed |= bool(tally.silent) or tally.share < GOALS.get(name, HARD_SCANS)
    Console().print(table)
    for line in wrong[:60]:
        print(line)
    return int(missed)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
