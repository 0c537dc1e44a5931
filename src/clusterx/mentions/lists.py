"""Units left out in a list: 分别达到37、50家 means 37家 and 50家.

    >>> from clusterx.mentions.quantities import find_quantities
    >>> [(f.text, f.quantity.unit, f.by) for f in find_quantities("两类企业分别达到37、50家，分别增长5.2、6.1和7.3%")]
    [('37', '家', 'quantity.list'), ('50家', '家', 'quantity.number'), ('5.2', '%', 'quantity.list'), \
('6.1', '%', 'quantity.list'), ('7.3%', '%', 'quantity.number')]

So does its 万 or 亿, where the numbers are of one size.

    >>> [str(f.quantity.value) for f in find_quantities("产值分别为320、410、520亿元")]
    ['32000000000', '41000000000', '52000000000']

三、四家 and 3、4家 name neighbours and are a range, unless something distributes them (分别, 各) or they head a line.

    >>> [(f.text, str(f.quantity.low), str(f.quantity.high)) for f in find_quantities("每县引进3、4家企业，培育三、四个")]
    [('3、4家', '3', '4'), ('三、四个', '3', '4')]
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from clusterx.mentions.found import Found
from clusterx.mentions.numerals import Numeral, interpret
from clusterx.mentions.reading import Read
from clusterx.mentions.units import read_unit
from clusterx.pattern import Pattern

_BETWEEN = Pattern(r"[、，,和及与]|以及")
_NOT_BEFORE = frozenset("、第前（(〔.．:：\n") | frozenset("0123456789一二三四五六七八九十")
_SCALED = Pattern(r"\d\s?(?P<scale>万亿|千亿|百亿|千万|百万|[万亿])")
_SCALES = {
    "万": Decimal(10**4), "百万": Decimal(10**6), "千万": Decimal(10**7), "亿": Decimal(10**8), "百亿": Decimal(10**10),
    "千亿": Decimal(10**11), "万亿": Decimal(10**12),
}  # fmt: skip
_FAR = 20  # numbers of one list are of one size
_DISTRIBUTED = Pattern(r"分别|各为|依次|分年度|逐年")


def share_units(text: str, found: list[Found]) -> list[Found]:
    """Give numbers without unit the unit of the number that ends their list; where 、 or 分别 makes them a list."""
    measured = found[-1].text if found else ""  # the number with a unit that ends the list
    for at in range(len(found) - 2, -1, -1):
        here, following = found[at], found[at + 1]
        if following.by != "quantity.list":
            measured = following.text
        if here.by != "quantity.bare" or here.quantity is None or following.quantity is None:
            continue
        unit = following.quantity.unit
        if not unit or not _BETWEEN.fullmatch(text, here.end, following.start):
            continue
        if text[here.end] not in "、和及与" and _DISTRIBUTED.search(text, max(0, here.start - 40), here.start) is None:
            continue
        shared: dict[str, Any] = {"unit": unit, "dimension": following.quantity.dimension}
        value, last, scale = here.quantity.value, following.quantity.value, _scale_of(measured)
        if scale > 1 and value is not None and last is not None and value * scale < last * _FAR:
            shared["value"] = value * scale  # 320、410、520亿元, but not 8000、1.2万人
        quantity = here.quantity.model_copy(update=shared)
        found[at] = here._replace(quantity=quantity, by="quantity.list")
    return found


def _scale_of(text: str) -> Decimal:
    """10 to the 8th of 520亿元."""
    scaled = _SCALED.search(text)
    return _SCALES[scaled["scale"]] if scaled else Decimal(1)


def read_neighbours(text: str, start: int, numeral: Numeral) -> Read | None:
    """3、4家: the first of two neighbouring digits stands at `start`."""
    end = start + 1
    if numeral.length != 1 or text[start] == "一" or (start and text[start - 1] in _NOT_BEFORE):
        return None
    second = interpret(text[end + 1 : end + 2])
    if second is None or second.low != numeral.low + 1 or second.kind != numeral.kind:
        return None
    found = read_unit(text, end + 2)
    if (
        found is None
        or (not start and found[1] < len(text))
        or found[0].digits_only
        or found[0].name in ("位", "名", "期", "批")
    ):
        return None
    if _DISTRIBUTED.search(text, max(0, start - 40), start) or "各" in text[max(0, start - 6) : start]:
        return None
    return Read(found[1], numeral.low, second.low, found[0], "quantity.range", "range")
