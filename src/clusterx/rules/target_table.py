"""Targets out of indicator tables: one row an indicator, one column a year; the base year is the baseline.

指标 | 单位 | 2023年 | 2026年 | 属性
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

import regex

from clusterx.mentions import find_mentions, parse_quantity
from clusterx.records import Baseline, Period, Quantity
from clusterx.rules.measure import measure_of
from clusterx.rules.rule import Clue, Draft, Reading
from clusterx.rules.scope import Scope
from clusterx.tables import Cell, Table

NAME_COLUMNS = ("指标名称", "主要指标", "指标", "目标", "名称", "项目")
UNIT_COLUMNS = ("计量单位", "单位")
YEAR = regex.compile(r"((?:19|20)\d{2})\s*年?")
BASE_WORDS = regex.compile(r"基期|基年|现状|实际|基数|完成")
GROWTH_COLUMN = regex.compile(r"年均|增速|增长|增幅")
UNIT_IN_NAME = regex.compile(r"[（(](?P<unit>[^（）()\d]{1,10})[）)]$")
NO_NAME = regex.compile(r"序号|编号|单位|属性|备注|部门|责任|牵头|说明|类型|类别")
NAME_OF_PROJECTS = regex.compile(r"项目名称|建设单位|建设内容|企业名称|建设地点")


def apply_tables(reading: Reading, scope: Scope) -> list[Draft]:
    """Targets from every table that has an indicator column and a year column."""
    drafts: list[Draft] = []
    for table in reading.outline.tables:
        drafts += _read(reading, scope, table)
    return drafts


def _read(reading: Reading, scope: Scope, table: Table) -> list[Draft]:
    names = _name_column(table)
    years = {i: int(m[1]) for i, title in enumerate(table.header) if i != names and (m := YEAR.search(title))}
    if names is None or not years or any(NAME_OF_PROJECTS.search(title) for title in table.header):
        return []
    years |= {
        i: max(years.values()) for i, title in enumerate(table.header) if i not in years and GROWTH_COLUMN.search(title)
    }
    units = table.column(*UNIT_COLUMNS)
    base = _base_column(reading, table, years)
    drafts = []
    for row in table.rows:
        cells = dict(enumerate(row))
        if names not in cells or not cells[names].text:
            continue
        unit = cells[units].text if units is not None and units in cells else ""
        for column, year in years.items():
            if column != base and column in cells:
                drafts += _target(reading, scope, cells, names, column, base, unit, years, year, table)
    return drafts


def _name_column(table: Table) -> int | None:
    """The column that names what is measured: by its title, else the first one that holds words."""
    column = table.column(*NAME_COLUMNS[:2])
    if column is not None:
        return column
    titles = enumerate(table.header)
    return next((i for i, t in titles if t in NAME_COLUMNS or not (YEAR.search(t) or NO_NAME.search(t))), None)


def _base_column(reading: Reading, table: Table, years: dict[int, int]) -> int | None:
    """The column of what already is: named so, or not later than the document, or the first of several years."""
    for column in years:
        if BASE_WORDS.search(table.header[column]) and not regex.search(r"目标|计划|预期", table.header[column]):
            return column
    first = min(years, key=lambda c: years[c])
    aims = regex.search(r"目标|计划|预期", table.header[first])
    return first if len(set(years.values())) > 1 and not aims else None


def _target(
    reading: Reading,
    scope: Scope,
    cells: dict[int, Cell],
    names: int,
    column: int,
    base: int | None,
    unit: str,
    years: dict[int, int],
    year: int,
    table: Table,
) -> list[Draft]:
    title = table.header[column]
    name, unit = _name_and_unit(cells[names].text, unit)
    metric, unit = _metric(title, unit)
    if metric:
        name = f"{name}{'' if table.header[names] in NAME_COLUMNS else table.header[names]}{metric}"
    growth = bool(GROWTH_COLUMN.search(title)) and not metric
    quantity = _quantity(cells[column].text, "%" if growth else unit)
    if quantity is None:
        return []
    values: dict[str, Any] = {
        "indicator": name,
        "quantity": quantity,
        "measure": "growth" if growth or name.endswith(("增速", "增长率")) else measure_of(quantity, name),
        "status": "planned" if scope.is_plan or base is not None else "achieved",
        "period": _year(year),
    }
    clues = [
        Clue(cells[names].start, cells[names].end, ("indicator",), "target.table"),
        Clue(cells[column].start, cells[column].end, ("quantity", "measure", "status", "period"), "target.table"),
    ]
    if base is not None and base in cells and (start := _quantity(cells[base].text, unit)):
        values["baseline"] = Baseline(quantity=start, period=_year(years[base]))
        clues.append(Clue(cells[base].start, cells[base].end, ("baseline",), "target.table"))
    return [Draft(values, clues, 0.93)]


def _metric(title: str, unit: str) -> tuple[str, str]:
    """营收 and 亿元 in 2025年营收目标（亿元）: a column that names what it measures itself."""
    inside = UNIT_IN_NAME.search(title)
    bare = UNIT_IN_NAME.sub("", title)
    noun = regex.sub(
        r"(?:19|20)\d{2}年?|目标值?|实际值?|计划|预期|完成|现状|基期|年均|增长|增速|增幅|值|数|底|末|到|预计|[\s（）()]",
        "",
        bare,
    )
    return noun, unit or (inside["unit"] if inside else "")


def _name_and_unit(name: str, unit: str) -> tuple[str, str]:
    inside = UNIT_IN_NAME.search(name)
    if inside and not unit:
        return name[: inside.start()].strip(), inside["unit"]
    return regex.sub(r"^\d{1,2}[.、．]?\s*", "", name), unit


def _quantity(cell: str, unit: str) -> Quantity | None:
    """A cell with its own unit, or a bare number with the unit of its row."""
    cell = cell.strip()
    if not regex.search(r"\d|[一二三四五六七八九十]", cell):
        return None
    bare = regex.fullmatch(r"([≥≤><＞＜]?)\s*(-?[\d,，.]+)\s*(左右|以上|以内|以下)?", cell)
    if not bare:
        return parse_quantity(cell)
    try:
        Decimal(bare[2].replace(",", "").replace("，", ""))
    except InvalidOperation:
        return None
    before = {"≥": "不低于", ">": "超过", "＞": "超过", "≤": "不超过", "<": "低于", "＜": "低于"}.get(bare[1], "")
    return parse_quantity(f"{before}{bare[2]}{unit}{bare[3] or ''}")


def _year(year: int) -> Period:
    found = find_mentions(f"{year}年")
    return found[0].period or Period(text=f"{year}年") if found else Period(text=f"{year}年")
