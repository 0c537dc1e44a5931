"""What is made or sold, as an indicator: 新能源汽车产量 of 生产新能源汽车12万辆, 钛材销量 of 卖出钛材1900吨.

>>> amount_of_goods("产出钛材", "产出钛材", "吨"), amount_of_goods("新能源汽车", "销售", "辆")
('钛材产量', '新能源汽车销量')
>>> amount_of_goods("生产设备", "新增生产设备", "台"), amount_of_goods("钛企业", "聚集", "家")
('生产设备', '钛企业')
"""

from __future__ import annotations

from clusterx.pattern import Pattern

UNITS = frozenset("吨 千克 辆 台 套 件 只 双 箱 瓶 支 枚 片 米 立方米 升 千瓦时 块 副 架 艘".split())
DOES = r"(?:(?P<both>产销)|(?P<sold>卖出|售出|销售|外销|热销)|生产|造出|产出|出产|产(?!业|品|能|值|量|区|地|教|学)(?=新能源|\p{Han}{2,6}车))"
FRONT = Pattern(DOES)
END = Pattern(f"{DOES}$")
NO_GOODS = Pattern(
    r"(?:证书?|专利|商标|标准|订单|方案|案|企业|基地|车间|工厂|线|项目|能力|产能|产量|销量|单位|园|平台|许可|设备|装备|机床|机器人)$|[量额]$"
)


def amount_of_goods(indicator: str, before: str, unit: str) -> str:
    """`indicator`, or what is made or sold with 产量, 销量 or 产销量. `before`: the words before the number."""
    if unit not in UNITS:
        return indicator
    done = FRONT.match(indicator)
    what = indicator[done.end() :] if done else indicator
    done = done or END.search(before)
    if done is None or len(what) < 2 or NO_GOODS.search(what):
        return indicator
    return what + ("产销量" if done["both"] else "销量" if done["sold"] else "产量")
