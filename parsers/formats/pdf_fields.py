"""Text upon a PDF page, not in it: filled-in form fields and typewritten notes (ISO 32000, 12.5)."""

from __future__ import annotations

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as pdf  # type: ignore[import-untyped]

from parsers.formats.pdf_calls import HANDLE, bare, number_of

MOST_NOTES = 5000
"""Annotations of a page; of a page with more none is read."""
WRITTEN = frozenset((pdf.FPDF_FORMFIELD_TEXTFIELD, pdf.FPDF_FORMFIELD_COMBOBOX, pdf.FPDF_FORMFIELD_LISTBOX))
UNSEEN = pdf.FPDF_ANNOT_FLAG_HIDDEN | pdf.FPDF_ANNOT_FLAG_NOVIEW

_count = bare("FPDFPage_GetAnnotCount", HANDLE)


def prepare(document: pdfium.PdfDocument) -> None:
    """Let PDFium draw the fields of a document with a form, before its pages are opened."""
    if document.get_formtype() in (pdf.FORMTYPE_ACRO_FORM, pdf.FORMTYPE_XFA_FOREGROUND):
        document.init_forms()


def with_fields(
    document: pdfium.PdfDocument, page: pdfium.PdfPage, index: int
) -> tuple[pdfium.PdfPage, int | None]:
    """The page with its fields and notes made part of its content, and how many objects are its own.

    The page itself and ``None`` where there is nothing written upon it, as on most pages; else it is closed
    and opened anew. Seals, links and marks are left aside: what they draw is no text of the report.
    """
    count = _count(number_of(page.raw))
    if not 0 < count <= MOST_NOTES:
        return page, None
    others = [place for place in range(count) if not _is_written(document, page, place)]
    if len(others) == count:
        return page, None
    for place in reversed(others):
        pdf.FPDFPage_RemoveAnnot(page.raw, place)
    own = pdf.FPDFPage_CountObjects(page.raw)
    pdf.FPDFPage_Flatten(page.raw, pdf.FLAT_NORMALDISPLAY)
    page.close()
    return document[index], own


def _is_written(document: pdfium.PdfDocument, page: pdfium.PdfPage, place: int) -> bool:
    note = pdf.FPDFPage_GetAnnot(page.raw, place)
    if not note:
        return False
    try:
        kind = pdf.FPDFAnnot_GetSubtype(note)
        if pdf.FPDFAnnot_GetFlags(note) & UNSEEN:
            return False
        if kind == pdf.FPDF_ANNOT_WIDGET and document.formenv is not None:
            return pdf.FPDFAnnot_GetFormFieldType(document.formenv.raw, note) in WRITTEN
        return bool(kind == pdf.FPDF_ANNOT_FREETEXT)
    finally:
        pdf.FPDFPage_CloseAnnot(note)
