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
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from clusterx.clean.script import simplify
from clusterx.lexicon import rows

_LONGEST = 4
_TOTAL = math.log(60_000_000)
_UNKNOWN = -_TOTAL - 3
_MARK = -4.0
_STANDS_ALONE = 9 - _TOTAL


@dataclass(frozen=True, slots=True)
class Words:
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
def _plain(char: str) -> str:
    return simplify(char)


@lru_cache(1 << 16)
def is_pair(first: str, second: str) -> bool:
    """Whether the two characters, in either script, stand side by side in some word."""
    return _plain(first) + _plain(second) in _pairs()


@lru_cache(1 << 15)
def stands_alone(char: str) -> bool:
    """Whether a character is a frequent word by itself, or no ideograph."""
    plain = _plain(char)
    return not "\u3400" <= plain < "\ua000" or _weights().get(plain, _UNKNOWN) >= _STANDS_ALONE


def rate(text: str) -> Rating:
    """`text`, in either script, divided into the most likely words."""
    plain, weights = simplify(text), _weights()
    best = [(0.0, 0, 0)]
    for end in range(1, len(plain) + 1):
        char = plain[end - 1]
        score, odd, alone = best[end - 1]
        han = "\u3400" <= char < "\ua000"
        chosen = (score + weights.get(char, _unknown(char)), odd + (not stands_alone(char)), alone + han)
        for start in range(max(0, end - _LONGEST), end - 1):
            if (weight := weights.get(plain[start:end])) is not None:
                score, odd, alone = best[start]
                chosen = max(chosen, (score + weight, odd, alone))
        best.append(chosen)
    return Rating(*best[-1])


def _unknown(char: str) -> float:
    return (
        _UNKNOWN
        if "\u3400" <= char < "\ua000"
        else _MARK * (1 if char in "，。、" else 2.5 if char in "＋％·　" else 1.5)
    )
