"""Conversion to the base unit of a dimension or to another unit: exact, with the source of every factor.

    >>> from clusterx.mentions.quantities import parse_quantity
    >>> area = convert(parse_quantity("1000亩"))
    >>> area.value, area.unit, area.sources
    (Fraction(2000000, 3), '平方米', ('度量衡法 1929',))
    >>> convert(parse_quantity("500亩"), "公顷").value, convert(parse_quantity("3～5吨"), "千克").high
    (Fraction(100, 3), Fraction(5000, 1))
    >>> convert(parse_quantity("30万元/亩")).unit, convert(parse_quantity("0.5吨标准煤/万元"), "千瓦时/元").value
    ('元/平方米', Fraction(8141, 20000))

Currencies, classifiers and 百分点 are their own base: one is not worth so much of another. Calendar and clock do not meet:
年, 季度 and 月 go back to 月, all that is shorter to 天.

    >>> convert(parse_quantity("30家"), "吨")
    Traceback (most recent call last):
    ValueError: 家 does not convert to 吨
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

import regex

from clusterx.lexicon import bounded_per_lexicon
from clusterx.mentions.numerals import SCALE
from clusterx.mentions.units import Unit, unit_named, units
from clusterx.pattern import Pattern
from clusterx.records import Quantity


class Converted(NamedTuple):
    """A quantity in another unit: 1 of the old unit = `factor` of `unit`; `sources` of the factors that went into it."""

    value: Fraction | None
    low: Fraction | None
    high: Fraction | None
    unit: str
    factor: Fraction
    sources: tuple[str, ...]


class _Known(NamedTuple):
    base: str
    factor: Fraction
    sources: tuple[str, ...]


def convert(quantity: Quantity, unit: str = "") -> Converted:
    """The quantity in `unit`, by default in the base unit of its dimension. Raises ValueError where there is no way."""
    have = _known(quantity.unit)
    want = _known(unit) if unit else _Known(have.base, Fraction(1), ())
    if have.base != want.base:
        raise ValueError(f"{quantity.unit or 'a bare number'} does not convert to {unit}")
    factor = have.factor / want.factor
    sources = tuple(dict.fromkeys((*have.sources, *want.sources)))
    value, low, high = (_times(n, factor) for n in (quantity.value, quantity.low, quantity.high))
    return Converted(value, low, high, unit or have.base, factor, sources)


def _times(number: Decimal | None, factor: Fraction) -> Fraction | None:
    return None if number is None else Fraction(number) * factor


@bounded_per_lexicon(1024)
def _known(name: str) -> _Known:
    """A unit, or one per another (万元/亩, 元/人·月), in terms of base units."""
    above, _, below = name.partition("/")
    known = _simple(above)
    if not below:
        return known
    parts = [_simple(part) for part in below.split("·")]
    factor = known.factor
    for part in parts:
        factor /= part.factor
    sources = tuple(source for part in (known, *parts) for source in part.sources)
    return _Known(f"{known.base}/{'·'.join(part.base for part in parts)}", factor, sources)


_SCALED = Pattern(r"(10{0,3}|)([十百千万亿]{0,2})(.+)", engine=regex)
_SHORT = {"日": "天", "d": "天", "a": "年", "h": "小时", "s": "秒", "季": "季度", "时": "小时"}


def _simple(written: str) -> _Known:
    unit = _find(written)
    if unit is not None:
        return _based(unit)
    match = _SCALED.fullmatch(written)
    unit = _find(match[3]) if match is not None else None
    if match is None or unit is None:
        return _Known(written, Fraction(1), ())
    known = _based(unit)
    return known._replace(factor=known.factor * int(match[1] or 1) * Fraction(SCALE[match[2]]))


def _find(written: str) -> Unit | None:
    name = _SHORT.get(written, written)
    try:
        return unit_named(name)
    except KeyError:
        return units().get(name)


def _based(unit: Unit) -> _Known:
    if unit.factor is None:
        return _Known(unit.name, Fraction(1), ())
    return _Known(unit.base, unit.factor, (unit.source,) if unit.base != unit.name else ())
