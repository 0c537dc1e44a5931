"""All mentions of a text, in order, and the one place where overlaps are settled.

A period beats the quantity that it overlaps: 三年内 is a deadline and not three years, 2024—2026年 no range of years.

    >>> [(f.by, f.text) for f in find_mentions("到2027年，用3—5年时间培育企业30家以上")]
    [('period.deadline', '到2027年'), ('quantity.range', '3—5年时间'), ('quantity.number', '30家以上')]
"""

from __future__ import annotations

from datetime import date

from clusterx.mentions.found import Found
from clusterx.mentions.periods import find_periods
from clusterx.mentions.quantities import find_quantities
from clusterx.mentions.vague import find_vague


def find_mentions(text: str, published: date | None = None) -> list[Found]:
    """Quantities and periods in the order of the text; no two overlap."""
    periods = find_periods(text, published)
    return sorted([*periods, *_apart(find_quantities(text, periods), periods)], key=lambda found: found.start)


def find_stated(text: str, published: date | None = None) -> list[Found]:
    """The same, and what states that there is an amount or a time without saying which: 若干家, N个, 今年秋季."""
    found = find_mentions(text, published)
    vague = find_vague(text)
    if not vague:
        return found
    wider = [v for v in vague if v.by == "period.season"]  # 2025年春季 is not all of 2025年
    found = _apart(found, wider) if wider else found
    return sorted([*found, *_apart(vague, found)], key=lambda f: f.start)


def _apart(quantities: list[Found], periods: list[Found]) -> list[Found]:
    """Those of the first list that none of the second overlaps; both lists are in the order of the text."""
    kept = []
    at = 0
    for quantity in quantities:
        while at < len(periods) and periods[at].end <= quantity.start:
            at += 1
        if at == len(periods) or quantity.end <= periods[at].start:
            kept.append(quantity)
    return kept
