"""Parts of documents as an Excel workbook: a sheet a table, the codebook first (extra `clusterx[data]`).

Text is written as text, never as a formula or a link. A number of more than 15 digits, which Excel would round, is written as text.
A table with more rows than a sheet holds (1,048,576 with the header) is refused: such datasets are for Parquet or DuckDB. A cell
holds at most 32,767 characters; longer texts end in … there.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from clusterx.export.codebook import HEADER, codebook
from clusterx.export.columns import TABLES, ColumnType
from clusterx.export.duck import CODEBOOK, need_data
from clusterx.export.output import OutputError
from clusterx.export.parts import BETWEEN_TABLES

MOST_ROWS = 1_048_576
_LONGEST_CELL = 32_767
_EXACT_DIGITS = 15
# A workbook states when it was made; the same documents must give the same bytes.
_MADE = datetime(2000, 1, 1)
_OPTIONS = {
    "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
}  # fmt: skip


class _Sheet:
    """Rows one below the other, each cell by the type of its column."""

    def __init__(
        self, book: Any, name: str, header: Iterable[str], types: Iterable[ColumnType], formats: Mapping[str, Any]
    ) -> None:
        self._name, self._row, self._formats = name, 0, formats
        self._sheet = book.add_worksheet(name)
        self._sheet.freeze_panes(1, 0)
        names = list(header)
        self._writers = [self._write_text] * len(names)
        self.add(names)
        writers = {
            "decimal": self._write_number,
            "integer": self._write_number,
            "float": self._write_number,
            "date": self._write_date,
        }
        self._writers = [writers.get(kind, self._write_text) for kind in types]

    def add(self, cells: Iterable[str]) -> None:
        if self._row >= MOST_ROWS:
            raise OutputError(
                f"the table {self._name} has more than {MOST_ROWS - 1:,} rows, which no Excel sheet holds; write .duckdb, .parquet "
                "or .csv instead"
            )
        for column, (cell, write) in enumerate(zip(cells, self._writers, strict=True)):
            if cell:
                write(column, cell)
        self._row += 1

    def _write_text(self, column: int, cell: str) -> None:
        text = cell if len(cell) <= _LONGEST_CELL else cell[: _LONGEST_CELL - 1] + "…"
        self._sheet.write_string(self._row, column, text)

    def _write_number(self, column: int, cell: str) -> None:
        if len(cell.replace(".", "").strip("-0")) > _EXACT_DIGITS:
            self._write_text(column, cell)
        else:
            self._sheet.write_number(self._row, column, float(cell))

    def _write_date(self, column: int, cell: str) -> None:
        self._sheet.write_datetime(self._row, column, date.fromisoformat(cell), self._formats["date"])


def write_workbook(parts: Iterable[bytes], path: Path, about: Mapping[str, str]) -> None:
    """All tables into a new workbook at `path`. Raises OutputError for a table that is too long."""
    xlsxwriter = need_data("xlsxwriter", "Excel output")
    book = xlsxwriter.Workbook(str(path), {**_OPTIONS, "tmpdir": str(path.parent)})
    book.set_properties({"created": _MADE, "comments": f"clusterx {about.get('clusterx', '')}"})
    for name, value in about.items():
        book.set_custom_property(f"clusterx.{name}", value)
    formats = {"date": book.add_format({"num_format": "yyyy-mm-dd"})}
    codes = _Sheet(book, CODEBOOK, HEADER, ["string"] * len(HEADER), formats)
    for row in codebook():
        codes.add(row)
    sheets = [
        _Sheet(book, t.name, (c.name for c in t.columns), (c.type for c in t.columns), formats) for t in TABLES.values()
    ]
    for part in parts:
        for sheet, lines in zip(sheets, part.decode().split(BETWEEN_TABLES), strict=True):
            for cells in csv.reader(io.StringIO(lines, newline="")):
                sheet.add(cells)
    try:
        book.close()
    except xlsxwriter.exceptions.FileCreateError as error:
        reason = str(error.args[0] if error.args else error)
        raise OutputError(f"cannot write {path.name}: {reason}; free some space, or write elsewhere") from error
