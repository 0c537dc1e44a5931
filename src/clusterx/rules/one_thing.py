"""Numbers that tell of one thing what no industry, park or project set has: its price, its size, its rating.

Three signs: a subject of one thing in the clause (一台织机只需要2800元, 单舱容量5MWh, 每平方英寸40多万个孔), a size that makes a noun
what it is (一块9平方米的网片), and sheer smallness: a sum below ten thousand yuan, a surface below 300 m², anything told in grams,
pounds or a few metres is of one thing, unless it is an average (人均3.2万元) or what is paid per piece.

    >>> from clusterx import extract
    >>> [(t.indicator, t.quantity.text) for t in extract("一吨废纸可产再生纸0.8吨，厂房面积80平方米。").targets]
    []
    >>> [t.quantity.text for t in extract("全县一年利用废纸80万吨，农民人均增收2800元。").targets]
    ['80万吨', '2800元']
"""

from __future__ import annotations

from clusterx.pattern import Pattern
from clusterx.records import Quantity
from clusterx.rules.figures import Figure

# What comes by the piece; a 家, a 个, a 条 or a 项 may be an enterprise, a park, a chain.
PIECE = "[台块根双卷辆艘架颗粒枚匹桶罐盒箱袋瓶捆株棵炉锅窑]"
_A_THING = (
    rf"一(?:{PIECE}|件(?!事|套|实)|片(?!区)|张(?!网|图|蓝|清|表|榜)|只(?![有要需是])|度电|吨|公斤|斤|平方米|立方米|亩[地田]|款|头(?!企)|条鱼|人(?!均|才)"
    r"|个(?:工?人|员工|职工|师傅|农民|集装箱|货柜|零件|车位|(?:小小|普普通通|不起眼)的)|名(?:工人|员工|职工|女工)|条(?:[^，。；]{0,6}产|流水)线)"
)
_THIS_THING = (
    rf"[这那](?:批货|{PIECE}|[件款种](?!事))|该(?:[款型机]|产品|装置|设备|技术)|整条(?:生产线|产线)|每(?:{PIECE}|[件只]|分钟|秒|平方(?:英寸|厘米|毫米))(?!企业)"
    r"|单[台机舱只根件炉罐桶箱缸](?!位)"
)
OF_ONE = Pattern(rf"(?:^|[^第十百千万\d统唯])(?:{_A_THING})|{_THIS_THING}")
ONE_OPENS = Pattern(rf"“?(?:{_A_THING}|{_THIS_THING})")
ONES = frozenset("一这那该每单整")
OPENS_ONE = ONES | {"“"}
PER = Pattern(r"每(?:生产|增加|投入|消耗|销售|产出|使用|加工|处理|卖出?|节约|减少|替代)?$")  # 每10台电动车里就有3台
OF_MORE = Pattern(
    r"全[国省市县区镇州]|我[国省市县区镇州]|园区|开发区|集群|产业|公司|企业|项目|产值|营收|销售|投资|累计|出口|市场"
)
NOW = frozenset("现如眼今而")
OF_LIKE = Pattern(r"^(?:现在|如今|眼下|今天|而今|现如今)[^，。；]{0,6}$")  # 过去一个工人看4台机，现在看20台
SIZED = Pattern(rf"(?:^|[^第十百千万\d])一(?:{PIECE}|[条片段面堵张座间栋])[约近长宽高]?$")
SIZE_BEHIND = Pattern(r"[多来余]?(?:[长高宽深厚粗重]|见方)?的|[多来余]?(?:[长高宽深厚粗重]|见方)(?=[，。；、]|$)")
RATING = Pattern(
    r"(?:(?:转换|发电|量产|光电)效率|(?:能量|功率|体|面|堆积|电流)密度|(?:循环|使用|设计)寿命|精度|误差|公差|转速|时速|纯度|硬度|(?:抗拉|抗压|屈服|拉伸|断裂)强度|"
    r"[线孔粒管]径|[壁板膜]厚|载重量?|续航(?:里程)?|湿度|[水室炉气]?温度?(?<!低温)(?<!高温)|海拔|(?<![总容])[氧碳硫磷水糖氮](?:含量|分)|杂质|座位|车速|风速|水深|水位|降水量|降雨量|耐压|分辨率|透光率|扬程|灵敏度|线宽|口径|跨度|厚度)"
    r"(?:仅|只有|一般在|普遍在|一般|普遍|可|能|均|都|已|要|压到|压低到|降到|做到|稳定在|稳在|却|保持在|维持在|最[高小大]|达到?|为|超过?|高达|接近|突破|控制在|在|约|不到|不足|低至|小到)*$"
)
RATING_ENDS = frozenset("率度命差速径厚重量航程压宽温拔分质位深要有可能均都已高小大达到为超过近破在约足至")
ADDED = Pattern(r"新增|增加|新建|改造|更新")  # 新增影院座位3000个
FITTED = Pattern(  # 配备冻干机等仪器设备400余台: of the place that is so fitted
    r"配[备置有齐][了有]?[^，。；]{0,24}(?:设备|仪器|装置|机床|器材)(?:共|近|约)?$"
)
OTHERS = Pattern(  # 能耗比同类产品低15%, 价格仅为进口设备的三分之一, 价格降了近一半
    r"价格?[^，。；]{0,3}[降跌涨]了$|(?<!不)良率[^，。；]{0,6}$|比[^，。；]{1,10}(?:轻|重|薄|厚|硬|软|细|粗|便宜|省电|省油)了?(?:将|约|近)?$|[只仅][有为是]?(?:原来|过去|以前|之前)的$|[比较为是](?:进口|国外|同类|传统|普通|常规)(?:产品|设备|工艺|材料|机型|品牌|方式|车型|方法|技术)[^，。；]{0,8}$"
)
AVERAGE = Pattern(r"均|增收|收入|每[百千万吨亩]|单位|成本|产|标准|最低工资|养老金|低保")
# Least of what an industry, a park or a project set has.
LEAST = {"元": 10_000, "平方米": 300, "米": 1_000}
LIGHT = frozenset(("克", "公斤", "千克", "斤", "毫克", "两"))
HARVEST = 10_000  # of that many pounds a village or a trade is told: 直播销售蜂蜜3万斤
# 一片叶子带动3万人就业: of one thing is said what it does for many.
DOES_FOR_MANY = Pattern(
    r"带动|带富|带火|撬动|牵动|拉动|撑起|撑出|辐射|惠及|吸引|富了|富[一万千百]|催生|串[起联]|做[成出]|长[成出]|种出|卖[成到出]"
)


