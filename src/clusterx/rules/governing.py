"""Which period governs a span, and what the headings above say of its section.

A deadline governs what follows it up to 。 or the next deadline. A statement without one takes it from the tail of its item
(完成时限), from its paragraph's lead, from the headings above, at last from the title or the goals of the plan.
"""

from __future__ import annotations

from bisect import bisect_left
from datetime import date
from functools import cached_property
from typing import NamedTuple

from clusterx.mentions import Found, find_mentions
from clusterx.mentions.formulas import parse_count
from clusterx.pattern import Pattern
from clusterx.records import Period, TargetStatus
from clusterx.rules.figures import Figure
from clusterx.rules.may_govern import (
    NOW,
    governs,
    in_title,
    is_compared,
    is_day,
    is_quoted,
    looks_back_on_the_year,
    spans,
    stand_in_a_list,
)
from clusterx.rules.rule import Clue, Reading
from clusterx.rules.section_status import WRITTEN_YEAR, status_of_title
from clusterx.rules.segment import Segment, is_shut_in
from clusterx.rules.support import MEASURES_TITLE
from clusterx.rules.task_table import deadline_cell, still_to_come
from clusterx.text import Span

PLANNED = Pattern(
    r"力争|要求[^，。；]{0,10}[前内底]|争取(?=[到在达实形])|确保|目标(?:值|任务)?(?:定|设定|确定|调整)?[是为：]|(?<![低高快慢]于|超过)预期目标|计划(?=(?:[到于在])?(?:\d{4}年)?[新开竣完投实安签引培建到在达总])|规划(?=[到建总])|努力|奋力|将(?<![的产]将)(?!军)|拟(?=[新开投建在])"
    r"|要(?![素求点么件目闻道员职命义领塞看说问比]|清醒|清楚|认识|正视|注意到|客观)(?<![主重需必纲摘概简首紧只不次还快若显扼摘提]要)|到\d{4}年(?:底|末)?[，,](?!.{0,12}已)|下一步|争创|今后|未来[一二三四五\d]|用[\d一二三四五—-]+年(?:左右)?时间"
)
ACHIEVED = Pattern(
    r"已(?!成)|现有(?!.{0,6}基础)|同比|环比|较(?:上年|去年|同期)|比(?:上年|去年|同期)|以来|截至|目前(?<![从由较比]目前)|如今(?<![从由较比]如今)|了(?![解望])|成功|先后|相继|荣获|获评|获批|达成|喜获"
)
WON = Pattern(r"成功|荣获|获评|获批|喜获|达成|先后|相继")  # of a plan they say no more than any verb: 力争获批3个
IN_A_ROW = Pattern(r"连续\p{Han}年")
FINISHED = Pattern(r"前?(?:全部|全面)?(?:完成|建成|实现|落实|到位|达到目标)")
YEAR_BEFORE = ("上年", "上一年", "前一年", "上年度")
YEARLY = Pattern(r"年均[^，。；]{0,6}$")
COMING_YEARS = Pattern(r"(?:未来|今后|用|利用|力争用|通过)?(?P<years>[一二两三四五\d])年(?:内|时间|左右|的?时间|之内)*")
YEAR = Pattern(rf"(?:到|至|截至)?(?:{WRITTEN_YEAR})")
NEAR_YEAR = Pattern(rf"(?:到|至|截至|截止到?)?(?:{WRITTEN_YEAR}|[去上今]年)")  # 截至去年底…；全年…
PLAN_DOCUMENT = Pattern(
    r"(?:意见|方案|计划|规划|纲要|措施|办法|要点|政策|通知|条例|规定|细则|任务书|目标责任书|决定)(?:（[^（）]*）)*$|征求(?:对)?《[^》]+》|征求意见稿）"
)
NOT_GOVERNING = {"period.base", "period.recurring", "period.duration"}
NO_YEAR = {*NOT_GOVERNING, "period.deadline"}
AMONG = ("其中", "其中，")
REACH = 600  # characters: longer than any sentence people write; keeps time linear
LEAD_AND_FIRST = Pattern(r"[^。；：]{2,40}：[^。]{4,120}；$")  # 到2027年：1.…；
LONGEST_LIST = 20
PLAN_END = Pattern("期末|远期|远景|展望")  # later than the deadline of the goals, and told in words
GOAL_TITLE = Pattern(r"目标|愿景|任务指标|主要指标")


