"""Projects: identifiable ones, from running text and from tables, with their phases as children.

A paragraph is read clause by clause. A project name (`project_names.py`) becomes the current project; quantities and
stages that follow belong to it, or to the phase that a clause opens with (一期投资32亿元), until another name or an
aggregate (全市签约项目26个) takes over. A name without any fact or stage is no record.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from clusterx.mentions import Found
from clusterx.mentions.industries import find_industries
from clusterx.pattern import Pattern
from clusterx.records import Part, ProjectStatus
from clusterx.rules.project_fields import field_of, part_name
from clusterx.rules.project_form import apply_project_forms
from clusterx.rules.project_names import Name, find_names
from clusterx.rules.project_stage import ORDER, stage_of
from clusterx.rules.project_table import apply_project_tables
from clusterx.rules.rule import Clue, Draft, Reading
from clusterx.rules.scope import Scope
from clusterx.text import Span

CLAUSE = Pattern(
    r"(?:[^，,；;。！？!?\n）]|）(?![、和及])){1,400}"
)  # no clause that people write is longer; keeps time linear
PHASE = Pattern(r"(?P<phase>[一二三四五六]期|首期|[123]期)(?:工程|项目|建设)?")
PHASE_IN_NAME = Pattern(
    r"（?(?P<phase>[一二三四五六]期)）?(?:项目|工程)?$|(?P<inner>[一二三四五六]期)(?:扩建|新建|改造|技改)?(?:项目|工程)$"
)
AGGREGATE = Pattern(
    r"全[市县区省州旗]|我[市县区省]|园区(?:工业|规上|实现|累计|企业|现有|共|在建)|产业(?:实现|营收|产值|规模|营业收入)|(?<![第\d])\d+余?[个项宗](?:[^，。；]{0,14})项目|项目[^，。；\d]{0,8}\d+余?[个项]|(?<!入驻)企业\d+家|(?<!入驻)\d+余?家企业|项目(?:共|达|有)\d+|全年(?:产|销|实现|累计)|(?:今年|上半年|\d季度)[^，。；]{0,6}(?:新签约|新开工|签约项目|开工项目)"
)
NEW_TOPIC = Pattern(
    r"[\s　]*(?:全[市县区省]|我[市县区]|此外|另外|与此同时|近年来|今年以来|据统计|链上企业|全链|下一步|接下来|园区(?!建成|项目)|现在，|目前，(?:全|园区|该[市县区])|不远处|而|在[^，。]{2,20}(?:，|现场))"
)
TAKES_UP = Pattern(
    r"[\s　]*(?:据(?:介绍|了解|悉)，?|据[^，。]{2,12}(?:介绍|透露)，)?(?:该|这一|这个|整个|新)?(?P<noun>项目|基地|工程|园区|产业园|工厂|生产线|产线|中心)(?!建设情况|名单|清单|数|见效|推进会|[库化])"
)
FACT = Pattern(
    r"投资|总投|拟投|产能|[年日月]产|达产|满产|投产|试产|进度|占地|用地|工期|[一二三四]期|首期|产线|生产线|设备|厂房|税|产值|产出|就业|岗位|建筑面积|建面|工程|竣工|完工|开工|动工|封顶|概算|估算|造价|施工"
)
SPENDS = Pattern(
    r"(?:斥资|(?<!年度)(?<!年度计划)(?<!完成)(?<!累计)(?<!总)投资|出资|投入|耗资|豪掷|砸下)[^，。；\d]{0,4}$"
)
COMPANY = Pattern(
    r"(?:^|由|与|和|引进|携手|、|，|的)(?P<name>[^，。；、由与和的]{2,24}?(?:公司|集团)(?:[、和与][^，。；、由与和]{2,24}?(?:公司|集团))*)(?:共同|联合|合资|携手)?(?:投资|建设|承建|实施|运营|打造|兴建|负责|出资|总投|投建|共建|共同出资)"
)
OWNED_BY = Pattern(r"(?:^|由|、|，|及|与|和)(?P<name>[^，。；、由与和及的]{4,24}?(?:公司|集团))的$")
PARTNERS = Pattern(r"[、和与]")
LOCATION = Pattern(
    r"(?:位于|坐落于|坐落在|选址|落户于?|落地于?)(?P<place>[\p{Han}]{2,16}?(?:省|市|县|区|镇|乡|园区|开发区|高新区|经开区|新区|产业园|街道|村))"
)
DIVIDED = frozenset("分共0123456789")
AS_A_WHOLE = Pattern(r"[\s　]*(?:(?:项目|园区|基地)?(?:全部|整体|总体|整个)|工程(?:全部|整体)|[两三]期)")
PRODUCES = Pattern(r"年产|日产|[GM]Wh?|[兆千]瓦|吨|台|套|米|片|辆")
AND_OTHERS = Pattern(r"等[^，。；]{0,12}?\d+余?[个项]")
IN_BRACKETS = Pattern(r"（(?P<inner>[^（）]{2,6})）")
LINK = Pattern(r"的[^，。；的]{0,6}$")
STAGE_BEHIND = Pattern(
    r"，?(?:因|如|若)|(?:已|先后)?[一两二三多\d]次流标|流标|停工|缓建|正在|仍在|刚刚|目前已|现已|原定|原计划|已?于|已经|尚未|暂未|正式|将于|拟于|计划于|预计|有望|力争|因|\d{1,2}月|\d{4}年|今年|明年|年底|[一二三四]季度"
)
AMOUNT_BEHIND = Pattern(
    r"[^，。；\d]{0,16}(?:，[^，。；\d]{0,10})?(?:总投资|投资|总投|拟投|概算|估算|斥资|造价|投入)[^，。；\d]{0,4}\d"
)
PROGRESS_BEHIND = Pattern(r"[^，。；率]{0,10}(?:完成|达到?)[^，。；\d率]{0,6}(?:\d|[一二三四五六七八九]成)")
TAKEN_ON = Pattern(
    r"(?:签下|签约|引进|引进了|落户|开工建设|启动|启动建设|投建|建起|新建|扩建|(?:公司|集团|股份|科技)的)$"
)
SITE_BEHIND = Pattern(
    r"[，：]?(?:（[^）]{1,12}）)?[，]?(?:计划|规划|预计|概算|估算)?(?:总投资|投资|占地|用地|位于|全长|总长|线路全长)"
)
BUILDER_BEFORE = Pattern(r"(?:公司|集团)(?:投资|建设|实施)[^，。；]{0,6}的$")
HELD_UP = Pattern(r"尚未|暂未|仍未|未能|推迟|延后|延期|缓建|搁置|停工|流标")
OPENING = Pattern(
    r"(?:同台|压轴|率先|首批|最先|同日|同时|同期|当天|当日|今日|此次|本次|集中|现场|新)(?P<stage>签约|开工|竣工|投产|落户|复工)(?:的)?(?:项目)?(?:，?(?:还|也)?(?:有|包括|是)|：)"
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
    held_up: bool = False  # what the occasion celebrates has not come to it: 推迟至三季度开工
    settled: bool = False  # its stage stands in brackets behind its name
    adjoining: bool = False  # a phase named right behind its project: X项目二期


@dataclass(slots=True)
class State:
    works: dict[str, Work] = field(default_factory=dict)
    current: Work | None = None
    whole: Work | None = None
    opening: tuple[ProjectStatus, Span] | None = None  # 今日开工的有: what follows has that stage
    pending: list[tuple[Span, Found]] = field(default_factory=list)  # 斥资5.3亿元, before the name is said


def apply_projects(reading: Reading) -> list[Draft]:
    """All projects of the text, phases behind their whole."""
    state = State()
    for block in reading.outline.blocks:
        if block.kind in ("row", "heading") or block.start == block.end:
            continue
        _read_block(reading, state, block.start, block.end)
    drafts: list[Draft] = []
    for name, work in state.works.items():
        if name == work.name:  # else another name of the same
            drafts += _drafts(reading, work)
    return _with_tables(drafts, [*apply_project_tables(reading), *apply_project_forms(reading)])


def _with_tables(drafts: list[Draft], rows: list[Draft]) -> list[Draft]:
    """A project of the text that a table lists too is one record: what the text leaves open comes from the table."""
    named = {d.values["name"]: d for d in drafts if d.parent is None}
    for row in rows:
        told = named.get(row.values["name"])
        if told is None:
            drafts.append(row)
            continue
        told.values = {**row.values, **told.values}
        told.clues += row.clues
        told.claims += row.claims
    return drafts


def _read_block(reading: Reading, state: State, start: int, end: int) -> None:
    text = reading.clean
    state.current = state.whole = _taken_up(text, state.whole, start, end)
    for sentence in reading.outline.sentences_in(start, end):
        if state.whole and (NEW_TOPIC.match(text, sentence.start) or AGGREGATE.search(text, *sentence)):
            state.current = state.whole = None
        state.pending = []
        if state.whole and TAKES_UP.match(text, sentence.start):  # 该项目由…: the whole again, not its last phase
            state.current = state.whole
        names = [n for n in find_names(text, sentence.start, sentence.end) if _in_prose(text, n)]
        state.opening = _opening_stage(text, sentence.start, names)
        starts = [n.start for n in names]
        tells = bool(names) or bool(FACT.search(text, *sentence))
        for clause in CLAUSE.finditer(text, sentence.start, sentence.end):
            inside = names[bisect_left(starts, clause.start()) : bisect_left(starts, clause.end())]
            if tells:
                _read_clause(reading, state, Span(*clause.span()), inside)


def _opening_stage(text: str, start: int, names: list[Name]) -> tuple[ProjectStatus, Span] | None:
    """The stage that the words before the first name give to all of the sentence: 同台签约的，还有A、B."""
    told = OPENING.search(text, start, names[0].start) if names else None
    stage = stage_of(told["stage"]) if told else None
    return (stage, Span(*told.span("stage"))) if told and stage else None


def _taken_up(text: str, last: Work | None, start: int, end: int) -> Work | None:
    """The project of the paragraph before, where this one goes on with 项目…, 该基地…."""
    opening = TAKES_UP.match(text, start, end)
    if not last or not opening or AGGREGATE.search(text, start, min(end, start + 40)):
        return None
    return last if opening["noun"] in ("项目", "工程") or last.name.endswith(opening["noun"]) else None


def _in_prose(text: str, name: Name) -> bool:
    """Not inside a title in 《》."""
    opened = text.rfind("《", max(0, name.start - 60), name.start)
    return opened < 0 or text.find("》", opened, name.start) >= 0


def _read_clause(reading: Reading, state: State, clause: Span, names: list[Name]) -> None:
    text = reading.clean
    if state.whole:  # 一期2万吨生产线 is a phase of the project at hand
        names = [n for n in names if not PHASE.match(n.text)]
    figures = [m for m in reading.mentions_in(*clause) if m.kind == "quantity"]
    opened = [n for n in names if _open_project(reading, state, clause, n, figures)]
    if not opened:
        _turn(text, state, clause)
    if state.current is None:
        state.pending += [(clause, f) for f in figures if SPENDS.search(text, clause.start, f.start)]
        return
    of_all = len(opened) > 1 and all(n.listed for n in opened)
    if opened and (of_all or AND_OTHERS.match(text, opened[-1].end)):  # the figures are those of all of them
        for name in opened:
            _take_stage(reading, state.works[name.work], clause, names)
            _take_stage_in_brackets(text, state.works[name.work], name)
        state.current = state.whole = None
        return
    for figure in figures:
        if not any(n.start <= figure.start < n.end for n in opened):
            _take(text, _owner(text, state, opened, figure), clause, figure)
    for name in opened:
        _take_stage_in_brackets(text, state.works[name.work], name)
    _take_stages(reading, state, opened, clause, names)
    _take_parties(text, state.current, clause)


def _take_stages(reading: Reading, state: State, opened: list[Name], clause: Span, names: list[Name]) -> None:
    """Of several projects in a clause each has its own stage (A二期上半年开工、B年底投产), or all share one."""
    assert state.current is not None
    if len(opened) < 2:
        _take_stage(reading, state.current, clause, names)
        return
    ends = [*(n.start for n in opened[1:]), clause.end]
    own = [Span(n.start, end) for n, end in zip(opened, ends, strict=True)]
    lead = reading.clean[clause.start : opened[0].start]  # 确保A二期上半年开工、B年底投产
    each = all(
        stage_of(reading.clean[span.start : span.end].replace(n.text, "项目"))
        for n, span in zip(opened, own, strict=True)
    )
    for name, span in zip(opened, own, strict=True):
        work = state.works[name.work]
        phase = PHASE.match(reading.clean, name.end) if each else None
        told = work.phases[phase["phase"]] if phase else work
        _take_stage(reading, told, span if each else clause, names, lead if each else "")


def _owner(text: str, state: State, opened: list[Name], figure: Found) -> Work:
    """Of several projects in a clause: the one behind 总投资30亿元的, else the last one before the figure."""
    assert state.current is not None
    for name in opened:
        if name.start > figure.end and LINK.fullmatch(text, figure.end, name.start):
            return state.works[name.work]
    before = [n for n in opened if n.end <= figure.start]
    return state.works[before[-1].work] if before and len(opened) > 1 else state.current


def _turn(text: str, state: State, clause: Span) -> None:
    """A clause without a name: an aggregate ends the project, 二期 turns to a phase of it, 整个 back to the whole."""
    if state.whole is None:
        return
    phase = PHASE.search(text, clause.start, min(clause.end, clause.start + 12))
    if AGGREGATE.search(text, *clause):
        state.current = state.whole = None
    elif phase and text[max(0, phase.start() - 1) : phase.start()] not in DIVIDED:
        state.current = _phase(state.whole, phase["phase"], Span(*phase.span()))
    elif AS_A_WHOLE.match(text, *clause):
        state.current = state.whole


def _open_project(reading: Reading, state: State, clause: Span, name: Name, figures: list[Found]) -> bool:
    """Make it the current project; False if it is a kind of project rather than one."""
    text = reading.clean
    attributive = _attributive(text, clause, name, figures)
    if name.kindlike and not attributive:
        return False
    if not name.specific and not attributive and not state.pending and not _has_own_facts(text, name, clause):
        return False
    work = _known(state, name) or state.works.setdefault(name.work, Work(name.work))
    state.works[name.work] = work
    work.listed = work.listed or name.listed
    work.clues.append(Clue(name.start, name.end, ("name",), "project.name"))
    if phase := PHASE_IN_NAME.search(name.work):
        work.phase = phase["phase"] or phase["inner"]
        work.clues.append(Clue(name.start, name.end, ("phase",), "project.name"))
    if name.company and "companies" not in work.values:
        work.values["companies"] = (name.company,)
        work.clues.append(Clue(name.start, name.end, ("companies",), "project.company"))
    elif "companies" not in work.values and (owner := OWNED_BY.search(text, clause.start, name.start)):
        work.values["companies"] = (owner["name"],)
        work.clues.append(Clue(*owner.span("name"), ("companies",), "project.company"))
    state.whole = state.current = work
    if state.opening and work.stage is None:
        work.stage, span = state.opening
        work.clues.append(Clue(*span, ("status",), "project.status"))
    for earlier, figure in state.pending:
        _take(text, work, earlier, figure)
    state.pending = []
    _take_from_name(work, name, figures)
    if following := PHASE.match(text, name.end):
        state.current = _phase(work, following["phase"], Span(*following.span()))
        state.current.adjoining = True
        state.current.clues.append(Clue(name.start, name.end, ("name",), "project.name"))
    return True


def _known(state: State, name: Name) -> Work | None:
    """拓曜项目, after 深圳市拓曜科技有限公司的再生塑料改性粒子项目: the project of that company."""
    brief = name.work.removesuffix("项目")
    if brief == name.work or not 2 <= len(brief) <= 4 or name.work in state.works:
        return None
    owned = [w for w in state.works.values() if any(brief in company for company in w.values.get("companies", ()))]
    return owned[0] if len({w.name for w in owned}) == 1 else None


def _take_from_name(work: Work, name: Name, figures: list[Found]) -> None:
    """年产5万吨氢氧化锂项目 states its capacity."""
    for figure in figures:
        if name.start <= figure.start < name.end and figure.quantity:
            work.claims.append(Span(figure.start, figure.end))
            made = figure.quantity.dimension not in ("money", "time", "ratio")
            if made and "capacity" not in work.values and PRODUCES.search(name.text):
                _fill(work, "capacity", figure)


def _attributive(text: str, clause: Span, name: Name, figures: list[Found]) -> bool:
    """总投资18亿元的X, 2000亩的X: an amount of its own, not a threshold (5亿元以上的项目)."""
    link = LINK.search(text, clause.start, name.start)
    at = link.start() if link else -1
    return any(
        f.end == at
        and f.quantity
        and f.quantity.dimension in ("money", "area")
        and f.quantity.bound in ("exact", "about")
        for f in figures
    )


def _has_own_facts(text: str, name: Name, clause: Span) -> bool:
    """A product's name counts as one project where investment, site or builder of its own follow it."""
    behind = text[name.end : text.find("。", name.end, name.end + 60) + 1 or name.end + 60]
    before = text[clause.start : name.start]
    if STAGE_BEHIND.match(behind) or AMOUNT_BEHIND.match(behind) or PROGRESS_BEHIND.match(behind):
        return not name.kindlike
    if name.kindlike:
        return False
    near = text[name.end : name.end + 18].split("，")[0].split("。")[0]
    asserted = stage_of(near) if near else None
    return bool(
        SITE_BEHIND.match(behind)
        or BUILDER_BEFORE.search(before)
        or TAKEN_ON.search(before)
        or AND_OTHERS.match(behind)
        or (asserted and asserted != "planned")
    )


