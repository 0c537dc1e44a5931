"""`clusterx clean`: the repaired text, or the repairs."""

from __future__ import annotations

from typing import Annotated

import typer

from clusterx.cli.messages import print_text, read_or_stop
from clusterx.cli.options import OneFile
from clusterx.export.place import place
from clusterx.text import Repair


def run(
    file: OneFile, explain: Annotated[bool, typer.Option("--explain", help="List the repairs instead.")] = False
) -> None:
    """Print the text as it is read: repaired, simplified, without page head and tail."""
    from clusterx.clean import clean as clean_whole

    source = read_or_stop(file)
    aligned = clean_whole(source.text)
    in_order = sorted(aligned.repairs, key=lambda repair: repair.start)
    lines = [_repair_line(repair, source.text) for repair in in_order] if explain else [aligned.text]
    print_text("".join(line if line.endswith("\n") else f"{line}\n" for line in lines))


def _repair_line(repair: Repair, text: str) -> str:
    where = place(text, repair.start)
    return f"{where}\t{repair.kind}\t{repair.level}\t{repair.before!r} → {repair.after!r}"
