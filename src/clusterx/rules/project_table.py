"""Projects out of lists: a table with a column of project names is one project a row."""

from __future__ import annotations

from typing import Any

from clusterx.mentions import Found, find_mentions, parse_quantity
from clusterx.pattern import Pattern
from clusterx.records import Period, ProjectStatus, Quantity
from clusterx.rules.project_fields import field_of
from clusterx.rules.project_stage import stage_of
from clusterx.rules.rule import Clue, Draft, Reading
from clusterx.tables import Cell, Table
from clusterx.text import Span

NAME_COLUMN = ("项目名称", "工程名称", "项目")
TEXT_COLUMNS = {
    "companies": (
        "建设单位",
        "投资单位",
        "项目单位",
        "企业名称",
        "投资方",
        "投资企业",
        "业主单位",
        "项目业主",
        "实施单位",
        "单位名称",
        "业主",
        "企业",
        "投资主体",
        "承建单位",
    ),
    "location": ("建设地点", "项目地点", "所在地", "落户地", "地点", "属地"),
    "content": (
        "建设内容",
        "建设规模",
        "主要内容",
        "项目内容",
        "规模及内容",
        "规模与内容",
        "内容及规模",
        "内容",
        "规模",
    ),
    "stage": (
        "建设阶段",
        "项目阶段",
        "进展",
        "形象进度",
        "建设状态",
        "项目状态",
        "工程进度",
        "建设进度",
        "进度",
        "进展情况",
        "阶段",
        "状态",
        "建设性质",
        "性质",
    ),
    "years": ("建设年限", "建设起止年限", "起止年限", "建设周期", "建设工期", "起止年月", "建设时间"),
}
MONEY_COLUMNS = (
    ("invested", Pattern(r"(?:完成|累计|已)[^（(]*投资|投资完成|累计完成|已完成(?:额|金额)?")),
    ("annual_investment", Pattern(r"(?:年度|\d{4}年|今年|当年|本年)[^（(]*投资|^(?:\d{4}年)?年度计划(?:[（(]|$)")),
    ("investment", Pattern(r"总投资|投资总额|投资额|计划投资|投资")),
)
UNIT_ABOVE = Pattern(r"单位[：:]\s*(?P<unit>[\p{Han}]{1,4}元)")
CLAUSE_MARK = Pattern("[，；。]")
LIST_MARK = Pattern("[、；;]")
DIGITS = Pattern(r"[\d,，.]+")
UNIT_IN_HEADER = Pattern(r"[（(](?:单位[：:])?(?P<unit>[\p{Han}]{1,4}元)[）)]")
STAGE_WORDS = {"新建": "planned", "前期": "planned", "新开工": "started", "续建": "under_construction", "在建": "under_construction", "主体完工": "under_construction", "扩建": None, "技改": None, "改建": None}  # fmt: skip
FOOT = Pattern(r"合计|总计|小计|共计|^[一二三四五六七八九十]+(?:[、.．]|$)")
CAPTION = Pattern(r"(?:(?P<on>续建|在建)|拟新?开工|计划新?开工|预备|前期|谋划|储备)(?:类|推进|工作)?项目")
GROUP = Pattern(
    r"^(?:（?[一二三四五六七八九十]+[）、.．]|\d+[、.．])\s*(?P<stage>\p{Han}{2,4}?)(?:类|工程|项目)*(?:[（(].*)?$"
)
DONE = Pattern(  # of the whole, not 土建完成60%
    r"^(?:目前|现)?(?:整体|总体|项目|工程)?(?:工程)?(?:形象)?(?:进度|工程量)?(?:已|约|累计|达到?|完成|进度)*(?:总工程量|工程量|总量|总进度)?的?(?P<percent>约?\d+(?:\.\d+)?%)$"
)
UNIT_REACH = 400
PHASE = Pattern(r"[（(]?(?P<phase>[一二三四五六]期)[）)]?(?:项目|工程)?$")


