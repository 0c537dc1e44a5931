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

from clusterx.text import Change


def cut(pattern: regex.Pattern[str] | re.Pattern[str], text: str) -> Iterator[Change]:
    """Every match goes."""
    for match in pattern.finditer(text):
        yield Change(match.start(), match.end(), "")


def swap(pattern: regex.Pattern[str] | re.Pattern[str], text: str, new: Callable[[str], str]) -> Iterator[Change]:
    """Every match becomes what `new` makes of it."""
    for match in pattern.finditer(text):
        yield Change(match.start(), match.end(), new(match[0]))
