"""The lines of a page as a browser breaks them, each with the innermost element that it stands in.

A table of data gives a line a row, cells separated by ` | `; a cell over several rows or columns has its text in its first place and
nothing in the others. A table that only lays out the page is read like any other part of it.

    >>> from lxml.html import fromstring
    >>> page = fromstring("<div><p>一、<b>目标</b></p><table><tr><td>指标<td>2026年<tr><td>产值<td>1000亿元</table></div>")
    >>> [block.text for block in find_blocks(page)]
    ['一、目标', '指标 | 2026年', '产值 | 1000亿元']
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from clusterx.read.refusal import need

_EVENTS = ("start", "end", "comment", "pi")
_BLOCK = frozenset(
    "address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 "
    "h6 header hr legend li main nav ol p pre section summary table tbody td tfoot th thead title tr ul".split()
)
_UNSEEN = frozenset(
    "script style noscript template head iframe object svg select option button input textarea canvas video audio".split()
)
_LONGEST_CELL = 400
_WIDEST = 60


class Block(NamedTuple):
    """A line, the innermost element around it, and the share of its characters that are links."""

    text: str
    element: Any
    links: float


class _Collector:
    """Gathers characters into lines."""

    def __init__(self) -> None:
        self.done: list[Block] = []
        self._parts: list[str] = []
        self._linked = 0

    def add(self, text: str | None, linked: bool) -> None:
        if text:
            self._parts.append(text)
            self._linked += len("".join(text.split())) if linked else 0

    def end_line(self, element: Any) -> None:
        text = " ".join("".join(self._parts).split(" ")).strip()
        text = " ".join(text.split()) if "\n" in text or "\t" in text else text
        if text:
            self._put(text, element, self._linked)
        self._parts, self._linked = [], 0

    def row(self, cells: list[str], element: Any, linked: int) -> None:
        self._put(" | ".join(cells), element, linked)

    def _put(self, text: str, element: Any, linked: int) -> None:
        self.done.append(Block(text, element, linked / max(1, len("".join(text.split())))))


def find_blocks(page: Any) -> Iterator[Block]:
    """The lines of a parsed page, without what is not shown."""
    collector = _Collector()
    _walk(page, collector)
    collector.end_line(page)
    yield from collector.done


def _walk(root: Any, collector: _Collector) -> None:
    """Without recursion: unclosed elements of careless pages are nested a thousand deep."""
    links, passed = 0, None
    walker = need("lxml.etree", "HTML").iterwalk(root, events=_EVENTS)
    for event, element in walker:
        if event == "start":
            if _enter(element, collector, linked=links > 0):
                links += element.tag == "a"
            else:
                passed = element
                walker.skip_subtree()
            continue
        if event == "end" and element is not passed:
            links -= element.tag == "a"
            if element.tag in _BLOCK:
                collector.end_line(element)
        if element is not root:
            collector.add(element.tail, links > 0)


def _enter(element: Any, collector: _Collector, *, linked: bool) -> bool:
    """Take what stands at the beginning of an element; whether what is in it is to be read, too."""
    if element.tag in _UNSEEN or _hidden(element):
        return False
    if element.tag == "br" or element.tag in _BLOCK:
        collector.end_line(element.getparent() if element.getparent() is not None else element)
    if element.tag == "br":
        return False
    if element.tag == "table" and (grid := _data_grid(element)):
        for row, cells in grid:
            collector.row(cells, row, _linked_characters(row))
        return False
    collector.add(element.text, linked or element.tag == "a")
    return True


def _hidden(element: Any) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    return "display:none" in style or element.get("hidden") is not None


def _linked_characters(row: Any) -> int:
    return sum(len("".join(link.text_content().split())) for link in row.iter("a"))


def _data_grid(table: Any) -> list[tuple[Any, list[str]]] | None:
    """The rows of a table of data; None for a table that holds others, or long text, or a single column."""
    if next(table.iterdescendants("table"), None) is not None:
        return None
    rows = list(_filled_rows(table))
    wide = sum(1 for _, cells in rows if sum(map(bool, cells)) >= 2)
    if wide < 2 or any(len(cell) > _LONGEST_CELL for _, cells in rows for cell in cells):
        return None
    return [(row, cells) for row, cells in rows if any(cells)]


def _filled_rows(table: Any) -> Iterator[tuple[Any, list[str]]]:
    """Rows with empty cells where a cell from above or from the left reaches."""
    reaching: dict[int, int] = {}
    for row in table.iter("tr"):
        cells: list[str] = []
        for cell in row.iterchildren("td", "th"):
            _fill(cells, reaching)
            width, height = _number(cell, "colspan"), _number(cell, "rowspan")
            for column in range(len(cells), len(cells) + width):
                reaching[column] = height - 1
            cells += [" ".join(_text(cell).split()), *[""] * (width - 1)]
        _fill(cells, reaching)
        yield row, cells


def _fill(cells: list[str], reaching: dict[int, int]) -> None:
    while reaching.get(len(cells), 0) > 0:
        reaching[len(cells)] -= 1
        cells.append("")


def _text(cell: Any) -> str:
    """The text of a cell, a blank between its lines, pipes made full-width."""
    inner = _Collector()
    _walk(cell, inner)
    inner.end_line(cell)
    return " ".join(block.text for block in inner.done).replace("|", "｜")


def _number(cell: Any, name: str) -> int:
    value = (cell.get(name) or "1").strip()
    return min(_WIDEST, max(1, int(value))) if value.isdecimal() else 1
