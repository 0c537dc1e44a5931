"""Calendar arithmetic on closed spans of days.

    >>> year(2024), quarter(2024, 3), month(2024, 2)
    (Days(start=datetime.date(2024, 1, 1), end=datetime.date(2024, 12, 31)), \
Days(start=datetime.date(2024, 7, 1), end=datetime.date(2024, 9, 30)), \
Days(start=datetime.date(2024, 2, 1), end=datetime.date(2024, 2, 29)))
    >>> day(2024, 2, 30) is None, plan(14).end, shift_months(date(2024, 1, 31), 1)
    (True, datetime.date(2025, 12, 31), datetime.date(2024, 2, 29))
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple


class Days(NamedTuple):
    """From `start` to `end`, both included; None is open."""

    start: date | None
    end: date | None


NOWHEN = Days(None, None)


def day(y: int, m: int, d: int) -> date | None:
    """The day, or None where the calendar has none (2月30日)."""
    try:
        return date(y, m, d)
    except ValueError:
        return None


@lru_cache(maxsize=4096)
def months(y: int, first: int, last: int) -> Days | None:
    """From the first day of one month to the last of another of the same year."""
    if not (1 <= first <= last <= 12 and 1 <= y <= 9999):
        return None
    return Days(date(y, first, 1), date(y, last, monthrange(y, last)[1]))


def month(y: int, m: int) -> Days | None:
    return months(y, m, m)


def year(y: int) -> Days | None:
    return months(y, 1, 12)


def quarter(y: int, q: int) -> Days | None:
    return months(y, 3 * q - 2, 3 * q)


def half(y: int, which: int) -> Days | None:
    return months(y, 6 * which - 5, 6 * which)


def plan(number: int) -> Days:
    """The five-year plan of that number: the third ran 1966 to 1970 and each later one five years more."""
    first = 1966 + 5 * (number - 3)
    return Days(date(first, 1, 1), date(first + 4, 12, 31))


def ten_days(y: int, m: int, which: int) -> Days | None:
    """上旬, 中旬, 下旬: the last one ends with the month."""
    if not 1 <= m <= 12:
        return None
    last = monthrange(y, m)[1] if which == 3 else 10 * which
    return Days(date(y, m, 10 * which - 9), date(y, m, last))


def shift_months(on: date, by: int) -> date:
    """The same day some months later or earlier, or the month's last where it has no such day."""
    count = on.year * 12 + on.month - 1 + by
    y, m = divmod(count, 12)
    y = min(max(y, 1), 9999)
    return date(y, m + 1, min(on.day, monthrange(y, m + 1)[1]))


def shift_days(on: date, by: int) -> date:
    return on + timedelta(days=by)
