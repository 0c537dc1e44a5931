"""Projects: identifiable ones, from running text and from tables, with their phases as children.

A paragraph is read clause by clause. A project name (`project_names.py`) becomes the current project; quantities and
stages that follow belong to it, or to the phase that a clause opens with (一期投资32亿元), until another name or an
aggregate (全市签约项目26个) takes over. A name without any fact or stage is no record.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import islice

from clusterx.mentions import Found
from clusterx.outline import Block
from clusterx.pattern import Pattern
from clusterx.rules.project_again import (
    MAY_TAKE_UP,
    TAKES_UP,
    are_joined,
    begins_with_noun,
    by_short_name,
    is_called,
    one_of_two,
    pair_of,
    short_names,
    shortens,
    side_by_side,
    taken_up,
)
from clusterx.rules.project_fields import field_of
from clusterx.rules.project_form import apply_project_forms
from clusterx.rules.project_heading import goes_on_below, is_of_the_headed, is_posted, name_of_title, title_of
from clusterx.rules.project_names import Heads, Name, find_names
from clusterx.rules.project_open import (
    AND_OTHERS,
    LINK,
    has_own_facts,
    is_aggregate,
    is_attributive,
    is_of_the_place,
    is_told_of,
    opens_another,
    own_figures,
)
from clusterx.rules.project_owner import owner_before
from clusterx.rules.project_phases import (
    DIVIDED_IN,
    PHASE,
    PHASE_ALONE,
    PHASE_IN_NAME,
    having,
    phase_in,
    phases_with_as_much,
)
from clusterx.rules.project_stage import stage_of
from clusterx.rules.project_state import State, stage_of_count, stage_of_opening
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
NEW_TOPIC = Pattern(
    r"[\s　]*(?:到(?:20\d\d年[底末]?|“?十[四五六]五”?末?)，(?!该|项目|基地|园区|工程|[一二三]期|全部|将?建成)|全[市县区省]|我[市县区]|此外|另外|另一[家个]|另有一[家个]|\p{Han}{2,6}(?:开展|实施|推进|启动|深化|持续开展)“|与此同时|近年来|今年以来|据统计|链上企业|全链|下一步|接下来|园区(?!建成|项目)|现在，|目前，(?:全|园区|该[市县区])|不远处|而|[^。；]{0,40}(?:盘活|收储|出让)(?:闲置|低效|存量|土地|工业用地)|在[^，。]{2,20}(?:，|现场))"
)
FACT = Pattern(
    r"投入(?!强度|产出|占|比)|并网|土建|投\d|(?:一年|每年|年)[可能]|投资|总投|拟投|产能|[年日月]产|达产|满产|投产|试产|进度|占地|用地|工期|[一二三四]期|首期|产线|生产线|设备|厂房|税|产值|产出|就业|岗位|建筑面积|建面|工程|竣工|完工|开工|动工|封顶|概算|估算|造价|施工|奠基|破土|投用|[年月日底前内][^，。；\d]{0,8}(?:开建|建成|交付|投运|启动建设|投入使用|投入运营|点火)|建设期|建设周期|建设年限|建设时间|起止|盘子|追加|打桩|试车|点火|装机|复工|停工|停建|解约|解了约|解除|终止|见效|出货|下线"
)
OUTLAY = Pattern("斥资|投资|出资|投入|耗资|豪掷")
SPENDS = Pattern(
    r"(?:斥资|(?:拟|将|计划|要)投(?!资|产|用|放|入)|投资(?<!年度计划投资)(?<!累计投资)(?<![业度成总目改产]投资)|出资|投入|耗资|豪掷|砸下)[^，。；\d]{0,4}$"
)
COMES_TO_SPEND = Pattern(  # 法资企业甲元拟斥资6500万欧元，在…建设: another company's project begins
    r"[\s　]*(?!该|其|此|这|由|项目|园区|基地)[^，。；由]{2,16}?(?:公司|集团|股份|科技|企业\p{Han}{2,6}?)(?:将|拟|计划|再)?(?:斥资|投资|出资|投入|耗资|豪掷)[^，。；\d]{0,4}$"
)
OF_THE_WHOLE = Pattern(r"[把将](?:整个)?(?:项目|工程|基地|园区)?的?总(?:投资|盘子)")
AS_A_WHOLE = Pattern(
    r"[\s　]*(?:(?:该|整个)?(?:项目|工程|基地)(?:已?累计|总投资|建成后)|(?:项目|园区|基地)?(?:全部|整体|总体(?!进度|完成|形象)|整个)|工程(?:全部|整体)|[两三]期)"
)
PRODUCES = Pattern(r"年产|日产|[GM]Wh?|[兆千]瓦|吨|台|套|米|片|辆")
OTHER_WORK = Pattern(  # …污水处理厂三期扩建工程；新建输变电线路28公里
    r"(?:新建|建成|改造|实施|推进|完成|培育|引进|处置|盘活|开展|举办|启动|落实|组建|争取|全[市县区年])(?!投资|投产|后|达产|并|以来)\p{Han}"
)
GRANTS = Pattern(
    r"(?:给予|按[^，。；]{2,16}|一次性|最高)[^。]{0,40}(?:补助|补贴|奖励|奖补|资助|贴息)|(?:补助|补贴|奖励|奖补)[^。，]{0,12}\d"
)
EACH = Pattern(r"(?:均|各|都)(?:投资|为|是|达|在)?[^，。；\d]{0,4}$")
RECENT = 64  # projects among which a shortened name is looked for
LONGEST_OWNED = 16  # X公司的Y: longer ones are clauses
BRACKET = Pattern(r"（[^（）]{2,40}）")


def apply_projects(reading: Reading) -> list[Draft]:
    """All projects of the text, phases behind their whole."""
    state = State()
    heads = Heads(reading.clean)
    for block in reading.outline.blocks:
        if block.start == block.end:
            continue
        if block.kind == "heading" and not goes_on_below(reading.clean, state, block):
            state.headed = state.whole = state.current = state.divided = state.last = None
            _read_title(reading, state, heads, block)
            continue
        if _read_title(reading, state, heads, block):
            continue
        for span in running_text(reading.outline, block):
            _read_block(reading, state, heads, span)
    drafts: list[Draft] = []
    for name, work in state.works.items():
        if name == work.name:  # else another name of the same
            drafts += drafts_of(reading, work)
    return with_tables(drafts, [*apply_project_tables(reading), *apply_project_forms(reading)])


def _read_title(reading: Reading, state: State, heads: Heads, block: Block) -> bool:
    """■ 甲元年产12GWh储能电芯项目: what follows tells of it. False if the line names no project, or says more."""
    title = title_of(reading.clean, block)
    name = name_of_title(reading.clean, title, heads) if title else None
    if not (title and name):
        return False
    _open_project(reading, state, title, name, [m for m in reading.mentions_in(*title) if m.kind == "quantity"])
    state.headed, state.reach = state.current, title.end
    state.posted, state.fresh = is_posted(reading.clean, title), True
    return True


def _read_block(reading: Reading, state: State, heads: Heads, block: Span) -> None:
    text = reading.clean
    headed = state.headed if state.headed and is_of_the_headed(text, state, block) else None
    state.reach, state.fresh = block.end if headed else state.reach, False
    by_noun = state.last if begins_with_noun(text, block.start, state.last) else None
    state.current = state.whole = headed or taken_up(text, state.whole, *block) or by_noun
    state.occasion = state.pair = None
    state.elsewhere = False
    known = state.whole or state.short or (state.last and MAY_TAKE_UP.search(text, *block))
    if not known and not heads.may_name(*block):
        return
    for sentence in reading.outline.sentences_in(*block):
        _turn_to(text, state, sentence)
        names = [name for name in find_names(text, *sentence, heads) if is_told_of(text, name)]
        _read_sentence(reading, state, sentence, names, bool(headed))
        state.elsewhere = state.elsewhere or bool(names)


def _turn_to(text: str, state: State, sentence: Span) -> None:
    """Whether a sentence goes on with the project, and with all of it."""
    state.aggregate = state.whole is None or is_aggregate(text, *sentence)
    state.pending = []
    known = state.whole or state.last
    again = TAKES_UP.match(text, sentence.start) if known else None
    called = known is not None and (
        (again is not None and is_called(known, again["noun"])) or begins_with_noun(text, sentence.start, known)
    )
    this = again is not None and bool(again["this"])
    if this and again and not state.whole and not state.elsewhere:  # “…”张某说。该项目总投资4.8亿元
        state.whole = state.last if called or again["noun"] in ("项目", "工程") else None
    if (state.aggregate and not this) or (NEW_TOPIC.match(text, sentence.start) and not called):
        state.current = state.whole = None
    if state.whole and again:  # 该项目由…: the whole again, not its last phase
        state.current = state.whole


def _read_sentence(reading: Reading, state: State, sentence: Span, names: list[Name], headed: bool) -> None:
    text = reading.clean
    state.opening = stage_of_opening(text, sentence.start, names)
    named = any(n.specific for n in names)
    if not named and reading.once(Scope).states_measures and GRANTS.search(text, *sentence):
        state.current = state.whole = None
        return  # 新建生产线，设备投资2000万元以上的，给予补助: whoever does so, not one project
    state.occasion = stage_of_count(text, sentence) or state.occasion
    state.pair = pair_of(text, names) or state.pair
    spoken_of = state.whole or state.pair or state.last or state.short
    if not names and not (spoken_of and (headed or FACT.search(text, *sentence))):
        return
    starts = [n.start for n in names]
    pattern = PLAIN_CLAUSE if text.find("）", *sentence) < 0 else CLAUSE
    for clause in pattern.finditer(text, *sentence):
        inside = names[bisect_left(starts, clause.start()) : bisect_left(starts, clause.end())] if names else []
        if state.whole and opens_another(text, *clause.span(), named=bool(inside)):
            state.current = state.whole = None
        _read_clause(reading, state, Span(*clause.span()), inside)


def _read_clause(reading: Reading, state: State, clause: Span, names: list[Name]) -> None:
    text = reading.clean
    state.pending = [] if text.startswith("；", clause.start - 1) else state.pending
    figures = [m for m in reading.mentions_in(clause.start, clause.end) if m.kind == "quantity"]
    if state.whole and names:  # 一期2万吨生产线 is a phase of the project at hand
        names = [n for n in names if not PHASE_ALONE.match(n.text)]
    listed = state.side_by_side
    names, state.side_by_side = side_by_side(text, names)
    if _read_apportioned(reading, state, clause, names or listed, figures):
        return
    _take_up(reading, state, clause)
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
        _read_listed(reading, state, clause, names, opened, figures)
        return
    each = phases_with_as_much(text, state.whole, clause) or _with_as_much(text, state, opened, figures)
    for figure in own_figures(text, clause, figures, len(opened)):
        if not any(n.start <= figure.start < n.end for n in opened) and not is_of_the_place(reading, clause, figure):
            for work in each or [_owner(text, state, opened, figure)]:
                take_figure(text, work, clause, figure)
    for name in opened:
        take_stage_in_brackets(text, state.works[name.work], name)
    _take_stages(reading, state, opened, clause, names)
    take_parties(text, state.current, clause)
    if state.whole and (state.whole.phases or DIVIDED_IN.search(text, *clause)):
        state.divided = state.whole
        state.whole.divided = True


def _read_listed(
    reading: Reading, state: State, clause: Span, names: list[Name], opened: list[Name], figures: list[Found]
) -> None:
    """A（总投资5亿元）、B、C等12个项目集中开工: to each what its own bracket says, and the stage."""
    text = reading.clean
    for name in opened:
        take_stage(reading, state.works[name.work], clause, names)
        take_stage_in_brackets(text, state.works[name.work], name)
        bracket = BRACKET.match(text, name.end)
        for figure in figures if bracket else ():
            if bracket and bracket.start() < figure.start < bracket.end():
                take_figure(text, state.works[name.work], clause, figure)
    state.current = state.whole = None


def _take_up(reading: Reading, state: State, clause: Span) -> None:
    """前者, a short name, 二期."""
    if one := one_of_two(reading.clean, clause, state.pair):
        _open_project(reading, state, clause, one._replace(specific=True), [])
    elif work := by_short_name(reading.clean, clause, state.short):
        state.whole = state.current = work
    elif state.whole is None and (phase := PHASE.match(reading.clean, *clause)):
        before = reading.clean[reading.outline.sentence(clause.start).start : clause.start]
        own = not before.strip() and not state.elsewhere  # 甲元负责人说，一期…: of another one
        state.whole = state.current = having(state.last, phase["phase"]) if own else state.divided
    elif state.whole is None and state.last and OF_THE_WHOLE.search(reading.clean, *clause):
        state.whole = state.current = state.last


def _read_apportioned(reading: Reading, state: State, clause: Span, names: list[Name], figures: list[Found]) -> bool:
    """A、B总投资分别为26亿元、15亿元: the n-th figure is that of the n-th project."""
    text = reading.clean
    at = text.find("分别", clause.start, clause.end) if len(names) > 1 else -1
    if at < 0 or at < names[-1].end:
        return False
    own = [f for f in figures if f.start > at]
    if not are_joined(text, names) or len(own) != len(names) or any(n.kindlike for n in names):
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


def _with_as_much(text: str, state: State, opened: list[Name], figures: list[Found]) -> list[Work]:
    """A项目、B项目投资额均为5亿元: those that share what the clause says."""
    if len(opened) < 2 or not figures or not are_joined(text, opened):
        return []
    alike = EACH.search(text, opened[-1].end, figures[0].start)
    return [state.works[name.work] for name in opened] if alike else []


def _owner(text: str, state: State, opened: list[Name], figure: Found) -> Work:
    """Of several projects in a clause: the one behind 总投资30亿元的, else the last one before the figure."""
    assert state.current is not None
    for name in opened:
        if name.start > figure.end and LINK.fullmatch(text, figure.end, name.start):
            return state.works[name.work]
    if state.current.parent and OF_THE_WHOLE.search(text, figure.start - 20, figure.start):
        return state.current.parent
    before = [n for n in opened if n.end <= figure.start]
    return state.works[before[-1].work] if before and len(opened) > 1 else state.current


def _turn(text: str, state: State, clause: Span) -> None:
    """A clause without a name: an aggregate ends the project, 二期 turns to a phase (一期已有43家企业入驻), 整个 back to the whole."""
    assert state.whole is not None
    other = text.startswith("；", clause.start - 1) and OTHER_WORK.match(text, *clause)
    phase = phase_in(text, clause)
    opens = phase is not None and phase.start() == clause.start
    if other or (state.aggregate and not opens and is_aggregate(text, *clause)):
        state.current = state.whole = None
    elif phase:
        state.current = phase_of(state.whole, phase["phase"], Span(*phase.span()))
    elif AS_A_WHOLE.match(text, *clause):
        state.current = state.whole


def _open_project(reading: Reading, state: State, clause: Span, name: Name, figures: list[Found]) -> bool:
    """Make it the current project; False if it is a kind of project rather than one."""
    text = reading.clean
    attributive = is_attributive(text, clause, name, figures)
    if name.kindlike and not attributive:
        return False
    owner = owner_before(text, clause.start, name.start)
    told = name.specific or attributive or state.pending or (owner and name.end - name.start <= LONGEST_OWNED)
    if not told and not has_own_facts(text, name, clause):
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
    elif "companies" not in work.values and owner:
        work.values["companies"] = (text[owner.start : owner.end],)
        work.clues.append(Clue(*owner, ("companies",), "project.company"))
    state.whole = state.current = state.last = work
    state.divided = work if work.phases or work.divided else None
    for short in short_names(text, name.end):
        state.short[short] = work
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
    """拓曜项目, after 深圳市拓曜科技有限公司的再生塑料改性粒子项目; 海越基地, after 海越重工深远海装备制造基地."""
    if name.work in state.works:
        return None
    brief = name.work.removesuffix("项目")
    works = {w.name: w for w in islice(reversed(state.works.values()), RECENT)}.values()
    found = [w for w in works if shortens(name.work, w.name)]
    if not found and brief != name.work and 2 <= len(brief) <= 4:
        found = [w for w in works if any(brief in company for company in w.values.get("companies", ()))]
    return found[0] if len(found) == 1 else None


def _take_from_name(work: Work, name: Name, figures: list[Found]) -> None:
    """年产5万吨氢氧化锂项目 states its capacity."""
    for figure in figures:
        if name.start <= figure.start < name.end and figure.quantity:
            work.claims.append(Span(figure.start, figure.end))
            made = figure.quantity.dimension not in ("money", "time", "ratio") and figure.quantity.unit != "亩"
            if made and "capacity" not in work.values and PRODUCES.search(name.text):
                fill_field(work, "capacity", figure)
