"""Names: the quote as it stands in the text, if it has the shape of what was asked for.

A name is never made up of anything else than its own characters. Refused are: a name that cuts a number, a Latin word, a body
or a place; one that holds a number or a date (but in the name of a project); one that is no body where a body was asked
for, no company where a company was; words that name nothing (有关部门, 该公司, 项目).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple, get_args

import regex

from clusterx.lexicon import per_lexicon, rows
from clusterx.llm.read_text import ReadText, touching
from clusterx.mentions.agencies import find_agencies, parse_agency, split_units
from clusterx.mentions.industries import find_industries
from clusterx.mentions.regions import find_regions
from clusterx.records import MechanismKind
from clusterx.text import Span

ROUND = 40
WRAPPING = regex.compile(r"^[\s“”‘’《》「」\"'、，]+|[\s“”‘’《》「」\"'、，。；]+$")
MARKS = regex.compile(r"[“”\"]")
SENTENCE = regex.compile(r"[。；;！？!?\n\t|]")
LATIN = regex.compile(r"[A-Za-z0-9.%]")
HAN = regex.compile(r"\p{Han}")

UNIT = regex.compile(
    r"(?:\p{Han}{1,}[局委办厅部院会署处站所社行]|中心|政府|公司|集团|联盟|学校|大学|学院|海关|专班|指挥部|领导小组"
    r"|工作组|管委会|[县区市州旗盟]|（市、区）|园区?|开发区|[乡镇村]|街道)(?:（[^（）]{1,12}）)?$"
)
VAGUE_UNIT = regex.compile(
    r"(?:各|有关|相关|责任|牵头|配合|成员|主管|主要|其他|参与|实施|本|该)*(?:单位|部门|企业|机构|公司|主体|地区|地方|方面)"
    r"|[全我本该][省市县区州旗]"
)
COMPANY = regex.compile(
    r"(?:公司|集团|企业|厂|股份|控股|银行|研究院|设计院|研究所|大学|学院|医院|合作社|实业|工业|科技|制造|能源|材料|化工|电子|汽车|钢铁|重工|医药|农业|食品|建设|电气|新材|科工|电力)$"
)
NO_COMPANY = regex.compile(
    r"(?:项目|工程|基地|园区?|产业|产业链|集群|[局委厅办县区市省镇乡]|政府|街道|企业家|负责人|平台|中心)$"
)
VAGUE_COMPANY = regex.compile(
    r"(?:各|有关|相关|该|本|我|某|多家|龙头|骨干|重点|优势|规上|国有|民营|中小|外资|投资|上市|高新技术|链主|一批|市属|省属|地方)*"
    r"(?:公司|企业|集团|股份|厂|业主|投资方|银行|大学)"
)
COMPANY_GOES_ON = regex.compile(
    r"(?:(?!投资|建设|在|与|和|及|的|将|拟|为|是|已|等|对|由|携手|联合|总部|生产|项目|工厂|基地|园区|下属|旗下)[\p{Han}A-Za-z0-9（）·&]){0,14}?"
    r"(?:有限责任公司|股份有限公司|有限公司|集团|公司|股份)"
)
PARTICLE = regex.compile(r"[的了吗呢吧着]|正在|已经|将要|以及|并且|实现|达到|推进|加快|力争")
PLACE = regex.compile(
    r"(?:区|园|镇|乡|县|市|省|州|旗|村|街道|港|岛|湾|基地|新城|社区|大道|路|街|片区|组团|厂区|县城|科技城|产业城|小镇|工业城|口岸|矿区|大厦|广场)(?:[内里]|（[^（）]{1,12}）)?$"
)
VAGUE_PLACE = regex.compile(
    r"(?:全|我|本|该|各|当|此|这|两|同)[市省县区地园镇州乡处]|(?:园区|开发区|工业园|产业园|基地|境内|各地|国内|省内|市内)"
)
INDUSTRY = regex.compile(r"(?:产业集群|产业链|产业|行业|领域|制造业|集群)$")
INDUSTRY_CHAR = regex.compile(r"[\p{Han}A-Za-z0-9（）·/＋+-]+")
VAGUE_INDUSTRY = regex.compile(
    r"(?:主导|优势|特色|支柱|传统|新兴|战略性新兴|未来|重点|相关|该|本|全|各|现代|我市|全市|全省|全县|全区)*(?:产业|行业|领域|集群|产业链|制造业|工业|制造)?"
)
NOUN_START = regex.compile(r"^[的了等和及与或在从到由对将把被为是并]|^(?:达到|实现|完成|新增|培育|建成)")
OF_ALL = regex.compile(r"^(?:全[市省县区国州旗]|我[市省县区州])(?=\p{Han}{2})")
VAGUE_NAME = regex.compile(
    r"(?:该|本|此|这一?|上述|各|重点|重大|一批|新|签约|开工|产业)?(?:项目|工程|基地|企业|机制|制度|体系|工作机制|工作|平台|园区)"
)
MECHANISM = regex.compile(
    r"(?:机制|制度|制|体系|架构|模式|格局|工程|行动|计划|专班|指挥部|小组|服务团|团|队|联盟|平台|办法|方法|法|会商|会议|闭环|清单|台账|工作室|会客厅|对接会|链长)$"
)
NOT_YET = regex.compile(r"未|拟|计划|力争|预计|即将|确保|争取|推动|加快|尽快|早日|促进")


class UnfitError(Exception):
    """The words have not the shape of what was asked for."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message


