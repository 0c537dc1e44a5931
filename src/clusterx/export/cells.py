"""Rows of a table as text: lines of CSV, or the rows of a sheet of a workbook.

In CSV, strings stand in quotes, numbers and dates bare, and None is nothing at all, so that an empty string and a missing one differ:

    >>> _columns = [_csv_cells(["a", None, 'b"c'], guarded=False), _bare_cells([1, None, "2.5"])]
    >>> [",".join(row) for row in zip(*_columns)]
    ['"a",1', ',', '"b""c",2.5']

In a sheet (ECMA-376, 18.3.1.4), text is text, never a formula or a link, and a number of more than 15 digits, which Excel would
round, is text, too. A cell holds at most 32,767 UTF-16 units; longer texts end in … there. Where a row will stand is not known where
it is made: U+0001, which no sheet holds, is the place of its number, and U+0002 ends a row.

    >>> _text_cell("A", "=1&2"), _number_cell("B", "850"), _date_cell("C", "2027-12-31")
    ('<c r="A\\x01" t="inlineStr"><is><t>=1&amp;2</t></is></c>', '<c r="B\\x01"><v>850</v></c>', '<c r="C\\x01" s="1"><v>46752</v></c>')

A table is taken column by column: a document has some thousands of cells, most of which are strings or nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cache, partial
from typing import Any

from clusterx.export.columns import TABLES, ColumnType

# What makes a spreadsheet take a cell for a formula (OWASP, "CSV Injection"), full-width forms included.
FORMULA = frozenset("=+-@\t\r\n＝＋－＠")
ROW_NUMBER, ROW_END = "\x01", "\x02"
# The style that a workbook gives its first format, which is that of dates.
_DATE_STYLE = 1
_LONGEST_CELL = 32_767
_EXACT_DIGITS = 15
# Day 60 of Excel's calendar is 29 February 1900, which never was; dates before it are none of ours.
_DAY_ZERO = date(1899, 12, 30).toordinal()
_LIKE_AN_ESCAPE = re.compile("_x[0-9a-fA-F]{4}_")
_NO_XML = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")

_Cells = Iterable[str]
_Encode = Callable[[Sequence[Any]], _Cells]


def csv_lines(table: str, rows: Sequence[Sequence[Any]], end: str, *, guarded: bool) -> str:
    """The rows as lines of CSV; `guarded`: safe to open in a spreadsheet."""
    if not rows:
        return ""
    columns = [
        encode(column) for encode, column in zip(_csv_encoders(table, guarded), zip(*rows, strict=True), strict=True)
    ]
    lines = [",".join(cells) for cells in zip(*columns, strict=True)]
    return end.join([*lines, ""]).replace("\0", "\ufffd")


def sheet_rows(table: str, rows: Sequence[Sequence[Any]]) -> str:
    """The rows as those of a sheet, without their numbers."""
    if not rows:
        return ""
    columns = [encode(column) for encode, column in zip(_sheet_encoders(table), zip(*rows, strict=True), strict=True)]
    return "".join([f'<row r="{ROW_NUMBER}">{"".join(cells)}</row>{ROW_END}' for cells in zip(*columns, strict=True)])


@cache
def _csv_encoders(table: str, guarded: bool) -> tuple[_Encode, ...]:
    text = partial(_csv_cells, guarded=guarded)
    return tuple(text if column.type == "string" else _bare_cells for column in TABLES[table].columns)


def _csv_cells(column: Sequence[str | None], *, guarded: bool) -> list[str]:
    if guarded:
        column = [f"'{cell}" if cell and cell[0] in FORMULA else cell for cell in column]
    return [
        "" if cell is None else f'"{cell}"' if '"' not in cell else f'"{cell.replace(chr(34), chr(34) * 2)}"'
        for cell in column
    ]


def _bare_cells(column: Sequence[Any]) -> list[str]:
    return ["" if cell is None else str(cell) for cell in column]


@cache
def _sheet_encoders(table: str) -> tuple[_Encode, ...]:
    return tuple(_sheet_encoder(letters(place), column.type) for place, column in enumerate(TABLES[table].columns))


def _sheet_encoder(letter: str, kind: ColumnType) -> _Encode:
    make = {"string": _text_cell, "date": _date_cell}.get(kind, _number_cell)
    return lambda column: ["" if cell is None or cell == "" else make(letter, cell) for cell in column]


def letters(place: int) -> str:
    """The name of a column, counted from 0.

    >>> letters(0), letters(25), letters(26), letters(701)
    ('A', 'Z', 'AA', 'ZZ')
    """
    rest, last = divmod(place, 26)
    return (letters(rest - 1) if rest else "") + chr(ord("A") + last)


def _text_cell(letter: str, text: str) -> str:
    if (
        not text.isprintable()
        or len(text) > _LONGEST_CELL // 2
        or "&" in text
        or "<" in text
        or ">" in text
        or "_x" in text
    ):
        text = _escaped(_shortened(text))
    space = ' xml:space="preserve"' if text[0].isspace() or text[-1].isspace() else ""
    return f'<c r="{letter}{ROW_NUMBER}" t="inlineStr"><is><t{space}>{text}</t></is></c>'


def _escaped(text: str) -> str:
    text = _LIKE_AN_ESCAPE.sub(lambda found: f"_x005F{found[0]}", text.replace("\0", "\ufffd"))
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _NO_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def _shortened(text: str) -> str:
    units = text.encode("utf-16-le", "replace")
    if len(units) <= 2 * _LONGEST_CELL:
        return text
    return units[: 2 * (_LONGEST_CELL - 1)].decode("utf-16-le", "ignore") + "…"


def _number_cell(letter: str, number: object) -> str:
    text = str(number)
    if len(text) > _EXACT_DIGITS and len(text.replace(".", "").strip("-0")) > _EXACT_DIGITS:
        return _text_cell(letter, text)
    return f'<c r="{letter}{ROW_NUMBER}"><v>{float(text):.16G}</v></c>'


def _date_cell(letter: str, day: str) -> str:
    return f'<c r="{letter}{ROW_NUMBER}" s="{_DATE_STYLE}"><v>{date.fromisoformat(day).toordinal() - _DAY_ZERO}</v></c>'
