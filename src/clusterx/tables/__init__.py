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
from clusterx.tables.blanks import read_blanks
from clusterx.tables.lines import split_lines
from clusterx.tables.separated import read_separated
from clusterx.tables.shape import HEAD, Cell, Line, Table
from clusterx.tables.stacked import read_stacked

__all__ = ["Cell", "Table", "find_tables", "lines_of_tables"]

LONGEST_TITLE_LINE = 20
LEAST_LINES = 2  # of a table: its titles and a row
MARKED = Pattern(r"[|\t]")
BLANK_WITHIN = Pattern(r"\S[ 　]+\S")
SHORT_LINES = Pattern(r"(?:(?:^|\n)[^\n。，；]{2,20}(?=\n)){3}")


def find_tables(text: str) -> Iterator[Table]:
    """All tables of the text, in its order."""
    if not (MARKED.search(text) or BLANK_WITHIN.search(text) or SHORT_LINES.search(text)):
        return
    lines = list(split_lines(text))
    at = 0
    while at < len(lines):
        table, used = _table_from(lines, at)
        if table:
            yield table
        at += max(1, used)


def lines_of_tables(text: str) -> frozenset[int]:
    """The numbers of the lines that stand in a table by blanks or lines: each is a row, or a cell, as it is."""
    found: set[int] = set()
    if not SHORT_LINES.search(text) and sum(map(_has_columns, text.split("\n"))) < LEAST_LINES:
        return frozenset()
    line = at = 0
    for table in find_tables(text):
        if table.rows and not MARKED.search(text, table.start, table.end):
            line += text.count("\n", at, table.start)
            at = table.start
            found.update(range(line, line + text.count("\n", table.start, table.end) + 1))
    return frozenset(found)


def _has_columns(line: str) -> bool:
    """Whether a line may be a row by blanks: most texts hold none, and need not be searched for tables."""
    bare = line.strip()
    return (" " in bare or "　" in bare) and "。" not in bare[:-1]


def _table_from(lines: Sequence[Line], at: int) -> tuple[Table | None, int]:
    text = lines[at].text
    if "|" in text or "\t" in text:
        return read_separated(lines, at)
    if " " in text or "　" in text:
        return read_blanks(lines, at)
    if 1 < len(text) <= LONGEST_TITLE_LINE and HEAD.search(text):
        return read_stacked(lines, at)
    return None, 1
