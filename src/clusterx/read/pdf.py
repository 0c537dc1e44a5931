"""The text layer of a PDF, page by page, without page numbers.

A page without text is a picture of one: a file of such pages only is refused as scanned, single ones are named in a
warning. PDFium keeps the order of the file; lines that a paragraph was broken into are joined later, by `clusterx.clean`.
"""

from __future__ import annotations

import threading
from typing import Any

import regex

from clusterx.read.limits import Limits
from clusterx.read.refusal import Refusal, need
from clusterx.records import ExtractionWarning

_PAGE_NUMBER = regex.compile(r"[-—–－·\s第]*\d{1,4}(?:\s*/\s*\d{1,4})?[-—–－·\s页]*")
_OCR = "recognise its text first, for example with: ocrmypdf -l chi_sim"
_SHORT_PAGE = 10
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
    pages: list[str] = []
    missing: list[tuple[int, str]] = []
    for number in range(count):
        try:
            text = page_text(document, number)
        except broken as error:
            text = ""
            missing.append((number + 1, f"cannot be read ({error})"))
        else:
            if not text:
                missing.append((number + 1, "has no text layer"))
        pages.append(text)
    if not any(pages):
        raise Refusal(f"none of its {count} pages has a text layer: it is scanned; {_OCR}")
    return "\n".join(filter(None, pages)) + "\n", {"pages": count, "warnings": _warnings(missing)}


def page_text(document: Any, number: int) -> str:
    """The text of a page, its number left out."""
    page = document[number]
    text = page.get_textpage().get_text_bounded()
    # U+FFFE is PDFium's sign for a word broken at a line's end, U+0002 its older one.
    lines = text.replace("\r\n", "\n").replace("\ufffe", "").replace("\x02", "").strip().split("\n")
    for at in (-1, 0):
        if lines and _PAGE_NUMBER.fullmatch(lines[at]):
            lines.pop(at)
    return "\n".join(lines).strip()


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
