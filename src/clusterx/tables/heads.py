"""Heads of two lines: what several columns share stands above, what tells them apart below.

    县区 | 规上工业增加值 |           | 工业投资 |
         | 总量（亿元）   | 增速（%） | 总量（亿元） | 增速（%）

Where separators say which cell stands under which, an empty cell above takes what stands left of it. Where only blanks do, the
lower line must share out evenly among the last titles of the upper one, and both must add up to the width of the rows.

    >>> cells = lambda line: tuple(Cell(0, 0, text) for text in line.split())
    >>> [c.text for c in join_heads(cells("县区 产值 税收"), cells("2024年 2025年目标 2024年 2025年目标"), 5)]
    ['县区', '产值2024年', '产值2025年目标', '税收2024年', '税收2025年目标']
    >>> join_heads(cells("县区 产值 税收"), cells("2024年 2025年目标 2024年"), 4) is None
    True
"""

from __future__ import annotations

from clusterx.tables.fit import Row
from clusterx.tables.shape import UNIT, Cell, is_head, promise


def join_heads(upper: Row, lower: Row, width: int) -> Row | None:
    """The titles of `width` columns out of two lines set apart by blanks; None if they do not add up."""
    titles = [cell.text for cell in lower]
    if not lower or not all(UNIT.fullmatch(t) or promise(t) == "numbers" for t in titles):
        return None
    alone = _alone(upper, lower, width)
    if alone is None or len(lower) % (len(upper) - alone):
        return None
    each = len(lower) // (len(upper) - alone)
    shared = [cell for cell in upper[alone:] for _ in range(each)]
    return (*upper[:alone], *(_under(above, below) for above, below in zip(shared, lower, strict=True)))


def _alone(upper: Row, lower: Row, width: int) -> int | None:
    """How many of the first titles have nothing below them."""
    alone = width - len(lower)
    return alone if 0 < alone < len(upper) else None


def join_separated(upper: Row, lower: Row) -> Row | None:
    """The same where separators tell the columns; None if the lower line is no line of titles."""
    titles = [cell.text for cell in lower if cell.text]
    if len(upper) != len(lower) or not titles or not upper[0].text or lower[0].text not in ("", upper[0].text):
        return None
    if not (all(UNIT.fullmatch(title) for title in titles) or is_head(titles)) or len(titles) == len(lower):
        return None
    joined: list[Cell] = []
    above = upper[0]
    for top, below in zip(upper, lower, strict=True):
        above = top if top.text else above
        joined.append(_under(above, below) if below.text and below.text != top.text else top)
    return tuple(joined) if all(cell.text for cell in joined) else None


def _under(above: Cell, below: Cell) -> Cell:
    return Cell(min(above.start, below.start), below.end, above.text + below.text)
