"""Whether an indicator is a clause of a story rather than the name of what was measured.

An office writes a noun before or behind its number, with verbs of a known kind (新增, 达到), which naming takes off. What is
left over and still speaks (把, 被, 却, 还是, …了, …着, 卖不出) is told of somebody who does something:

    >>> [is_clause(name) for name in ("缝纫机都闯出来了", "人家把机器摆进堂屋", "腾出的地随即转给了邻居")]
    [True, True, True]
    >>> [is_clause(name) for name in ("高新技术企业", "一般工业固废综合利用率", "链上企业", "不锈钢产量", "被认定企业")]
    [False, False, False, False, False]

Weaker signs (一个字 that is part of many nouns too) tell only where nothing of an industry is named besides:

    >>> [is_clause(name) for name in ("夜校办了", "夜校里", "园区引进了企业", "回来的年轻人")]
    [True, True, False, True]
"""

from __future__ import annotations

from clusterx.pattern import Pattern

STRONG = Pattern(
    r"把(?<![火拖门扫车刀]把)(?![关握手柄])|却(?<![冷退忘了]却)|随即|人家|原来|不(?<=[卖做吃跑走看拿装搬熬]不)[出下了动起上完到]|不能|早已|还是|还停|又是|就是|都[^，。]{1,8}了$|他们(?<!其他们)|她们?(?!经济|力量)"
    r"|着(?<=[等忙盯守围]着)|咬牙|挤在|才能(?<![人英天]才能)(?![力级量源])|出来了|起来了|下来了|过来了|进去|出去|回来|多少|怎么|哪[个家些]|自家|自己(?!的?品牌)|要么|宁可|干脆|索性|恨不得|差点|居然|竟然|偏偏|从头到尾|一遍"
)
WEAK = Pattern(
    r"了(?!解)|被(?![动子服褥认评列纳授誉征])|着(?<![沿随朝本执固附]着)|没(?!食子)|给(?<=[转交送留带塞分]给)|让(?<![出转受]让)(?![渡利])|是(?<![但凡若还便]是)(?!否)|里(?<=[家屋店班夜校站院]里)|得最|来(?<=[招找叫喊引拉]来)|变成|才[发肯敢]|它(?<![\s\S]它)|点半|晚上|早上|夜里|清晨|傍晚|当晚|老师傅|年轻人(?!才)|亲戚|邻居|乡亲"
)
OF_PUBLIC = Pattern(
    r"企业|项目|园区|开发区|高新区|经开区|集群|产业|产值|产量|营收|收入|税收|投资|资金|基金|贷款|平台|工厂|车间|规上|规模|专利|标准|出口|用地|厂房|人才|就业|率$|占比|比重"
)


def is_clause(indicator: str) -> bool:
    """Whether the words tell a story: see above."""
    if STRONG.search(indicator) or indicator in ("剩下", "余下", "其余"):
        return True
    return WEAK.search(indicator) is not None and OF_PUBLIC.search(indicator) is None
