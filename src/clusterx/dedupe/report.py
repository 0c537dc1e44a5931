"""Groups as rows, for JSON lines and CSV: one row a copy, the one to read first in each group."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from clusterx.dedupe import Group

COLUMNS = (
    "group",
    "canonical",
    "file",
    "match",
    "similarity",
    "official",
    "source",
    "published",
    "damage",
    "characters",
)


def group_rows(groups: Iterable[Group]) -> Iterator[dict[str, Any]]:
    """The rows of the groups that hold more than one copy.

    `match` is canonical, exact (the same text after cleaning) or near; `similarity` the share of five-grams in common with the
    canonical copy, exact to about 0.04; `damage` the number of repairs; `characters` the letters and digits of the clean text.
    """
    for group in groups:
        if len(group.copies) > 1:
            yield from _rows(group)


def _rows(group: Group) -> Iterator[dict[str, Any]]:
    kept = group.canonical
    for copy in group.copies:
        same = copy.digest == kept.digest
        yield {
            "group": group.id,
            "canonical": kept.name,
            "file": copy.name,
            "match": "canonical" if copy is kept else "exact" if same else "near",
            "similarity": round(copy.similarity(kept), 3),
            "official": copy.official,
            "source": copy.source,
            "published": copy.published,
            "damage": copy.damage,
            "characters": copy.chars,
        }
