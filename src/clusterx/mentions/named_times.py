"""Times that have names of their own: decades, school years, congresses, holidays; and dates that no calendar has.

>>> from clusterx.mentions.periods import parse_period
>>> for text in ("20世纪90年代", "2010年代初", "2023—2024学年", "党的二十大以来"):
...     print(parse_period(text).start, parse_period(text).end)
1990-01-01 1999-12-31
2010-01-01 2012-12-31
2023-09-01 2024-08-31
2022-10-16 None
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache

import regex

from clusterx.lexicon import rows
from clusterx.mentions import days
from clusterx.mentions.days import NOWHEN, Days
from clusterx.mentions.when import YEARS_AWAY, Context, Read, number


def _decade(match: re.Match[str], context: Context) -> Read:
    """20世纪90年代; without a century, that of the last such decade before 2020."""
    tens = number(match["dec"])
    century = {"21": 2000, "二十一": 2000, "本": 2000, "20": 1900, "二十": 1900, "19": 1800, "十九": 1800}.get(
        match["cent"] or "", 1900
    )
    if match["cent"] is None and tens < 30:
        return None
    return _ten_years(century + tens, match["decpart"]), "period.range"


def _tens(match: re.Match[str], context: Context) -> Read:
    """2010年代."""
    return _ten_years(int(match["tens"][:4]), match["tenspart"]), "period.range"


def _ten_years(first: int, part: str | None) -> Days:
    low, high = {"初": (0, 2), "中": (4, 6), "末": (7, 9), "后": (5, 9)}.get((part or "")[:1], (0, 9))
    return Days(date(first + low, 1, 1), date(first + high, 12, 31))


def _school(match: re.Match[str], context: Context) -> Read:
    """2023—2024学年: a school year runs from September to August; its terms begin at dates of each school's own."""
    first, *more = regex.findall(r"[0-9一二三四五六七八九〇零○]+", match["school"].partition("学年")[0])
    low = number(first)
    high = number(more[0]) if more else low + 1
    high = high if high > 100 else low // 100 * 100 + high
    if match["term"] or high != low + 1:
        return NOWHEN, "period.range"
    return Days(date(low, 9, 1), date(high, 8, 31)), "period.range"


def _impossible(match: re.Match[str], context: Context) -> Read:
    """2024年13月, 5月32日: kept as words, so that no part of it is read for the whole."""
    return NOWHEN, "period.day"


def _century(match: re.Match[str], context: Context) -> Read:
    """20世纪 runs from 1901 to 2000; 本世纪中叶 is until 2050; where a century begins or ends is not said in days."""
    written = match["centno"]
    last = 100 * (number(written) if written else 20 if match["century"][0] == "上" else 21)
    if match["centpart"] == "中叶":
        return Days(None, date(last - 50, 12, 31)), "period.deadline"
    return (NOWHEN if match["centpart"] else Days(date(last - 99, 1, 1), date(last, 12, 31))), "period.range"


def _lunar(match: re.Match[str], context: Context) -> Read:
    return NOWHEN, "period.day"


@dataclass(frozen=True)
class CongressRow:
    """A row of `congresses.tsv`."""

    name: str
    opened: str


def _congress(match: re.Match[str], context: Context) -> Read:
    for row in rows("congresses", CongressRow):
        if row.name == match["congressno"] + "大":
            return Days(date.fromisoformat(row.opened), context.published), "period.since"
    return None


@dataclass(frozen=True)
class HolidayRow:
    """A row of `holidays.tsv`."""

    name: str
    month: int = 0
    day: int = 0


@cache
def _holidays() -> dict[str, HolidayRow]:
    return {row.name: row for row in rows("holidays", HolidayRow)}


def _holiday(match: re.Match[str], context: Context) -> Read:
    row = _holidays().get(match["holidayname"])
    if row is None or (not match["holidaypart"] and not row.month):
        return None
    by = "period.deadline" if match["holidaypart"] in ("前", "节前") else "period.day"
    y = _year_of(match, context)
    on = days.day(y, row.month, row.day) if y and row.month else None
    if on is None:
        return NOWHEN, by
    if by == "period.deadline":
        return Days(None, days.shift_days(on, -1)), by
    return Days(on, None if "后" in match["holidaypart"] else on), by


def _year_of(match: re.Match[str], context: Context) -> int | None:
    written = match["holidayyear"]
    if written is None:
        return context.year_for(None, match.start(), match.end())
    if written not in YEARS_AWAY:
        return number(written.rstrip("年 "))
    return None if context.published is None else context.published.year + YEARS_AWAY[written]


READERS: dict[str, Callable[[re.Match[str], Context], Read]] = {
    "decade": _decade, "tens": _tens, "school": _school, "impossible": _impossible, "lunar": _lunar, "century": _century,
    "congress": _congress, "holiday": _holiday,
}  # fmt: skip
