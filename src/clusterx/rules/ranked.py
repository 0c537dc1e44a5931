"""What a ranking measures: 按投资完成率排序，前三位依次为：甲县（92.6%）、乙区（90.3%）.

>>> text = "投资完成率排名前三的是甲县95%、乙区93%。"
>>> text[slice(*measured(text, 0, text.index("93"), "%"))], measured("甲县产值95亿元。", 0, 4, "元")
('投资完成率', None)
"""

from __future__ import annotations

from clusterx.pattern import Pattern
from clusterx.text import Span

RANKING = Pattern(
    r"按照?(?:各\p{Han}{1,6}的?)?(?P<by>[^，。；：、按]{2,16}?)(?:从高到低|由高到低|高低|大小|多少)?(?:进行)?(?:排序|排名|排列|排位)"
    r"|(?P<in>[^，。；：、]{2,14}?)(?:排名|排位|排|位居|位列|居)(?:在|全市|全县|全省|全区)?(?:前|后|末|第|靠[前后])"
)
LISTS = Pattern(r"(?:依次|分别)(?:为|是|有)|的(?:县区|县市|地区|区县)?(?:为|是|有)|[为是]：|：")
OF_UNIT = {
    "%": Pattern(r"(?:率|比|增速|增幅|增长|强度|占比|进度)$"),
    "元": Pattern(r"(?:额|产值|收入|投资|税收|增加值|总量|规模)$"),
}
PLACE = Pattern(
    r"(?:^|[：、，；是为有])(?:(?![全我各本该于出比均周覆])\p{Han}){1,8}?(?:[县市区旗镇乡州]|园区)(?<!乡镇|县区|县市|市区|城区)[（(]?$"
)
NO_MEASURE = Pattern(r"综合|总分|得分|名次|数量|入选|总量")
LONGEST = 200  # characters that one ranking takes


def measured(text: str, start: int, position: int, unit: str) -> Span | None:
    """Where the sentence from `start` names the measure of a ranking, if the number at `position` stands in its list, behind a place.

    `unit`: that of the number; it must fit the measure.
    """
    low = max(start, position - LONGEST)
    if text.find("排", low, position) < 0 and text.find("居", low, position) < 0:
        return None
    if not PLACE.search(text, max(low, position - 14), position):
        return None
    told = list(RANKING.finditer(text, low, position))
    if not told:
        return None
    name = Span(*told[-1].span("by" if told[-1]["by"] else "in"))
    fits = OF_UNIT[unit].search(text, *name) if unit in OF_UNIT else None
    listed = LISTS.search(text, told[-1].end(), position)
    return name if fits and listed and not NO_MEASURE.search(text, *name) else None
