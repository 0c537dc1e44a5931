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

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

import regex

from clusterx.lexicon import rows
from clusterx.mentions import Found
from clusterx.pattern import Pattern
from clusterx.rules.project_names import Name
from clusterx.rules.rule import Reading
from clusterx.rules.words import alternation
from clusterx.text import Span

OWN, OTHER, PHASE, DAY, YEARS, WHILE, NO_DAY = "\ue000\ue001\ue002\ue003\ue004\ue005\ue006"
"""The project, another name, a phase, a date, a stretch of years, a duration, a time that dates nothing."""
DATE_MARKS = f"{DAY}{YEARS}{NO_DAY}"
PHASE_NAME = Pattern(r"(?<![分两长共\d])(?<![一二三四五六]、)(?P<phase>[一二三四五六]期|首期|[123]期)(?:工程|项目)?")
NO_DATE = ("period.as_of", "period.base", "period.recurring")
SINCE = Pattern(r"[自从][^以]*$|[^后]*起$")
STRETCH = Pattern("近|过去|未来|最近|今后|此后|前")
SAME = Pattern("当年|当月|同[年月]|次[年月]|翌年")
A_MONTH, A_HALF_YEAR, A_YEAR = 31, 184, 366
DENIED = Pattern(r"[，；](?:[^，。；]{0,16}[，；])?(?:但|却|然而)?(?:至今|目前|仍|尚|还|均|都)*(?:未(?!来)|没有?(?!想))")
NEWS = Pattern(f"，[^{OWN}]*已|，.*已.*的[{OWN}]")
CEREMONY = ("仪式", "活动", "典礼")
CLAUSE_MARK = Pattern("[，；：]")
WHOLE = Pattern(r"\s*(?:全部|整体|总体|整个)")
LONGEST_LEAD, CLAUSES_BACK = 24, 3
NOUN = r"(?:该|本|此|这个|整个|新)?(?P<noun>项目|工程|基地|园区|产业园|工厂|电站|中心|生产线|产线|大桥|隧道|公路|铁路|码头|机场)(?:项目|工程)?(?:建设)?"
NOUNS_OF_ANY = ("项目", "工程")
OWNS = f"{OWN}{PHASE}?(?:[、和与及][{OWN}{OTHER}])*+等?"
PHASES = f"(?:{PHASE}(?:[、和与及]{PHASE})*+)?(?:建设|工程|项目)?"
PLACED = rf"(?:\p{{Han}}{{2,12}}[省市县区镇乡]|\p{{Han}}{{2,16}}(?:公司|集团)(?:投资(?:建设)?)?的?|(?:计划|预计)?(?:总投资|投资|概算|位于|坐落|占地)[^，{DATE_MARKS}]{{1,36}}?)"


@dataclass(frozen=True, slots=True)
class DateWord:
    """A word beside a date and what it says of a project."""

    word: str
    kind: str


class Said(NamedTuple):
    """What a date says of a project, or of its `phases`.

    `kind`: begin, finish, use, full; term for the years from first to last; while for a duration; empty where the clause only
    says that it is put off. `put_off`: it governs what was said before; `given_up`: it was planned and holds no more.
    """

    kind: str
    found: Found
    phases: tuple[tuple[str, Span], ...] = ()
    put_off: bool = False
    given_up: bool = False


def find_dates(reading: Reading, clause: Span, names: Sequence[Name], own: str, phase: bool) -> list[Said]:
    """What the clause dates of the project `own`, or of the `phase` that it tells of; `names` are those that stand in it."""
    text = reading.clean
    bracketed = any(text.startswith("（", n.end) for n in names)
    if not bracketed and not _asked().search(text, *clause):
        return []
    short = _shorten(reading, clause, names, own, phase)
    if not short.times:
        return []
    said = [*_terms(short), *_events(reading, short, clause)]
    return said or list(_delays(short))


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
    return short


def _lead(reading: Reading, clause: Span) -> int:
    """Where 2024年3月，项目开工建设 begins: a clause before this one that holds a date and nothing else."""
    text = reading.clean
    if not text.startswith("，", clause.start - 1):
        return clause.start
    found = reading.mentions_in(max(0, clause.start - LONGEST_LEAD), clause.start - 1)
    if not found or found[-1].kind != "period":
        return clause.start
    begin = max(text.rfind(mark, 0, found[-1].start) for mark in "，。；！？\n　）") + 1
    before, behind = text[begin : found[-1].start].strip(), text[found[-1].end : clause.start - 1]
    return begin if _links().fullmatch(before) and _links().fullmatch(behind) else clause.start


