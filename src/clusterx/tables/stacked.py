"""Tables with one cell a line, as crawlers leave them that make a line of every element.

The titles come first, each a line; as many lines are a row. Nothing but its cells tells where a row ends: every cell must hold what
its title promises, so that a lost cell ends the table before its row. Rows that count up from 1 say themselves where they begin.

    >>> from clusterx.tables.lines import split_lines
    >>> text = "县区\\n产值（亿元）\\n增速（%）\\n甲县\\n120\\n8.5\\n乙县\\n90\\n7\\n附注"
    >>> table, used = read_stacked(list(split_lines(text)), 0)
    >>> [[cell.text for cell in row] for row in table.rows], used
    ([['甲县', '120', '8.5'], ['乙县', '90', '7']], 9)
"""

from __future__ import annotations

from collections.abc import Sequence

from clusterx.pattern import Pattern
from clusterx.tables.fit import Row, fits, promises_of
from clusterx.tables.shape import BRACKETS, HEAD, NO_TITLE, NUMBERS, UNIT, Cell, Line, Promise, Table, is_head, kind

CAPTION = Pattern(
    r"(?:表|清单|名单|一览|方案|通知|计划|附件\d*|情况)(?:[（(][^（）()]*[）)])?$|单位[：:]|^(?:附|表|各|全[市县区省]|\d{4}年(?:度)?(?:各|全))"
)
DATED = Pattern(r"(?:19|20)\d\d年")
LONGEST_CELL = 60
MOST_TITLES = 14
SHORT_CELL = 24


def read_stacked(lines: Sequence[Line], at: int) -> tuple[Table | None, int]:
    """The table whose first title is the line `at`, and how many lines it takes; None and 1 if there is none."""
    if at and not _may_stand_above(lines[at - 1].text):
        return None, 1
    titles = at
    while titles < len(lines) and titles - at < MOST_TITLES and _may_be_title(lines[titles].text):
        titles += 1
    if titles - at == MOST_TITLES:
        return None, 1
    for width in range(titles - at, 2, -1):
        head = tuple(_cell(line) for line in lines[at : at + width])
        if is_head([cell.text for cell in head]) and (table := _under(lines, at, head)):
            return table, (len(table.rows) + 1) * width
    return _refused(lines, at, titles) if titles - at > 2 else (None, 1)


def _may_stand_above(text: str) -> bool:
    """No further title that is not known as one: a table lacking its first column would be read one off."""
    text = text.strip()
    return not text or len(text) > 20 or text.endswith(("。", "）", ")")) or bool(CAPTION.search(text))


def _may_be_title(text: str) -> bool:
    text = text.strip()
    if not 1 < len(text) <= 20 or CAPTION.search(text) or NO_TITLE.search(BRACKETS.sub("", text)):
        return False
    return bool(HEAD.search(text) or UNIT.search(text)) and kind(text) != "number"


def _cell(line: Line) -> Cell:
    text = line.text.strip()
    start = line.start + (line.text.index(text) if text else 0)
    return Cell(start, start + len(text), text)


def _under(lines: Sequence[Line], at: int, head: Row) -> Table | None:
    width = len(head)
    rows = [_row(lines, at + width * n, width) for n in (1, 2, 3)]
    promises = promises_of([cell.text for cell in head], [row for row in rows if len(row) == width])
    if "numbers" not in promises or "words" not in promises or "" in promises:
        return None
    return _table(lines, at, head, promises)


def _row(lines: Sequence[Line], at: int, width: int) -> Row:
    cells = tuple(_cell(line) for line in lines[at : at + width])
    return cells if len(cells) == width and all(_may_be_cell(cell.text) for cell in cells) else ()


def _may_be_cell(text: str) -> bool:
    titled = UNIT.search(text) or (DATED.match(text) and NUMBERS.fullmatch(text)) or text in ("序号", "编号")
    return 0 < len(text) <= LONGEST_CELL and not titled and not text.endswith(("。", "：", "；"))


def _table(lines: Sequence[Line], at: int, head: Row, promises: Sequence[Promise]) -> Table | None:
    width = len(head)
    found: list[Row] = []
    while row := _row(lines, at + width * (len(found) + 1), width):
        counted = promises[0] != "count" or row[0].text.strip(".、") == str(len(found) + 1)
        if not (counted and fits(row, promises)):
            break
        found.append(row)
    end = at + width * (len(found) + 1)
    if len(found) < 2:
        return None
    return Table(lines[at].start, lines[end - 1].end, head, tuple(found))


def _refused(lines: Sequence[Line], at: int, first: int) -> tuple[Table | None, int]:
    """Short lines with numbers among them under titles that they do not agree with."""
    head = [line.text.strip() for line in lines[at:first]]
    numbers = sum(kind(line.text.strip()) == "number" for line in lines[first : first + 2 * len(head)])
    if numbers < 2 or not is_head(head):
        return None, 1
    end = first
    while end < len(lines) and 0 < len(lines[end].text.strip()) <= SHORT_CELL:
        end += 1
    return Table(lines[at].start, lines[end - 1].end, tuple(_cell(line) for line in lines[at:first]), ()), end - at
