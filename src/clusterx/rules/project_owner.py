"""The company that a project belongs to, named with 的 before it: 恒途科技的车用电机项目, 恒途科技投资建设的车用电机项目.

Reporters shorten companies to a brand and its trade (恒途科技, 楚磷新材); the trade alone (本地食品的…, 光伏的…) names none.

    >>> text = "另一个是恒途科技的车用电机项目"
    >>> text[slice(*owner_before(text, 0, text.index("车用")))]
    '恒途科技'
    >>> owner_before("本地食品的加工基地", 0, len("本地食品的")) is None
    True
"""

from __future__ import annotations

from functools import cache

from clusterx.pattern import Pattern
from clusterx.rules.project_names import BOUNDARY, is_brand, project_words
from clusterx.rules.words import WordSet
from clusterx.text import Span

LONGEST = 24
ENDS = frozenset(f"{BOUNDARY}的“”")
BRAND = (2, 5)  # characters before the trade: 恒途, 楚磷, 浙江恒途
LEGAL = ("公司", "集团")  # 深圳市恒途科技有限公司: written in full
# What may stand before a company in its clause, and no part of its name; a place is part of it where it is written in full.
LEAD = Pattern(
    "是|在|占|由|与|和|及|有|数|到|进|企业|厂商|供应商|巨头|龙头|[央国民]企|[港台外日韩]资|旗下|隔壁|来自|引进|签下"
)
PLACE = Pattern(r"\p{Han}{1,6}?(?:省|市|县|区|镇|乡|街道|园|园区)(?:的|引进)?")

BUILT_BY = Pattern("(?:共同|联合|合资|独资)?(?:投资|出资|投建|建设|合建|兴建|承建|实施|打造)+的$")


def owner_before(text: str, low: int, start: int) -> Span | None:
    """The company whose project the name at `start` is, or None; looked for from `low` on."""
    if start - 3 < low or text[start - 1] != "的":
        return None
    built = BUILT_BY.search(text, max(low, start - 10), start)
    end = built.start() if built else start - 1
    tail = _tails().end(text[max(low, end - 6) : end])
    if not tail or (built and tail in LEGAL):
        return None
    begin = end
    while begin > low and end - begin < LONGEST and text[begin - 1] not in ENDS:
        begin -= 1
    trade = end - len(tail)
    begins = {begin, *(lead.end() for lead in LEAD.finditer(text, begin, trade))}
    if tail not in LEGAL:
        begins |= {place.end() for at in [*begins] if (place := PLACE.match(text, at, trade))}
    for at in sorted(begins, reverse=True):
        if trade - at >= BRAND[0] and is_brand(text[at:trade]):
            return Span(at, end) if trade - at <= BRAND[1] or tail in LEGAL else None
    return None


@cache
def _tails() -> WordSet:
    return WordSet(choices=project_words("company_tail"))
