"""Targets: one quantified statement, wanted or reached.

Each figure (`figures.py`) that no rule declines (`not_target.py`) and that has a name (`naming.py`) becomes a target; what
governs it comes from `scope.py`. Indicator tables are read apart (`target_table.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from clusterx.mentions import Found
from clusterx.mentions.industries import find_industries_each
from clusterx.pattern import Pattern
from clusterx.records import Baseline, Condition, Period, Quantity, TargetStatus
from clusterx.rules.clause_like import is_clause
from clusterx.rules.counted_time import counts_time
from clusterx.rules.figures import Figure, find_figures
from clusterx.rules.governing import PLANNED
from clusterx.rules.in_passing import is_in_passing
from clusterx.rules.measure import measure_of
from clusterx.rules.merge import merge_targets
from clusterx.rules.naming import (
    LEVEL,
    LOOSE_BOUND,
    Memory,
    Named,
    name_figure,
    remember,
    words_before,
)
from clusterx.rules.narration import AIMS
from clusterx.rules.not_target import UNITS_IN_WORDS, Declined, decline, is_part_of_words, is_quoted_goal
from clusterx.rules.noun_behind import elided_noun
from clusterx.rules.orphan import is_orphan
from clusterx.rules.plan_of_year import is_of_the_year, is_within_a_year, of_the_whole_year, plans_the_year
from clusterx.rules.rule import Clue, Draft, Reading
from clusterx.rules.scope import FORECAST, Governing, Scope
from clusterx.rules.target_table import apply_tables
from clusterx.rules.task_noun import VERBS
from clusterx.rules.words import one_of
from clusterx.text import Span

REGION_WORD = Pattern(one_of("region"))
PARK = Pattern(r"(?:经济技术|高新技术产业|国家级)?(?:高新区|经开区|开发区|新区|园区)")
NAMED_PARK = Pattern(  # 日照高新区规上工业产值: no place that a list of places knows, or one that is a word too
    r"[\s，、]*(?P<park>(?P<name>\p{Han}{2,4}?)(?:高新技术产业开发区|经济技术开发区|高新区|经开区|开发区|工业园区?|产业园区?|保税区|自贸区|新区)|园区|全园区)(?=\p{Han}{2})"
)
HAN = Pattern(r"(?![并和及与的])\p{Han}")
NO_NAME = Pattern("级|国家|以上|以下|全|各|重点|先进|这|该|两|[一二三四五六七八九十]")
LIST_GOES_ON = Pattern(
    rf"(?:[、和及与]|，(?=(?:国家|省|市|县|区)级))(?!{one_of('verb')})[^，。；]{{0,30}}(?<![到至达数])$"
)
AIMED_AT = Pattern(r"的?(?:奋斗|发展|预期|总|工作)?目标")
SHARES_ABOUT = Pattern(r"约[占为][^，。；]{1,20}$")  # 约占全国总产量的一半
TELLS = Pattern(f"{PLANNED.source}|{FORECAST.source}|已|年")
SHARES_ALONE = Pattern(r"[\s　已约]*(?:占|(?:为|完成)(?=[^，。；]*(?:计划|任务|目标|预算)))[^，。；]*")
FIELDS = ("indicator", "quantity", "measure", "status")  # what a figure and the words around it always tell
SAME_OWNER = ("target.inherited", "target.attribute", "target.share_of", "target.gap")
NOW = Pattern(r"[，\s]*(?:到)?(?:现在|如今|而今|眼下|目前|现已)")
RESTATED = Pattern(r"(?:大关|关口|门槛|台阶|大台阶)?，(?:已|实际|共|总额|一举)?(?:达到?了?|为)")
RECURRING = Pattern(r"每年|每季|每月")


def apply_targets(reading: Reading, claimed: Sequence[Span], declined: list[Declined] | None = None) -> list[Draft]:
    """All targets; `claimed` are the spans of quantities that mechanisms and projects have used.

    `declined`, if given, receives the figures that are none, each with the reason.
    """
    scope = reading.once(Scope)
    taken = {span.start for span in claimed}
    usable = [m for m in reading.mentions if m.start not in taken and _may_count(reading.clean, m)]
    series = Series(reading, scope)
    for figure in find_figures(reading, usable):
        reason = decline(reading, scope, figure) or series.take(figure)
        if reason is None:
            continue
        if reason in ("early days", "base"):
            series.pass_by(figure)
        if declined is not None:
            declined.append(Declined(figure.start, reason))
    return merge_targets(reading, series.drafts() + [d for d in apply_tables(reading, scope) if d.values["indicator"]])


class Series:
    """The figures of a text one by one: what the later ones take from the earlier."""

    def __init__(self, reading: Reading, scope: Scope) -> None:
        self._reading = reading
        self._scope = scope
        self._memory = Memory()
        self._named: list[tuple[Figure, Named]] = []
        self._waiting: list[tuple[Figure, Named]] = []  # 1个千亿级、3个500亿级现代化产业集群: the noun is still to come

    def take(self, figure: Figure) -> str | None:
        """Name the figure, or let it wait for its noun; why it gets no name, if so."""
        named = name_figure(self._reading, figure, self._memory)
        if figure.elided:
            if named.by == "target.inherited":
                named.indicator = ""  # 营业收入突破6000亿元，形成2个千亿级、4个五百亿级产业集群
            self._waiting.append((figure, named))
            return None
        if (
            len(named.indicator) < 2
            or named.indicator == "总额"
            or is_orphan(named.indicator, named.by, figure.unit, in_plan=self._scope.is_plan)
        ):
            return "no name"
        if is_clause(named.indicator):
            return "story"
        if self._is_in_passing(figure, named):
            remember(self._memory, figure, named)  # 去年签的17个项目，16个已注册公司
            return "in passing"
        if self._named and _restates(self._reading.clean, self._named[-1], figure, named):
            self._named.pop()  # 首次突破千亿元，达到1016亿元
        for early, name in self._waiting:
            name.indicator += elided_noun(self._reading.clean, early, figure)
        self._named += [*self._waiting, (figure, named)]
        self._waiting = []
        remember(self._memory, figure, named)
        return None

    def _is_in_passing(self, figure: Figure, named: Named) -> bool:
        """What is planned is wanted, in whatever words."""
        if not is_in_passing(self._reading.clean, figure, named.by):
            return False
        aims = self._scope.is_plan or AIMS.search(self._reading.clean[figure.segment.start : figure.start])
        return not (aims and _governed(self._reading, self._scope, figure)[1] == "planned")

    def pass_by(self, figure: Figure) -> None:
        """Keep the name of a figure that is no target: 当时规上企业只有86家，如今已达520家."""
        named = name_figure(self._reading, figure, self._memory)
        if len(named.indicator) > 1:
            remember(self._memory, figure, named)

    def drafts(self) -> list[Draft]:
        """A draft of each named figure."""
        drafts: list[Draft] = []
        indicators = [_without_bound(named.indicator) for _, named in self._named]
        industries = find_industries_each(indicators)
        for (figure, named), indicator, names in zip(self._named, indicators, industries, strict=True):
            draft = _draft(self._reading, self._scope, figure, named, indicator, names)
            if figure.place and 0 < figure.place[0] <= len(drafts):
                draft.values["quantity"] = _bounded_as(drafts[-figure.place[0]], draft.values["quantity"])
            if drafts and not figure.elided:
                self._take_over(draft, figure, named, drafts)
            drafts.append(draft)
        return [draft for draft in drafts if draft.values["indicator"]]

    def _take_over(self, draft: Draft, figure: Figure, named: Named, drafts: Sequence[Draft]) -> None:
        """What a figure has from those before it: how it measures, and the whole of which it is a part."""
        last = drafts[-1]
        if named.by in SAME_OWNER and "subject" in last.values and "subject" not in draft.values:
            draft.values["subject"] = last.values["subject"]  # 甲区产值320亿元，增长8%
            draft.clues.append(last.clues[0]._replace(fields=("subject",)))
        if named.by == "target.attribute" and LEVEL.match(words_before(self._reading, figure)):
            draft.values["measure"] = last.values["measure"]  # 新增国家级5家、省级10家
        shares = named.by == "target.inherited" and draft.values["measure"] == "share"
        if shares and last.values["measure"] == "growth" and last.values["indicator"] == draft.values["indicator"]:
            draft.values["measure"] = "growth"  # 工业投资增长10%，力争15%
        adding = last.values["measure"] == "increase" and figure.is_count
        if adding and _goes_on_adding(self._reading.clean, figure, last):
            draft.values["measure"] = "increase"
        if named.by == "target.share_of" and _says_no_more(self._reading.clean, figure, last):
            draft.values["status"] = last.values["status"]  # 年度计划投资176亿元，1—6月完成92亿元，占年度计划的52.4%
        draft.parent = whole = _whole_of(self._reading.clean, figure, drafts)
        if whole and figure.is_count and not TELLS.search(self._reading.clean, figure.clause, figure.start):
            draft.values["status"] = whole.values["status"]  # 开工项目9个，年度计划投资38亿元，其中外资项目1个


def _restates(text: str, last: tuple[Figure, Named], figure: Figure, named: Named) -> bool:
    """Whether the number says exactly what the one before said by the mark that was passed."""
    early = last[0]
    if named.by != "target.inherited" or early.unit != figure.unit or early.sentence != figure.sentence:
        return False
    passed, reached = early.found.quantity, figure.found.quantity
    if passed is None or reached is None or passed.value is None or reached.value is None:
        return False
    exactly = passed.bound == "at_least" and passed.value <= reached.value < 2 * passed.value
    return exactly and RESTATED.fullmatch(text, early.end, figure.start) is not None


def _goes_on_adding(text: str, figure: Figure, last: Draft) -> bool:
    """新增绿色工厂5家、智能工厂3家: the verb reaches over the list."""
    between = text[last.clues[0].end : figure.start]
    return LIST_GOES_ON.match(between) is not None and not text.endswith("占", 0, figure.start)


def _says_no_more(text: str, figure: Figure, last: Draft) -> bool:
    """A clause that only says which share the figure before it is: as that was reached, so was this."""
    same = figure.segment.start <= last.clues[0].start
    return same and SHARES_ALONE.fullmatch(text, figure.clause, figure.start) is not None


def _whole_of(text: str, figure: Figure, drafts: Sequence[Draft]) -> Draft | None:
    """The figure of which this one is a part: 亿元以上项目60个，其中10亿元以上项目8个."""
    among = text.rfind("其中", figure.segment.start, figure.start)
    begin = figure.sentence.start
    if among < 0 or among < begin:
        return None
    wholes = [d for d in drafts[-12:] if d.parent is None and begin <= d.clues[0].start < among]
    return next((d for d in reversed(wholes) if d.values["quantity"].unit == figure.unit), None)


def _may_count(text: str, mention: Found) -> bool:
    """Durations, voltages (110千伏变电站1座) and numbers that sum up a list stand between the words of other figures."""
    quantity = mention.quantity
    if quantity is None or quantity.dimension in ("time", "voltage"):
        return quantity is not None and counts_time(text, mention)
    if (
        quantity.dimension == "length"
        and text[mention.end - 2 : mention.end] in ("以下", "以上")
        and HAN.match(text, mention.end)
    ):
        return False  # 1000米以下空域低空通信网络覆盖率
    return quantity.unit not in UNITS_IN_WORDS or not is_part_of_words(text, mention)


def _without_bound(words: str) -> str:
    return LOOSE_BOUND.sub("", words) if "不" in words or "至少" in words else words


def _draft(reading: Reading, scope: Scope, figure: Figure, named: Named, indicator: str, names: Sequence[str]) -> Draft:
    """`names`: those of the industries in the indicator."""
    before = reading.clean[figure.left : figure.start]
    quantity = _bounded(figure, named, before)
    governing, status = _governed(reading, scope, figure)
    measure = measure_of(quantity, figure.name or before)
    values: dict[str, Any] = {"indicator": indicator, "quantity": quantity, "measure": measure, "status": status}
    told: tuple[str, ...] = FIELDS
    clues: list[Clue] = []
    if governing := _of_the_year(reading, scope, figure, named.indicator, governing):
        values["period"] = governing.period
        if governing.clue:
            clues.append(governing.clue)
        else:
            told = (*FIELDS, "period")
    compared = named.by in ("target.share_of", "target.gap")  # 全市 in 高于全市 is what it is compared with
    subject = None if compared else _subject(reading, figure, before, figure.name or indicator)
    if figure.conditions or names or subject:
        details = _details(figure, names, subject)
        values.update(details)
        told = (*told, *details)
    if figure.baseline or figure.said:
        _add_baseline(reading, values, clues, figure)
    units, clue = scope.responsible(figure.start)
    if clue:
        values["responsible"] = units
        clues.append(clue)
    if named.cell:
        told = tuple(name for name in told if name != "indicator")
        clues.insert(0, Clue(named.cell.start, named.cell.end, ("indicator",), named.by))
    clues.insert(0, Clue(named.start, named.end, told, named.by))
    return Draft(values, clues, named.confidence)


def _of_the_year(
    reading: Reading, scope: Scope, figure: Figure, indicator: str, governing: Governing | None
) -> Governing | None:
    """What governs a figure, the whole year where that is what it was planned for."""
    text, of_year = reading.clean, is_of_the_year(indicator)
    if governing is None:
        of_year = of_year or plans_the_year(text, figure, of_months=False)
        return scope.whole_year(reading.published.year) if of_year and reading.published else None
    if not of_year and governing.by != "scope.sentence" and not scope.is_plan:
        of_year = plans_the_year(text, figure, of_months=is_within_a_year(governing.period))
    return of_the_whole_year(governing) if of_year else governing


def _details(figure: Figure, names: Sequence[str], subject: str | None) -> dict[str, Any]:
    details: dict[str, Any] = {}
    if figure.conditions:
        details["conditions"] = _conditions(figure)
    if names:
        details["industries"] = tuple(names)
    if subject:
        details["subject"] = subject
    return details


def _bounded(figure: Figure, named: Named, before: str) -> Quantity:
    """The quantity, at least so much where the words before it say so: 至少50家, 产值突破100亿元."""
    quantity = figure.found.quantity
    assert quantity is not None
    if quantity.bound != "exact":
        return quantity
    if "约" in before and SHARES_ABOUT.search(before):
        return quantity.model_copy(update={"bound": "about"})
    surpassed = named.by == "target.left" and before.endswith(("突破", "突破了"))
    loose = ("不" in before or "至少" in before or "没" in before) and LOOSE_BOUND.search(before)
    if loose or (surpassed and not named.indicator.startswith("突破")):
        return quantity.model_copy(update={"bound": "at_least"})
    return quantity


def _bounded_as(first: Draft, quantity: Quantity) -> Quantity:
    """分别超过90%、75%: the bound before the first number is that of all."""
    bound = first.values["quantity"].bound
    led = not first.values["quantity"].text[:1].isdigit()
    if quantity.bound != "exact" or bound not in ("at_least", "at_most", "about") or not led:
        return quantity
    return quantity.model_copy(update={"bound": bound})


def _governed(reading: Reading, scope: Scope, figure: Figure) -> tuple[Governing | None, TargetStatus]:
    """The period of a figure, and whether it is planned, reached or foreseen."""
    text, behind = reading.clean, figure.end
    governing = (scope.paired_period(figure) if figure.place else None) or scope.period(figure)
    status = scope.status(figure, governing)
    aimed = text.find("目标", behind, behind + 6) >= 0 and AIMED_AT.match(text, behind)
    if aimed or ("“" in text[max(0, figure.start - 24) : figure.start] and is_quoted_goal(text, figure.start)):
        status = "planned"
    if governing and NOW.match(text, figure.clause) and _is_past(governing, figure, reading.published):
        governing = None  # 2020年只占8%，现在是23.6%
    if status == "achieved" and governing and scope.is_yet_to_end(governing, figure.clause):
        governing = None  # 全年计划开工96个，已开工82个
    if governing is None and status != "achieved":
        recurring = RECURRING.search(text, figure.clause, figure.start)
        governing = None if recurring else scope.planned_end
    return governing, status


def _is_past(governing: Governing, figure: Figure, published: date | None) -> bool:
    """A year that an earlier clause named and that was over when the text was written."""
    period, clue = governing.period, governing.clue
    if clue is None or clue.start >= figure.clause or period.end is None:
        return False
    return period.end.year < published.year if published else period.text[:2] in ("19", "20")


def _conditions(figure: Figure) -> tuple[Condition, ...]:
    return tuple(Condition(attribute=name, quantity=q) for name, found in figure.conditions if (q := found.quantity))


def _add_baseline(reading: Reading, values: dict[str, Any], clues: list[Clue], figure: Figure) -> None:
    """由2023年的11%提高到20% states value and year of the start, 较2023年下降12% the year alone."""
    if figure.baseline and figure.baseline_left:
        start, end = figure.baseline_left[1], figure.baseline.end
        periods = [m.period for m in reading.mentions_in(start, end) if m.period]
        values["baseline"] = Baseline(quantity=figure.baseline.quantity, period=periods[-1] if periods else None)
    else:
        bases = [m for m in figure.said if m.period and m.by == "period.base"]
        if not bases:
            return
        start, end = bases[-1].start, bases[-1].end
        values["baseline"] = Baseline(quantity=None, period=_year_before(bases[-1].period, values.get("period")))
    clues.append(Clue(start, end, ("baseline",), "target.baseline"))


def _year_before(base: Period | None, period: Period | None) -> Period | None:
    """上年 of 2023年，工业投资比上年增长9% is 2022, whenever the text was published."""
    if not (base and base.start and base.end and period and period.end and base.text.startswith(("上年", "上一年"))):
        return base
    years = period.end.year - 1 - base.end.year
    if years == 0 or (base.start.month, base.start.day) != (1, 1) or (base.end.month, base.end.day) != (12, 31):
        return base
    first, last = (day.replace(year=day.year + years) for day in (base.start, base.end))
    return base.model_copy(update={"start": first, "end": last})


def _subject(reading: Reading, figure: Figure, before: str, named: str) -> str | None:
    """Whose figure it is: a place or park before the indicator, else 全市."""
    region = REGION_WORD.search(before)
    if region:
        return region[0]
    placed = [region for region in figure.places if region.end <= figure.start] if figure.places else ()
    if not placed:
        return _named_park(before)
    if (figure.name or figure.place) and len(placed) > 1:  # 甲市、乙市工业投资分别增长12%、10%: each has its own
        names = [reading.clean[region.start : region.end] for region in placed]
        return next((name for name in names if named.startswith(name)), None)
    park = PARK.match(reading.clean, placed[-1].end)
    return reading.clean[placed[-1].start : park.end() if park else placed[-1].end]


def _named_park(before: str) -> str | None:
    """园区 or a park by its name, where the words begin with it."""
    named = NAMED_PARK.match(before) if "区" in before or "园" in before else None
    if named is None or (named["name"] and (NO_NAME.search(named["name"]) or VERBS.begin(named["name"]))):
        return None
    return named["park"]
