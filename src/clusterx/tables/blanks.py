"""Tables whose columns only blanks set apart, as copies out of PDF and Word files have them.

Two or more blanks set cells apart where head and first row have them, else single ones do. A line of titles begins the table; each row
must have its place under them (`fit.py`), or it is left out; a table of which more than a third is left out is read not at all.
A row may go on in the next line, and a second line of titles may stand under the first.

    >>> from clusterx.tables.lines import split_lines
    >>> text = "产业链 链长 牵头单位 2022年产值 2025年产值目标\\n航空装备 王峰 市发改委 312.6 420\\n数控机床 李 明 市工信局 118.4 180\\n合计 431 600"
    >>> table, used = read_blanks(list(split_lines(text)), 0)
    >>> [[cell.text for cell in row] for row in table.rows][1], used
    (['数控机床', '李明', '市工信局', '118.4', '180'], 4)
    >>> read_blanks(list(split_lines("产业链 链长 产值\\n铝 市长 李某 9\\n锂 10 12")), 0)[0].rows
    ()
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from clusterx.pattern import Pattern
from clusterx.tables.fit import Row, fit_row, fits, promises_of
from clusterx.tables.heads import join_heads
from clusterx.tables.shape import FOOT, Cell, Line, Promise, Table, is_head, kind

SECTION = r"\s*(?:[一二三四五六七八九十]+[、.\s]|（[一二三四五六七八九十]+）)\s*\S{1,28}\s*$"  # 一、续建项目（4宗）
BETWEEN = Pattern(rf"{SECTION}|\s*$|\s*(?:{FOOT.source})")  # what may stand between two rows without harm
YEAR_COLUMN = Pattern(r"(?<=[^\d—\-至（(])(?=(?:19|20)\d\d年)")
SINGLE = Pattern(r"[^ 　\t]+")
WIDE = Pattern(r"[^ 　\t]+(?: [^ 　\t]+)*")
SENTENCE = Pattern(r"。(?!$)|[！？]|[，；：。]$")
LONGEST_ROW = 240
FIRST_ROWS = 12
LEAST_GRID = 3
NOTHING = Line(0, 0, "")


def read_blanks(lines: Sequence[Line], at: int) -> tuple[Table | None, int]:
    """The table whose head is the line `at`, and how many lines it takes; None and 1 if there is none."""
    if not _may_be_row(lines[at]) or at + 1 >= len(lines):
        return None, 1
    known = False
    for cell in (WIDE, SINGLE):
        head = tuple(_cells(lines[at], cell))
        known = is_head([c.text for c in head])
        if known and (found := _under(lines, at, head, cell)):
            return found
    return _refused(lines, at, at + 1) if known else _grid(lines, at)


def _cells(line: Line, cell: Pattern) -> Iterator[Cell]:
    for found in cell.finditer(line.text):
        yield Cell(line.start + found.start(), line.start + found.end(), found[0])


def _may_be_row(line: Line) -> bool:
    text = line.text
    return " " in text.strip() and len(text) <= LONGEST_ROW and not SENTENCE.search(text) and "|" not in text


def _under(lines: Sequence[Line], at: int, head: Row, cell: Pattern) -> tuple[Table, int] | None:
    """The table under a head of one line or of two."""
    first = at + 1 + (not lines[at + 1].text.strip())
    near = lines[first : first + 2]
    second, third = [tuple(_cells(line, cell)) if _may_be_row(line) else () for line in (*near, NOTHING, NOTHING)][:2]
    if third and (both := join_heads(head, second, len(third))):
        return _rows(lines, at, first + 1, both, cell)
    return _rows(lines, at, first, _wide_as(head, second), cell)


def _wide_as(head: Row, row: Row) -> Row:
    """总投资 and 2025年计划投资 apart, where the blank between them was lost, as that between a character and a digit is."""
    parts = tuple(part for cell in head for part in _at_years(cell)) if len(row) > len(head) else head
    return parts if len(parts) == len(row) else head


def _at_years(cell: Cell) -> Iterator[Cell]:
    start = 0
    for cut in (*(m.start() for m in YEAR_COLUMN.finditer(cell.text, 1)), len(cell.text)):
        yield Cell(cell.start + start, cell.start + cut, cell.text[start:cut])
        start = cut


def _rows(lines: Sequence[Line], at: int, first: int, head: Row, cell: Pattern) -> tuple[Table, int] | None:
    near = (tuple(_cells(line, cell)) for line in lines[first : first + FIRST_ROWS] if _may_be_row(line))
    promises = promises_of([c.text for c in head], near)
    if not {"words", "numbers", "count"} & set(promises):
        return None
    rows: list[Row] = []
    left_out, end = 0, first
    while end < len(lines):
        row, used = _row(lines, end, promises, cell)
        if row:
            rows.append(row)
        elif used == 0:
            break
        else:
            left_out += not BETWEEN.match(lines[end].text)
            if left_out > len(rows) + FIRST_ROWS:
                return None
        end += used
    if len(rows) < _least(rows, promises) or left_out * 2 > len(rows):
        return None
    return Table(lines[at].start, lines[end - 1].end, head, tuple(rows)), end - at


def _least(rows: list[Row], promises: Sequence[Promise]) -> int:
    """How many rows make a table: one of two columns must show more, one that counts its rows from 1 less."""
    if promises[0] == "count":
        return 1 if rows and rows[0][0].text.strip(".、") == "1" else 2
    return 2 if len(promises) > 2 else 3


def _row(lines: Sequence[Line], at: int, promises: Sequence[Promise], cell: Pattern) -> tuple[Row | None, int]:
    """The row at a line and how many lines it takes; no row but some lines for what stands between rows; (None, 0) behind the last."""
    line = lines[at]
    if FOOT.match(line.text.strip()):
        return None, 1
    cells = tuple(_cells(line, cell)) if _may_be_row(line) else ()
    if cells and fits(cells, promises):
        return cells, 1
    following = tuple(_cells(lines[at + 1], cell)) if at + 1 < len(lines) else ()
    if cells and following and not fits(following, promises) and (row := _broken(cells, following, promises)):
        return row, 2
    if cells and (row := fit_row(cells, promises)):
        return row, 1
    if not following:
        return None, 0
    between = BETWEEN.match(line.text) or (len(cells) > 1 and _may_be_row(lines[at + 1]))
    return None, int(bool(between and fit_row(following, promises)))


def _broken(left: Row, right: Row, promises: Sequence[Promise]) -> Row | None:
    """A row that goes on in the next line, between two cells or within one."""
    width = len(promises)
    if len(left) + len(right) == width:
        return (*left, *right) if fits((*left, *right), promises) else None
    if len(left) + len(right) != width + 1 or "words" not in (kind(left[-1].text), kind(right[0].text)):
        return None
    joined = Cell(left[-1].start, right[0].end, left[-1].text + right[0].text)
    row = (*left[:-1], joined, *right[1:])
    return row if fits(row, promises) else None


def _refused(lines: Sequence[Line], at: int, first: int) -> tuple[Table | None, int]:
    """Lines with figures under a head that they do not agree with."""
    near = [line for line in lines[first : first + FIRST_ROWS] if _may_be_row(line)]
    if sum(any(kind(cell.text) == "number" for cell in _cells(line, SINGLE)) for line in near) < LEAST_GRID - 1:
        return None, 1
    end = first
    while end < len(lines) and (_may_be_row(lines[end]) or BETWEEN.match(lines[end].text)):
        end += 1
    while end > first and not _may_be_row(lines[end - 1]):
        end -= 1
    return Table(lines[at].start, lines[end - 1].end, tuple(_cells(lines[at], SINGLE)), ()), end - at


def _grid(lines: Sequence[Line], at: int) -> tuple[Table | None, int]:
    """Rows of figures without a head."""
    width, end = 0, at
    while end < len(lines) and _may_be_row(lines[end]):
        kinds = [kind(cell.text) for cell in _cells(lines[end], SINGLE)]
        if kinds[0] != "words" or kinds.count("number") < 2 or kinds.count("number") * 2 < len(kinds):
            break
        if width and len(kinds) != width:
            break
        width, end = len(kinds), end + 1
    if end - at < LEAST_GRID:
        return None, 1
    return Table(lines[at].start, lines[end - 1].end, (), ()), end - at
