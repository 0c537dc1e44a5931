"""What the ending of an output's name promises, so that nothing else is written there.

>>> ending(Path("out.CSV"), (".jsonl", ".csv"))
'.csv'
>>> try:
...     ending(Path("out.foo"), (".jsonl", ".csv"))
... except typer.BadParameter as error:
...     print(error.message)
.foo is not written; name .jsonl or .csv
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import typer

from clusterx.export.output import is_special


def ending(output: Path, written: Sequence[str], otherwise: str = "") -> str:
    """The one of the endings `written` that the name has, the first one for a pipe or a device. Raises BadParameter."""
    found = output.suffix.lower()
    if found in written:
        return found
    if is_special(output) or os.path.isdir(output):  # whoever writes says that it is a folder
        return written[0]
    if str(output) == "-":
        raise typer.BadParameter("- is no file to write to; without -o, results go to standard output")
    what = f"{found} is not written" if found else f"{output} has no ending that says what to write"
    listed = f"{', '.join(written[:-1])} or {written[-1]}" if len(written) > 1 else written[0]
    raise typer.BadParameter(f"{what}; name {listed}{otherwise}")