def _phase(whole: Work, phase: str, span: Span) -> Work:
    child = whole.phases.setdefault(phase, Work(whole.name, phase=phase, parent=whole))
    child.clues.append(Clue(*span, ("phase",), "project.phase"))
    return child


def _take(text: str, work: Work, clause: Span, figure: Found) -> None:
    """Give a quantity to the project: to the field that its words name, else only out of the targets' way."""
    quantity = figure.quantity
    if quantity is None:
        return
    before = text[clause.start : figure.start]
    if quantity.unit in ("家", "户"):  # companies in a park are counted for themselves
        return
    name = field_of(before, quantity.unit, quantity.dimension, text[figure.end : clause.end])
    if name is None and quantity.unit in ("亩", "公顷", "平方公里") and text.startswith(f"的{work.name}", figure.end):
        name = "land"
    work.claims.append(Span(figure.start, figure.end))
    if name == "part":
        parts = work.values.setdefault("parts", ())
        work.values["parts"] = (*parts, Part(name=part_name(before), progress=quantity))
        work.clues.append(Clue(clause.start, figure.end, ("parts",), "project.part"))
    elif name:
        _fill(work, name, figure)


def _fill(work: Work, name: str, figure: Found) -> None:
    if name not in work.values:
        work.values[name] = figure.quantity
        work.clues.append(Clue(figure.start, figure.end, (name,), f"project.{name}"))


