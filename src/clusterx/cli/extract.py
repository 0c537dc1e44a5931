"""`clusterx extract`: documents into records."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from clusterx.cli.asking import (
    BaseUrl,
    BudgetMoney,
    BudgetTokens,
    Cache,
    Model,
    NoCache,
    Price,
    Tally,
    make_llm,
    where_kept,
)
from clusterx.cli.messages import note_encoding, stop, tell
from clusterx.cli.options import Files, FormatOption, Output, Published
from clusterx.export import Format, OutputError, open_output, write_results
from clusterx.export.lines import Result
from clusterx.export.output import AbandonOutput
from clusterx.pipeline import extract as extract_one
from clusterx.read import STANDARD_INPUT, ReadError, read_file

if TYPE_CHECKING:
    from clusterx.llm import LLM


def run(
    files: Files = None,
    output: Output = None,
    published: Published = None,
    form: FormatOption = None,
    model: Model = None,
    base_url: BaseUrl = None,
    budget_tokens: BudgetTokens = None,
    budget_money: BudgetMoney = None,
    price: Price = None,
    cache: Cache = None,
    no_cache: NoCache = False,
) -> None:
    """Read documents into policy, target, mechanism and project records."""
    names = _names(files)
    _check_output(output, names)
    kept = where_kept(cache, no_cache)
    llm = make_llm(model, base_url, budget_tokens, budget_money, price, kept) if model else None
    failures: list[str] = []
    tally = Tally()
    results = (result for name in names if (result := _extract_file(name, published, failures, llm, tally)))
    try:
        with open_output(output) as stream:
            chosen = form.value if form else _default_format(output, len(names))
            write_results(results, stream, chosen, single=len(names) == 1)
            if len(failures) == len(names):
                raise AbandonOutput
    except OutputError as error:
        stop(str(error))
    if tally.tell() and not failures:
        stop(None)
    if failures:
        stop(f"{len(failures)} of {len(names)} inputs could not be read" if len(names) > 1 else None)


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


def _extract_file(
    name: str, published: date | None, failures: list[str], llm: LLM | None, tally: Tally
) -> Result | None:
    """The result for one input; one that fails is named on standard error and counted."""
    try:
        source = read_file(name)
        note_encoding(source)
        return Result(source.name, source.text, tally.note(extract_one(source.text, published=published, llm=llm)))
    except ReadError as error:
        failures.append(name)
        tell(str(error))
    except Exception as error:  # whatever one document does, the others are still done
        failures.append(name)
        tell(f"{name}: cannot be read ({type(error).__name__}: {error}); please report this with the text")
    return None
