"""What governs a span: period, status, responsible units. One answer for all rules.

The status is told by the clause itself (力争, 已, 预计), by the deadline that governs it, by a section that looks back (回顾) or
ahead (安排), at last by the document's kind. Periods and sections: `governing.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from clusterx.mentions.agencies import split_units
from clusterx.pattern import Pattern
from clusterx.records import TargetStatus
from clusterx.rules.governing import PLANNED, REACH, Governing, Periods, looks_back
from clusterx.rules.rule import Clue
from clusterx.text import Span

__all__ = ["Governing", "Scope"]

FORECAST = Pattern(r"预计|有望|可望|预测|估计|预期(?!目标|性)")
DONE = Pattern(r"已(?!成)|截至|(?<![由从])目前|以来|了(?![解望])")
POSSIBLE = Pattern(r"可(?!支配|再生|持续|研)|将|有望|能(?!源|耗|力)|预计")
THIS_YEAR = Pattern(r"今年(?!以来|\d|[一二三四上下]|底|末)|本年度?$")
TO_COME = Pattern(
    r"安排|计划|规划|目标|任务|预期|[力奋]争|确保|争取|努力|(?<![的产])将|拟|要(?!素)|再|预计|以上|不少于|不低于|至少|推进|推动|加快|完成[^，。；]{0,6}投资\d|滚动|谋划|保持|控制|年内|全年|有望|可望"
)
BY_NOW = Pattern(r"[，；](?:目前|现|累计|其中)?(?:已(?!成)|实际(?!利用|使用|到位|吸收|投资|外资|到账))")
DUE = ("period.deadline", "period.plan")
WEAKLY_ACHIEVED = Pattern(r"累计|共(?:有|计)|实际")


class Lead:
    """The `words` of a segment before a figure, and of them its own `clause`."""

    __slots__ = ("clause", "words")

    def __init__(self, words: str) -> None:
        self.words = words
        comma = words.rfind("，")
        self.clause = words[comma + 1 :] if comma >= 0 else words


def _says_itself(lead: Lead, position: int, governing: Governing | None) -> bool:
    """The period stands in the clause of the figure, not in one before it."""
    return governing is not None and governing.clue is not None and governing.clue.start >= position - len(lead.clause)


@dataclass(frozen=True)
class Scope(Periods):
    """Answers about one reading; build it once a document."""

    def status(
        self, position: int, segment: Span, governing: Governing | None, has_baseline: bool = False
    ) -> TargetStatus:
        """planned, achieved or forecast, for what stands at `position` of `segment`."""
        lead = Lead(self.reading.clean[segment.start : position])
        if self._is_forecast(position, lead):
            return "forecast"
        end = governing.period.end if governing and governing.by == "scope.sentence" else None
        anchor = self.reading.published
        ahead = end > anchor if end and anchor else None
        if governing and governing.said in DUE and ahead is not False and not DONE.search(lead.clause):
            return "planned"
        if ahead is False and _says_itself(lead, position, governing) and not PLANNED.search(lead.clause):
            return "achieved"  # 年度计划投资210亿元，1—10月完成196亿元
        if governing and self._turns_to_the_present(governing, lead, position) and not PLANNED.search(lead.clause):
            return "achieved"
        if told := self._told(lead, bool(ahead)):
            return told
        if ahead is not None:
            return "achieved" if not ahead or self._is_told(governing, position, segment) else "planned"
        if has_baseline and anchor is None and end and not DONE.search(lead.words):  # 由2023年的32家增加到2026年的50家
            return "planned"
        return self.section_status(position) or ("planned" if self.is_plan else "achieved")

    def _is_forecast(self, position: int, lead: Lead) -> bool:
        start = max(self.reading.outline.sentence(position).start, position - REACH)
        if FORECAST.search(self.reading.clean, start, position) is None:
            return False
        possible = POSSIBLE.search(lead.clause) and not DONE.search(lead.clause)
        return bool(possible or FORECAST.search(lead.words))

    def _turns_to_the_present(self, governing: Governing, lead: Lead, position: int) -> bool:
        """全年计划开工96个，已开工82个，开工率85.4%: from 已 on the year is no longer one to come."""
        if governing.clue is None or governing.by != "scope.sentence":
            return False
        start = position - len(lead.clause) - 1 if governing.said in DUE else governing.clue.end
        return BY_NOW.search(self.reading.clean, max(start, governing.clue.end), position) is not None

    def is_yet_to_end(self, governing: Governing, clause: int) -> bool:
        """A period that ends after the text was published and was said before the clause that begins at `clause`."""
        end, anchor, clue = governing.period.end, self.reading.published, governing.clue
        return bool(end and anchor and end > anchor and clue and clue.start < clause)

    def _told(self, lead: Lead, ahead: bool) -> TargetStatus | None:
        """What the verbs say, those of the clause before those of the whole segment."""
        achieved = looks_back(lead.clause) or (not self.is_plan and WEAKLY_ACHIEVED.search(lead.clause))
        if achieved and not ahead:
            return "achieved"
        if PLANNED.search(lead.clause):
            return "planned"
        if lead.clause is not lead.words:
            planned, achieved = PLANNED.search(lead.words), looks_back(lead.words)
            if planned and not achieved:
                return "planned"
            if achieved and not planned and not ahead:
                return "achieved"
        return None

    def _is_told(self, governing: Governing | None, position: int, segment: Span) -> bool:
        """今年发布榜单18项, in the news of October: a year that has begun, and no word of what is to come."""
        published = self.reading.published
        if governing is None or self.is_plan or published is None or not THIS_YEAR.match(governing.period.text):
            return False
        clause_end = self.reading.clean.find("，", position, segment.end)
        begin = max(segment.start, self.reading.clean.rfind("，", segment.start, position) + 1)
        clause = self.reading.clean[begin : clause_end if clause_end >= 0 else segment.end]
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
