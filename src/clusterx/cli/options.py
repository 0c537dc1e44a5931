"""The arguments and options that several commands share."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import Annotated

import typer


class FormatName(str, Enum):
    """The values of `--format` where records are shown."""

    json = "json"
    jsonl = "jsonl"
    table = "table"


class ExtractFormat(str, Enum):
    """The values of `--format` of `extract`."""

    json = "json"
    jsonl = "jsonl"
    table = "table"
    csv = "csv"
    xlsx = "xlsx"
    parquet = "parquet"
    duckdb = "duckdb"


def _parse_date(value: str) -> date:
    try:
        return datetime.strptime(value, "%Y-%m-%d").date()
    except ValueError:
        raise typer.BadParameter(f"{value!r} is no date; write it as 2024-03-28") from None


Files = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="PATH…",
        help="Text in any Chinese encoding, HTML, PDF, Word, zip and tar of these; folders with all below them; patterns "
        "('docs/**/*.html'); - is standard input.",
        show_default=False,
    ),
]
SomeFiles = Annotated[
    list[str] | None,
    typer.Argument(metavar="FILE…", help="Text, HTML, PDF or Word; - is standard input.", show_default=False),
]
OneFile = Annotated[str, typer.Argument(metavar="FILE", help="Text, HTML, PDF or Word; - is standard input.")]
Published = Annotated[
    date | None,
    typer.Option(
        parser=_parse_date,
        metavar="DATE",
        help="Date of the documents (2024-03-28), for words such as 今年; by default the date that each states itself.",
    ),
]
Output = Annotated[
    Path | None,
    typer.Option(
        "-o",
        "--output",
        metavar="PATH",
        help="Write there, whole or not at all: .json, .jsonl, .csv, .xlsx, .parquet or .duckdb (.csv and .parquet are folders).",
    ),
]
FormatOption = Annotated[
    FormatName | None,
    typer.Option("--format", help="json, jsonl: for a program; table: for a reader.", show_default=False),
]
ExtractFormatOption = Annotated[
    ExtractFormat | None,
    typer.Option(
        "--format",
        help="json: the extraction itself (several files: an array); jsonl: one line a file with its name; table: for "
        "a reader; csv, xlsx, parquet, duckdb: flat tables. By default what -o ends in, else table at a terminal, else json "
        "for one file and jsonl for several.",
        show_default=False,
    ),
]
Workers = Annotated[int, typer.Option("--workers", min=1, metavar="N", help="Read in N processes (with -o).")]
FailFast = Annotated[
    bool,
    typer.Option(
        "--fail-fast", help="Stop at the first document that cannot be read; the same command goes on from there."
    ),
]
Overwrite = Annotated[
    bool,
    typer.Option(
        "--overwrite",
        help="Begin anew: forget an unfinished run, and replace an output of another version or a file that is not ours.",
    ),
]
Quiet = Annotated[bool, typer.Option("-q", "--quiet", help="No progress bar and no summary; failures are still named.")]
