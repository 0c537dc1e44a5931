"""Places of China in running text: provinces, cities, counties, and the parks that belong to them.

In: clean text. Out: `FoundRegion`s with the official name and six-digit code of GB/T 2260. A chain names one place, the
last one (浙江省永康市 is 永康市). A park has no code of its own and belongs to its city (济宁市高新区 is 济宁市).

    >>> [(f.region.name, f.region.code, f.level) for f in find_regions("浙江省永康市和济宁市高新区")]
    [('永康市', '330784', 'county'), ('济宁市', '370800', 'park')]

Short names are read where they cannot be anything else. The short name of a county needs its parent, its full name or
a title's colon; a name that is an ordinary word (和平, 通道, 朝阳) needs its parent right before it.

    >>> [f.region.name for f in find_regions("丽水：丽水缙云与松阳共建园区，坚持和平发展")]
    ['丽水市', '缙云县', '松阳县']

Some districts share a name (鼓楼区): the place before it, or the other places of the text, decide; else there is no
code.

    >>> [f.region.code for f in find_regions("福州市鼓楼区。鼓楼区")], find_regions("鼓楼区发布公告")[0].region.code
    (['350102', '350102'], None)
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Literal, NamedTuple

import regex

from clusterx.lexicon import WordFinder, rows
from clusterx.records import AdministrativeLevel, Region

WEIGHED = 20_000
"""So many characters tell what place a text is about."""

PARK = regex.compile(
    r"(?:国家级?|省级|市级)?(?:(?:(?![和与及或在等对])\p{Han}){0,6}(?:"
    r"高新(?:技术)?(?:产业)?(?:开发)?区|经(?:济(?:技术)?)?开(?:发)?区|开发区|工业园区?|产业园区|产业集聚区|示范区|管理区|合作区|先导区|高新城)"
    r"|(?:综合|自由贸易)?(?:保税|试验|自贸)(?:试验)?(?:港)?区|(?:(?![和与及或在等对])\p{Han}){0,3}新区)(?!域|别)"
)
LONGEST_PARK = 24
# 浙江大学, 宁德时代: a short name that begins the name of an institution.
INSTITUTION = regex.compile(r"\p{Han}{0,5}(?:大学|学院|学报|银行|日报|晚报|时报|卫视|新闻网)|时代|化物所")
# 成都市场, 江北区域, 丙县级: the last character belongs to the next word.
NEXT_WORD = {"市": tuple("场值占价面"), "区": tuple("域间别位块内分"), "县": tuple("域级")}
PHRASE_END = regex.compile(r"[的、，。：；（）\s]|$")
# A title in 《》 inside a title, or one that is forwarded, speaks of another body's place.
OTHERS_PLACE = regex.compile(r"《[^《》]*+》|转发.*+|(?:贯彻|落实|学习).*+")
COLON = ("：", ":", "，", "！", "丨", "|", " ", "“")
PARK_BEHIND = regex.compile(r"(?:经开区|高新区|经济(?:技术)?开发区|高新技术(?:产业)?开发区)")


class Place(NamedTuple):
    """A row of `regions.tsv`: its code tells its level and its parents. `short`: 永康 of 永康市; 赵县 has none."""

    code: str
    name: str
    short: str
    common: bool = False

    @property
    def level(self) -> Literal["province", "city", "county"]:
        if self.code.endswith("0000"):
            return "province"
        return "city" if self.code.endswith("00") else "county"

    @property
    def parent_codes(self) -> tuple[str, str]:
        return self.code[:2] + "0000", self.code[:4] + "00"

    def lies_in(self, other: Place) -> bool:
        return other.code in self.parent_codes and other.code != self.code


@dataclass(frozen=True, slots=True)
class RegionWord:
    """A row of `region_words.tsv`."""

    word: str
    role: str


class FoundRegion(NamedTuple):
    """A place at [start, end) of the clean text; `parents` are named by its code, outermost first."""

    start: int
    end: int
    region: Region
    level: AdministrativeLevel
    parents: tuple[Region, ...] = ()


class Hit(NamedTuple):
    """What the automaton saw: the places that a word may name, before context has spoken."""

    start: int
    end: int
    places: tuple[Place, ...]
    full: bool


@cache
def places() -> dict[str, Place]:
    """All places by code."""
    return {place.code: place for place in _read_places()}


def _read_places() -> Iterator[Place]:
    """The rows of the largest table, without the checks of `lexicon.rows`, which would take longer than the rest."""
    text = resources.files("clusterx").joinpath("data", "regions.tsv").read_text("utf-8")
    for line in text.splitlines():
        if line[0].isdigit():
            code, name, *more = line.split("\t")
            short = more[0] if more and more[0] else name[:-1] if len(name) > 2 else name
            yield Place(code, name, short, len(more) == 2)


@cache
def parents_of(code: str) -> tuple[Region, ...]:
    """The province and city of a place, outermost first."""
    named = (places().get(c) for c in (code[:2] + "0000", code[:4] + "00") if c != code)
    return tuple(to_region(p) for p in dict.fromkeys(named) if p)


@lru_cache(maxsize=4096)
def to_region(place: Place) -> Region:
    return Region(name=place.name, code=place.code)


def find_regions(text: str, near: str | None = None) -> list[FoundRegion]:
    """The places of `text`, in order. `near` is the code of a place that the text is known to be about."""
    hits = _chained(text, _hits(text))
    known = _known(text, hits, near)
    found = []
    for chain in hits:
        place = _settle(text, chain[-1], known)
        if place is not None:
            found.append(_found(text, chain, place))
    return found


def parse_region(name: str, near: str | None = None) -> Region | None:
    """The place that `name` as a whole names: 永康市, 浙江省永康市, 丽水."""
    found = find_regions(name, near)
    return found[0].region if len(found) == 1 and (found[0].start, found[0].end) == (0, len(name)) else None


def main_region(title: str | None, text: str, issuer: str | None = None, near: str | None = None) -> FoundRegion | None:
    """The place that a document is about: that of its title, else of its issuer, else the one that its text is full of.

    A title in 《》 inside the title, or one that is forwarded (转发), speaks of another body's place.

    >>> main_region("甲市实施意见", "山东省滨州市先进制造业……滨州市各部门").region.name
    '滨州市'
    >>> main_region("滨州市人民政府转发《山东省人民政府规定》的通知", "").region.name
    '滨州市'
    """
    return headed_region(title, text, issuer, near) or most_named(text, find_regions(text[:WEIGHED], near))


def headed_region(title: str | None, text: str, issuer: str | None, near: str | None = None) -> FoundRegion | None:
    """The place that title or issuer name."""
    own = OTHERS_PLACE.sub("", title or "")
    for heading in dict.fromkeys((own, issuer or "", title or "")):
        if heading and _names().find(heading):
            found = _sure(find_regions(heading, near)) or _in_heading(heading, text, near)
            if found:
                return found
    return None


def _sure(found: list[FoundRegion]) -> FoundRegion | None:
    """The first city or county of a heading, if the heading alone makes it certain."""
    coded = [f for f in found if f.region.code and f.level != "province"]
    return coded[0] if coded and coded[0] is found[0] else None


def _in_heading(heading: str, text: str, near: str | None) -> FoundRegion | None:
    """The first place of a title or issuer line, read together with the text that it heads."""
    joined = f"{heading}\n{text[:WEIGHED]}"
    inside = [f for f in find_regions(joined, near) if f.end <= len(heading)]
    coded = [f for f in inside if f.region.code]
    below = [f for f in coded if f.level != "province"]
    return next(iter(below or coded or inside), None)


def most_named(text: str, found: Sequence[FoundRegion]) -> FoundRegion | None:
    """Of the places of a text the one named most often; a place of the first lines counts more, a province less than what lies in it."""
    weight: Counter[str] = Counter()
    lead = text.find("\n", 120) if len(text) > 120 else -1
    lead = lead if 0 <= lead < 400 else 400
    first: dict[str, FoundRegion] = {}
    for item in found:
        code = item.region.code
        if code:
            weight[code] += (4 if item.start < lead and not weight[code] else 2) - (item.level == "province")
            first.setdefault(code, item)
    if not weight:
        return found[0] if found else None
    return first[max(first, key=lambda code: weight[code])]


# -- reading ----------------------------------------------------------------------------------------------------------


@cache
def _names() -> WordFinder[tuple[Place, ...]]:
    """The automaton of names that may stand alone; a short name stands for the full one too (永康 finds 永康市)."""
    chained = {row.word for row in rows("region_words", RegionWord) if row.role == "chained"}
    alone: defaultdict[str, list[Place]] = defaultdict(list)
    for place in places().values():
        if place.name not in chained:
            alone[place.name if place.common else place.short].append(place)
    words = {word: tuple(named) for word, named in alone.items()}
    words |= {row.word: () for row in rows("region_words", RegionWord) if row.role == "trap"}
    return WordFinder(words)


@cache
def _inside_of(code: str) -> dict[str, Place]:
    """The places of a province or city, by full and by short name."""
    codes = list(places())
    stem = code[:2] if code.endswith("0000") else code[:4]
    below = [places()[c] for c in codes[bisect_right(codes, code) : bisect_left(codes, stem + "~")]]
    return {p.short: p for p in reversed(below)} | {p.name: p for p in reversed(below)}


@cache
def _begin_inside(code: str) -> frozenset[str]:
    """What the names of these places begin with."""
    return frozenset(name[0] for name in _inside_of(code))


def _hits(text: str) -> Iterator[Hit]:
    for start, end, named in _names().find(text):
        full = [p for p in named if text.startswith(p.name, start) and not _splits_word(text, start + len(p.name))]
        if full:
            if len(full) > 1:
                longest = max(len(p.name) for p in full)
                full = [p for p in full if len(p.name) == longest]
            yield Hit(start, start + len(full[0].name), tuple(full), True)
        elif short := tuple(p for p in named if not p.common and p.short == text[start:end]):
            yield Hit(start, end, short, False)


def _splits_word(text: str, end: int) -> bool:
    """Whether the last character before `end` belongs to the word behind it: 成都市场."""
    return text.startswith(NEXT_WORD.get(text[end - 1], ("\0",)), end)


def _chained(text: str, hits: Iterable[Hit]) -> list[list[Hit]]:
    """Hits that follow each other and lie in each other make one chain; common names are read here, behind a parent."""
    chains: list[list[Hit]] = []
    for hit in hits:
        last = chains[-1][-1] if chains else None
        if last and hit.start < last.end:
            continue
        inner = _inside(last, hit) if last and hit.start == last.end else None
        if inner:
            chains[-1].append(inner)
        else:
            chains.append([hit])
        while behind := _common_behind(text, chains[-1][-1]):
            chains[-1].append(behind)
    return chains


def _inside(outer: Hit, inner: Hit) -> Hit | None:
    """`inner` narrowed to the places that lie in one of `outer`."""
    fitting = tuple(p for p in inner.places if any(p.lies_in(o) for o in outer.places))
    return inner._replace(places=fitting) if fitting else None


def _common_behind(text: str, outer: Hit) -> Hit | None:
    """The longest place name behind `outer` that lies in it and would be no place elsewhere (朝阳, 城区)."""
    following = text[outer.end : outer.end + 1]
    inside = [_inside_of(p.code) for p in outer.places if p.code.endswith("00") and following in _begin_inside(p.code)]
    for length in (6, 5, 4, 3, 2) if inside else ():
        end = outer.end + length
        word = text[outer.end : end]
        fitting = tuple(names[word] for names in inside if word in names)
        if not fitting or len(word) < length:
            continue
        full = word == fitting[0].name and not _splits_word(text, end)
        # 甲市和平发展: a short name that is a word is followed by the end of the phrase.
        if full or (word == fitting[0].short and PHRASE_END.match(text, end)):
            return Hit(outer.end, end, fitting, full)
    return None


def _known(text: str, chains: list[list[Hit]], near: str | None) -> set[str]:
    """Codes of places that the text names beyond doubt, with those of their parents."""
    known: set[str] = set()
    for chain in chains:
        last = chain[-1]
        sure = last.full or len(chain) > 1 or any(p.level != "county" and not p.common for p in last.places)
        if sure and len(last.places) == 1:
            known.add(last.places[0].code)
            known.update(last.places[0].parent_codes)
        elif sure:
            known.update(p.code for p in last.places if p.level != "county" and not last.full)
    if near:
        known.update((near, near[:2] + "0000", near[:4] + "00"))
    return known


def _settle(text: str, hit: Hit, known: set[str]) -> Place | None:
    """The place that a hit names in this text, None for no place; a place without code where several remain."""
    if hit.full and len(hit.places) == 1:
        return hit.places[0]
    if not hit.full:
        if INSTITUTION.match(text, hit.end):
            return None
        high = [p for p in hit.places if p.level != "county" and not p.common]
        if high:
            return min(high, key=lambda p: (p.level != "province", p.code))
    for speaks_for in (_itself, _its_city, _its_province):
        fitting = [p for p in hit.places if speaks_for(p) in known]
        if len(fitting) == 1:
            return fitting[0]
    if hit.full:
        return Place("", hit.places[0].name, "")
    return hit.places[0] if len(hit.places) == 1 and _heads_line(text, hit) else None


def _itself(place: Place) -> str:
    return place.code


def _its_city(place: Place) -> str:
    return place.parent_codes[1]


def _its_province(place: Place) -> str:
    return place.parent_codes[0]


def _heads_line(text: str, hit: Hit) -> bool:
    """永康：“链长制”领跑, 钟祥经开区：…: a headline may open with a short name."""
    opens = hit.start == 0 or text[hit.start - 1] in "\n　"
    return opens and (text.startswith(COLON, hit.end) or bool(PARK_BEHIND.match(text, hit.end)))


def _found(text: str, chain: list[Hit], place: Place) -> FoundRegion:
    start, end = chain[0].start, chain[-1].end
    if not place.code:
        return FoundRegion(start, end, Region(name=place.name, code=None), "county")
    park = _park_behind(text, end) if place.level != "province" else None
    level: AdministrativeLevel = "park" if park else place.level
    return FoundRegion(start, park.end() if park else end, to_region(place), level, parents_of(place.code))


def _park_behind(text: str, end: int) -> regex.Match[str] | None:
    near = text[end : end + LONGEST_PARK]
    return PARK.match(text, end) if "区" in near or "园" in near or "城" in near else None
