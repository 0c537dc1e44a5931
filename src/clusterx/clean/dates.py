"""Dates as page heads write them.

>>> [find_date(d).value for d in ("2024-06-06 08:12", "2024/6/6", "2024.06.06", "2024年6月6日", "2022- 07- 18 14: 50")]
['2024-06-06', '2024-06-06', '2024-06-06', '2024-06-06', '2022-07-18']
>>> find_date("二〇二四年五月三十一日").value, find_date("2024-13-01")
('2024-05-31', None)
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import regex

from clusterx.pattern import Pattern

_TIME = r"(?:[ T]{0,3}\d{1,2} ?[：:] ?\d{1,2}(?: ?[：:] ?\d{1,2})?(?:\.\d{1,3})?Z?)?"
DATE = Pattern(
    rf"(?<!\d)(?P<y>(?:19|20)\d\d) ?(?:(?P<s>[-/.]) ?(?P<m>\d{{1,2}}) ?(?P=s) ?(?P<d>\d{{1,2}})(?!\d)|年 ?(?P<m>\d{{1,2}}) ?月 ?(?P<d>\d{{1,2}}) ?[日号]){_TIME}"
    r"|(?P<y>[一二][一二三四五六七八九〇零]{3})年(?P<m>十[一二]?|[一二三四五六七八九])月(?P<d>[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])日",
    engine=regex,
)
_DIGITS = {char: str(n) for n, char in enumerate("〇一二三四五六七八九")} | {"零": "0"}


class Dated(NamedTuple):
    """An ISO date and where it stands."""

    value: str
    start: int
    end: int


def find_date(text: str) -> Dated | None:
    """The first date in `text`, if it is one of the calendar."""
    match = DATE.search(text)
    if not match:
        return None
    try:
        day = date(_year(match["y"]), _small(match["m"]), _small(match["d"]))
    except ValueError:
        return None
    return Dated(day.isoformat(), match.start(), match.end())


def _year(digits: str) -> int:
    return int("".join(_DIGITS.get(char, char) for char in digits))


def _small(number: str) -> int:
    """1 to 31, in digits or Chinese numerals."""
    if number.isdigit() and number.isascii():
        return int(number)
    tens, ten, ones = number.rpartition("十")
    unit = int(_DIGITS[ones]) if ones else 0
    return (int(_DIGITS[tens]) if tens else 1) * 10 + unit if ten else unit
