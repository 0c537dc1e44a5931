"""The period of a project out of what its dates say.

`start`: the first day of when the works begin. `end`: the last day of when they are finished, else of the years of construction,
else of when they come into use, are tried out, or reach their full output. A duration counts from the first day of a
beginning that is known to the month or the day.

    >>> from datetime import date
    >>> end_after(date(2024, 3, 1), 18, 0), end_after(date(2024, 1, 31), 1, 0), end_after(date(2024, 3, 18), 0, 540)
    (datetime.date(2025, 8, 31), datetime.date(2024, 2, 28), datetime.date(2025, 9, 8))
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta

from clusterx.mentions import Found
from clusterx.records import Period

ENDS = ("finish", "term", "use", "trial", "full")
MONTHS = {"月": 1, "年": 12}
DAYS = ("天", "日")
A_MONTH = 31


def period_of(dates: Mapping[str, Found]) -> tuple[Period, list[Found]] | None:
    """The period and the expressions that it is made of; None where nothing is said, or what is said contradicts itself."""
    first = dates.get("begin") or dates.get("term")
    last = next((dates[kind] for kind in ENDS if kind in dates), None)
    within = dates.get("while")
    start = first.period.start if first and first.period else None
    end = last.period.end if last and last.period else None
    used = [f for f in (first, last) if f]
    if last is None and within and (end := _end_within(dates.get("begin"), within)):
        used.append(within)
    if not used or (start and end and start > end):
        return None
    if not (start or end) and any(f.period and (f.period.start or f.period.end) for f in used):
        return None
    used = list(dict.fromkeys(used))
    return Period(start=start, end=end, text="—".join(f.text for f in used)), used


def _end_within(begin: Found | None, within: Found) -> date | None:
    period, quantity = begin.period if begin else None, within.quantity
    if not (period and period.start and period.end and quantity and quantity.value is not None):
        return None
    if (period.end - period.start).days > A_MONTH:
        return None
    months = quantity.value * MONTHS.get(quantity.unit, 0)
    days = quantity.value if quantity.unit in DAYS else 0
    whole = months == int(months) and days == int(days) and 0 < months + days < 10_000
    return end_after(period.start, int(months), int(days)) if whole else None


def end_after(start: date, months: int, days: int) -> date:
    """The last of so many months or days of which `start` is the first day."""
    count = start.year * 12 + start.month - 1 + months
    year, month = divmod(count, 12)
    day = min(start.day, monthrange(year, month + 1)[1])
    return date(year, month + 1, day) + timedelta(days=days - 1)
