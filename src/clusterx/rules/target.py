"""Targets: one quantified statement, wanted or reached.

Each figure (see `figures.py`) that no rule declines (`not_target.py`) becomes a target: its indicator is the noun phrase
on the side of the number that names it (`target.left`, `target.right`), both sides (`target.both`), or the noun of the
figure before where the clause has none of its own (`target.inherited`: 产值586亿元，同比增长8.9%).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import regex

from clusterx.mentions import Found
from clusterx.records import Baseline, Condition, Period
from clusterx.rules.figures import VERB_BEHIND, Figure, find_figures, is_count
from clusterx.rules.indicator import is_bare, noun_phrase
from clusterx.rules.measure import measure_of
from clusterx.rules.merge import merge_targets
from clusterx.rules.not_target import decline
from clusterx.rules.rule import Clue, Draft, Reading
from clusterx.rules.scope import Governing, Scope
from clusterx.rules.target_table import apply_tables
from clusterx.rules.words import one_of, words
from clusterx.text import Span

LOOSE_BOUND = regex.compile(r"至少|不少于|不低于")
SHARE_OF = regex.compile(
    r"^(?:占|(?:为|完成)(?=[^，。；]{0,12}(?:计划|任务|目标|进度|工程量|总量)))(?P<whole>[^，。；]{2,24}?)的?(?:比重|比例|份额)?(?:达到?|为|提高到|提升到|稳定在|保持在)?$"
)
TIMES_OF = regex.compile(r"(?:是|为|相当于|达到?|约为)[^，。；]{2,16}的$")
GOES_ON = regex.compile(r"[\s　]*(?:其中|同比|环比|增速|增长|较上年|较去年|比上年)")
ATTRIBUTES = frozenset(("增速", "增幅", "占比", "比重", "增长率", "总数", "总量", "数量", "总数量"))
SIZE_CLASS = regex.compile(r"^[\d百千万亿十]+级")
STAGE_VERB = regex.compile(
    r"(?:开工|竣工|完工|投产|办结|签约|落地|入库|达产|建成|通过|交付|注册|入驻|受理|整改|销号|化解)$"
)
GAP_TEXT = regex.compile(
    r"(?:高于|低于|快于|慢于|高出|超出|超(?=序时|时序|计划|目标)|领先|领跑|优于|落后于?|好于)[^，。；]{1,20}$"
)
PREDICATE = regex.compile(r"[（）]|(?<=\p{Han}{2})(?:因(?!素)|由于|已|正在|尚未|均|也[在是])")
HEAD_NOUN = regex.compile(r"(?:基金|项目|企业|诉求|问题|事项|需求|人才|平台|技术|工厂|车间|集群|园区|工人|资金)$")
ONLY_VERBS = regex.compile(rf"(?:{one_of('verb', 'modal', 'adverb', 'reach')})+")
RECURRING = regex.compile(r"每年|每季|每月")
REGION_WORD = regex.compile(one_of("region"))


@dataclass(slots=True)
class Memory:
    """The last indicator that can be inherited, and the sentence and block in which it stood."""

    noun: str = ""
    sentence: int = -1
    block: int = -1
    draft: Draft | None = None


@dataclass(slots=True)
class Named:
    """An indicator, where it stands, and the rule that found it."""

    indicator: str
    span: Span
    by: str
    confidence: float


def apply_targets(reading: Reading, claimed: Sequence[Span]) -> list[Draft]:
    """All targets; `claimed` are the spans of quantities that mechanisms and projects have used."""
    scope = Scope(reading)
    taken = {span.start for span in claimed}
    usable = [m for m in reading.mentions if m.kind == "quantity" and m.start not in taken and not _is_time(m)]
    memory = Memory()
    drafts: list[Draft] = []
    waiting: list[tuple[Figure, Named]] = []
    for figure in find_figures(reading, usable):
        if decline(reading, scope, figure):
            continue
        named = _name(reading, figure, memory)
        if figure.elided:
            waiting.append((figure, named))
            continue
        if not named.indicator:
            continue
        for early, name in waiting:
            name.indicator += _right_noun(reading.clean, figure)
            drafts.append(_draft(reading, scope, early, name))
        waiting = []
        draft = _draft(reading, scope, figure, named)
        drafts.append(draft)
        _remember(memory, reading, figure, named, draft)
    drafts += apply_tables(reading, scope)
    return merge_targets(reading, drafts)


def _remember(memory: Memory, reading: Reading, figure: Figure, named: Named, draft: Draft) -> None:
    start = figure.found.start
    memory.sentence = reading.outline.sentence(start).start
    memory.block = reading.outline.block(start).start
    memory.draft = draft
    if named.by not in ("target.gap", "target.share_of", "target.attribute") and not figure.aside:
        memory.noun = named.indicator


def _words(reading: Reading, figure: Figure) -> str:
    """The words on the left, without the periods that stand among them."""
    start = figure.baseline_left.start if figure.baseline_left else figure.left.start
    end = figure.baseline_left.end if figure.baseline_left else figure.left.end
    if figure.name is not None:
        return figure.name
    kept, at = [], start
    for mention in reading.mentions_in(start, end):
        if (
            mention.start >= at
            and _is_time(mention)
            and not reading.clean.endswith(("比", "较", "由", "从"), 0, mention.start)
        ):
            kept.append(reading.clean[at : mention.start])
            at = mention.end
    kept.append(reading.clean[at:end])
    return "".join(kept)


def _is_time(mention: Found) -> bool:
    """Periods and durations name nothing: 三年引进人才80名."""
    if mention.kind == "period":
        return mention.by not in ("period.base", "period.plan")
    return mention.quantity is not None and mention.quantity.dimension == "time"


def _right_noun(text: str, figure: Figure) -> str:
    noun = text[figure.right.start : figure.right.end].removeprefix("的").strip(" 的")
    return PREDICATE.split(noun)[0]


def _name(reading: Reading, figure: Figure, memory: Memory) -> Named:
    before = _words(reading, figure)
    left = noun_phrase(before)
    right = _right_noun(reading.clean, figure)
    span = _span(reading.clean, figure, left)
    inherited = memory.noun if _within_reach(reading, memory, figure) else ""
    conditions = figure.conditions
    if conditions and left == conditions[-1][1].text and inherited:  # 千亿级产业集群2个、500亿级3个
        return Named(left + SIZE_CLASS.sub("", inherited), span, "target.inherited", 0.8)
    if ONLY_VERBS.fullmatch(left) and (right or figure.elided):
        left = ""
    if right and left.endswith("等"):  # A、B、C等7个项目: the names are no part of what is counted
        left = ""
    if gap := GAP_TEXT.search(before):
        own = noun_phrase(before[: gap.start()])
        return Named(f"{own or inherited}{gap[0]}" if own or inherited else "", span, "target.gap", 0.8)
    if figure.found.quantity and figure.found.quantity.unit == "倍" and (times := TIMES_OF.search(before)):
        own = noun_phrase(before[: times.start()])
        return Named(own or inherited, span, "target.left" if own else "target.inherited", 0.8)
    share = SHARE_OF.match(before.strip("，、 ").removeprefix("其中"))
    if share and figure.found.quantity and figure.found.quantity.unit == "%":
        whole = share["whole"].rstrip("的")
        return Named(f"{inherited}占{whole}" if inherited else f"占{whole}", span, "target.share_of", 0.85)
    if right and not VERB_BEHIND.match(right):
        return _named_right(left, right, span, figure)
    if not left or left in ("同比", "环比") or STAGE_VERB.fullmatch(left):
        return _inherit(left, right, inherited, span)
    if left in ATTRIBUTES:
        return Named(f"{inherited}{left}", span, "target.attribute", 0.8)
    if is_bare(left):
        return _lean(reading, figure, left, inherited, span)
    return Named(left + (right if right else ""), span, "target.left", 0.9)


def _within_reach(reading: Reading, memory: Memory, figure: Figure) -> bool:
    """A noun is inherited inside its sentence, and by a sentence of its paragraph that opens with 其中 or 同比."""
    sentence = reading.outline.sentence(figure.found.start)
    if memory.sentence == sentence.start:
        return True
    same_block = memory.block == reading.outline.block(figure.found.start).start
    return same_block and bool(GOES_ON.match(reading.clean, sentence.start))


def _named_right(left: str, right: str, span: Span, figure: Figure) -> Named:
    if figure.found.quantity and figure.found.quantity.dimension == "money" and left:
        return Named(right + left, span, "target.both", 0.8)
    if left and not ONLY_VERBS.fullmatch(left):
        return Named(left + right, span, "target.both", 0.85)
    return Named(right, span, "target.right", 0.9)


def _inherit(verb: str, right: str, inherited: str, span: Span) -> Named:
    """No noun of its own: 同比增长8.9%; 已办结396条 takes the noun and keeps its verb."""
    if not inherited:
        return Named(verb, span, "target.inherited", 0.6)
    noun = HEAD_NOUN.search(inherited)
    if verb and noun:
        return Named(f"{verb}{noun[0]}", span, "target.inherited", 0.75)
    return Named(inherited + right, span, "target.inherited", 0.8)


def _lean(reading: Reading, figure: Figure, left: str, inherited: str, span: Span) -> Named:
    """完成投资, 占比, 开工率 need what they belong to: the figure before, else the item's heading."""
    base = _owner(inherited, left)
    if not base:
        headings = reading.outline.headings(figure.found.start)
        base = headings[-1].title if headings and HEAD_NOUN.search(headings[-1].title) else ""
    if not base or left in base or left[:2] in base or len(base) > 24:
        return Named(left, span, "target.left", 0.8)
    return Named(base + left, span, "target.leaning", 0.85)


