"""Size classes: 百亿级, 5500亿级, 千亿产业, 万吨级, 10亿元级. A class is about its number; 过 or 以上 make it a lower bound.

    >>> from clusterx.mentions.quantities import find_quantities
    >>> [(f.text, str(f.quantity.value), f.quantity.unit, f.quantity.bound)
    ...     for f in find_quantities("百亿级产业链、过5500亿级集群、10亿元级企业、万吨级码头")]
    [('百亿级', '10000000000', '元', 'about'), ('过5500亿级', '550000000000', '元', 'at_least'), \
('10亿元级', '1000000000', '元', 'about'), ('万吨级', '10000', '吨', 'about')]

千百亿级 lists two classes: from 百亿 to 千亿.
"""

from __future__ import annotations

from clusterx.mentions.numerals import SCALE, Numeral
from clusterx.mentions.reading import Read
from clusterx.mentions.units import read_unit, unit_named
from clusterx.pattern import Pattern

_MONEY_CLASS = Pattern(
    r"元?级(?![别联])|元?体量|元?规模(?=的|产业|集群|园区|企业|以上)"
    r"|(?=产业|园区|集群|企业|县|俱乐部|台阶|大关|强县|镇|项目|工程|板块|能级|赛道|市场|产值|龙头|链)"
)
_MILLIONS = Pattern(r"元?级(?![别联])")
_TWO_CLASSES = {"千百亿": ("百亿", "千亿"), "百千亿": ("百亿", "千亿"), "万千亿": ("千亿", "万亿")}


def read_class(text: str, start: int, end: int, numeral: Numeral) -> Read | None:
    """The class that a number names, in 元 where it names no unit."""
    last = text[end - 1]
    if last == "亿" and not (text.startswith("元", end) and text[end + 1 : end + 2] not in "级体规"):
        match = _MONEY_CLASS.match(text, end)
    elif numeral.low >= 10**6 and last == "万":
        match = _MILLIONS.match(text, end)
    else:
        match = None
    if match is not None and numeral.low == numeral.high:
        return Read(match.end(), numeral.low, numeral.low, unit_named("元"), "quantity.class", "about")
    return _physical(text, end, numeral) if "级" in text[end : end + 4] else None


def read_two_classes(run: str, text: str, start: int) -> Read | None:
    """千百亿级 and its like, where one number cannot be read."""
    for words, (low, high) in _TWO_CLASSES.items():
        match = _MONEY_CLASS.match(text, start + len(words)) if run.startswith(words) else None
        if match is not None:
            return Read(match.end(), SCALE[low], SCALE[high], unit_named("元"), "quantity.class", "range")
    return None


_CLASSED = Pattern(r"(?:吨|千瓦|吉瓦|兆瓦|GW|MW|GWh|P|卡)级(?!别)")


def _physical(text: str, end: int, numeral: Numeral) -> Read | None:
    """万吨级, 10万吨级, 百万千瓦级."""
    match = _CLASSED.match(text, end)
    found = read_unit(text, end) if match is not None else None
    if match is None or found is None or numeral.low < 10:
        return None
    return Read(match.end(), numeral.low, numeral.low, found[0], "quantity.class", "about")
