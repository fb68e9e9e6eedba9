"""Made-up reports printed by other programs: pages by Chromium, office formats by LibreOffice."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Sequence

import pypdfium2 as pdfium  # type: ignore[import-untyped]
from playwright.sync_api import sync_playwright

from gongkai.convert import convert
from parsers.formats.conversion import Failure, Piece

FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage")
STYLE = """<style>
body { font: 10.5pt "Noto Sans CJK SC"; margin: 0 }
.header, .footer, .info { display: none }
td table, table { border-collapse: collapse; width: 100% }
td { border: 0.6pt solid black; padding: 2pt; text-align: center }
p { margin: 4pt 0 } td p { margin: 0 }
</style>"""


class PrintingError(RuntimeError):
    """Chromium or LibreOffice is missing or gave no document; the message says what to install."""


def by_chromium(pages: Sequence[str]) -> list[bytes]:
    """Print HTML pages to PDF on A4, tables with thin rulings; raises :class:`PrintingError`."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        raise PrintingError("no Chromium found: apt-get install --no-install-recommends chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        try:
            sheet = browser.new_context(java_script_enabled=False).new_page()
            printed = []
            for page in pages:
                sheet.set_content(page.replace("</head>", f"{STYLE}</head>"))
                margin = {"top": "18mm", "bottom": "18mm", "left": "18mm", "right": "18mm"}
                printed.append(sheet.pdf(format="A4", margin=margin))
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
