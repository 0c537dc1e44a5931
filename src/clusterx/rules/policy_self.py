"""The instrument that a text is: title, number, issuers, dates, level, status, read from its head and signature.

Issuers stand before 关于 in the title, on the red head (…文件), in the portal's table or above the date that signs the
text. A bare 市人民政府办公室 is completed by the place that the text is about.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple

import regex

from clusterx.clean import PageField
from clusterx.mentions import parse_period
from clusterx.mentions.agencies import full_agency_name, level_of_unlisted, parse_agency, split_units
from clusterx.mentions.industries import find_industries
from clusterx.mentions.numerals import parse_number
from clusterx.mentions.periods import find_periods
from clusterx.mentions.regions import FoundRegion
from clusterx.mentions.titles import FoundNumber, find_document_numbers, inner_title, policy_kind
from clusterx.pattern import Pattern
from clusterx.records import AdministrativeLevel, Period, PolicyStatus
from clusterx.rules.document import DRAFT_NOTICE, document_kind, stated_title
from clusterx.rules.rule import Clue, Draft, Reading

HEAD_LINES = 14
BEFORE_ABOUT = Pattern(r"^(?P<who>[^《》]{2,80}?)\s*(?:关于|印发|转发|批转|公布|发布)")
SEVERAL = Pattern(r"等\s*[一二三四五六七八九十\d]*\s*(?:个|家)?(?:部门|单位|部委|厅局|委办局|机关)?$")
RED_HEAD = Pattern(r"^(?P<who>\p{Han}[\p{Han}\s、（）]{3,60}?)\s*文件$")
DATE = (
    r"(?:(?:19|20)\d{2}|[一二][九〇零○]\p{Han}{2})\s?年\s?[\d一二三四五六七八九十]{1,3}\s?月"
    r"\s?[\d一二三四五六七八九十]{1,3}\s?日"
)
DATE_LINE = Pattern(rf"^（?(?P<date>{DATE})）?$")
SIGNED_LINE = Pattern(rf"^(?P<who>\p{{Han}}[\p{{Han}}\s、（）]{{3,60}}?)\s*(?P<date>{DATE})(?:印发)?$")
DRAFT = Pattern(r"征求意见稿|公开征求|征集意见|送审稿|代拟稿|草案|讨论稿|草稿")
_GONE = "(?:通知|办法|意见|文件|规定|措施|方案)(?:已|现已)?(?:废止|失效)"
REPEALED = Pattern(rf"本{_GONE}|该{_GONE}|（(?:已)?(?:废止|失效)）|有效性\s*[：:]\s*(?:废止|失效|已废止|无效)")
IN_FORCE = Pattern(
    rf"自(?:{DATE}|(?:印发|发布|公布|颁布|下发)之日)起\s?(?:正式)?(?:施行|实施|执行|生效)|有效性\s*[：:]\s*有效|印发给你们|现予(?:公布|发布|印发)"
)
VALID = Pattern(
    rf"自(?P<from>{DATE}|\p{{Han}}{{2}}之日)起(?:\p{{Han}}{{0,3}}(?:施行|实施|执行|生效))?[，。,]?\s*(?:试行|有效)期?(?:为|限为|至|截至|到)?(?:(?P<to>{DATE})|\s?(?P<years>[\d一二三四五六七八九十]{{1,3}})\s?年)"
)
OF_YEARS = Pattern(r"[\d年五]")
FIVE_YEARS = Pattern(r"第(十[一二三四五六七八九]?)个五年")
ORDER_TITLE = Pattern(r"(?:令|公告|公报)$")
ENACTED = regex.compile(
    r"现(?:将|发布|公布)《(?P<title>[^《》\n]{4,80})》[^。\n]{0,20}(?:印发|发布|公布|下发)"
    r"|《(?P<title>[^《》\n]{4,80})》[^。\n]{0,60}现(?:予|将)?[^。\n]{0,8}(?:公布|发布|印发)"
)
PASSED = Pattern(
    rf"^（(?P<date>{DATE})(?P<who>\p{{Han}}{{2,20}}?(?:人民代表大会(?:常务委员会)?|人民政府))[^（）\n]{{2,60}}?(?:通过|公布|发布)"
)
CONGRESS = Pattern(r"在(?P<place>\p{Han}{2,12}?[省市州盟县区旗])(?:第\p{Han}{1,4}届)?人民代表大会")
SESSION = Pattern(r"第\p{Han}{1,4}届")


class Line(NamedTuple):
    """A line of the clean text without its blanks."""

    start: int
    end: int
    text: str


@dataclass(slots=True)
class Sheet:
    """A record in the making: a value is only written together with the place that supports it, and only once."""

    values: dict[str, Any] = field(default_factory=dict)
    clues: list[Clue] = field(default_factory=list)
    source_clues: list[Clue] = field(default_factory=list)

    def write(self, by: str, start: int, end: int, *, source: bool = False, **values: Any) -> None:
        new = {name: value for name, value in values.items() if value and name not in self.values}
        if new:
            self.values.update(new)
            (self.source_clues if source else self.clues).append(Clue(start, end, tuple(new), by))

    def draft(self, confidence: float) -> Draft:
        return Draft(self.values, self.clues, confidence, source_clues=self.source_clues)


def find_self(reading: Reading, region: FoundRegion | None) -> Draft | None:
    """The draft of the instrument that the text is, or None."""
    title = own_title(reading)
    of_text = reading.once(document_kind)
    kind = policy_kind(title.value, own=True) if title else None
    is_report = kind == "工作报告" and of_text == "report"
    if title is None or not (is_report or of_text == "policy"):
        return None
    sheet = Sheet()
    _write_title(sheet, title, kind)
    lines = list(head_and_signature(reading.clean))
    _write_number(sheet, reading, lines)
    if not is_report:
        _write_issuers(sheet, reading, lines, region)
    _write_level(sheet, title, region, lines)
    _write_dates(sheet, reading, lines)
    _write_validity(sheet, reading)
    return sheet.draft(0.95 if "number" in sheet.values or "issuers" in sheet.values else 0.8)


def own_title(reading: Reading) -> PageField | None:
    """The title of the page; of a call for comments the draft that it is about; of an order, or where the page has none, the instrument that the text enacts."""
    title = stated_title(reading)
    if title and (draft := DRAFT_NOTICE.search(title.value)):
        return title._replace(value=draft["title"])
    if title and not ORDER_TITLE.search(title.value):
        return title
    enacted = ENACTED.search(reading.clean[:1000])
    if enacted is None:
        return title
    return PageField(enacted["title"], *reading.text.to_source(*enacted.span("title")))


def _write_title(sheet: Sheet, title: PageField, kind: str | None) -> None:
    sheet.write(
        "policy.title",
        title.start,
        title.end,
        source=True,
        role="self",
        title=title.value,
        inner_title=inner_title(title.value),
        kind=kind,
        industries=tuple(find_industries(title.value)),
        period=title_period(title.value),
        status="draft" if DRAFT.search(title.value) else None,
    )


def head_and_signature(text: str) -> Iterator[Line]:
    """The first lines, and the short lines anywhere, where signatures stand."""
    start = count = 0
    for raw in text.split("\n"):
        stripped = raw.strip(" 　\t")
        if stripped:
            count += 1
            if count <= HEAD_LINES or len(stripped) <= 60:
                at = start + raw.index(stripped)
                yield Line(at, at + len(stripped), stripped)
        start += len(raw) + 1


def _write_number(sheet: Sheet, reading: Reading, lines: list[Line]) -> None:
    stated, title = reading.page.number, reading.page.title
    if title and (glued := find_document_numbers(title.value)) and glued[-1].end == len(title.value):
        sheet.write("policy.number", title.start, title.end, source=True, number=glued[-1].number)
    for numbers in (find_document_numbers(stated.value), _order_number(stated, title)) if stated else ():
        if stated and numbers:
            sheet.write("policy.number", stated.start, stated.end, source=True, number=numbers[0].number)
    for line in lines[:HEAD_LINES]:
        numbers = find_document_numbers(line.text)
        alone = line.text.partition("签发")[0].rstrip(" 　")
        if numbers and len(alone) - (numbers[0].end - numbers[0].start) <= 8:
            start, end = line.start + numbers[0].start, line.start + numbers[0].end
            sheet.write("policy.number", start, end, number=numbers[0].number)
            return


def _order_number(stated: PageField, title: PageField | None) -> list[FoundNumber]:
    """甲市人民政府令 on one line, 第15号 on the next."""
    return find_document_numbers(f"{title.value}{stated.value}") if title else []


# -- who issued it -----------------------------------------------------------------------------------------------------


class Issuers(NamedTuple):
    """Bodies and where they stand."""

    names: tuple[str, ...]
    start: int
    end: int
    source: bool
    by: str


def _write_issuers(sheet: Sheet, reading: Reading, lines: list[Line], region: FoundRegion | None) -> None:
    found = list(_issuers(reading, lines))
    if not found:
        return
    best = max(found, key=len_if_joint) if _is_joint(reading) else found[0]
    whole = [name for other in found for name in other.names]
    names = tuple(dict.fromkeys(_in_full(name, whole, region) for name in best.names))
    sheet.write(best.by, best.start, best.end, source=best.source, issuers=names)
    support = next((o for o in found if o is not best and set(o.names) & set(names)), None)
    if support and not set(best.names) & set(names):
        clues = sheet.source_clues if support.source else sheet.clues
        clues.append(Clue(support.start, support.end, ("issuers",), support.by))


def len_if_joint(issuers: Issuers) -> int:
    return len(issuers.names)


def _is_joint(reading: Reading) -> bool:
    title = reading.page.title
    match = BEFORE_ABOUT.match(title.value) if title else None
    return bool(match and SEVERAL.search(match["who"]))


def _issuers(reading: Reading, lines: list[Line]) -> Iterator[Issuers]:
    """Where issuers may stand, the best place first."""
    page = reading.page
    if page.title and (match := BEFORE_ABOUT.match(page.title.value)) and (names := _bodies(match["who"])):
        yield Issuers(names, page.title.start, page.title.end, True, "policy.issuer_in_title")
    for line in lines[:HEAD_LINES]:
        if line.text.endswith("文件") and (match := RED_HEAD.match(line.text)) and (names := _bodies(match["who"])):
            yield Issuers(names, line.start, line.start + match.end("who"), False, "policy.red_head")
    if page.issuer and (names := _bodies(page.issuer.value)):
        yield Issuers(names, page.issuer.start, page.issuer.end, True, "policy.issuer_in_table")
    for line in lines[:HEAD_LINES]:
        if line.text[0] == "（" and (match := PASSED.match(line.text)):
            who = SESSION.sub("", match["who"])
            start, end = match.span("who")
            yield Issuers((who,), line.start + start, line.start + end, False, "policy.passed")
    if page.title and ORDER_TITLE.search(page.title.value) and (names := _bodies(page.title.value[:-1])):
        yield Issuers(names, page.title.start, page.title.end, True, "policy.order")
    yield from _signatures(lines)


def _may_be_dated(line: Line) -> bool:
    """A cheap look before the patterns of dates."""
    return "年" in line.text and (line.text[0] == "（" or line.text.endswith(("日", "）", "印发")))


def _signatures(lines: list[Line]) -> Iterator[Issuers]:
    """Bodies right above a line that is a date, or on one line with it."""
    for at, line in enumerate(lines):
        if not _may_be_dated(line):
            continue
        signed = SIGNED_LINE.match(line.text)
        if signed and (names := _bodies(signed["who"])):
            yield Issuers(names, line.start, line.start + signed.end("who"), False, "policy.signature")
        if DATE_LINE.match(line.text):
            first = at
            while first > 0 and _bodies(lines[first - 1].text):
                first -= 1
            if first < at:
                names = tuple(name for above in lines[first:at] for name in _bodies(above.text))
                yield Issuers(names, lines[first].start, lines[at - 1].end, False, "policy.signature")


def _bodies(text: str) -> tuple[str, ...]:
    """The bodies of which `text` consists; none if any part of it is something else."""
    parts = [part for part in split_units(SEVERAL.sub("", text.strip())) if part]
    return tuple(parts) if parts and all(parse_agency(part) for part in parts) else ()


def _in_full(name: str, others: list[str], region: FoundRegion | None) -> str:
    """市人民政府办公室 → 荆门市人民政府办公室, by another place of the text or by the place that it is about."""
    full = next((o for o in others if len(o) > len(name) and o.endswith(name) and name[0] in "省市县区州旗"), None)
    return full or full_agency_name(name, region.region if region else None, region.parents if region else ())


def _write_level(sheet: Sheet, title: PageField, region: FoundRegion | None, lines: list[Line]) -> None:
    """Level and place of the first issuer, else of the place that the text is about."""
    issuers: tuple[str, ...] = sheet.values.get("issuers", ())
    issuer = parse_agency(issuers[0]) if issuers else None
    level: AdministrativeLevel | None = issuer.level if issuer else None
    place = issuer.region if issuer and issuer.region else None
    if title.value.startswith("中华人民共和国"):
        level = "national"
    if level != "national" and place is None and region:
        place, level = region.region, region.level if level in (None, region.level) or not issuer else level
    if level is None and place is None:
        level = level_of_unlisted(title.value)
        if level is None:
            _write_level_of_congress(sheet, lines)
    in_title = bool(place and (place.name in title.value or place.name[:2] in title.value))
    clue = None if in_title else next((c for c in sheet.clues if "issuers" in c.fields), None)
    if clue:
        sheet.write(clue.by, clue.start, clue.end, level=level, region=place)
    else:
        sheet.write("policy.title", title.start, title.end, source=True, level=level, region=place)


def _write_level_of_congress(sheet: Sheet, lines: list[Line]) -> None:
    """——2026年1月15日在甲安县第十八届人民代表大会第五次会议上: of a work report that names no place in its title."""
    for line in lines:
        if (said := CONGRESS.search(line.text)) and (level := level_of_unlisted(said["place"])):
            sheet.write("policy.congress", line.start + said.start(), line.start + said.end(), level=level)


# -- when --------------------------------------------------------------------------------------------------------------


def _write_dates(sheet: Sheet, reading: Reading, lines: list[Line]) -> None:
    page = reading.page
    for name, stated in (("issued", page.issued), ("published", page.published)):
        if stated:
            sheet.write(
                f"policy.{name}", stated.start, stated.end, source=True, **{name: date.fromisoformat(stated.value)}
            )
    for line in lines:
        if not _may_be_dated(line):
            continue
        match = DATE_LINE.match(line.text) or SIGNED_LINE.match(line.text) or PASSED.match(line.text)
        if match:
            start, end = line.start + match.start("date"), line.start + match.end("date")
            sheet.write("policy.date_line", start, end, issued=parse_day(match["date"]))


def parse_day(text: str) -> date | None:
    """2024年5月31日, 二〇二四年五月三十一日."""
    period = parse_period(text.replace(" ", ""))
    return period.end if period and period.start == period.end else None


def title_period(title: str) -> Period | None:
    """The years of a title: （2024—2026年）, “十四五”, 第十四个五年规划, 2024年."""
    if not OF_YEARS.search(title):
        return None
    plan = FIVE_YEARS.search(title)
    if plan:
        return parse_period(f"“{plan[1]}五”时期")
    for found in find_periods(title, None):
        if found.by in ("period.range", "period.plan", "period.year") and found.period and found.period.start:
            return found.period
    return None


def _write_validity(sheet: Sheet, reading: Reading) -> None:
    text = reading.clean
    match = VALID.search(text)
    if match:
        start = parse_day(match["from"]) or sheet.values.get("issued")
        end = parse_day(match["to"]) if match["to"] else _years_later(start, match["years"])
        if start or end:
            sheet.write("policy.validity", *match.span(), period=Period(start=start, end=end, text=match[0]))
    status: PolicyStatus
    for status, pattern in (("draft", DRAFT), ("repealed", REPEALED), ("in_force", IN_FORCE)):
        found = pattern.search(text[:400]) if status == "draft" else pattern.search(text)
        if found:
            sheet.write(f"policy.{status}", *found.span(), status=status)
            return


def _years_later(start: date | None, years: str) -> date | None:
    number = parse_number(years)
    if start is None or number is None or number != int(number):
        return None
    try:
        return start.replace(year=start.year + int(number)) - timedelta(days=1)
    except ValueError:
        return None
