"""Which field of a project a quantity fills, told by its unit and by the words around it.

>>> field_of("计划总投资约", "元", "money", "")
'investment'
>>> field_of("建成后可年产压缩机", "台", "count", "，")
'capacity'
"""

from __future__ import annotations

from clusterx.pattern import Pattern
from clusterx.rules.figures import SMALL_LENGTHS

Table = tuple[tuple[str, Pattern], ...]


def _compiled(*patterns: tuple[str, str]) -> Table:
    return tuple((name, Pattern(pattern)) for name, pattern in patterns)


LINK = r"(?:额|总额)?(?:[从由][^，。；\d]{0,4}\d[\d.]*[百千万亿]*[美欧]?元)?(?:(?:抬高|扩大|追加|增加|增资|提高|上调|缩减?|压缩|压减|调整|调减|扩|加码)[到至为]|约|近|达到?|高达|为|可达|将达|预计|超过?|共|逾|不低于|不过|不到|不足|不超过|仅|仅有|只有|只要|要|需|接近|突破|：|可|可实现|已|就|均|各|都|的)*$"
MONEY: Table = _compiled(
    (
        "invested",
        rf"(?:(?:累计|已|目前|现已|实际)[^，。；]{{0,4}}(?:完成|投入|到位)?投资|完成投资|投资已(?:经|累计)?完成|已投入(?:资金)?|到位资金|累计(?:已)?投入|已?(?:经)?花[掉了出]去?|投进去|完成固定资产投资){LINK}|^(?:(?:目前|现|截至[^，。；]{{1,10}})?已(?:累计|实际)?完成)$",
    ),
    (
        "annual_investment",
        rf"(?:年度(?:计划|任务|投资|计划投资|任务投资)|当年(?:计划)?投资|今年(?:计划)?(?:完成)?投资|\d{{4}}年(?:度)?(?:计划)?投资|本年(?:计划)?投资){LINK}",
    ),
    ("tax", rf"(?:税收|纳税|利税|创税|税费|税金|税款|税){LINK}"),
    ("output", rf"(?:产值|销售收入|营业收入|营收|销售额|开票(?:销售)?|销售|产出|交易额|收入|开票){LINK}"),
    (
        "investment",
        rf"(?:投资|总投|拟投|投入(?:资金)?|概算|估算|斥资|耗资|出资|总造价|造价|投建|盘子|掏出|掏了|[拟要先再续共说]投|先上|增资|追加投资|拿出|砸下|砸进去?|投下){LINK}",
    ),
)
AREA: Table = _compiled(
    (
        "floor_area",
        rf"(?:建筑面积|建面|(?:建设|租用|新建|改造)?[^，。；]{0, 6}厂房(?:面积|建面)?|总建筑|标准厂房|建筑总面积|建设面积|车间(?:面积)?|仓库(?:面积)?){LINK}",
    ),
    ("land", rf"(?:占地(?:面积)?|用地(?:面积)?|规划面积|总面积|土地|供地|拿地|面积|总用地){LINK}"),
)
CAPACITY = Pattern(
    r"(?:产能|能力|规模|产量)[从由][^，。；]{1,12}[到至]$|(?:一年|每年)(?:可以?|能够?|就能)?(?:产出?|造|做|出|生产|加工|处理|下线|回收|制造|供应|消纳)[^，。；\d]{0,24}$|(?:满产|达产)后(?:一年|每年)$|(?:(?<![今去前])年|日|月)可?(?:产|装配|加工|屠宰加工|屠宰|处理|再制造|生产|供应|回收|拆解|发电|供热|储存|吞吐|组装|综合利用|制造|下线|供气|印染|冶炼|精炼|修复|翻新|改装|封装|测试|检测|出栏|酿造|提取|合成|切割|转运|分拣|清洗|焚烧|处置|净化|热处理|涂装|喷涂|织造|灌装|包装|育苗|养殖|种植|存储)[^，。；\d]{0,24}$|(?:产能|能力|规模|装机|容量|库容|仓容|罐容)[^，。；\d]{0,8}$|(?:日|月|年)产$|生产[^，。；\d]{1,14}$|(?<![今去前每全近历往常多当同]年)(?<=年)(?!产值|产出|销|营|税|利|投资|出口|进口|进出|均|度|底|初|末|内|前|后|中|轻|龄|会|份|代|报|交易|收入|接待|培训|吸引|游客|客流|旅客|门诊|服务|惠及|带动|辐射|覆盖|解决|替代|消耗|采购|排放|增|节|减|可节|开票|货运|缴|纳|创|实现|需|用|耗|底|在|将|建|签|引|完成|力争|计划|预计|新|累计)\p{Han}{2}[^，。；\d]{0,12}$|(?:可|能)(?:部署|容纳|存储|提供)[^，。；\d]{1,10}$"
)
OF_CAPACITY = ("生产线", "产线", "产能", "设计产能", "年产能", "的产能", "的设计产能", "的年产能", "的能力")
BARE = Pattern(  # 6000万元，租现成厂房; 二期、三期各17亿元; 💰22亿元
    r"(?:[^：]{0,12}：)?[\s　\p{S}]*(?:[一二三四]期)?(?:[、和][一二三四]期)?各?(?:计划|预计|大约|约)?"
)
OF_SIZE = Pattern("的(?:总?盘子|(?:总|协议|计划|合同)?投资|资金)|投[在到向]|砸在")  # 27亿元的盘子
PHASE_BEFORE = Pattern(
    r"(?:首期|[一二三四]期)(?:工程|项目)?(?:计划|规划|先|再|续)?(?:建设|拟建|新建|形成|设计|布局|(?<=[先再续])[建上扩])?$"
)
JOBS_BEHIND = Pattern(r"[^，。；]{0,10}(?:就业|岗位)")
JOBS = Pattern(r"(?:就业|岗位|用工|吸纳|带动|提供|新增|解决)[^，。；]{0,10}$")
PEOPLE = {"人", "名", "个", "位"}
WHOLE = Pattern(
    r"总工程量|总体工程|整个(?:工程|项目)|全部工程|(?:总体|整体|项目|工程|总|建设|施工|形象)进度|总体完成|完成率|总量|项目(?:已)?(?:建设)?完成|整体(?:工程)?(?:已)?完成|建设(?:已)?完成"
)
PART = Pattern(
    r"(?P<part>[\p{Han}]{2,14}?)(?:工程|施工|工作)?(?:已)?(?:累计|总体)?(?:完成率?|进度|达到|过半|超过?|完成总?工程量的?)[^，。；]{0,8}$"
)
PRODUCT_DIMENSIONS = {"energy", "power", "mass", "count", "volume", "area", "length", "rate", "data", "computing"}
NO_CAPACITY_UNITS = {
    "家",
    "户",
    "亩",
    "期",
    "人",
    "名",
    "位",
    "次",
    "场",
    "项",
    "倍",
    "届",
    "栋",
    "层",
    "座",
    "年",
    "条",
    *SMALL_LENGTHS,
}


