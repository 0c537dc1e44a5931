"""When a project is built: dates beside 开工, 竣工, 投产, and the years behind 建设期限, in a clause that tells of it.

A clause is brought to a short form in which one character stands for each date, name and phase, so that a pattern can say
what may stand between a date and its verb. All else that stands there (签约, 主体, 未, 截至) keeps the date from being taken.

    >>> from clusterx import extract
    >>> def period_of(text):
    ...     found = extract(text, published="2024-05-20").projects[0].period
    ...     return found and (str(found.start), str(found.end), found.text)
    >>> period_of("甲元锂电池项目于2024年3月开工建设，预计明年底建成，2026年达产。")
    ('2024-03-01', '2025-12-31', '2024年3月—明年底')
    >>> period_of("甲元锂电池项目总投资12亿元，建设周期18个月，2024年3月开工。")
    ('2024-03-01', '2025-08-31', '2024年3月—18个月')
    >>> period_of("甲元锂电池项目总投资12亿元，4月18日签约，主体厂房9月完工。")
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from clusterx.mentions import Found
from clusterx.mentions.periods import parse_period
from clusterx.pattern import Pattern
from clusterx.rules.project_date_words import (
    CEREMONY,
    DAY,
    NO_DAY,
    OTHER,
    OWN,
    PHASE,
    PHASE_NAME,
    REVISED,
    WHILE,
    YEARS,
    actual,
    asked,
    behind_verb,
    beside,
    date_behind,
    delay,
    kinds_of,
    labelled_years,
    later,
    links,
    noun,
    of_a_line,
    of_a_part,
    once,
    opening,
    revision,
    single_verb,
    terms,
    verbs,
    works,
    years_in_brackets,
    years_of_building,
)  # fmt: skip
from clusterx.rules.project_names import Name
from clusterx.rules.rule import Reading
from clusterx.rules.scope import Scope
from clusterx.text import Span

NO_DATE = ("period.as_of", "period.base", "period.recurring")
SINCE = Pattern(r"[自从][^以]*$|[^后]*(?:起|开始)$")
BEGINNING = "开始"
REACHED = Pattern(r"[到至]|\p{Han}{2}[到至为](?=\d)")
AROUND = Pattern("^[自从到至]|(?:起|开始)$")
HOPED = Pattern("计划|预计|预期|规划|拟|将|力争|争取|有望|可望|确保|目标|合同")
REBUILT = Pattern("[年月底初][^，。；期]{0,14}(?:技改|改造|扩建|迁建|搬迁|重建|翻建|升级|翻新)(?!项目)")
PRODUCES = Pattern("产|达效|点火|投料|负荷")
STRETCH = Pattern("近|过去|未来|最近|今后|此后|前")
SAME = Pattern("当年|当月|同[年月]|次[年月]|翌年")
A_MONTH, A_HALF_YEAR, A_YEAR = 31, 184, 366
DENIED = Pattern(
    r"[，；](?:[^，。；]{0,16}[，；])?(?:但|却|然而)?(?:至今|目前|仍|尚|还|均|都)*(?:未(?!来)|没有?(?!想))"
)
BARE = Pattern(r"[到至于自从在]?(?:(?:\d{1,2}|[一二三四五六七八九十]{1,2})月|第?[一二三四1-4]季度|[上下]半年)")
OF_ANOTHER = Pattern(r"[^，。；]*的")  # 去年签约的X项目已于8月竣工
PAST = Pattern("已|了|刚|[动开竣]的工")
AHEAD = Pattern(
    "正在|目前|眼下|现已|进入|即将|主体|封顶|调试|安装|进场|中交|收尾|抓紧|加快|确保|力[争促]|推[动进]|预计|计划|将|拟|有望|可望|重点|争取"
)
NEWS = Pattern(f"，[^{OWN}]*已|，.*已.*的[{OWN}]")
CLAUSE_MARK = Pattern("[，；：]")
WHOLE = Pattern(r"\s*(?:全部|整体|总体|整个)")
LONGEST_LEAD, CLAUSES_BACK = 24, 3
NOUNS_OF_ANY = ("项目", "工程")


class Said(NamedTuple):
    """What a date says of a project, or of its `phases`.

    `kind`: begin, finish, use, trial, full; term for the years from first to last; while for a duration; empty where the
    clause only says that it is put off. `put_off`: it governs what was said before; `given_up`: it was planned and holds no
    more. `hoped`: it is what was planned; `actual`: it is what came of it.
    """

    kind: str
    found: Found
    phases: tuple[tuple[str, Span], ...] = ()
    put_off: bool = False
    given_up: bool = False
    hoped: bool = False
    actual: bool = False


def find_dates(reading: Reading, clause: Span, names: Sequence[Name], own: str, phase: bool) -> list[Said]:
    """What the clause dates of the project `own`, or of the `phase` that it tells of; `names` are those that stand in it."""
    for near in reading.mentions_in(clause.start - LONGEST_LEAD, clause.end):
        if near.period or (near.quantity and near.quantity.dimension == "time"):
            break
    else:
        return []
    text = reading.clean
    if not asked().search(text, *clause) and not any(text.startswith("（", n.end) for n in names):
        return []
    short = _shorten(reading, clause, names, own, phase)
    if not short.times:
        return []
    said = [*_terms(short), *_events(reading, short, clause)]
    return said or list(_delays(reading, short))


@dataclass(slots=True)
class _Short:
    """The short form of a clause, and what its marks stand for by their place in it."""

    own: str
    phase: bool
    start: int
    text: str = ""
    times: dict[int, Found] = field(default_factory=dict)
    phases: dict[int, tuple[str, Span]] = field(default_factory=dict)

    def phases_in(self, start: int, end: int) -> tuple[tuple[str, Span], ...]:
        return tuple(told for at, told in self.phases.items() if start <= at < end)


def _shorten(reading: Reading, clause: Span, names: Sequence[Name], own: str, phase: bool) -> _Short:
    start = _lead(reading, clause)
    short = _Short(own, phase, start)
    text, at = reading.clean, start
    for begin, end, mark, told in _marks(reading, Span(start, clause.end), names, own):
        if begin < at:
            continue
        short.text += text[at:begin]
        if isinstance(told, Found):
            short.times[len(short.text)] = told
        elif told and short.text.endswith(OTHER):  # another project's
            mark = ""
        elif told:
            short.phases[len(short.text)] = told, Span(begin, end)
        short.text += mark
        at = end
    short.text += text[at : clause.end]
    short.text = revision().sub(lambda old: REVISED * len(old[0]), short.text)
    return short


def _lead(reading: Reading, clause: Span) -> int:
    """Where 2024年3月，项目开工建设 begins: a clause before this one that holds a date and nothing else."""
    text = reading.clean
    if not text.startswith("，", clause.start - 1) or any(m.period for m in reading.mentions_in(*clause)):
        return clause.start
    found = reading.mentions_in(max(0, clause.start - LONGEST_LEAD), clause.start - 1)
    if not found or found[-1].kind != "period":
        return clause.start
    begin = max(text.rfind(mark, 0, found[-1].start) for mark in "，。；！？\n　）") + 1
    before, behind = text[begin : found[-1].start].strip(), text[found[-1].end : clause.start - 1]
    return begin if links().fullmatch(before) and links().fullmatch(behind) else clause.start


def _marks(
    reading: Reading, span: Span, names: Sequence[Name], own: str
) -> list[tuple[int, int, str, Found | str | None]]:
    """Names before all, since they may hold numbers and phases."""
    marks: list[tuple[int, int, str, Found | str | None]] = []
    for name in names:
        marks.append((name.start, name.end, OWN if _names_it(name, own, len(names)) else OTHER, None))
    for found in reading.mentions_in(*span):
        if mark := _mark_of(reading, found):
            end = found.end - len(BEGINNING) * found.text.endswith(BEGINNING)  # 2024年3月开始|建设
            led = REACHED.match(found.text)  # 提前至|2025年6月
            marks.append((found.start + (led.end() if led else 0), end, mark, found))
    if reading.clean.find("期", *span) >= 0:
        for phase in PHASE_NAME.finditer(reading.clean, *span):
            marks.append((*phase.span(), PHASE, phase["phase"]))
    return sorted(marks, key=lambda m: (m[0], m[2]))


def _names_it(name: Name, own: str, many: int) -> bool:
    """By its name, or by one that is short for it: 拓曜项目."""
    brief = many == 1 and not name.kindlike and name.text.endswith(NOUNS_OF_ANY)
    return brief or name.work == own


def _mark_of(reading: Reading, found: Found) -> str:
    if found.quantity:
        exact = found.quantity.dimension == "time" and found.quantity.bound == "exact"
        return WHILE if exact and found.quantity.value is not None else ""
    period = found.period
    if period is None or found.by in NO_DATE or (found.by == "period.since" and not SINCE.match(found.text)):
        return NO_DAY
    if STRETCH.match(found.text) or (SAME.match(found.text) and not _refers(reading, found)):
        return NO_DAY
    if found.by == "period.range":
        return YEARS
    if found.by == "period.plan":  # “十四五”末
        return NO_DAY if period.start else DAY
    days = (period.end - period.start).days if period.start and period.end else 0
    longest = A_MONTH if found.by == "period.months" else A_HALF_YEAR
    if days > longest and not A_HALF_YEAR * 2 - 4 <= days <= A_YEAR:
        return NO_DAY
    return YEARS if found.by == "period.months" and days > A_MONTH else DAY


def _refers(reading: Reading, found: Found) -> bool:
    """当年 is the year that the same sentence names before."""
    sentence = reading.outline.sentence(found.start)
    return any(m.period and not SAME.match(m.text) for m in reading.mentions_in(sentence.start, found.start))


def _terms(short: _Short) -> Iterator[Said]:
    """建设期限2024—2026年, 建设周期18个月, 2024—2026年建设, X项目（2024—2026年）."""
    patterns = [labelled_years()] if terms().search(short.text) else []
    if YEARS in short.text:
        patterns += [years_of_building(), years_in_brackets()]
    for pattern in patterns:
        for match in pattern.finditer(short.text):
            for group in ("years", "within"):
                if match[group] and _is_own(short, match["noun"]):
                    found = short.times[match.start(group)]
                    kind = "while" if found.quantity else "term"
                    yield _said(kind, found, short.phases_in(*match.span()), match[0])


def _events(reading: Reading, short: _Short, clause: Span) -> Iterator[Said]:
    """2024年3月开工, 投产时间为2025年底."""
    low = 0
    phases: tuple[tuple[str, Span], ...] = ()
    for verb in _verbs(short.text) if DAY in short.text else ():
        dated = _date_of(short.text, low, verb)
        if dated is None or not _is_own(short, dated.noun) or DENIED.match(reading.clean, clause.end):
            continue
        found, kinds, words = short.times[dated.at], kinds_of(verb[0]), short.text[low : dated.end]
        if found.by == "period.since" and "begin" not in kinds and dated.end > verb.end():  # 投产时间从2025年底……
            continue
        told = low or _is_topic(reading, short, words, verb[0], found)
        if not (told and _is_certain(reading, found, clause, short.own)):
            continue
        phases = short.phases_in(low, dated.end) or phases
        for kind in () if _is_of_old(reading, found, verb[0]) else kinds:
            said = _said(kind, found, phases, words)
            yield said._replace(found=_as_point(found, reading)) if _is_point(said) else said
        low = dated.end


def _is_point(said: Said) -> bool:
    """Not 自2024年3月开工, which is a beginning as it stands."""
    return said.put_off or said.actual or said.kind != "begin"


def _said(kind: str, found: Found, phases: tuple[tuple[str, Span], ...], words: str) -> Said:
    put_off, given_up = later().search(words) is not None, once().search(words) is not None
    came = actual().search(words) is not None
    return Said(kind, found, phases, put_off, given_up, HOPED.search(words) is not None and not came, came)


def _is_of_old(reading: Reading, found: Found, verb: str) -> bool:
    """2019年建成，2024年启动技改: when the plant was built that is now rebuilt."""
    period, published = found.period, reading.published
    if (kinds_of(verb) == ("begin",) and "始建" not in verb) or not (period and period.end):
        return False
    sentence = reading.outline.sentence(found.start)
    past = published is None or period.end < published
    return past and REBUILT.search(reading.clean, found.end, sentence.end) is not None


class _Dated(NamedTuple):
    """Where the date of a verb stands, by which noun the project is called before it, and where all of it ends."""

    at: int
    noun: str | None
    end: int


def _verbs(text: str) -> Iterator[re.Match[str]]:
    """Each verb with those that follow it: 竣工并投入使用."""
    end = 0
    for first in single_verb().finditer(text):
        run = verbs().match(text, first.start()) if first.start() >= end else None
        if run:
            end = run.end()
            yield run


def _date_of(text: str, low: int, verb: re.Match[str]) -> _Dated | None:
    day = text.rfind(DAY, low, verb.start())
    if day >= 0:
        between = beside().fullmatch(text, day + 1, verb.start())
        opened = (
            opening(OWN in text).fullmatch(text, low, day) if between and _goes_on(text, day + 1, verb.end()) else None
        )
        return _Dated(day, opened["noun"] or between["noun"], verb.end()) if opened and between else None
    behind = date_behind().match(text, verb.end())
    opened = opening(OWN in text).fullmatch(text, low, verb.start()) if behind else None
    return _Dated(behind.start("day"), opened["noun"], behind.end()) if opened and behind else None


def _goes_on(text: str, dated: int, end: int) -> bool:
    """What follows the verb leaves it a fact of the whole: not 竣工2栋厂房, 集中开工仪式, nor news of what is there already."""
    behind = behind_verb().match(text, end)
    if behind is None or NEWS.match(text[dated : behind.end()]):
        return False
    return not (behind[0].startswith(CEREMONY) and "集中" in text)


def _delays(reading: Reading, short: _Short) -> Iterator[Said]:
    """现推迟到12月, of what was said before."""
    match = delay().match(short.text)
    found = short.times[match.start("day")] if match else None
    if found and _is_topic(reading, short, "", "", found):
        yield Said("", _as_point(found, reading), put_off=True)


def _is_own(short: _Short, noun: str | None) -> bool:
    """该基地 is the project that ends with this noun; 项目 is any."""
    return noun is None or noun in NOUNS_OF_ANY or short.own.endswith(noun)


def _is_topic(reading: Reading, short: _Short, words: str, verb: str, found: Found) -> bool:
    """Whether a clause without a subject goes on with the project, not with a part that the clauses before are about."""
    if OWN in words or PHASE in words or noun().search(words):
        return True
    start = reading.outline.sentence(short.start).start
    start = max(start, reading.clean.rfind("；", start, short.start) + 1)
    before = CLAUSE_MARK.split(reading.clean[start : short.start].rstrip("，；："))[-CLAUSES_BACK:]
    used = not {"use", "trial", "full"}.isdisjoint(kinds_of(verb))
    piece = any(of_a_line().match(told) or (not used and of_a_part().match(told)) for told in before)
    here = reading.clean[max(start, short.start) : found.start]
    piece = piece or (not PRODUCES.search(verb) and any(_is_of_works(short, told) for told in (*before, here)))
    of_a_phase = not short.phase and any("期" in told and PHASE_NAME.search(told) for told in before)
    return not (piece or (of_a_phase and not WHOLE.match(words)))


def _is_of_works(short: _Short, told: str) -> bool:
    piece = works().search(told)
    return piece is not None and not short.own.removesuffix("项目").removesuffix("工程").endswith(piece["noun"])


def _as_point(found: Found, reading: Reading) -> Found:
    """2025年3月 of 推迟到2025年3月, which as a deadline has no first day, and of 2025年3月起投产, which has no last."""
    since = found.by == "period.since"
    if found.period is None or not (since or found.text.startswith(("到", "至"))):
        return found
    point = parse_period(AROUND.sub("", found.text), reading.published)
    same = point and (since or point.end == found.period.end)
    return found._replace(period=point) if same else found


def _is_certain(reading: Reading, found: Found, clause: Span, own: str) -> bool:
    """Whether a month without a year is of the year that it was read with: one to come where the text looks ahead."""
    period, published = found.period, reading.published
    if not (period and period.end and published and BARE.match(found.text)):
        return True
    text, sentence = reading.clean, reading.outline.sentence(found.start)
    begin = max(sentence.start, text.rfind("；", sentence.start, found.start) + 1)
    if not _has_own_year(reading, found, own):
        return period.end.year == published.year or period == parse_period(found.text, published)
    for earlier in reading.mentions_in(begin, found.start):
        if earlier.period and not BARE.match(earlier.text) and not OF_ANOTHER.match(text, earlier.end, found.start):
            return True
    if period.end >= published:
        return (period.end - published).days < A_YEAR * 2
    planned = AHEAD.search(text, begin, found.start) or reading.once(Scope).section_status(found.start) == "planned"
    ahead = planned and not PAST.search(text, *clause)
    return not ahead and (published - period.end).days < A_YEAR


def _has_own_year(reading: Reading, found: Found, own: str) -> bool:
    """Not the year of another project: 甲项目明年9月建成，乙项目8月投产. One that opens the sentence is everyone's."""
    text, sentence = reading.clean, reading.outline.sentence(found.start)
    named = text.rfind(own, sentence.start, found.start)
    years = [m for m in reading.mentions_in(sentence.start, found.start) if m.period and not BARE.match(m.text)]
    if named < 0 or not years or years[-1].start > named:
        return True
    return years[-1] is years[0] and links().fullmatch(text[sentence.start : years[0].start].strip()) is not None
