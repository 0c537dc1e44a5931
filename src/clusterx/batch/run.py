"""One run: plan, read, keep in the journal, put the output together, put it in its place.

Everything before the last step is in the journal's folder, beside the output; what stands at the output's name is the whole old thing or
the whole new one. The output is the same whatever number of workers made it, and however often they were interrupted.
"""

from __future__ import annotations

import os
import shutil
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from clusterx.batch.existing import check_existing
from clusterx.batch.failures import check_failures, write_failures
from clusterx.batch.inputs import Inputs
from clusterx.batch.journal import Failure, Journal
from clusterx.batch.plan import Plan
from clusterx.batch.watch import Watch
from clusterx.batch.work import Outcome, Recipe, Task
from clusterx.batch.workers import outcomes
from clusterx.export.dataset import check_extra, write_dataset
from clusterx.export.output import file_mode, output_errors, remove_leftovers
from clusterx.read import is_archive_name

_NAMED = 10


@dataclass
class RunResult:
    """What came of a run: `kept` documents were read in an earlier one, `failures` are the first of the `failed` ones, `written` is
    the output, None if it stayed as it was; `stopped` if not all was tried, as the first failure was to end it."""

    documents: int = 0
    kept: int = 0
    records: Counter[str] = field(default_factory=Counter)
    warnings: Counter[str] = field(default_factory=Counter)
    failed: int = 0
    failures: list[Failure] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    written: Path | None = None
    failures_file: Path | None = None
    stopped: bool = False

    def count(self, counts: Mapping[str, int], warnings: Mapping[str, int]) -> None:
        """A document more, with its records and warnings."""
        self.documents += 1
        self.records.update(counts)
        self.warnings.update(warnings)


@dataclass
class Run:
    """Documents to one output. Raises OutputError and JournalError; KeyboardInterrupt leaves the journal to go on from."""

    inputs: Inputs
    output: Path
    recipe: Recipe
    workers: int = 1
    fail_fast: bool = False
    overwrite: bool = False
    watch: Watch = field(default_factory=Watch)

    def __call__(self) -> RunResult:
        begin = time.monotonic()
        self.output = Path(os.path.realpath(self.output)) if os.path.islink(self.output) else self.output
        check_extra(self.recipe.form)
        with output_errors(self.output):
            check_existing(self.output, self.recipe.form, overwrite=self.overwrite)
            check_failures(self.output)
        result = RunResult(skipped=self.inputs.skipped)
        with Journal(self.output, self.recipe.fingerprint(), overwrite=self.overwrite) as journal:
            result.stopped = not self._read(journal)
            journal.commit()
            result.kept, result.failed = journal.count_kept(), journal.count_failures()
            result.failures = list(islice(journal.failures(), _NAMED))
            if result.stopped:
                for counts, warnings in journal.tallies():
                    result.count(counts, warnings)
            else:
                self._write(journal, result)
        result.seconds = time.monotonic() - begin
        return result

    def _read(self, journal: Journal) -> bool:
        """Read what is to be read; whether all of it was to be tried."""
        plan = Plan(self.inputs, journal, self.watch, fail_fast=self.fail_fast)
        self.watch.found(len(self.inputs.paths))
        for number, (name, error) in enumerate(self.inputs.problems):
            journal.fail(Task(len(self.inputs.paths) + number, 0, name, name), str(error), "")
            self.watch.failed(name, str(error))
        if self.fail_fast and self.inputs.problems:
            return False
        with journal.errors():
            for outcome in outcomes(plan, self.recipe, self._useful_workers(), journal.new_segment):
                self._take(outcome, plan, journal)
                journal.commit(now=False)
                if self.fail_fast and outcome.status == "failed":
                    return False
        return not (self.fail_fast and journal.count_failures())

    def _useful_workers(self) -> int:
        """No more than there are files: to start one takes longer than to read a few documents. An archive may hold any number."""
        paths = self.inputs.paths
        if len(paths) >= self.workers or any(map(is_archive_name, paths)):
            return self.workers
        return max(1, len(paths))

    def _take(self, outcome: Outcome, plan: Plan, journal: Journal) -> None:
        if outcome.status == "done" and outcome.place:
            journal.add(outcome, outcome.place)
            self.watch.done(outcome.counts)
        elif outcome.status == "same":
            journal.keep(outcome.task, mtime=outcome.mtime)
            self.watch.kept()
        elif outcome.status == "archive":
            plan.unpack(outcome.task)
        else:
            journal.fail(outcome.task, outcome.reason, outcome.trace)
            self.watch.failed(outcome.task.name, outcome.reason)

    def _write(self, journal: Journal, result: RunResult) -> None:
        self.watch.assembling()
        result.failures_file = write_failures(journal, self.output)
        with output_errors(self.output):
            remove_leftovers(self.output)  # of a run for one document
            built = _fresh(journal.folder / "output")
            target = built / self.output.name
            write_dataset(_parts(journal, result), self.recipe.form, target, self.recipe.fingerprint())
            if result.documents:
                _place(target, self.output, built / "before")
                result.written = self.output
        journal.remove()


def _parts(journal: Journal, result: RunResult) -> Iterator[bytes]:
    for data, counts, warnings in journal.parts():
        result.count(counts, warnings)
        yield data


def _fresh(folder: Path) -> Path:
    """An empty folder in place of what a killed run left."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder


def _place(built: Path, output: Path, before: Path) -> None:
    """Put the output in its place; a folder that was there goes aside, and away with the journal."""
    if built.is_dir():
        if output.exists():
            os.replace(output, before)
    else:
        os.chmod(built, file_mode(output))
    os.replace(built, output)
