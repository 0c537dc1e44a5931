"""`clusterx extract`: documents into records.

One document, or standard output: results are written as they come. Several documents, a folder, or tables into a file: a dataset,
made with a journal, so that an interrupted run goes on where it was (`dataset`).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast, get_args

import typer

from clusterx.batch import Recipe, find_inputs
from clusterx.batch.inputs import names_many, no_member
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
from clusterx.cli.endings import ending
from clusterx.cli.messages import at_terminal, counted, note_encoding, nothing_found, stop, tell
from clusterx.cli.options import (
    ExtractFormatOption,
    FailFast,
    Files,
    Output,
    Overwrite,
    Published,
    Quiet,
    Workers,
)
from clusterx.export import Format, OutputError, open_output, write_results
from clusterx.export.lines import Result
from clusterx.export.output import AbandonOutput, is_special, output_errors
from clusterx.export.parts import TABLE_FORMATS, DatasetFormat
from clusterx.read import (
    STANDARD_INPUT,
    NoArchiveError,
    ReadError,
    Source,
    is_archive_name,
    read,
    read_file,
    read_members,
)

_SUFFIXES: dict[str, str] = {f".{form}": form for form in get_args(DatasetFormat)}

if TYPE_CHECKING:
    from clusterx.llm import LLM


def run(
    files: Files = None,
    output: Output = None,
    published: Published = None,
    form: ExtractFormatOption = None,
    workers: Workers = 1,
    fail_fast: FailFast = False,
    overwrite: Overwrite = False,
    quiet: Quiet = False,
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
    chosen = _named_format(form.value, output) if form else _default_format(output, names)
    recipe = Recipe(_dataset_format(chosen), published)
    kept = where_kept(cache, no_cache)
    if model:
        _check_for_model(chosen, workers)
        llm = make_llm(model, base_url, budget_tokens, budget_money, price, kept)
        _check_kept(output, chosen, overwrite=overwrite)
        _stream(names, output, cast(Format, chosen), _Documents(names, recipe, fail_fast=fail_fast, llm=llm))
        return
    if output and chosen != "table" and _is_dataset(output, chosen, names, workers):
        from clusterx.cli.dataset import run_dataset

        run_dataset(names, output, recipe, workers=workers, fail_fast=fail_fast, overwrite=overwrite, quiet=quiet)
        return
    if chosen in TABLE_FORMATS or workers > 1:
        option = f"--format {chosen}" if chosen in TABLE_FORMATS else "--workers"
        raise typer.BadParameter(f"{option} needs a file to write to: add -o PATH")
    _check_kept(output, chosen, overwrite=overwrite)
    _stream(names, output, cast(Format, chosen), _Documents(names, recipe, fail_fast=fail_fast))


def _check_kept(output: Path | None, form: str, *, overwrite: bool) -> None:
    """A file that clusterx did not write, or another version did, is not replaced; a table for reading is."""
    if output is None or form == "table" or is_special(output):
        return
    from clusterx.batch.existing import check_single

    try:
        with output_errors(output):
            check_single(output, form, overwrite=overwrite)
    except OutputError as error:
        stop(str(error))


def _check_for_model(form: str, workers: int) -> None:
    """Budgets are those of one process, and what was answered is kept by the ledger, not by a journal."""
    if form in TABLE_FORMATS:
        raise typer.BadParameter(f"--llm-model writes json, jsonl or table, not {form}; name another output")
    if workers > 1:
        raise typer.BadParameter("--llm-model works with one worker: budgets are those of one process")


def _stream(names: Sequence[str], output: Path | None, form: Format, documents: _Documents) -> None:
    """Results as they come, without a journal."""
    try:
        with open_output(output) as stream:
            write_results(documents, stream, form, single=_is_single(names))
            if documents.stopped or documents.failed == documents.tried:
                raise AbandonOutput
    except OutputError as error:
        stop(str(error))
    incomplete = documents.tally.tell()
    if documents.stopped and not _is_single(names):
        done = counted(documents.tried - documents.failed, "document")
        left = f"; {output} was not written" if output else ""
        stop(f"stopped at the first input that could not be read (--fail-fast); {done} before it{left}")
    if documents.failed:
        stop(f"{documents.failed} of {documents.tried} inputs could not be read" if documents.tried > 1 else None)
    if incomplete or not documents.tried:
        stop(None)


class _Documents:
    """The results for all inputs, one after the other; those that fail are named on standard error and counted."""

    def __init__(self, names: Sequence[str], recipe: Recipe, *, fail_fast: bool, llm: LLM | None = None) -> None:
        self._names, self._recipe, self._fail_fast, self._llm = names, recipe, fail_fast, llm
        self.tried = self.failed = 0
        self.tally = Tally()

    def __iter__(self) -> Iterator[Result]:
        inputs = find_inputs(self._names)
        for _, error in inputs.problems:
            self._fail(str(error))
        for path in () if self.stopped else inputs.paths:
            for source in self._sources(path):
                if result := self._result(source):
                    yield result
                if self.stopped:
                    return
        if not self.tried:
            tell(nothing_found(self._names, inputs.skipped))

    @property
    def stopped(self) -> bool:
        """Whether a failure ended it, so that the other inputs were not tried."""
        return self._fail_fast and self.failed > 0

    def _sources(self, path: str) -> Iterator[Source | ReadError]:
        if path != STANDARD_INPUT and is_archive_name(path) and not os.path.isdir(path):
            try:
                for member in read_members(path):
                    if not no_member(member.name):
                        yield member.error or _attempt(member.data, member.name)
            except NoArchiveError:
                yield _attempt(path)
            except ReadError as error:
                yield error
        else:
            yield _attempt(path)

    def _result(self, source: Source | ReadError) -> Result | None:
        if isinstance(source, ReadError):
            self._fail(str(source))
            return None
        self.tried += 1
        try:
            note_encoding(source)
            extraction = self.tally.note(self._recipe.extract(source, self._llm))
            return Result(source.name, source.text, extraction, source.meta.sha256)
        except Exception as error:  # whatever one document does, the others are still done
            self.failed += 1
            tell(f"{source.name}: cannot be read ({type(error).__name__}: {error}); please report this with the text")
            return None

    def _fail(self, message: str) -> None:
        self.tried += 1
        self.failed += 1
        tell(message)


def _attempt(file: str | bytes, name: str | None = None) -> Source | ReadError:
    try:
        return read_file(file) if isinstance(file, str) else read(file, name=name)
    except ReadError as error:
        return error


def _names(files: Sequence[str] | None) -> list[str]:
    names = list(files or ())
    if not names and (sys.stdin is None or sys.stdin.isatty()):
        raise typer.BadParameter("name at least one file, or - for standard input")
    return names or [STANDARD_INPUT]


def _check_output(output: Path | None, names: Sequence[str]) -> None:
    """Refuse to replace an input by its own result."""
    if output and any(name != STANDARD_INPUT and os.path.realpath(name) == os.path.realpath(output) for name in names):
        raise typer.BadParameter(f"{output} is also an input; it would be overwritten")


def _is_single(names: Sequence[str]) -> bool:
    """Whether there is one document, whether or not it can be read."""
    return len(names) == 1 and not names_many(names[0]) and not is_archive_name(names[0])


def _is_dataset(output: Path, form: str, names: Sequence[str], workers: int) -> bool:
    return not is_special(output) and (form in TABLE_FORMATS or workers > 1 or not _is_single(names))


def _dataset_format(form: str) -> DatasetFormat:
    return form if form in get_args(DatasetFormat) else "jsonl"  # type: ignore[return-value]


def _named_format(form: str, output: Path | None) -> str:
    """Refuse a name that promises another form to whoever finds the file."""
    if output and _SUFFIXES.get(output.suffix.lower(), form) != form:
        raise typer.BadParameter(f"--format {form} contradicts the name {output}; leave one of them out")
    return form


def _default_format(output: Path | None, names: Sequence[str]) -> str:
    if output:
        return _SUFFIXES[ending(output, tuple(_SUFFIXES), ", or give --format")]
    if at_terminal():
        return "table"
    return "json" if _is_single(names) else "jsonl"
