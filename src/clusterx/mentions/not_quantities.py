"""Numbers that count nothing: ordinals, codes, models, document and phone numbers, names and idioms.

`is_name` looks at a place where a numeral in Chinese characters begins, `is_code` at the neighbours of an Arabic one.

    >>> is_name("一带一路倡议", 0), is_name("四个全面", 0), is_name("三家企业", 0)
    (True, True, False)
    >>> is_code("G236线", 1, 4), is_code("甲政发〔2024〕18号", 4, 8), is_code("共12家", 1, 3)
    (True, True, False)
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from clusterx.lexicon import rows


@dataclass(frozen=True)
class NameRow:
    """A row of `not_quantities.tsv`: an expression that begins with a numeral and is no quantity."""

    name: str


@cache
def _names() -> dict[str, tuple[int, ...]]:
    """For a first character, the names' lengths; the names themselves are in `_all_names`."""
    table: dict[str, set[int]] = {}
    for name in _all_names():
        table.setdefault(name[0], set()).add(len(name))
    return {first: tuple(sorted(lengths)) for first, lengths in table.items()}


@cache
def _all_names() -> frozenset[str]:
    return frozenset(row.name for row in rows("not_quantities", NameRow))


def is_name(text: str, at: int) -> bool:
    """Whether an idiom or a name begins at `at`."""
    return any(text[at : at + n] in _all_names() for n in _names().get(text[at : at + 1], ()))


_ORDINAL_BEFORE = frozenset("第〔[【＃#№+＋*×=_@")
_CODE_AFTER = frozenset("号#＃强+＋*×_@〕】")
_LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")


def is_code(text: str, start: int, end: int) -> bool:
    """Whether the neighbours of the number at [start, end) make it a number of something or part of a code."""
    left = text[start - 1] if start else ""
    right = text[end] if end < len(text) else ""
    if left in _ORDINAL_BEFORE and left or right in _CODE_AFTER and right:
        return True
    if left in _LETTERS and left:
        return True
    if left in "-./:：∶" and left and start > 1 and (text[start - 2].isdigit() or text[start - 2] in _LETTERS):
        return True
    return bool(right) and right in ":∶" and text[end + 1 : end + 2].isdigit()
