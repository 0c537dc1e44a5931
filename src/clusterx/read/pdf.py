"""The text layer of a PDF, page by page, without page numbers.

A page without text is a picture of one: a file of such pages only is refused as scanned, single ones are named in a
warning. PDFium keeps the order of the file; lines become paragraphs by where they stand (`pdf_lines`).
"""

from __future__ import annotations

import threading
from typing import Any

import regex

from clusterx.read.limits import Limits
from clusterx.read.pdf_lines import Line, find_lines, join_lines
from clusterx.read.refusal import Refusal, need
from clusterx.records import ExtractionWarning

_PAGE_NUMBER = regex.compile(r"[-—–－·\s第]*\d{1,4}(?:\s*/\s*\d{1,4})?[-—–－·\s页]*")
_OCR = "recognise its text first, for example with: ocrmypdf -l chi_sim"
# PDFium is not safe to call from two threads.
_ONE_AT_A_TIME = threading.Lock()


def read_pdf(data: bytes, limits: Limits) -> tuple[str, dict[str, Any]]:
    """The text and what else is known of the file. Raises Refusal: protected, broken, scanned, too many pages."""
    pdfium = need("pypdfium2", "PDF")
    with _ONE_AT_A_TIME:
        try:
            document = pdfium.PdfDocument(data)
        except pdfium.PdfiumError as error:
            raise _refusal(error) from error
        try:
            return _read(document, limits, pdfium.PdfiumError)
        finally:
            document.close()


def _read(document: Any, limits: Limits, broken: type[Exception]) -> tuple[str, dict[str, Any]]:
    count = len(document)
    if count > limits.pages:
        raise Refusal(
            f"it has {count:,} pages, more than the limit of {limits.pages:,}; split it, or raise the limit (Limits.pages)"
        )
    pages: list[list[Line]] = []
    missing: list[tuple[int, str]] = []
    for number in range(count):
        try:
            pages.append(page_lines(document, number))
        except broken as error:
            missing.append((number + 1, f"cannot be read ({error})"))
        else:
            if not pages[-1]:
                missing.append((number + 1, "has no text layer"))
    if not any(pages):
        raise Refusal(f"none of its {count} pages has a text layer: it is scanned; {_OCR}")
    return join_lines(pages), {"pages": count, "warnings": _warnings(missing)}


def page_lines(document: Any, number: int) -> list[Line]:
    """The lines of a page, its number left out."""
    lines = find_lines(document[number].get_textpage())
    for at in (-1, 0):
        if lines and _PAGE_NUMBER.fullmatch(lines[at].text):
            lines.pop(at)
    return lines


def _warnings(missing: list[tuple[int, str]]) -> tuple[ExtractionWarning, ...]:
    return tuple(
        ExtractionWarning(code="page_without_text", message=f"Page {number} {why}; nothing was read from it.")
        for number, why in missing
    )


def _refusal(error: Exception) -> Refusal:
    if "assword" in str(error):
        return Refusal("this PDF is protected by a password; save a copy without it, for example with: qpdf --decrypt")
    if "ecurity" in str(error):
        return Refusal("this PDF is encrypted in a way that is not known; print it to a new PDF")
    return Refusal(f"this PDF is broken ({error}); fetch it again, or repair it, for example with: qpdf IN OUT")
