"""若干 before a unit: that there are some is said, how many is not. Such a quantity has no value.

    >>> [(f.text, f.quantity.unit, f.quantity.value, f.by) for f in find_vague("培育若干家企业，安排若干亿元，出台若干措施")]
    [('若干家', '家', None, 'quantity.vague'), ('若干亿元', '元', None, 'quantity.vague')]

Records are made of numbers: only `clusterx.mentions` says where such words stand.
"""

from __future__ import annotations

import regex

from clusterx.mentions.found import Found
from clusterx.mentions.units import read_unit
from clusterx.records import Quantity

_SOME = regex.compile(
    r"若干(?:万亿|[百千万亿])?(?!项目|条例|条件|条款|名牌|名单|家庭|种子|年[来后前内]|人[才员]|部门|单位|方[面法案]|重|类型|门类|层[次面])"
)


def find_vague(text: str) -> list[Found]:
    """Every 若干 that stands before a unit, in the order of the text."""
    found = []
    for match in _SOME.finditer(text):
        unit = read_unit(text, match.end())
        if unit is not None:
            start, end = match.start(), unit[1]
            surface = text[start:end]
            quantity = Quantity(unit=unit[0].name, dimension=unit[0].dimension, text=surface)
            found.append(Found("quantity", start, end, surface, quantity, None, "quantity.vague"))
    return found