def tells_one_thing(text: str, figure: Figure, quantity: Quantity, before: str) -> bool:
    """Whether the number is of one thing; `before`: the words of its clause."""
    return (
        _is_too_small(figure, quantity, before)
        or _has_one_as_subject(text, figure, before)
        or ("每" in before[-3:] and PER.search(before) is not None)
        or (before[-1:] in RATING_ENDS and RATING.search(before) is not None and not ADDED.search(before))
        or _is_a_size(text, figure, before)
        or (figure.unit in ("台", "套", "件", "台套") and FITTED.search(before) is not None)
        or (figure.unit in ("%", "倍") and OTHERS.search(before) is not None)
    )


def _is_too_small(figure: Figure, quantity: Quantity, before: str) -> bool:
    unit, value = figure.unit, quantity.value
    if unit in LIGHT and (value is None or value < HARVEST):
        return not AVERAGE.search(before)
    if value is None:
        return False
    if value == 1 and quantity.dimension in ("mass", "area", "length"):
        return quantity.text[0] == "一" or not AVERAGE.search(before)  # 要卖到一万多元一平方米
    least = LEAST.get(unit)
    return least is not None and value < least and not AVERAGE.search(before)


def _has_one_as_subject(text: str, figure: Figure, before: str) -> bool:
    if not ONES.isdisjoint(before) and (one := OF_ONE.search(_unquoted(before))):
        # 每台设备节电15% is what a change has brought
        return not DOES_FOR_MANY.search(before) and (figure.unit != "%" or "每" not in one[0])
    begin = figure.segment.start
    if begin < figure.clause and text[begin] in OPENS_ONE and (one := ONE_OPENS.match(text, begin)):
        # 这款芯片只有指甲盖大小，集成了20亿个晶体管
        return not OF_MORE.search(text, begin, figure.start) and not OF_MORE.search(text, *figure.right)
    if before[:1] not in NOW or figure.right[0] < figure.right[1] or not OF_LIKE.search(before):
        return False
    compared = text[max(begin, figure.clause - 24) : figure.clause]
    return OF_ONE.search(compared) is not None


def _unquoted(before: str) -> str:
    """Without the name of “一枚印章管审批”模式."""
    return before.rpartition("”")[2]


def _is_a_size(text: str, figure: Figure, before: str) -> bool:
    """9平方米 of 一块9平方米的网片."""
    return (
        before[-2:-1] == "一" and SIZED.search(before) is not None and SIZE_BEHIND.match(text, figure.end) is not None
    )
