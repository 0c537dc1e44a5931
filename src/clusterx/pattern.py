r"""Patterns that are compiled when first asked, by `re` wherever it can.

Most of what rules ask are short questions, and `re` answers them in half the time that `regex` takes. What only `regex` can
(`\p{Han}`, search from right to left, possessive repeats), it is asked for; both give the same answers to all else that
stands in a pattern here, `\s` on control characters excepted, which clean text has not.

    >>> Pattern(r"\p{Han}{2}区").search("位于甲城区，")[0], Pattern(r"\d+").findall("3个5")
    ('甲城区', ['3', '5'])

To compile one takes about a millisecond, so that what a text never asks for is never made. A range of all ideographs costs `re`
as much again, and `regex` nothing: a pattern that holds several and is asked rarely names `regex` as its `engine`, and so does
one that means what only `regex` does (repeats of a group's name, lookbehinds of several lengths, `(?i)` beside Chinese).

A search by `re` is fast where every alternative begins with a character of its own, for then it skips what none of them
begins with: `将(?<!的将)` rather than `(?<!的)将`, `较上年|比上年` rather than `[较比]上年`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import regex

_ONLY_REGEX = re.compile(r"\\p\{|\(\?r\)|[+*?}]\+")
_METHODS = ("findall", "finditer", "fullmatch", "match", "search", "split", "sub")


class Pattern:
    """The methods of `re.Pattern` that rules use; `source` is what it was made of, `engine` is `re` or `regex` if only one may be."""

    __slots__ = ("engine", "findall", "finditer", "flags", "fullmatch", "match", "search", "source", "split", "sub")
    search: Callable[..., re.Match[str] | None]
    match: Callable[..., re.Match[str] | None]
    fullmatch: Callable[..., re.Match[str] | None]
    finditer: Callable[..., Iterator[re.Match[str]]]
    findall: Callable[..., list[Any]]
    split: Callable[..., list[str]]
    sub: Callable[..., str]

    def __init__(self, source: str, flags: int = 0, engine: Any = None) -> None:
        self.source, self.flags, self.engine = source, flags, engine

    def __getattr__(self, name: str) -> Any:
        """Reached while a slot is empty, that is before the first question."""
        if name not in _METHODS:
            raise AttributeError(name)
        engine = self.engine or (regex if _ONLY_REGEX.search(self.source) else re)
        compiled = engine.compile(self.source, engine.MULTILINE if self.flags & re.MULTILINE else 0)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(self, name)
