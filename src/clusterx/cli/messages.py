"""What commands say and how they stop; results go to standard output, everything else to standard error."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from typing import NoReturn

import typer

from clusterx.export import OutputError, open_output
from clusterx.read import ReadError, Source, printable_name, read_file

FAILED = 1
_NAMED = 3


def read_or_stop(name: str) -> Source:
    """The text of a file, what is to be known of it told."""
    try:
        source = read_file(name)
    except ReadError as error:
        stop(str(error))
    note_encoding(source)
    for warning in source.meta.warnings:
        tell(f"{source.name}: {warning.message}")
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


def counted(count: int, noun: str) -> str:
    """`1 document`, `2 documents`."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def listed(counts: Counter[str]) -> str:
    return (
        ", ".join(f"{name} {count:,}" for name, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])))
        or "none"
    )


def nothing_found(names: Sequence[str], skipped: Counter[str]) -> str:
    """What was looked for, where nothing was found."""
    where = ", ".join(map(printable_name, names[:_NAMED])) + (" …" if len(names) > _NAMED else "")
    over = f" (passed over: {listed(skipped)})" if skipped else ""
    return f"no document was found in {where}{over}; text, HTML, PDF and Word files are read, and zip and tar of these"
