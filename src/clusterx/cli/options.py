"""The arguments and options that several commands share."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import Annotated

import typer


class FormatName(str, Enum):
    """The values of `--format`."""

    json = "json"
    jsonl = "jsonl"
    table = "table"


def _parse_date(value: str) -> date:
    try:
        return datetime.strptime(value, "%Y-%m-%d").date()
    except ValueError:
        raise typer.BadParameter(f"{value!r} is no date; write it as 2024-03-28") from None


Files = Annotated[
    list[str] | None,
    typer.Argument(metavar="FILE…", help="Plain text, UTF-8 or GB18030; - is standard input.", show_default=False),
]
OneFile = Annotated[str, typer.Argument(metavar="FILE", help="Plain text, UTF-8 or GB18030; - is standard input.")]
Published = Annotated[
    date | None,
    typer.Option(
        parser=_parse_date,
        metavar="DATE",
        help="Date of the documents (2024-03-28), for words such as 今年; by default the date that each states itself.",
    ),
]
Output = Annotated[
    Path | None, typer.Option("-o", "--output", metavar="PATH", help="Write there, whole or not at all.")
]
FormatOption = Annotated[
    FormatName | None,
    typer.Option(
        "--format",
        help="json: the extraction itself (several files: an array); jsonl: one line a file with its name; table: for "
        "a reader. By default table at a terminal, else json for one file and jsonl for several.",
        show_default=False,
    ),
]
