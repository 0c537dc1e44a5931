"""Targets out of indicator tables: a row an indicator, a column a year, a month or a growth rate.

指标 | 单位 | 2023年 | 2026年 | 属性             the base year is the baseline of the year aimed at
指标 | 单位 | 6月 | 7月 | 1—8月累计 | 累计同比（%）   each month is a figure, the last column their growth
产业链 | 2027年营收目标（亿元）                     the column names what it measures
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from clusterx.mentions import find_mentions, parse_quantity
from clusterx.mentions.agencies import split_units
from clusterx.mentions.industries import find_industries
from clusterx.pattern import Pattern
from clusterx.records import Baseline, Condition, Period, Quantity
from clusterx.rules.measure import measure_of
from clusterx.rules.rule import Clue, Draft, Reading
from clusterx.rules.scope import Scope
from clusterx.tables import Cell, Table

NAME_COLUMNS = ("指标名称", "主要指标", "指标", "目标", "名称", "项目")
UNIT_COLUMNS = ("计量单位", "单位")
YEAR = Pattern(r"(?:19|20)\d{2}\s*年?")
BASE_WORDS = Pattern(r"基期|基年|现状|实际|基数|完成")
AIM_WORDS = Pattern(r"目标|计划|预期|预计|任务")
GROWTH_COLUMN = Pattern(r"年均|增速|增长|增幅|同比|环比|±")
UNIT_IN_NAME = Pattern(r"[（(](?!基期|目标|基数|实际|预期|现状|规划|计划)(?P<unit>[^（）()\d]{1,10})[）)]$")
NO_NAME = Pattern(r"序号|编号|单位|属性|备注|部门|责任|牵头|说明|类型|类别")
NAME_OF_PROJECTS = Pattern(r"项目名称|建设单位|建设内容|企业名称|建设地点|业主")
METRIC_NOISE = Pattern(
    r"(?:19|20)\d{2}年?|\d{1,2}(?:[—\-~至]\d{1,2})?月份?|目标值?|实际值?|计划|预期|完成|现状|基期|基数|规划|年均|增长|增速|增幅|同比|环比|累计|本月|当月|比上年|比上月|值|数|底|末|到|预计|任务|[\s　（）()±%]"
)
CAPTION = Pattern(
    r"(?P<metric>(?:工业)?总产值|产值|营业收入|营收|增加值|税收|投资|产量|利润)(?:目标|计划|任务|预期|情况|表|分解|一览|规模)*[（(\s]*单位[：:]\s*(?P<unit>[^）)\s]{1,6})"
)
NUMBERED = Pattern(r"^\d{1,2}[.、．]?\s*")
NUMBER = Pattern(r"\d|[一二三四五六七八九十]")
BARE = Pattern(
    r"(?P<before>[≥≤><＞＜]|不低于|不少于|不超过|超过?|约)?\s*(?P<number>-?[\d,，.]+)\s*(?P<after>左右|以上|以内|以下)?"
)
SIGNS = {"≥": "不低于", ">": "超过", "＞": "超过", "≤": "不超过", "<": "低于", "＜": "低于"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of figures: the period it is for, whether it states growth, and what it measures if it says so."""

    index: int
    period: Period
    growth: bool
    metric: str
    unit: str
    aims: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """What the columns of a table are: that of names, that of units if any, those of figures, and that of what is."""

    table: Table
    name: int
    unit: int | None
    columns: list[Column]
    base: Column | None


def apply_tables(reading: Reading, scope: Scope) -> list[Draft]:
    """Targets from every table that has an indicator column and columns for years, months or growth."""
    drafts: list[Draft] = []
    for table in reading.outline.tables:
        drafts += _read(reading, scope, table)
    return drafts


