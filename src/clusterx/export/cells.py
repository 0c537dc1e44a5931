"""Values as cells: of a line of CSV, or of a row of a sheet of a workbook.

A document has thousands of cells, and a function called for each would cost more than all else. So what writes a column is Python code,
an expression of `x`, from which `straight` composes what writes a record; `make_cell` makes a function of it.

In CSV, strings stand in quotes, numbers and dates bare, and None is nothing at all, so that an empty string and a missing one differ:

    >>> [make_cell(csv_code("string", guarded=True))(value) for value in ("a", 'b"c', "=1", "", None)]
    ['"a"', '"b""c"', '"\\'=1"', '""', '']

In a sheet (ECMA-376, 18.3.1.4), text is text, never a formula or a link, and a number of more than 15 digits, which Excel would
round, is text, too. A cell holds at most 32,767 UTF-16 units; longer texts end in … there. Rows and cells do without the reference that
they may have, so that one that has none stands behind the one before: where a row will stand is not known where it is made, and
references, which do not compress, would be half of the file. So a missing value is an empty cell.

    >>> [make_cell(sheet_code("string"))(text) for text in ("=1&2", None)]
    ['<c t="inlineStr"><is><t>=1&amp;2</t></is></c>', '<c/>']
    >>> make_cell(sheet_code("decimal"))("850"), make_cell(sheet_code("date"))("2027-12-31")
    ('<c><v>850</v></c>', '<c s="1"><v>46752</v></c>')
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from clusterx.export.columns import ColumnType

# What makes a spreadsheet take a cell for a formula (OWASP, "CSV Injection"), full-width forms included.
FORMULA = frozenset("=+-@\t\r\n＝＋－＠")
# The style that a workbook gives its first format, which is that of dates.
_DATE_STYLE = 1
_LONGEST_CELL = 32_767
_EXACT_DIGITS = 15
_MOST_EXACT = 10**_EXACT_DIGITS
# Day 60 of Excel's calendar is 29 February 1900, which never was; dates before it are none of ours.
_DAY_ZERO = date(1899, 12, 30).toordinal()
_LIKE_AN_ESCAPE = re.compile("_x[0-9a-fA-F]{4}_")
_NO_XML = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
# What goes into a sheet as it is: letters and digits, as most cells hold nothing else, or no mark of XML, nothing that XML or Excel
# would change, and no space that might be at an end.
_IS_PLAIN = (
    f"len(x) < {_LONGEST_CELL // 2} and (x.isalnum() or x.isprintable() and '&' not in x and '<' not in x "
    "and '>' not in x and ' ' not in x and '_x' not in x)"
)

Cell = Callable[[Any], str]


def csv_code(kind: ColumnType, *, guarded: bool) -> str:
    """How the values of a column are written; `guarded`: safe to open in a spreadsheet."""
    if kind != "string":
        return "'' if x is None else str(x)"
    if guarded:
        return """'' if x is None else f'"{x}"' if '"' not in x and ('A' <= x < '＋' or x[:1] not in FORMULA) else guarded(x)"""
    return """'' if x is None else f'"{x}"' if '"' not in x else quoted(x)"""


def sheet_code(kind: ColumnType) -> str:
    """How the values of a column are written in a sheet."""
    if kind == "date":
        return f"""'<c s="{_DATE_STYLE}"/>' if x is None else day(x)"""
    if kind == "string":
        return f"""'<c/>' if not x else f'<c t="inlineStr"><is><t>{{x}}</t></is></c>' if {_IS_PLAIN} else text(x)"""
    if kind == "integer":
        return f"'<c/>' if x is None else f'<c><v>{{x}}</v></c>' if -{_MOST_EXACT} < x < {_MOST_EXACT} else number(x)"
    return "'<c/>' if x is None else number(x)"


def make_cell(code: str) -> Cell:
    """A function of what `csv_code` or `sheet_code` gives."""
    return eval(f"lambda x: {code}", dict(NAMES))  # type: ignore[no-any-return]  # our own code, of no text


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _guarded(text: str) -> str:
    return _quoted(f"'{text}" if text[:1] in FORMULA else text)


def _text(text: str) -> str:
    text = _escaped(_shortened(text))
    space = ' xml:space="preserve"' if text[0].isspace() or text[-1].isspace() else ""
    return f'<c t="inlineStr"><is><t{space}>{text}</t></is></c>'


def _escaped(text: str) -> str:
    text = _LIKE_AN_ESCAPE.sub(lambda found: f"_x005F{found[0]}", text.replace("\0", "\ufffd"))
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _NO_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def _shortened(text: str) -> str:
    units = text.encode("utf-16-le", "replace")
    if len(units) <= 2 * _LONGEST_CELL:
        return text
    return units[: 2 * (_LONGEST_CELL - 1)].decode("utf-16-le", "ignore") + "…"


def _number(number: object) -> str:
    text = str(number)
    if len(text) > _EXACT_DIGITS and len(text.replace(".", "").strip("-0")) > _EXACT_DIGITS:
        return _text(text)
    return f"<c><v>{text}</v></c>"


def _day(day: date | str) -> str:
    number = (day if isinstance(day, date) else date.fromisoformat(day)).toordinal() - _DAY_ZERO
    return f'<c s="{_DATE_STYLE}"><v>{number}</v></c>'


NAMES: Mapping[str, Any] = {
    "FORMULA": FORMULA, "quoted": _quoted, "guarded": _guarded, "text": _text, "number": _number, "day": _day,
}  # fmt: skip