def apply_project_tables(reading: Reading) -> list[Draft]:
    """One draft a row of every table that has a column of project names."""
    drafts: list[Draft] = []
    before = 0
    for table in reading.outline.tables:
        above, before = _unit_above(reading.clean, before, table.start), table.end
        column = next(
            (i for i, title in enumerate(table.header) if title in NAME_COLUMN), table.column(*NAME_COLUMN[:2])
        )
        if column is None or not any(_money_field(title) for title in table.header):
            continue
        group: Cell | None = None
        for row in table.rows:
            if len(row) > column and _is_project(row, column):
                drafts.append(_with_group(_read_row(reading, table, row, column, above), group))
            elif row and GROUP.match(row[0].text):
                group = row[0]
    return drafts


def _with_group(draft: Draft, group: Cell | None) -> Draft:
    """一、续建 in a row of its own is the stage of the rows below it that tell none."""
    named = GROUP.match(group.text) if group else None
    status = STAGE_WORDS.get(named["stage"]) if named else None
    if group and status and "status" not in draft.values:
        draft.values["status"] = status
        draft.clues.append(Clue(group.start, group.end, ("status",), "project.table"))
    return draft


def _is_project(row: tuple[Cell, ...], column: int) -> bool:
    return len(row[column].text) >= 4 and not FOOT.search(row[0].text) and not FOOT.match(row[column].text)


def _money_field(title: str) -> str | None:
    return next((name for name, pattern in MONEY_COLUMNS if pattern.search(title)), None)


def _read_row(reading: Reading, table: Table, row: tuple[Cell, ...], column: int, unit: str) -> Draft:
    name = row[column]
    values: dict[str, Any] = {"name": name.text}
    clues = [Clue(name.start, name.end, ("name",), "project.table")]
    if phase := PHASE.search(name.text):
        values["phase"] = phase["phase"]
        clues.append(
            Clue(name.start + phase.start("phase"), name.start + phase.end("phase"), ("phase",), "project.table")
        )
    _read_money(reading, table, row, unit, values, clues)
    _read_texts(table, row, values, clues)
    if "status" not in values and (told := _caption_stage(reading, table)):
        values["status"], span = told
        clues.append(Clue(*span, ("status",), "project.table"))
    if _begun(values):
        values["status"] = "under_construction"
        clues.append(next(c for c in clues if "invested" in c.fields)._replace(fields=("status",)))
    _read_capacity(reading, [name, *_cells(table, row, "content")], values, clues)
    claims = [Span(m.start, m.end) for m in reading.mentions_in(row[0].start, row[-1].end)]
    return Draft(values, clues, 0.93, claims)


def _caption_stage(reading: Reading, table: Table) -> tuple[ProjectStatus, Span] | None:
    """表二　拟新开工项目, above the table, is the stage of all its rows."""
    above = Span(max(0, table.start - 60), table.start)
    found = list(CAPTION.finditer(reading.clean, *above))
    if not found or "\n" in reading.clean[found[-1].end() : above.end].rstrip():
        return None
    return ("under_construction" if found[-1]["on"] else "planned"), Span(*found[-1].span())


def _cells(table: Table, row: tuple[Cell, ...], kind: str) -> list[Cell]:
    column = table.column(*TEXT_COLUMNS[kind])
    return [row[column]] if column is not None and column < len(row) and row[column].text else []


def _read_money(
    reading: Reading, table: Table, row: tuple[Cell, ...], unit: str, values: dict[str, Any], clues: list[Clue]
) -> None:
    """`unit`: that of all amounts whose column names none."""
    doubtful = reading.once(_doubtful)
    if any(span.start <= row[-1].end and span.end >= row[0].start for span in doubtful):
        return  # a cell may be lost: an amount would stand in another's column
    for title, cell in zip(table.header, row, strict=False):
        field = _money_field(title)
        if not field or field in values:
            continue
        quantity = _amount(cell.text, _unit(title) or unit)
        if quantity:
            values[field] = quantity
            clues.append(Clue(cell.start, cell.end, (field,), "project.table"))


