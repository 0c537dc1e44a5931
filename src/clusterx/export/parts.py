"""A document's part of a dataset: made where the document is read, put together where the output is written.

| format | a part is |
| --- | --- |
| `jsonl`, `json` | the line `{"file": …, "version": …, "extraction": …}` |
| `csv` | for every table the lines of its rows, safe to open in a spreadsheet |
| `parquet`, `duckdb`, `xlsx` | for every table the lines of its rows, as they are |

Strings stand in quotes, numbers and dates bare, and None is nothing at all, so that an empty string and a missing one differ.
NUL, which no text holds, separates the tables.

    >>> safe('=cmd|calc'), safe("-5"), safe("到2027年")
    ("'=cmd|calc", "'-5", '到2027年')
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, Literal

from clusterx.export.columns import TABLES
from clusterx.export.lines import line
from clusterx.export.rows import flat_rows
from clusterx.records import Extraction

DatasetFormat = Literal["jsonl", "json", "csv", "parquet", "duckdb", "xlsx"]
TABLE_FORMATS: tuple[DatasetFormat, ...] = ("csv", "parquet", "duckdb", "xlsx")
BETWEEN_TABLES = "\0"
# What makes a spreadsheet take a cell for a formula (OWASP, "CSV Injection"), full-width forms included.
_FORMULA = frozenset("=+-@\t\r\n＝＋－＠")
_LINE_ENDS = {"csv": "\r\n"}


def encode_part(extraction: Extraction, name: str, facts: Mapping[str, Any], form: DatasetFormat) -> bytes:
    """The part of one document in UTF-8."""
    if form in ("jsonl", "json"):
        return line(name, extraction)
    rows = flat_rows(extraction.model_dump(mode="json"), name, facts)
    return BETWEEN_TABLES.join(_lines(table, rows[table], form) for table in TABLES).encode("utf-8", "replace")


def header_line(names: Iterable[str], form: DatasetFormat) -> str:
    """The names of columns as a line of CSV with its end."""
    return ",".join(f'"{name}"' for name in names) + _LINE_ENDS.get(form, "\n")


def text_line(cells: Iterable[str], form: DatasetFormat) -> str:
    """Strings as a line of CSV with its end."""
    guard = safe if form == "csv" else str
    return ",".join(_quoted(cell, guard) for cell in cells) + _LINE_ENDS.get(form, "\n")


def safe(text: str) -> str:
    """The text with `'` before what a spreadsheet would run as a formula."""
    return f"'{text}" if text[:1] in _FORMULA else text


def _lines(table: str, rows: Iterable[Sequence[Any]], form: DatasetFormat) -> str:
    """Lines of CSV. Written out, as this is most of what tables cost: a document has some thousands of cells."""
    guarded = form == "csv"
    end = _LINE_ENDS.get(form, "\n")
    is_text = _is_text(table)
    lines = []
    for row in rows:
        cells = []
        for cell, text in zip(row, is_text, strict=True):
            if cell is None:
                cells.append("")
            elif not text:
                cells.append(str(cell))
            else:
                if '"' in cell:
                    cell = cell.replace('"', '""')
                cells.append(f'"\'{cell}"' if guarded and cell[:1] in _FORMULA else f'"{cell}"')
        lines.append(",".join(cells) + end)
    return "".join(lines).replace("\0", "\ufffd")


def _quoted(text: str, guard: Callable[[str], str]) -> str:
    return f'"{guard(text).replace(chr(34), chr(34) * 2)}"'


@cache
def _is_text(table: str) -> tuple[bool, ...]:
    return tuple(column.type == "string" for column in TABLES[table].columns)
