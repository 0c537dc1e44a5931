"""How a pattern becomes changes.

>>> [change[:3] for change in cut(regex.compile("@+"), "a@@b")]
[(1, 3, '')]
>>> [change[:3] for change in swap(regex.compile("[a-z]"), "1b", str.upper)]
[(1, 2, 'B')]
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import regex

from clusterx.text import AnyChange


def cut(pattern: regex.Pattern[str] | re.Pattern[str], text: str) -> Iterator[AnyChange]:
    """Every match goes."""
    for match in pattern.finditer(text):
        start, end = match.span()
        yield start, end, "", None


def swap(pattern: regex.Pattern[str] | re.Pattern[str], text: str, new: Callable[[str], str]) -> Iterator[AnyChange]:
    """Every match becomes what `new` makes of it."""
    for match in pattern.finditer(text):
        start, end = match.span()
        yield start, end, new(match[0]), None
