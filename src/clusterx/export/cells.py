"""Values as cells: of a line of CSV, or of a row of a sheet of a workbook.

In CSV, strings stand in quotes, numbers and dates bare, and None is nothing at all, so that an empty string and a missing one differ:

    >>> [make_csv_cell("string", guarded=True)(value) for value in ("a", 'b"c', "=1", "", None)]
    ['"a"', '"b""c"', '"\\'=1"', '""', '']

In a sheet (ECMA-376, 18.3.1.4), text is text, never a formula or a link, and a number of more than 15 digits, which Excel would
round, is text, too. A cell holds at most 32,767 UTF-16 units; longer texts end in … there. Where a row will stand is not known where
it is made: U+0001, which no sheet holds, is the place of its number, and U+0002 ends a row.

    >>> make_sheet_cell("string", 0)("=1&2"), make_sheet_cell("decimal", 1)("850")
    ('<c r="A\\x01" t="inlineStr"><is><t>=1&amp;2</t></is></c>', '<c r="B\\x01"><v>850</v></c>')
    >>> make_sheet_cell("date", 2)("2027-12-31")
    '<c r="C\\x01" s="1"><v>46752</v></c>'
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from clusterx.export.columns import ColumnType

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

Cell = Callable[[Any], str]


def make_csv_cell(kind: ColumnType, *, guarded: bool) -> Cell:
    """What writes the values of a column; `guarded`: safe to open in a spreadsheet."""
    if kind != "string":
        return _bare
    return _guarded if guarded else _quoted


def _bare(value: object) -> str:
    return "" if value is None else str(value)


def _quoted(text: str | None) -> str:
    if text is None:
        return ""
    return f'"{text}"' if '"' not in text else f'"{text.replace(chr(34), chr(34) * 2)}"'


def _guarded(text: str | None) -> str:
    return _quoted(f"'{text}" if text and text[0] in FORMULA else text)


def make_sheet_cell(kind: ColumnType, place: int) -> Cell:
    """What writes the values of the column at `place`, counted from 0."""
    start = f'<c r="{letters(place)}{ROW_NUMBER}"'
    write = {"string": _text, "date": _day}.get(kind, _number)
    return lambda value: "" if value is None or value == "" else write(start, value)


def letters(place: int) -> str:
    """The name of a column, counted from 0.

    >>> letters(0), letters(25), letters(26), letters(701)
    ('A', 'Z', 'AA', 'ZZ')
    """
    rest, last = divmod(place, 26)
    return (letters(rest - 1) if rest else "") + chr(ord("A") + last)


def _text(start: str, text: str) -> str:
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
    return f'{start} t="inlineStr"><is><t{space}>{text}</t></is></c>'


def _escaped(text: str) -> str:
    text = _LIKE_AN_ESCAPE.sub(lambda found: f"_x005F{found[0]}", text.replace("\0", "\ufffd"))
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _NO_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def _shortened(text: str) -> str:
    units = text.encode("utf-16-le", "replace")
    if len(units) <= 2 * _LONGEST_CELL:
        return text
    return units[: 2 * (_LONGEST_CELL - 1)].decode("utf-16-le", "ignore") + "…"


def _number(start: str, number: object) -> str:
    text = str(number)
    if len(text) > _EXACT_DIGITS and len(text.replace(".", "").strip("-0")) > _EXACT_DIGITS:
        return _text(start, text)
    return f"{start}><v>{float(text):.16G}</v></c>"


def _day(start: str, day: date | str) -> str:
    number = (day if isinstance(day, date) else date.fromisoformat(day)).toordinal() - _DAY_ZERO
    return f'{start} s="{_DATE_STYLE}"><v>{number}</v></c>'
