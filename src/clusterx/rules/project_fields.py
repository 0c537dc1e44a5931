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


LINK = r"(?:额|总额)?(?:约|近|达到?|为|可达|将达|预计|超过?|共|逾|不低于|突破|：|可|可实现|已|的)*$"
MONEY: Table = _compiled(
    (
        "invested",
        rf"(?:(?:累计|已|目前|现已|实际)[^，。；]{{0,4}}(?:完成|投入|到位)?投资|完成投资|已投入(?:资金)?|到位资金|累计(?:已)?投入|已?(?:经)?花[掉了出]去?|投进去|完成固定资产投资){LINK}|^(?:(?:目前|现|截至[^，。；]{{1,10}})?已(?:累计|实际)?完成)$",
    ),
    (
        "annual_investment",
        rf"(?:年度(?:计划)?投资|当年(?:计划)?投资|今年(?:计划)?(?:完成)?投资|\d{{4}}年(?:度)?(?:计划)?投资|本年(?:计划)?投资){LINK}",
    ),
    ("tax", rf"(?:税收|纳税|利税|创税|税费|税金|税款|税){LINK}"),
    ("output", rf"(?:产值|销售收入|营业收入|营收|销售额|开票(?:销售)?|销售|产出|交易额|收入|开票){LINK}"),
    (
        "investment",
        rf"(?:投资|总投|拟投|投入(?:资金)?|概算|估算|斥资|耗资|出资|总造价|造价|投建|盘子|掏出|掏了|拿出|砸下|砸进去?|投下){LINK}",
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
    r"(?:一年|每年)(?:可以?|能够?|就能)?(?:产出?|造|出|生产|加工|处理|下线|回收|制造|供应|消纳)[^，。；\d]{0,24}$|(?:满产|达产)后(?:一年|每年)$|(?:年|日|月)可?(?:产|装配|加工|屠宰加工|屠宰|处理|再制造|生产|供应|回收|拆解|发电|供热|储存|吞吐|组装|综合利用|制造|下线|供气|印染|冶炼|精炼)[^，。；\d]{0,24}$|(?:产能|能力|规模|装机|容量)[^，。；\d]{0,8}$|(?:日|月|年)产$|生产[^，。；\d]{1,14}$|(?:可|能)(?:部署|容纳|存储|提供)[^，。；\d]{1,10}$"
)
OF_SIZE = Pattern("的(?:总?盘子|总?投资)|投[在到向]|砸在")  # 27亿元的盘子
PHASE_BEFORE = Pattern(r"(?:首期|[一二三四]期)(?:工程|项目)?(?:计划|规划)?(?:建设|拟建|新建|形成|设计|布局)?$")
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
        return _first(MONEY, before) or (
            "investment" if OF_SIZE.match(after) or not (before.strip() or after.strip()) else None
        )
    if dimension == "area" and not CAPACITY.search(before):
        return _first(AREA, before) or (
            "floor_area" if "平方米" in unit and after.startswith(("厂房", "标准厂房")) else None
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
    if (
        after.startswith(("生产线", "产线", "产能"))
        and dimension in PRODUCT_DIMENSIONS
        and unit not in NO_CAPACITY_UNITS
    ):
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