def looks_back(words: str) -> bool:
    """已, 同比, 以来, 连续三年: what the words tell has been reached."""
    return ACHIEVED.search(words) is not None or ("连续" in words and IN_A_ROW.search(words) is not None)


class Governing(NamedTuple):
    """A period, and the clue that shows where it was said."""

    period: Period
    clue: Clue | None
    by: str
    said: str = ""  # what read the period

    def taken_over(self, by: str) -> Governing:
        """The same period where something else than the sentence that says it makes it govern."""
        return self._replace(clue=self.clue and self.clue._replace(by=by), by=by)


class Periods:
    """The periods of one reading and what each of them governs."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.text, self.outline, self.published = reading.clean, reading.outline, reading.published
        self._of_sentence: dict[int, Governing | None] = {}  # by the number of the period
        self._of_place: dict[tuple[int, int], Governing | None] = {}  # by block and sentence
        self._status_of_block: dict[int, TargetStatus | None] = {}

    @cached_property
    def periods(self) -> list[Found]:
        """Periods that can govern: no bases of comparison, no 每年, none inside a tail, a title in 《》 or a name."""
        text = self.text
        return [
            m for m in self.reading.mentions if m.kind == "period" and m.by not in NOT_GOVERNING and governs(text, m)
        ]

    @cached_property
    def starts(self) -> list[int]:
        return [m.start for m in self.periods]

    @cached_property
    def is_plan(self) -> bool:
        """The document lays down what is to be done: its title says so, or it assigns the work to units."""
        return bool(PLAN_DOCUMENT.search(self.reading.title)) or bool(self.outline.tails)

    @cached_property
    def states_measures(self) -> bool:
        """若干措施, 认定办法, 支持政策: what they state is a measure or a criterion unless they look ahead."""
        return self.is_plan and bool(MEASURES_TITLE.search(self.reading.title))

    @cached_property
    def title_period(self) -> Governing | None:
        """The years that the title names: 三年行动计划（2024—2026年）, 2024年1—10月…情况."""
        clue = self._title_clue
        said = (
            self.reading.mentions_in(clue.start, clue.end)
            if clue
            else find_mentions(self.reading.title, self.published)
        )
        periods = [m.period for m in said if m.period and m.period.end and not (clue and is_compared(self.text, m))]
        return Governing(periods[-1], clue, "scope.title") if periods else None

    @cached_property
    def _title_clue(self) -> Clue | None:
        """The title in the text; None where the page keeps it elsewhere."""
        title = self.reading.title
        at = self.text.find(title) if title else -1
        return Clue(at, at + len(title), ("period",), "scope.title") if at >= 0 else None

    def paired_period(self, figure: Figure) -> Governing | None:
        """2025年、2027年分别达到15%、25%: the n-th year goes with the n-th number."""
        if figure.place is None or figure.head is None:
            return None
        place, count = figure.place
        begin, end = figure.head
        for start in (begin, max(figure.sentence.start, begin - REACH)):
            said = self.reading.mentions_in(start, end)
            years = [m for m in said if m.period and m.period.end and m.by not in NOT_GOVERNING]
            years = [m for m in years if not in_title(self.text, m)]
            if len(years) == count and stand_in_a_list(self.text, years):
                found = _governing(years[place], "scope.sentence")
                return found._replace(said=years[0].by) if found else None  # 到 stands before the first alone
            span = years[-1].period if years else None
            if span and span.start and span.end and span.end.year - span.start.year + 1 == count > 1:
                whole = self.whole_year(span.start.year + place)  # 2025—2027年分别新增20家、25家、30家
                found = _governing(years[-1], "scope.sentence")
                return found and found._replace(period=whole.period)
        return None

    def period(self, figure: Figure) -> Governing | None:
        """The period that governs a figure."""
        position, sentence, segment = figure.start, figure.sentence, figure.segment
        if self.outline.tables and (row := self._row_deadline(position)):
            return row
        at = bisect_left(self.starts, position)
        own = self._last_between(sentence.start, position, segment.start, at)
        if own and own.said == "period.as_of" and self._clause_plans(segment.start, position):
            own = self._before_as_of(sentence.start, position) or own
        if own and not self._turns_to_now(own, position):
            return self._of_plan_years(own, figure) or self._of_section_year(own, position)
        if self.outline.tails and (tail := self._tail_deadline(position)):
            return tail
        return self._deadline_ahead(position, segment, at) or self._inherited(position, sentence)

    def _turns_to_now(self, own: Governing, position: int) -> bool:
        """2018年规上企业52家，目前达到120家: a year that is over does not reach beyond the turn."""
        end, clue, anchor = own.period.end, own.clue, self.published
        over = clue and end and anchor and own.said != "period.as_of" and end.year < anchor.year
        return bool(clue and over and NOW.search(self.text, clue.end, position))

    def _inherited(self, position: int, sentence: Span) -> Governing | None:
        """The period of the paragraph, else of the headings: one answer for a sentence of a block."""
        block = self.outline.block(position)
        if position < block.body:
            return self._from_paragraph(position, sentence) or self._from_headings(position)
        place = (block.start, sentence.start)
        if place not in self._of_place:
            self._of_place[place] = self._from_paragraph(position, sentence) or self._from_headings(position)
        return self._of_place[place]

    def _of_plan_years(self, own: Governing, figure: Figure) -> Governing | None:
        """未来三年 in what a plan of three years lays down: 《…行动计划（2025—2027年）》, cited before or the text itself."""
        if own.said not in ("period.relative", "period.deadline") or own.clue is None:
            return None
        span = COMING_YEARS.fullmatch(own.period.text)
        if span is None:
            return None
        said = self.reading.mentions_in(max(figure.sentence.start, own.clue.start - REACH), own.clue.start)
        cited = [_governing(m, own.by) for m in said if m.period and in_title(self.text, m)]
        plans = [*reversed(cited), self.title_period if self.is_plan else None]
        years = parse_count(span["years"])
        return next((p for p in plans if p and spans(p.period, years)), None)

    def _of_section_year(self, own: Governing, position: int) -> Governing:
        """全年 in a section that looks back on 2024年, in a report of January 2025, is 2024; 上年 behind 2023年 is 2022."""
        if own.clue and own.period.end and own.period.text in YEAR_BEFORE:
            said = self._explicit_year(self.outline.sentence(position).start, own.clue.start)
            return own._replace(period=self.whole_year(said - 1).period) if said else own
        if not own.period.text.startswith(("全年", "年末", "年底")) or not own.period.end:
            return own
        above = (self._explicit_year(h.start, h.end) for h in reversed(self.outline.headings(position)))
        said = self._explicit_year(self.outline.sentence(position).start, position, NEAR_YEAR)
        said = said or self._explicit_year(self.outline.block(position).start, position)
        sentence = self.text[self.outline.sentence(position).start : position]
        told = self._year_told_of(position, far=not PLANNED.search(sentence))
        if told and self.published and said == self.published.year:  # 计划2025年8月投产, in a review of 过去一年
            said = told
        said = said or next((y for y in above if y), None) or told
        if said is None or said == own.period.end.year:
            return own
        whole = own.period.model_copy(update={"start": date(said, 1, 1), "end": date(said, 12, 31)})
        return own._replace(period=whole)

    def _year_told_of(self, position: int, *, far: bool = False) -> int | None:
        """2024 in 2024年…统计公报 of 2025, and where a text of the new year speaks of 过去一年."""
        published, title = self.published, self.title_period
        if published is None or self.is_plan:
            return None
        if title and title.period.end and title.period.end.year < published.year:
            return title.period.end.year
        lately = published.month <= 3 and looks_back_on_the_year(self.text, position, published.year, far=far)
        return published.year - 1 if lately else None

    def _explicit_year(self, start: int, end: int, form: Pattern = YEAR) -> int | None:
        years = [
            m.period.end.year
            for m in self.reading.mentions_in(max(start, end - REACH), end)
            if m.by not in NO_YEAR and m.period and m.period.end and form.match(m.text)
            if not self.text.endswith("（", 0, m.start)  # 研发经费投入（2023年数据）
            and not is_quoted(self.text, start, m.start, end)  # 紧盯“2025年达到600亿元”目标，全年新增5家
        ]
        return years[-1] if years else None

    def _tail_deadline(self, position: int) -> Governing | None:
        """（责任单位：…；完成时限：2026年6月底前） of the item."""
        tail = self.outline.tail(position)
        at = self.text.find("时限", tail.start, tail.end) if tail else -1
        if tail is None or at < 0:
            return None
        found = next((m for m in self.reading.mentions_in(at, tail.end) if m.period and m.period.end), None)
        return _governing(found, "scope.tail") if found else None

    def _row_deadline(self, position: int) -> Governing | None:
        """The cell under 完成时限 in the row of a task table."""
        table = self.outline.table_at(position)
        cell = deadline_cell(table, position) if table else None
        found = next((m for m in self.reading.mentions_in(cell.start, cell.end) if m.period), None) if cell else None
        return _governing(still_to_come(found, self.published), "scope.row") if found else None

    def _deadline_ahead(self, position: int, segment: Segment, at: int) -> Governing | None:
        """营业收入年均增长15%以上，到2027年达到600亿元: the growth leads to the deadline behind it, the `at`-th period."""
        found = self.periods[at] if at < len(self.starts) and self.starts[at] < segment.end else None
        if found is None or found.by != "period.deadline":
            return None
        finished = found.start - position <= 24 and FINISHED.match(self.text, found.end)
        leads_there = finished or YEARLY.search(self.text, segment.start, position)
        return self._governing(at) if leads_there else None

    @cached_property
    def _goal_deadline(self) -> Governing | None:
        """至2026年末 in 一、攻坚目标: what has no deadline of its own is due with the goals, unless they are staged."""
        in_goals = [m for m in self.periods if m.by == "period.deadline" and self._is_in_goals(m.start)]
        ends = {m.period.end for m in in_goals if m.period and m.period.end}
        return _governing(in_goals[0], "scope.goals") if len(ends) == 1 else None

    def _is_in_goals(self, position: int) -> bool:
        return any(GOAL_TITLE.search(heading.title) for heading in self.outline.headings(position))

    def _clause_plans(self, start: int, position: int) -> bool:
        before = self.text[start:position]
        clause = before[before.rfind("，") + 1 :]
        return bool(PLANNED.search(clause)) and not looks_back(clause)

    def _before_as_of(self, start: int, end: int) -> Governing | None:
        """全年 in 全年计划…，截至10月底已开工…；计划竣工64个: a plan does not end with the day of the report."""
        start = max(start, end - REACH)
        earlier = self.periods[bisect_left(self.starts, start) : bisect_left(self.starts, end)]
        last = next((m for m in reversed(earlier) if m.by != "period.as_of"), None)
        return _governing(last, "scope.sentence") if last else None

    @cached_property
    def planned_end(self) -> Governing | None:
        """The last year of a plan that names its years in the title, else the deadline of its goals."""
        if not self.is_plan:
            return None
        if not self.title_period:
            return self._goal_deadline
        period = self.title_period.period
        period = Period(start=None, end=period.end, text=period.text)
        return self.title_period._replace(period=period)

    def _last_between(self, start: int, end: int, segment: int = 0, behind: int | None = None) -> Governing | None:
        """The last period said in [start, end); the day or month of one thing does not reach beyond its segment.

        `behind`, if known: index of the first period that begins at `end` or later.
        """
        starts = self.starts
        at = (bisect_left(starts, end) if behind is None else behind) - 1
        low = start if start > end - REACH else end - REACH
        while at >= 0 and starts[at] >= low:
            if (starts[at] >= segment or self._reaches_on(at)) and not is_shut_in(self.text, starts[at], end):
                return self._governing(at)
            at -= 1
        return None

    def _reaches_on(self, at: int) -> bool:
        found = self.periods[at]
        return not (is_day(found) or self.text.endswith(AMONG, 0, found.start))

    def _governing(self, at: int) -> Governing | None:
        """The `at`-th period where its sentence makes it govern."""
        if at not in self._of_sentence:
            self._of_sentence[at] = _governing(self.periods[at], "scope.sentence")
        return self._of_sentence[at]

    def _from_paragraph(self, position: int, sentence: Span) -> Governing | None:
        """An earlier sentence of the paragraph: a goal section's deadline, or the months of a bulletin."""
        block = self.outline.block(position)
        lead = self._last_between(block.start, sentence.start) or self._from_lead(position)
        if lead and lead.by == "scope.lead":
            return lead
        if lead is None or lead.period.end is None:
            return None
        opening = self.text[block.start : block.start + 12]
        in_goals = GOAL_TITLE.search(opening) or self._is_in_goals(position)
        looks_back = self.published is not None and lead.period.end <= self.published
        if in_goals or (looks_back and (not self.is_plan or self.section_status(position) == "achieved")):
            return lead.taken_over("scope.paragraph")
        return None

    def _from_lead(self, position: int) -> Governing | None:
        """到2027年，实现以下目标： above a list of bullets or numbered items."""
        block = self.outline.block(position)
        if block.level < 3:
            return None
        above = self.outline.block(max(0, block.start - 1))
        for _ in range(LONGEST_LIST):
            if above.level < block.level or above.start == 0:
                break
            above = self.outline.block(max(0, above.start - 1))
        line = self.text[above.start : above.end].rstrip()
        if not (line.endswith(("：", ":")) or LEAD_AND_FIRST.match(line)):
            return None
        found = self._last_between(above.start, above.end)
        return found._replace(by="scope.lead") if found else None

    def _from_headings(self, position: int) -> Governing | None:
        for heading in reversed(self.outline.headings(position)):
            found = self._last_between(heading.start, heading.end)
            if found and found.period.end:
                return found.taken_over("scope.heading")
        goals = self._goal_deadline
        ahead = goals and goals.clue and goals.clue.start < position and self._is_in_goals(position)
        if ahead and not PLAN_END.search(self.text, self.outline.block(position).start, position):
            return goals
        if not self.is_plan and (year := self._year_told_of(position)) and not self.title_period:
            return self.whole_year(year)
        if self.reading.title == "政府工作报告" and self.section_status(position) == "achieved":
            return self._year_before()
        title = None if self.is_plan else self.title_period  # it dates what follows, not what it says itself
        return None if title and title.clue and title.clue.start <= position < title.clue.end else title

    def _year_before(self) -> Governing | None:
        """The year that a work report looks back on, where its heading does not name it."""
        if self.published is None:
            return None
        return self.whole_year(self.published.year - 1)

    def whole_year(self, year: int) -> Governing:
        """A year of which the text does not speak at this place."""
        period = Period(start=date(year, 1, 1), end=date(year, 12, 31), text=f"{year}年")
        return Governing(period, None, "scope.report")

    def section_status(self, position: int) -> TargetStatus | None:
        """What the headings above say: 工作回顾 looks back, 工作安排 ahead."""
        block = self.outline.block(position)
        if position < block.body:
            return self._section_status(position)
        if block.start not in self._status_of_block:
            self._status_of_block[block.start] = self._section_status(position)
        return self._status_of_block[block.start]

    def _section_status(self, position: int) -> TargetStatus | None:
        for heading in reversed(self.outline.headings(position)):
            if heading.end <= position and heading.level <= 2:
                year = self._explicit_year(heading.start, heading.end)
                if status := status_of_title(heading.title, year, self.published):
                    return status
        return None


def _governing(found: Found, by: str) -> Governing | None:
    if found.period is None:
        return None
    return Governing(found.period, Clue(found.start, found.end, ("period",), by), by, found.by)
