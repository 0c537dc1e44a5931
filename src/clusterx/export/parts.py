"""A document's part of a dataset: made where the document is read, put together where the output is written.

| format | a part is |
| --- | --- |
| `jsonl`, `json` | the line `{"file": …, "version": …, "sha256": …, "extraction": …}` |
| `csv` | for every table the lines of its rows, safe to open in a spreadsheet |
| `parquet`, `duckdb` | for every table the lines of its rows, as they are |
| `xlsx` | for every table its rows of a sheet |

NUL, which no text of a table holds, separates the tables.

    >>> safe('=cmd|calc'), safe("-5"), safe("到2027年")
    ("'=cmd|calc", "'-5", '到2027年')
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any, Literal

from clusterx.export.cells import FORMULA, csv_code, sheet_code
from clusterx.export.lines import line
from clusterx.export.straight import Writer
from clusterx.records import Extraction

DatasetFormat = Literal["jsonl", "json", "csv", "parquet", "duckdb", "xlsx"]
TABLE_FORMATS: tuple[DatasetFormat, ...] = ("csv", "parquet", "duckdb", "xlsx")
BETWEEN_TABLES = "\0"
_LINE_ENDS = {"csv": "\r\n"}


def encode_part(extraction: Extraction, name: str, facts: Mapping[str, Any], form: DatasetFormat) -> bytes:
    """The part of one document in UTF-8."""
    if form in ("jsonl", "json"):
        return line(name, extraction, facts.get("sha256"))
    texts = _writer(form).write(extraction, name, facts)
    return BETWEEN_TABLES.join([text.replace("\0", "\ufffd") for text in texts]).encode("utf-8", "replace")


def header_line(names: Iterable[str], form: DatasetFormat) -> str:
    """The names of columns as a line of CSV with its end."""
    return ",".join(f'"{name}"' for name in names) + _LINE_ENDS.get(form, "\n")


def text_line(cells: Iterable[str], form: DatasetFormat) -> str:
    """Strings as a line of CSV with its end."""
    guard = safe if form == "csv" else str
    return ",".join(_quoted(cell, guard) for cell in cells) + _LINE_ENDS.get(form, "\n")


def safe(text: str) -> str:
    """The text with `'` before what a spreadsheet would run as a formula."""
    return f"'{text}" if text[:1] in FORMULA else text


@cache
def _writer(form: DatasetFormat) -> Writer:
    if form == "xlsx":
        return Writer(lambda column: sheet_code(column.type), "", "<row>", "</row>")
    end = _LINE_ENDS.get(form, "\n")
    return Writer(lambda column: csv_code(column.type, guarded=form == "csv"), ",", "", end)


def _quoted(text: str, guard: Callable[[str], str]) -> str:
    return f'"{guard(text).replace(chr(34), chr(34) * 2)}"'
