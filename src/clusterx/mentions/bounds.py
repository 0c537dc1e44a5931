"""Bound words before and after a number (`data/bounds.tsv`): what they say and what they are mistaken for.

>>> before("其中不少于", 5, amount=False)
('at_least', 2)
>>> before("新签约", 3, amount=False), before("产值突破", 4, amount=True), before("集中突破", 4, amount=False)
(None, ('at_least', 2), None)
>>> after("家以上企业", 1)
('at_least', 3)
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import cast

from clusterx.lexicon import rows
from clusterx.records import Bound


@dataclass(frozen=True)
class BoundRow:
    """A row of `bounds.tsv`."""

    word: str
    place: str
    bound: str
    never: str = ""
    amounts: bool = False


@cache
def _index(place: str) -> dict[str, tuple[BoundRow, ...]]:
    """Words by the character next to the number, longest first."""
    table: dict[str, list[BoundRow]] = {}
    for row in sorted(rows("bounds", BoundRow), key=lambda r: -len(r.word)):
        if row.place == place:
            table.setdefault(row.word[-1 if place == "before" else 0], []).append(row)
    return {first: tuple(found) for first, found in table.items()}


def before(text: str, at: int, amount: bool) -> tuple[Bound, int] | None:
    """The bound that words ending at `at` put on a number there, and where the first of them begins.

    Words may be stacked (不少于约, 控制在…): a limit outweighs 约, and the word farther left outweighs the nearer one
    (最高不超过). `amount`: the number is money, a ratio or large, so that 突破 and 过 compare.
    """
    bound: Bound | None = None
    start = at
    while (row := _word_before(text, start, amount)) is not None:
        said = cast(Bound, row.bound)
        if bound is None or bound in ("about", "exact"):
            bound = said if said != "exact" or bound is None else bound
        start -= len(row.word)
    return None if bound is None else (bound, start)


def _word_before(text: str, at: int, amount: bool) -> BoundRow | None:
    if not at:
        return None
    for row in _index("before").get(text[at - 1], ()):
        if text.endswith(row.word, 0, at) and (amount or not row.amounts):
            left = at - len(row.word)
            if not (left and text[left - 1] in row.never):
                return row
            return None
    return None


def after(text: str, at: int) -> tuple[Bound, int] | None:
    """The bound that a word beginning at `at` puts on the number before it, and where the word ends."""
    for row in _index("after").get(text[at : at + 1], ()):
        if text.startswith(row.word, at):
            return cast(Bound, row.bound), at + len(row.word)
    return None
