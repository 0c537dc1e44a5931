"""The words of `data/target_words.tsv` as sets and patterns, compiled once, and other ways to ask for one of many words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from clusterx.lexicon import rows
from clusterx.pattern import Pattern

_BEGIN = re.compile(r"(?:\[[^\]\\^-]+\]|[^\\^$.|?*+()\[\]])(?![?*{])")
BLANKS = frozenset(char for char in map(chr, range(0x3001)) if char.isspace())


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

    __slots__ = ("_beginning", "_ending", "_single")

    def __init__(self, *kinds: str, choices: Iterable[str] = ()) -> None:
        self._beginning: dict[str, list[str]] = {}  # by the first two characters
        self._ending: dict[str, list[str]] = {}  # by the last two
        every = {*choices, *(word for kind in kinds for word in words(kind))}
        self._single = frozenset(word for word in every if len(word) == 1)
        for word in sorted(every - self._single, key=len, reverse=True):
            self._beginning.setdefault(word[:2], []).append(word)
            self._ending.setdefault(word[-2:], []).append(word)

    def begin(self, text: str, at: int = 0) -> str:
        """The longest word that begins at `at`, or nothing."""
        first = text[at : at + 2]
        for word in self._beginning.get(first, ()):
            if text.startswith(word, at):
                return word
        return first[:1] if first[:1] in self._single else ""

    def end(self, text: str, at_most: int = 1_000) -> str:
        """The longest word of `at_most` so many characters that ends the text, or nothing."""
        for word in self._ending.get(text[-2:], ()):
            if text.endswith(word) and len(word) <= at_most:
                return word
        return text[-1:] if text[-1:] in self._single else ""


class Opening:
    """Asks whether one of many alternatives begins at a place; few places begin with the first character of any.

    `alternatives`: a pattern, each alternative of which begins with a literal character, or with one of several in `[]`;
    `behind`: what follows them all.
    `marks`: characters that are enough by themselves, and then blanks and the end of the text are too.

    >>> noun_ends = Opening("左右|以上|并(?!购)", marks="，。")
    >>> [noun_ends.opens("并购50家，", at) for at in range(6)]
    [False, False, False, False, False, True]
    >>> Opening("[左右]侧|的?左右")
    Traceback (most recent call last):
    ValueError: an alternative must begin with a literal character: 的?左右
    """

    __slots__ = ("_firsts", "_marks", "_pattern")

    def __init__(self, alternatives: str, marks: str = "", behind: str = "") -> None:
        self._firsts = _first_characters(alternatives)
        self._marks = frozenset(("", *marks, *BLANKS)) if marks else frozenset()
        self._pattern = Pattern(f"(?:{alternatives}){behind}")

    def opens(self, text: str, at: int) -> bool:
        """Whether what begins at `at` is one of them."""
        first = text[at : at + 1]
        return first in self._marks or (first in self._firsts and self._pattern.match(text, at) is not None)


def _first_characters(alternatives: str) -> frozenset[str]:
    firsts: set[str] = set()
    for alternative in _alternatives(alternatives):
        begin = _BEGIN.match(alternative)
        if begin is None:
            raise ValueError(f"an alternative must begin with a literal character: {alternative}")
        firsts.update(begin[0].strip("[]"))
    return frozenset(firsts)


def _alternatives(pattern: str) -> list[str]:
    found, depth = [""], 0
    for char in pattern:
        depth += (char in "([") - (char in ")]")
        if char == "|" and not depth:
            found.append("")
        else:
            found[-1] += char
    return found


def alternation(choices: Iterable[str]) -> str:
    """A pattern for the longest of these words: `(?:…|…)`, in which words that begin alike share their beginning.

    >>> alternation(["增长", "增加", "增长到", "达到"])
    '(?:增(?:长(?:到)?|加)|达到)'
    """
    by_first: dict[str, list[str]] = {}
    for word in sorted(set(choices), key=lambda word: (-len(word), word)):
        by_first.setdefault(word[:1], []).append(word[1:])
    optional = by_first.pop("", None) is not None
    branches = "|".join(re.escape(first) + _continued(rests) for first, rests in by_first.items())
    return f"(?:{branches})" + "?" * optional


def _continued(rests: list[str]) -> str:
    """What follows a shared beginning; `rests` may hold the empty string."""
    return re.escape(rests[0]) if len(rests) == 1 else alternation(rests)
