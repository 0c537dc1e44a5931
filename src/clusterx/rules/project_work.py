"""A project while it is being read: what it takes from a clause, and the records that it becomes.

A work takes quantities for the fields that their words name, its stage, its companies and its place. A phase (二期) is a
work of its own with the whole as its parent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from clusterx.mentions import Found
from clusterx.mentions.industries import find_industries
from clusterx.pattern import Pattern
from clusterx.records import Part, Period, ProjectStatus
from clusterx.rules.governing import PLANNED, REACH, looks_back
from clusterx.rules.project_dates import Said, find_dates
from clusterx.rules.project_fields import field_of, part_name
from clusterx.rules.project_names import Name
from clusterx.rules.project_period import period_of
from clusterx.rules.project_stage import ORDER, RESUMED, stage_of
from clusterx.rules.rule import Clue, Draft, Reading
from clusterx.rules.scope import Scope
from clusterx.text import Span

COMPANY = Pattern(
    r"(?:^|(?<=[，。；：\n　])|由|与|和|引进|携手|、|，|的)(?:引进|招引|引来|迎来)?(?P<name>[^，。；、由与和的]{2,24}?(?:公司|集团)(?:[、和与][^，。；、由与和]{2,24}?(?:公司|集团))*)(?:将|拟|计划)?(?:在[^，。；]{2,12}?)?(?:共同|联合|合资|携手)?(?:投资|建设|承建|实施|运营|打造|兴建|负责|出资|总投|投建|共建|共同出资)"
)
INVESTOR = Pattern(r"[\s　\p{So}]*(?:投资方|投资主体|建设单位|业主单位|投资企业|业主)：(?P<name>[^，。；：\s]{2,40})")
OF_SERVICES = frozenset(("人次", "场次", "场", "批次"))  # 产业园已培训人才3000人次: counted for themselves
PARTNERS = Pattern(r"[、和与]")
LOCATION = Pattern(
    r"(?:位于|坐落于|坐落在|选址|落户于?|落地于?)(?P<place>[\p{Han}]{2,16}?(?:省|市|县|区|镇|乡|园区|开发区|高新区|经开区|新区|产业园|街道|村))"
)
LOCATED = Pattern("位于|坐落|选址|落户|落地")
IN_BRACKETS = Pattern(r"（(?P<inner>[^（）]{2,6})）")
SIGN = Pattern(r"\p{So}")  # 💰22亿元 📐180亩
RAISED_FROM = Pattern(r"[从由](?:原来|最初|起初|原定|原先|当初|签约时|一开始)?的?$")  # 总投资从45亿元追加到68亿元
RAISED_TO = Pattern(r"[^，。；\d]{0,8}[到至为]\d")
AGAIN = Pattern("又|再次|再度|至今")
TASK_VERB = Pattern(r"[\s　]*(?:新)?(?:开工|启动|动工)(?:建设|新建|实施)?(?!了)(?=[\p{Han}“]{4})")
OF_THE_SUM = Pattern("(?:计划|规划)总?(?:投资|用地|占地|建设)")
IN_THEIR_LIGHT = Pattern("围绕|对照|紧扣|聚焦|按照|完成|超额|去年|上年|一季度|上半年|前三季度")
TASKS = Pattern(r"(?:今年|明年|(?P<year>\d{4})年|全年|下一步|下半年)的?[^，。；]{0,6}(?:任务|目标|安排|部署|打算)")
HELD_UP = Pattern(r"尚未|暂未|仍未|未能|推迟|延后|延期|缓建|搁置|停工|流标")
SIGNED_THERE = Pattern(
    r"(?:现场|同步|云端|集体|成功|云)签约|签约(?:会|仪式|大会|活动|专场)|签下|签约(?:总?额?达?)?[\d.]+[亿万]|签约(?:\d+个|一批)|\d+个[^，。；]{0,8}项目(?:成功)?(?:签约|签下)"
)
CELEBRATED = Pattern(
    r"(?:集中|同日|集体|同步|同时|联合)(?P<one>签约|开工|竣工|投产)|(?P<other>签约|开工|竣工|投产)(?:仪式|大会|活动)"
)
TITLE_STAGE: tuple[tuple[str, ProjectStatus], ...] = (
    ("签约", "signed"),
    ("开工", "started"),
    ("竣工", "completed"),
    ("投产", "in_production"),
)


@dataclass(slots=True, eq=False)
class Work:
    """A project, or a phase of one, while it is being read."""

    name: str
    phase: str | None = None
    parent: Work | None = None
    values: dict[str, Any] = field(default_factory=dict)
    clues: list[Clue] = field(default_factory=list)
    claims: list[Span] = field(default_factory=list)
    stage: ProjectStatus | None = None
    phases: dict[str, Work] = field(default_factory=dict)
    listed: bool = False
    occasion: tuple[ProjectStatus, Span] | None = None  # what its paragraph celebrates
    resumed: bool = False  # 复工: what is told of its standstill is past
    held_up: bool = False  # what the occasion celebrates has not come to it: 推迟至三季度开工
    settled: bool = False  # its stage stands in brackets behind its name
    divided: bool = False  # 分两期建设
    adjoining: bool = False  # a phase named right behind its project: X项目二期
    dates: dict[str, Found] = field(default_factory=dict)  # by what happens then
    given_up: str = ""  # what was to happen at a date that no longer holds
    hoped: set[str] = field(default_factory=set)  # what of `dates` was only planned


def phase_of(whole: Work, phase: str, span: Span) -> Work:
    child = whole.phases.setdefault(phase, Work(whole.name, phase=phase, parent=whole))
    child.clues.append(Clue(*span, ("phase",), "project.phase"))
    return child


def take_figure(text: str, work: Work, clause: Span, figure: Found) -> None:
    """Give a quantity to the project: to the field that its words name, else only out of the targets' way."""
    quantity = figure.quantity
    if quantity is None:
        return
    before = SIGN.split(text[clause.start : figure.start])[-1]
    if quantity.unit in ("家", "户"):  # companies in a park are counted for themselves
        return
    bracketed = quantity.dimension == "money" and before.endswith(f"{work.name}（")  # 深加工基地（28.5亿元，分两期建）
    name = field_of(
        "" if bracketed else before,
        quantity.unit,
        quantity.dimension,
        "" if bracketed else SIGN.split(text[figure.end : clause.end])[0],
    )
    if name is None and quantity.unit in ("亩", "公顷", "平方公里") and text.startswith(f"的{work.name}", figure.end):
        name = "land"
    if name is None and quantity.unit in OF_SERVICES:
        return
    work.claims.append(Span(figure.start, figure.end))
    if name == "part":
        parts = work.values.setdefault("parts", ())
        work.values["parts"] = (*parts, Part(name=part_name(before), progress=quantity))
        work.clues.append(Clue(clause.start, figure.end, ("parts",), "project.part"))
    elif name and not (RAISED_FROM.search(before) and RAISED_TO.match(text, figure.end)):
        fill_field(work, name, figure)


