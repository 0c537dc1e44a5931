"""What governs a span: period, status, responsible units. One answer for all rules.

The status is told by the clause itself (力争, 已, 预计), by the deadline that governs it, by a section that looks back (回顾) or
ahead (安排), at last by the document's kind. Periods and sections: `governing.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import regex

from clusterx.mentions.agencies import split_units
from clusterx.records import TargetStatus
from clusterx.rules.governing import ACHIEVED, PLANNED, REACH, Governing, Periods
from clusterx.rules.rule import Clue
from clusterx.text import Span

__all__ = ["Governing", "Scope"]

FORECAST = regex.compile(r"预计|有望|可望|预测|估计|预期(?!目标|性)")
DONE = regex.compile(r"已(?!成)|截至|(?<![由从])目前|以来|了(?![解望])")
POSSIBLE = regex.compile(r"可(?!支配|再生|持续|研)|将|有望|能(?!源|耗|力)|预计")
THIS_YEAR = regex.compile(r"今年(?!以来|\d|[一二三四上下]|底|末)|本年度?$")
TO_COME = regex.compile(
    r"安排|计划|规划|目标|任务|预期|[力奋]争|确保|争取|努力|(?<![的产])将|拟|要(?!素)|再|预计|以上|不少于|不低于|至少|推进|推动|加快|完成[^，。；]{0,6}投资\d|滚动|谋划|保持|控制|年内|全年|有望|可望"
)
DUE = ("period.deadline", "period.plan")
WEAKLY_ACHIEVED = regex.compile(r"累计|共(?:有|计)|实际")


@dataclass(frozen=True)
class Scope(Periods):
    """Answers about one reading; build it once a document."""

    def status(
        self, position: int, segment: Span, governing: Governing | None, has_baseline: bool = False
    ) -> TargetStatus:
        """planned, achieved or forecast, for what stands at `position` of `segment`."""
        before = self.reading.clean[segment.start : position]
        clause = before[before.rfind("，") + 1 :]
        end = governing.period.end if governing and governing.by == "scope.sentence" else None
        anchor = self.reading.published
        sentence_start = max(self.reading.outline.sentence(position).start, position - REACH)
        sentence = self.reading.clean[sentence_start:position]
        possible = FORECAST.search(sentence) and POSSIBLE.search(clause) and not DONE.search(clause)
        if FORECAST.search(before) or possible:
            return "forecast"
        if governing and governing.said in DUE and not DONE.search(clause) and not (anchor and end and end <= anchor):
            return "planned"
        if (ACHIEVED.search(clause) or (not self.is_plan and WEAKLY_ACHIEVED.search(clause))) and not (
            end and anchor and end > anchor
        ):
            return "achieved"
        if PLANNED.search(clause) or (PLANNED.search(before) and not ACHIEVED.search(before)):
            return "planned"
        if ACHIEVED.search(before) and not PLANNED.search(before) and not (end and anchor and end > anchor):
            return "achieved"
        if end and anchor:
            return "achieved" if end <= anchor or self._is_told(governing, position, segment) else "planned"
        if has_baseline and anchor is None and end and not DONE.search(before):  # 由2023年的32家增加到2026年的50家
            return "planned"
        return self.section_status(position) or ("planned" if self.is_plan else "achieved")

    def _is_told(self, governing: Governing | None, position: int, segment: Span) -> bool:
        """今年发布榜单18项, in the news of October: a year that has begun, and no word of what is to come."""
        published = self.reading.published
        if governing is None or self.is_plan or published is None or not THIS_YEAR.match(governing.period.text):
            return False
        clause_end = self.reading.clean.find("，", position, segment.end)
        clause = self.reading.clean[segment.start : clause_end if clause_end >= 0 else segment.end]
        late = published.month >= 4  # what is said of a year that has just begun is what is planned for it
        return late and not TO_COME.search(clause)

    def responsible(self, position: int) -> tuple[list[str], Clue | None]:
        """The units of the governing tail, or of the row in a table, and where they stand."""
        if cell := self._cell_of_row(position, "责任单位", "牵头单位", "责任部门", "牵头部门", "责任", "牵头"):
            units = split_units(cell.text)
            return units, Clue(cell.start, cell.end, ("responsible",), "scope.row") if units else None
        tail = self.reading.outline.tail(position)
        if tail is None:
            return [], None
        if tail.start not in self._units_of_tail:
            self._units_of_tail[tail.start] = split_units(tail.text)
        units = self._units_of_tail[tail.start]
        return units, Clue(tail.start, tail.end, ("responsible",), "scope.tail") if units else None

    @cached_property
    def _units_of_tail(self) -> dict[int, list[str]]:
        """What `split_units` made of a tail: many targets share one."""
        return {}
