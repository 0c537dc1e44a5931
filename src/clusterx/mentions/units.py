"""Units and classifiers (`data/units.tsv`), read at a place of the text, with what they are counted per.

>>> unit, end = read_unit("平方公里范围", 0)
>>> unit.name, unit.dimension, end
('平方公里', 'area', 4)
>>> read_unit("元/亩", 0)[0].name, read_unit("吨标煤/万元", 0)[0].name, read_unit("公斤", 0)[0].name
('元/亩', '吨标准煤/万元', '公斤')
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple, cast, get_args

import regex

from clusterx.lexicon import per_lexicon, rows
from clusterx.records import Dimension


@dataclass(frozen=True)
class UnitRow:
    """A row of `units.tsv`. `digits_only`: behind a lone Chinese digit it is mostly part of a name (一期, 二类).

    `silent`: the canonical name itself is no way to write the unit (9月 is a month, 9个月 is a duration).
    """

    unit: str
    dimension: str
    base: str = ""
    factor: str = ""
    source: str = ""
    aliases: tuple[str, ...] = ()
    digits_only: bool = False
    silent: bool = False

    def __post_init__(self) -> None:
        if self.dimension not in get_args(Dimension):
            raise ValueError(f"no dimension {self.dimension!r}; choose one of: {', '.join(get_args(Dimension))}")
        if self.factor:
            _fraction(self.factor)


class Unit(NamedTuple):
    """A unit in its canonical spelling; 1 unit = `factor` × `base` where a conversion exists, and `source` says so."""

    name: str
    dimension: Dimension
    base: str = ""
    factor: Fraction | None = None
    digits_only: bool = False
    source: str = ""


def _unit(row: UnitRow) -> Unit:
    factor = _fraction(row.factor) if row.factor else None
    return Unit(row.unit, cast(Dimension, row.dimension), row.base, factor, row.digits_only, row.source)


def _fraction(written: str) -> Fraction:
    above, _, below = written.partition("/")
    if not Fraction(below or "1"):
        raise ValueError(f"{written!r} divides by zero")
    return Fraction(above) / Fraction(below or "1")


@per_lexicon
def units() -> dict[str, Unit]:
    """Every way to write a unit, and the unit."""
    return _tables()[0]


@per_lexicon
def unit_named(name: str) -> Unit:
    """The unit of that canonical name. Raises KeyError where the table has none."""
    return _tables()[1][name]


@per_lexicon
def _tables() -> tuple[dict[str, Unit], dict[str, Unit]]:
    """By way to write it, and by canonical name."""
    table: dict[str, Unit] = {}
    named: dict[str, Unit] = {}
    for row in rows("units", UnitRow):
        unit = _unit(row)
        for surface in row.aliases if row.silent else (row.unit, *row.aliases):
            table.setdefault(surface, unit)
        named[row.unit] = unit
    return table, named


@per_lexicon
def _by_first() -> dict[str, tuple[tuple[int, ...], dict[str, tuple[Unit, bool]]]]:
    """For a first character, how long the units are that begin with it, longest first, and whether each ends like a Latin word."""
    found: dict[str, dict[str, tuple[Unit, bool]]] = {}
    for surface, unit in units().items():
        found.setdefault(surface[0], {})[surface] = unit, _LATIN.match(surface[-1]) is not None
    return {first: (tuple(sorted({len(s) for s in listed}, reverse=True)), listed) for first, listed in found.items()}


def times_as_large(unit: Unit, other: Unit) -> Decimal | None:
    """How many of `other` one of `unit` is, where decimals can say it.

    >>> times_as_large(unit_named("小时"), unit_named("分钟")), times_as_large(unit_named("亩"), unit_named("公顷"))
    (Decimal('60'), None)
    """
    if unit.factor is None or other.factor is None or unit.base != other.base:
        return None
    ratio = unit.factor / other.factor
    times = Decimal(ratio.numerator) / Decimal(ratio.denominator)
    return times if Fraction(times) == ratio else None


def unit_beginnings() -> frozenset[str]:
    """The characters that units begin with."""
    return frozenset(_by_first())


_TIME_BELOW = {"年": "年", "月": "月", "日": "日", "天": "天", "周": "周", "时": "小时", "小时": "小时", "季": "季",
               "h": "小时", "d": "日", "a": "年", "秒": "秒", "s": "秒", "季度": "季度", "批次": "批次", "工作日": "工作日"}  # fmt: skip
PER = frozenset("/／·每")
"""What stands between a unit and what is counted per."""
_MOST_PER = 2
"""元/人·月: nothing is counted per three things."""
_BELOW = regex.compile(r"[/／·每]((?:[十百千万亿]{1,2}|10{1,3}[万亿]?)?)")
_LATIN = regex.compile(r"[A-Za-z0-9]")


def read_unit(text: str, at: int) -> tuple[Unit, int] | None:
    """The longest unit that begins at `at`, with any /unit behind it, and where it ends."""
    found = _simple(text, at)
    if found is None:
        return None
    unit, end = found
    for _ in range(_MOST_PER):
        below = _per(text, end) if end < len(text) and text[end] in PER else None
        if below is None:
            break
        name, stop, timed = below
        if text[end] == "每" and (timed or unit.dimension in ("count", "time")):
            break
        if name == unit.name or "%" in (name, unit.name):
            break
        unit = Unit(unit.name + ("·" if text[end] == "·" else "/") + name, "rate" if timed else "intensity")
        end = stop
    return unit, end


def _simple(text: str, at: int) -> tuple[Unit, int] | None:
    begins = _by_first().get(text[at : at + 1])
    if begins is None:
        return None
    lengths, listed = begins
    for length in lengths:
        end = at + length
        known = listed.get(text[at:end])
        if known is not None and end <= len(text) and not (known[1] and _LATIN.match(text, end)):
            return known[0], end
    return None


def _per(text: str, at: int) -> tuple[str, int, bool] | None:
    """What stands below the line: /年, /亩, /万元, /10万人."""
    match = _BELOW.match(text, at)
    if match is None:
        return None
    end = match.end()
    for length in (3, 2, 1):
        word = text[end : end + length]
        name = _TIME_BELOW.get(word) if len(word) == length else None
        if name is not None and not (word.isascii() and _LATIN.match(text, end + length)):
            return match[1] + name, end + length, True
    found = _simple(text, end)
    return None if found is None else (match[1] + found[0].name, found[1], False)
