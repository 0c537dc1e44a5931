"""A run over many documents at the terminal: progress while it goes, a summary when it is done."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import typer

from clusterx.batch import Recipe, Run, RunResult, find_inputs
from clusterx.batch.journal import journal_folder
from clusterx.batch.watch import Watch
from clusterx.batch.workers import WorkerError
from clusterx.cli import INTERRUPTED
from clusterx.cli.messages import FAILED, counted, listed, nothing_found, stop, tell
from clusterx.export import OutputError


def run_dataset(
    names: Sequence[str],
    output: Path,
    recipe: Recipe,
    *,
    workers: int,
    fail_fast: bool,
    overwrite: bool,
    quiet: bool,
) -> None:
    """Read the documents that `names` mean and write `output`; exit status as for every command, 130 when interrupted."""
    watch = _watch(quiet)
    try:
        inputs = find_inputs(names, output=output)
        with watch:
            result = Run(inputs, output, recipe, workers, fail_fast, overwrite, watch)()
    except KeyboardInterrupt:
        kept = " what was read is kept: run the same command again to go on" if _journal(output).exists() else ""
        tell(f"interrupted;{kept or ' nothing was read yet'}")
        raise typer.Exit(INTERRUPTED) from None
    except (OutputError, WorkerError) as error:
        stop(str(error))
    _report(result, names, output, quiet=quiet)


class Counts(Watch):
    """Counts what happens; a context manager, as a progress bar must be ended."""

    def __init__(self) -> None:
        self.total = self.read = self.failures = self.records = 0

    def __enter__(self) -> Counts:
        return self

    def __exit__(self, *exception: object) -> None:
        """Nothing is shown."""

    def found(self, documents: int) -> None:
        self.total += documents
        self.show()

    def kept(self) -> None:
        self.read += 1
        self.show()

    def done(self, counts: Mapping[str, int]) -> None:
        self.read += 1
        self.records += sum(counts.values())
        self.show()

    def failed(self, name: str, reason: str) -> None:
        self.failures += 1
        self.show()

    def show(self) -> None:
        """For whoever shows it."""


def _watch(quiet: bool) -> Counts:
    if quiet or not sys.stderr.isatty():
        return Counts()
    from clusterx.cli.progress import ProgressBar

    return ProgressBar()


def _report(result: RunResult, names: Sequence[str], output: Path, *, quiet: bool) -> None:
    for failure in result.failures:
        tell(failure.reason)
    if result.failed > len(result.failures):
        tell(f"… and {result.failed - len(result.failures):,} more")
    if not quiet:
        for line in summary(result):
            tell(line)
    if not result.written:
        stays = ", what is there stays" if output.exists() else ""
        tell(
            f"{output} was not written{stays}" + ("" if result.failed else f": {nothing_found(names, result.skipped)}")
        )
    if result.stopped:
        tell(_how_to_go_on(result, output))
    elif result.failed:
        total = result.failed + result.documents
        where = f"; see {result.failures_file}" if result.failures_file else ""
        tell(f"{result.failed:,} of {counted(total, 'input')} could not be read{where}")
    if result.failed or not result.written:
        raise typer.Exit(FAILED)


def _how_to_go_on(result: RunResult, output: Path) -> str:
    kept = f": what was read is kept in {_journal(output)}" if _journal(output).exists() else ""
    return (
        f"stopped at {result.failures[0].name}, the first input that could not be read (--fail-fast). Mend it or take it away, and run "
        f"the same command again to go on, or go on without --fail-fast{kept}"
    )


def _journal(output: Path) -> Path:
    """Of what a link leads to, as a run has it."""
    return journal_folder(Path(os.path.realpath(output)) if os.path.islink(output) else output)


def summary(result: RunResult) -> list[str]:
    """What a run made, in a few lines."""
    minutes, seconds = divmod(result.seconds, 60)
    lines = [f"{counted(result.documents, 'document')} in {minutes:.0f}:{seconds:04.1f}"]
    if result.kept:
        lines.append(f"read by an earlier run: {result.kept:,}")
    lines.append("records: " + listed(result.records))
    if result.warnings:
        lines.append("warnings: " + listed(result.warnings))
    if result.skipped:
        lines.append("passed over: " + listed(result.skipped))
    if result.written:
        lines.append(f"written: {result.written}")
    return lines
