"""Quantities in running text: a number, its unit, its bounds.

    >>> [(f.text, str(f.quantity.value), f.quantity.unit, f.quantity.bound) for f in find_quantities(
    ...     "总投资13.9亿元，占地近1000亩，培育企业不少于30家，达产率超90%，亿元以上项目71个")]
    [('13.9亿元', '1390000000', '元', 'exact'), ('近1000亩', '1000', '亩', 'about'), ('不少于30家', '30', '家', 'at_least'), \
('超90%', '90', '%', 'at_least'), ('亿元以上', '100000000', '元', 'at_least'), ('71个', '71', '个', 'exact')]

Scale words belong to the number. A range may share unit and scale (2-3万吨). 百亿级 and 千亿产业 name a size class. 成, 折 and
分之 become per cent. What only looks like a quantity (一带一路, 5G, 第3位, 〔2024〕18号) is left out.

    >>> parse_quantity("2-3个").high, parse_quantity("四分之三").value, parse_quantity("近九成").unit
    (Decimal('3'), Decimal('75'), '%')
    >>> parse_quantity("一带一路")
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple, cast

import regex

from clusterx.mentions import bounds
from clusterx.mentions.found import Found
from clusterx.mentions.not_quantities import is_code, is_name
from clusterx.mentions.numerals import NUMERAL, Numeral, numeral_of, read_numeral
from clusterx.mentions.units import Unit, read_unit, units
from clusterx.records import Bound, Quantity

_DASH = regex.compile(r"(?:[-–—―－~～〜∼﹣]|至|到|——)(?=[0-9零一二两三四五六七八九十百千])")
_FRACTION = regex.compile(r"分之")
_CLASS = regex.compile(
    r"元?(?:级(?!别)|体量|规模以上(?=企业|项目)|规模(?=的|产业|集群|园区|企业|项目|以上)|(?=产业|园区|集群|企业|县|俱乐部|台阶|大关))"
)
_HALF = regex.compile(r"半(?=[^导径数])")


class Read(NamedTuple):
    """An expression without its bounds: where it ends, its ends as numbers, unit, kind and any bound of its own."""

    end: int
    low: Decimal
    high: Decimal
    unit: Unit
    by: str
    bound: Bound = "exact"


def find_quantities(text: str) -> list[Found]:
    """Every quantity in the order of the text."""
    found: list[Found] = []
    done = 0
    for match in NUMERAL.finditer(text):
        start = match.start()
        if start < done or (numeral := numeral_of(match)) is None:
            continue
        if (read := _read(text, numeral)) is not None:
            mention = _bounded(text, start, read, done)
            found.append(mention)
            done = mention.end
    return found


def parse_quantity(text: str) -> Quantity | None:
    """The one quantity that a whole string writes, else None."""
    text = text.strip()
    found = find_quantities(text)
    if len(found) == 1 and (found[0].start, found[0].end) == (0, len(text)):
        return found[0].quantity
    return None


_BARE = Unit("", "count")
_PERCENT = Unit("%", "ratio")


def _read(text: str, numeral: Numeral) -> Read | None:
    start, end = numeral.start, numeral.end
    if numeral.han:
        if start and text[start - 1] == "第" or is_name(text, start):
            return None
        if text.startswith("分之", end):
            return _fraction(text, numeral)
    elif is_code(text, start, end):
        return None
    if (read := _class(text, numeral)) is not None:
        return read
    if (read := _range(text, numeral)) is not None:
        return read
    return _single(text, numeral)


def _fraction(text: str, below: Numeral) -> Read | None:
    """三分之一, 百分之六十, 千分之三: the part above stands second."""
    above = read_numeral(text, below.end + 2)
    if above is None or below.low != below.high or not below.low:
        return None
    low, high = (100 * n / below.low for n in (above.low, above.high))
    if below.low not in (100, 1000, 10000) and high > 100:
        return None
    return Read(above.end, low, high, _PERCENT, "quantity.fraction", "at_least" if above.more else "exact")


def _class(text: str, numeral: Numeral) -> Read | None:
    """百亿级, 5500亿级, 千亿产业: a size class in 元."""
    if numeral.low < 10**6 or not numeral.raw.endswith(("亿", "百万", "千万")) or numeral.low != numeral.high:
        return None
    match = _CLASS.match(text, numeral.end)
    if match is None or (not match[0].startswith(("级", "元级", "体", "元体")) and "亿" not in numeral.raw):
        return None
    return Read(match.end(), numeral.low, numeral.low, units()["元"], "quantity.class", "about")


def _single(text: str, numeral: Numeral) -> Read | None:
    unit, end = _unit_of(text, numeral)
    if unit is None:
        return _number_alone(text, numeral)
    if not _counts(text, numeral, unit, end):
        return None
    low, high = _normal(numeral.low, unit), _normal(numeral.high, unit)
    by = "quantity.range" if low != high else "quantity.times" if unit.name in ("倍", "番") else "quantity.number"
    unit = _PERCENT if unit.name in ("成", "折") else unit
    return Read(end, low, high, unit, by, "at_least" if numeral.more else "exact")


def _normal(number: Decimal, unit: Unit) -> Decimal:
    return number * 10 if unit.name in ("成", "折") else number


def _unit_of(text: str, numeral: Numeral) -> tuple[Unit | None, int]:
    """The unit behind a numeral, a blank between them allowed."""
    end = numeral.end
    found = read_unit(text, end + 1 if text[end : end + 1] == " " else end)
    return found if found is not None else (None, end)


def _counts(text: str, numeral: Numeral, unit: Unit, end: int) -> bool:
    """Whether number and unit count something: an article (一个) and half a name (二期, 百家) do not."""
    if not numeral.han or unit.dimension not in ("count", "time"):
        return True
    if numeral.bare_scale:
        return bounds.before(text, numeral.start, True) is not None or bounds.after(text, end) is not None
    if numeral.raw in ("一", "壹") and unit.dimension == "count":
        return False
    return not (unit.digits_only and len(numeral.raw) == 1)


def _number_alone(text: str, numeral: Numeral) -> Read | None:
    """A number without a unit counts where nothing else stands at it: a table cell, 达到1.8，."""
    start, end = numeral.start, numeral.end
    if numeral.han and (len(numeral.raw) < 2 or numeral.bare_scale):
        return None
    left = text[start - 1] if start else ""
    right = text[end] if end < len(text) else ""
    if right and right not in "|｜，。；、,;\n )）" or left in "“\"'‘（(《〔[.-" and left:
        return None
    if not left.strip(" \n") and right and right in "、.．)）,":
        return None
    return Read(end, numeral.low, numeral.high, _BARE, "quantity.bare", "at_least" if numeral.more else "exact")


def _range(text: str, first: Numeral) -> Read | None:
    """2-3个, 10%—15%, 5亿元~10亿元, 30～33万吨: unit and scale of the second serve the first that has none."""
    unit, end = _unit_of(text, first)
    dash = _DASH.match(text, end if unit is not None else first.end)
    if dash is None:
        return None
    second = read_numeral(text, dash.end())
    if second is None or first.low != first.high or second.low != second.high or second.more or first.more:
        return None
    last = _single(text, second)
    if last is None or last.by == "quantity.bare" and (unit is not None or _looks_coded(first, second)):
        return None
    if unit is not None and _named(unit) != last.unit.name:
        return None
    low = (
        _normal(first.low, unit)
        if unit is not None
        else _shared(first, second) * (last.low / second.low if second.low else 1)
    )
    if low >= last.low:
        return None
    return Read(last.end, low, last.low, last.unit, "quantity.range", "range")


def _named(unit: Unit) -> str:
    return "%" if unit.name in ("成", "折") else unit.name


def _looks_coded(first: Numeral, second: Numeral) -> bool:
    return any(n.raw.startswith("0") and n.raw[1:2].isdigit() or len(n.raw) > 6 for n in (first, second))


def _shared(first: Numeral, second: Numeral) -> Decimal:
    """2-3万 means 20000 to 30000, but 2000-3万 does not scale its lower end."""
    if second.unscaled is None or first.scale != 1 or first.unscaled is None:
        return first.low
    return first.low * second.scale if first.low < second.unscaled else first.low


def _bounded(text: str, start: int, read: Read, done: int) -> Found:
    """Add the bound words around an expression."""
    end, bound = read.end, read.bound
    amount = read.unit.dimension in ("money", "ratio") or read.low >= 10000 or read.by == "quantity.class"
    ahead = bounds.before(text, start, amount)
    behind = bounds.after(text, end)
    if behind is not None:
        end = behind[1]
        bound = behind[0] if bound in ("exact", "about") else bound
    if ahead is not None and ahead[1] >= done:
        start = ahead[1]
        said = ahead[0]
        if said == "exact" and text.startswith("内", end):
            end, said = end + 1, "at_most"
        bound = _stronger(said, bound)
    if bound == "range" or read.low != read.high:
        quantity = _range_quantity(read, text[start:end])
    else:
        quantity = Quantity(
            value=read.low, unit=read.unit.name, dimension=read.unit.dimension, bound=bound, text=text[start:end]
        )
    return Found("quantity", start, end, text[start:end], quantity, None, read.by)


def _stronger(ahead: Bound, own: Bound) -> Bound:
    """What stands before outweighs 余 and 级; a limit outweighs 约."""
    if own == "range":
        return own
    if ahead == "exact" or (ahead == "about" and own in ("at_least", "at_most")):
        return own
    return ahead


def _range_quantity(read: Read, surface: str) -> Quantity:
    return Quantity(
        low=read.low, high=read.high, unit=read.unit.name, dimension=read.unit.dimension, bound="range", text=surface
    )


__all__ = ["Read", "cast", "find_quantities", "parse_quantity"]
