"""How a pattern becomes changes.

>>> [change[:3] for change in cut(Pattern("@+"), "a@@b")]
[(1, 3, '')]
>>> [change[:3] for change in swap(Pattern("[a-z]"), "1b", str.upper)]
[(1, 2, 'B')]
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from clusterx.pattern import Pattern
from clusterx.text import AnyChange


def cut(pattern: Pattern, text: str) -> Iterator[AnyChange]:
    """Every match goes."""
    for match in pattern.finditer(text):
        start, end = match.span()
        yield start, end, "", None


def swap(pattern: Pattern, text: str, new: Callable[[str], str]) -> Iterator[AnyChange]:
    """Every match becomes what `new` makes of it."""
    for match in pattern.finditer(text):
        start, end = match.span()
        yield start, end, new(match[0]), None
