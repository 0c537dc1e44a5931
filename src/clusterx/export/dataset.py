"""Parts of documents put together as one output, in the order in which they come, in bounded memory.

| output | is |
| --- | --- |
| `out.jsonl`, `out.json` | a file: a line a document, or an array of them |
| `out.csv`, `out.parquet` | a folder: a file a table, `codebook.csv`, and `clusterx.json`, by which we know it again |
| `out.duckdb` | a database with the tables, `codebook` and `clusterx` |
| `out.xlsx` | a workbook with a sheet a table and `codebook` |
"""

from __future__ import annotations

import codecs
import json
import os
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path

from clusterx.export.codebook import HEADER, codebook
from clusterx.export.columns import TABLES
from clusterx.export.duck import need_data, write_duckdb, write_parquet
from clusterx.export.parts import BETWEEN_TABLES, DatasetFormat, header_line, text_line
from clusterx.export.workbook import write_workbook

MARKER = "clusterx.json"
FOLDERS: tuple[DatasetFormat, ...] = ("csv", "parquet")


def check_extra(form: DatasetFormat) -> None:
    """Raises OutputError if what writes this form is not installed."""
    for module, forms in (("duckdb", ("duckdb", "parquet")), ("xlsxwriter", ("xlsx",))):
        if form in forms:
            need_data(module, f"{form} output")


def write_dataset(parts: Iterable[bytes], form: DatasetFormat, path: Path, about: Mapping[str, str]) -> None:
    """The output at `path`, whose folder is used for intermediate files. Raises OSError, OutputError."""
    if form in FOLDERS:
        path.mkdir()
        (write_csv if form == "csv" else write_parquet)(parts, path, about)
        _write_codebook(path / "codebook.csv")
        (path / MARKER).write_text(json.dumps(about, ensure_ascii=False, indent=1) + "\n", "utf-8")
    elif form == "duckdb":
        write_duckdb(parts, path, about)
    elif form == "xlsx":
        write_workbook(parts, path, about)
    else:
        _write_lines(parts, form, path)


def write_csv(parts: Iterable[bytes], folder: Path, about: Mapping[str, str]) -> None:
    """A file a table, in UTF-8 with a byte order mark, by which Excel knows it."""
    with ExitStack() as stack:
        streams = []
        for table in TABLES.values():
            stream = stack.enter_context((folder / f"{table.name}.csv").open("wb"))
            stream.write(codecs.BOM_UTF8 + header_line((c.name for c in table.columns), "csv").encode())
            streams.append(stream)
        for part in parts:
            for stream, lines in zip(streams, part.split(BETWEEN_TABLES.encode()), strict=True):
                stream.write(lines)
        for stream in streams:
            stream.flush()
            os.fsync(stream.fileno())


def _write_codebook(path: Path) -> None:
    lines = [header_line(HEADER, "csv"), *(text_line(row, "csv") for row in codebook())]
    path.write_bytes(codecs.BOM_UTF8 + "".join(lines).encode())


def _write_lines(parts: Iterable[bytes], form: DatasetFormat, path: Path) -> None:
    before, end, none = (b"[\n", b"\n]\n", b"[]\n") if form == "json" else (b"", b"\n", b"")
    between = b",\n" if form == "json" else b"\n"
    with path.open("wb") as stream:
        for part in parts:
            stream.write(before + part)
            before = between
        stream.write(end if before == between else none)
        stream.flush()
        os.fsync(stream.fileno())