def _read(reading: Reading, scope: Scope, table: Table) -> list[Draft]:
    name = _name_column(table)
    if name is None or any(NAME_OF_PROJECTS.search(title) for title in table.header):
        return []
    columns = _columns(reading, table, name)
    if (caption := _caption(reading, table)) and table.header[name] not in NAME_COLUMNS:
        columns = [replace(c, metric=c.metric or caption["metric"], unit=c.unit or caption["unit"]) for c in columns]
    unit = table.column(*UNIT_COLUMNS)
    unit = None if unit is not None and NO_NAME.search(table.header[unit].replace("单位", "", 1)) else unit
    layout = Layout(table, name, unit, columns, _base(columns, reading.published))
    named = (row for row in table.rows if name < len(row) and row[name].text and not row[name].text.isdigit())
    return [draft for row in named for draft in _read_row(reading, scope, layout, row)]


def _read_row(reading: Reading, scope: Scope, layout: Layout, row: tuple[Cell, ...]) -> Iterator[Draft]:
    indicator, unit = _name_and_unit(row[layout.name].text)
    if not unit and layout.unit is not None and layout.unit < len(row):
        unit = row[layout.unit].text
    values: dict[str, Any] = {}
    clues: list[Clue] = []
    _add_conditions(values, clues, row[layout.name])
    _add_responsible(values, clues, layout.table, row)
    for column in layout.columns:
        if column is layout.base or column.index >= len(row):
            continue
        own, where = _target(layout, row, column, indicator, unit)
        if own:
            own["status"] = _status(reading, scope, column, layout.base)
            yield Draft({**own, **values}, [*where, *clues], 0.93)


def _caption(reading: Reading, table: Table) -> re.Match[str] | None:
    """表2　重点产业链产值目标（单位：亿元）: what the figures of a table measure that has only names and years."""
    above = reading.clean[max(0, table.start - 60) : table.start].rstrip().rpartition("\n")[2]
    return CAPTION.search(above)


def _name_column(table: Table) -> int | None:
    """The column that names what is measured: by its title, else the first one that holds words."""
    column = table.column(*NAME_COLUMNS[:2])
    if column is not None:
        return column
    titles = enumerate(table.header)
    return next((i for i, t in titles if t in NAME_COLUMNS or not (YEAR.search(t) or NO_NAME.search(t))), None)


def _columns(reading: Reading, table: Table, name: int) -> list[Column]:
    """The columns of figures, in order; a growth column without a period of its own is for the period before it."""
    columns: list[Column] = []
    for index, title in enumerate(table.header):
        if index == name or NO_NAME.search(title):
            continue
        inside = UNIT_IN_NAME.search(title)
        period = _period(reading, title)
        growth = bool(GROWTH_COLUMN.search(title))
        if period is None and not (growth and columns):
            continue
        last = columns[-1].period if columns else Period()
        metric = METRIC_NOISE.sub("", UNIT_IN_NAME.sub("", title))
        aims = bool(AIM_WORDS.search(title))
        columns.append(
            Column(index, period or last, growth and not metric, metric, inside["unit"] if inside else "", aims)
        )
    return columns or _aims(reading, table, name)


def _aims(reading: Reading, table: Table, name: int) -> list[Column]:
    """指标 | 单位 | 目标值: the year stands above the table, if anywhere."""
    above = reading.mentions_in(max(0, table.start - 60), table.start)
    said = [m.period for m in above if m.period and m.period.end]
    found = [(i, t) for i, t in enumerate(table.header) if i != name and not NO_NAME.search(t) and AIM_WORDS.search(t)]
    period = said[-1] if said else Period()
    return [Column(i, period, False, METRIC_NOISE.sub("", UNIT_IN_NAME.sub("", t)), "", True) for i, t in found]


def _period(reading: Reading, title: str) -> Period | None:
    found = find_mentions(
        title if not YEAR.fullmatch(title) or title.endswith("年") else f"{title}年", reading.published
    )
    return next((m.period for m in found if m.period and m.period.end), None)


def _base(columns: list[Column], anchor: date | None) -> Column | None:
    """The column of what already is: named so (2024年完成), or the first of several years without aims."""
    years = [c for c in columns if not c.growth and YEAR.search(c.period.text)]
    if len({c.period.end for c in years}) < 2:
        return None
    first = min(years, key=lambda c: str(c.period.end))
    ahead = anchor is not None and first.period.end is not None and first.period.end > anchor
    return None if first.aims or ahead else first


