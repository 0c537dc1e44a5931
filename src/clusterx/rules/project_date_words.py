"""What may stand beside a date of a project, as patterns over the short form of a clause (`project_dates.py`).

The words are rows of `data/project_dates.tsv`.

    >>> kinds_of("竣工投产"), kinds_of("动工"), label_kind("计划开工时间"), label_kind("建设期限"), label_kind("备案时间")
    (('finish',), ('begin',), 'begin', 'term', None)
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

import regex

from clusterx.lexicon import rows
from clusterx.pattern import Pattern
from clusterx.rules.words import alternation

OWN, OTHER, PHASE, DAY, YEARS, WHILE, NO_DAY, REVISED = "\ue000\ue001\ue002\ue003\ue004\ue005\ue006\ue007"
"""The project, another name, a phase, a date, a stretch of years, a duration, a time that dates nothing, one that no longer holds."""
DATE_MARKS = f"{DAY}{YEARS}{NO_DAY}"
PHASE_NAME = Pattern(r"(?<![分两长共\d])(?<![一二三四五六]、)(?P<phase>[一二三四五六]期|首期|[123]期)(?:工程|项目)?")
CEREMONY = ("仪式", "活动", "典礼")
NOUN = r"(?:(?:该|此|这个)[^，。；]{0,40}的|该|本|此|这个|整个|新)?(?P<noun>项目|工程|基地|园区|产业园|工厂|电站|中心|生产线|产线|大桥|隧道|公路|铁路|码头|机场)(?:项目|工程)?(?:建设)?"
OWNS = rf"(?:{OTHER}[、和与及])*{OWN}(?:（[^（）]{{0,60}}）)?{PHASE}?(?:[、和与及][{OWN}{OTHER}])*+(?:等(?:\d+个(?:重点|重大)?项目)?)?"
SIZED = rf"(?:年产|日产)?\d[\d.]*(?:[^，。；{DATE_MARKS}]{{1,12}}?(?:生产线|产线|装置|机组|项目|工程)|万?平方米|万?吨|[GM]Wh?)"
PHASES = f"(?:{PHASE}(?:[、和与及]{PHASE})*+(?:{SIZED})?)?(?:建设|工程|项目)?"
PLACED = rf"(?:\p{{Han}}{{2,12}}[省市县区镇乡]|\p{{Han}}{{2,16}}(?:公司|集团)(?:投资(?:建设)?)?的?|(?:计划|预计)?(?:总投资|投资|概算|位于|坐落|占地)[^，{DATE_MARKS}]{{1,36}}?)"


@dataclass(frozen=True, slots=True)
class DateWord:
    """A word beside a date and what it says of a project."""

    word: str
    kind: str


def label_kind(label: str) -> str | None:
    """What is dated behind 建设期限, 计划开工时间 or 竣工日期 in a form."""
    match = labels().fullmatch(label)
    if match is None:
        return None
    kinds = kinds_of(match["verb"]) if match["verb"] else ("term",)
    return kinds[-1]


@lru_cache(1_000)
def kinds_of(verb: str) -> tuple[str, ...]:
    """begin, and the first of finish, use, trial and full that the words say."""
    kinds = {_table().get(word, "begin") for word in single_verb().findall(verb)}
    ended = next((kind for kind in ("finish", "use", "trial", "full") if kind in kinds), None)
    return tuple(kind for kind in ("begin", ended) if kind in kinds)


@cache
def _table() -> dict[str, str]:
    return {row.word: row.kind for row in rows("project_dates", DateWord)}


@cache
def _any(*kinds: str) -> str:
    return alternation(word for word, kind in _table().items() if kind in kinds)


def _link() -> str:
    return f"(?:{_any('link', 'once', 'later', 'actual')}|{REVISED})*+"


def _single() -> str:
    return f"(?:{_any('begin', 'finish', 'use', 'trial', 'full')}|启动{PHASE}(?:建设)?)"


def _open(named: bool = True) -> str:
    """What may stand before a date: nothing, links, the project with all that is said before it in the clause."""
    subject = f".*{OWNS}|{NOUN}" if named else NOUN
    earlier = rf"(?:（?\d{{1,2}}[）.．、])?(?:分[两二三四]期[^：，]{{0,6}}：)?(?:{DAY}[^、，{DATE_MARKS}]{{1,8}}、)*+(?:[比较]\p{{Han}}{{2,5}}提前{WHILE})?"
    return rf"[\s（、：，]*+{earlier}{_link()}(?:{subject})?{_link()}{PHASES}{_link()}[（：]?"


@cache
def asked() -> Pattern:
    return Pattern(_any("begin", "finish", "use", "trial", "full", "term", "later") + "|年建设|月建设|启动[一二三]期")


@cache
def links() -> Pattern:
    return Pattern(_link())


@cache
def single_verb() -> Pattern:
    return Pattern(_single())


@cache
def verbs() -> Pattern:
    return Pattern(f"{_single()}(?:(?:、|并|并且|即|和)?{_link()}{_single()})*+")


@cache
def opening(named: bool) -> Pattern:
    return Pattern(_open(named))


@cache
def beside() -> Pattern:
    """What may stand between a date and its verb."""
    return Pattern(f"，?{_link()}(?:{PLACED}{{0,2}}{OWNS}|{NOUN})?{_link()}{PHASES}{_link()}", engine=regex)


@cache
def date_behind() -> Pattern:
    link = f"{_link()}(?:为|是|：|在|于|定在|定于)?{_link()}"
    return Pattern(
        f"(?:(?:仪式)?于|(?:的)?(?:时间|日期|年月|节点|期限){link}|(?:(?:的)?时间)?(?:[由从]?[{DATE_MARKS}])?{_any('later')}{_link()})(?P<day>{DAY})",
        engine=regex,
    )


@cache
def behind_verb() -> Pattern:
    return Pattern(
        rf"(?:了|(?:了?的)?{PLACED}{{0,2}}[{OWN}{PHASE}]|$|[、）（；：，\s”]|[并及和且后时到至]|以来|至今|阶段|{'|'.join(CEREMONY)})",
        engine=regex,
    )


@cache
def terms() -> Pattern:
    return Pattern(_any("term"))


@cache
def labelled_years() -> Pattern:
    link = f"(?:{_any('link', 'once', 'actual')}|{REVISED}|共|约|暂定|为|是|：)*+"
    return Pattern(
        f"(?:^|(?<=[（、，：])){_open()}的?{_any('term')}{link}"
        f"(?:(?P<within>{WHILE})(?:（{link}(?P<years>{YEARS}))?|(?P<years>[{YEARS}{DAY}]))",
        engine=regex,
    )


@cache
def years_of_building() -> Pattern:
    return Pattern(
        f"^{_open()}(?P<years>{YEARS})(?P<within>)(?:期间)?(?:分[期年][^，]{{0,4}})?(?:建设|实施|施工)(?=$|[、）（，])",
        engine=regex,
    )


@cache
def labels() -> Pattern:
    return Pattern(
        f"(?:项目|工程|{_any('link')}|实际)*(?:{_any('term')}|(?P<verb>{_single()}+)(?:时间|日期|年月))", engine=regex
    )


@cache
def years_in_brackets() -> Pattern:
    return Pattern(f"(?P<noun>){OWN}{PHASES}（(?P<years>{YEARS})(?P<within>)(?=$|[），])", engine=regex)


@cache
def delay() -> Pattern:
    return Pattern(
        f"(?:(?!{_any('later')})(?:{_any('link', 'actual')}))*+{_any('later')}{_link()}(?P<day>[{DAY}{WHILE}])",
        engine=regex,
    )


@cache
def noun() -> Pattern:
    return Pattern(NOUN)


@cache
def later() -> Pattern:
    return Pattern(f"{_any('later')}|{REVISED}")


@cache
def actual() -> Pattern:
    return Pattern(_any("actual"))


@cache
def revision() -> Pattern:
    """从36个月压缩到 before 24个月: what held before, up to what holds now."""
    source = r"(?:由|从|自|在|原(?:定|计划|先|来|本|拟)?|计划|此前|的){0,6}+"
    change = "(?:后|现|又|已)?(?:推迟|延期|延后|顺延|延迟|延长|延|调整|变更|修改|优化|改|提前|提速|压缩|压减|缩短|缩减)"
    return Pattern(
        f"{source}[{DATE_MARKS}{WHILE}]的?(?:{_single()})?{change}(?:{WHILE}|[^，；：{DATE_MARKS}{WHILE}]{{1,4}})?[至到为成在]"
        f"(?=[{DAY}{YEARS}{WHILE}])",
        engine=regex,
    )


@cache
def once() -> Pattern:
    return Pattern(_any("once"))


@cache
def of_a_line() -> Pattern:
    return Pattern(_begins_with(_any("line")), engine=regex)


@cache
def of_a_part() -> Pattern:
    return Pattern(_begins_with(_any("part")), engine=regex)


@cache
def works() -> Pattern:
    """配套道路2025年3月开工: a piece with a verb of its own, wherever it stands in the clause."""
    noun = _any("part", "works")
    return Pattern(
        rf"(?P<noun>{noun})(?:工程|项目|建设)?(?:{_any('link', 'once', 'later', 'actual')}|[\d年月日今明去]){{0,12}}{_single()}",
        engine=regex,
    )


def _begins_with(noun: str) -> str:
    """1号厂房已封顶, but no 主要建设3条生产线."""
    built = "建设|新建|扩建|改造|购置|形成|规划|安装|引进|拥有|包括|包含|配套|采用|布局|打造|建成|分|总|占"
    return rf"\s*(?:其中|目前|现)?(?!{PHASE_NAME.source}\d)(?:(?!{built})[\p{{Han}}\d#]){{0,6}}?{noun}"
