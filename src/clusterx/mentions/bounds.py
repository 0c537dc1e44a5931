"""Bound words before and after a number (`data/bounds.tsv`): what they say and what they are mistaken for.

>>> before("其中不少于", 5, "count")
('at_least', 2)
>>> before("新签约", 3, "count"), before("产值突破", 4, "amount"), before("集中突破", 4, "count")
(None, ('at_least', 2), None)
>>> after("家以上企业", 1)
('at_least', 3)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, cast

from clusterx.lexicon import rows
from clusterx.pattern import Pattern
from clusterx.records import Bound

Counted = Literal["amount", "scale", "thing", "count"]
"""What stands behind a bound word: money, ratio or a large number; only scale words (上百); things that cannot be broken
through (企业突破100家); anything else."""


@dataclass(frozen=True)
class BoundRow:
    """A row of `bounds.tsv`. `never`: characters that make a preceding one another word; `only`: what it bounds."""

    word: str
    place: str
    bound: str
    never: str = ""
    only: tuple[str, ...] = ()


def _index(place: str) -> dict[str, tuple[BoundRow, ...]]:
    """Words by the character next to the number, longest first."""
    table: dict[str, list[BoundRow]] = {}
    for row in sorted(rows("bounds", BoundRow), key=lambda r: -len(r.word)):
        if row.place == place:
            table.setdefault(row.word[-1 if place == "before" else 0], []).append(row)
    return {first: tuple(found) for first, found in table.items()}


_BEFORE = _index("before")
_WORDS_BEFORE = {last: tuple(row.word for row in found) for last, found in _BEFORE.items()}
_AFTER = _index("after")
ENDS_BEFORE = frozenset(_BEFORE)
"""The last characters of the words that bound the number behind them."""
BEGIN_BEHIND = frozenset(_AFTER) | frozenset("（(")
"""What begins the words that bound the number before them."""


def ends_before(text: str, at: int) -> bool:
    """Whether a word that may bound the number behind it ends at `at`."""
    return at > 0 and text.endswith(_WORDS_BEFORE.get(text[at - 1], ()), 0, at)


def before(text: str, at: int, counted: Counted) -> tuple[Bound, int] | None:
    """The bound that words ending at `at` put on a number there, and where the first of them begins.

    Words may be stacked (不少于约, 最高不超过): a limit outweighs 约, and of two limits the nearer one holds.
    """
    bound: Bound | None = None
    start = at
    while (row := _word_before(text, start, counted)) is not None:
        said = cast(Bound, row.bound)
        if bound is None or bound == "exact" or (bound == "about" and said != "exact"):
            bound = said
        start -= len(row.word)
    return None if bound is None else (bound, start)


def _word_before(text: str, at: int, counted: Counted) -> BoundRow | None:
    for row in _BEFORE[text[at - 1]] if ends_before(text, at) else ():
        if text.endswith(row.word, 0, at):
            left = at - len(row.word)
            if (row.only and counted not in row.only) or (left and text[left - 1] in row.never):
                return None
            return row
    return None


def after(text: str, at: int) -> tuple[Bound, int] | None:
    """The bound that a word beginning at `at` puts on the number before it, and where the word ends."""
    following = text[at : at + 1]
    if following not in BEGIN_BEHIND:
        return None
    if following in "（(":
        at = inclusive_end(text, at)
    for row in _AFTER.get(text[at : at + 1], ()):
        end = at + len(row.word)
        if text.startswith(row.word, at) and not (end < len(text) and text[end] in row.never):
            return cast(Bound, row.bound), inclusive_end(text, end)
    return None


_INCLUSIVE = Pattern(r"[（(]不?含[^（）()，。；]{0,12}[）)]")


def inclusive_end(text: str, at: int) -> int:
    """Where a bracket that says whether the end itself counts ends: 1000万元（含）—3000万元（不含）."""
    match = _INCLUSIVE.match(text, at) if text[at : at + 1] in ("（", "(") else None
    return at if match is None else match.end()
