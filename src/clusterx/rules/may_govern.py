"""Which periods of a text can govern what stands around them, and which only belong to a name, a base or a title."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from clusterx.mentions import Found
from clusterx.pattern import Pattern
from clusterx.records import Period

LAST_YEAR = Pattern(r"过去的?一年|一年来")
PAST_YEAR = Pattern(rf"{LAST_YEAR.source}|过去的?[两三四五]年")
REVIEW_REACH = 2000  # characters: the paragraphs that one 过去一年 opens
TURN = Pattern(
    r"今年|新的一年|新征程|新起点|新年|开局|下一步|接下来|今后|未来|要求|目标|力争|确保|全年[将要]|(?P<year>20\d\d)年(?!\d)"
)
NOW = Pattern(r"[，；](?:而|但)?(?:到了?)?(?:如今|现如今|现在|目前|而今|眼下|现已)")
BASELINE_BEFORE = Pattern(r"[由从自较比]$|相比$|对比$|基于$|在$")
EVENT_BEFORE = Pattern(r"(?:举行|召开|公布|发布|印发|举办|确定|下达|公示|通报)了?$")
# The last characters of the two above; `$` also stands before a line's end.
EVENT_ENDS = frozenset("行开布发办定达示报了\n")
BASE_ENDS = frozenset("由从自较比于在\n")
AND = ("", "、", "和", "及", "与", "，", "、到", "、至", "和到")
ATTRIBUTIVE = Pattern(r"(?:确定|安排|列入|谋划|铺排|计划|下达|实施|推进|新签约|签约)的\d")
OF_A_TASK = ("为", "占", "成", "当")
TASK_BEHIND = Pattern(r"的?(?:任务|目标|总量|进度|水平|盘子|计划|预算)")
SET_EARLIER = Pattern(  # 低于年初计划, 没有完成年初定下的增长8%的任务
    r"(?:既定|预定|确定|定下|下达|制定|提出|明确|安排|部署)?的?(?:计划|预期|预计|目标|预算)|(?:既定|预定|确定|定下|下达|制定|提出|明确|安排|部署)的"
)
BEYOND = ("高于", "低于", "快于", "慢于", "好于", "多于", "少于", "超过", "高出", "低出")
FOUNDED = ("成立于", "创建于", "创办于", "创立于", "始建于", "建于", "组建于", "注册于", "建成于")
FOUNDED_BEHIND = Pattern(r"(?:\d{1,2}月)?[，,]?(?:由[^，。；]{1,12})?(?:注册)?(?:成立|创办|创立|始建|建厂)的")
EVENT_BEHIND = Pattern(
    r"(?:[^，。；：\d]|第[\d一二三四五六七八九十]+届){2,30}?(?:对接会|推介会|博览会|交易会|洽谈会|论坛|峰会|年会|大会|展览会|展会|大赛|招商周|活动周|签约仪式|开工仪式)"
)


def looks_back_on_the_year(text: str, position: int, year: int, *, far: bool) -> bool:
    """过去一年 is told before `position`, in its paragraph or, if `far`, before; since then nothing of what is to come, nor of the text's own `year` but its months."""
    paragraph = text.rfind("\n", 0, position) + 1
    opens = [m.end() for m in PAST_YEAR.finditer(text, paragraph, position)]
    if not opens and far:
        opens = [m.end() for m in LAST_YEAR.finditer(text, max(0, position - REVIEW_REACH), paragraph)]
    return bool(opens) and not any(int(m["year"] or year) == year for m in TURN.finditer(text, opens[-1], position))


def is_quoted(text: str, start: int, at: int, end: int) -> bool:
    """Whether [start, end) quotes what stands at `at`, and goes on behind the quotation."""
    return text.rfind("“", start, at) > text.rfind("”", start, at) and text.find("”", at, end) >= 0


def is_day(found: Found) -> bool:
    """6月底前, 10月23日: neither a year's end nor a span of months."""
    if found.by not in ("period.deadline", "period.day") or not found.period or not found.period.end:
        return False
    return (found.period.end.month, found.period.end.day) not in ((12, 31), (6, 30))


def governs(text: str, found: Found) -> bool:
    """Not 过去一年, which the heading dates, not the year inside 举行2025年第二季度…签约仪式, no base, no title."""
    start, end, said = found.start, found.end, found.text
    before = text[start - 4 if start > 4 else 0 : start]
    last = before[-1:]
    if PAST_YEAR.match(said) or (last in EVENT_ENDS and EVENT_BEFORE.search(before)):
        return False
    if said.startswith(("年初", "月初", "季初")) and SET_EARLIER.match(text, end):
        return False
    if _dates_an_event(text, found, before):
        return False
    if last == "月" and said in ("当月", "本月", "单月"):  # 9月当月
        return False
    if said.startswith(("上年", "去年", "上一年")) and before.endswith(BEYOND):  # 高于上年2个百分点
        return False
    if before.endswith(FOUNDED) or FOUNDED_BEHIND.match(text, end):  # 成立于2008年，现有员工1200人
        return False
    if text.startswith(("相比", "对比"), end):  # 与2023年相比
        return False
    if said.startswith("当年"):  # the year that the sentence speaks of
        return False
    if ATTRIBUTIVE.match(text, end) and text.find("截至", max(0, start - 24), start) >= 0:
        return False  # 截至7月底，全市今年确定的156个重点项目已开工141个
    if last in OF_A_TASK and TASK_BEHIND.match(text, end):  # 为全年任务的31%
        return False
    return not (last in BASE_ENDS and _is_base(before[-2:], text[end : end + 3])) and not in_title(text, found)


def _dates_an_event(text: str, found: Found, before: str) -> bool:
    """今年10月，2024年轨道交通产业链供需对接会在甲市举行: the year is part of the event's name, the day stands before it."""
    after_a_date = before.endswith(("月，", "日，", "年，", "午，", "天，", "前，"))
    return after_a_date and found.by == "period.year" and bool(EVENT_BEHIND.match(text, found.end))


def _is_base(before: str, after: str) -> bool:
    """由2023年的11%, 较2023年下降, 在2023年基础上: a base of comparison governs nothing."""
    return bool(BASELINE_BEFORE.search(before)) and (before.endswith(("由", "从", "较", "比")) or "基础" in after)


def in_title(text: str, found: Found) -> bool:
    opened = text.rfind("《", max(0, found.start - 80), found.start)
    return opened >= 0 and text.find("》", opened, found.start) < 0


def is_compared(text: str, found: Found) -> bool:
    """比上年, 较三年前, 与上年相比."""
    return text.endswith(("比", "较"), 0, found.start) or text.startswith(("相比", "对比"), found.end)


def stand_in_a_list(text: str, periods: Sequence[Found]) -> bool:
    """2025年、2027年, but not the two of 确保全年突破460亿元；到2025年底."""
    return all(text[a.end : b.start] in AND for a, b in pairwise(periods))


def spans(period: Period, years: int | None) -> bool:
    """The period is of that many calendar years."""
    return bool(period.start and period.end) and period.end.year - period.start.year + 1 == years  # type: ignore[union-attr]
