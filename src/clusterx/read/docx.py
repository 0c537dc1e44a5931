"""Paragraphs and tables of a Word document in their order; a table row is a line, its cells separated by ` | `.

A merged cell has its text in its first place and nothing in the others, so that columns keep their places and no number
stands twice. Inserted text of tracked changes counts, deleted text does not; headers, footers and comments are left out;
text boxes come behind the paragraph that holds them.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from clusterx.read.limits import Limits
from clusterx.read.refusal import Refusal, need

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_DOCUMENT = "word/document.xml"
# Pictures and fonts make up most of a large file and are not looked at.
_PARTS = 8
_SKIPPED = {f"{_W}del", f"{_W}moveFrom", f"{_W}pPr", f"{_W}rPr", f"{_W}instrText", f"{_W}txbxContent", _FALLBACK}
_CHARACTERS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}


def read_docx(data: bytes, limits: Limits) -> tuple[str, dict[str, Any]]:
    """The text, and nothing else that would be known of the file. Raises Refusal if it is broken or unpacks to too much."""
    docx = need("docx", "Word documents")
    _check_sizes(data, limits)
    try:
        body = docx.Document(io.BytesIO(data)).element.body
    except Exception as error:  # python-docx has no error of its own for most broken files
        raise Refusal(
            f"this Word document is broken ({type(error).__name__}: {error}); open and save it again"
        ) from error
    return "".join(f"{line}\n" for line in _lines(body)), {}


def _check_sizes(data: bytes, limits: Limits) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sizes = {info.filename: info.file_size for info in archive.infolist()}
    limits.check_size(sizes[_DOCUMENT])
    if sum(sizes.values()) > _PARTS * limits.bytes:
        raise Refusal(f"its parts unpack to more than {_PARTS * limits.bytes:,} bytes; take its pictures out")


def _lines(parent: Any) -> Iterator[str]:
    for child in parent:
        if child.tag == f"{_W}p":
            yield from _paragraph(child)
        elif child.tag == f"{_W}tbl":
            yield from _table(child)
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}moveTo", f"{_W}customXml", f"{_W}smartTag"):
            yield from _lines(child)


def _paragraph(paragraph: Any) -> Iterator[str]:
    yield "".join(_characters(paragraph)).strip("\n")
    for box in paragraph.iter(f"{_W}txbxContent"):
        if not any(parent.tag == _FALLBACK for parent in box.iterancestors()):
            yield from _lines(box)


def _characters(node: Any) -> Iterator[str]:
    for child in node:
        if child.tag in _SKIPPED:
            continue
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in _CHARACTERS:
            yield _CHARACTERS[child.tag]
        else:
            yield from _characters(child)


def _table(table: Any) -> Iterator[str]:
    for row in table.iter(f"{_W}tr"):
        if next(row.iterancestors(f"{_W}tbl")) is table:
            cells = list(_cells(row))
            if len(cells) == 1:
                yield from cells[0].split("\n")
            else:
                yield " | ".join(" ".join(cell.split()) for cell in cells)


def _cells(row: Any) -> Iterator[str]:
    for cell in row.iter(f"{_W}tc"):
        if next(cell.iterancestors(f"{_W}tr")) is not row:
            continue
        yield "" if _continues(cell) else "\n".join(filter(None, _lines(cell)))
        yield from [""] * (_span(cell) - 1)


def _continues(cell: Any) -> bool:
    """Whether the cell is the rest of one above: merged downwards, and not the beginning."""
    merge = cell.find(f"{_W}tcPr/{_W}vMerge")
    return merge is not None and merge.get(f"{_W}val", "continue") == "continue"


def _span(cell: Any) -> int:
    span = cell.find(f"{_W}tcPr/{_W}gridSpan")
    return max(1, int(span.get(f"{_W}val", "1"))) if span is not None else 1