def _doubtful(reading: Reading) -> list[Span]:
    return reading.text.doubtful()


def _unit(title: str) -> str:
    """万元 in 总投资（万元）; empty if the title does not say."""
    match = UNIT_IN_HEADER.search(title)
    return match["unit"] if match else ""


def _unit_above(text: str, before: int, start: int) -> str:
    """万元 in （单位：万元） above a table that begins at `start`, but not above the one that ends at `before`."""
    match = UNIT_IN_HEADER.search(text, max(0, start - 60), start)
    if match:
        return match["unit"]
    said = list(UNIT_ABOVE.finditer(text, max(before, start - UNIT_REACH), start))
    return said[-1]["unit"] if said else ""


def _amount(cell: str, unit: str) -> Quantity | None:
    if DIGITS.fullmatch(cell):
        return parse_quantity(cell.replace("，", ",") + unit) if unit else None
    return parse_quantity(cell)


def _read_texts(table: Table, row: tuple[Cell, ...], values: dict[str, Any], clues: list[Clue]) -> None:
    for cell in _cells(table, row, "companies"):
        values["companies"] = tuple(p for p in LIST_MARK.split(cell.text) if p)
        clues.append(Clue(cell.start, cell.end, ("companies",), "project.table"))
    for cell in _cells(table, row, "location"):
        values["location"] = cell.text
        clues.append(Clue(cell.start, cell.end, ("location",), "project.table"))
    for cell in _cells(table, row, "stage"):
        status = STAGE_WORDS[cell.text] if cell.text in STAGE_WORDS else stage_of(cell.text)
        if done := next((p for part in CLAUSE_MARK.split(cell.text) if (p := _percent(part))), None):
            values["progress"] = done
            clues.append(Clue(cell.start, cell.end, ("progress",), "project.table"))
            status = status or "under_construction"
        if status:
            values["status"] = status
            clues.append(Clue(cell.start, cell.end, ("status",), "project.table"))
    for cell in _cells(table, row, "years"):
        period = _years(cell.text)
        if period:
            values["period"] = period
            clues.append(Clue(cell.start, cell.end, ("period",), "project.table"))


def _percent(clause: str) -> Quantity | None:
    """How much of the whole is done: 65%, 整体完成48%, 完成总工程量的71%."""
    done = DONE.match(clause.strip())
    quantity = parse_quantity(done["percent"] if done else clause)
    return quantity if quantity and quantity.unit == "%" else None


def _begun(values: dict[str, Any]) -> bool:
    """Money has been spent on it, so that work has begun even where the list only says 技改 or 扩建."""
    spent = values.get("invested")
    return "status" not in values and spent is not None and bool(spent.value)


def _years(cell: str) -> Period | None:
    found: list[Found] = find_mentions(cell if cell.endswith("年") else f"{cell}年")
    return next((m.period.model_copy(update={"text": cell}) for m in found if m.period), None)


def _read_capacity(reading: Reading, cells: list[Cell], values: dict[str, Any], clues: list[Clue]) -> None:
    """年产20万套 in the project's content, or in its name."""
    for mention in reading.mentions_in(min(c.start for c in cells), max(c.end for c in cells)):
        cell = next((c for c in cells if c.start <= mention.start < c.end), None)
        if cell is None or mention.quantity is None:
            continue
        before = CLAUSE_MARK.split(reading.clean[cell.start : mention.start])[-1]
        field = field_of(before, mention.quantity.unit, mention.quantity.dimension, "")
        if field in ("capacity", "floor_area", "land", "jobs", "output", "tax") and field not in values:
            values[field] = mention.quantity
            clues.append(Clue(mention.start, mention.end, (field,), "project.table"))
