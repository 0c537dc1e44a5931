"""Amounts of money whose unit goes without saying: 总投资50亿, 营业收入完成418亿, 税收8000万.

Headlines and reports leave 元 out behind 亿 and 万 where the noun before the number is one of money. A mention keeps what the
text has (the unit ""); the records need the unit, so that here it is 元, and only here.

    >>> from clusterx.mentions import find_mentions
    >>> text = "总投资50亿，年产值80亿，用户突破5亿，邮箱存量1.2亿。"
    >>> [(f.text, f.quantity.unit) for f in name_unsaid_units(text, find_mentions(text))]
    [('50亿', '元'), ('80亿', '元'), ('突破5亿', ''), ('1.2亿', '')]
"""

from __future__ import annotations

from collections.abc import Iterable

from clusterx.mentions import Found
from clusterx.pattern import Pattern

REACH = 24
_LEADS = r"(?:约|近|达到?|为|完成|实现|突破|超过?|预计|可望?|将|有望|逾|高达|共|累计|已经?|到|至|：|均|首次|站上|总计|合计)*$"
OF_MONEY = Pattern(
    r"(?:投资|产值|营收|收入|税收|利税|纳税|利润|投入|资金|贷款|授信|融资|订单|销售|出口|进口|进出口|外贸|成交|交易|产出|估值|市值|生产总值|增加值|GDP)"
    rf"(?:总?额|总值|总量|金额|规模)?{_LEADS}"
)
SUMS = ("亿", "亿多", "亿余", "万亿")
SMALL_SUMS = ("万", "万多", "万余")
OF_GOODS = ("出口", "进口", "订单", "销售", "交易", "成交", "投入")  # 出口5万 may be five ten thousand pieces


def name_unsaid_units(text: str, found: Iterable[Found]) -> list[Found]:
    """The mentions, those that are amounts of money with 元 as their unit."""
    return [_named(text, mention) if mention.by == "quantity.bare" else mention for mention in found]


def _named(text: str, mention: Found) -> Found:
    quantity = mention.quantity
    number = mention.text.rstrip("以上下内左右")
    if quantity is None or not number.endswith(SUMS + SMALL_SUMS):
        return mention
    before = text[max(0, mention.start - REACH) : mention.start]
    noun = OF_MONEY.search(before)
    if noun is None or (number.endswith(SMALL_SUMS) and noun[0].startswith(OF_GOODS)):
        return mention
    return mention._replace(quantity=quantity.model_copy(update={"unit": "元", "dimension": "money"}))
