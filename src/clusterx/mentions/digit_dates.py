"""Dates and years written in digits: 2024-05-31, 20240531, 2023.09-2024.06, 2024—2026年, 2023-2025, 2024Q3.

>>> from clusterx.mentions.periods import parse_period
>>> for text in ("2024.05.31-2024.06.30", "2023.09-2024.06", "20240531", "2024-26年"):
...     print(parse_period(text).start, parse_period(text).end)
2024-05-31 2024-06-30
2023-09-01 2024-06-30
2024-05-31 2024-05-31
2024-01-01 2026-12-31
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from clusterx.mentions import days
from clusterx.mentions.days import NOWHEN, Days
from clusterx.mentions.not_quantities import is_number_of
from clusterx.mentions.when import Context, Read, number
from clusterx.pattern import Pattern

_YEARS = Pattern(r"[0-9一二三四五六七八九〇零○]+")


def _years(match: re.Match[str], context: Context) -> Read:
    first, second = _YEARS.findall(match["years"])[:2]
    low, high = number(first), number(second)
    high = high if high > 100 else low // 100 * 100 + high
    return (Days(date(low, 1, 1), date(high, 12, 31)) if low <= high else NOWHEN), "period.range"


def _spanned(match: re.Match[str], context: Context) -> Read:
    """2023-2025 alone in a bracket or a cell: years, if they run upwards and not for long."""
    low, high = int(match["spanned"][:4]), int(match["spanned"][-4:])
    return (Days(date(low, 1, 1), date(high, 12, 31)), "period.range") if low < high <= low + 20 else None


def _listed(match: re.Match[str], context: Context) -> Read:
    return days.year(number(match["listed"])) or NOWHEN, "period.year"


def _iso(match: re.Match[str], context: Context) -> Read:
    on = days.day(*(int(part) for part in match["iso"].split(match["sep"])))
    return (Days(on, on) if on else NOWHEN), "period.day"


def _isospan(match: re.Match[str], context: Context) -> Read:
    """2024.05.31-2024.06.30."""
    low, high = (days.day(*map(int, found)) for found in _ISO_PARTS.findall(match["isospan"]))
    return (Days(low, high) if low and high and low <= high else NOWHEN), "period.range"


_ISO_PARTS = Pattern(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})")


def _dotted(match: re.Match[str], context: Context) -> Read:
    """2023.09-2024.06."""
    (y, m), (last_y, last_m) = (map(int, found) for found in re.findall(r"([0-9]{4})[./]([0-9]{1,2})", match["dotted"]))
    low, high = days.month(y, m), days.month(last_y, last_m)
    if low is None or high is None or (y, m) > (last_y, last_m):
        return NOWHEN, "period.range"
    return Days(low.start, high.end), "period.range"


def _compact(match: re.Match[str], context: Context) -> Read:
    """20240531, unless something calls it a number."""
    written = match["compact"]
    on = days.day(int(written[:4]), int(written[4:6]), int(written[6:]))
    if on is None or is_number_of(context.text, match.start()):
        return None
    return Days(on, on), "period.day"


def _isomonth(match: re.Match[str], context: Context) -> Read:
    return days.month(int(match["isomonth"][:4]), int(match["isomonth"][5:])) or NOWHEN, "period.months"


def _quarters(match: re.Match[str], context: Context) -> Read:
    year, kind, which = int(match["quarters"][:4]), match["quarters"][4], int(match["quarters"][5])
    if kind == "Q":
        return days.quarter(year, which) or NOWHEN, "period.quarter"
    return days.half(year, which) or NOWHEN, "period.half"


READERS: dict[str, Callable[[re.Match[str], Context], Read]] = {
    "years": _years, "spanned": _spanned, "listed": _listed, "iso": _iso, "isospan": _isospan, "dotted": _dotted,
    "compact": _compact, "isomonth": _isomonth, "quarters": _quarters,
}  # fmt: skip
