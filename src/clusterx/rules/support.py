"""Sets of measures (若干措施, 支持政策): which of their figures belong to what is granted, and which the office itself is to reach.

>>> from clusterx.rules.support import OF_SUPPORT
>>> OF_SUPPORT.search("对年产值首次达到5亿元的，给予奖励") is not None, OF_SUPPORT.search("建成产业空间100万平方米以上")
(True, None)
"""

from __future__ import annotations

from clusterx.pattern import Pattern
from clusterx.rules.figures import Figure
from clusterx.rules.segment import REACH

MEASURES_TITLE = Pattern(
    r"若干(?:政策|措施|意见)|(?:支持|扶持|奖励|激励|优惠)[^，。]{0,30}(?:政策|措施|办法)|办法|细则|条例|指南|规定|申报"
)
RULES_TITLE = Pattern(r"办法|细则|条例|指南|规定|申报")
OUTLOOK = Pattern(
    r"[一二三四五两\d]年(?:[内来]|(?:累计)?(?:组织|建成|引[进育]|新[增建]|培育|实施|打造|攻克))|年内|稳定在|保持在|规模$|每年[^，。；]{0,10}(?:培养|举办|组织|新签约|引进|培育|实施|开展|建设)|\d{4}年[至到—-]\d{4}年|总规模|累计|力争|争取|到\d{4}年|到“?十\p{Han}五|目标|确保|实现"
)
OF_SUPPORT = Pattern(
    r"(?:^|[。；，：、])(?:对|凡|给予|按|每[个家户项])|给予|奖|补[助贴偿]|资助|贴息|减[免半征]|免[收租费征]|全免|返还|最高|封顶|[上下]限|申报|申请|认定|评定|评审|入库|符合|具备|(?<!有)条件(?!的)|(?<!高)标准(?![地化厂])|的(?:企业|单位|项目|个人|人才|园区|机构)?[，、]|所称|是指|有效期|施行|兑现|拨付|承担|授予|享受|纳入|优先|鼓励|额度|费率|保费|扣除|作为|注册资本|财政|后，|绿色通道|备案|称号"
)
TASK = Pattern(
    r"建成|建设|设立|打造|培育|引[进育]|新[增建]|创建|组建|形成|推广|举办|开展|筹[集建]|盘活|供应|攻克|遴选|集聚|布局|推动|压缩|线上|组织实施|每年实施"
)
AIM = Pattern(
    r"达到?|突破|超过|提[高升]|增[长加]|实施|完成|覆盖|保持|占|为"
)  # of an opinion goals, of measures thresholds


def is_of_a_measure(text: str, figure: Figure, title: str) -> bool:
    """A figure of what is granted or demanded: no outlook is told before it, and its clauses are no task of the office itself.

    The rules by which applicants are chosen (认定办法, 申报指南) set the office no tasks.
    """
    if OUTLOOK.search(text, figure.segment.start, figure.start):
        return False
    if RULES_TITLE.search(title):
        return True
    begin, end = figure.segment.start, min(figure.segment.end, figure.end + REACH)
    if OF_SUPPORT.search(text, begin, end):
        return True
    aims = title.endswith("意见") and AIM.search(text, begin, figure.start)
    return not (aims or TASK.search(text, begin, figure.start))
