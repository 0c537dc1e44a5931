"""Numbers mentioned in passing: a thing is counted and nobody says that the count was reached or is wanted.

Who reports puts the thing before its number (引进企业12家), or before the number a verb of reporting (引进12家企业), or behind it what those counted
have come to (12家企业投产), or counts enterprises, projects, parks for a place or a time (甲市现有…, 2024年…). Where the thing stands behind the
number and none of these is said, or where a small count of anything else is spelled out, the number only belongs to its sentence. The verbs
and results are words of `target_words.tsv` (reporting, result); what is in none of them is declined, and `uncovered` shows it.

    >>> from clusterx import extract
    >>> told = "镇上三家铺子刚开门，展台旁20名采购商在等。园区引进12家企业，8家企业投产，还有两家企业上市。"
    >>> [t.quantity.text for t in extract(told).targets]
    ['12家', '8家', '两家']
"""

from __future__ import annotations

from clusterx.pattern import Pattern
from clusterx.rules.figures import Figure
from clusterx.rules.words import one_of

REACH = 48  # characters of the clause before the number
BEHIND = 40
_REPORTS = rf"{one_of('reporting')}[了过着的共约近超逾达到至有计]{{0,2}}"
VERB = Pattern(one_of("reporting"))
BEFORE = Pattern(rf"{_REPORTS}$|(?<![认因])为[^，。；]{{0,8}}$|[给向与][^，。；]{{0,2}}$|(?:面积|规模|总数|数量)$")
# 引入3家研究机构、1个检测中心和2个研究中心: the verb reaches over the list
LIST_BEFORE = Pattern(rf"{_REPORTS}\d[^，。；]*[、和及与]$")
OPENS = Pattern(r"(?:^|有)(?:其中|另外|[全我][省市县区州镇国]|园区|目前|截至目前|当天|当日)*[约近超共]?$")
OFFICIAL = Pattern(r"企|项目|工程(?!师)|园区|平台|基金|国家|地区|产业链|集群|成果|专利")
DONE = Pattern(one_of("result"))
# Who counts for a place or a time reports: 2024年甲市23家企业上榜, 目前园区有…
PUBLIC = Pattern(
    r"[全我][省市县区州镇国]|\p{Han}(?<![城都超夜菜集门楼])[省市县州旗](?![里上场民值面长委领区])|园区|开发区|高新区|经开区|新区|(?:19|20)\d\d年|[今去上]年|截至|以来|目前|累计|季度|半年|年[底末]|\d月"
)
LIST_ENDS = ("、", "和", "及", "与")
NO_COUNTS = frozenset(("元", "美元", "%", "百分点", "番", "倍"))
SPELLED = Pattern("[一二两三四五六七八九十几]")
DEMANDED = ("不少于", "不低于", "至少")
FEW = 100


def is_in_passing(text: str, figure: Figure, by: str) -> bool:
    """Whether a figure that the rule `by` has named is only mentioned."""
    if figure.unit in NO_COUNTS or figure.conditions or figure.elided or figure.place:
        return False
    if figure.found.text.startswith(DEMANDED):
        return False
    behind = by in ("target.right", "target.both")
    if not behind and not (by == "target.left" and _is_spelled_out(figure)):
        return False
    before = text[max(figure.clause, figure.start - REACH) : figure.start].rstrip()
    if DONE.search(_rest_of_clause(text, figure.end)):
        return _is_spelled_out(figure) and not OFFICIAL.search(text, *figure.right)  # 两位股东先后退出
    if behind and PUBLIC.search(before) and OFFICIAL.search(text, *figure.right):
        return False
    if not behind:
        return not VERB.search(before) and not OFFICIAL.search(text, figure.left, figure.start)
    if BEFORE.search(before) or (before.endswith(LIST_ENDS) and LIST_BEFORE.search(before)):
        return False
    return _is_spelled_out(figure) or not (OPENS.search(before) and OFFICIAL.search(text, *figure.right))


def _is_spelled_out(figure: Figure) -> bool:
    """两家, 三十几个: offices write such counts in figures."""
    quantity = figure.found.quantity
    if quantity is None or not figure.is_count or not SPELLED.match(quantity.text):
        return False
    return quantity.value is None or quantity.value < FEW


def _rest_of_clause(text: str, start: int) -> str:
    rest = text[start : start + BEHIND]
    for stop in "，。；：！？\n":
        rest = rest.partition(stop)[0]
    return rest
