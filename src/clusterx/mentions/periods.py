"""Periods in running text: years, months, quarters, five-year plans, deadlines, what is counted from 今年.

    >>> def show(text, published=None):
    ...     return [(f.text, str(f.period.start), str(f.period.end), f.by[7:]) for f in find_periods(text, published)]
    >>> show("到2027年，产值达到；2024—2026年；“十五五”时期")
    [('到2027年', 'None', '2027-12-31', 'deadline'), ('2024—2026年', '2024-01-01', '2026-12-31', 'range'), \
('“十五五”时期', '2026-01-01', '2030-12-31', 'plan')]
    >>> show("今年以来，1—9月份，截至10月底", date(2024, 11, 8))
    [('今年以来', '2024-01-01', '2024-11-08', 'since'), ('1—9月份', '2024-01-01', '2024-09-30', 'months'), \
('截至10月底', 'None', '2024-10-31', 'as_of')]

A month without a year belongs to the year that its sentence names before it, else to that of the day on which the text was `published`; to
the year before where it is more than half a year ahead of that day, or is a day (10月23日) or sums up months that are not over (1—9月, 截至10月底), and
no word like 将 or 前 looks ahead; without that day to the year its line names.
What cannot be resolved keeps its words and has no ends; so has an impossible date (2月30日). `period.base` is a year that
something is compared with (较2023年, 是2020年的2倍).

    >>> show("每年新增10家，去年下降，2月30日")
    [('每年', 'None', 'None', 'recurring'), ('去年', 'None', 'None', 'relative'), ('2月30日', 'None', 'None', 'day')]
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from clusterx.mentions import days, digit_dates, named_times, when
from clusterx.mentions.days import NOWHEN, Days
from clusterx.mentions.found import Found
from clusterx.mentions.period_shapes import (
    AFTER,
    AFTER_BEGINS,
    BASE_AFTER,
    BASE_AFTER_BEGINS,
    BEFORE,
    BEFORE_ENDS,
    CLOCK,
    DASH,
    DASH_BEGINS,
    FUTURE,
    OF_BASE,
    PLAIN_YEAR,
    POINT,
    match_shape,
    starts,
)
from clusterx.mentions.when import Parts
from clusterx.records import Period

_BEFOREHAND = re.compile(r"(?:谋划|储备|策划)$")  # 谋划2026年项目，10月底前…: the month is not of that year
_AIM_BEHIND = re.compile(r"的?(?:\w{0,4}目标|任务|要求|蓝图|愿景)")
_LONGEST_QUOTED = 60
SOON = 6  # months: 12月 of September is yet to come, of March it is that of the year before
LOOKS_BACK = 2  # in January and February months are those of the year that is over
_READERS = {**when.READERS, **digit_dates.READERS, **named_times.READERS}
_JOINED = ("period.year", "period.months", "period.day", "period.quarter", "period.relative", "period.half")
_BASED = (*_JOINED, "period.plan", "period.deadline")
_PARTS = tuple(re.findall(r"\?P<(\w+)>", POINT.source))
_YEARS = frozenset(("y", "ry", "roc", "yy"))
_CLOSED = ("period.recurring", "period.as_of")
_ANCHORS = (*_JOINED, "period.range")
"""What a later month of the same sentence may belong to; a deadline or a year to compare with is none of its business."""


def find_periods(text: str, published: date | None = None) -> list[Found]:
    """Every period in the order of the text."""
    return _Finder(text, published).find()


def parse_period(text: str, published: date | None = None) -> Period | None:
    """The one period that a whole string names, else None."""
    text = text.strip()
    found = find_periods(text, published)
    if len(found) != 1 or found[0].start or found[0].period is None:
        return None
    if found[0].end == len(text):
        return found[0].period
    if found[0].by == "period.day" and CLOCK.fullmatch(text, found[0].end):
        return found[0].period.model_copy(update={"text": text})
    return None


_LUNAR = re.compile(r"农历|[正腊]月")
_DATED = re.compile(r"[月日号季时]|[0-9][-/.][0-9]")
_SPEAKS_BEHIND = AFTER_BEGINS | BASE_AFTER_BEGINS
_STOP = re.compile("[。\n]")
_LEAP_YEAR_END = date(2024, 12, 31)


def is_impossible(found: Found) -> bool:
    """Whether a period names a day or month that no calendar has: unresolved, and not for want of a year.

    >>> [is_impossible(f) for f in find_periods("2月30日，10月23日，农历正月初一，2024年13月，去年")]
    [True, False, False, True, False]
    """
    period = found.period
    if period is None or period.start or period.end or found.by == "period.recurring":
        return False
    if _LUNAR.search(found.text) or _DATED.search(found.text) is None:
        return False
    again = find_periods(found.text, _LEAP_YEAR_END)
    return all(f.period is not None and not f.period.start and not f.period.end for f in again)


def _one_month(period: Period) -> Days | None:
    """The period where it is one whole month."""
    start, end = period.start, period.end
    if (
        start is None
        or end is None
        or start.day != 1
        or (start.year, start.month) != (end.year, end.month)
        or end.day < 28
    ):
        return None
    return Days(start, end)


class _Finder:
    """One pass over one text; remembers which year the sentence and the line have named."""

    def __init__(self, text: str, published: date | None) -> None:
        self.text = text
        self.published = published
        self.sentence_year: int | None = None
        self.line_year: int | None = None
        self.years_before: tuple[int | None, int | None] = (None, None)  # the quotation that ends at `quoted_until`
        self.quoted_until = -1
        self.sentence_end = -1
        self.current: Days = NOWHEN
        self.month: Days | None = None  # the last that was named

    def find(self) -> list[Found]:
        found: list[Found] = []
        done = 0
        for start in starts(self.text):
            if start < done:
                continue
            mention = self._read(start, done)
            if mention is not None:
                found.append(mention)
                done = mention.end
        return found

    def _move(self, at: int) -> None:
        """Forget the year of the sentence that is over at `at`, and that of the line if it is."""
        self.quoted_until = -1
        if self.text.find("\n", max(self.sentence_end, 0), at) >= 0:
            self.line_year = None
        self.sentence_year = None
        stop = _STOP.search(self.text, at)
        self.sentence_end = stop.start() if stop is not None else len(self.text)

    def _read(self, start: int, done: int) -> Found | None:
        if start > self.sentence_end:
            self._move(start)
        if 0 <= self.quoted_until < start:
            self.sentence_year, self.line_year = self.years_before
            self.quoted_until = -1
        years = self.sentence_year, self.line_year
        found: Found | None
        if self.text[start] in "12" and PLAIN_YEAR.match(self.text, start):
            self.sentence_year = self.line_year = year = int(self.text[start : start + 4])
            found = self._framed(start, start + 5, days.year(year) or NOWHEN, "period.year", done)
        else:
            match = match_shape(self.text, start)
            found = self._shape(match, done) if match is not None else None
        if (found is not None and found.by not in _ANCHORS) or _BEFOREHAND.search(self.text, max(0, start - 4), start):
            self.sentence_year, self.line_year = years
        elif self.quoted_until < 0 and (self.sentence_year, self.line_year) != years:
            self.quoted_until, self.years_before = self._end_of_quotation(start), years
        if found is not None and found.period is not None and (month := _one_month(found.period)):
            self.month = month
        return found

    def _end_of_quotation(self, at: int) -> int:
        """紧盯“2025年达到600亿元”目标，全年新增5家: the year that is quoted is not that of what follows; -1 where nothing is quoted."""
        opened = self.text.rfind("“", max(0, at - _LONGEST_QUOTED), at)
        if opened < 0 or self.text.find("”", opened, at) >= 0:
            return -1
        closed = self.text.find("”", at, at + _LONGEST_QUOTED)
        return closed if closed >= 0 and _AIM_BEHIND.match(self.text, closed + 1) else -1

    def _shape(self, match: re.Match[str], done: int) -> Found | None:
        kind = match.lastgroup or "point"
        if kind == "point":
            return self._points(match.start(), done)
        read = _READERS[kind](match, when.Context(self.text, self.published, self.year_for))
        if read is not None and self.month is not None and match[0] in ("当月", "同月"):
            read = (self.month, *read[1:])  # 刚刚过去的11月，…，当月签约项目34个
        if read is None:
            # 五年 and 七月 begin like other shapes but are points.
            return self._points(match.start(), done)
        if kind in ("iso", "isomonth", "quarters", "listed") and read[0].start is not None:
            self.sentence_year = self.line_year = read[0].start.year
        return self._framed(match.start(), match.end(), *read, done)

    def _points(self, start: int, done: int) -> Found | None:
        """A date, or two with a dash between them."""
        first = POINT.match(self.text, start)
        if first is None or first.end() == start or not self.text[start : first.end()].strip("底末初中"):
            return None
        span, by = self._point(first, None)
        end = first.end()
        dash = DASH.match(self.text, end) if by in _JOINED and self.text[end : end + 1] in DASH_BEGINS else None
        second = POINT.match(self.text, dash.end()) if dash is not None else None
        if second is not None and second.end() > second.start():
            last, _ = self._point(second, span.start.year if span.start else None)
            if span.start and last.end and (span.start <= last.end or second["y"]):
                joined = Days(span.start, last.end) if span.start <= last.end else NOWHEN
                return self._framed(start, second.end(), joined, "period.range", done)
        return self._framed(start, end, span, by, done)

    def _point(self, match: re.Match[str], default: int | None) -> tuple[Days, str]:
        written = match.groups()[: match.lastindex]
        parts: Parts = {name: part for name, part in zip(_PARTS, written, strict=False) if part is not None}
        by = when.kind_of(parts)
        if not _YEARS.isdisjoint(parts):
            year = self._named_year(parts)
            if year is None:
                return NOWHEN, by
        else:
            year = default if default is not None else self.year_for(parts, match.start(), match.end())
        span = (when.resolve(parts, year) if year is not None else None) or NOWHEN
        if by in ("period.months", "period.quarter", "period.half"):
            self.current = span
        return span, by

    def _named_year(self, parts: Parts) -> int | None:
        relative = parts.get("ry")
        if relative is None:
            year = when.written_year(parts)
        elif relative in ("同年", "次年", "翌年", "当年") and self.sentence_year is not None:
            year = self.sentence_year + (relative in ("次年", "翌年"))
        elif self.published is None:
            return None
        else:
            year = self.published.year + when.YEARS_AWAY[relative.rstrip("度")]
        self.sentence_year = self.line_year = year
        return year

    def year_for(self, parts: Parts | None, start: int, end: int) -> int | None:
        """The year of a month, quarter or half that names none."""
        if self.sentence_year is not None:
            return self.sentence_year
        if self.published is None:
            return self.line_year
        month = when.deciding_month(parts) if parts is not None else None
        if month is None or month <= self.published.month:
            return self.published.year
        clause = max(0, start - 15)
        clause = max(clause, self.text.rfind("。", clause, start))
        ahead = FUTURE.search(self.text, clause, min(len(self.text), end + 8))
        soon = (
            LOOKS_BACK < self.published.month >= month - SOON
            and not when.looks_back(parts)
            and not self.text.endswith("截至", 0, start)
        )
        return self.published.year if soon or ahead or AFTER.match(self.text, end) else self.published.year - 1

    def _framed(self, start: int, end: int, span: Days, by: str, done: int) -> Found:
        """Take in 到, 截至, 自 before and 前, 以来 behind, and open the end that they open."""
        text = self.text
        if text[start - 1 : start] in BEFORE_ENDS or text[end : end + 1] in _SPEAKS_BEHIND:
            start, end, span, by = self._with_words(start, end, span, by, done)
        surface = text[start:end]
        return Found("period", start, end, surface, None, _kept(span.start, span.end, surface), by)

    def _with_words(self, start: int, end: int, span: Days, by: str, done: int) -> tuple[int, int, Days, str]:
        if by in _CLOSED:
            return start, end, span, by
        before = None
        if start and self.text[start - 1] in BEFORE_ENDS:
            before = BEFORE.search(self.text, max(done, start - 3), start)
        if self._is_base(before, end, by):
            return start, *self._base(end, span)
        end, span, by = self._behind(end, span, by)
        start, span, by = _ahead(before, start, span, by)
        return start, end, span, by

    def _is_base(self, before: re.Match[str] | None, end: int, by: str) -> bool:
        """较2023年, 由2023年的11%, 是2020年的2倍, 去年同期."""
        if by not in _BASED:
            return False
        if before is not None and before["base"]:
            return True
        following = self.text[end : end + 1]
        if following in BASE_AFTER_BEGINS and (BASE_AFTER.match(self.text, end) or self.text.startswith("同期", end)):
            return True
        return before is not None and before["since"] is not None and OF_BASE.match(self.text, end) is not None

    def _base(self, end: int, span: Days) -> tuple[int, Days, str]:
        """Of 去年同期 the days are those of the figure that it is compared with, a year before."""
        if not self.text.startswith("同期", end):
            return end, span, "period.base"
        if self.current.start is None or self.current.end is None:
            return end + 2, NOWHEN, "period.base"
        low, high = (days.shift_months(on, -12) for on in (self.current.start, self.current.end))
        return end + 2, Days(low, high), "period.base"

    def _behind(self, end: int, span: Days, by: str) -> tuple[int, Days, str]:
        after = AFTER.match(self.text, end) if self.text[end : end + 1] in AFTER_BEGINS else None
        if after is None:
            return end, span, by
        if by == "period.range":
            return after.end(), span, by
        if after["before"] or after["within"]:
            return after.end(), Days(None, span.end), "period.deadline"
        if after["since"]:
            return after.end(), Days(span.start, self.published), "period.since"
        return after.end(), Days(span.start if after["from"] in ("起", "开始") else span.end, None), "period.since"


@lru_cache(maxsize=1024)
def _kept(start: date | None, end: date | None, surface: str) -> Period:
    return Period(start=start, end=end, text=surface)


def _ahead(before: re.Match[str] | None, start: int, span: Days, by: str) -> tuple[int, Days, str]:
    word = before.lastgroup if before is not None else None
    if before is None or word == "base":
        return start, span, by
    if by == "period.range":
        return (before.start() if word == "since" else start), span, by
    if word == "asof":
        return before.start(), Days(None, span.end), "period.as_of"
    if word == "until":
        return before.start(), Days(None, span.end), "period.deadline"
    return before.start(), Days(span.start, span.end if by == "period.since" else None), "period.since"


__all__ = ["find_periods", "is_impossible", "parse_period"]