def _owner(inherited: str, left: str) -> str:
    """What a bare noun belongs to: the projects of 总投资, the industry of 产值; not the companies counted before."""
    base = inherited
    for tail in sorted(words("property") | words("leaning"), key=len, reverse=True):
        base = base.removesuffix(tail) if base != tail else ""
    of_companies = base.endswith(("企业", "户", "单位", "人才")) and not left.endswith(("率", "比"))
    return base if HEAD_NOUN.search(base) and not of_companies or base.endswith(("产业", "行业", "产业链")) else ""


def _span(text: str, figure: Figure, noun: str) -> Span:
    at = text.find(noun, figure.left.start, figure.left.end) if noun else -1
    start = at if at >= 0 else figure.left.start
    while start < figure.found.start and text[start] in " ，、　\n":
        start += 1
    end = max(figure.found.end, figure.right.end)
    return Span(min(start, figure.found.start), end)


def _draft(reading: Reading, scope: Scope, figure: Figure, named: Named) -> Draft:
    quantity = figure.found.quantity
    assert quantity is not None
    position = figure.found.start
    governing = scope.period(position, figure.segment)
    status = scope.status(position, figure.segment, governing)
    before = reading.clean[figure.left.start : figure.left.end]
    if status != "achieved" and governing is None and not _recurring(reading, figure):
        governing = scope.planned_end()
    if quantity.bound == "exact" and LOOSE_BOUND.search(before):
        quantity = quantity.model_copy(update={"bound": "at_least"})
    governing = _whole_year(named.indicator, governing)
    values: dict[str, Any] = {
        "indicator": LOOSE_BOUND.sub("", named.indicator),
        "quantity": quantity,
        "measure": measure_of(quantity, figure.name or before),
        "status": status,
    }
    fields = ["indicator", "quantity", "measure", "status"]
    clues = [Clue(named.span.start, named.span.end, (), named.by)]
    _add_period(values, fields, clues, governing)
    _add_details(values, fields, figure, before)
    units, clue = scope.responsible(position)
    if clue:
        values["responsible"] = tuple(units)
        clues.append(clue)
    clues[0] = clues[0]._replace(fields=tuple(fields))
    return Draft(values, clues, named.confidence)


