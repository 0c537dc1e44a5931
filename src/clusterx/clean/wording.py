"""How likely a stretch of text is, by the words that it divides into.

>>> rate("十四五时期").score > rate("叔五时期").score
True
>>> rate("基于企业").odd, rate("悔企业").odd
(0, 1)
>>> is_pair("產", "業"), is_pair("業", "產")
(True, False)
"""

from __future__ import annotations

import math
from collections import defaultdict
from functools import cache, lru_cache
from typing import NamedTuple

from clusterx.clean.script import simplify
from clusterx.lexicon import rows

_LONGEST = 4
_TOTAL = math.log(60_000_000)
_UNKNOWN = -_TOTAL - 3
_MARK = -4.0
_STANDS_ALONE = 9 - _TOTAL


class Words(NamedTuple):
    """Words of one weight, the logarithm of their count."""

    weight: int
    words: tuple[str, ...]


class Rating(NamedTuple):
    """The logarithm of a text's probability, how many characters stand alone, and how many of these seldom do."""

    score: float
    odd: int
    alone: int


@cache
def _weights() -> dict[str, float]:
    return {word: row.weight - _TOTAL for row in rows("words", Words) for word in row.words}


@cache
def _pairs() -> frozenset[str]:
    return frozenset(word[at : at + 2] for word in _weights() for at in range(len(word) - 1))


@cache
def plain_of(char: str) -> str:
    """A character, or nothing, in simplified script."""
    return simplify(char)


@lru_cache(1 << 16)
def is_pair(first: str, second: str) -> bool:
    """Whether the two characters, in either script, stand side by side in some word."""
    return plain_of(first) + plain_of(second) in _pairs()


@cache
def pairs_of(char: str) -> tuple[frozenset[str], frozenset[str]]:
    """The simplified characters that stand before and after `char` in some word."""
    plain = plain_of(char)
    before, after = _neighbours()
    return before.get(plain, frozenset()), after.get(plain, frozenset())


@cache
def _neighbours() -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]]]:
    """For each simplified character those before it and those after it."""
    before: dict[str, set[str]] = defaultdict(set)
    after: dict[str, set[str]] = defaultdict(set)
    for pair in _pairs():
        after[pair[0]].add(pair[1])
        before[pair[1]].add(pair[0])
    return {c: frozenset(s) for c, s in before.items()}, {c: frozenset(s) for c, s in after.items()}


@lru_cache(1 << 15)
def stands_alone(char: str) -> bool:
    """Whether a character is a frequent word by itself, or no ideograph."""
    plain = plain_of(char)
    return not "\u3400" <= plain < "\ua000" or _weights().get(plain, _UNKNOWN) >= _STANDS_ALONE


@lru_cache(1 << 12)
def rate(text: str) -> Rating:
    """`text`, in either script, divided into the most likely words."""
    plain, words = simplify(text), _weights()
    best = [(0.0, 0, 0)]
    for at, char in enumerate(plain):
        score, odd, alone = best[at]
        weight, is_odd, han = _single(char)
        chosen = (score + weight, odd + is_odd, alone + han)
        for start in range(max(0, at + 1 - _LONGEST), at):
            word = plain[start : at + 1]
            if word in words:
                score, odd, alone = best[start]
                chosen = max(chosen, (score + words[word], odd, alone))
        best.append(chosen)
    return Rating(*best[-1])


@cache
def _single(char: str) -> tuple[float, bool, bool]:
    """The weight of a simplified character by itself, whether it seldom stands so, whether it is an ideograph."""
    return _weights().get(char, _unknown(char)), not stands_alone(char), "\u3400" <= char < "\ua000"


def _unknown(char: str) -> float:
    return (
        _UNKNOWN
        if "\u3400" <= char < "\ua000"
        else _MARK * (1 if char in "，。、" else 2.5 if char in "＋％·　" else 1.5)
    )
