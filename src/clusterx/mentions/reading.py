"""What the readers of quantities hand each other: an expression without its bound words.

>>> plain_end("12，", 2), plain_end("12家", 2), plain_end("12", 2)
(True, False, True)
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from clusterx.mentions.units import Unit
from clusterx.records import Bound


class Read(NamedTuple):
    """Where the expression ends, its ends as numbers, its unit, what read it and the bound that is part of it."""

    end: int
    low: Decimal
    high: Decimal
    unit: Unit
    by: str
    bound: Bound = "exact"


LINES = "-‐‑‒–—―−－﹣~～〜∼"
DASHES = frozenset(LINES + "至到 ")
"""What a dash between the two ends of a range may begin with."""
TIMES = {"倍": "quantity.times", "番": "quantity.times"}
"""The units of which a number is read as so many times."""
BARE = Unit("", "count")
PERCENT = Unit("%", "ratio")
_BOUNDS = ("以上", "以下", "左右", "以内")
_ENDS = frozenset("|｜，。；、,;\n )）!！?？\t")


def plain_end(text: str, at: int) -> bool:
    """Whether nothing that belongs to a number stands at `at`."""
    if at >= len(text) or text[at] in _ENDS or text.startswith(_BOUNDS, at):
        return True
    return text[at] in "和及与至到" and text[at + 1 : at + 2].isdigit()
