"""What states that there is an amount or a time, and not which: 若干家, N个, 今年秋季.

A quantity has no value then, a period no days, only its words.

    >>> [(f.text, f.quantity.unit, f.quantity.value, f.by) for f in find_vague("培育若干家企业，安排若干亿元，出台若干措施")]
    [('若干家', '家', None, 'quantity.vague'), ('若干亿元', '元', None, 'quantity.vague')]
    >>> [(f.text, f.quantity.unit, f.by) for f in find_vague("1个领导小组、N个专班、X家企业，CNN家园")]
    [('N个', '个', 'quantity.variable'), ('X家', '家', 'quantity.variable')]
    >>> [(f.text, f.period.end, f.by) for f in find_vague("2025年春季集中开工，今年初冬时节投产，夏季达沃斯，春天里")]
    [('2025年春季', None, 'period.season'), ('今年初冬时节', None, 'period.season')]

Records are made of numbers and days: only `clusterx.mentions` says where such words stand.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from clusterx.mentions.found import Found
from clusterx.mentions.units import read_unit
from clusterx.pattern import Pattern
from clusterx.records import Period, Quantity

_SOME = Pattern(
    r"若干(?:万亿|[百千万亿])?(?!项目|条例|条件|条款|名牌|名单|家庭|种子|年[来后前内]|人[才员]|部门|单位|方[面法案]|重|类型|门类|层[次面])"
)


_VARIABLE = Pattern(r"(?<![A-Za-z0-9+＋.-])[NX](?=个|项(?!目)|家(?!居|园)|条|类|支|名|套|批|场)")
_SEASON = Pattern(
    r"(?:(?:19|20)\d{2}|[今去明前])年[初仲深隆早晚盛]?[春夏秋冬]{1,2}(?:季节?(?!号|版|刊)|天|时节|(?=[，。、]))|[初仲深隆早晚暮盛][春夏秋冬]时节",
    engine=regex,
)


def find_vague(text: str) -> list[Found]:
    """Every 若干, N and X that stands before a unit, and every season, in the order of the text."""
    return sorted([*_some(text), *_variables(text), *_seasons(text)], key=lambda found: found.start)


def _variables(text: str) -> Iterator[Found]:
    for match in _VARIABLE.finditer(text) if "N" in text or "X" in text else ():
        unit = read_unit(text, match.end())
        if unit is not None:
            surface = text[match.start() : unit[1]]
            quantity = Quantity(unit=unit[0].name, dimension=unit[0].dimension, text=surface)
            yield Found("quantity", match.start(), unit[1], surface, quantity, None, "quantity.variable")


def _seasons(text: str) -> Iterator[Found]:
    for match in _SEASON.finditer(text) if any(season in text for season in "春夏秋冬") else ():
        yield Found("period", *match.span(), match[0], None, Period(text=match[0]), "period.season")


def _some(text: str) -> list[Found]:
    found = []
    for match in _SOME.finditer(text):
        unit = read_unit(text, match.end())
        if unit is not None:
            start, end = match.start(), unit[1]
            surface = text[start:end]
            quantity = Quantity(unit=unit[0].name, dimension=unit[0].dimension, text=surface)
            found.append(Found("quantity", start, end, surface, quantity, None, "quantity.vague"))
    return found