def _take_stage_in_brackets(text: str, work: Work, name: Name) -> None:
    """甲元锂业产业园项目（在建）."""
    bracket = IN_BRACKETS.match(text, name.end)
    stage = stage_of(bracket["inner"]) if bracket and work.stage is None else None
    if bracket and stage:
        work.stage, work.settled = stage, True
        work.clues.append(Clue(*bracket.span("inner"), ("status",), "project.status"))


def _take_stage(reading: Reading, work: Work, clause: Span, names: list[Name], lead: str = "") -> None:
    words = lead + reading.clean[clause.start : clause.end]
    for name in names:
        words = words.replace(name.text, "项目")
    stage = stage_of(words)
    work.held_up = work.held_up or bool(HELD_UP.search(words))
    if stage is None or work.settled:
        return
    if stage != "under_construction" and "已" not in words and _lies_ahead(reading, clause):
        stage = "planned"
    if (
        reading.once(Scope).section_status(clause.start) == "planned"
        and stage != "under_construction"
        and "已" not in words
    ):
        stage = "planned"
    denied = stage == "planned" and work.stage in ("signed", "approved")
    if work.stage is None or (not denied and ORDER.index(stage) < ORDER.index(work.stage)):
        work.stage = stage
        work.clues.append(Clue(clause.start, clause.end, ("status",), "project.status"))


