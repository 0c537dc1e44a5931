"""The command `clusterx`, and `python -m clusterx`."""

from __future__ import annotations

import sys

COMMAND_LINE_PACKAGES = {"typer", "rich", "click", "shellingham"}


def main() -> None:
    """Run the command line, or say how to install it."""
    try:
        from clusterx.cli import app
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in COMMAND_LINE_PACKAGES:
            raise
        print('The command line is an extra: python -m pip install "clusterx[cli]"', file=sys.stderr)
        sys.exit(2)
    app(prog_name="clusterx")


if __name__ == "__main__":
    main()
