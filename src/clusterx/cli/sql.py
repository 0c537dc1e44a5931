"""`clusterx sql`: questions to a dataset."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from clusterx.cli.messages import at_terminal, stop
from clusterx.export import OutputError, open_output


class QueryFormat(str, Enum):
    """The values of `--format` of `sql`."""

    table = "table"
    csv = "csv"
    json = "json"


def run(
    dataset: Annotated[
        Path, typer.Argument(metavar="DATASET", help="What extract -o NAME.duckdb or NAME.parquet wrote.")
    ],
    question: Annotated[
        str, typer.Argument(metavar="QUESTION", help='SQL: "select indicator, quantity_value from targets".')
    ],
    form: Annotated[
        QueryFormat | None,
        typer.Option(
            "--format",
            help="table for a reader, csv, or json (a line a row); table at a terminal, else csv.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Ask a dataset in SQL; it is only read. `select * from codebook` tells every table and column."""
    from clusterx.export.query import QueryError, ask, write_answer

    chosen = form or (QueryFormat.table if at_terminal() else QueryFormat.csv)
    try:
        with ask(dataset, question) as answer, open_output(None) as stream:
            write_answer(answer, stream, chosen.value)
    except (QueryError, OutputError) as error:
        stop(str(error))
