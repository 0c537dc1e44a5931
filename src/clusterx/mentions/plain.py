"""Figures with nothing special about them: an Arabic number right before its unit, as nine of ten in running text are.

    >>> find_plain("总投资约13.9亿元，增长5.2%", 4, "13.9亿", 0, plain_units()).quantity
    Quantity(value=Decimal('1390000000'), low=None, high=None, unit='元', dimension='money', bound='about', text='约13.9亿元')

What else a number may be (a class, a range, a fraction, a code, half of a name, money with its small change) shows in the
characters beside it. Where one of them stands there, the answer is None, and the longer way of `quantities` decides; where
there is an answer, it is that of the longer way.

    >>> [find_plain(text, 0, "30", 0, plain_units()) for text in ("30—50家", "30家（含）", "30吨级", "30分之一")]
    [None, None, None, None]
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

from clusterx.lexicon import per_lexicon
from clusterx.mentions import not_quantities
from clusterx.mentions.found import Found
from clusterx.mentions.framing import SPEAKS_BEFORE, SPEAKS_BEHIND, found_number, framed
from clusterx.mentions.numerals import FIRST, Numeral, interpret
from clusterx.mentions.reading import DASHES, TIMES, Read
from clusterx.mentions.units import PER, Unit, units
from clusterx.records import Bound

_SPECIAL_UNITS = frozenset(("成", "折", "角", "分钱", "块"))
_SPECIAL_BEGINNINGS = frozenset(" /") | not_quantities.BEHIND_CODES
_BEHIND = FIRST | DASHES | PER | frozenset("（(多余之半整内级体规")
"""What a unit may be followed by that has a say in what the number means, whatever the unit."""
_LATIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
_HEADS = frozenset("百千兆")
"""千瓦, 兆瓦 and 百帕 begin like numbers end."""
_CLASSES = frozenset("体规")
_AHEAD = SPEAKS_BEFORE | not_quantities.BEFORE_CODES | {"前"}


class _Plain(NamedTuple):
    """A way to write a unit: its `length`, what the figure is `by`, and the characters that may not stand `behind` it."""

    length: int
    unit: Unit
    by: str
    behind: frozenset[str]


class _Beginning(NamedTuple):
    """The units that begin with one character: that character `alone`, what may be `second` in others, and these."""

    alone: _Plain | None
    second: frozenset[str]
    lengths: tuple[int, ...]
    listed: dict[str, _Plain]


@per_lexicon
def plain_units() -> dict[str, _Beginning]:
    """By first character, the units that `find_plain` knows: ask for them once a text."""
    table: dict[str, dict[str, _Plain]] = {}
    special = set(_SPECIAL_BEGINNINGS)
    for surface, unit in units().items():
        if unit.name in _SPECIAL_UNITS or "级" in surface:
            special.add(surface[0])
        table.setdefault(surface[0], {})[surface] = _plain(surface, unit)
    return {first: _beginning(first, listed) for first, listed in table.items() if first not in special}


def _plain(surface: str, unit: Unit) -> _Plain:
    behind = _behind(not_quantities.begin_behind(unit.name), surface[-1].isascii())
    return _Plain(len(surface), unit, TIMES.get(unit.name, "quantity.number"), behind)


@cache
def _behind(of_unit: frozenset[str], latin: bool) -> frozenset[str]:
    """One set for all units that share it."""
    return _BEHIND | of_unit | (_LATIN if latin else frozenset())


def _beginning(first: str, listed: dict[str, _Plain]) -> _Beginning:
    longer = [surface for surface in listed if len(surface) > 1]
    lengths = tuple(sorted({len(surface) for surface in longer}, reverse=True))
    return _Beginning(listed.get(first), frozenset(surface[1] for surface in longer), lengths, listed)


def find_plain(text: str, start: int, run: str, done: int, table: dict[str, _Beginning]) -> Found | None:
    """The figure whose number is `run`, which begins at `start`; None where anything might make it another.

    The words around it, from `done` on, belong to it as they do in `framing`. `table`: `plain_units()`.
    """
    numeral = _number(run)
    if numeral is None:
        return None
    end = start + numeral.length
    found = _unit(text, end, table.get(text[end : end + 1], _NONE))
    if found is None or (text[end - 1] == "亿" and (text[end] not in "元美" or text[end + 1 : end + 2] in _CLASSES)):
        return None
    stop = end + found.length
    before, following = text[start - 1 : start], text[stop : stop + 1]
    if following in found.behind:
        return None
    bound: Bound = "at_least" if numeral.more else "exact"
    if before in _AHEAD or following in SPEAKS_BEHIND:
        if before == "前" or not_quantities.is_code(text, start, end):
            return None
        return framed(text, start, Read(stop, numeral.low, numeral.low, found.unit, found.by, bound), done)
    return found_number(text, start, stop, numeral.low, found.unit, bound, found.by)


@lru_cache(maxsize=8192)
def _number(run: str) -> Numeral | None:
    numeral = interpret(run)
    if numeral is None or numeral.kind != "arabic" or run[-1] in _HEADS or run.startswith("00"):
        return None
    return numeral


def _unit(text: str, at: int, beginning: _Beginning) -> _Plain | None:
    """The longest unit at `at`."""
    if text[at + 1 : at + 2] in beginning.second:
        for length in beginning.lengths:
            if (found := beginning.listed.get(text[at : at + length])) is not None:
                return found
    return beginning.alone


_NONE = _Beginning(None, frozenset(), (), {})
