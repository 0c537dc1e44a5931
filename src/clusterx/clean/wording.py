"""How likely a stretch of text is, by the words that it divides into.

>>> likelihood("十四五时期") > likelihood("叔五时期")
True
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

from clusterx.clean.script import simplify
from clusterx.lexicon import rows

_LONGEST = 4
_TOTAL = math.log(60_000_000)
_UNKNOWN = -_TOTAL - 3
_MARK = -4.0


@dataclass(frozen=True, slots=True)
class Words:
    """Words of one weight, the logarithm of their count."""

    weight: int
    words: tuple[str, ...]


@cache
def _weights() -> dict[str, float]:
    return {word: row.weight - _TOTAL for row in rows("words", Words) for word in row.words}


def likelihood(text: str) -> float:
    """The logarithm of the probability of `text`, in either script, divided into the most likely words."""
    plain, weights = simplify(text), _weights()
    best = [0.0]
    for end in range(1, len(plain) + 1):
        scores = [best[end - 1] + weights.get(plain[end - 1], _unknown(plain[end - 1]))]
        for start in range(max(0, end - _LONGEST), end - 1):
            if (weight := weights.get(plain[start:end])) is not None:
                scores.append(best[start] + weight)
        best.append(max(scores))
    return best[-1]


def _unknown(char: str) -> float:
    return _UNKNOWN if char > "\u3400" and char < "\ua000" else _MARK
