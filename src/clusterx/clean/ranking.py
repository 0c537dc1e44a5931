"""Which reading of a damaged stretch is the one, if any is.

A reading wins if what no byte determines stands in words and if it is well ahead of every other reading and of the
text as it is; else there is no winner.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from clusterx.clean.script import is_simplified_only
from clusterx.clean.search import Budget, Reading, readings
from clusterx.clean.wording import is_pair, rate, stands_alone
from clusterx.pattern import Pattern

_INLINE_GLOSS = Pattern(r"\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{1,6} ?\)")
_NEVER_LAST = frozenset("在和與与及對对從从向為为以將将由把被至")
_MARGIN = 2.0
_DROP_COST = 3.0
_ODD_COST = 4.0
_SCRIPT_COST = 3.0
_BRACKET_COST = 6.0
_STEPS_EACH = 300
_STEPS_AFTER_STOP = 2_000
_READINGS_EACH = 20
_LONG = 6
_SHORT = 4


class Start(NamedTuple):
    """A hypothesis: what the anchor stood for, the byte that was lost, where to read on, how unusual that is."""

    read: str
    lead: int
    at: int
    cost: float = 0.0


class Place(NamedTuple):
    """Where an anchor stands: the characters before it, whether a bracket is open, whether the text is traditional."""

    before: str
    bracketed: bool
    traditional: bool

    def cost(self, words: str) -> float:
        """What speaks against `words` here: simplified characters in traditional text, brackets that do not pair up."""
        cost = _SCRIPT_COST * sum(map(is_simplified_only, words)) if self.traditional else 0.0
        if words[0] == "。" and self.before[-1:] in _NEVER_LAST:
            cost += _BRACKET_COST
        if self.bracketed and "。" in words.partition("）")[0]:
            cost += _BRACKET_COST
        closes = words.count("）") - words.count("（")
        return cost + (
            _BRACKET_COST if closes > self.bracketed or (self.bracketed and closes <= 0 and "?" in words) else 0
        )

    def strangeness(self, words: str) -> float:
        """A cheap measure of how odd `words` are here: characters in no word with a neighbour count."""
        strange = sum(map(_strangeness, self.before[-1:] + words, words, words[1:] + " "))
        if self.traditional:
            strange += 0.5 * sum(map(is_simplified_only, words))
        return strange / len(words)


@lru_cache(1 << 16)
def _strangeness(before: str, char: str, after: str) -> float:
    if is_pair(before, char) or is_pair(char, after):
        return 0.0
    return 0.2 if char in "，。、" else 0.5 if stands_alone(char) else 1.0


class Scored(NamedTuple):
    """A reading with what stands in front of it, how likely that is, and how many characters stand alone in it."""

    score: float
    text: str
    reading: Reading
    odd: int
    alone: int


def best_reading(stretch: str, starts: tuple[Start, ...], place: Place, shifted: bool, budget: Budget) -> Scored | None:
    """The one reading of `stretch` (it begins with the anchor) that is clearly more likely than all others."""
    budget.left -= 10
    if not starts:
        return None
    found, spent = _best(stretch, starts, place, shifted)
    budget.left -= spent
    return found


@lru_cache(2048)
def _best(stretch: str, starts: tuple[Start, ...], place: Place, shifted: bool) -> tuple[Scored | None, int]:
    ranked: list[Scored] = []
    spent = 0
    for drops in (0, 1) if shifted else (0,):
        steps, after_stop = Budget(_STEPS_EACH), Budget(_STEPS_AFTER_STOP)
        found = [
            (s, r)
            for s in starts
            for r in readings(
                stretch, s.at, place.before + s.read, s.lead, drops, after_stop if s.read == "。" else steps
            )
        ]
        if len(starts) > 1:
            found = [(s, r if s.read else r._replace(sure=False)) for s, r in found]
        spent += _STEPS_EACH + _STEPS_AFTER_STOP - max(0, steps.left) - max(0, after_stop.left) + 5 * len(found)
        ranked = sorted((*ranked, *_scored(stretch, place, found)), key=lambda s: -s.score)
        if ranked and len(ranked[0].text) >= _SHORT and _is_convincing(ranked[0]):
            break
    found_one = ranked and _is_convincing(ranked[0]) and _stands_out(ranked, stretch, place)
    return (ranked[0] if found_one else None), spent


def _scored(stretch: str, place: Place, found: list[tuple[Start, Reading]]) -> list[Scored]:
    """The readings that hang together best, with the likelihood of the text that they make."""
    candidates = list({(s.read + r.text, r.end): (s, r) for s, r in found}.values())
    if len(candidates) > _READINGS_EACH:
        candidates.sort(key=lambda c: place.strangeness(c[0].read + c[1].text))
        del candidates[_READINGS_EACH:]
    end = max((reading.end for _, reading in found), default=0)
    return [_score(place, start, reading, _after(stretch, reading.end, end)) for start, reading in candidates]


def _score(place: Place, start: Start, reading: Reading, after: str) -> Scored:
    words = start.read + reading.text
    rating = rate(place.before + words + after)
    around = rate(place.before), rate(after)
    odd = max(0, rating.odd - sum(part.odd for part in around))
    alone = max(0, rating.alone - sum(part.alone for part in around))
    cost = start.cost + _DROP_COST * reading.drops + _ODD_COST * odd + place.cost(words)
    return Scored(rating.score - cost, words, reading, odd, alone)


def _is_convincing(best: Scored) -> bool:
    """Few characters stand alone that seldom do; what no byte determines stands in words.

    A long run of everyday text from which nothing was dropped cannot be chance.
    """
    length = sum("\u3400" <= char < "\ua000" for char in best.text)
    if best.reading.drops or not best.reading.sure:
        return best.alone * 4 <= length and not best.odd
    return best.odd * 6 <= length if length >= _LONG else not best.odd and best.alone * 2 <= length


def _stands_out(ranked: list[Scored], stretch: str, place: Place) -> bool:
    """Whether the best reading is well ahead of the next one and of the text as it is."""
    best, end = ranked[0], ranked[0].reading.end
    margin = _MARGIN if not best.reading.eaten else 2 * _MARGIN
    rival = ranked[1].score if len(ranked) > 1 else best.score - 2 * margin
    damaged = rate(place.before + stretch[:end] + _after(stretch, end, 0)).score
    return best.score > max(damaged, rival) + margin


def _after(stretch: str, start: int, end: int) -> str:
    """A few characters from `start` on, at least up to `end`, without glosses."""
    line: str = _INLINE_GLOSS.sub("", stretch[start : max(start, end) + 36])
    return line[: max(0, end - start) + 4]
