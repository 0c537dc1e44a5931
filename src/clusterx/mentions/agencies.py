"""Bodies of government and Party, and the lists of units that are responsible for an item.

`find_agencies` reads running text: a body of the lexicon with its place (甲市人民政府办公室) or its level (市工信局)
before it, or a national one. `parse_agency` reads a line that is nothing but a body: an issuer, a signature.

    >>> [(f.name, f.level) for f in find_agencies("经滨州市人民政府同意，由市工业和信息化局会同财政部驻地机构落实")]
    [('滨州市人民政府', 'city'), ('市工业和信息化局', 'city'), ('财政部', 'national')]
    >>> parse_agency("永康市经济和信息化局").level, parse_agency("推动产业发展")
    ('county', None)

`split_units` takes a list of responsible units apart. It never cuts inside brackets, nor a coordination of levels that
shares its noun (各县、市、区人民政府), and drops the words that say who leads.

    >>> split_units("市工业和信息化局、市科技局,各县(市、区)、各市属开发区")
    ['市工业和信息化局', '市科技局', '各县（市、区）', '各市属开发区']
    >>> split_units("市工信局牵头，市发展和改革委、市财政局和各县、市、区人民政府按职责分工负责")
    ['市工信局', '市发展和改革委', '市财政局', '各县、市、区人民政府']
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import regex

from clusterx.lexicon import WordFinder, bounded_per_lexicon, per_lexicon, rows
from clusterx.mentions.regions import FoundRegion, find_regions
from clusterx.pattern import Pattern
from clusterx.records import AdministrativeLevel, Region

LEVEL_CHAR: dict[str, AdministrativeLevel] = {
    "省": "province",
    "市": "city",
    "州": "city",
    "盟": "city",
    "县": "county",
    "区": "county",
    "旗": "county",
}
ENDINGS = (
    "政府|办公室|办公厅|委员会|管委会|领导小组|指挥部|专班|总局|分局|支局|总队|支队|中心|总会|协会|联合会|研究院|集团|公司|银行|分行|支行|海关|"
    "(?<=\\p{Han}{2})[局厅部委办院]|政协|人大|常委会|工商联|妇联|科协|总工会|贸促会|团[省市县区]委"
)
AGENCY = Pattern(rf"(?:\p{{Han}}|[（）()·、]){{2,40}}?(?:{ENDINGS})(?:（[^（）]{{1,12}}）)?")
BARE_PREFIX = Pattern(r"(?<!\p{Han})(?:中共)?$")
# 城市委, 全市政府: no level word; 各县、市、区人民政府: not a body of its own.
NO_LEVEL = ("城市", "全市", "全省", "全县", "全区", "（市", "强市", "强省", "强县", "强区")
SHARED_BEFORE = Pattern(r"(?:[各省市县区州旗]|）)、[市县区旗]$")
PARK_BEFORE = Pattern(
    r"(?:[省市县区]|(?<!\p{Han})\p{Han}{1,5}[省市县])?(?:高新|经开|(?:高新技术)?(?:产业|经济|技术){0,2}开发|示范|管理|园|新|保税|产业集聚|功能|港|风景名胜)区$"
)
LEADING_GROUP = Pattern(r"(?:领导小组|指挥部|联席会议|专班|委员会)(?:办公室)?$")
NAME_CHAR = r"(?![各全我本由经报向在和与对是该及会同将市省县区])\p{Han}"
UNLISTED_PLACE = Pattern(rf"(?<!\p{{Han}})(?:(?:{NAME_CHAR}){{1,5}}[省市])?(?:{NAME_CHAR}){{1,6}}[省市县区州盟旗]$")
# Of what stands in no list of places, the name tells the level: 甲岭市先进制造业…, 乙泗县第十八届人民代表大会, 丙梧经开区促进….
_PLACE_NAME = r"(?:(?![各全我本该省市县区旗盟、，])\p{Han}){2,4}?"
_UNLISTED_NAME = Pattern(
    rf"(?P<name>{_PLACE_NAME})(?:(?P<park>(?:高新|经开|高新技术产业开发|经济技术开发|新)区)|(?P<sign>(?<![治城园片社地街矿景厂港校小山林牧灾疫特辖军产老范户假护发易游胜集富税保流新住])区|(?<![城上都超夜股楼门])市|(?<![大于以])县|省|盟|(?<=\p{{Han}}{{3}})[州旗]))"
    r"(?![场域级值间内外位块群城圈帜])"
)
# What titles begin with that name a subject and no place: 企业上市…, 革命老区…, 综合保税区….
_SUBJECT = Pattern(
    r"国家|中华|省级|市级|城|农|乡|工|产业|企业|经济|科技|数字|绿色|智慧|现代|特色|重点|民族|革命|自然|自由|旅游|风景|资源|综合|先进|全国|中小|区域|县域|生态|改革|关于|推进|加快|支持|促进|建设|实施|规范|进一步|首|老|示范|棚户|高新|经开|开发|化工|都市|园区|对|为|以"
)
# Bodies that are words of their own without a place or level before them.
NEED_PREFIX = frozenset(
    {"委", "政府", "委员会", "政协", "海关", "工会", "委办", "政府办", "领导小组", "指挥部", "管委会", "管理委员会"}
)


OFFICES = ("办公厅", "办公室", "综合司")


class FoundAgency(NamedTuple):
    """A body at [start, end): `name` as the text has it; `region` where it names its place."""

    start: int
    end: int
    name: str
    level: AdministrativeLevel | None
    region: Region | None = None


@dataclass(frozen=True, slots=True)
class AgencyWord:
    """A row of `agencies.tsv`."""

    name: str
    level: str = ""

    def __post_init__(self) -> None:
        if self.level not in ("", "national"):
            raise ValueError(f"level is 'national' or empty, not {self.level!r}")


@per_lexicon
def _finder() -> WordFinder[AgencyWord]:
    listed = rows("agencies", AgencyWord)
    offices = {f"{row.name}{office}": row for row in listed if row.level for office in OFFICES}  # 财政部办公厅
    return WordFinder(offices | {row.name: row for row in listed})


def find_agencies(text: str, regions: list[FoundRegion] | None = None) -> list[FoundAgency]:
    """The bodies of `text`, in order. `regions`: its places, where the caller has them already."""
    words = _finder().find(text)
    if not words:
        return []
    places = {f.end: f for f in (find_regions(text) if regions is None else regions)}
    found = (_with_prefix(text, start, end, word, places) for start, end, word in words)
    return [agency for agency in found if agency]


def _with_prefix(
    text: str, start: int, end: int, word: AgencyWord, places: dict[int, FoundRegion]
) -> FoundAgency | None:
    place = places.get(start)
    if place:
        begin = place.start - 2 if text.startswith("中共", max(0, place.start - 2)) else place.start
        return FoundAgency(begin, end, text[begin:end], place.level, place.region)
    if word.level:
        return FoundAgency(start, end, text[start:end], "national")
    if text.endswith("自治区", 0, start):
        return FoundAgency(start - 3, end, text[start - 3 : end], "province")
    low = max(0, start - 16)
    if text.startswith("区", start - 1) and (park := PARK_BEFORE.search(text, low, start)):
        return FoundAgency(park.start(), end, text[park.start() : end], "park")
    level = LEVEL_CHAR.get(text[start - 1 : start])
    if level and not text.startswith(NO_LEVEL, max(0, start - 2)) and not SHARED_BEFORE.search(text, low, start):
        begin = start - 1
        if unlisted := UNLISTED_PLACE.search(text, max(0, start - 10), start):
            begin = unlisted.start()
        return FoundAgency(begin, end, text[begin:end], level)
    alone = word.name not in NEED_PREFIX and len(word.name) > 2 and BARE_PREFIX.search(text, max(0, start - 3), start)
    return FoundAgency(start, end, word.name, None) if alone else None


@bounded_per_lexicon(512)
def parse_agency(line: str, near: str | None = None) -> FoundAgency | None:
    """The body that `line` as a whole names, or None."""
    text = line.strip(" 　\t\n")
    if not 2 < len(text) <= 40 or not AGENCY.fullmatch(text):
        return None
    start = line.index(text)
    regions = find_regions(text, near)
    place = regions[0] if regions and regions[0].start in (0, 2) else None
    if place:
        return FoundAgency(start, start + len(text), text, place.level, place.region)
    if LEADING_GROUP.search(text) and text[0] in LEVEL_CHAR:
        return FoundAgency(start, start + len(text), text, LEVEL_CHAR[text[0]])
    body, known = next(((s, w) for s, e, w in _finder().find(text) if e == len(text)), (0, None))
    if known is None:
        return None
    before = text[:body].removeprefix("中共")
    park = PARK_BEFORE.fullmatch(before)
    if body > 1 and not known.level and not park and not UNLISTED_PLACE.fullmatch(before):
        return None
    level = "national" if known.level else "park" if park else _level_of(before)
    return FoundAgency(start, start + len(text), text, level)


def _level_of(place: str) -> AdministrativeLevel | None:
    """省 of 甲省, 区 of 甲城区, and a province of 甲某自治区."""
    return "province" if place.endswith("自治区") else LEVEL_CHAR.get(place[-1:])


def level_of_unlisted(title: str) -> AdministrativeLevel | None:
    """The level of a place that no list holds, by the name with which a title begins.

    >>> level_of_unlisted("甲岭市磁性材料产业链三年行动方案"), level_of_unlisted("乙梧经开区促进智能硬件产业发展若干政策")
    ('city', 'park')
    >>> [level_of_unlisted(t) for t in ("城市更新行动方案", "全市工作要点", "企业上市行动方案", "革命老区振兴规划", "示范区建设方案")]
    [None, None, None, None, None]
    """
    text = title.removeprefix("中共")
    match = _UNLISTED_NAME.match(text)
    if match is None or _SUBJECT.match(text):
        return None
    return "park" if match["park"] else LEVEL_CHAR[match["sign"]]


def full_agency_name(name: str, region: Region | None, parents: tuple[Region, ...] = ()) -> str:
    """The name with its place in place of the bare level word, and 人民政府 in full.

    >>> full_agency_name("市政府办公室", Region(name="荆门市", code="420800"))
    '荆门市人民政府办公室'
    """
    name = regex.sub(r"(?<!人民)政府(?=$|办公[室厅])", "人民政府", name)
    name = regex.sub(r"(?<!人民)政府办$", "人民政府办公室", name)
    own = [
        r
        for r in (*parents, *([region] if region else []))
        if r.name[-1] == name[0] or (name[0] == "省" and r.name.endswith("自治区"))
    ]
    return own[-1].name + name[1:] if own and name[0] in LEVEL_CHAR else name


# -- lists of responsible units ---------------------------------------------------------------------------------------

LABEL = Pattern(
    r"(?P<label>(?:主要|第一)?(?:责任|牵头|配合|负责|参与|实施|落实|主办|协办|承办)(?:单位|部门|科室|处室|主体|领导|人|机构)?|责任分工|分工|完成时[限间]|时限(?:要求)?|市领导|联系领导)\s?[：:]"
)
NOT_UNITS = ("领导", "人", "时限", "时间", "限")
DUTY = Pattern(
    r"(?:按照?|依|根据|依据|结合)?(?:各自)?(?:职责|职能|任务)(?:分工)?(?:分别|共同)?(?:负责|落实|推进|承担|实施|配合|参与)?(?:落实|推进|实施)?$"
    r"|(?:分别|共同|分工|具体|联合|配合|牵头|协同|密切)*(?:牵头|配合|负责|参与|落实|协助|组织实施|推进|协同|实施|承办|主办|协办)(?:落实|推进|实施)?$"
)
OTHERS = Pattern(r"(?:等(?:\p{Han}{0,4}(?:部门|单位|地区|地方|成员单位))?|等\d*[个家]?(?:部门|单位)?)$")
JOIN = Pattern(
    r"(?<=[局厅部委办院会府心行室组区县市司队）门位])(?:以及|会同|和|及|与|同)(?=[各市省县区州有相国省中驻其]|\p{Han}{2,16}(?:局|厅|委|办|院|政府|公司|部门|单位|管委会)$)"
)
LEVELS = r"(?:省|市|县|区|州|旗|盟|乡|镇|街道|园区|开发区|功能区|师)"
BESIDE = rf"(?:（{LEVELS}(?:、{LEVELS})*+）)?"
# With what words of duty and 等… end, so that most units are not searched for them.
DUTY_END = tuple("责能务工实进担施合与头助同办别")
CUT = Pattern(r"[、，；。 　\n\t]", engine=regex)
# 各县、市、区人民政府; 省、市有关部门: levels that share the noun behind the last of them. 省 can only be the first.
SHARED = Pattern(
    rf"各?{LEVELS}{BESIDE}(?:[、和及](?!省){LEVELS}{BESIDE})+"
    r"(?:人民政府|政府|管委会|党委|有关部门|相关部门|各?部门|级|（[^（）]*+）|$)"
)
OPENING = Pattern(r"^(?:由|其中|会同|以及|和|及)(?=\p{Han}{3})")
WRAPPED = Pattern(r"[（〔\[][^（）〔〕\[\]]*+[）〕\]]")
BRACKETS = {"（": "）", "〔": "〕", "〈": "〉", "“": "”"}
WIDE = str.maketrans("(),;:", "（），；：")
DATE = Pattern(r"\d{4}年|\d{1,2}月|年底|长期|持续|^\d")


def split_units(text: str) -> list[str]:
    """The units of a list, one per item, in order, each once; people, dates and words of duty are left out."""
    units: dict[str, None] = {}
    bare = text.translate(WIDE).strip()
    if WRAPPED.fullmatch(bare):
        bare = bare[1:-1]
    for part in _labelled(bare):
        for item in _pieces(part):
            for unit in _joined(item):
                if unit and not DATE.search(unit):
                    units[unit] = None
    return list(units)


def _labelled(text: str) -> Iterator[str]:
    """What follows 责任单位：, 牵头单位： …; what follows 完成时限： or 责任领导： names no unit."""
    marks = list(LABEL.finditer(text)) if "：" in text or ":" in text else []
    if not marks or marks[0].start() > 0:
        yield text[: marks[0].start()] if marks else text
    ends = [*(m.start() for m in marks[1:]), len(text)]
    for mark, end in zip(marks, ends[: len(marks)], strict=True):
        if not mark["label"].endswith(NOT_UNITS):
            yield text[mark.end() : end]


def _pieces(text: str) -> Iterator[str]:
    """Cut at 、，； and blanks outside of brackets and of coordinations of levels."""
    if CUT.search(text) is None:
        yield text
        return
    shared = {i for m in SHARED.finditer(text) for i in range(m.start(), m.end())}
    closing: list[str] = []
    start = 0
    for at, mark in enumerate(text):
        if mark in BRACKETS:
            closing.append(BRACKETS[mark])
        elif closing and mark == closing[-1]:
            closing.pop()
        elif mark in "、，；。 　\n\t" and not closing and at not in shared:
            yield text[start:at]
            start = at + 1
    yield text[start:]


def _joined(item: str) -> Iterator[str]:
    """A和B where both are units; the words of duty and 等 are cut off first."""
    if SHARED.fullmatch(item):
        yield item
        return
    text = _without_duty(OPENING.sub("", item.strip("　 。；，")))
    start = 0
    for join in JOIN.finditer(text):
        yield OTHERS.sub("", text[start : join.start()])
        start = join.end()
    yield text[start:]


def _without_duty(text: str) -> str:
    """市工信局 of 市工信局等部门按职责分工负责."""
    for _ in range(4):
        last = text[-40:]
        short = DUTY.sub("", last) if last.endswith(DUTY_END) else last
        short = (OTHERS.sub("", short) if "等" in short else short).rstrip("　 ")
        if short == last:
            break
        text = text[:-40] + short
    return text