def fill_field(work: Work, name: str, figure: Found) -> None:
    if name not in work.values:
        work.values[name] = figure.quantity
        work.clues.append(Clue(figure.start, figure.end, (name,), f"project.{name}"))


def take_stage_in_brackets(text: str, work: Work, name: Name) -> None:
    """甲元锂业产业园项目（在建）."""
    bracket = IN_BRACKETS.match(text, name.end)
    stage = stage_of(bracket["inner"]) if bracket and work.stage is None else None
    if bracket and stage:
        work.stage, work.settled = stage, True
        work.clues.append(Clue(*bracket.span("inner"), ("status",), "project.status"))


def take_dates(reading: Reading, work: Work, clause: Span, names: list[Name]) -> None:
    """When it is built, and when its phases are: 一期2024年投产、二期2026年建成."""
    whole = work.parent or work
    for said in find_dates(reading, clause, names, whole.name, work.phase is not None):
        phases = [told for told in said.phases if told[0] != whole.phase]
        for owner in [phase_of(whole, *told) for told in phases] or [work]:
            _take_date(owner, said)


def _take_date(work: Work, said: Said) -> None:
    """The first date said of a thing stays, but for one that it is put off to, one that came of a plan and one more exact."""
    kind = said.kind or _kind_put_off(work, said.found)
    if said.given_up and not said.put_off:
        work.given_up = kind
        return
    old = work.dates.get(kind)
    came = said.actual and kind in work.hoped
    if kind and (old is None or said.put_off or came or _is_within(said.found.period, old.period)):
        work.dates[kind] = said.found
        (work.hoped.add if said.hoped else work.hoped.discard)(kind)


