"""What reporters call otherwise than offices do, and shares as they tell them.

>>> as_offices_say("签下项目"), as_offices_say("公司进账"), as_offices_say("钛材产量约占全国")
('签约项目', '公司收入', '钛材产量占全国')
>>> share_of_those("搞研发的占了", "员工")
'搞研发的员工占比'
>>> share_of_those("利润率低于5%的", "受访企业"), share_of_those("利润的", "企业")
('利润率低于5%的企业占比', '')
>>> share_that_does("已在海外设厂，利润", "鞋企"), share_that_does("的货", "鞋企")
('已在海外设厂的鞋企占比', '')
>>> share_within("应用端在产业产值里只占"), share_within("在建项目中占")
('应用端占产业产值', '')
>>> share_of_place("全球的", "钛材产量占全国"), share_of_place("约为全球", "钛材产量"), share_of_place("年产量", "钛材产量占全国")
('钛材产量占全球', '', '')
"""

from __future__ import annotations

from clusterx.pattern import Pattern

SIGNED = Pattern(r"签[下回来](?=项目)")
TAKEN_IN = Pattern(r"(?:[进入]账|进项)$")
SPOKEN = Pattern(r"签[下回来]项目|进账$|入账$|进项$|约占")
THOSE = Pattern(
    r"(?P<who>(?!约|为|其中)[^，。；占]{2,20})的(?:还|只|就|已|都|也|仅)*(?:占[了到]?|超过?了?|接近|近|达到?了?|有)?$"
)
AMOUNT = Pattern(
    r"(?:利润|产值|收入|营收|产量|产能|销量|销售额?|货|产品|订单|投资|总量|市场|成本|时间|费用|面积|任务|计划|目标|国|球|省|市)$"
)
HEAD = Pattern(r"(?:企业|项目|员工|职工|工人|人员|商户|园区|产品|设备|单位|公司|\p{Han}企|[炉厂店窑户矿])$")
ARE = Pattern(
    r"以?上?(?:都|均|皆)?(?:是|为|属于?)(?!全|历|去|上|因|近)(?P<what>[\p{Han}A-Za-z]{2,14})(?=[，。；、\n]|$)"
)
DOES = Pattern(
    r"(?:已经?|正|都|还)?(?:在|来自|销往|出口|用于|选择|实现|完成|进了?|留在|去了|用上|拥有|具备|从事|投向|流向)[^，。；、\n]{1,18}(?=[，。；])"
)
WITHIN = Pattern(
    r"(?P<part>[^，。；在]{2,14})在(?:我们|我[市县区省]|全[市县区省])?(?P<whole>[^，。；在]{2,14}?)(?:里|中|当中|之中)(?:只|仅|就|已|还|约|大约)*占[了到]?"
)
PLACE = Pattern(
    r"(?:约?(?:占|为|相当于)[了到]?)?(?P<place>全[国球省市]|世界|国内|亚洲|全行业|同行业)(?:总量|总产量|市场)?的?(?:约|近)?$"
)


def share_within(words: str) -> str:
    """应用端占产业产值 of 应用端在产业产值里只占."""
    within = WITHIN.fullmatch(words)
    return f"{within['part']}占{within['whole']}" if within else ""


def as_offices_say(indicator: str) -> str:
    """`indicator` in the words of an office."""
    if not SPOKEN.search(indicator):
        return indicator
    return TAKEN_IN.sub("收入", SIGNED.sub("签约", indicator)).replace("约占", "占")


def share_of_those(words: str, counted: str) -> str:
    """装了余热回收的占 of 在用的电熔炉218座，装了余热回收的占三成; `counted`: what was counted before."""
    those = THOSE.match(words)
    if those is None or AMOUNT.search(those["who"]):
        return ""
    head = HEAD.search(counted)
    return f"{those['who']}的{head[0]}占比" if head else ""


def share_that_does(words: str, counted: str) -> str:
    """三成七已在海外设厂 behind 受访的312家鞋企中, 九成是小微企业: `words` stand behind the number."""
    if kind := ARE.match(words):
        return f"{kind['what']}占比"
    does, head = DOES.match(words), HEAD.search(counted)
    return f"{does[0]}的{head[0]}占比" if does and head else ""


def share_of_place(words: str, told: str) -> str:
    """全球的 of 产量占全国的六成五、全球的三分之一; `told`: the share before."""
    place = PLACE.fullmatch(words)
    return f"{told.partition('占')[0]}占{place['place']}" if place and "占" in told else ""
