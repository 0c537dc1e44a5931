"""Tables in plain text: rows of cells separated by pipes, tabs or blanks under a row of column names.

A pipe or tab table is two or more neighbouring lines with the same number of separators (two or more). A table by
blanks starts at a line of column names (序号 项目名称 …) and goes on while lines begin with the next integer or 合计.

    >>> table = next(find_tables("指标|单位|2023年|2026年\\n产值|亿元|712|1000\\n"))
    >>> table.header, [cell.text for cell in table.rows[0]]
    (('指标', '单位', '2023年', '2026年'), ['产值', '亿元', '712', '1000'])
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from clusterx.pattern import Pattern

TITLE_WORDS = Pattern(r"序号|名称|项目|单位|指标|投资|内容|年限|阶段|属性|备注|地点|规模|性质|进度|时间|领域|目标|企业")
FOOT = Pattern(r"合计|总计|小计|共计")
SECTION = Pattern(r"[\s　]*(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）)\S{2,28}\s*")  # 一、续建项目（4宗）
YEAR_COLUMN = Pattern(r"(?<=[^\d—\-至])(?=(?:19|20)\d\d年)")
RULER = Pattern(r"[\s|:：+-]+")
WORD = Pattern(r"[^ 　\t]+")
BLANKS = Pattern(r"[ 　\t]+")
FIGURES = Pattern(r"[\d.,—\-–~～%]+")


class Cell(NamedTuple):
    """One cell, without blanks around it."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """[start, end) covers its lines. `rows` leave out the header; a row may have fewer cells than the header."""

    start: int
    end: int
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def column(self, *words: str) -> int | None:
        """Index of the first column whose name holds one of `words`, in the order of the words."""
        found = (i for word in words for i, name in enumerate(self.header) if word in name)
        return next(found, None)


class Line(NamedTuple):
    start: int
    end: int
    text: str


def find_tables(text: str) -> Iterator[Table]:
    """All tables of the text, in its order."""
    lines = list(_lines(text))
    at = 0
    while at < len(lines):
        table, used = _table_from(lines, at)
        if table:
            yield table
        at += max(1, used)


def _lines(text: str) -> Iterator[Line]:
    start = 0
    for line in text.split("\n"):
        yield Line(start, start + len(line), line)
        start += len(line) + 1


def _table_from(lines: list[Line], at: int) -> tuple[Table | None, int]:
    head = lines[at].text
    for mark in "|\t":
        if head.count(mark) >= 2 or (head.count(mark) == 1 and _two_columns(lines, at, mark)):
            return _separated(lines, at, mark)
    if (" " in head or "　" in head) and len(BLANKS.split(head.strip())) >= 3 and len(TITLE_WORDS.findall(head)) >= 3:
        return _by_blanks(lines, at)
    return None, 1


def _separated(lines: list[Line], at: int, mark: str) -> tuple[Table | None, int]:
    count = lines[at].text.strip("\n").count(mark)
    end = at
    while end < len(lines) and (_like(lines[end], mark, count) or _section_row(lines, end, mark, count)):
        end += 1
    body = [x for x in lines[at:end] if not RULER.fullmatch(x.text)]
    if len(body) < 2:
        return None, end - at
    header, *rows = [tuple(_cells(x, mark)) for x in body]
    return _table(lines[at].start, lines[end - 1].end, header, rows), end - at


def _two_columns(lines: list[Line], at: int, mark: str) -> bool:
    """指标|目标值 over two or more lines of the same form."""
    following = lines[at : at + 3]
    alike = len(following) == 3 and all(x.text.count(mark) == 1 for x in following)
    return alike and bool(TITLE_WORDS.search(lines[at].text)) and len(lines[at].text) <= 24


def _like(line: Line, mark: str, count: int) -> bool:
    return mark in line.text and abs(line.text.strip("\n").count(mark) - count) <= 1


def _section_row(lines: list[Line], at: int, mark: str, count: int) -> bool:
    """一、产业升级类（7个）: a short line without cells between two rows."""
    alone = 0 < len(lines[at].text.strip()) <= 30 and mark not in lines[at].text
    return alone and at + 1 < len(lines) and _like(lines[at + 1], mark, count)


def _by_blanks(lines: list[Line], at: int) -> tuple[Table | None, int]:
    header = tuple(_cells(lines[at], " "))
    first = next((x.text for x in lines[at + 1 : at + 4] if x.text.split()[:1] == ["1"]), "")
    if len(first.split()) > len(header):
        header = tuple(part for cell in header for part in _at_years(cell))
    end = at + 1
    rows: list[tuple[Cell, ...]] = []
    while end < len(lines):
        if SECTION.fullmatch(lines[end].text) and _goes_on_behind(lines, end, len(rows) + 1):
            end += 1
            continue
        row = tuple(_cells(lines[end], " "))
        if not row or not (row[0].text == str(len(rows) + 1) or FOOT.match(row[0].text)):
            break
        rows.append(_fitted(row, len(header)))
        end += 1
    if not rows:
        return None, 1
    return _table(lines[at].start, lines[end - 1].end, header, rows), end - at


def _at_years(cell: Cell) -> Iterator[Cell]:
    """总投资 and 2025年计划投资 where the blank between them was lost, as that between a character and a digit is."""
    start = 0
    for cut in (*(m.start() for m in YEAR_COLUMN.finditer(cell.text, 1)), len(cell.text)):
        yield Cell(cell.start + start, cell.start + cut, cell.text[start:cut])
        start = cut


def _goes_on_behind(lines: list[Line], at: int, number: int) -> bool:
    """The line behind `at` is the row with this number."""
    return at + 1 < len(lines) and lines[at + 1].text.split()[:1] == [str(number)]


def _table(start: int, end: int, header: tuple[Cell, ...], rows: list[tuple[Cell, ...]]) -> Table:
    return Table(start, end, tuple(c.text for c in header), tuple(rows))


def _cells(line: Line, mark: str) -> Iterator[Cell]:
    text = line.text
    offset = line.start
    if mark != " ":
        stripped = text.strip(" 　") if mark == "|" else text
        offset += text.index(stripped) if stripped else 0
        inner = stripped.removeprefix(mark) if mark == "|" else stripped
        offset += len(stripped) - len(inner)
        text = inner.removesuffix(mark) if mark == "|" else inner
        start = 0
        for part in text.split(mark):
            clean = part.strip()
            left = offset + start + (part.index(clean) if clean else 0)
            yield Cell(left, left + len(clean), clean)
            start += len(part) + 1
        return
    for found in WORD.finditer(text):
        yield Cell(offset + found.start(), offset + found.end(), found[0])


def _fitted(row: tuple[Cell, ...], width: int) -> tuple[Cell, ...]:
    """Join neighbouring cells of free text where blanks inside one made too many of them."""
    while len(row) > width:
        at = next((i for i in range(1, len(row) - 1) if not (_bare(row[i]) or _bare(row[i + 1]))), None)
        if at is None:
            break
        left, right = row[at], row[at + 1]
        joined = Cell(left.start, right.end, f"{left.text} {right.text}")
        row = (*row[:at], joined, *row[at + 2 :])
    return row


def _bare(cell: Cell) -> bool:
    return bool(FIGURES.fullmatch(cell.text))