def field_of(before: str, unit: str, dimension: str, after: str) -> str | None:
    """The name of the project field, or None. `before` and `after` are the words of the clause around the quantity."""
    if dimension == "money" and "/" not in unit:
        bare = BARE.fullmatch(before) and not after.strip()
        return _first(MONEY, before) or ("investment" if OF_SIZE.match(after) or bare else None)
    if dimension == "area" and not CAPACITY.search(before):
        return (
            _first(AREA, before)
            or ("land" if unit == "亩" and BARE.fullmatch(before) else None)
            or ("floor_area" if "平方米" in unit and after.startswith(("厂房", "标准厂房")) else None)
        )
    if unit in PEOPLE and (JOBS.search(before) or JOBS_BEHIND.match(after)):
        return "jobs"
    if dimension == "rate" and unit.endswith(("/年", "/日", "/天")):
        return "capacity"
    if unit == "%":
        return "progress" if WHOLE.search(before) else "part" if PART.search(before) else None
    if PHASE_BEFORE.search(before) and (
        dimension in {"energy", "power", "mass"} or (dimension == "count" and unit not in NO_CAPACITY_UNITS)
    ):
        return "capacity"
    if after.startswith(OF_CAPACITY) and dimension in PRODUCT_DIMENSIONS and unit not in NO_CAPACITY_UNITS:
        return "capacity"
    if CAPACITY.search(before) and dimension in PRODUCT_DIMENSIONS and unit not in NO_CAPACITY_UNITS:
        return "capacity"
    return None


def part_name(before: str) -> str:
    """设备安装 in 设备安装完成30%."""
    match = PART.search(before)
    return match["part"] if match else ""


def _first(table: Table, before: str) -> str | None:
    return next((name for name, pattern in table if pattern.search(before)), None)
