"""When a record that was found is the record that an annotator wrote down.

Amounts must be equal with scale words folded in; names need only be alike, because two readers rarely draw the same
line around a noun phrase.
"""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from clusterx.evaluate.annotation import Item

SCALES = {"亿": 10**8, "万": 10**4, "千": 10**3, "百": 10**2}
WHOLE_UNITS = {"千瓦", "千瓦时", "千克", "百分点"}
SAME_UNIT = {
    "名": "人",
    "位": "人",
    "人民币": "元",
    "CNY": "元",
    "RMB": "元",
    "percent": "%",
    "％": "%",
    "㎡": "平方米",
}
BASE_UNIT = {
    "kW": ("千瓦", 1), "MW": ("千瓦", 10**3), "GW": ("千瓦", 10**6),
    "kWh": ("千瓦时", 1), "MWh": ("千瓦时", 10**3), "GWh": ("千瓦时", 10**6),
}  # fmt: skip
PUNCTUATION = re.compile(r"[\s“”\"'‘’《》、,，:：·\-—]")
BRACKETS = str.maketrans("（）", "()")


class Amount(NamedTuple):
    """A quantity in its base unit; the bound is not part of it."""

    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    unit: str


def amount(quantity: Item | None) -> Amount:
    """The amount of a quantity as annotations or a result state it."""
    quantity = quantity or {}
    unit, factor = str(quantity.get("unit") or ""), 1
    while unit and unit[0] in SCALES and unit not in WHOLE_UNITS:
        factor, unit = factor * SCALES[unit[0]], unit[1:]
    unit = SAME_UNIT.get(unit, unit)
    unit, more = BASE_UNIT.get(unit, (unit, 1))
    value, low, high = (_scaled(quantity.get(key), factor * more) for key in ("value", "low", "high"))
    return Amount(value, low, high, unit)


def number(value: Any) -> Decimal | None:
    """A number that may be written as a string, or None."""
    try:
        return None if value in (None, "") else Decimal(str(value))
    except InvalidOperation:
        return None


def _scaled(value: Any, factor: int) -> Decimal | None:
    parsed = number(value)
    return None if parsed is None else parsed * factor


def plain(text: Any) -> str:
    """Without blanks, quotation marks and the punctuation that varies between copies of a name."""
    return PUNCTUATION.sub("", str(text or "")).translate(BRACKETS)


def similarity(one: Any, other: Any) -> float:
    """0 to 1: the share of common pairs of characters, or how much of the longer name the shorter one is."""
    a, b = plain(one), plain(other)
    if not a or not b or a == b:
        return float(bool(a) and a == b)
    x, y = _pairs(a), _pairs(b)
    alike = 2 * (x & y).total() / (x.total() + y.total())
    short, long = sorted((a, b), key=len)
    return max(alike, 0.5 + len(short) / len(long) / 2) if len(short) > 1 and short in long else alike


def _pairs(text: str) -> Counter[str]:
    return Counter(text[i : i + 2] for i in range(len(text) - 1)) or Counter([text])


def likeness(kind: str, gold: Item, found: Item) -> float:
    """How alike two records are; 0 if they are not the same."""
    if kind == "targets":
        alike = similarity(gold["indicator"], found.get("indicator"))
        return alike if alike >= 0.4 and amount(gold) == amount(found.get("quantity")) else 0.0
    if kind == "policies":
        if gold.get("number") and gold["number"] == found.get("number"):
            return 1.0
        alike = similarity(gold["title"], found.get("title"))
        return alike if alike >= 0.8 and gold["role"] == found.get("role") else 0.0
    alike = similarity(gold["name"], found.get("name"))
    same_phase = kind == "projects" and gold.get("phase") == found.get("phase")
    return alike + same_phase if alike >= 0.6 else 0.0


def pair(kind: str, gold: list[Item], found: list[Item]) -> dict[int, int]:
    """{gold index: found index}, one to one, required items first, then the most alike."""
    ranked = sorted(
        (bool(g.get("optional")), -alike, i, j)
        for i, g in enumerate(gold)
        for j, f in enumerate(found)
        if (alike := likeness(kind, g, f)) > 0
    )
    pairs: dict[int, int] = {}
    for _, _, i, j in ranked:
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    return pairs
