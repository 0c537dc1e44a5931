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


class WordSet:
    """Words that are looked for at one end of a text: many times faster than a pattern that holds them all.

    >>> reach = WordSet(choices=["达到", "达", "突破"])
    >>> reach.begin("达到50家"), reach.begin("50家"), reach.end("产值达到")
    ('达到', '', '达到')
    """

    __slots__ = ("_by_first", "_by_last")

    def __init__(self, *kinds: str, choices: Iterable[str] = ()) -> None:
        self._by_first: dict[str, list[str]] = {}
        self._by_last: dict[str, list[str]] = {}
        for word in sorted({*choices, *(word for kind in kinds for word in words(kind))}, key=len, reverse=True):
            self._by_first.setdefault(word[0], []).append(word)
            self._by_last.setdefault(word[-1], []).append(word)

    def begin(self, text: str, at: int = 0) -> str:
        """The longest word that begins at `at`, or nothing."""
        for word in self._by_first.get(text[at : at + 1], ()):
            if text.startswith(word, at):
                return word
        return ""

    def end(self, text: str) -> str:
        """The longest word that ends the text, or nothing."""
        for word in self._by_last.get(text[-1:], ()):
            if text.endswith(word):
                return word
        return ""


def alternation(choices: Iterable[str]) -> str:
    """`(?:…|…)`, longest first."""
    ordered = sorted(set(choices), key=lambda word: (-len(word), word))
    return f"(?:{'|'.join(re.escape(word) for word in ordered)})"
