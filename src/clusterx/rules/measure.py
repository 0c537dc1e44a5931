"""How a figure measures: level, increase, growth, share, multiple, decrease or difference.

Decided by the unit and by the last verb before the number: 增长到 states a level, 增长 a growth; every other rate or
proportion in % is a share; 百分点 are changes or gaps.
"""

from __future__ import annotations

from clusterx.pattern import Pattern
from clusterx.records import Measure, Quantity
from clusterx.rules.words import alternation, one_of, words

TO = r"(?:到|至|为)?$"
REACHES = Pattern(
    r"(?:增长|提高|提升|增加|上升|扩大|发展|下降|降低|降|压减|压缩|减少|增|升|壮大|稳定|控制|保持|维持)(?:到|至|在)$"
)
REACH_ENDS = frozenset("到至在")
GROWTH = Pattern(rf"{one_of('growth')}(?:率|幅)?(?:均|都|分别|达到?|为|超过?|不低于|保持在|约|将)*$")
GROWTH_OF = Pattern(r"(?:增长|递增|增速|增幅)[^，。；\d]{0,6}$")
RATE_NAME = Pattern(r"(?:增速|增幅|增长率|涨幅|降幅|涨跌幅)[^，。；]{0,8}$")
FALL_NAMED = Pattern(r"(?:降幅|跌幅|下降率)[^，。；\d]{0,2}(?:收窄|扩大|缩小|收缩|回落)?[到至为达]?$")
SURFACE = Pattern(r"(?:增长面|亏损面|下降面|覆盖面|占比|比重|率)(?:为|达到?|约)?$")
DECLINE = Pattern(rf"{one_of('decline')}(?:率|幅)?(?:均|分别|达到?|超过?|不低于|约|了)*$")
RISE = Pattern(rf"{one_of('rise')}(?:均|分别|达到?|超过?|不低于|约|了)*$")
SHORT_OF = Pattern(r"(?:还|尚|仍|仅|只)?(?:差|相差|落后|滞后)了?(?:约|近)?$")  # 距35%还差8个百分点
GAP = Pattern(rf"{one_of('gap')}[^，。；\d]{{0,16}}$")
POINTS_UP = Pattern(r"(?:提高|提升|增加|上升|加快|增长|扩大|上涨)了?(?:约|近)?$")
COMPARED = Pattern(r"(?:比(?!例|重|率|值|拼)|较)[^，。；]{1,16}(?:高|低|快|慢|多|少)(?:出|了)?$")
BEYOND = Pattern(
    r"(?:高于|低于|多于|少于|高出|超出|低)[^，。；\d]{0,12}(?:平均|水平|全[国省市区]|同期|目标|计划)[^，。；\d]{0,4}$"
)
SINCE_THEN = Pattern(  # 比年初多出17家: not more than another place has, but more than before
    r"(?:(?:比|较)(?:年初|上年|去年|同期|上年同期|去年同期|上月|上季度?|\d{4}年)[底末]?[^，。；\d]{0,6}|[同环]比)(?:(?P<more>多)|少)(?:出|了|增)?$"
)
CUT = Pattern(
    r"(?:减少|压减|削减|压降|缩减)(?!到|至|值)(?:(?!新增|增加|扩大|提高|提升|新建|培育)[^，。；、\d]){2,20}$"
)  # 减少煤炭消费量100万吨
OF_WHAT_IS_NEW = Pattern(
    r"新增[^，。；]{0,12}(?:强度|亩均|均|密度|占比|比重|率|单价)[^，。；]{0,8}$"
)  # 新增工业用地亩均投资强度
INCREASE = Pattern(r"(?:新增|净增|新培育|新认定|新发展|新登记|新纳规|增加(?!到|至|值)|新建成|增长(?!到|至))")
# Without one of these words what is counted or weighed is a level.
CHANGES = Pattern(
    alternation(
        {
            *words("decline"),
            *words("rise"),
            *"高于 低于 多于 少于 高出 超出 低 比 较 新 净增 增加 增长 减少 压减 削减 压降 缩减".split(),
        }
    )
)


def measure_of(quantity: Quantity, before: str) -> Measure:
    """The measure of `quantity`, given the words before it in its clause."""
    before = before.rstrip()
    if before.endswith(("到了", "至了", "在了")):
        before = before[:-1]
    if quantity.unit in ("倍", "番"):
        return "multiple"
    if quantity.unit == "百分点":
        return _of_points(before)
    if ("幅" in before or "下降率" in before) and FALL_NAMED.search(before):
        return "decrease"
    if before[-1:] in REACH_ENDS and REACHES.search(before):
        if RATE_NAME.search(before):
            return "growth"
        return "share" if quantity.unit in ("%", "‰") else "level"
    if quantity.unit in ("%", "‰"):
        return _of_percent(before)
    if not CHANGES.search(before):
        return "level"
    if DECLINE.search(before) or CUT.search(before):
        return "decrease"
    if OF_WHAT_IS_NEW.search(before):
        return "level"
    if change := SINCE_THEN.search(before):
        return "increase" if change["more"] else "decrease"
    if BEYOND.search(before) or COMPARED.search(before):
        return "difference"
    return "increase" if INCREASE.search(before) or RISE.search(before) else "level"


def _of_points(before: str) -> Measure:
    if SHORT_OF.search(before):
        return "difference"
    if POINTS_UP.search(before):
        return "increase"
    if DECLINE.search(before):
        return "decrease"
    return "difference" if GAP.search(before) or COMPARED.search(before) else "increase"


def _of_percent(before: str) -> Measure:
    if SURFACE.search(before):
        return "share"
    if GROWTH.search(before) or GROWTH_OF.search(before) or before.endswith(("年均", "年均以")):
        return "growth"
    if DECLINE.search(before):
        return "decrease"
    return "growth" if RISE.search(before) and not before.endswith("高达") else "share"
