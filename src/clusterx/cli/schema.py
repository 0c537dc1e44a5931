"""`clusterx schema`: the JSON Schemas of the records."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from clusterx.cli.messages import print_text, stop
from clusterx.export import SCHEMAS, schema_text, write_schemas


def run(
    record: Annotated[
        str | None, typer.Argument(metavar="[RECORD]", help=f"{', '.join(SCHEMAS)}.", show_default=False)
    ] = None,
    write: Annotated[
        Path | None, typer.Option("--write", metavar="DIR", help="Write every schema into DIR as NAME.json.")
    ] = None,
) -> None:
    """Print the JSON Schema of a record, or of the whole extraction."""
    if write:
        try:
            written = write_schemas(write)
        except OSError as error:
            stop(f"cannot write {write}: {error.strerror}")
        print_text("".join(f"{path}\n" for path in written))
        return
    try:
        text = schema_text(record or "extraction")
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None
    print_text(text)