def _marks(
    reading: Reading, span: Span, names: Sequence[Name], own: str
) -> list[tuple[int, int, str, Found | str | None]]:
    """Names before all, since they may hold numbers and phases."""
    marks: list[tuple[int, int, str, Found | str | None]] = []
    for name in names:
        marks.append((name.start, name.end, OWN if _names_it(name, own, len(names)) else OTHER, None))
    for found in reading.mentions_in(*span):
        if mark := _mark_of(reading, found):
            marks.append((found.start, found.end, mark, found))
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
    if found.by in ("period.range", "period.plan"):
        return YEARS if found.by == "period.range" else NO_DAY
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
    for pattern in (_term(), _span_of_years(), _bracket()):
        for match in pattern.finditer(short.text):
            if not _is_own(short, match):
                continue
            phases = short.phases_in(*match.span())
            for group in ("years", "within"):
                if match.group(group):
                    found = short.times[match.start(group)]
                    yield Said("while" if found.quantity else "term", found, phases)


def _events(reading: Reading, short: _Short, clause: Span) -> Iterator[Said]:
    """2024年3月开工, 投产时间为2025年底."""
    low, phases = 0, ()
    denied = DENIED.match(reading.clean, clause.end) is not None
    for verb in _verb().finditer(short.text):
        dated = _dated().fullmatch(short.text, low, verb.start())
        behind = None if dated else _date_behind().match(short.text, verb.end())
        if dated is None and (behind is None or not _opening().fullmatch(short.text, low, verb.start())):
            continue
        told = dated or behind
        assert told
        end = verb.end() if dated else behind.end()
        if dated and not _goes_on(short.text, dated, verb):
            continue
        if denied or not _is_own(short, told) or (not low and not _is_topic(reading, short, verb, end)):
            continue
        phases = short.phases_in(low, end) or phases
        words, found = short.text[low:end], short.times[told.start("day")]
        for kind in _kinds(verb[0]):
            yield Said(kind, found, phases, bool(_later().search(words)), bool(_once().search(words)))
        low = end


def _goes_on(text: str, dated: regex.Match[str], verb: regex.Match[str]) -> bool:
    """What follows the verb leaves it a fact of the whole project: not 竣工2栋厂房, 集中开工仪式, news of what is there already."""
    behind = _behind().match(text, verb.end())
    if behind is None or NEWS.match(text[dated.end("day") : behind.end()]):
        return False
    return not (behind[0].startswith(CEREMONY) and "集中" in text)


def _delays(short: _Short) -> Iterator[Said]:
    """现推迟到12月, of what was said before."""
    if match := _delay().match(short.text):
        yield Said("", short.times[match.start("day")], put_off=True)


def _is_own(short: _Short, match: regex.Match[str]) -> bool:
    """该基地 is the project that ends with this noun; 项目 is any."""
    nouns = [n for n in match.captures("noun") if n] if "noun" in match.re.groupindex else []
    return all(noun in NOUNS_OF_ANY or short.own.endswith(noun) for noun in nouns)


def _is_topic(reading: Reading, short: _Short, verb: regex.Match[str], end: int) -> bool:
    """Whether a clause without a subject goes on with the project, not with a part that the clauses before are about."""
    words = short.text[:end]
    if OWN in words or PHASE in words or regex.search(NOUN, words):
        return True
    start = reading.outline.sentence(short.start).start
    before = CLAUSE_MARK.split(reading.clean[start : short.start].rstrip("，；："))[-CLAUSES_BACK:]
    used = not {"use", "full"}.isdisjoint(_kinds(verb[0]))
    of_a_part = any(_of_a_line().match(told) or (not used and _of_a_part().match(told)) for told in before)
    of_a_phase = not short.phase and any("期" in told and PHASE_NAME.search(told) for told in before)
    return not (of_a_part or (of_a_phase and not WHOLE.match(words)))


