"""`clusterx dedupe`: copies of one text among the documents that were read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clusterx.cli.messages import stop, tell
from clusterx.cli.results import Listing, Reader, Results, check_distinct, check_listing
from clusterx.export import OutputError, open_output
from clusterx.export.listing import write_listing
from clusterx.export.written import REMEDY, read_results
from clusterx.read import Documents, ReadError

if TYPE_CHECKING:
    from clusterx.dedupe import Fingerprint, Group

Texts = Annotated[
    Path | None,
    typer.Option("--texts", metavar="DIR", help="Where the documents are, if not where the results say."),
]
Kept = Annotated[
    Path | None,
    typer.Option("--keep", metavar="PATH", help="Write the results again, without copies; whole or not at all."),
]
Threshold = Annotated[
    float,
    typer.Option("--threshold", min=0.05, max=1.0, help="Least share of text in common; 1 finds equal texts only."),
]


def run(
    results: Results, texts: Texts = None, output: Listing = None, keep: Kept = None, threshold: Threshold = 0.6
) -> None:
    """List the copies of each text, the one to read first: reprints, mirrors, damaged and cut ones."""
    check_distinct(results, output, keep)
    check_listing(output, keep)
    if texts and not texts.is_dir():
        stop(f"{texts}: no such folder; name the one that holds the documents")
    reader = Reader(results)
    groups = _groups(reader, texts, threshold)
    copies = sum(len(group.copies) - 1 for group in groups)
    try:
        _write(groups, results, output, keep)
    except OutputError as error:
        stop(str(error))
    tell(f"{copies + len(groups)} documents, {copies} of them copies of another")
    reader.finish()


def _groups(reader: Reader, texts: Path | None, threshold: float) -> list[Group]:
    try:
        from clusterx.dedupe import group
    except ModuleNotFoundError as error:
        stop(str(error))
    return group(_fingerprints(reader, texts), threshold=threshold)


def _fingerprints(reader: Reader, texts: Path | None) -> Iterator[Fingerprint]:
    from clusterx.dedupe import Copy, fingerprint

    documents = Documents(texts)
    for written in reader:
        try:
            source = documents.read(written.file)
            if not written.is_of(source):
                reader.fail(
                    f"{written.file}: it has changed since its results were written, or is another file of this name; {REMEDY}"
                )
                continue
            yield fingerprint(Copy(written.file, source.text, written.extraction))
        except ReadError as error:
            reader.fail(f"{error}; --texts names the folder of the documents")


def _write(groups: list[Group], results: Path, output: Path | None, keep: Path | None) -> None:
    from clusterx.dedupe.report import COLUMNS, group_rows

    write_listing(group_rows(groups), COLUMNS, output)
    if keep:
        _write_kept(results, keep, groups)


def _write_kept(results: Path, keep: Path, groups: list[Group]) -> None:
    """Every line as it was, but for copies of a text of which another one is kept, and lines of a document again."""
    copies = {copy.name for group in groups for copy in group.copies[1:]}
    with open_output(keep) as stream:
        for written in read_results(results):
            if written.file not in copies or not written.file:
                stream.write(written.line.rstrip(b"\n") + b"\n")
            copies |= {written.file} if written.extraction else set()
