"""Paragraphs and tables of a Word document in their order; a table row is a line, its cells separated by ` | `.

A merged cell has its text in its first place and nothing in the others, so that columns keep their places and no number
stands twice. Inserted text of tracked changes counts, deleted and hidden text does not; headers, footers, notes, comments and the
numbers that Word gives to paragraphs are left out; text boxes come behind the paragraph that holds them. A formula that is more than a
row of characters is U+FFFD, which voids numbers beside it.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from clusterx.read.limits import Limits
from clusterx.read.refusal import Refusal, need
from clusterx.records import ExtractionWarning

_STRICT = b"http://purl.oclc.org/ooxml/"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_FALLBACK = f"{_MC}Fallback"
_DOCUMENT = "word/document.xml"
# Pictures and fonts make up most of a large file and are not looked at.
_PARTS = 8
_SKIPPED = {f"{_W}del", f"{_W}moveFrom", f"{_W}pPr", f"{_W}rPr", f"{_W}instrText", f"{_W}txbxContent", _FALLBACK}
_PASSED_THROUGH = {f"{_W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")}
_PASSED_THROUGH |= {f"{_MC}AlternateContent", f"{_MC}Choice"}
_PLAIN_MATHS = frozenset(f"{_M}{name}" for name in ("oMath", "r", "t", "rPr", "sty", "nor", "ctrlPr"))
# What the font Symbol, in which Word keeps mathematical signs, shows at these places (Adobe, "Symbol Set and Encoding").
_SYMBOLS = {0xA3: "≤", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈"}
_WIDEST = 63
_CHARACTERS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}


def read_docx(data: bytes, limits: Limits) -> tuple[str, dict[str, Any]]:
    """The text, and a warning if a part of it could not be read. Raises Refusal if it is broken or unpacks to too much."""
    docx = need("docx", "Word documents")
    try:
        _check_parts(data, limits)
        body = docx.Document(io.BytesIO(data)).element.body
    except Refusal:
        raise
    except Exception as error:  # python-docx has no error of its own for most broken files
        raise Refusal(
            f"this Word document is broken ({type(error).__name__}: {error}); open and save it again"
        ) from error
    if body is None:
        raise Refusal("this Word document has no body; open and save it again")
    return "".join(f"{line}\n" for line in _lines(body)), {"warnings": _warnings(body)}


def _warnings(body: Any) -> tuple[ExtractionWarning, ...]:
    chunks = sum(1 for _ in body.iter(f"{_W}altChunk"))
    message = f"{chunks} documents that are embedded in this one were not read; open it in Word and save it again."
    return (ExtractionWarning(code="embedded_document", message=message),) if chunks else ()


def _check_parts(data: bytes, limits: Limits) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sizes = {info.filename: info.file_size for info in archive.infolist()}
        with archive.open(_DOCUMENT) as stream:
            if _STRICT in stream.read(4096):
                raise Refusal("this is a Word document of the kind “Strict Open XML”; save it as an ordinary .docx")
    limits.check_size(sizes[_DOCUMENT])
    if sum(sizes.values()) > _PARTS * limits.bytes:
        raise Refusal(f"its parts unpack to more than {_PARTS * limits.bytes:,} bytes; take its pictures out")


def _lines(parent: Any) -> Iterator[str]:
    for child in parent:
        if child.tag == f"{_W}p":
            yield from _paragraph(child)
        elif child.tag == f"{_W}tbl":
            yield from _table(child)
        elif child.tag in _PASSED_THROUGH:
            yield from _lines(child)


def _paragraph(paragraph: Any) -> Iterator[str]:
    yield "".join(_characters(paragraph)).strip("\n")
    for box in paragraph.iter(f"{_W}txbxContent"):
        # a box in this box belongs to a paragraph of it
        own = next(box.iterancestors(f"{_W}p")) is paragraph
        if own and not any(parent.tag == _FALLBACK for parent in box.iterancestors()):
            yield from _lines(box)


def _characters(node: Any) -> Iterator[str]:
    for child in node:
        if child.tag in _SKIPPED or _is_hidden(child):
            continue
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag == f"{_W}sym":
            yield _symbol(child)
        elif child.tag == f"{_M}oMath":
            yield _maths(child)
        elif child.tag in _CHARACTERS:
            yield _CHARACTERS[child.tag]
        else:
            yield from _characters(child)


def _is_hidden(node: Any) -> bool:
    mark = node.find(f"{_W}rPr/{_W}vanish") if node.tag == f"{_W}r" else None
    return mark is not None and mark.get(f"{_W}val", "true") not in ("0", "false", "off")


def _symbol(node: Any) -> str:
    try:
        code = int(node.get(f"{_W}char", ""), 16) & 0xFF
    except ValueError:
        return ""
    return _SYMBOLS.get(code, "") if node.get(f"{_W}font") == "Symbol" else ""


def _maths(formula: Any) -> str:
    """A fraction or a power read as a row of its digits would be another number."""
    if any(node.tag.startswith(_M) and node.tag not in _PLAIN_MATHS for node in formula.iter("*")):
        return "\ufffd"
    return "".join(node.text or "" for node in formula.iter(f"{_M}t"))


def _table(table: Any) -> Iterator[str]:
    for row in table.iter(f"{_W}tr"):
        if next(row.iterancestors(f"{_W}tbl")) is table and row.find(f"{_W}trPr/{_W}del") is None:
            cells = list(_cells(row))
            if len(cells) == 1:
                yield from cells[0].split("\n")
            else:
                yield " | ".join(" ".join(cell.split()).replace("|", "｜") for cell in cells)


def _cells(row: Any) -> Iterator[str]:
    yield from [""] * _count(row.find(f"{_W}trPr/{_W}gridBefore"), 0)
    for cell in row.iter(f"{_W}tc"):
        if next(cell.iterancestors(f"{_W}tr")) is not row:
            continue
        yield "" if _continues(cell) else "\n".join(filter(None, _lines(cell)))
        yield from [""] * (_count(cell.find(f"{_W}tcPr/{_W}gridSpan"), 1) - 1)


def _continues(cell: Any) -> bool:
    """Whether the cell is the rest of one above: merged downwards, and not the beginning."""
    merge = cell.find(f"{_W}tcPr/{_W}vMerge")
    return merge is not None and merge.get(f"{_W}val", "continue") == "continue"


def _count(element: Any, least: int) -> int:
    """A number of columns, of which Word allows 63."""
    value = element.get(f"{_W}val", "") if element is not None else ""
    return min(_WIDEST, max(least, int(value))) if value.isascii() and value.isdecimal() else least
