r"""Patterns of the rules: compiled when first asked, by `re`.

`re` answers the short questions that rules ask in half the time that `regex` takes. What it lacks is `\p{Han}`, which
stands here for the same characters, alone or inside a class. A pattern that needs more of `regex` (search from right to left, possessive repeats, all captures of a group) says so by
being made there.

A search is fast where every alternative begins with a character of its own, for `re` then skips what none of them begins
with: `将(?<!的将)` rather than `(?<!的)将`, `较上年|比上年` rather than `[较比]上年`.

    >>> Pattern(r"(?P<name>\p{Han}{2,4})区").search("位于甲城区，").group("name")
    '位于甲城'
    >>> [m[0] for m in Pattern(r"[\p{Han}、]+").finditer("铜、铝10吨")]
    ['铜、铝', '吨']
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

# Script=Han of Unicode 16 (https://www.unicode.org/Public/16.0.0/ucd/Scripts.txt).
HAN = (
    "\u2e80-\u2e99\u2e9b-\u2ef3\u2f00-\u2fd5\u3005\u3007\u3021-\u3029\u3038-\u303b\u3400-\u4dbf"
    "\u4e00-\u9fff\uf900-\ufa6d\ufa70-\ufad9\U00016fe2-\U00016fe3\U00016ff0-\U00016ff6"
    "\U00020000-\U0002a6df\U0002a700-\U0002b81e\U0002b820-\U0002cead\U0002ceb0-\U0002ebe0"
    "\U0002ebf0-\U0002ee5d\U0002f800-\U0002fa1d\U00030000-\U0003134a\U00031350-\U00033479"
)


class Pattern:
    """The methods of `re.Pattern` that rules use; `source` is what it was made of."""

    __slots__ = ("findall", "finditer", "flags", "fullmatch", "match", "search", "source", "split", "sub")
    search: Callable[..., re.Match[str] | None]
    match: Callable[..., re.Match[str] | None]
    fullmatch: Callable[..., re.Match[str] | None]
    finditer: Callable[..., Iterator[re.Match[str]]]
    findall: Callable[..., list[Any]]
    split: Callable[..., list[str]]
    sub: Callable[..., str]

    def __init__(self, source: str, flags: int = 0) -> None:
        self.source, self.flags = source, flags

    def __getattr__(self, name: str) -> Any:
        """Reached while a slot is empty, that is before the first question."""
        if name not in _METHODS:
            raise AttributeError(name)
        compiled = re.compile(with_han(self.source), self.flags)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(self, name)


_METHODS = ("findall", "finditer", "fullmatch", "match", "search", "split", "sub")


def with_han(source: str) -> str:
    r"""The pattern with the characters in place of `\p{Han}`.

    >>> with_han(r"[、\p{Han}]\[") == f"[、{HAN}]\\["
    True
    """
    return _TOKEN.sub(_token_with_han, source)


def _token_with_han(token: re.Match[str]) -> str:
    return f"[{HAN}]" if token[0] == r"\p{Han}" else token[0].replace(r"\p{Han}", HAN)


_TOKEN = re.compile(r"\\p\{Han\}|\\.|\[(?:\\.|[^\]\\])*\]", re.DOTALL)
