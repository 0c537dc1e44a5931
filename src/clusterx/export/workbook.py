"""Parts of documents as an Excel workbook: a sheet a table, the codebook first (extra `data`).

XlsxWriter makes the workbook with its codebook, styles, properties and the heads of its sheets. The rows come as XML from where the
documents are read (`cells`) and go between head and end of their sheet. A table with more rows than a
sheet holds (1,048,576 with the header) is refused: such datasets are for Parquet or DuckDB.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from clusterx.export.codebook import HEADER, codebook
from clusterx.export.columns import TABLES, Table
from clusterx.export.duck import CODEBOOK, need_data
from clusterx.export.output import OutputError
from clusterx.export.parts import BETWEEN_TABLES

MOST_ROWS = 1_048_576
# A workbook states when it was made; the same documents must give the same bytes.
_MADE = datetime(2000, 1, 1)
_OPTIONS = {
    "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
}  # fmt: skip
_ROW_END, _ROWS_END = b"</row>", b"</sheetData>"
_DATE_WIDTH = 11
# Four times as fast as the default, for files that are a tenth larger.
_COMPRESSION = 2
_BUFFER = 1 << 20


class _Rows:
    """The rows of one sheet."""

    def __init__(self, table: Table, stream: IO[bytes]) -> None:
        self.table, self.stream = table, stream
        self.count = 1

    def add(self, rows: bytes) -> None:
        self.count += rows.count(_ROW_END)
        if self.count > MOST_ROWS:
            raise OutputError(
                f"the table {self.table.name} has more than {MOST_ROWS - 1:,} rows, which no Excel sheet holds; write .duckdb, "
                ".parquet or .csv instead"
            )
        self.stream.write(rows)

    def into(self, stream: IO[bytes], head: bytes) -> None:
        """Write the sheet: its head with what it holds now, the rows, its end."""
        last = _letters(len(self.table.columns) - 1)
        start, end = head.split(_ROWS_END)
        stream.write(start.replace(f'A1:{last}1"'.encode(), f'A1:{last}{self.count}"'.encode(), 1))
        self.stream.seek(0)
        shutil.copyfileobj(self.stream, stream, _BUFFER)
        stream.write(_ROWS_END + end)


def write_workbook(parts: Iterable[bytes], path: Path, about: Mapping[str, str]) -> None:
    """All tables into a new workbook at `path`. Raises OSError, and OutputError for a table that is too long."""
    spool = path.parent / "spool"
    spool.mkdir(exist_ok=True)
    heads = spool / "heads.xlsx"
    _write_heads(heads, about)
    with ExitStack() as stack:
        streams = [stack.enter_context((spool / table).open("w+b", buffering=_BUFFER)) for table in TABLES]
        sheets = [_Rows(table, stream) for table, stream in zip(TABLES.values(), streams, strict=True)]
        for part in parts:
            for sheet, rows in zip(sheets, part.split(BETWEEN_TABLES.encode()), strict=True):
                if rows:
                    sheet.add(rows)
        _put_together(heads, sheets, path)


def _write_heads(path: Path, about: Mapping[str, str]) -> None:
    """A workbook that has everything but rows."""
    xlsxwriter = need_data("xlsxwriter", "Excel output")
    book = xlsxwriter.Workbook(str(path), _OPTIONS)
    book.set_properties({"created": _MADE, "comments": f"clusterx {about.get('clusterx', '')}"})
    for name, value in about.items():
        book.set_custom_property(f"clusterx.{name}", value)
    dates = book.add_format({"num_format": "yyyy-mm-dd"})
    _write_sheet(book, CODEBOOK, [HEADER, *codebook()])
    for table in TABLES.values():
        sheet = _write_sheet(book, table.name, [[column.name for column in table.columns]])
        for place, column in enumerate(table.columns):
            if column.type == "date":
                sheet.set_column(place, place, _DATE_WIDTH, dates)
    try:
        book.close()
    except xlsxwriter.exceptions.FileCreateError as error:
        reason = str(error.args[0] if error.args else error)
        raise OutputError(f"cannot write {path.name}: {reason}; free some space, or write elsewhere") from error


def _write_sheet(book: Any, name: str, rows: Sequence[Sequence[str]]) -> Any:
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    for place, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell:
                sheet.write_string(place, column, cell)
    return sheet


def _put_together(heads: Path, sheets: Sequence[_Rows], path: Path) -> None:
    names = {f"xl/worksheets/sheet{number}.xml": sheet for number, sheet in enumerate(sheets, 2)}
    with ZipFile(heads) as source, path.open("wb") as file:
        with ZipFile(file, "w", ZIP_DEFLATED, compresslevel=_COMPRESSION) as book:
            for info in source.infolist():
                copy = ZipInfo(info.filename, info.date_time)
                copy.compress_type, copy.external_attr = ZIP_DEFLATED, info.external_attr
                with book.open(copy, "w", force_zip64=True) as stream:
                    if sheet := names.get(info.filename):
                        sheet.into(stream, source.read(info))
                    else:
                        stream.write(source.read(info))
        file.flush()
        os.fsync(file.fileno())


def _letters(place: int) -> str:
    """The name of a column, counted from 0.

    >>> _letters(0), _letters(25), _letters(26), _letters(701)
    ('A', 'Z', 'AA', 'ZZ')
    """
    rest, last = divmod(place, 26)
    return (_letters(rest - 1) if rest else "") + chr(ord("A") + last)
