"""How a pattern becomes changes.

>>> list(cut(regex.compile("@+"), "a@@b"))
[Change(start=1, end=3, replacement='')]
>>> list(swap(regex.compile("[a-z]"), "1b", str.upper))
[Change(start=1, end=2, replacement='B')]
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import regex

from clusterx.text import Change


def cut(pattern: regex.Pattern[str], text: str) -> Iterator[Change]:
    """Every match goes."""
    for match in pattern.finditer(text):
        yield Change(match.start(), match.end(), "")


def swap(pattern: regex.Pattern[str], text: str, new: Callable[[str], str]) -> Iterator[Change]:
    """Every match becomes what `new` makes of it."""
    for match in pattern.finditer(text):
        yield Change(match.start(), match.end(), new(match[0]))
