"""The commands. Results go to standard output (or `-o`), everything else to standard error.

Exit status: 0 everything was read and written; 1 some input could not be read or some output not written (each is
named with the reason, the other inputs are still done); 2 the command line itself is wrong.
"""

from __future__ import annotations

from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from clusterx import __version__

INTERRUPTED = 130  # 128 and the number of SIGINT, as shells have it
COMMANDS = {
    "extract": "extract",
    "mentions": "mentions",
    "clean": "clean",
    "plan": "plan",
    "schema": "schema",
    "eval": "evaluate",
    "sql": "sql",
    "dedupe": "dedupe",
    "link": "link",
}
"""Each command with its module here, whose `run` it is."""


class Commands(TyperGroup):
    """Loads the module of a command when it is asked for: no command waits for what only another needs."""

    def invoke(self, ctx: Any) -> Any:
        """Ctrl-C ends every command with 130, wherever it is; click would make 1 of it, which stands for failures here."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            raise typer.Exit(INTERRUPTED) from None

    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name in COMMANDS:
            return self._load(cmd_name)
        for name in COMMANDS:  # a name that comes near is proposed
            self._load(name)
        return None

    def _load(self, name: str) -> Any:
        if name not in self.commands:
            alone = typer.Typer(**_MANNER)
            alone.command(name)(import_module(f"clusterx.cli.{COMMANDS[name]}").run)
            self.commands[name] = typer.main.get_command(alone)
        return self.commands[name]


_MANNER: dict[str, Any] = {"add_completion": False, "pretty_exceptions_enable": False, "rich_markup_mode": None}
app = typer.Typer(
    cls=Commands,
    help="Read Chinese industrial-policy documents and news into records that can be checked against the text.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    **_MANNER,
)


@app.callback(invoke_without_command=True)
def root(version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False) -> None:
    """Options of the program itself."""
    if version:
        typer.echo(f"clusterx {__version__}")
        raise typer.Exit
