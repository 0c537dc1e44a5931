"""Projects out of forms: lines of label and value, as notices of filing or environmental review have them.

项目名称：甲市动力电池回收利用项目
建设单位：绿源循环科技有限公司
总投资：26000万元
"""

from __future__ import annotations

from typing import Any

from clusterx.mentions import Found, parse_quantity
from clusterx.pattern import Pattern
from clusterx.rules.project_date_words import label_kind
from clusterx.rules.project_fields import field_of
from clusterx.rules.project_period import period_of
from clusterx.rules.project_stage import stage_of
from clusterx.rules.rule import Clue, Draft, Reading
from clusterx.text import Span

LINE = Pattern(r"(?:^|(?<=[\n；;]))[\s　\d.、（）]*(?P<label>\p{Han}{2,10})：(?P<value>[^\n；;]{1,120})")
LIST_MARK = Pattern("[、；]")
NAME = ("项目名称", "工程名称")
TEXTS = {
    "companies": ("建设单位", "投资单位", "项目单位", "业主单位", "项目业主", "承办单位"),
    "location": ("建设地点", "项目地点", "选址", "建设地址", "项目选址"),
}
AMOUNTS = {
    "investment": ("总投资", "投资总额", "投资额", "计划总投资", "项目总投资", "估算总投资"),
    "annual_investment": ("年度投资", "年度计划投资"),
    "land": ("用地面积", "占地面积", "总用地面积"),
    "floor_area": ("建筑面积", "总建筑面积"),
}


def apply_project_forms(reading: Reading) -> list[Draft]:
    """One draft a form; it begins at 项目名称 and ends at the next one or at a line that has no label."""
    drafts: list[Draft] = []
    dates: list[dict[str, Found]] = []
    if not any(name in reading.clean for name in NAME):
        return drafts
    last = -1
    for line in LINE.finditer(reading.clean):
        label, value = line["label"], Span(*line.span("value"))
        if label in NAME:
            drafts.append(Draft({"name": line["value"].strip()}, [Clue(*value, ("name",), "project.form")], 0.93))
            dates.append({})
        elif drafts and reading.clean[last : line.start()].strip("\n；; ") == "":
            _read_line(reading, drafts[-1], label, value)
            _read_date(reading, dates[-1], label, value)
        else:
            continue
        last = line.end()
    for draft, told in zip(drafts, dates, strict=True):
        if made := period_of(told):
            draft.values["period"] = made[0]
            draft.clues += [Clue(found.start, found.end, ("period",), "project.form") for found in made[1]]
    return drafts


def _read_date(reading: Reading, dates: dict[str, Found], label: str, value: Span) -> None:
    """建设期限：2024—2026年, 计划开工时间：2024年3月."""
    kind = label_kind(label)
    found = next((m for m in reading.mentions_in(*value) if m.period), None) if kind else None
    if kind == "term" and found is None:
        kind, found = "while", next((m for m in reading.mentions_in(*value) if m.quantity), None)
    if kind and found and (kind not in dates or "实际" in label):
        dates[kind] = found


def _read_line(reading: Reading, draft: Draft, label: str, value: Span) -> None:
    text = reading.clean[value.start : value.end].strip()
    field = next((f for f, labels in (*TEXTS.items(), *AMOUNTS.items()) if label in labels), None)
    found: Any = text if field in TEXTS else parse_quantity(text) if field else None
    if field == "companies":
        found = tuple(p for p in LIST_MARK.split(text) if p)
    if field and found:
        draft.values.setdefault(field, found)
        draft.clues.append(Clue(*value, (field,), "project.form"))
    for mention in reading.mentions_in(*value):
        draft.claims.append(Span(mention.start, mention.end))
        before = reading.clean[value.start : mention.start]
        told = field_of(before, mention.quantity.unit, mention.quantity.dimension, "") if mention.quantity else None
        if told in ("capacity", "output", "jobs") and told not in draft.values:
            draft.values[told] = mention.quantity
            draft.clues.append(Clue(mention.start, mention.end, (told,), "project.form"))
    if label in ("建设阶段", "项目阶段", "进展情况", "建设性质") and (stage := stage_of(text)):
        draft.values.setdefault("status", stage)
        draft.clues.append(Clue(*value, ("status",), "project.form"))
