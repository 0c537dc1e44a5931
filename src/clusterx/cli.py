"""The commands. Results go to standard output (or `-o`), everything else to standard error.

Exit status: 0 everything was read and written; 1 some input could not be read or some output not written (each is
named with the reason, the other inputs are still done); 2 the command line itself is wrong.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from clusterx import __version__
from clusterx.clean import clean as clean_whole
from clusterx.export import SCHEMAS, Format, OutputError, open_output, schema_text, write_results, write_schemas
from clusterx.export.lines import Result
from clusterx.export.output import AbandonOutput
from clusterx.export.place import place
from clusterx.pipeline import extract as extract_one
from clusterx.pipeline import mentions as find_all
from clusterx.read import STANDARD_INPUT, ReadError, Source, read_file
from clusterx.text import Repair

FAILED = 1

app = typer.Typer(
    help="Read Chinese industrial-policy documents and news into records that can be checked against the text.",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class FormatName(str, Enum):
    """The values of `--format`."""

    json = "json"
    jsonl = "jsonl"
    table = "table"


class EvaluationFormat(str, Enum):
    """The values of `--format` of `eval`."""

    table = "table"
    json = "json"


def _parse_date(value: str) -> date:
    try:
        return datetime.strptime(value, "%Y-%m-%d").date()
    except ValueError:
        raise typer.BadParameter(f"{value!r} is no date; write it as 2024-03-28") from None


Files = Annotated[
    list[str] | None,
    typer.Argument(metavar="FILE…", help="Plain text, UTF-8 or GB18030; - is standard input.", show_default=False),
]
OneFile = Annotated[str, typer.Argument(metavar="FILE", help="Plain text, UTF-8 or GB18030; - is standard input.")]
Published = Annotated[
    date | None,
    typer.Option(
        parser=_parse_date,
        metavar="DATE",
        help="Date of the documents (2024-03-28), for words such as 今年; by default the date that each states itself.",
    ),
]
Output = Annotated[
    Path | None, typer.Option("-o", "--output", metavar="PATH", help="Write there, whole or not at all.")
]
FormatOption = Annotated[
    FormatName | None,
    typer.Option(
        "--format",
        help="json: the extraction itself (several files: an array); jsonl: one line a file with its name; table: for "
        "a reader. By default table at a terminal, else json for one file and jsonl for several.",
        show_default=False,
    ),
]


@app.callback(invoke_without_command=True)
def root(version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False) -> None:
    """Options of the program itself."""
    if version:
        typer.echo(f"clusterx {__version__}")
        raise typer.Exit


@app.command()
def extract(files: Files = None, output: Output = None, published: Published = None, form: FormatOption = None) -> None:
    """Read documents into policy, target, mechanism and project records."""
    names = _names(files)
    _check_output(output, names)
    failures: list[str] = []
    results = (result for name in names if (result := _extract_file(name, published, failures)))
    try:
        with open_output(output) as stream:
            chosen = form.value if form else _default_format(output, len(names))
            write_results(results, stream, chosen, single=len(names) == 1)
            if len(failures) == len(names):
                raise AbandonOutput
    except OutputError as error:
        _stop(str(error))
    if failures:
        _stop(f"{len(failures)} of {len(names)} inputs could not be read" if len(names) > 1 else None)


@app.command()
def mentions(file: OneFile, published: Published = None, form: FormatOption = None) -> None:
    """List every quantity and period of a text with its place."""
    source = _read_or_stop(file)
    found = find_all(source.text, published=published)
    chosen = form.value if form else _default_format(None, 1)
    try:
        with open_output(None) as stream:
            if chosen == "table":
                from clusterx.export.table import write_mention_table

                write_mention_table(found, source.text, stream)
            else:
                stream.writelines(mention.model_dump_json().encode() + b"\n" for mention in found)
    except OutputError as error:
        _stop(str(error))


@app.command()
def clean(
    file: OneFile, explain: Annotated[bool, typer.Option("--explain", help="List the repairs instead.")] = False
) -> None:
    """Print the text as it is read: repaired, simplified, without page head and tail."""
    source = _read_or_stop(file)
    aligned = clean_whole(source.text)
    in_order = sorted(aligned.repairs, key=lambda repair: repair.start)
    lines = [_repair_line(repair, source.text) for repair in in_order] if explain else [aligned.text]
    _print_text("".join(line if line.endswith("\n") else f"{line}\n" for line in lines))


@app.command()
def schema(
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
            _stop(f"cannot write {write}: {error.strerror}")
        _print_text("".join(f"{path}\n" for path in written))
        return
    try:
        text = schema_text(record or "extraction")
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None
    _print_text(text)


@app.command("eval")
def evaluate(
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
        for problem in error.problems:
            _tell(problem)
        _stop(None)
    if form is EvaluationFormat.json:
        _print_text(evaluation.model_dump_json(indent=1, exclude=None if misses else {"misses"}) + "\n")
    else:
        _print_text("".join(f"{line}\n" for line in report_lines(evaluation, misses=misses)))


def _names(files: Sequence[str] | None) -> list[str]:
    names = list(files or ())
    if not names and sys.stdin.isatty():
        raise typer.BadParameter("name at least one file, or - for standard input")
    return names or [STANDARD_INPUT]


def _check_output(output: Path | None, names: Sequence[str]) -> None:
    """Refuse to replace an input by its own result."""
    if output and any(name != STANDARD_INPUT and os.path.realpath(name) == os.path.realpath(output) for name in names):
        raise typer.BadParameter(f"{output} is also an input; it would be overwritten")


def _default_format(output: Path | None, inputs: int) -> Format:
    if output:
        return "json" if output.suffix == ".json" else "jsonl"
    if sys.stdout.isatty():
        return "table"
    return "json" if inputs == 1 else "jsonl"


def _extract_file(name: str, published: date | None, failures: list[str]) -> Result | None:
    """The result for one input; one that fails is named on standard error and counted."""
    try:
        source = read_file(name)
        _note_encoding(source)
        return Result(source.name, source.text, extract_one(source.text, published=published))
    except ReadError as error:
        failures.append(name)
        _tell(str(error))
    except Exception as error:  # whatever one document does, the others are still done
        failures.append(name)
        _tell(f"{name}: cannot be read ({type(error).__name__}: {error}); please report this with the text")
    return None


def _read_or_stop(name: str) -> Source:
    try:
        source = read_file(name)
    except ReadError as error:
        _stop(str(error))
    _note_encoding(source)
    return source


def _note_encoding(source: Source) -> None:
    if source.encoding != "utf-8":
        _tell(f"{source.name}: not UTF-8, read as {source.encoding.upper()}")


def _repair_line(repair: Repair, text: str) -> str:
    where = place(text, repair.start)
    return f"{where}\t{repair.kind}\t{repair.level}\t{repair.before!r} → {repair.after!r}"


def _print_text(text: str) -> None:
    try:
        with open_output(None) as stream:
            stream.write(text.encode("utf-8", "replace"))
    except OutputError as error:
        _stop(str(error))


def _tell(message: str) -> None:
    typer.echo(f"clusterx: {message}", err=True)


def _stop(message: str | None) -> NoReturn:
    if message:
        _tell(message)
    raise typer.Exit(FAILED)
