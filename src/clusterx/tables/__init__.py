"""Tables in plain text: rows of cells under a row of titles.

    separated   产业链|链长|2025年目标        pipes, tabs, markdown
    blanks      产业链 链长 2025年目标        columns by blanks: copies out of PDF and Word files
    stacked     one cell a line              what some crawlers make of a page

    >>> table = next(find_tables("指标|单位|2023年|2026年\\n产值|亿元|712|1000\\n"))
    >>> table.header, [cell.text for cell in table.rows[0]]
    (('指标', '单位', '2023年', '2026年'), ['产值', '亿元', '712', '1000'])

A number in a wrong column is a wrong number. Where only blanks or lines set cells apart, a row is read only if it has a cell for
each title and every cell holds what its title promises (`shape.py`, `fit.py`); a table whose rows do not agree with its head has none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from clusterx.pattern import Pattern
from clusterx.tables.blanks import LONGEST_ROW, read_blanks
from clusterx.tables.lines import split_lines
from clusterx.tables.separated import read_separated
from clusterx.tables.shape import HEAD, Cell, Line, Table
from clusterx.tables.stacked import read_stacked

__all__ = ["Cell", "Table", "TableLines", "find_tables"]

LONGEST_TITLE_LINE = 20
MARKED = Pattern(r"[|\t]")
BLANK_WITHIN = Pattern(r"[ 　](?<=\S[ 　])[ 　]*\S")
SHORT_LINES = Pattern(r"(?:\n[^\n。，；]{2,20}(?=\n)){3}")


def find_tables(text: str) -> Iterator[Table]:
    """All tables of the text, in its order."""
    if not (MARKED.search(text) or BLANK_WITHIN.search(text) or SHORT_LINES.search(f"\n{text}")):
        return
    lines = list(split_lines(text))
    at = 0
    while at < len(lines):
        table, used = _table_from(lines, at)
        if table:
            yield table
        at += max(1, used)


class TableLines:
    """Whether lines, asked for by their start, one behind the other, stand in a table by blanks or lines: each is a row, or a cell, as it is.

    Only what lies between the prose before and behind a line that is asked for is searched.

    >>> text = "各县区完成情况如下。\\n县区 产值 增速\\n甲县 86.2 15.2\\n乙县 64.5 9.8\\n以上数据来自统计部门。"
    >>> lines = TableLines(text)
    >>> [start in lines for start in (0, text.index("县区 "), text.index("乙县"), text.index("以上"))]
    [False, True, True, False]
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._begin = self._end = 0  # of what was searched last
        self._found: frozenset[int] = frozenset()

    def __contains__(self, start: int) -> bool:
        if not self._begin <= start < self._end:
            self._search(start)
        return start in self._found

    def _search(self, start: int) -> None:
        text = self._text
        begin, end = start, _end_of_line(text, start)
        if _is_prose(text, begin, end - 1):
            self._begin, self._end, self._found = begin, end, frozenset()
            return
        while begin and not _is_prose(text, before := text.rfind("\n", 0, begin - 1) + 1, begin - 1):
            begin = before
        while end <= len(text) and not _is_prose(text, end, (behind := _end_of_line(text, end)) - 1):
            end = behind
        self._begin, self._end = begin, end
        self._found = frozenset(begin + line for line in _lines_of_tables(text[begin : end - 1]))


def _end_of_line(text: str, start: int) -> int:
    """Where the next line begins."""
    end = text.find("\n", start)
    return (end if end >= 0 else len(text)) + 1


def _is_prose(text: str, start: int, end: int) -> bool:
    """Sentences: no row, no cell and nothing that stands between rows."""
    return end - start > LONGEST_ROW or text.find("。", start, end - 1) >= 0


def _lines_of_tables(text: str) -> Iterator[int]:
    """Where the lines of its tables begin."""
    for table in find_tables(text):
        if table.rows and not MARKED.search(text, table.start, table.end):
            start = text.rfind("\n", 0, table.start) + 1
            while start <= table.end:
                yield start
                start = _end_of_line(text, start)


def _table_from(lines: Sequence[Line], at: int) -> tuple[Table | None, int]:
    text = lines[at].text
    if "|" in text or "\t" in text:
        return read_separated(lines, at)
    if " " in text or "　" in text:
        return read_blanks(lines, at)
    if 1 < len(text) <= LONGEST_TITLE_LINE and HEAD.search(text):
        return read_stacked(lines, at)
    return None, 1