def _lies_ahead(reading: Reading, clause: Span) -> bool:
    """2026年6月竣工投产, in a text of 2024."""
    ends = [m.period.end for m in reading.mentions_in(*clause) if m.period and m.period.end]
    return reading.published is not None and any(end > reading.published for end in ends)


def _take_parties(text: str, work: Work, clause: Span) -> None:
    if "companies" not in work.values and (company := COMPANY.search(text, *clause)):
        work.values["companies"] = tuple(PARTNERS.split(company["name"]))
        work.clues.append(Clue(*company.span("name"), ("companies",), "project.company"))
    if "location" not in work.values and (place := LOCATION.search(text, *clause)):
        work.values["location"] = place["place"]
        work.clues.append(Clue(*place.span("place"), ("location",), "project.location"))


def _drafts(reading: Reading, work: Work) -> Iterator[Draft]:
    occasion = _stage_of_occasion(reading)
    stage = occasion if occasion and work.stage in (None, "planned") and not work.held_up else work.stage
    if stage in (None, "planned") and _has_begun(work):
        stage = "under_construction"
    phases = [p for p in work.phases.values() if p.values or p.stage]
    facts = set(work.values) - (set() if work.name.endswith("项目") else {"companies", "location"})
    if not (facts or phases or stage):  # 走进某公司枝江基地 tells of a place
        return
    vision = reading.once(Scope).is_plan and not work.listed and not work.name.endswith("项目")
    if vision and not (work.values or phases) and stage in (None, "planned"):  # 建成全国重要的储能制造基地 is a wish
        return
    if len(phases) == 1 and phases[0].adjoining and not work.values and not work.stage:  # X项目二期全面达产
        yield _draft(phases[0], phases[0].stage, None)
        return
    whole = _draft(work, stage or _stage_of_phases(work), None)
    yield whole
    for phase in phases:
        begun = phase.stage in (None, "planned") and _has_begun(phase)
        yield _draft(phase, "under_construction" if begun else phase.stage, whole)


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


def _draft(work: Work, stage: ProjectStatus | None, parent: Draft | None) -> Draft:
    values = {"name": work.name, "phase": work.phase, "status": stage, **work.values}
    clues = list(work.clues)
    if industries := find_industries(work.name):
        values["industries"] = tuple(industries)
        clues.append((parent.clues if parent else clues)[0]._replace(fields=("industries",)))
    if parent:
        clues.append(parent.clues[0]._replace(fields=("name",)))
    if stage and not any("status" in c.fields for c in clues):
        clues[0] = clues[0]._replace(fields=(*clues[0].fields, "status"))
    return Draft({k: v for k, v in values.items() if v is not None}, clues, 0.85, list(work.claims), parent)


def _stage_of_occasion(reading: Reading) -> ProjectStatus | None:
    """Projects of a signing or groundbreaking ceremony have its stage unless their own words say more."""
    title = reading.title
    return next((stage for word, stage in TITLE_STAGE if f"集中{word}" in title or f"{word}仪式" in title), None)