def _kind_put_off(work: Work, to: Found) -> str:
    """What 推迟到12月 and 压缩到24个月 are about; where that may be more than one thing, none of them holds any more."""
    if to.quantity:
        return "while" if "while" in (*work.dates, work.given_up) else ""
    dated = [kind for kind in work.dates if kind not in ("while", "term")]
    dated = [kind for kind in dated if kind in work.hoped] or dated
    if work.given_up not in ("", "while"):
        return work.given_up
    if len(dated) == 1:
        return dated[0]
    for kind in dated:
        del work.dates[kind]
    return ""


def _is_within(new: Period | None, old: Period | None) -> bool:
    if not (new and old and new.start and new.end and old.start and old.end):
        return False
    return old.start <= new.start and new.end <= old.end


def take_stage(reading: Reading, work: Work, clause: Span, names: list[Name], lead: str = "") -> None:
    take_dates(reading, work, clause, [n for n in names if clause.start <= n.start < clause.end])
    words = lead + reading.clean[clause.start : clause.end]
    for name in names:
        words = words.replace(name.text, "项目")
    stage = stage_of(words)
    work.held_up = work.held_up or bool(HELD_UP.search(words))
    if stage is None or work.settled or (stage == "suspended" and work.resumed and not AGAIN.search(words)):
        return
    work.resumed = work.resumed or (stage != "planned" and RESUMED.search(words) is not None)
    open_still = stage not in ("under_construction", "planned") and "已" not in words
    if open_still and (_lies_ahead(reading, work, clause) or _is_of_a_plan(reading, clause)):
        stage = "planned"
    denied = stage == "planned" and work.stage in ("signed", "approved")
    resumed = work.stage == "suspended" and stage != "planned" and RESUMED.search(words)  # 2023年停工，2025年复工
    if work.stage is None or resumed or (not denied and ORDER.index(stage) < ORDER.index(work.stage)):
        work.stage = stage
        work.clues.append(Clue(clause.start, clause.end, ("status",), "project.status"))


def _lies_ahead(reading: Reading, work: Work, clause: Span) -> bool:
    """2026年6月竣工投产, in a text of 2024, or in one without a date behind 正进行桩基施工 of the same sentence."""
    if reading.published is None and work.stage != "under_construction":
        return False
    ends = [m.period.end for m in reading.mentions_in(*clause) if m.period and m.period.end]
    if reading.published is not None:
        own = [
            m.period.end for m in reading.mentions_in(*clause) if m.period and m.text == "当年"
        ]  # 当年签约、当年开工
        return any(end > reading.published and end not in own for end in ends)
    begun = [c.start for c in work.clues if "status" in c.fields]
    in_hand = bool(begun) and begun[-1] >= reading.outline.sentence(clause.start).start
    return bool(ends) and in_hand and "了" not in reading.clean[clause.start : clause.end]


def _is_of_a_plan(reading: Reading, clause: Span) -> bool:
    """In a section that looks ahead, or among the tasks that the sentence sets: 计划实施重点项目160个，开工建设甲产业园."""
    if reading.once(Scope).section_status(clause.start) == "planned":
        return True
    told = reading.clean[max(reading.outline.sentence(clause.start).start, clause.start - REACH) : clause.start]
    if not told or not TASK_VERB.match(reading.clean, clause.start):
        return False
    tasks = TASKS.search(told)
    past = reading.published and tasks and tasks["year"] and int(tasks["year"]) < reading.published.year
    if tasks and not past and not IN_THEIR_LIGHT.search(told):
        return True
    return PLANNED.search(OF_THE_SUM.sub("", told)) is not None and not looks_back(told)


def _company(text: str, clause: Span) -> re.Match[str] | None:
    named = text.find("公司", *clause) >= 0 or text.find("集团", *clause) >= 0
    return COMPANY.search(text, *clause) if named else None


