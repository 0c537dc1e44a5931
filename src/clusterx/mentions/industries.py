"""Industries named in a phrase, as the text names them.

>>> find_industries("甲市新型储能产业与生物医药产业集群行动方案")
['新型储能', '生物医药']
>>> find_industries("甲市重点项目管理办法")
[]
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate
from typing import NamedTuple

from clusterx.lexicon import WordFinder, per_lexicon, rows


class Industry(NamedTuple):
    """A row of `industries.tsv`."""

    name: str


@per_lexicon
def _finder() -> WordFinder[str]:
    return WordFinder({row.name: row.name for row in rows("industries", Industry)})


def find_industries(text: str) -> list[str]:
    """The industries of `text`, each once, in order."""
    found = _finder().find(text)
    return list(dict.fromkeys([name for _, _, name in found])) if found else []


def find_industries_each(texts: Iterable[str]) -> list[list[str]]:
    """`find_industries` of each of `texts`, many short ones in the time of a long one.

    >>> find_industries_each(["新型储能产值", "亩均税收", "生物医药企业"])
    [['新型储能'], [], ['生物医药']]
    """
    lines = list(texts)
    found: list[list[str]] = [[] for _ in lines]
    ends, at = list(accumulate(len(line) + 1 for line in lines)), 0
    for start, _, name in _finder().find("\n".join(lines)):
        while start >= ends[at]:
            at += 1
        if name not in found[at]:
            found[at].append(name)
    return found
