"""`clusterx eval`: figures against annotated documents."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from clusterx.cli.messages import print_text, stop, tell


class EvaluationFormat(str, Enum):
    """The values of `--format` of `eval`."""

    table = "table"
    json = "json"


def run(
    folder: Annotated[
        Path, typer.Argument(metavar="GOLD_DIR", help="Holds NAME.json for each docs/NAME.txt; see docs/annotation.md.")
    ],
    misses: Annotated[
        bool, typer.Option("--misses", help="List what was missed, wrong, or wrongly read, too.")
    ] = False,
    form: Annotated[EvaluationFormat, typer.Option("--format", help="For a reader or for a program.")] = (
        EvaluationFormat.table
    ),
) -> None:
    """Precision, recall and F1 of each record type and slot against your own annotated documents."""
    from clusterx.evaluate import GoldError, report_lines
    from clusterx.evaluate import evaluate as evaluate_folder

    try:
        evaluation = evaluate_folder(folder)
    except GoldError as error:
        for problem in str(error).splitlines():
            tell(problem)
        stop(None)
    if form is EvaluationFormat.json:
        print_text(evaluation.model_dump_json(indent=1, exclude=None if misses else {"misses"}) + "\n")
    else:
        print_text("".join(f"{line}\n" for line in report_lines(evaluation, misses=misses)))