def _kinds(verb: str) -> list[str]:
    """begin, and the first of finish, use and full that the words say."""
    kinds = {_table().get(word, "begin") for word in _single_verb().findall(verb)}
    ended = next((kind for kind in ("finish", "use", "full") if kind in kinds), None)
    return [kind for kind in ("begin", ended) if kind and (kind in kinds)]


# -- words and patterns ----------------------------------------------------------------------------------------------


@cache
def _table() -> dict[str, str]:
    return {row.word: row.kind for row in rows("project_dates", DateWord)}


@cache
def _any(*kinds: str) -> str:
    return alternation(word for word, kind in _table().items() if kind in kinds)


def _link() -> str:
    return f"(?:{_any('link', 'once', 'later')})*+"


def _single() -> str:
    return f"(?:{_any('begin', 'finish', 'use', 'full')}|启动{PHASE}(?:建设)?)"


def _open() -> str:
    """What may stand before a date: nothing, links, the project with all that is said before it in the clause."""
    return rf"[\s（、：，]*+{_link()}(?:.*{OWNS}|{NOUN})?{_link()}{PHASES}{_link()}[（：]?"


@cache
def _asked() -> Pattern:
    return Pattern(_any("begin", "finish", "use", "full", "term", "later") + "|年建设|月建设|启动[一二三]期")


@cache
def _links() -> Pattern:
    return Pattern(_link())


@cache
def _single_verb() -> Pattern:
    return Pattern(_single())


@cache
def _verb() -> Pattern:
    return Pattern(f"{_single()}(?:(?:、|并|并且|即|和)?{_link()}{_single()})*+")


@cache
def _opening() -> Pattern:
    return Pattern(_open())


@cache
def _dated() -> Pattern:
    return Pattern(
        f"{_open()}(?P<day>{DAY})，?{_link()}(?:{PLACED}{{0,2}}{OWNS}|{NOUN})?{_link()}{PHASES}{_link()}", engine=regex
    )


@cache
def _date_behind() -> Pattern:
    link = f"{_link()}(?:为|是|：|在|于|定在|定于)?{_link()}"
    return Pattern(
        f"(?:于|(?:的)?(?:时间|日期|年月|节点|期限){link}|{_any('later')}{_link()})(?P<day>{DAY})", engine=regex
    )


@cache
def _behind() -> Pattern:
    return Pattern(
        rf"(?:了|(?:了?的)?{PLACED}{{0,2}}[{OWN}{PHASE}]|$|[、）（；：，\s”]|[并及和且后时到至]|以来|至今|{'|'.join(CEREMONY)})",
        engine=regex,
    )


@cache
def _term() -> Pattern:
    link = f"(?:{_any('link')}|共|约|暂定|为|是|：)*+"
    return Pattern(
        f"(?:^|(?<=[（、，：])){_open()}的?{_any('term')}{link}"
        f"(?:(?P<within>{WHILE})(?:（{link}(?P<years>{YEARS}))?|(?P<years>[{YEARS}{DAY}]))",
        engine=regex,
    )


@cache
def _span_of_years() -> Pattern:
    return Pattern(
        f"^{_open()}(?P<years>{YEARS})(?P<within>)(?:期间)?(?:分[期年][^，]{{0,4}})?(?:建设|实施|施工)(?=$|[、）（，])",
        engine=regex,
    )


@cache
def _bracket() -> Pattern:
    return Pattern(f"(?P<noun>){OWN}{PHASES}（(?P<years>{YEARS})(?P<within>)(?=$|[），])", engine=regex)


@cache
def _delay() -> Pattern:
    return Pattern(f"(?:{_any('link')})*+{_any('later')}{_link()}(?P<day>{DAY})", engine=regex)


@cache
def _later() -> Pattern:
    return Pattern(_any("later"))


@cache
def _once() -> Pattern:
    return Pattern(_any("once"))


@cache
def _of_a_line() -> Pattern:
    return Pattern(_begins_with(_any("line")), engine=regex)


@cache
def _of_a_part() -> Pattern:
    return Pattern(_begins_with(_any("part")), engine=regex)


def _begins_with(noun: str) -> str:
    return rf"\s*(?:其中|目前|现)?(?![建新购形规安引拥含包配采分总占])[\p{{Han}}\d#]{{0,6}}?{noun}"