def _whole_year(indicator: str, governing: Governing | None) -> Governing | None:
    """年度计划投资 is the plan of the year, whatever month the sentence speaks of."""
    if (
        governing is None
        or not indicator.endswith(("年度计划投资", "年度投资", "年度计划"))
        or "占" in indicator
        or not governing.period.end
    ):
        return governing
    year = governing.period.end.year
    whole = governing.period.model_copy(update={"start": date(year, 1, 1), "end": date(year, 12, 31)})
    return governing._replace(period=whole)


def _recurring(reading: Reading, figure: Figure) -> bool:
    return bool(RECURRING.search(reading.clean, figure.clause.start, figure.found.start))


def _add_period(values: dict[str, Any], fields: list[str], clues: list[Clue], governing: Governing | None) -> None:
    if governing is None:
        return
    values["period"] = governing.period
    if governing.clue:
        clues.append(governing.clue)
    else:
        fields.append("period")


def _add_details(values: dict[str, Any], fields: list[str], figure: Figure, before: str) -> None:
    if figure.conditions:
        values["conditions"] = tuple(
            Condition(attribute=name, quantity=found.quantity) for name, found in figure.conditions if found.quantity
        )
        fields.append("conditions")
    if figure.baseline and figure.baseline.quantity:
        values["baseline"] = Baseline(quantity=figure.baseline.quantity)
        fields.append("baseline")
    if region := REGION_WORD.search(before):
        values["subject"] = region[0]
        fields.append("subject")
