"""Instruments that a text names: titles in 《》 that end in a type of instrument.

The level of a cited instrument is that of the place or body in its title (湖北省…: province, 永康市…: county), else of
its number (国办发: national), else of the body that the sentence names before it (工业和信息化部印发《…》).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from clusterx.lexicon import rows
from clusterx.mentions.agencies import find_agencies, level_of_unlisted
from clusterx.mentions.industries import find_industries
from clusterx.mentions.regions import FoundRegion, find_regions, places
from clusterx.mentions.titles import FoundTitle, find_titles, inner_title, is_policy_title, is_short_title, policy_kind
from clusterx.pattern import Pattern
from clusterx.records import AdministrativeLevel, Region
from clusterx.rules.policy_self import DRAFT, Sheet, title_period
from clusterx.rules.rule import Clue, Draft, Reading

ALIAS = Pattern(
    r"[（(](?:[^（）()\n]{0,60}?[，,；;])?\s*(?:以下|下)(?:统一?)?简?称(?:为)?[：:]?[“《\"「]*(?P<short>[^“”《》\"（）()\n]{1,20})[”》\"」]*[）)]"
)
REPEAL_WORDS = ("废止", "停止执行", "失效", "不再执行")
REPEAL_BEHIND = Pattern(
    r"(?:[、，和及与]|（[^（）\n]{1,60}）|《[^《》\n]{1,80}》){0,20}+[^。；;\n《]{0,40}?(?:废止|停止执行|失效|不再执行)"
)
REPEAL_BEFORE = Pattern(r"(?:废止|停止执行)(?:了|下列|以下|的)?\p{Han}{0,12}[：:]?$")
LEVEL_BEFORE = Pattern(
    r"(?:(?P<national>国家|国务院|中央|全国)|(?P<province>(?:省|自治区)(?:级)?)|(?P<city>市级?)|(?P<county>[县区旗]级?))(?:\p{Han}{0,8}?(?:印发|出台|发布|制定|下发|公布|实施|关于))?的?[“]?$"
)
LEVELS: dict[str, AdministrativeLevel] = {
    "national": "national",
    "province": "province",
    "city": "city",
    "county": "county",
}
NATIONAL_TITLE = Pattern(r"^(?:国务院|中共中央|国家|全国|中国制造|中华人民共和国|工业和信息化部|财政部|商务部|科技部)")
NO_INSTRUMENT_BEFORE = Pattern(
    r"(?:电影|影片|动画片?|纪录片|专题片|宣传片|电视剧|短视频|图书|书籍|专著|著作|论文|杂志|期刊|特刊|刊物|报纸|丛书|教材|小说|歌曲|话剧|栏目|节目)[“]?$"
)
OF_A_COMPANY = Pattern(r"^(?:(?!关于|印发|支持|促进|管理).)*(?:公司|集团|大学|学院|医院)(?!.*(?:关于|印发))")
# 《甲市工业园区管理规定》 is the city's, 《甲市高新区若干政策》 the park's.
PARKS_IN_GENERAL = ("园区", "园", "集聚区", "示范区", "合作区", "先导区")
FAR_BODY = 300
SENTENCE_BETWEEN = Pattern(r"[。；\n《]")
BEFORE_ABOUT = Pattern(r"^.*?(?=关于)")
LAST_BRACKETS = Pattern(r"（[^（）]*）$")
PLAIN = Pattern(r"[的\s“”\"'《》〈〉（）()〔〕—\-–～~]")


@dataclass(frozen=True, slots=True)
class NumberSign:
    """A row of `region_codes.tsv`."""

    sign: str
    level: str
    code: str = ""


def find_cited(reading: Reading, region: FoundRegion | None, own: dict[str, Any]) -> list[Draft]:
    """A draft for each instrument named, in the order of the text."""
    text = reading.clean
    titles = find_titles(text)
    if not titles:
        return []
    known = _own_names(own)
    repeals = any(word in text for word in REPEAL_WORDS)
    sheets: dict[str, Sheet] = {}
    aliases: dict[str, str] = {}
    for title in titles:
        if is_short_title(title.text) or title.text in aliases:
            _add_mention(sheets, aliases, title)
            continue
        if not _is_instrument(text, title):
            continue
        key = plain_title(title.text)
        if (alias := _alias_behind(text, title)) and key not in known:
            aliases[alias] = key
        if key in known:
            continue
        sheet = sheets.setdefault(key, Sheet())
        _write_cited(sheet, text, title, region)
        if repeals:
            _write_repealed(sheet, text, title)
    return [sheet.draft(0.9 if "kind" in sheet.values else 0.7) for sheet in sheets.values()]


def _is_instrument(text: str, title: FoundTitle) -> bool:
    """电影《大方案》 and 《甲公司五年规划》 end like one, but are none."""
    if title.number:
        return True
    if NO_INSTRUMENT_BEFORE.search(text, max(0, title.start - 12), title.start) or OF_A_COMPANY.search(title.text):
        return False
    return is_policy_title(title.text)


def plain_title(title: str) -> str:
    """The title without marks, by which two mentions of one instrument are told."""
    return str(PLAIN.sub("", title))


def _own_names(own: dict[str, Any]) -> set[str]:
    """Plain titles that name the text itself: its title, what it issues, both without issuer and last brackets."""
    names: set[str] = set()
    for title in (own.get("title"), own.get("inner_title")):
        if title:
            for form in (title, BEFORE_ABOUT.sub("", title), LAST_BRACKETS.sub("", title)):
                names.add(plain_title(form))
    return names


def _alias_behind(text: str, title: FoundTitle) -> str | None:
    end = title.number.end + 1 if title.number and not text.startswith("（", title.end) else title.end
    match = ALIAS.match(text, title.end) or ALIAS.match(text, end)
    return match["short"].strip() if match else None


def _add_mention(sheets: dict[str, Sheet], aliases: dict[str, str], title: FoundTitle) -> None:
    """《方案》 speaks of the title that was so abbreviated, else of the last one of that type."""
    sheet = sheets.get(aliases.get(title.text, ""))
    if sheet is None and title.text not in aliases:
        fitting = [s for s in sheets.values() if s.values["title"].rstrip("）").split("（")[0].endswith(title.text)]
        sheet = fitting[-1] if fitting else None
    if sheet:
        sheet.clues.append(Clue(title.start, title.end, ("title",), "policy.short_title"))


def _write_cited(sheet: Sheet, text: str, title: FoundTitle, region: FoundRegion | None) -> None:
    if "title" in sheet.values:
        sheet.clues.append(Clue(title.start, title.end, ("title",), "policy.cited"))
    sheet.write(
        "policy.cited",
        title.start,
        title.end,
        role="cited",
        title=title.text,
        inner_title=inner_title(title.text),
        kind=policy_kind(title.text, own=True),
        industries=tuple(find_industries(title.text)),
        period=title_period(title.text),
        status="draft" if DRAFT.search(title.text) else None,
    )
    if title.number:
        sheet.write("policy.cited_number", title.number.start, title.number.end, number=title.number.number)
    # What the first three mentions do not tell, the hundredth will not tell either.
    open_level = "level" not in sheet.values and len(sheet.clues) <= 3
    said = next(_levels(text, title, region), None) if open_level else None
    if said:
        sheet.write(said.by, said.start, said.end, level=said.level, region=said.region)


def _write_repealed(sheet: Sheet, text: str, title: FoundTitle) -> None:
    behind = REPEAL_BEHIND.match(text, title.end)
    before = REPEAL_BEFORE.search(text, max(0, title.start - 20), title.start)
    if repeal := behind or before:
        sheet.write("policy.repealed", *repeal.span(), status="repealed")


class Said(NamedTuple):
    """What tells level and place of an instrument, and where it stands."""

    by: str
    start: int
    end: int
    level: AdministrativeLevel
    region: Region | None


def _levels(text: str, title: FoundTitle, region: FoundRegion | None) -> Iterator[Said]:
    """What tells the level and place of an instrument, the surest first."""
    near = region.region.code if region else None
    if NATIONAL_TITLE.match(title.text):
        yield Said("policy.cited", title.start, title.end, "national", None)
    places_named = find_regions(title.text, near)[:1]
    for found in places_named:
        level = found.level
        if level == "park" and found.region.code and title.text[: found.end].endswith(PARKS_IN_GENERAL):
            level = places()[found.region.code].level
        yield Said("policy.cited", title.start, title.end, level, found.region)
    if title.number and (sign := _number_sign(title.number.number, region)):
        yield Said("policy.cited_number", title.number.start, title.number.end, *sign)
    yield from _said_before(text, title, region)
    if not places_named and (unlisted := level_of_unlisted(title.text)):
        yield Said("policy.cited", title.start, title.end, unlisted, None)


def _said_before(text: str, title: FoundTitle, region: FoundRegion | None) -> Iterator[Said]:
    """工业和信息化部印发《…》; 省《…》; a ministry named shortly before, where the title names no place."""
    word = LEVEL_BEFORE.search(text, max(0, title.start - 16), title.start)
    if word:
        level = LEVELS[word.lastgroup or ""]
        yield Said("policy.level_before", word.start(), word.end(), level, _place_of_level(level, region))
    low = max(0, title.start - FAR_BODY)
    before = find_agencies(text[low : title.start])
    body = before[-1] if before else None
    if body and body.level:
        same = not SENTENCE_BETWEEN.search(text, low + body.end, title.start)
        if same or body.level == "national":
            place = body.region or _place_of_level(body.level, region)
            yield Said("policy.body_before", low + body.start, low + body.end, body.level, place)


@cache
def _signs() -> tuple[NumberSign, ...]:
    return tuple(sorted(rows("region_codes", NumberSign), key=lambda row: -len(row.sign)))


def _number_sign(number: str, region: FoundRegion | None) -> tuple[AdministrativeLevel, Region | None] | None:
    """Level and place that a document number tells: 国办发, 鄂政办发, 滨政办字 in a text about 滨州市."""
    around = [*(region.parents if region else ()), *([region.region] if region else [])]
    for place in reversed(around):
        # 甲市政办发 is the city's, 甲政办发 too where 甲 begins its name; a province has its own sign.
        if place.code and not place.code.endswith("0000") and number[0] == place.name[0]:
            return places()[place.code].level, place
    sign = next((row for row in _signs() if number.startswith(row.sign)), None)
    if sign is None or number[1:2] in "市县区州":
        return None
    place_row = places().get(sign.code)
    return sign.level, (Region(name=place_row.name, code=place_row.code) if place_row else None)  # type: ignore[return-value]


def _place_of_level(level: AdministrativeLevel, region: FoundRegion | None) -> Region | None:
    """The place of that level around the text's own."""
    around = [*(region.parents if region else ()), *([region.region] if region else [])]
    return next((r for r in around if r.code and places()[r.code].level == level), None)
