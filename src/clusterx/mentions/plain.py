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

from typing import NamedTuple

from clusterx.lexicon import per_lexicon
from clusterx.mentions import not_quantities
from clusterx.mentions.found import Found
from clusterx.mentions.framing import SPEAKS_BEFORE, SPEAKS_BEHIND, found_number, framed
from clusterx.mentions.numerals import FIRST, interpret
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


class _Plain(NamedTuple):
    """A way to write a unit: its `length`, what the figure is `by`, and the characters that may not stand `behind` it."""

    length: int
    unit: Unit
    by: str
    behind: frozenset[str]


Plain = dict[str, tuple[tuple[int, ...], dict[str, _Plain]]]
"""By first character, how long the ways to write a unit are, longest first, and each of them."""


@per_lexicon
def plain_units() -> Plain:
    """The table that `find_plain` reads by: ask for it once a text."""
    table: dict[str, dict[str, _Plain]] = {}
    behind: dict[str, frozenset[str]] = {}
    for surface, unit in units().items():
        if surface[0] not in _SPECIAL_BEGINNINGS:
            if unit.name not in behind:
                behind[unit.name] = _BEHIND | not_quantities.begin_behind(unit.name)
            listed = table.setdefault(surface[0], {})
            listed[surface] = _plain(surface, unit, behind[unit.name])
    return {first: (tuple(sorted({len(s) for s in listed}, reverse=True)), listed) for first, listed in table.items()}


def _plain(surface: str, unit: Unit, behind: frozenset[str]) -> _Plain:
    by = "" if unit.name in _SPECIAL_UNITS else TIMES.get(unit.name, "quantity.number")
    return _Plain(len(surface), unit, by, behind | _LATIN if surface[-1].isascii() else behind)


def find_plain(text: str, start: int, run: str, done: int, table: Plain) -> Found | None:
    """The figure whose number is `run`, which begins at `start`; None where anything might make it another.

    The words around it, from `done` on, belong to it as they do in `framing`.
    """
    numeral = interpret(run)
    if numeral is None or numeral.kind != "arabic" or run[-1] in _HEADS or run[:2] == "00":
        return None
    end = start + numeral.length
    lengths, listed = table.get(text[end : end + 1], _NONE)
    for length in lengths:
        found = listed.get(text[end : end + length])
        if found is not None:
            break
    else:
        return None
    stop = end + found.length
    following = text[stop : stop + 1]
    if not found.by or following in found.behind or "级" in text[end : end + 4]:
        return None
    if text[end - 1] == "亿" and (text[end] not in "元美" or text[end + 1 : end + 2] in _CLASSES):
        return None
    before = text[start - 1 : start]
    if before == "前" or (before in not_quantities.BEFORE_CODES and not_quantities.is_code(text, start, end)):
        return None
    bound: Bound = "at_least" if numeral.more else "exact"
    if before in SPEAKS_BEFORE or following in SPEAKS_BEHIND:
        return framed(text, start, Read(stop, numeral.low, numeral.low, found.unit, found.by, bound), done)
    return found_number(text, start, stop, numeral.low, found.unit, bound, found.by)


_NONE: tuple[tuple[int, ...], dict[str, _Plain]] = ((), {})
_CLASSES = frozenset("体规")