class Named(NamedTuple):
    """A name and the stretches of clean text that say it."""

    value: Any
    parts: tuple[Span, ...]


def _bare(reading: ReadText, place: Span) -> Span:
    """The quote without the marks around it."""
    words = reading.clean[place.start : place.end]
    bare = WRAPPING.sub("", words)
    start = place.start + (words.index(bare) if bare else 0)
    return Span(start, start + len(bare))


def _checked(reading: ReadText, place: Span, *, longest: int, numbers: bool = False) -> tuple[str, Span]:
    """The words of a name and their place, or UnfitError."""
    span = _bare(reading, place)
    words = reading.clean[span.start : span.end]
    if not 2 <= len(words) <= longest or not HAN.search(words) or SENTENCE.search(words):
        raise UnfitError("wrong_shape", f"{words[:60]!r} is no name: wrong length or a whole sentence.")
    _check_ends(reading, span, words)
    for found in touching(reading, span):
        if found.start < span.start or found.end > span.end:
            raise UnfitError("cut", f"The quote cuts {found.text!r}.")
        if not numbers and (found.kind == "quantity" or found.by != "period.plan"):
            raise UnfitError("holds_number", f"{words!r} holds the number or date {found.text!r}.")
    return words, span


def _check_ends(reading: ReadText, span: Span, words: str) -> None:
    """Refuse what cuts a Latin word, a body or a place."""
    text = reading.clean
    left, right = text[span.start - 1 : span.start], text[span.end : span.end + 1]
    if (LATIN.match(left) and LATIN.match(words[0])) or (LATIN.match(right) and LATIN.match(words[-1])):
        raise UnfitError("cut", f"{words!r} begins or ends within a word or number.")
    low = max(0, span.start - ROUND)
    around = text[low : span.end + ROUND]
    names = [(f.start, f.end) for f in find_agencies(around)] + [(f.start, f.end) for f in find_regions(around)]
    for first, last in names:
        start, end = first + low, last + low
        if start < span.start < end or start < span.end < end:
            raise UnfitError("cut", f"The quote cuts the name {around[first:last]!r}.")


def read_units(reading: ReadText, place: Span, _: str | None) -> Named:
    """Departments, one value for each."""
    span = _bare(reading, place)
    words = reading.clean[span.start : span.end]
    parts, at = [], span.start
    for unit in split_units(words):
        start = reading.clean.find(unit, at, span.end)
        if start < 0:
            raise UnfitError("wrong_shape", f"{words[:60]!r} is no list of departments.")
        at = start + len(unit)
        parts.append(_one_unit(reading, Span(start, at)))
    if not parts:
        raise UnfitError("wrong_shape", f"{words[:60]!r} names no department.")
    return Named(tuple(reading.clean[p.start : p.end] for p in parts), tuple(parts))


def _one_unit(reading: ReadText, place: Span) -> Span:
    words, span = _checked(reading, place, longest=40)
    if VAGUE_UNIT.fullmatch(words) or PARTICLE.search(words) or not (parse_agency(words) or UNIT.search(words)):
        raise UnfitError("wrong_shape", f"{words!r} is no department that one could ask.")
    return span


def read_company(reading: ReadText, place: Span, _: str | None) -> Named:
    """A company: by its ending, or a short name without any other."""
    words, span = _checked(reading, place, longest=40)
    company = COMPANY.search(words) is not None
    if VAGUE_COMPANY.fullmatch(words) or PARTICLE.search(words) or regex.search(r"[，：、]", words):
        raise UnfitError("wrong_shape", f"{words!r} names no company.")
    if not company and (NO_COMPANY.search(words) or parse_agency(words) or len(words) > 12):
        raise UnfitError("wrong_shape", f"{words!r} is no company.")
    if not words.endswith("公司") and COMPANY_GOES_ON.match(reading.clean, span.end):
        raise UnfitError("cut", f"The name goes on behind {words!r}.")
    return Named((words,), (span,))


