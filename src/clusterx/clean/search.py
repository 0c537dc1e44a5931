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

from clusterx.clean.gb import FULL_WIDTH, common_of, common_with_lead, dropped_pairs, pair_of
from clusterx.clean.glosses import has_reading
from clusterx.clean.wording import is_pair, pairs_of, plain_of, stands_alone
from clusterx.pattern import Pattern

_GLOSS = Pattern(r"[?？]([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{1,6})[ ]?[)）]")
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


def readings(text: str, at: int, before: str, lead: int, drops: int, budget: Budget) -> Iterator[Reading]:
    """Every reading of `text[at:]`, behind `before`, that begins with byte `lead` and has exactly `drops` drops."""
    todo = [(at, lead, "", drops)]
    while todo and budget.left > 0:
        budget.left -= 1
        here, carry, out, left = todo.pop()
        char = text[here] if here < len(text) else "\n"
        if here - at > _LONGEST:
            continue
        if char in "?？" and not left:
            yield from _lost(text, here, carry, out, before, drops)
        first, following = _bytes_of(char)
        if first and (read := common_of(carry, first)):
            if following >= 0x80:
                todo.append((here + 1, following, out + read, left))
            elif not left:
                yield Reading(out + read + (chr(following) if following else ""), here + 1, drops)
        if left:
            last = (before + out)[-1:]
            for read, fitting, every in _dropped_before(carry, first):
                leads = every if len(fitting) < len(every) and is_pair(last, read) else fitting
                todo += [(here, lead, out + read, left - 1) for lead in leads]


@lru_cache(1 << 15)
def _bytes_of(char: str) -> tuple[int, int]:
    """The two bytes of a damaged character; of an ASCII character that can be a second byte, itself and 0."""
    pair = pair_of(FULL_WIDTH.get(char, char))
    return pair or (ord(char) if "@" <= char <= "~" else 0, 0)


@lru_cache(1 << 12)
def _dropped_before(carry: int, first: int) -> tuple[tuple[str, tuple[int, ...], tuple[int, ...]], ...]:
    """Characters that a dropped pair may have ended: the bytes it may have left that go with what follows, and all."""
    found = []
    following = _common_with(first)
    for read, leads in _droppable(carry):
        possible = tuple(lead for lead in leads if lead in following)
        alone = stands_alone(read)
        found.append((read, tuple(n for n in possible if alone or is_pair(read, following[n])), possible))
    return tuple(found)


@cache
def _common_with(first: int) -> dict[int, str]:
    """The common characters that end with the byte `first`, by their lead byte; without such a byte, nothing."""
    return {lead: char for lead in range(0x81, 0xFF) if (char := common_of(lead, first)) or not first}


@cache
def _droppable(carry: int) -> tuple[tuple[str, tuple[int, ...]], ...]:
    return tuple((char, leads) for trail, leads in dropped_pairs() if (char := common_of(carry, trail)))


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
    after, before = pairs_of(last)[1], pairs_of(following)[0]
    return tuple(
        c for c, plain in _plain_with_lead(lead) if c in "，。、；：）（”》" or plain in after or plain in before
    )


@cache
def _plain_with_lead(lead: int) -> tuple[tuple[str, str], ...]:
    return tuple((char, plain_of(char)) for char in common_with_lead(lead))