def take_parties(text: str, work: Work, clause: Span) -> None:
    if "companies" not in work.values and (investor := INVESTOR.match(text, *clause)):
        work.values["companies"] = tuple(PARTNERS.split(investor["name"]))
        work.clues.append(Clue(*investor.span("name"), ("companies",), "project.company"))
    if "companies" not in work.values and (company := _company(text, clause)):
        work.values["companies"] = tuple(PARTNERS.split(company["name"]))
        work.clues.append(Clue(*company.span("name"), ("companies",), "project.company"))
    if "location" in work.values or not LOCATED.search(text, *clause):
        return
    if place := LOCATION.search(text, *clause):
        work.values["location"] = place["place"]
        work.clues.append(Clue(*place.span("place"), ("location",), "project.location"))


def drafts_of(reading: Reading, work: Work) -> Iterator[Draft]:
    occasion = reading.once(_stage_of_occasion)
    stage = occasion if occasion and work.stage in (None, "planned") and not work.held_up else work.stage
    if stage in (None, "planned") and _has_begun(work):
        stage = "under_construction"
    phases = [p for p in work.phases.values() if p.values or p.stage or p.dates]
    if stage in (None, "planned") and work.values and work.occasion and not work.held_up:
        stage = work.occasion[0]
        work.clues.append(Clue(*work.occasion[1], ("status",), "project.status"))
    facts = set(work.values) - (set() if work.name.endswith("项目") else {"companies", "location"})
    if not (facts or phases or stage or "term" in work.dates):  # 走进某公司枝江基地 tells of a place
        return
    vision = reading.once(Scope).is_plan and not work.listed and not work.name.endswith("项目")
    if vision and not (work.values or phases) and stage in (None, "planned"):  # 建成全国重要的储能制造基地 is a wish
        return
    if len(phases) == 1 and phases[0].adjoining and not work.values and not work.stage:  # X项目二期全面达产
        yield _draft_of(phases[0], phases[0].stage, None)
        return
    whole = _draft_of(work, stage or _stage_of_phases(work), None)
    yield whole
    for phase in phases:
        begun = phase.stage in (None, "planned") and _has_begun(phase)
        yield _draft_of(phase, "under_construction" if begun else phase.stage, whole)


def _has_begun(work: Work) -> bool:
    """主体工程完成85%, 已完成投资6.9亿元: works that are measured have begun, whatever is planned next."""
    return not work.settled and not {"progress", "parts", "invested"}.isdisjoint(work.values)


def _stage_of_phases(work: Work) -> ProjectStatus | None:
    """In production if every phase is, under construction as soon as one has begun."""
    stages = [p.stage for p in work.phases.values() if p.stage]
    if stages and len(stages) == len(work.phases) and set(stages) == {"in_production"}:
        return "in_production"
    begun = {"in_production", "completed", "under_construction", "started"}
    return "under_construction" if begun & set(stages) else None


def _draft_of(work: Work, stage: ProjectStatus | None, parent: Draft | None) -> Draft:
    values = {"name": work.name, "phase": work.phase, "status": stage, **work.values}
    clues = list(work.clues)
    if industries := find_industries(work.name):
        values["industries"] = tuple(industries)
        clues.append((parent.clues if parent else clues)[0]._replace(fields=("industries",)))
    if told := period_of(work.dates):
        values["period"] = told[0]
        clues += [Clue(found.start, found.end, ("period",), "project.period") for found in told[1]]
    if parent:
        clues.append(parent.clues[0]._replace(fields=("name",)))
    if stage and not any("status" in c.fields for c in clues):
        clues[0] = clues[0]._replace(fields=(*clues[0].fields, "status"))
    return Draft({k: v for k, v in values.items() if v is not None}, clues, 0.85, list(work.claims), parent)


def _stage_of_occasion(reading: Reading) -> ProjectStatus | None:
    """Projects of a signing or groundbreaking ceremony have its stage unless their own words say more."""
    title = reading.title
    if SIGNED_THERE.search(title):
        return "signed"
    told = CELEBRATED.search(title)
    return dict(TITLE_STAGE)[told["one"] or told["other"]] if told else None
