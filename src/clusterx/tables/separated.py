"""Tables whose cells pipes or tabs set apart: two or more neighbouring lines with the same number of separators.

    >>> from clusterx.tables.lines import split_lines
    >>> text = "| 县区 | 产值 | | 税收 |\\n| | 2024年 | 2025年目标 | 2025年目标 |\\n| --- | --- | --- | --- |\\n| 甲县 | 80 | 90 | 5 |\\n| 乙县 | 70 | 75 | |"
    >>> table, used = read_separated(list(split_lines(text)), 0)
    >>> table.header, [cell.text for cell in table.rows[1]]
    (('县区', '产值2024年', '产值2025年目标', '税收2025年目标'), ['乙县', '70', '75', ''])

An empty cell at the beginning of a row, that of a group of rows, takes what stands above it. A row that lacks cells, because a copy
lost its empty ones, is read only where one way agrees with the head.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from clusterx.pattern import Pattern
from clusterx.tables.fit import Row, fit_row, fits, promises_of
from clusterx.tables.heads import join_separated
from clusterx.tables.shape import FOOT, Cell, Line, Promise, Table

TITLE_WORDS = Pattern(
    r"序号|名称|项目|单位|指标|投资|内容|年限|阶段|属性|备注|地点|规模|性质|进度|时间|领域|目标|企业|产业链|县区|区县|园区"
)
RULER = Pattern(r"[\s|:：+-]+")
MOST_LOST = 3


def read_separated(lines: Sequence[Line], at: int) -> tuple[Table | None, int]:
    """The table that begins at a line, and how many lines it takes; None and 1 if there is none."""
    head = lines[at].text
    for mark in "|\t":
        if head.count(mark) >= 2 or (head.count(mark) == 1 and _two_columns(lines, at, mark)):
            return _read(lines, at, mark)
    return None, 1


def _read(lines: Sequence[Line], at: int, mark: str) -> tuple[Table | None, int]:
    count = lines[at].text.strip("\n").count(mark)
    end = at
    while end < len(lines) and (_like(lines[end], mark, count) or _between_rows(lines, end, mark, count)):
        end += 1
    body = [x for x in lines[at:end] if x.text.strip() and not RULER.fullmatch(x.text)]
    if len(body) < 2:
        return None, end - at
    framed = sum(x.text.lstrip(" 　").startswith(mark) for x in body) * 2 > len(body)
    head, *rows = [tuple(_cells(x, mark, framed, count)) for x in body]
    while len(rows) > 1 and sum(bool(c.text) for c in head) == 1:  # the name of the table in its first row
        head, *rows = rows
    if both := join_separated(head, rows[0]) if len(rows) > 1 else None:
        head, rows = both, rows[1:]
    return Table(lines[at].start, lines[end - 1].end, head, tuple(_in_place(head, rows))), end - at


def _two_columns(lines: Sequence[Line], at: int, mark: str) -> bool:
    """指标|目标值 over two or more lines of the same form."""
    following = lines[at : at + 3]
    alike = len(following) == 3 and all(x.text.count(mark) == 1 for x in following)
    return alike and bool(TITLE_WORDS.search(lines[at].text)) and len(lines[at].text) <= 24


def _like(line: Line, mark: str, count: int) -> bool:
    found = line.text.strip("\n").count(mark)
    lost = MOST_LOST if mark == "\t" and found >= 2 else 1  # empty cells at the end of a line are often cut
    return mark in line.text and -lost <= found - count <= 1


def _between_rows(lines: Sequence[Line], at: int, mark: str, count: int) -> bool:
    """一、产业升级类（7个）: a short line without cells, or an empty one, between two rows."""
    alone = len(lines[at].text.strip()) <= 30 and mark not in lines[at].text
    return alone and at + 1 < len(lines) and _like(lines[at + 1], mark, count)


def _in_place(head: Row, rows: Sequence[Row]) -> Iterator[Row]:
    promises = promises_of([cell.text for cell in head], rows)
    above: Row = ()
    for row in rows:
        if len(row) < len(head) and len(row) > 1 and not FOOT.match(row[0].text):
            placed = _whole(row, promises)
            if placed is None:
                continue
            row = placed
        row = _with_group(row, above)
        yield row
        above = row if len(row) > 1 else ()


def _whole(row: Row, promises: Sequence[Promise]) -> Row | None:
    """A row that lacks cells: at its end, if that agrees with the head, else where they alone can be missing."""
    lacking = len(promises) - len(row)
    at = row[-1].end
    cut = (*row, *[Cell(at, at, "")] * lacking)
    shifted = (*[Cell(row[0].start, row[0].start, "")] * lacking, *row)
    if fits(cut, promises):
        return None if fits(shifted, promises) else cut
    return fit_row(row, promises)


def _with_group(row: Row, above: Row) -> Row:
    """The first cells, if empty, filled from the row above."""
    filled = next((i for i, cell in enumerate(row) if cell.text), 0)
    return (*above[:filled], *row[filled:]) if filled and len(above) == len(row) else row


def _cells(line: Line, mark: str, framed: bool, width: int) -> Iterator[Cell]:
    """`framed`: whether pipes stand around the rows too; else a row that begins with one has an empty first cell."""
    text, offset = line.text, line.start
    if mark == "|":
        stripped = text.strip(" 　")
        inner = stripped.removeprefix(mark) if framed else stripped
        offset += (text.index(stripped) if stripped else 0) + len(stripped) - len(inner)
        text = inner.removesuffix(mark) if framed or line.text.count(mark) > width else inner
    start = 0
    for part in text.split(mark):
        clean = part.strip()
        left = offset + start + (part.index(clean) if clean else 0)
        yield Cell(left, left + len(clean), clean)
        start += len(part) + 1
