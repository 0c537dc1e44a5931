"""Targets out of tables: what the cells under the columns of figures say (`target_columns.py`).

指标 | 单位 | 2023年 | 2026年 | 属性             the base year is the baseline of the year aimed at
指标 | 单位 | 6月 | 7月 | 1—8月累计 | 累计同比（%）   each month is a figure, the last column their growth
产业链 | 2027年营收目标（亿元）                     the column names what it measures
县区 | 规上工业增加值增速（%）                      so it does here, and the row says whose figure it is

The sums of a table (合计) are none of their own. [120] is what several years reach together, where a note below the table says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from clusterx.mentions import find_mentions, parse_quantity
from clusterx.mentions.industries import find_industries
from clusterx.pattern import Pattern
from clusterx.records import Baseline, Condition, Period, Quantity
from clusterx.rules.measure import measure_of
from clusterx.rules.rule import Clue, Draft, Reading
from clusterx.rules.scope import Scope
from clusterx.rules.target_columns import Column, Entity, Layout, read_layout
from clusterx.rules.task_table import split_unit_cells, unit_cells_of
from clusterx.tables import Cell, Table

UNIT_IN_NAME = Pattern(r"[（(](?!基期|目标|基数|实际|预期|现状|规划|计划)(?P<unit>[^（）()\d]{1,10})[）)]$")
NUMBERED = Pattern(r"^(?:\d{1,2}[.、．]?\s*|其中[：:]?|#)")
NUMBER = Pattern(r"\d|[一二三四五六七八九十]")
BARE = Pattern(
    r"(?P<before>[≥≤><＞＜]|不低于|不少于|不超过|超过?|约|近)?\s*(?P<number>-?[\d,，.]+(?:[—\-~～至][\d,，.]+)?)\s*(?P<after>左右|以上|以内|以下|\+)?"
)
SIGNS = {"≥": "不低于", ">": "超过", "＞": "超过", "≤": "不超过", "<": "低于", "＜": "低于"}
SUM = Pattern(r"合计|总计|小计|共计|总和|平均")
TOGETHER = Pattern(r"[\[〔【](?P<cell>[^\[\]〔〕【】]+)[\]〕】]")
SO_MANY_YEARS = Pattern(r"[\[〔【][^\[\]〔〕【】]{0,6}[\]〕】][^。；\n]{0,10}?(?P<years>[三四五345])年")
YEARS = {"三": 3, "四": 4, "五": 5, "3": 3, "4": 4, "5": 5}
RATES = ("增速", "增长率", "增幅")
BELOW = 200


def apply_tables(reading: Reading, scope: Scope) -> list[Draft]:
    """Targets from every table that has an indicator column and columns for years, months or growth."""
    drafts: list[Draft] = []
    for table in reading.outline.tables:
        if layout := read_layout(reading, table):
            drafts += [draft for row in _rows(layout) for draft in _read_row(reading, scope, layout, row)]
    return drafts


def _rows(layout: Layout) -> Iterator[tuple[Cell, ...]]:
    """The rows that name what they are about, sums left out."""
    of = [layout.name] if layout.name is not None else [e.index for e in (layout.place, layout.chain) if e]
    for row in layout.table.rows:
        named = max(of) < len(row) and all(row[i].text and not row[i].text.isdigit() for i in of)
        if named and not any(SUM.match(cell.text.replace(" ", "")) for cell in row[: max(of) + 1]):
            yield row


def _read_row(reading: Reading, scope: Scope, layout: Layout, row: tuple[Cell, ...]) -> Iterator[Draft]:
    for column in layout.columns:
        base = layout.base(column, reading.published)
        if column is base or column.index >= len(row):
            continue
        values, clues = _target(reading, layout, row, column, base)
        if values:
            values["status"] = _status(reading, scope, column, base)
            _add_conditions(values, clues)
            _add_responsible(values, clues, layout.table, row)
            yield Draft(values, clues, 0.93)


def _named(layout: Layout, row: tuple[Cell, ...], column: Column) -> tuple[str, str, list[Cell]]:
    """What a row and a column measure, the unit if the row has one, and where that stands."""
    title = layout.table.head[column.index]
    if layout.name is None:
        chain = layout.chain
        name = _chain_name(row[chain.index].text, chain.suffix) if chain else ""
        cells = [row[chain.index], title] if chain else [title]
        return name + column.metric, "", cells
    indicator, unit = _name_and_unit(row[layout.name].text)
    if not unit and layout.unit is not None and layout.unit < len(row):
        unit = row[layout.unit].text
    cells = [row[layout.name]]
    if layout.chain and layout.chain.index < len(row) and row[layout.chain.index].text:
        cells.append(row[layout.chain.index])
        indicator = _chain_name(cells[-1].text, layout.chain.suffix) + indicator
    return indicator + column.metric, unit, cells


def _chain_name(cell: str, suffix: str) -> str:
    """石油炼化产业链, from 石油炼化 or 石油炼化产业 under 产业链."""
    name = NUMBERED.sub("", cell)
    if name.endswith(("链", "集群", suffix or "链")) or (suffix in ("产业", "行业") and name.endswith("业")):
        return name
    return name.removesuffix("产业") + suffix


def _whose(entity: Entity | None, row: tuple[Cell, ...]) -> Cell | None:
    return row[entity.index] if entity and entity.index < len(row) and row[entity.index].text else None


def _target(
    reading: Reading, layout: Layout, row: tuple[Cell, ...], column: Column, base: Column | None
) -> tuple[dict[str, Any], list[Clue]]:
    """What the cell of a column says, and where; nothing where it holds no quantity."""
    cell = row[column.index]
    indicator, unit, where = _named(layout, row, column)
    together = TOGETHER.fullmatch(cell.text)
    quantity = _quantity(together["cell"] if together else cell.text, "%" if column.growth else column.unit or unit)
    if quantity is None or not indicator or (_falls(cell.text) and not _grows(column, indicator)):
        return {}, []
    values: dict[str, Any] = {
        "indicator": indicator,
        "quantity": quantity,
        "measure": _measure(quantity, indicator, column, cell.text),
    }
    if column.period.end or column.period.text:
        values["period"] = _spanned(reading, layout.table, column.period) if together else column.period
    told = ("quantity", "measure", "status", *(("period",) if "period" in values else ()))
    named: tuple[str, ...] = ("indicator",)
    if industries := find_industries(indicator):
        values["industries"] = tuple(industries)
        named = ("indicator", "industries")
    clues = [Clue(cell.start, cell.end, told, "target.table")]
    clues[:0] = [Clue(found.start, found.end, named, "target.table") for found in where]
    if whose := _whose(layout.place, row):
        values["subject"] = whose.text
        clues.insert(0, Clue(whose.start, whose.end, ("subject",), "target.table"))
    _add_baseline(values, clues, row, column, base, unit)
    return values, clues


def _spanned(reading: Reading, table: Table, period: Period) -> Period:
    """The years that a figure in square brackets sums up, if the note below the table says how many."""
    note = SO_MANY_YEARS.search(reading.clean, table.end, min(len(reading.clean), table.end + BELOW))
    if not note or not period.end:
        return period
    return period.model_copy(update={"start": date(period.end.year - YEARS[note["years"]] + 1, 1, 1)})


def _measure(quantity: Quantity, indicator: str, column: Column, cell: str) -> str:
    if _falls(cell):
        return "decrease"
    if (column.growth and "年均" not in indicator) or indicator.endswith(RATES):
        return "growth"
    return measure_of(quantity, indicator)


def _falls(cell: str) -> bool:
    return cell.strip().startswith("-")


def _grows(column: Column, indicator: str) -> bool:
    return column.growth or indicator.endswith(RATES)


def _status(reading: Reading, scope: Scope, column: Column, base: Column | None) -> str:
    end, anchor = column.period.end, reading.published
    if column.aims or (base is not None and not column.reached):
        return "planned"
    if column.reached:
        return "achieved"
    if end and anchor:
        return "planned" if end > anchor else "achieved"
    return "planned" if scope.is_plan else "achieved"


def _add_baseline(
    values: dict[str, Any], clues: list[Clue], row: tuple[Cell, ...], column: Column, base: Column | None, unit: str
) -> None:
    if base is None or column.growth or base.index >= len(row):
        return
    if column.reached or not (base.period.end and column.period.end and base.period.end < column.period.end):
        return
    start = _quantity(row[base.index].text, base.unit or unit)
    if start:
        values["baseline"] = Baseline(quantity=start, period=base.period)
        clues.append(Clue(row[base.index].start, row[base.index].end, ("baseline",), "target.table"))


def _add_conditions(values: dict[str, Any], clues: list[Clue]) -> None:
    """新开工亿元以上工业项目."""
    found = [m.quantity for m in find_mentions(values["indicator"]) if m.quantity and m.quantity.bound == "at_least"]
    if found:
        values["conditions"] = tuple(Condition(attribute="", quantity=q) for q in found)
        named = next(clue for clue in clues if "indicator" in clue.fields)
        clues.append(named._replace(fields=("conditions",)))


def _add_responsible(values: dict[str, Any], clues: list[Clue], table: Table, row: tuple[Cell, ...]) -> None:
    if cells := unit_cells_of(table, row):
        values["responsible"] = split_unit_cells(cells)
        clues += [Clue(cell.start, cell.end, ("responsible",), "target.table") for cell in cells]


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
        found = parse_quantity(cell.lstrip("-")) if NUMBER.search(cell) and len(cell) <= 24 else None
        return found if found and found.unit else None
    if not unit:
        return None
    before = SIGNS.get(bare["before"] or "", bare["before"] or "")
    after = "以上" if bare["after"] == "+" else bare["after"] or ""
    return parse_quantity(f"{before}{bare['number'].lstrip('-').replace('，', ',')}{unit}{after}")