def _target(
    layout: Layout, row: tuple[Cell, ...], column: Column, indicator: str, unit: str
) -> tuple[dict[str, Any], list[Clue]]:
    """What the cell of a column says, and where; nothing where it holds no quantity."""
    name, cell = row[layout.name], row[column.index]
    if column.metric:
        title = layout.table.header[layout.name]
        indicator += ("" if title in NAME_COLUMNS else title) + column.metric
    quantity = _quantity(cell.text, "%" if column.growth else column.unit or unit)
    if quantity is None or not indicator:
        return {}, []
    values: dict[str, Any] = {
        "indicator": indicator,
        "quantity": quantity,
        "measure": _measure(quantity, indicator, column, cell.text),
    }
    if column.period.end or column.period.text:
        values["period"] = column.period
    told = ("quantity", "measure", "status", *(("period",) if "period" in values else ()))
    named: tuple[str, ...] = ("indicator",)
    if industries := find_industries(indicator):
        values["industries"] = tuple(industries)
        named = ("indicator", "industries")
    clues = [Clue(name.start, name.end, named, "target.table"), Clue(cell.start, cell.end, told, "target.table")]
    _add_baseline(values, clues, row, column, layout.base, unit)
    return values, clues


def _measure(quantity: Quantity, indicator: str, column: Column, cell: str) -> str:
    if column.growth and "年均" not in indicator:
        return "decrease" if cell.strip().startswith("-") else "growth"
    return "growth" if indicator.endswith(("增速", "增长率", "增幅")) else measure_of(quantity, indicator)


def _status(reading: Reading, scope: Scope, column: Column, base: Column | None) -> str:
    end, anchor = column.period.end, reading.published
    if column.aims or base is not None:
        return "planned"
    if end and anchor:
        return "planned" if end > anchor else "achieved"
    return "planned" if scope.is_plan else "achieved"


def _add_baseline(
    values: dict[str, Any], clues: list[Clue], row: tuple[Cell, ...], column: Column, base: Column | None, unit: str
) -> None:
    if base is None or column.growth or base.index >= len(row):
        return
    start = _quantity(row[base.index].text, base.unit or unit)
    if start:
        values["baseline"] = Baseline(quantity=start, period=base.period)
        clues.append(Clue(row[base.index].start, row[base.index].end, ("baseline",), "target.table"))


def _add_conditions(values: dict[str, Any], clues: list[Clue], cell: Cell) -> None:
    """新开工亿元以上工业项目."""
    found = [m.quantity for m in find_mentions(cell.text) if m.quantity and m.quantity.bound == "at_least"]
    if found:
        values["conditions"] = tuple(Condition(attribute="", quantity=q) for q in found)
        clues.append(Clue(cell.start, cell.end, ("conditions",), "target.table"))


def _add_responsible(values: dict[str, Any], clues: list[Clue], table: Table, row: tuple[Cell, ...]) -> None:
    column = table.column("责任单位", "牵头单位", "责任部门", "牵头部门", "责任", "牵头")
    if column is None or column >= len(row) or not row[column].text:
        return
    values["responsible"] = tuple(split_units(row[column].text))
    clues.append(Clue(row[column].start, row[column].end, ("responsible",), "target.table"))


def _name_and_unit(name: str) -> tuple[str, str]:
    inside = UNIT_IN_NAME.search(name)
    if inside:
        return name[: inside.start()].strip(), inside["unit"]
    return NUMBERED.sub("", name), ""


def _quantity(cell: str, unit: str) -> Quantity | None:
    """A cell with its own unit, or a bare number with the unit of its row; a fall is a positive number."""
    cell = cell.strip()
    bare = BARE.fullmatch(cell)
    if not bare:
        return parse_quantity(cell) if NUMBER.search(cell) and len(cell) <= 24 else None
    if not unit:
        return None
    before = SIGNS.get(bare["before"] or "", bare["before"] or "")
    return parse_quantity(f"{before}{bare['number'].lstrip('-').replace('，', ',')}{unit}{bare['after'] or ''}")
