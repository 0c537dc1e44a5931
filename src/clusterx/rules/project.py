"""Projects: identifiable ones, from running text and from tables, with their phases as children.

A paragraph is read clause by clause. A project name (`project_names.py`) becomes the current project; quantities and
stages that follow belong to it, or to the phase that a clause opens with (一期投资32亿元), until another name or an
aggregate (全市签约项目26个) takes over. A name without any fact or stage is no record.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from itertools import pairwise

from clusterx.mentions import Found
from clusterx.outline import Block
from clusterx.pattern import Pattern
from clusterx.records import ProjectStatus
from clusterx.rules.project_fields import field_of
from clusterx.rules.project_form import apply_project_forms
from clusterx.rules.project_names import Heads, Name, find_names, is_named
from clusterx.rules.project_open import (
    AND_OTHERS,
    LINK,
    has_own_facts,
    in_prose,
    is_aggregate,
    is_attributive,
    is_site,
    opens_another,
    own_figures,
)
from clusterx.rules.project_stage import stage_of
from clusterx.rules.project_table import apply_project_tables
from clusterx.rules.project_union import with_tables
from clusterx.rules.project_work import (
    Work,
    drafts_of,
    fill_field,
    phase_of,
    take_figure,
    take_parties,
    take_stage,
    take_stage_in_brackets,
)
from clusterx.rules.rule import Clue, Draft, Reading
from clusterx.rules.scope import Scope
from clusterx.rules.task_table import running_text
from clusterx.text import Span

CLAUSE = Pattern(r"(?:[^，,；;。！？!?\n）]|）(?![、和及])){1,400}")  # nobody writes longer ones; keeps time linear
PLAIN_CLAUSE = Pattern(r"[^，,；;。！？!?\n）]{1,400}")  # the same where no bracket shuts
PHASE = Pattern(r"(?P<phase>[一二三四五六]期|首期|[123]期)(?:工程|项目|建设)?")
PHASE_ALONE = Pattern(rf"(?:该|本|此)?(?:项目|工程|基地|园区)?{PHASE.source}")  # 项目一期工程 is no name
PHASE_IN_NAME = Pattern(
    r"(?<![分两长])(?P<mid>[一二三四五六]期)(?=\d|年产|[^，]{0,2}\d)|（?(?P<phase>[一二三四五六]期)）?(?:项目|工程)?$|(?P<inner>[一二三四五六]期)(?:扩建|新建|改造|技改)?(?:项目|工程)$"
)
NEW_TOPIC = Pattern(
    r"[\s　]*(?:全[市县区省]|我[市县区]|此外|另外|另一[家个]|另有一[家个]|\p{Han}{2,6}(?:开展|实施|推进|启动|深化|持续开展)“|与此同时|近年来|今年以来|据统计|链上企业|全链|下一步|接下来|园区(?!建成|项目)|现在，|目前，(?:全|园区|该[市县区])|不远处|而|[^。；]{0,40}(?:盘活|收储|出让)(?:闲置|低效|存量|土地|工业用地)|在[^，。]{2,20}(?:，|现场))"
)
TAKES_UP = Pattern(
    r"[\s　]*(?:据(?:介绍|了解|悉)，?|据[^，。]{2,12}(?:介绍|透露)，)?(?:该|这一|这个|整个|新)?(?P<noun>项目|基地|工程|园区|产业园|工厂|生产线|产线|中心)(?!建设情况|名单|清单|数|见效|推进会|[库化])"
)
FACT = Pattern(
    r"投资|总投|拟投|产能|[年日月]产|达产|满产|投产|试产|进度|占地|用地|工期|[一二三四]期|首期|产线|生产线|设备|厂房|税|产值|产出|就业|岗位|建筑面积|建面|工程|竣工|完工|开工|动工|封顶|概算|估算|造价|施工|奠基|破土|投用|[年月日底前内][^，。；\d]{0,8}(?:开建|建成|交付|投运|启动建设|投入使用|投入运营|点火)|建设期|建设周期|建设年限|建设时间|起止"
)
OUTLAY = Pattern("斥资|投资|出资|投入|耗资|豪掷")
SPENDS = Pattern(
    r"(?:斥资|(?:拟|将|计划)投(?!资|产|用|放|入)|投资(?<!年度计划投资)(?<!累计投资)(?<![业度成总目改产]投资)|出资|投入|耗资|豪掷|砸下)[^，。；\d]{0,4}$"
)
COMES_TO_SPEND = Pattern(  # 法资企业甲元拟斥资6500万欧元，在…建设: another company's project begins
    r"[\s　]*(?!该|其|此|这|由|项目|园区|基地)[^，。；由]{2,16}?(?:公司|集团|股份|科技|企业\p{Han}{2,6}?)(?:将|拟|计划|再)?(?:斥资|投资|出资|投入|耗资|豪掷)[^，。；\d]{0,4}$"
)
OWNED_BY = Pattern(r"(?:^|由|、|，|及|与|和)(?P<name>[^，。；、由与和及的]{4,24}?(?:公司|集团))的$")
DIVIDED = frozenset("分共0123456789")
AS_A_WHOLE = Pattern(r"[\s　]*(?:(?:项目|园区|基地)?(?:全部|整体|总体|整个)|工程(?:全部|整体)|[两三]期)")
PRODUCES = Pattern(r"年产|日产|[GM]Wh?|[兆千]瓦|吨|台|套|米|片|辆")
OTHER_WORK = Pattern(  # …污水处理厂三期扩建工程；新建输变电线路28公里
    r"(?:新建|建成|改造|实施|推进|完成|培育|引进|处置|盘活|开展|举办|启动|落实|组建|争取|全[市县区年])(?!投资|投产|后|达产|并|以来)\p{Han}"
)
STAGED = Pattern(
    r"(?P<stage>签约|签下|签订|开工|竣工|投产)了?(?:重大|重点|产业|工业|亿元以上)*(?:项目)?\d+余?个(?:项目)?"
)
SO_MANY = Pattern(rf"(?:集中|一次|一次性|现场|同日|共|成功)?{STAGED.source}")
GRANTS = Pattern(
    r"(?:给予|按[^，。；]{2,16}|一次性|最高)[^。]{0,40}(?:补助|补贴|奖励|奖补|资助|贴息)|(?:补助|补贴|奖励|奖补)[^。，]{0,12}\d"
)
OF_THE_HEADED = Pattern(  # 总投资36亿元，占地400亩; not 经开区今年以来…
    r"[\s　]*(?:（?\d{1,2}[）.．、]\s*(?:总?投资|工期|建设(?:地点|内容|规模|期限|周期|年限|工期|时间))：|(?:该|此|这个)?(?:项目|基地|园区|工程|产业园|工厂)|(?:计划|预计|估算|概算)?(?:总投资|投资)|占地|用地|建设|新建|位于|坐落|选址|由|分[一二两三]期|全长|规划|[一二三四]期|主要|拟建)"
)
NAMES_ONE = Pattern(r"(?:项目|工程|基地|园|园区|工厂|产线|生产线|中心|电站|大桥|隧道|公路|铁路|机场|码头)$")
AND = ("、", "和", "与", "及", "以及")
BRACKET = Pattern(r"（[^（）]{2,40}）")
OPENING = Pattern(
    r"(?:同台|压轴|率先|首批|最先|同日|同时|同期|当天|当日|今日|此次|本次|集中|现场|新)(?P<stage>签约|开工|竣工|投产|落户|复工)(?:的)?(?:项目)?(?:，?(?:还|也)?(?:有|包括|是)|：)"
)


@dataclass(slots=True)
class State:
    works: dict[str, Work] = field(default_factory=dict)
    current: Work | None = None
    whole: Work | None = None
    headed: Work | None = None  # the project that is the heading of this section
    opening: tuple[ProjectStatus, Span] | None = None  # 今日开工的有: what follows has that stage
    occasion: tuple[ProjectStatus, Span] | None = None  # 一次签下3个项目: those that the paragraph goes on to name
    side_by_side: list[Name] = field(default_factory=list)  # A、B，总投资分别为…
    aggregate: bool = True  # whether the sentence may tell of many projects
    pending: list[tuple[Span, Found]] = field(default_factory=list)  # 斥资5.3亿元, before the name is said


def apply_projects(reading: Reading) -> list[Draft]:
    """All projects of the text, phases behind their whole."""
    state = State()
    heads = Heads(reading.clean)
    for block in reading.outline.blocks:
        if block.kind == "heading":
            _read_heading(reading, state, heads, block)
        if block.kind == "heading" or block.start == block.end:
            continue
        for span in running_text(reading.outline, block):
            _read_block(reading, state, heads, span)
    drafts: list[Draft] = []
    for name, work in state.works.items():
        if name == work.name:  # else another name of the same
            drafts += drafts_of(reading, work)
    return with_tables(drafts, [*apply_project_tables(reading), *apply_project_forms(reading)])


def _read_heading(reading: Reading, state: State, heads: Heads, block: Block) -> None:
    """■ 甲元年产12GWh储能电芯项目: the paragraphs below tell of it, up to the next heading."""
    heading = block.heading
    state.headed = state.whole = state.current = None
    if heading is None or not NAMES_ONE.search(heading.title):
        return
    names = find_names(reading.clean, heading.start, heading.end, heads)
    name = names[-1] if names else None
    whole = name is not None and not name.kindlike and name.end - name.start >= len(heading.title.strip()) - 1
    if name and whole and is_named(name.text):
        _open_project(reading, state, Span(heading.start, heading.end), name._replace(specific=True), [])
        state.headed = state.whole


def _read_block(reading: Reading, state: State, heads: Heads, block: Span) -> None:
    text = reading.clean
    headed = state.headed if OF_THE_HEADED.match(text, block.start) else None
    state.current = state.whole = headed or _taken_up(text, state.whole, *block)
    state.occasion = None
    if state.whole is None and not heads.may_name(*block):
        return
    for sentence in reading.outline.sentences_in(*block):
        state.aggregate = state.whole is None or is_aggregate(text, *sentence)
        if state.whole and (state.aggregate or NEW_TOPIC.match(text, sentence.start)):
            state.current = state.whole = None
        state.pending = []
        if state.whole and TAKES_UP.match(text, sentence.start):  # 该项目由…: the whole again, not its last phase
            state.current = state.whole
        names = [n for n in find_names(text, *sentence, heads) if in_prose(text, n) and not is_site(text, n)]
        state.opening = _opening_stage(text, sentence.start, names)
        if (
            not any(n.specific for n in names)
            and reading.once(Scope).states_measures
            and GRANTS.search(text, *sentence)
        ):
            state.current = state.whole = None
            continue  # 新建生产线，设备投资2000万元以上的，给予补助: whoever does so, not one project
        state.occasion = _occasion(text, sentence) or state.occasion
        if names or (state.whole and FACT.search(text, *sentence)):
            starts = [n.start for n in names]
            pattern = PLAIN_CLAUSE if text.find("）", *sentence) < 0 else CLAUSE
            for clause in pattern.finditer(text, *sentence):
                inside = names[bisect_left(starts, clause.start()) : bisect_left(starts, clause.end())] if names else []
                if state.whole and opens_another(text, *clause.span(), named=bool(inside)):
                    state.current = state.whole = None
                _read_clause(reading, state, Span(*clause.span()), inside)


def _occasion(text: str, sentence: Span) -> tuple[ProjectStatus, Span] | None:
    """The stage that a count of unnamed projects has: 开原市一次签下3个项目。A…；B…."""
    counted = SO_MANY.search(text, *sentence) if STAGED.search(text, *sentence) else None
    if counted is None:
        return None
    stage = "signed" if "签" in counted["stage"] else stage_of(counted["stage"])
    return (stage, Span(*counted.span())) if stage else None


def _opening_stage(text: str, start: int, names: list[Name]) -> tuple[ProjectStatus, Span] | None:
    """The stage that the words before the first name give to all of the sentence: 同台签约的，还有A、B."""
    told = OPENING.search(text, start, names[0].start) if names else None
    stage = stage_of(told["stage"]) if told else None
    return (stage, Span(*told.span("stage"))) if told and stage else None


def _taken_up(text: str, last: Work | None, start: int, end: int) -> Work | None:
    """The project of the paragraph before, where this one goes on with 项目…, 该基地…."""
    opening = TAKES_UP.match(text, start, end)
    if not last or not opening or is_aggregate(text, start, min(end, start + 40)):
        return None
    return last if opening["noun"] in ("项目", "工程") or last.name.endswith(opening["noun"]) else None


def _read_clause(reading: Reading, state: State, clause: Span, names: list[Name]) -> None:
    text = reading.clean
    state.pending = [] if text.startswith("；", clause.start - 1) else state.pending
    figures = [m for m in reading.mentions_in(clause.start, clause.end) if m.kind == "quantity"]
    if state.whole and names:  # 一期2万吨生产线 is a phase of the project at hand
        names = [n for n in names if not PHASE_ALONE.match(n.text)]
    listed = state.side_by_side
    names, state.side_by_side = _side_by_side(text, names)
    if _read_apportioned(reading, state, clause, names or listed, figures):
        return
    opened = [n for n in names if _open_project(reading, state, clause, n, figures)] if names else []
    if state.whole and not opened:
        _turn(text, state, clause)
        spent = OUTLAY.search(text, clause.start, figures[-1].start) if figures else None
        if spent and any(COMES_TO_SPEND.match(text, clause.start, f.start) for f in figures):
            state.current = state.whole = None
    if state.current is None:
        state.pending += [(clause, f) for f in figures if SPENDS.search(text, clause.start, f.start)]
        return
    of_all = len(opened) > 1 and all(n.listed for n in opened)
    if opened and (of_all or AND_OTHERS.match(text, opened[-1].end)):  # the figures are those of all of them
        for name in opened:
            take_stage(reading, state.works[name.work], clause, names)
            take_stage_in_brackets(text, state.works[name.work], name)
            bracket = BRACKET.match(text, name.end)
            for figure in figures if bracket else ():
                if bracket and bracket.start() < figure.start < bracket.end():
                    take_figure(text, state.works[name.work], clause, figure)
        state.current = state.whole = None
        return
    for figure in own_figures(text, clause, figures, len(opened)):
        if not any(n.start <= figure.start < n.end for n in opened):
            take_figure(text, _owner(text, state, opened, figure), clause, figure)
    for name in opened:
        take_stage_in_brackets(text, state.works[name.work], name)
    _take_stages(reading, state, opened, clause, names)
    take_parties(text, state.current, clause)


def _side_by_side(text: str, names: list[Name]) -> tuple[list[Name], list[Name]]:
    """The names of a clause, and those of them that stand in one list: where one of it is a project, all are."""
    if len(names) < 2 or any(n.kindlike for n in names) or not _are_joined(text, names):
        return names, []
    if any(n.specific for n in names):
        names = [n._replace(specific=True) for n in names]
    return names, names


def _are_joined(text: str, names: list[Name]) -> bool:
    return all(_joins(text[a.end : b.start]) for a, b in pairwise(names))


def _joins(between: str) -> bool:
    """、, or that behind a phase: A园二期、B项目上半年开工."""
    return between in AND or (between[:2].endswith("期") and between[2:] in AND)


def _read_apportioned(reading: Reading, state: State, clause: Span, names: list[Name], figures: list[Found]) -> bool:
    """A、B总投资分别为26亿元、15亿元: the n-th figure is that of the n-th project."""
    text = reading.clean
    at = text.find("分别", clause.start, clause.end) if len(names) > 1 else -1
    if at < 0 or at < names[-1].end:
        return False
    own = [f for f in figures if f.start > at]
    if not _are_joined(text, names) or len(own) != len(names) or any(n.kindlike for n in names):
        return False
    lead = text[max(clause.start, names[-1].end) : own[0].start].replace("分别", "")
    for name, figure in zip(names, own, strict=True):
        _open_project(reading, state, clause, name._replace(specific=True), [])
        work = state.works[name.work]
        quantity = figure.quantity
        told = field_of(lead, quantity.unit, quantity.dimension, "") if quantity else None
        work.claims.append(Span(figure.start, figure.end))
        if told and told != "part":
            fill_field(work, told, figure)
    state.current = state.whole = None
    return True


def _take_stages(reading: Reading, state: State, opened: list[Name], clause: Span, names: list[Name]) -> None:
    """Of several projects in a clause each has its own stage (A二期上半年开工、B年底投产), or all share one."""
    assert state.current is not None
    if len(opened) < 2:
        take_stage(reading, state.current, clause, names)
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
        phase = PHASE.match(reading.clean, name.end)
        told = work.phases[phase["phase"]] if phase and phase["phase"] in work.phases else work
        take_stage(reading, told, span if each else clause, names, lead if each else "")


def _owner(text: str, state: State, opened: list[Name], figure: Found) -> Work:
    """Of several projects in a clause: the one behind 总投资30亿元的, else the last one before the figure."""
    assert state.current is not None
    for name in opened:
        if name.start > figure.end and LINK.fullmatch(text, figure.end, name.start):
            return state.works[name.work]
    before = [n for n in opened if n.end <= figure.start]
    return state.works[before[-1].work] if before and len(opened) > 1 else state.current


def _turn(text: str, state: State, clause: Span) -> None:
    """A clause without a name: an aggregate ends the project, 二期 turns to a phase (一期已有43家企业入驻), 整个 back to the whole."""
    assert state.whole is not None
    other = text.startswith("；", clause.start - 1) and OTHER_WORK.match(text, *clause)
    phase = _phase_in(text, clause)
    opens = phase is not None and phase.start() == clause.start
    if other or (state.aggregate and not opens and is_aggregate(text, *clause)):
        state.current = state.whole = None
    elif phase:
        state.current = phase_of(state.whole, phase["phase"], Span(*phase.span()))
    elif AS_A_WHOLE.match(text, *clause):
        state.current = state.whole


def _phase_in(text: str, clause: Span) -> re.Match[str] | None:
    """一期 at the beginning of a clause or behind its colon, but no 分三期."""
    for start in (clause.start, text.rfind("：", *clause) + 1):
        held = start >= clause.start and "期" in text[start : start + 12]
        phase = PHASE.search(text, start, min(clause.end, start + 12)) if held else None
        if phase and text[max(0, phase.start() - 1) : phase.start()] not in DIVIDED:
            return phase
    return None


def _open_project(reading: Reading, state: State, clause: Span, name: Name, figures: list[Found]) -> bool:
    """Make it the current project; False if it is a kind of project rather than one."""
    text = reading.clean
    attributive = is_attributive(text, clause, name, figures)
    if name.kindlike and not attributive:
        return False
    if not name.specific and not attributive and not state.pending and not has_own_facts(text, name, clause):
        return False
    work = state.works[name.work] = _known(state, name) or state.works.get(name.work) or Work(name.work)
    work.listed = work.listed or name.listed
    work.clues.append(Clue(name.start, name.end, ("name",), "project.name"))
    if "期" in name.work and (phase := PHASE_IN_NAME.search(name.work)):
        work.phase = phase["phase"] or phase["inner"] or phase["mid"]
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
    work.occasion = work.occasion or state.occasion
    for earlier, figure in state.pending:
        take_figure(text, work, earlier, figure)
    state.pending = []
    _take_from_name(work, name, figures)
    if following := PHASE.match(text, name.end):
        state.current = phase_of(work, following["phase"], Span(*following.span()))
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
            made = figure.quantity.dimension not in ("money", "time", "ratio") and figure.quantity.unit != "亩"
            if made and "capacity" not in work.values and PRODUCES.search(name.text):
                fill_field(work, "capacity", figure)
