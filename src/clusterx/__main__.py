"""The command `clusterx`, and `python -m clusterx`."""

from __future__ import annotations

import gc
import os
import sys

COMMAND_LINE_PACKAGES = {"typer", "rich", "click", "shellingham"}
MANY_OBJECTS = 50_000


INTERRUPTED = 130  # 128 and the number of SIGINT, as shells have it


def main() -> None:
    """Run the command line, or say how to install it; Ctrl-C ends it quietly at any moment, its start included."""
    try:
        _run()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


def _run() -> None:
    # To start makes a few hundred thousand objects that all stay: to look for garbage every 700 takes a tenth of the time.
    gc.set_threshold(MANY_OBJECTS)
    # Else pydantic reads the metadata of every installed package, to find plugins that no command has a use for.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    try:
        from clusterx.cli import app
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in COMMAND_LINE_PACKAGES:
            raise
        from clusterx.extras import missing

        print(missing("The command line", "cli"), file=sys.stderr)
        sys.exit(2)
    app(prog_name="clusterx")


if __name__ == "__main__":
    main()
