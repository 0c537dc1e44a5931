"""Which numbers and places a text names, so that two texts with the same words and other ones are not taken for one.

The bulletin of September and that of October, last year's plan and this year's, a county's measures and those of its neighbour
share most of their words. What they do not share is which number, or which place, stands between the same words.

    >>> may, june = (stated(f"今年以来，全市规上工业增加值同比增长{rate}%，新签约项目{n}个。") for rate, n in (("8.3", 12), ("9.1", 12)))
    >>> contradictions(may, june), contradictions(may, may)
    (1, 0)

A statement is a number or a place with the six characters before it and the two behind it, or with three times as many where
a text uses those words with several numbers. Words that it still uses with several prove nothing and are left out, and so is what
stands beside a lost character: damage may have eaten a digit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import regex

from clusterx.clean.comparable import comparable
from clusterx.mentions.regions import find_regions
from clusterx.text import Span

BEFORE, BEHIND, WIDER = 6, 2, 3
START = "^"  # before the first character of a text
LEVELS = "省市县区州盟旗"
LOST = "㐀"  # stands for a lost character: one that no document uses and `comparable` keeps
_NUMBER = regex.compile(r"\d[\d.+/:\-、]*+|[〇零一二三四五六七八九十百千万亿两]++")
_SIGNS_OF_LOSS = regex.compile(r"[?？\ufffd]+(?=\d)|(?<=\d)[?？\ufffd]+")

Hashes = npt.NDArray[np.uint64]


class Stated(NamedTuple):
    """Hashes of words, ascending and each once, and of the number that stands with each."""

    words: Hashes
    numbers: Hashes


def stated(text: str, doubtful: Iterable[Span] = (), known: Iterable[tuple[str, str]] = ()) -> Stated:
    """The statements of a clean text.

    `doubtful`: stretches where damage may have eaten something. `known`: further names and values, of which two copies of one
    text cannot have different ones (its document number).
    """
    return _as_hashes([*_statements(comparable(_with_losses(text, doubtful))), *known])


def contradictions(one: Stated, other: Stated) -> int:
    """How many words stand in both texts with different numbers."""
    _, here, there = np.intersect1d(one.words, other.words, assume_unique=True, return_indices=True)
    return int(np.count_nonzero(one.numbers[here] != other.numbers[there]))


def together(one: Stated, other: Stated) -> Stated:
    """What either text states; only for texts without contradictions."""
    words, first = np.unique(np.concatenate([one.words, other.words]), return_index=True)
    return Stated(words, np.concatenate([one.numbers, other.numbers])[first])


def _with_losses(text: str, doubtful: Iterable[Span]) -> str:
    parts, at = [], 0
    for start, end in sorted(doubtful):
        if start >= at:
            parts += [text[at:start], LOST]
            at = start
        parts.append(text[at:end] + LOST if end > at else "")
        at = max(at, end)
    return _SIGNS_OF_LOSS.sub(LOST, "".join(parts) + text[at:])


def _statements(text: str) -> Iterator[tuple[str, str]]:
    padded = START * WIDER * BEFORE + text
    places = [_place(padded, place.start, place.end) for place in find_regions(padded)]
    said: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for start, end in (*places, *(match.span() for match in _NUMBER.finditer(padded))):
        words = _words(padded, start, end)
        if LOST not in words:
            said[words].append((start, end))
    for words, spans in said.items():
        if len({padded[start:end] for start, end in spans}) == 1:
            yield words, padded[slice(*spans[0])]
        else:
            yield from ((_words(padded, start, end, WIDER), padded[start:end]) for start, end in spans)


def _words(text: str, start: int, end: int, times: int = 1) -> str:
    return f"{text[start - times * BEFORE : start]}#{text[end : end + times * BEHIND]}"


def _place(text: str, start: int, end: int) -> tuple[int, int]:
    """With the word for its level, which a full name includes and a short one does not: 永康 and 永康市."""
    return start, end + (text[end : end + 1] in LEVELS if end < len(text) else 0)


def _as_hashes(pairs: list[tuple[str, str]]) -> Stated:
    numbers: dict[int, int] = {}
    several = set()
    for words, number in pairs:
        key, value = _hash(words), _hash(number)
        if numbers.setdefault(key, value) != value:
            several.add(key)
    kept = sorted(key for key in numbers if key not in several)
    return Stated(np.array(kept, np.uint64), np.array([numbers[key] for key in kept], np.uint64))


def _hash(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "little")