def read_place(reading: ReadText, place: Span, _: str | None) -> Named:
    """A place: one that the table of places knows, or words that end like one."""
    words, span = _checked(reading, place, longest=40)
    known = any(found.end == len(words) for found in find_regions(words))
    if VAGUE_PLACE.fullmatch(words) or PARTICLE.search(words) or not (known or PLACE.search(words)):
        raise UnfitError("wrong_shape", f"{words!r} is no place.")
    if SENTENCE.search(words) or "，" in words:
        raise UnfitError("wrong_shape", f"{words!r} is more than a place.")
    return Named(words, (span,))


def read_industry(reading: ReadText, place: Span, _: str | None) -> Named:
    """An industry, without the word 产业 behind it."""
    words, span = _checked(reading, place, longest=20)
    known = find_industries(words)
    short = INDUSTRY.sub("", words)
    if VAGUE_INDUSTRY.fullmatch(words) or not INDUSTRY_CHAR.fullmatch(words) or PARTICLE.search(words):
        raise UnfitError("wrong_shape", f"{words!r} is no industry.")
    if len(short) < 2 or (short == words and not known):
        raise UnfitError("wrong_shape", f"{words!r} is no industry that is known, nor called one.")
    return Named((short,), (Span(span.start, span.start + len(short)),))


def read_body(reading: ReadText, place: Span, _: str | None) -> Named:
    """Who set something up: one department, company or place."""
    words, span = _checked(reading, place, longest=40)
    known = any(found.end == len(words) for found in find_regions(words))
    if (
        VAGUE_UNIT.fullmatch(words)
        or PARTICLE.search(words)
        or not (known or parse_agency(words) or UNIT.search(words))
    ):
        raise UnfitError("wrong_shape", f"{words!r} is nobody who could set something up.")
    return Named(words, (span,))


def read_noun(reading: ReadText, place: Span, _: str | None) -> Named:
    """An indicator: a noun phrase without number, date and 全市."""
    words, span = _checked(reading, place, longest=50)
    if NOUN_START.search(words) or regex.search(r"[，：]", words):
        raise UnfitError("wrong_shape", f"{words!r} is no noun phrase.")
    if scope := OF_ALL.match(words):
        span = Span(span.start + scope.end(), span.end)
    return Named(reading.clean[span.start : span.end], (span,))


def read_name(reading: ReadText, place: Span, _: str | None) -> Named:
    """The name of a project, a mechanism or of whom a figure is, without the quotation marks in it."""
    words, span = _checked(reading, place, longest=60, numbers=True)
    words = MARKS.sub("", words)
    if VAGUE_NAME.fullmatch(words) or regex.search(r"[，：]", words) or PARTICLE.match(words):
        raise UnfitError("wrong_shape", f"{words!r} names nothing.")
    return Named(words, (span,))


@dataclass(frozen=True, slots=True)
class StageWord:
    """A row of `project_stages.tsv`."""

    word: str
    status: str


@per_lexicon
def _stages() -> dict[str, str]:
    return {row.word: row.status for row in rows("project_stages", StageWord)}


def read_stage(reading: ReadText, place: Span, value: str | None) -> Named:
    """A stage of a project, by its words; a code that the model gives must agree."""
    words = reading.clean[place.start : place.end]
    if NOT_YET.search(words) or NOT_YET.search(reading.clean, max(0, place.start - 8), place.start):
        raise UnfitError("wrong_shape", f"{words[:60]!r} states what is not yet so.")
    stages = {status for word, status in _stages().items() if word in words}
    if len(stages) != 1:
        raise UnfitError("wrong_shape", f"{words[:60]!r} states {'several stages' if stages else 'no stage'}.")
    (stage,) = stages
    if value is not None and value != stage:
        raise UnfitError("value_disagrees", f"Offered is {value!r}, the words {words!r} say {stage}.")
    return Named(stage, (place,))


def read_kind(reading: ReadText, place: Span, value: str | None) -> Named:
    """The kind of a mechanism: a code of the record, nothing else."""
    if value not in get_args(MechanismKind):
        raise UnfitError("unknown_code", f"{value!r} is no kind of mechanism.")
    return Named(value, (place,))


READERS: dict[str, Callable[[ReadText, Span, str | None], Named]] = {
    "units": read_units,
    "company": read_company,
    "place": read_place,
    "industry": read_industry,
    "body": read_body,
    "noun": read_noun,
    "name": read_name,
    "stage": read_stage,
    "code": read_kind,
}
