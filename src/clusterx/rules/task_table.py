"""Tables of tasks: cells of running text, beside them in the row the day by which and the units by whom.

    序号 | 任务 | 量化要求 | 完成时限 | 牵头单位 | 参与单位
    1 | 扩容封装 | 建成封装产线40条，环节产值突破180亿元 | 2026年6月 | 省工信厅 | 长治市人民政府

In: a table and a place in it. Out: whether running text stands there, which is read as any other, and the cells that govern it. A table that
lists projects or indicators is none of these: its cells are facts of one project, or figures of one indicator.

    >>> from clusterx.tables import find_tables
    >>> text = "序号|任务|量化要求|完成时限|牵头单位\\n1|扩容封装|建成封装产线40条|2026年6月|省工信厅\\n2|引育企业|引进项目12个|2026年9月|省商务厅\\n"
    >>> table = next(find_tables(text))
    >>> is_task_text(table, text.index("40条")), is_task_text(table, text.index("2026年6月"))
    (True, False)
    >>> deadline_cell(table, text.index("40条")).text, [cell.text for cell in unit_cells(table, text.index("40条"))]
    ('2026年6月', ['省工信厅'])
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date

from clusterx.mentions import Found
from clusterx.mentions.agencies import split_units
from clusterx.mentions.periods import parse_period
from clusterx.outline import Block, Outline
from clusterx.pattern import Pattern
from clusterx.tables import Cell, Table
from clusterx.text import Span

TASK = Pattern(r"任务|工作内容|主要内容|工作目标|目标内容|事项|举措|措施")
INDICATOR = Pattern(r"指标|名称|项目$")
DIGIT = Pattern(r"\d")
LONGEST_TASK = 24
TOLD = Pattern(r"要求|目标|标准|内容|指标|成效|成果|抓手|做法|节点|描述|说明|安排")  # beside a day or units
TIME = Pattern(r"时限|完成时间|时间节点|时间要求|截止时间|完成期限|进度要求")
UNITS = Pattern(r"责任|牵头|配合|参与|参加|协同|协办|主办|承办")
NO_UNITS = Pattern(r"领导|责任人|联系人|姓名|电话|制$")
OF_OTHERS = Pattern(
    r"(?:^|\|)(?:计量)?单位(?:\||$)|(?:19|20)\d\d年|项目名称|建设单位|建设内容|建设地点|建设规模|总投资|业主|企业名称"
)
FIGURES = Pattern(r"(?:19|20)\d\d|[（(][^（）()]{1,10}[）)]$|单位$|序号|编号|类别|类型|属性|备注")
YEAR = Pattern(r"(?:19|20)\d\d")
GOAL_OF_YEAR = Pattern(r"(?:19|20)\d\d年?度?(?=(?:工作|主要|重点|量化|年度|预期)?(?:目标|任务|要求))")  # 2025年目标
RUNNING = Pattern(r"\p{Han}{2}[^，。；]*\d|\d[^，。；]*\p{Han}{2}|\p{Han}{6}|\d[^，。；]*[，；][^，。；]*\d")
ROW = tuple[Cell, ...]


def is_task_text(table: Table, position: int) -> bool:
    """Whether `position` lies in a cell of running text."""
    return any(cell.start <= position < cell.end for cell in task_cells_at(table, position))


def running_text(outline: Outline, block: Block) -> list[Span]:
    """The running text of a block: all of it, or the cells of a task in a row."""
    if block.kind != "row":
        return [Span(block.start, block.end)]
    table = outline.table_at(block.start)
    return [Span(cell.start, cell.end) for cell in task_cells_at(table, block.start)] if table else []


def task_cells_at(table: Table, position: int) -> list[Cell]:
    """The cells of running text in the row of `position`."""
    governed = any(TIME.search(title) or UNITS.search(title) for title in table.header)
    titles = [GOAL_OF_YEAR.sub("", title) for title in table.header] if governed else table.header
    if OF_OTHERS.search("|".join(titles)):
        return []
    return [
        cell
        for title, cell in zip(titles, _row_at(table, position), strict=False)
        if _is_told(title, governed=governed) and RUNNING.search(cell.text)
    ]


def task_before(table: Table, position: int) -> Cell | None:
    """The cell left of `position` in its row that names the task: 工业技改投资 | 完成6.5亿元."""
    row = _row_at(table, position)
    named = [
        cell
        for title, cell in zip(table.header, row, strict=False)
        if cell.end < position and (TASK.search(title) or INDICATOR.search(title)) and cell.text
    ]
    return named[-1] if named and not DIGIT.search(named[-1].text) and len(named[-1].text) <= LONGEST_TASK else None


def deadline_cell(table: Table, position: int) -> Cell | None:
    """The cell under 完成时限 in the row of `position`."""
    cells = [cell for title, cell in zip(table.header, _row_at(table, position), strict=False) if TIME.search(title)]
    return cells[0] if cells else None


def still_to_come(due: Found, published: date | None) -> Found:
    """12月底 in a table of February 2025 is the end of 2025, not of the year before."""
    end = due.period.end if due.period else None
    if not (end and published and end.year < published.year) or YEAR.search(due.text):
        return due
    again = parse_period(f"{published.year}年{due.text}", published)
    return due._replace(period=again.model_copy(update={"text": due.text})) if again else due


def unit_cells(table: Table, position: int) -> list[Cell]:
    """The cells that name the units, 牵头单位 and 参与单位, in the row of `position`."""
    return unit_cells_of(table, _row_at(table, position))


def unit_cells_of(table: Table, row: ROW) -> list[Cell]:
    """The filled cells of a row that name units."""
    return [
        cell
        for title, cell in zip(table.header, row, strict=False)
        if UNITS.search(title) and not NO_UNITS.search(title) and cell.text
    ]


def split_unit_cells(cells: Sequence[Cell]) -> tuple[str, ...]:
    """The units that cells name, each once."""
    return tuple(dict.fromkeys(unit for cell in cells for unit in split_units(cell.text)))


def _is_told(title: str, *, governed: bool) -> bool:
    if TIME.search(title) or UNITS.search(title) or FIGURES.search(title):
        return False
    return bool(TASK.search(title) or (governed and TOLD.search(title)))


def _row_at(table: Table, position: int) -> ROW:
    at = bisect_right(table.rows, position, key=lambda row: row[0].start) - 1
    return table.rows[at] if at >= 0 and position <= table.rows[at][-1].end else ()
