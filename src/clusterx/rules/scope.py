"""What governs a span: period, status, responsible units. One answer for all rules.

The status is told by the clause itself (力争, 已, 预计), by the deadline that governs it, by a section that looks back (回顾) or
ahead (安排), at last by the document's kind. Periods and sections: `governing.py`.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property

from clusterx.mentions.agencies import split_units
from clusterx.pattern import Pattern
from clusterx.records import TargetStatus
from clusterx.rules.asked import find_questions
from clusterx.rules.figures import Figure
from clusterx.rules.governing import ACHIEVED, PLANNED, REACH, WON, Governing, Periods, looks_back
from clusterx.rules.rule import Clue, Reading
from clusterx.rules.task_table import split_unit_cells, unit_cells

__all__ = ["Governing", "Scope"]

FORECAST = Pattern(r"预计|有望|可望|预测|估计|预期(?!目标|性)")
DONE = Pattern(r"已(?!成)|截至|目前(?<![由从]目前)|以来|了(?![解望])")
POSSIBLE = Pattern(r"可(?!支配|再生|持续|研)|将|有望|能(?!源|耗|力)|预计")
THIS_YEAR = Pattern(r"今年(?!以来|\d|[一二三四上下]|底|末)|本年度?$")
TO_COME = Pattern(
    r"安排|计划|规划|目标|任务|预期|[力奋]争|确保|争取|努力|(?<![的产])将|拟|要(?!素)|再|预计|以上|不少于|不低于|至少|推进|推动|加快|完成[^，。；]{0,6}投资\d|滚动|谋划|保持|控制|年内|全年|有望|可望"
)
BY_NOW = Pattern(
    r"[，；](?:目前|现|累计|其中|[\d一二三四]{1,2}(?:[—-]\d{1,2})?(?:月|季度)[底末]?)?(?:已(?!成)|实际(?!利用|使用|到位|吸收|投资|外资|到账))"
)
EVERY_YEAR = Pattern(
    r"每[年季月](?:新增|滚动|组织|培育|实施|支持|引进|举办|开展|建设|安排|选派|培养|推动|选树|认定|新认定|新培育|打造|创建|遴选)[^，。；]*(?:以上|左右|不少于|不低于|至少)[^，。；]*$"
)
AIMED = Pattern(r"目标|计划|规划|[力奋]争|确保|争取|预期|提出|明确|(?<![的产])将|拟|要(?!素)|应|须|任务|原定|既定")
ENUMERATED = Pattern(r"(?:[一二三四五六七八九]是|第[一二三四五六七八九][，、])")
FIRST_OF_THEM = Pattern(r"(?:^|[。；：\n，])[\s　]*(?:一是|第一[，、])")
TO_BE_DONE = Pattern(
    r"(?:将|要(?!素)|下一步|今后|接下来|未来|重点)[^。；\n]{0,20}(?:抓|做|办|打|干|实施|突出|聚焦|开展|推进|从)[^。；\n]{0,12}(?:[一二两三四五六七八九十几\d]{1,2}(?:件|个|项|大|方面|篇|张)|以下|如下|工作)"
)
HAS_BEEN = Pattern(r"拥有(?!量)|现有|仅|兑现|发放|已")
NEARLY_OVER = 10  # days: 全年完成投资136亿元, of 27 December, has been reached
DUE = ("period.deadline", "period.plan")
WEAKLY_ACHIEVED = Pattern(r"累计|共(?:有|计)|实际")
COMPARING = Pattern(r"同比|环比|较(?:上年|去年|同期)|比(?:上年|去年|同期)")
TELLING = Pattern("|".join(x.source for x in (PLANNED, ACHIEVED, WEAKLY_ACHIEVED)) + "|连续")


class Scope(Periods):
    """Answers about one reading; build it once a document."""

    def __init__(self, reading: Reading) -> None:
        super().__init__(reading)
        self._units_of_tail: dict[int, tuple[str, ...]] = {}  # many targets share one

    def status(self, figure: Figure, governing: Governing | None) -> TargetStatus:
        """planned, achieved or forecast."""
        words = self.text[figure.segment.start : figure.start]  # those of its segment before a figure
        clause = words[words.rfind("，") + 1 :]
        if self._is_forecast(figure, words, clause):
            return "forecast"
        anchor = self.published
        end = governing.period.end if governing and governing.by == "scope.sentence" else None
        slack = 0 if governing and governing.said in DUE else NEARLY_OVER  # 到年底 is yet to come, 全年 as good as over
        ahead = (end - anchor).days > slack if end and anchor else None
        if governing and governing.by == "scope.row" and not DONE.search(clause):
            return "planned"  # a task in a table, with the day by which
        if governing and governing.said in DUE and not DONE.search(clause):
            if ahead is not False:
                return "planned"
            if not self.is_plan and not AIMED.search(words) and self.section_status(figure.start) != "planned":
                return "achieved"  # 到2020年，规上企业达到200家, in a text of 2025
        if governing and self._is_done(figure, governing, clause, ahead) and not PLANNED.search(clause):
            return "achieved"
        section = self.section_status(figure.start)
        in_plan = section == "planned" or (self.is_plan and section is None)
        if TELLING.search(words) and (told := self._told(words, clause, bool(ahead), in_plan)):
            return told
        if ahead is not None:
            return "achieved" if not ahead or self._is_told(governing, figure) else "planned"
        if figure.baseline and anchor is None and end and not DONE.search(words):  # 由2023年的32家增加到2026年的50家
            return "planned"
        ruling = governing if governing and governing.by in ("scope.sentence", "scope.paragraph") else None
        over = ruling and anchor and ruling.period.end and ruling.period.end <= anchor
        return section or self._by_default(figure, over=bool(over))

    @cached_property
    def _questions(self) -> list[tuple[int, TargetStatus | None]]:
        return find_questions(self.text)

    def asked_status(self, position: int) -> TargetStatus | None:
        """planned below 问：主要内容有哪些？ and 问：下一步有什么打算？"""
        at = bisect_left(self._questions, (position,)) - 1
        return self._questions[at][1] if at >= 0 else None

    def _by_default(self, figure: Figure, *, over: bool) -> TargetStatus:
        """What is told of nothing is reached, but in a plan, in the answer to what will be done and of 每年…15项左右."""
        if self.is_plan or self.asked_status(figure.start) == "planned":
            return "planned"
        if EVERY_YEAR.search(self.text, figure.clause, figure.end):
            return "planned"
        return "planned" if not over and self._is_enumerated_plan(figure) else "achieved"

    def _is_enumerated_plan(self, figure: Figure) -> bool:
        """第二，强平台，… below 我们将抓好三件事, and behind 第一，到2028年，…: each of such items is to be done."""
        start = figure.sentence.start
        if not ENUMERATED.match(self.text, start) or HAS_BEEN.search(self.text, figure.clause, figure.start):
            return False
        begin = max(self.outline.block(start).start, start - 2 * REACH)
        first = FIRST_OF_THEM.search(self.text, begin, start + 3)
        if first is None:
            return False
        frame = TO_BE_DONE.search(self.text, begin, first.start() + 1)
        ahead = frame.start() if frame else first.end() if PLANNED.search(self.text, first.end(), start) else -1
        return ahead >= 0 and not looks_back(self.text[ahead:start])

    def _is_forecast(self, figure: Figure, words: str, clause: str) -> bool:
        at = bisect_left(self._forecasts, figure.start) - 1
        if at < 0 or self._forecasts[at] < max(figure.sentence.start, figure.start - REACH):
            return False
        possible = POSSIBLE.search(clause) and not DONE.search(clause)
        return bool(possible or FORECAST.search(words))

    @cached_property
    def _forecasts(self) -> list[int]:
        return [match.start() for match in FORECAST.finditer(self.text)]

    def _is_done(self, figure: Figure, governing: Governing, clause: str, ahead: bool | None) -> bool:
        """A period that is over and stands in the clause itself: 年度计划投资210亿元，1—10月完成196亿元; or the text turns."""
        clue, begin = governing.clue, figure.start - len(clause)
        if clue is None:
            return False
        over = ahead is False and (clue.start >= begin or not PLANNED.search(self.text, clue.end, figure.start))
        return over or self._turns_to_the_present(governing, clue, figure, begin)

    def _turns_to_the_present(self, governing: Governing, clue: Clue, figure: Figure, begin: int) -> bool:
        """全年计划开工96个，已开工82个，开工率85.4%: from 已 on the year is no longer one to come."""
        if governing.by != "scope.sentence":
            return False
        start = begin - 1 if governing.said in DUE else clue.end
        return BY_NOW.search(self.text, max(start, clue.end), figure.start) is not None

    def is_yet_to_end(self, governing: Governing, clause: int) -> bool:
        """A period that ends after the text was published and was said before the clause that begins at `clause`."""
        end, anchor, clue = governing.period.end, self.published, governing.clue
        return bool(end and anchor and (end - anchor).days > NEARLY_OVER and clue and clue.start < clause)

    def _told(self, words: str, clause: str, ahead: bool, in_plan: bool) -> TargetStatus | None:
        """What the verbs say, those of the clause before those of the whole segment."""
        aims = PLANNED.search(clause) is not None
        if in_plan or aims:
            words, clause = WON.sub("", words), WON.sub("", clause)
        if in_plan and not ahead:  # 力争产值达到150亿元，同比增长15%以上
            words, clause = COMPARING.sub("", words), COMPARING.sub("", clause)
        back = looks_back(clause)
        if (back or (not in_plan and WEAKLY_ACHIEVED.search(clause))) and not ahead:
            return "achieved"
        if aims:
            return "planned"
        if len(clause) < len(words):
            planned, achieved = PLANNED.search(words), looks_back(words)
            if planned and not achieved:
                return "planned"
            if achieved and not planned and not ahead:
                return "achieved"
        return None

    def _is_told(self, governing: Governing | None, figure: Figure) -> bool:
        """今年发布榜单18项, in the news of October: a year that has begun, and no word of what is to come."""
        published = self.published
        if governing is None or self.is_plan or published is None or not THIS_YEAR.match(governing.period.text):
            return False
        text, segment = self.text, figure.segment
        clause_end = text.find("，", figure.start, segment.end)
        begin = max(segment.start, text.rfind("，", segment.start, figure.start) + 1)
        clause = text[begin : clause_end if clause_end >= 0 else segment.end]
        late = published.month >= 4  # what is said of a year that has just begun is what is planned for it
        return bool(late or DONE.search(clause)) and not TO_COME.search(clause)

    def responsible(self, position: int) -> tuple[tuple[str, ...], Clue | None]:
        """The units of the governing tail, or of the row in a table, and where they stand."""
        table = self.outline.table_at(position) if self.outline.tables else None
        if table and (cells := unit_cells(table, position)):
            units = split_unit_cells(cells)
            return units, Clue(cells[0].start, cells[-1].end, ("responsible",), "scope.row") if units else None
        tail = self.outline.tail(position) if self.outline.tails else None
        if tail is None:
            return (), None
        if tail.start not in self._units_of_tail:
            self._units_of_tail[tail.start] = tuple(split_units(tail.text))
        units = self._units_of_tail[tail.start]
        return units, Clue(tail.start, tail.end, ("responsible",), "scope.tail") if units else None
