"""`clusterx link`: the same policy or project in several documents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from clusterx.cli.messages import stop, tell
from clusterx.cli.results import Listing, Reader, Results, check_distinct, check_listing
from clusterx.export import OutputError
from clusterx.export.listing import write_listing
from clusterx.link import Link
from clusterx.link import link as link_all

COLUMNS = ("key", "kind", "documents", "file", "id", "name")


def run(results: Results, output: Listing = None) -> None:
    """List the policies and projects that several documents speak of, one line for each record."""
    check_distinct(results, output)
    check_listing(output)
    reader = Reader(results)
    links = link_all((one.file, one.extraction) for one in reader if one.extraction)
    try:
        write_listing(_rows(links), COLUMNS, output)
    except OutputError as error:
        stop(str(error))
    tell(f"{len(links)} policies and projects are in two documents or more")
    reader.finish()


def _rows(links: list[Link]) -> Iterator[dict[str, Any]]:
    for one in links:
        for record in one.records:
            yield {"key": one.key, "kind": one.kind, "documents": len(one.files), **record._asdict()}
