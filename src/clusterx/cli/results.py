"""What commands do with results that `clusterx extract -o out.jsonl` has written."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from clusterx.cli.endings import ending
from clusterx.cli.messages import stop, tell
from clusterx.export.written import REMEDY, ResultsError, Written, read_results

Results = Annotated[
    Path,
    typer.Argument(
        metavar="RESULTS", help="JSON lines that `clusterx extract -o out.jsonl` wrote.", show_default=False
    ),
]
Listing = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="PATH", help="Write there, .jsonl or .csv, whole or not at all."),
]


_NAMED = 10
_LISTINGS = (".jsonl", ".csv")


class Reader:
    """The results of a file; what cannot be used is counted, and the first of it named on standard error."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._named: set[str] = set()
        self.failures = 0

    def __iter__(self) -> Iterator[Written]:
        try:
            for written in read_results(self._path):
                if self.failures == _NAMED and not self._named:
                    stop(f"{self._path}: these are no results; {REMEDY}")
                if not written.extraction:
                    self.fail(written.error)
                elif written.file in self._named:
                    self.fail(f"{self._path}: {written.file} is there twice; the first one counts")
                else:
                    self._named.add(written.file)
                    yield written
        except ResultsError as error:
            stop(str(error))

    def fail(self, message: str) -> None:
        """Names what could not be used."""
        self.failures += 1
        if self.failures <= _NAMED:
            tell(message)

    def finish(self) -> None:
        """Exit status 1 if anything could not be used."""
        if self.failures > _NAMED:
            tell(f"… and {self.failures - _NAMED:,} more")
        if self.failures:
            stop(None)


def check_listing(output: Path | None, kept: Path | None = None) -> None:
    """Refuse a name that promises another form than is written: of a listing, and of results that are written again."""
    if output:
        ending(output, _LISTINGS)
    if kept:
        ending(kept, _LISTINGS[:1])


def check_distinct(results: Path, *outputs: Path | None) -> None:
    """Refuse to write over what is read, or twice to one file."""
    given = [os.path.realpath(path) for path in (results, *outputs) if path]
    if len(set(given)) < len(given):
        raise typer.BadParameter("results and outputs must be different files")
