"""What commands say and how they stop; results go to standard output, everything else to standard error."""

from __future__ import annotations

import sys
from typing import NoReturn

import typer

from clusterx.export import OutputError, open_output
from clusterx.read import ReadError, Source, read_file

FAILED = 1


def read_or_stop(name: str) -> Source:
    try:
        source = read_file(name)
    except ReadError as error:
        stop(str(error))
    note_encoding(source)
    return source


def at_terminal() -> bool:
    """Whether a reader, no program, gets what goes to standard output."""
    return sys.stdout is not None and sys.stdout.isatty()


def note_encoding(source: Source) -> None:
    if source.encoding and source.encoding != "utf-8":
        tell(f"{source.name}: not UTF-8, read as {source.encoding.upper()}")


def print_text(text: str) -> None:
    try:
        with open_output(None) as stream:
            stream.write(text.encode("utf-8", "replace"))
    except OutputError as error:
        stop(str(error))


def tell(message: str) -> None:
    typer.echo(f"clusterx: {message}", err=True)


def stop(message: str | None) -> NoReturn:
    if message:
        tell(message)
    raise typer.Exit(FAILED)
