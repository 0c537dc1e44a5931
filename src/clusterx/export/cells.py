"""Values as cells: of a line of CSV, or of a row of a sheet of a workbook.

A document has thousands of cells, and a function called for each would cost more than all else. So what writes a column is Python code,
an expression of `x`, from which `straight` composes what writes a record; `make_cell` makes a function of it.

In CSV, strings stand in quotes, numbers and dates bare, and None is nothing at all, so that an empty string and a missing one differ:

    >>> [make_cell(csv_code("string", guarded=True))(value) for value in ("a", 'b"c', "=1", "", None)]
    ['"a"', '"b""c"', '"\\'=1"', '""', '']

In a sheet (ECMA-376, 18.3.1.4), text is text, never a formula or a link, and a number of more than 15 digits, which Excel would
round, is text, too. A cell holds at most 32,767 UTF-16 units; longer texts end in … there. Where a row will stand is not known where
it is made: U+0001, which no sheet holds, is the place of its number, and U+0002 ends a row.

    >>> make_cell(sheet_code("string", 0))("=1&2"), make_cell(sheet_code("decimal", 1))("850")
    ('<c r="A\\x01" t="inlineStr"><is><t>=1&amp;2</t></is></c>', '<c r="B\\x01"><v>850</v></c>')
    >>> make_cell(sheet_code("date", 2))("2027-12-31")
    '<c r="C\\x01" s="1"><v>46752</v></c>'
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
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
_MOST_EXACT = 10**_EXACT_DIGITS
# Day 60 of Excel's calendar is 29 February 1900, which never was; dates before it are none of ours.
_DAY_ZERO = date(1899, 12, 30).toordinal()
_LIKE_AN_ESCAPE = re.compile("_x[0-9a-fA-F]{4}_")
_NO_XML = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
# What goes into a sheet as it is: no mark of XML, nothing that XML or Excel would change, no space that might be at an end.
_IS_PLAIN = (
    "x.isprintable() and '&' not in x and '<' not in x and '>' not in x and ' ' not in x and '_x' not in x "
    f"and len(x) < {_LONGEST_CELL // 2}"
)

Cell = Callable[[Any], str]


def csv_code(kind: ColumnType, *, guarded: bool) -> str:
    """How the values of a column are written; `guarded`: safe to open in a spreadsheet."""
    if kind != "string":
        return "'' if x is None else str(x)"
    if guarded:
        return """'' if x is None else f'"{x}"' if '"' not in x and ('A' <= x < '＋' or x[:1] not in FORMULA) else guarded(x)"""
    return """'' if x is None else f'"{x}"' if '"' not in x else quoted(x)"""


def sheet_code(kind: ColumnType, place: int) -> str:
    """How the values of the column at `place`, counted from 0, are written."""
    start = f'<c r="{letters(place)}{ROW_NUMBER}"'
    if kind == "date":
        return f"'' if x is None else day({start!r}, x)"
    if kind == "string":
        plain = f'{start} t="inlineStr"><is><t>{{x}}</t></is></c>'
        return f"'' if not x else f{plain!r} if {_IS_PLAIN} else text({start!r}, x)"
    if kind == "integer":
        plain = f"{start}><v>{{x}}</v></c>"
        return f"'' if x is None else f{plain!r} if -{_MOST_EXACT} < x < {_MOST_EXACT} else number({start!r}, x)"
    return f"'' if x is None else number({start!r}, x)"


def make_cell(code: str) -> Cell:
    """A function of what `csv_code` or `sheet_code` gives."""
    return eval(f"lambda x: {code}", dict(NAMES))  # type: ignore[no-any-return]  # our own code, of no text


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _guarded(text: str) -> str:
    return _quoted(f"'{text}" if text[:1] in FORMULA else text)


def letters(place: int) -> str:
    """The name of a column, counted from 0.

    >>> letters(0), letters(25), letters(26), letters(701)
    ('A', 'Z', 'AA', 'ZZ')
    """
    rest, last = divmod(place, 26)
    return (letters(rest - 1) if rest else "") + chr(ord("A") + last)


def _text(start: str, text: str) -> str:
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


NAMES: Mapping[str, Any] = {
    "FORMULA": FORMULA, "quoted": _quoted, "guarded": _guarded, "text": _text, "number": _number, "day": _day,
}  # fmt: skip
