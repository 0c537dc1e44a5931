"""Numbers that damage may have changed have no value.

Where cleaning marked a stretch as a guess (an eaten digit, bytes that could not be read again), a number that touches it may
have lost or gained a digit. Such a number keeps its place and its words, its value is void.

    >>> from clusterx.mentions.find import find_mentions
    >>> [m.quantity.value for m in void_damaged(find_mentions("共25家、8个"), [Span(1, 1)]) if m.quantity]
    [None, Decimal('8')]
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from clusterx.mentions.found import Found
from clusterx.text import Span

NOTHING = {"value": None, "low": None, "high": None}


def void_damaged(found: Sequence[Found], doubtful: Sequence[Span]) -> list[Found]:
    """`found` with the values of all that touch one of the `doubtful` spans taken away."""
    spans = sorted(doubtful)
    if not spans:
        return list(found)
    starts = [s.start for s in spans]
    return [_void(m) if _touches(m, spans, starts) else m for m in found]


def _touches(found: Found, spans: list[Span], starts: list[int]) -> bool:
    at = bisect_left(starts, found.end + 1) - 1
    return at >= 0 and any(s.end >= found.start for s in spans[max(0, at - 3) : at + 1])


def _void(found: Found) -> Found:
    if found.quantity is not None:
        return found._replace(quantity=found.quantity.model_copy(update=NOTHING))
    if found.period is not None:
        return found._replace(period=found.period.model_copy(update={"start": None, "end": None}))
    return found
