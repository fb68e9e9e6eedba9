"""Made-up reports printed by other programs: pages by Chromium, office formats by LibreOffice."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Sequence
from typing import Any

import pypdfium2 as pdfium  # type: ignore[import-untyped]
from playwright.sync_api import PdfMargins, sync_playwright

from gongkai.convert import convert
from parsers.formats.conversion import Failure, Piece

FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage")
STYLE = """
body { font: 10.5pt "Noto Sans CJK SC"; margin: 0 }
.header, .footer, .info { display: none }
td table, table { border-collapse: collapse; width: 100% }
td { padding: 2pt; text-align: center }
p { margin: 4pt 0 } td p { margin: 0 }
"""
MARGINS: PdfMargins = {"top": "18mm", "bottom": "18mm", "left": "18mm", "right": "18mm"}
RULED = "td { border: 0.6pt solid black }"


class PrintingError(RuntimeError):
    """Chromium or LibreOffice is missing or gave no document; the message says what to install."""


def by_chromium(pages: Sequence[str], style: str = RULED, **options: Any) -> list[bytes]:
    """Print HTML pages to PDF on A4, tables with thin rulings or in another style; raises PrintingError.

    ``options`` are those of Playwright's ``page.pdf``.
    """
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        raise PrintingError("no Chromium found: apt-get install --no-install-recommends chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        try:
            sheet = browser.new_context(java_script_enabled=False).new_page()
            printed = []
            for page in pages:
                sheet.set_content(page.replace("</head>", f"<style>{STYLE}{style}</style></head>"))
                printed.append(sheet.pdf(format="A4", margin=MARGINS, **options))
            return printed
        finally:
            browser.close()


def by_libreoffice(documents: Sequence[bytes], suffix: str, target: str) -> list[bytes]:
    """Save documents in another format (``docx`` to ``pdf``, ``doc``, ``rtf``); raises PrintingError."""
    sums = [hashlib.sha256(document).hexdigest() for document in documents]
    made = convert(Piece(sha, suffix, target, data) for sha, data in zip(sums, documents, strict=True))
    out = []
    for sha in sums:
        result = made[sha]
        if isinstance(result, Failure):
            raise PrintingError(f"LibreOffice made no {target} of a {suffix}: {result.reason}")
        out.append(result)
    return out


def pictures_of(document: bytes, dots: float) -> list[object]:
    """Each page of a PDF as a picture: rows by columns by red, green, blue, ``dots`` an inch."""
    pdf = pdfium.PdfDocument(document)
    try:
        return [page.render(scale=dots / 72, rev_byteorder=True).to_numpy()[:, :, :3].copy() for page in pdf]
    finally:
        pdf.close()
