"""Targets: one quantified statement, wanted or reached.

Each figure (`figures.py`) that no rule declines (`not_target.py`) and that has a name (`naming.py`) becomes a target; what
governs it comes from `scope.py`. Indicator tables are read apart (`target_table.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from clusterx.mentions import Found
from clusterx.mentions.industries import find_industries
from clusterx.pattern import Pattern
from clusterx.records import Baseline, Condition, Quantity, TargetStatus
from clusterx.rules.figures import Figure, find_figures, is_count
from clusterx.rules.measure import measure_of
from clusterx.rules.merge import merge_targets
from clusterx.rules.naming import (
    LEVEL,
    LOOSE_BOUND,
    Memory,
    Named,
    elided_noun,
    is_orphan,
    name_figure,
    remember,
    words_before,
)
from clusterx.rules.not_target import Declined, counts_in_a_name, decline, qualifies, sums_up_a_list
from clusterx.rules.rule import Clue, Draft, Reading
from clusterx.rules.scope import Governing, Scope
from clusterx.rules.target_table import apply_tables
from clusterx.rules.words import one_of
from clusterx.text import Span

REGION_WORD = Pattern(one_of("region"))
PARK = Pattern(r"(?:经济技术|高新技术产业|国家级)?(?:高新区|经开区|开发区|新区|园区)")
LIST_GOES_ON = Pattern(rf"[、和及与](?!{one_of('verb')})[^，。；]{{0,30}}(?<![到至达数])$")
AIMED_AT = Pattern(r"的?(?:奋斗|发展|预期|总|工作)?目标")
SHARES_ABOUT = Pattern(r"约占[^，。；]{1,20}$")  # 约占全国总产量的一半
RECURRING = Pattern(r"每年|每季|每月")


def apply_targets(reading: Reading, claimed: Sequence[Span], declined: list[Declined] | None = None) -> list[Draft]:
    """All targets; `claimed` are the spans of quantities that mechanisms and projects have used.

    `declined`, if given, receives the figures that are none, each with the reason.
    """
    scope = reading.once(Scope)
    taken = {span.start for span in claimed}
    usable = [m for m in reading.mentions if m.kind == "quantity" and m.start not in taken and _may_count(reading, m)]
    series = Series(reading, scope)
    for figure in find_figures(reading, usable):
        if not (reason := decline(reading, scope, figure)):
            series.take(figure)
        elif declined is not None:
            declined.append(Declined(figure.found.start, reason))
    drafts = series.drafts + apply_tables(reading, scope)
    return merge_targets(reading, [d for d in drafts if d.values["indicator"]])


class Series:
    """The figures of a text one by one: what the later ones take from the earlier."""

    def __init__(self, reading: Reading, scope: Scope) -> None:
        self.drafts: list[Draft] = []
        self._reading = reading
        self._scope = scope
        self._memory = Memory()
        self._waiting: list[tuple[Figure, Named]] = []  # 1个千亿级、3个500亿级现代化产业集群: the noun is still to come

    def take(self, figure: Figure) -> None:
        """Name the figure and make a draft of it, or let it wait for its noun."""
        named = name_figure(self._reading, figure, self._memory)
        if figure.elided:
            self._waiting.append((figure, named))
        elif named.indicator and not is_orphan(named, self._scope.is_plan):
            for early, name in self._waiting:
                name.indicator += elided_noun(self._reading.clean, early, figure)
                self.drafts.append(_draft(self._reading, self._scope, early, name))
            self._waiting = []
            self.drafts.append(self._draft(figure, named))
            remember(self._memory, self._reading, figure, named)

    def _draft(self, figure: Figure, named: Named) -> Draft:
        draft = _draft(self._reading, self._scope, figure, named)
        if self.drafts:
            last = self.drafts[-1]
            if named.by == "target.attribute" and LEVEL.match(words_before(self._reading, figure)):
                draft.values["measure"] = last.values["measure"]  # 新增国家级5家、省级10家
            if _goes_on_adding(self._reading, figure, last):
                draft.values["measure"] = "increase"
            draft.parent = _whole_of(self._reading, figure, self.drafts)
        return draft


def _goes_on_adding(reading: Reading, figure: Figure, last: Draft) -> bool:
    """新增绿色工厂5家、智能工厂3家: the verb reaches over the list."""
    if last.values["measure"] != "increase" or not is_count(figure.found):
        return False
    between = reading.clean[last.clues[0].end : figure.found.start]
    return LIST_GOES_ON.match(between) is not None and not reading.clean.endswith("占", 0, figure.found.start)


def _whole_of(reading: Reading, figure: Figure, drafts: list[Draft]) -> Draft | None:
    """The figure of which this one is a part: 亿元以上项目60个，其中10亿元以上项目8个."""
    among = reading.clean.rfind("其中", figure.segment.start, figure.found.start)
    if among < 0 or figure.found.quantity is None:
        return None
    sentence = reading.outline.sentence(figure.found.start)
    if among < sentence.start:
        return None
    wholes = [d for d in drafts[-12:] if d.parent is None and sentence.start <= d.clues[0].start < among]
    alike = [d for d in wholes if d.values["quantity"].unit == figure.found.quantity.unit]
    return alike[-1] if alike else None


def _may_count(reading: Reading, mention: Found) -> bool:
    """Durations, voltages (110千伏变电站1座) and numbers that sum up a list stand between the words of other figures."""
    duration = mention.quantity is not None and mention.quantity.dimension in ("time", "voltage")
    part_of_words = (
        sums_up_a_list(reading.clean, mention)
        or counts_in_a_name(reading.clean, mention)
        or qualifies(reading.clean, mention)
    )
    return not duration and not part_of_words


def _draft(reading: Reading, scope: Scope, figure: Figure, named: Named) -> Draft:
    before = reading.clean[figure.left.start : figure.left.end]
    quantity = _bounded(figure, named, before)
    governing, status = _governed(reading, scope, figure)
    values: dict[str, Any] = {
        "indicator": LOOSE_BOUND.sub("", named.indicator),
        "quantity": quantity,
        "measure": measure_of(quantity, figure.name or before),
        "status": status,
    }
    fields = ["indicator", "quantity", "measure", "status"]
    clues: list[Clue] = []
    _add_period(values, fields, clues, _whole_year(named.indicator, governing))
    _add_details(reading, values, fields, figure, before)
    _add_baseline(reading, values, clues, figure)
    units, clue = scope.responsible(figure.found.start)
    if clue:
        values["responsible"] = tuple(units)
        clues.append(clue)
    first = Clue(named.span.start, named.span.end, tuple(fields), named.by)
    return Draft(values, [first, *clues], named.confidence)


def _bounded(figure: Figure, named: Named, before: str) -> Quantity:
    """The quantity, at least so much where the words before it say so: 至少50家, 产值突破100亿元."""
    quantity = figure.found.quantity
    assert quantity is not None
    if quantity.bound != "exact":
        return quantity
    if SHARES_ABOUT.search(before):
        return quantity.model_copy(update={"bound": "about"})
    surpassed = named.by == "target.left" and before.endswith(("突破", "突破了"))
    if LOOSE_BOUND.search(before) or (surpassed and not named.indicator.startswith("突破")):
        return quantity.model_copy(update={"bound": "at_least"})
    return quantity


def _governed(reading: Reading, scope: Scope, figure: Figure) -> tuple[Governing | None, TargetStatus]:
    """The period of a figure, and whether it is planned, reached or foreseen."""
    position = figure.found.start
    governing = scope.paired_period(figure) or scope.period(position, figure.segment)
    status = scope.status(position, figure.segment, governing, bool(figure.baseline))
    behind = figure.found.end
    if reading.clean.find("目标", behind, behind + 6) >= 0 and AIMED_AT.match(reading.clean, behind):
        status = "planned"
    if status == "achieved" and governing and scope.is_yet_to_end(governing, figure.clause.start):
        governing = None  # 全年计划开工96个，已开工82个
    if governing is None and status != "achieved":
        recurring = RECURRING.search(reading.clean, figure.clause.start, position)
        governing = None if recurring else scope.planned_end
    return governing, status


def _whole_year(indicator: str, governing: Governing | None) -> Governing | None:
    """年度计划投资 is the plan of the year, whatever month the sentence speaks of."""
    planned = indicator.endswith(("年度计划投资", "年度投资", "年度计划")) and "占" not in indicator
    if governing is None or not planned or not governing.period.end:
        return governing
    year = governing.period.end.year
    whole = governing.period.model_copy(update={"start": date(year, 1, 1), "end": date(year, 12, 31)})
    return governing._replace(period=whole)


def _add_period(values: dict[str, Any], fields: list[str], clues: list[Clue], governing: Governing | None) -> None:
    if governing is None:
        return
    values["period"] = governing.period
    if governing.clue:
        clues.append(governing.clue)
    else:
        fields.append("period")


def _add_baseline(reading: Reading, values: dict[str, Any], clues: list[Clue], figure: Figure) -> None:
    """由2023年的11%提高到20% states value and year of the start, 较2023年下降12% the year alone."""
    if figure.baseline and figure.baseline_left:
        start, end = figure.baseline_left.end, figure.baseline.end
    else:
        start, end = figure.left
    bases = [m for m in reading.mentions_in(start, end) if m.period and (figure.baseline or m.by == "period.base")]
    if figure.baseline is None and not bases:
        return
    quantity = figure.baseline.quantity if figure.baseline else None
    values["baseline"] = Baseline(quantity=quantity, period=bases[-1].period if bases else None)
    at = Span(start, end) if figure.baseline else Span(bases[-1].start, bases[-1].end)
    clues.append(Clue(*at, ("baseline",), "target.baseline"))


def _subject(reading: Reading, figure: Figure, before: str) -> str | None:
    """Whose figure it is: a place or park before the indicator, else 全市."""
    region = REGION_WORD.search(before)
    if region:
        return region[0]
    found = reading.regions_in(figure.clause.start, figure.found.start) if reading.regions else ()
    placed = [region for region in found if region.end <= figure.found.start]
    if not placed:
        return None
    park = PARK.match(reading.clean, placed[-1].end)
    return reading.clean[placed[-1].start : park.end() if park else placed[-1].end]


def _add_details(reading: Reading, values: dict[str, Any], fields: list[str], figure: Figure, before: str) -> None:
    if figure.conditions:
        values["conditions"] = tuple(
            Condition(attribute=name, quantity=found.quantity) for name, found in figure.conditions if found.quantity
        )
        fields.append("conditions")
    if industries := find_industries(values["indicator"]):
        values["industries"] = tuple(industries)
        fields.append("industries")
    if subject := _subject(reading, figure, before):
        values["subject"] = subject
        fields.append("subject")
