"""Places in an order: 第3位, 第二名, 前10名, 居全省第三, 进入全国前10. A rank is `ordinal`: it counts nothing.

    >>> from clusterx.mentions.quantities import find_quantities
    >>> [(f.text, str(f.quantity.value), f.quantity.unit, f.quantity.bound) for f in find_quantities(
    ...     "总量居全省第三，增速列第3位，进入全国前10名，跻身全省前五")]
    [('第三', '3', '位', 'exact'), ('第3位', '3', '位', 'exact'), ('前10名', '10', '名', 'at_most'), ('前五', '5', '位', 'at_most')]

前10名 is a place among ten at most. What is numbered but not ranked is left out (第三产业, 第3批, 第十四届, 500强, 第一书记), and so
are people who were there before (目前10名职工).

    >>> find_quantities("第三产业、第3批、目前12号、第一时间、第一，要加快")
    []
"""

from __future__ import annotations

from clusterx.mentions.found import Found
from clusterx.mentions.numerals import Numeral
from clusterx.mentions.reading import plain_end
from clusterx.pattern import Pattern
from clusterx.records import Quantity

_PLACED = Pattern(r"(?:[列居排获]|跃升|跻身|进入|名次|前进|升)(?:至|到|在|为|名)?\p{Han}{0,6}\Z")
_FIRST_ONES = Pattern(
    r"(?:\A|[，。、；：\n（“的居列入排名到至]|跻身|[全][国省市县区球]|世界|行业|业内|综合|保持|位次|评为)\Z"
)
_NO_RANK = {"名": frozenset("称单录牌额册义字誉副校次"), "位": frozenset("置于移")}


def find_rank(text: str, start: int, end: int, numeral: Numeral, done: int) -> Found | None:
    """The rank whose number is text[start:end] and has 第 or 前 before it."""
    begin = start - 1
    if (
        begin < done
        or numeral.low != numeral.high
        or numeral.more
        or numeral.low < 1
        or numeral.low != int(numeral.low)
    ):
        return None
    unit = text[end : end + 1]
    named = unit in _NO_RANK and text[end + 1 : end + 2] not in _NO_RANK[unit]
    if not named and not (plain_end(text, end) and _PLACED.search(text, max(done, begin - 10), begin)):
        return None
    if text[begin] == "前" and named and _FIRST_ONES.search(text, max(0, begin - 2), begin) is None:
        return None
    stop = end + 1 if named else end
    quantity = Quantity(
        value=numeral.low,
        unit=unit if named else "位",
        dimension="ordinal",
        bound="at_most" if text[begin] == "前" else "exact",
        text=text[begin:stop],
    )
    return Found("quantity", begin, stop, text[begin:stop], quantity, None, "quantity.rank")
