"""What the columns of a table are: that of names, those of figures with metric, unit and period, and that of what already is.

In: a table. Out: its `Layout`, or None for a table that names no indicators. Three forms are known:

    指标 | 单位 | 2023年 | 2026年                     the rows are the indicators
    产业链 | 2022年产值 | 2025年产值目标   单位：亿元    the rows are chains, the columns what is measured of them
    县区 | 规上工业增加值增速（%） | 2025年税收（亿元）  the rows are places, whose figures they are

The unit of a column stands in its title, in a column of units or in 单位：亿元 above the table; where that line is all there is, it counts
only for what money measures. Its year stands in its title or above the table. A column that states a rank, or how much of a plan is done, is none of these.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from clusterx.mentions import find_mentions, parse_quantity
from clusterx.pattern import Pattern
from clusterx.records import Period
from clusterx.rules.rule import Reading
from clusterx.tables import Table
from clusterx.tables.shape import kind

NAME_COLUMNS = ("指标名称", "主要指标", "指标", "目标", "名称", "项目")
UNIT_COLUMNS = ("计量单位", "单位")
YEAR = Pattern(r"(?:19|20)\d{2}\s*年?")
REACHED = Pattern(r"实际|实绩|完成")
AIM_WORDS = Pattern(r"目标|计划|预期|预计|任务")
GROWTH_COLUMN = Pattern(r"年均|增速|增长|增幅|同比|环比|±")
BRACKETED = Pattern(r"[（(](?:单位[：:])?±?(?P<unit>[^（）()\d：:]{1,10})[）)]")
COUNTS = ("序号", "编号", "排序")
NOT_UNIT = frozenset({"基期", "目标", "基数", "实际", "预期", "现状", "规划", "计划"})
NO_NAME = Pattern(
    r"序号|编号|单位|属性|备注|部门|责任|牵头|说明|类型|类别|位次|排名|名次|排位|链长|链主|职务|姓名|领导"
)
NO_FIGURES = Pattern(r"完成率|完成比例|完成进度|完成(?:年度|全年)?(?:目标|计划|任务)|占(?:全年|年度)|权重|分值|得分")
NO_METRIC = Pattern(
    r"补助|补贴|奖励|奖补|标准|气温|温度|降水|降雨|面积|海拔|价格|单价|招生|人口"
)  # attributes, and what is paid
PAID_ABOVE = Pattern(r"补助|补贴|奖励|奖补|扶持")
OWN_FIGURES = Pattern(  # whose figures they are, where a place only says whereabouts
    r"(?<!链主)(?<!龙头)(?<!重点)(?<!代表)(?<!骨干)(?<!依托)(?<!责任)(?<!牵头)(?<!配合)(?<!主管)(?:企业|公司|学校|院校|医院|机构|单位|项目|产品)(?:名称)?$"
)
NAME_OF_PROJECTS = Pattern(r"项目名称|建设单位|建设内容|企业名称|建设地点|业主")
YEARS = Pattern(r"到?(?:19|20)\d\d年?(?:\d{1,2}(?:[—\-~至]\d{1,2})?月份?)?[末底]?")
METRIC_LEFT = Pattern(
    rf"^(?:到(?![位账港岸货])|{YEAR.source}|“?十[三四五六七]五”?|\d{{1,2}}(?:[—\-~至]\d{{1,2}})?月份?|上半年|全年|年度|年?[末底初]|规划|目标|计划|预期|预计|完成|实际|累计|本月|当月|任务|现状|基期)+"
)
METRIC_RIGHT = Pattern(
    r"(?:目标|任务|计划|规划)?值?[（(][（）()\s]*[）)]$|(?:目标|任务|实际|计划|预期|预计|规划|现状|基期|基数|完成|实绩)(?:值|数|量|情况)?$|(?:年均)?(?:增长|增速|增幅|同比|环比|比上年|比上月|较上年|总量)(?:增长|增减|率)?$"
)
COUNTED = Pattern(
    r"(?<![参与]会人)(?<!出席人)数量?$"
)  # 新签约项目数: each cell has its own unit, or counts for nothing
THIS_MONTH = Pattern("本月|当月|单月|本期")
SUMMED_UP = Pattern("^(?:本年|全年|年度|年初以来)?累计")
BARE_METRICS = frozenset({"", "总量", "绝对值", "绝对量", "值", "数", "数值", "总额", "金额"})
CAPTION_METRIC = Pattern(
    r"(?:规模以上|规上)?(?:工业|制造业|服务业)?(?:总产值|产值|主营业务收入|营业收入|营收|增加值|税收|固定资产投资|投资|产量|利润(?:总额)?|用电量)"
    r"(?=增[速长]|目标|计划|任务|预期|情况|表|分解|一览|规模|完成|[（(\s]|$)"
)
COUNTED_ABOVE = Pattern(  # 2025年新增规上工业企业目标任务分解表
    r"(?:^|\n)(?:(?:附件|附表|表)\d*[：:]?)?(?:(?:19|20)\d\d年(?:度)?)?(?:各县区|各县市区|各县（市、区）|各乡镇|各园区|全[市县区])?"
    r"(?P<metric>\p{Han}{2,14}?(?:企业|项目|平台|机构|人才|工厂|车间|园区|基地)(?:数量|数)?)(?:培育|引进|建设)?(?:目标|任务|计划)+(?:分解|下达|分配)?(?:情况)?(?:表|一览表)(?=\n|$)"
)
UNIT_ABOVE = Pattern(r"单位[：:]\s*(?P<units>[^）)\s；。]{1,14})")
LIST_MARK = Pattern("[、，,/]")
OF_MONEY = Pattern(
    r"产值|收入|营收|增加值|投资|税|利润|GDP|总值|销售|进出口|外资|内资|资金|额|支出|费|到位|贷款|成本|资产"
)
OF_GOODS = Pattern(r"产量|销量|产能|销售量|供应量|用电量|发电量")
PLACE = Pattern(
    r"(?:各)?(?:县区|区县|县市|县市区|县（市、区）|县（市）区|县（区）|区市|市州|市县|城市|设区市|地区|区域|园区|开发区|产业园区|乡镇|镇街|街道|镇办|乡镇街道|镇（街道）|辖区|板块|属地)(?:名称)?"
)
CHAIN = Pattern(r"(?:重点|优势|主导)?(?P<suffix>产业链|链条|产业集群|集群|产业|行业)(?:名称)?")
PLACE_NAME = Pattern(r"\p{Han}{1,14}(?:县|区|市|旗|州|镇|乡|街道|园|新城)|全[市县区省州]")
CHAIN_NAME = Pattern(r"\p{Han}[^，。；\d]{1,16}(?:产业链|产业集群|集群)")
ABOVE = 120


@dataclass(frozen=True, slots=True)
class Column:
    """A column of figures: the period it is for, whether it states growth, and what it measures if it says so."""

    index: int
    period: Period
    growth: bool
    metric: str
    unit: str
    aims: bool
    reached: bool


@dataclass(frozen=True, slots=True)
class Entity:
    """A column of places or of chains; `suffix` is what its title calls each of them."""

    index: int
    place: bool
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """`name`: the column of indicators, or None where the columns of figures name them; then every row has its `entity`.

    `place` and `chain` are the columns that say whose figures those of a row are.
    """

    table: Table
    name: int | None
    place: Entity | None
    chain: Entity | None
    unit: int | None
    columns: list[Column]

    def base(self, column: Column, anchor: date | None) -> Column | None:
        """The column of what already is, for that of what is aimed at."""
        return _base([c for c in self.columns if c.metric == column.metric], anchor)


@dataclass(frozen=True, slots=True)
class Caption:
    """What the lines above a table say of its figures."""

    metric: str
    units: tuple[str, ...]
    period: Period | None
    aims: bool
    paid: bool


def read_layout(reading: Reading, table: Table) -> Layout | None:
    """What the columns of a table are."""
    if not table.rows or any(NAME_OF_PROJECTS.search(title) for title in table.header):
        return None
    entities = _entities(table)
    place = next((entity for entity in entities if entity.place), None)
    chain = next((entity for entity in entities if not entity.place), None)
    name = _name_column(table, {entity.index for entity in entities})
    caption = _caption(reading, table)
    if entities and (name is None or "指标" not in table.header[name]):
        return _of_entities(reading, Layout(table, None, place, chain, None, []), caption)
    if name is None:
        return None
    unit = _unit_column(table)
    dated = unit is None or "指标" in table.header[name] or table.header[name] in NAME_COLUMNS
    columns = list(_columns(reading, table, {name, *(e.index for e in entities)}, caption, dated=dated))
    if table.header[name] not in NAME_COLUMNS and caption.metric:
        columns = [_with_unit(replace(c, metric=c.metric or caption.metric), caption) for c in columns]
    return Layout(table, name, place, chain, unit, columns or _aims(reading, table, name))


def _of_entities(reading: Reading, layout: Layout, caption: Caption) -> Layout | None:
    """Rows of places or chains: each must have one row, for else something besides tells the rows apart."""
    marks = [entity.index for entity in (layout.place, layout.chain) if entity]
    rows = [tuple([row[i].text for i in marks]) for row in layout.table.rows if max(marks) < len(row)]
    if len(set(rows)) < len(rows) or caption.paid or _has_owners(layout.table, max(marks)):
        return None
    columns = _columns(reading, layout.table, set(marks), caption, dated=False)
    named = [replace(c, metric=c.metric or caption.metric) for c in columns]
    return replace(layout, columns=[_with_unit(c, caption) for c in named if c.metric])


def _has_owners(table: Table, behind: int) -> bool:
    """县区 | 学校 | 招生计划: a further column tells whose figures they are."""
    titled = [i for i, title in enumerate(table.header) if i > behind and OWN_FIGURES.search(title)]
    return any(i < len(row) and kind(row[i].text) == "words" for i in titled for row in table.rows)


def _entities(table: Table) -> list[Entity]:
    """The first columns, as far as they name places and chains, told by their titles or by what stands in them."""
    found: list[Entity] = []
    for index, title in enumerate(table.header):
        if title in COUNTS:
            continue
        entity = _titled(index, title) or (None if "指标" in title else _shown(table, index))
        if entity is None or any(entity.place == other.place for other in found):
            break
        found.append(entity)
    return found


def _titled(index: int, title: str) -> Entity | None:
    if PLACE.fullmatch(title):
        return Entity(index, True)
    chain = CHAIN.fullmatch(title)
    return Entity(index, False, chain["suffix"]) if chain else None


def _shown(table: Table, index: int) -> Entity | None:
    cells = [row[index].text for row in table.rows if index < len(row) and row[index].text]
    for pattern in (PLACE_NAME, CHAIN_NAME) if len(cells) > 1 else ():
        if sum(bool(pattern.fullmatch(text)) for text in cells) * 3 >= len(cells) * 2:
            return Entity(index, pattern is PLACE_NAME)
    return None


def _name_column(table: Table, entities: set[int]) -> int | None:
    """The column that names what is measured: by its title, else the first one that holds words."""
    column = table.column(*NAME_COLUMNS[:2])
    if column is not None:
        return column
    titles = [(i, t) for i, t in enumerate(table.header) if i not in entities]
    return next((i for i, t in titles if t in NAME_COLUMNS or not (YEAR.search(t) or NO_NAME.search(t))), None)


def _unit_column(table: Table) -> int | None:
    unit = table.column(*UNIT_COLUMNS)
    return None if unit is not None and NO_NAME.search(table.header[unit].replace("单位", "", 1)) else unit


def _columns(reading: Reading, table: Table, others: set[int], caption: Caption, *, dated: bool) -> Iterator[Column]:
    """The columns of figures, in order; a growth column without a period or metric of its own is for the one before it.

    `dated`: whether only those count that state a period.
    """
    last: Column | None = None
    for index, title in enumerate(table.header):
        if index in others or NO_NAME.search(title) or NO_FIGURES.search(title):
            continue
        unit, growth = _unit(title), bool(GROWTH_COLUMN.search(title))
        period, metric = _period(reading, title, caption), _metric(title)
        if not dated and NO_METRIC.search(metric):
            continue
        aimed = caption.metric and not metric and AIM_WORDS.search(title)
        measured = not dated and (aimed or _is_measured(metric, unit, growth))
        if (growth and unit not in ("", "%")) or not (period or (growth and last) or measured):
            continue
        if last and (not metric or metric.startswith("占")):
            if not (growth or metric) and caption.metric and last.metric and caption.metric not in last.metric:
                continue  # 税收 | 2025年目标 in a table that is called one of output
            metric = last.metric + metric
            unit = unit or ("" if growth or metric != last.metric else last.unit)
        follows = last if last and growth and not period and (metric == last.metric or not caption.period) else None
        aims = bool(AIM_WORDS.search(title)) or (caption.aims and not (period or REACHED.search(title)))
        aims, reached = (follows.aims, follows.reached) if follows else (aims, bool(REACHED.search(title)))
        period = period or (follows.period if follows else caption.period) or Period()
        last = Column(index, period, growth, metric, "%" if growth else unit, aims, reached)
        yield last


def _is_measured(metric: str, unit: str, growth: bool) -> bool:
    return len(metric) > 1 and bool(
        unit or growth or OF_MONEY.search(metric) or OF_GOODS.search(metric) or COUNTED.search(metric)
    )


def _unit(title: str) -> str:
    """亿元 in 产值（亿元）, nothing in 产值（市本级）."""
    found = (match["unit"] for match in BRACKETED.finditer(title))
    return next((u for u in found if u not in NOT_UNIT and _is_unit(u)), "")


def _is_unit(text: str) -> bool:
    quantity = parse_quantity(f"1{text}")
    return quantity is not None and quantity.unit not in ("", "年")


def _metric(title: str) -> str:
    """What a column measures: its title without year, unit, and the words that say whether it is aimed at."""
    words = METRIC_LEFT.sub("", YEARS.sub("", BRACKETED.sub("", title).replace(" ", "").rstrip("%％±")))
    while (shorter := METRIC_RIGHT.sub("", words)) != words:
        words = shorter
    words = METRIC_LEFT.sub("", words)
    return "" if words in BARE_METRICS else words


def _aims(reading: Reading, table: Table, name: int) -> list[Column]:
    """指标 | 单位 | 目标值: the year stands above the table, if anywhere."""
    above = reading.mentions_in(max(0, table.start - 60), table.start)
    said = [m.period for m in above if m.period and m.period.end]
    found = [(i, t) for i, t in enumerate(table.header) if i != name and not NO_NAME.search(t) and AIM_WORDS.search(t)]
    period = said[-1] if said else Period()
    return [Column(i, period, False, _metric(t), "", True, False) for i, t in found]


def _period(reading: Reading, title: str, caption: Caption) -> Period | None:
    """That of the title; 本月 and 累计 are those of 2024年1—9月 above the table, not of the day on which it was published."""
    if THIS_MONTH.search(title) or (SUMMED_UP.search(title) and not GROWTH_COLUMN.search(title)):
        return _of_months(caption.period, summed=not THIS_MONTH.search(title))
    found = find_mentions(
        title if not YEAR.fullmatch(title) or title.endswith("年") else f"{title}年", reading.published
    )
    return next((m.period for m in found if m.period and m.period.end), None)


def _of_months(period: Period | None, *, summed: bool) -> Period | None:
    """The last month of a period, or the year as far as that month; of a whole year it is not said how far."""
    if period is None or period.end is None or (period.end.month, period.end.day) == (12, 31):
        return None
    return period.model_copy(update={"start": date(period.end.year, 1 if summed else period.end.month, 1)})


def _caption(reading: Reading, table: Table) -> Caption:
    """The name of the table and its line of units, which stand right above it."""
    lines: list[str] = []
    start = max(0, table.start - ABOVE)
    for line in reversed(reading.clean[start : table.start].rstrip().split("\n")[-3:]):
        if line.rstrip().endswith(("。", "；", "：")) or len(line) > 60:
            break
        lines.append(line)
    first = "\n".join(reversed(lines))
    begin = table.start - len(first) - 1
    units = UNIT_ABOVE.search(first)
    said = [m.period for m in reading.mentions_in(max(0, begin), table.start) if m.period and m.period.end]
    metrics = set(CAPTION_METRIC.findall(first)) or {m["metric"] for m in COUNTED_ABOVE.finditer(first) if units}
    named = tuple(u for u in LIST_MARK.split(units["units"]) if _is_unit(u)) if units else ()
    metric = metrics.pop() if len(metrics) == 1 else ""
    aims, paid = bool(AIM_WORDS.search(first)), bool(PAID_ABOVE.search(first))
    return Caption(metric, named, said[-1] if said else None, aims, paid)


def _with_unit(column: Column, caption: Caption) -> Column:
    """单位：亿元 above the table counts for the columns of money, if it names one unit besides %."""
    others = [unit for unit in caption.units if unit != "%"]
    if column.unit or len(others) != 1:
        return column
    of_money = others[0].endswith("元")
    fits = OF_MONEY.search(column.metric) if of_money else column.metric == caption.metric
    return replace(column, unit=others[0]) if fits else column


def _base(columns: Sequence[Column], anchor: date | None) -> Column | None:
    """The column of what already is: the last one before that of the first aim, else the first of several years."""
    years = [c for c in columns if not c.growth and YEAR.search(c.period.text) and c.period.end]
    if len({c.period.end for c in years}) < 2:
        return None
    aims = [c.period.end for c in years if c.aims and c.period.end]
    if aims:
        before = [c for c in years if not c.aims and c.period.end and c.period.end < min(aims)]
        return max(before, key=lambda c: str(c.period.end), default=None)
    first = min(years, key=lambda c: str(c.period.end))
    if anchor is None:
        return None if all(c.reached for c in years) else first
    ahead = [c for c in years if c.period.end and c.period.end > anchor]
    return first if ahead and first not in ahead else None
