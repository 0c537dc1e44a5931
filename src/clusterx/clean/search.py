"""The readings of a run of shifted bytes: each pairs the bytes anew, beginning with the one that was lost.

    >>> [r.text for r in readings("摿Φ闹圃鞓I(yè)", 0, "", 0x9D, 0, Budget(1000))]
    ['潛力的制造業']
    >>> [r.text for r in readings("摿?,紛紛", 0, "", 0x9D, 0, Budget(1000)) if r.text == "潛力"]
    ['潛力']

In the damaged text every character is (second byte of one character, first byte of the next). The run ends where an
ASCII byte was absorbed or swallowed. Up to `drops` pairs may have been dropped in between. What no
byte determines must at least form a word with a neighbour.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

import regex

from clusterx.clean.gb import FULL_WIDTH, char_of, common_with_lead, dropped_pairs, is_common, pair_of
from clusterx.clean.glosses import has_reading
from clusterx.clean.wording import is_pair, stands_alone

_GLOSS = regex.compile(r"[?？]([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{1,6})[ ]?[)）]")
_MARKS = frozenset(",，、。；：！？;:!?")
_LONGEST = 60


class Reading(NamedTuple):
    """Original characters for `text[at:end]`. `sure`: every byte is known. `eaten`: a `?` may stand for a digit too."""

    text: str
    end: int
    drops: int
    sure: bool = True
    eaten: bool = False


class Budget:
    """How many steps a search may still take."""

    def __init__(self, steps: int) -> None:
        self.left = steps

    def spend(self) -> bool:
        self.left -= 1
        return self.left >= 0


def readings(text: str, at: int, before: str, lead: int, drops: int, budget: Budget) -> Iterator[Reading]:
    """Every reading of `text[at:]`, behind `before`, that begins with byte `lead` and has exactly `drops` drops."""
    todo = [(at, lead, "", drops)]
    while todo and budget.spend():
        here, carry, out, left = todo.pop()
        char = text[here] if here < len(text) else "\n"
        if here - at > _LONGEST:
            continue
        if char in "?？" and not left:
            yield from _lost(text, here, carry, out, before, drops)
        for read, following in _steps(char, carry):
            if following >= 0x80:
                todo.append((here + 1, following, out + read, left))
            elif not left:
                yield Reading(out + read + (chr(following) if following else ""), here + 1, drops)
        if left:
            last = (before + out)[-1:]
            todo += ((here, lead, out + read, left - 1) for read, lead in _after_drop(carry, char, last))


def _steps(char: str, carry: int) -> Iterator[tuple[str, int]]:
    """The original character that `carry` and `char` make, and the byte that is left over (0: none)."""
    pair = pair_of(FULL_WIDTH.get(char, char))
    if pair:
        if is_common(read := char_of(carry, pair[0])):
            yield read, pair[1]
    elif "@" <= char <= "~" and is_common(read := char_of(carry, ord(char))):
        yield read, 0


def _after_drop(carry: int, char: str, last: str) -> Iterator[tuple[str, int]]:
    """What may have been dropped in front of `char`: the character that it ended and the byte that it left."""
    pair = pair_of(FULL_WIDTH.get(char, char))
    first = pair[0] if pair else ord(char) if "@" <= char <= "~" else 0
    for read, lead, fits in _dropped_before(carry, first):
        if fits or is_pair(last, read):
            yield read, lead


@cache
def _dropped_before(carry: int, first: int) -> tuple[tuple[str, int, bool], ...]:
    """Characters that a dropped pair may have ended, the byte it left and whether they go with what follows."""
    found = []
    for read, lead in _droppable(carry):
        following = char_of(lead, first) if first else ""
        if not first or is_common(following):
            found.append((read, lead, stands_alone(read) or is_pair(read, following)))
    return tuple(found)


@cache
def _droppable(carry: int) -> tuple[tuple[str, int], ...]:
    return tuple((c, lead) for trail, lead in dropped_pairs() if is_common(c := char_of(carry, trail)))


def _lost(text: str, here: int, carry: int, out: str, before: str, drops: int) -> Iterator[Reading]:
    """What may stand before a `?` that swallowed the second byte of a character and the ASCII character behind it."""
    if gloss := _GLOSS.match(text, here):
        fitting = _read_as(carry, gloss[1])
        yield from (Reading(out + c, gloss.end(), drops, len(fitting) == 1) for c in fitting)
        return
    following = text[here + 1 : here + 2]
    eaten = following not in _MARKS and following not in "\n"
    for char in _fitting(carry, (before + out)[-1:], following):
        if char not in "。、；：（”》" or not eaten:
            yield Reading(out + char + ("?" if eaten else ""), here + 1, drops, False, eaten)


@lru_cache(4096)
def _read_as(lead: int, gloss: str) -> tuple[str, ...]:
    return tuple(c for c in common_with_lead(lead) if has_reading(c, gloss))


@lru_cache(4096)
def _fitting(lead: int, last: str, following: str) -> tuple[str, ...]:
    """The characters with a lead byte that are marks or form a word with a neighbour."""
    return tuple(
        c for c in common_with_lead(lead) if c in "，。、；：）（”》" or is_pair(last, c) or is_pair(c, following)
    )
