"""Rows of cells brought under the titles that they belong to, or refused.

A row has its place if it has a cell for each title and each holds what the title promises. One with more cells has blanks inside a
cell, one with fewer lacks some; either is read only where a single way agrees with the head. Which it is decides about
every number behind it, so that two ways are none.

    >>> cells = lambda line: tuple(Cell(0, 0, text) for text in line.split())
    >>> promises = promises_of(["产业链", "链长", "2025年目标", "备注"], [])
    >>> [[cell.text for cell in fit_row(cells(line), promises) or ()] for line in ("铝业 张三 40 无", "铝业 李 四 40 无", "铝业 张三 无")]
    [['铝业', '张三', '40', '无'], ['铝业', '李四', '40', '无'], ['铝业', '张三', '', '无']]
    >>> fit_row(cells("铝业 40 无"), promises), fit_row(cells("铝业 张三 市工信局 县工信局 40"), promises)
    (None, None)
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations, pairwise

from clusterx.tables.shape import FOOT, Cell, Promise, agrees, kind, promise

Row = tuple[Cell, ...]
MOST_APART = 2
WIDEST = 16


def promises_of(titles: Sequence[str], rows: Iterable[Sequence[Cell]]) -> list[Promise]:
    """What each column holds: by its title, else by the rows that have a cell for each if they are all alike."""
    told = list(map(promise, titles))
    if all(told):
        return told
    whole = [row for row in rows if len(row) == len(titles)]
    return [known or _alike([kind(row[i].text) for row in whole]) for i, known in enumerate(told)]


def _alike(kinds: Sequence[str]) -> Promise:
    numbers, words = kinds.count("number"), kinds.count("words")
    if numbers and not words:
        return "numbers"
    return "words" if words and not numbers else ""


def fits(row: Row, promises: Sequence[Promise]) -> bool:
    """Whether a row has a cell for each title and every cell what that promises."""
    return len(row) == len(promises) and all(map(agrees, [cell.text for cell in row], promises))


def fit_row(row: Row, promises: Sequence[Promise]) -> Row | None:
    """The row with a cell for each title; None if no way agrees with the head, or several do."""
    apart = len(row) - len(promises)
    if not apart:
        return row if fits(row, promises) else None
    if abs(apart) > MOST_APART or len(promises) > WIDEST:
        return None
    ways = _joined(row, apart) if apart > 0 else _filled(row, -apart)
    found = [way for way in dict.fromkeys(ways) if fits(way, promises)]
    if len(found) > 1 and apart == 1:
        found = [way for way in found if any(_is_spread_name(a, b, way) for a, b in pairwise(row))]
    return found[0] if len(found) == 1 else None


def _joined(row: Row, apart: int) -> Iterable[Row]:
    places = [i for i in range(len(row) - 1) if _may_join(row[i], row[i + 1])]
    for chosen in combinations(places, apart):
        joined: list[Cell] = []
        for i, cell in enumerate(row):
            if i - 1 in chosen:
                joined[-1] = _join(joined[-1], cell)
            else:
                joined.append(cell)
        yield tuple(joined)


def _may_join(left: Cell, right: Cell) -> bool:
    """Two pieces of words; numbers stand for themselves."""
    return "words" in (kind(left.text), kind(right.text)) and "number" not in (kind(left.text), kind(right.text))


def _join(left: Cell, right: Cell) -> Cell:
    ascii_between = left.text[-1:].isascii() and right.text[:1].isascii()
    return Cell(left.start, right.end, f"{left.text}{' ' if ascii_between else ''}{right.text}")


def _is_spread_name(left: Cell, right: Cell, row: Row) -> bool:
    """王　峰: two single characters set as wide as a name of three."""
    return len(left.text) == len(right.text) == 1 and any((c.start, c.text) == _spread(left, right) for c in row)


def _spread(left: Cell, right: Cell) -> tuple[int, str]:
    return left.start, left.text + right.text


def _filled(row: Row, lacking: int) -> Iterable[Row]:
    width = len(row) + lacking
    if not row or FOOT.match(row[0].text):
        return
    for places in combinations(range(width), lacking):
        cells = iter(row)
        at = row[0].start
        filled: list[Cell] = []
        for i in range(width):
            cell = Cell(at, at, "") if i in places else next(cells)
            at = cell.end
            filled.append(cell)
        yield tuple(filled)
