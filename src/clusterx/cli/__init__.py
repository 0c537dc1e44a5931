"""The commands. Results go to standard output (or `-o`), everything else to standard error.

Exit status: 0 everything was read and written; 1 some input could not be read or some output not written (each is
named with the reason, the other inputs are still done); 2 the command line itself is wrong.
"""

from __future__ import annotations

from typing import Annotated

import typer

from clusterx import __version__
from clusterx.cli import clean, dedupe, evaluate, extract, link, mentions, schema, sql

app = typer.Typer(
    help="Read Chinese industrial-policy documents and news into records that can be checked against the text.",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback(invoke_without_command=True)
def root(version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False) -> None:
    """Options of the program itself."""
    if version:
        typer.echo(f"clusterx {__version__}")
        raise typer.Exit


for name, command in {
    "extract": extract,
    "mentions": mentions,
    "clean": clean,
    "schema": schema,
    "eval": evaluate,
    "sql": sql,
    "dedupe": dedupe,
    "link": link,
}.items():
    app.command(name)(command.run)
