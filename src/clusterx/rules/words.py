"""The words of `data/target_words.tsv` as sets and patterns, compiled once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from clusterx.lexicon import rows


@dataclass(frozen=True, slots=True)
class TargetWord:
    """A word and what it does in a clause that states a figure."""

    word: str
    kind: str


@cache
def words(kind: str) -> frozenset[str]:
    """All words of one kind."""
    return frozenset(row.word for row in rows("target_words", TargetWord) if row.kind == kind)


@cache
def one_of(*kinds: str) -> str:
    """A pattern for any word of these kinds, longest first."""
    return alternation(word for kind in kinds for word in words(kind))


def alternation(choices: Iterable[str]) -> str:
    """`(?:…|…)`, longest first."""
    ordered = sorted(set(choices), key=lambda word: (-len(word), word))
    return f"(?:{'|'.join(re.escape(word) for word in ordered)})"
