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
    return _merged(find_quantities(text, periods), periods)


def find_stated(text: str, published: date | None = None) -> list[Found]:
    """The same, and what states that there is an amount or a time without saying which: 若干家, N个, 今年秋季."""
    found = find_mentions(text, published)
    vague = find_vague(text)
    if not vague:
        return found
    # 2025年春季 is not all of 2025年.
    seasons = [mention for mention in vague if mention.by == "period.season"]
    amounts = [mention for mention in vague if mention.by != "period.season"]
    return _merged(amounts, _merged(found, seasons))


def _merged(found: list[Found], taken: list[Found]) -> list[Found]:
    """Both in the order of the text, as they are themselves; of the first only what none of the second overlaps."""
    merged = []
    others = iter(taken)
    other = next(others, None)
    for mention in found:
        while other is not None and other.end <= mention.start:
            merged.append(other)
            other = next(others, None)
        if other is None or mention.end <= other.start:
            merged.append(mention)
    return merged if other is None else [*merged, other, *others]
