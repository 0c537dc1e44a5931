"""Lines of a PDF's pages put together to paragraphs, by where they stand on the page.

A line that reaches the right margin goes on in the next one if that begins at the left margin: paragraphs of Chinese documents begin
two characters further in. Lines that end a sentence, rows of tables (many blanks) and headings stay for themselves.

    >>> page = [Line("　　到2027年，全市建成国家级创新平台1", 96, 500, 12), Line("20家，省级300家。", 72, 200, 12)]
    >>> join_lines([page * 3]).split("\\n")[0]
    '　　到2027年，全市建成国家级创新平台120家，省级300家。'
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import regex

_LONG = 12
_SUPPORT = 2
_ENDS = tuple("。！？；：!?;:")
_HEADING = regex.compile(
    r"[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|\d{1,2}[.、]\D|第[一二三四五六七八九十]{1,3}[章节条]|附件"
)
_CELLS = 4
_NEAR_RIGHT, _NEAR_LEFT = 1.6, 0.9


class Line(NamedTuple):
    """A line, its edges and the size of its characters in points; 0 where they are not known."""

    text: str
    left: float = 0.0
    right: float = 0.0
    size: float = 0.0


def find_lines(textpage: Any) -> list[Line]:
    """The lines of a page of PDFium, blank ones left out."""
    text = textpage.get_text_range()
    known = textpage.count_chars() == len(text)
    lines, at = [], 0
    for raw in text.split("\r\n"):
        # U+FFFE is PDFium's sign for a word broken at a line's end, U+0002 its older one.
        own = raw.replace("\ufffe", "").replace("\x02", "").rstrip()
        if own.strip():
            first, last = at + len(raw) - len(raw.lstrip()), at + len(raw.rstrip()) - 1
            lines.append(_placed(own, textpage, first, last) if known else Line(own))
        at += len(raw) + 2
    return lines


def join_lines(pages: Sequence[Sequence[Line]]) -> str:
    """The text of all pages, a line feed between paragraphs."""
    lines = [line for page in pages for line in page]
    margins = _margins(lines)
    parts = []
    for line, following in pairwise([*lines, Line("")]):
        parts.append(line.text)
        if not following.text or not _goes_on(line, following, margins):
            parts.append("\n")
        elif line.text[-1:].isascii() and line.text[-1:].isalpha() and following.text[:1].isalpha():
            parts.append(" ")
    return "".join(parts)


def _placed(text: str, textpage: Any, first: int, last: int) -> Line:
    left, bottom, _, top = textpage.get_charbox(first, loose=True)
    _, _, right, _ = textpage.get_charbox(last, loose=True)
    return Line(text, left, right, top - bottom)


def _margins(lines: Sequence[Line]) -> tuple[float, float] | None:
    """Left and right edge of the running text, if enough long lines share the right one."""
    long = [line for line in lines if len(line.text) >= _LONG and line.right]
    for right in sorted({line.right for line in long}, reverse=True):
        if sum(0 <= right - line.right <= _NEAR_RIGHT * line.size for line in long) >= _SUPPORT:
            return min(line.left for line in long), right
    return None


def _goes_on(line: Line, following: Line, margins: tuple[float, float] | None) -> bool:
    if not margins or not line.right or not following.right:
        return False
    left, right = margins
    full = right - line.right <= _NEAR_RIGHT * line.size
    at_margin = following.left - left <= _NEAR_LEFT * following.size
    return (
        full
        and at_margin
        and not line.text.endswith(_ENDS)
        and not any(_stands_alone(x) for x in _beginnings(line, following))
    )


def _beginnings(line: Line, following: Line) -> Iterator[str]:
    yield following.text
    yield line.text if len(line.text.split()) >= _CELLS else ""


def _stands_alone(text: str) -> bool:
    return bool(_HEADING.match(text)) or len(text.split()) >= _CELLS
