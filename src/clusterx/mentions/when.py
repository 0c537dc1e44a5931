"""From the parts of a period to its days: what 前三季度, 下旬, 十四五末 or 近三年 mean.

>>> number("十二"), number("二〇二四"), resolve({"q": "3"}, 2024).end
(12, 2024, datetime.date(2024, 9, 30))
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from clusterx.mentions import days
from clusterx.mentions.days import NOWHEN, Days
from clusterx.mentions.han_numerals import read_integer

Parts = dict[str, str]
Read = tuple[Days, str] | None

YEARS_AWAY = {
    "今年": 0, "本年": 0, "当年": 0, "同年": 0, "去年": -1, "上年": -1, "上一年": -1, "前年": -2,
    "明年": 1, "下年": 1, "下一年": 1, "次年": 1, "翌年": 1, "后年": 2,
}  # fmt: skip


class Context(NamedTuple):
    """What a reader may look at besides its match."""

    text: str
    published: date | None
    year_for: Callable[[Parts | None, int, int], int | None]


def number(written: str) -> int:
    """An Arabic or Chinese integer; 元 (of 民国元年) is 1."""
    if written == "元":
        return 1
    value = int(written) if written.isascii() else read_integer(written)
    return -1 if value is None else value


def written_year(parts: Parts) -> int | None:
    """The year that a date writes: in full, by its last two digits (24年5月), or counted from 1912 (民国113年)."""
    if written := parts.get("y"):
        return number(written)
    if written := parts.get("yy"):
        return int(written) + (2000 if int(written) < 50 else 1900)
    since = number(parts["roc"])
    return 1911 + since if since > 0 else None


# -- points -----------------------------------------------------------------------------------------------------------


def kind_of(parts: Parts) -> str:
    """What a point is called by its finest part."""
    get = parts.get
    if (get("part") or get("mpart") or get("qpart")) in ("底", "末"):
        return "period.deadline"
    for key in reversed(parts):
        if (by := _KINDS.get(key)) is not None:
            return by
    return "period.year"


_KINDS = {
    key: f"period.{name}"
    for keys, name in (
        ("half hh", "half"), ("q qq q1 twoq nq", "quarter"), ("d d1", "day"), ("m m1 nm", "months"), ("ry", "relative"),
    )
    for key in keys.split()
}  # fmt: skip


# Parts of what has been: 1—9月, 前9个月, 前三季度, 一二季度, 10月23日, 3月1日至5日.
PAST = frozenset(("m2", "nm", "nq", "q1", "twoq", "d", "dm"))


def deciding_month(parts: Parts) -> int | None:
    """The month that must be over or begun for the year to be the text's own: the last of 1—9月, the first of 四季度."""
    for key in ("m", "m2", "dm", "nm"):
        if (written := parts.get(key)) is not None:
            return number(written)
    for key in ("q", "qq"):
        if (written := parts.get(key)) is not None:
            return number(written) * 3 - 2
    return None


def looks_back(parts: Parts | None) -> bool:
    """Whether it is of what has been: several months (1—9月, 前三季度), or a day on which something took place."""
    return parts is not None and not PAST.isdisjoint(parts)


def resolve(parts: Parts, y: int) -> Days | None:
    """The days of a point in a year; None where the calendar has none. Of its parts but the year no two are of a kind."""
    if "m" in parts:
        return _in_month(parts, y, number(parts["m"]))
    if "part" in parts:
        return _in_year(parts["part"], y)
    for key, read in _WITHIN_YEAR:
        if key in parts:
            return read(parts, y)
    return days.year(y)


def _half(parts: Parts, y: int) -> Days | None:
    return days.half(y, 1 if (parts.get("half") or parts.get("hh")) in ("上半年", "1") else 2)


def _quarter(parts: Parts, y: int) -> Days | None:
    whole = days.quarter(y, number(parts.get("q") or parts["qq"]))
    return Days(None, whole.end) if whole and "qpart" in parts else whole


def _two_quarters(parts: Parts, y: int) -> Days | None:
    first, last = (parts["q1"], parts["q2"]) if "q1" in parts else (parts["twoq"][0], parts["twoq"][-1])
    return days.months(y, 3 * number(first) - 2, 3 * number(last))


def _months(parts: Parts, y: int) -> Days | None:
    if "m1" in parts:
        return days.months(y, number(parts["m1"]), number(parts["m2"]))
    return days.months(y, 1, number(parts["nm"]) if "nm" in parts else 3 * number(parts["nq"]))


def _between_days(parts: Parts, y: int) -> Days | None:
    month = parts["dm"]
    low = days.day(y, number(month), number(parts["d1"]))
    high = days.day(y, number(parts.get("dm2") or month), number(parts["d2"]))
    return Days(low, high) if low and high and low <= high else None


_WITHIN_YEAR = (
    ("m1", _months), ("half", _half), ("q", _quarter), ("dm", _between_days), ("q1", _two_quarters), ("twoq", _two_quarters),
    ("nq", _months), ("nm", _months), ("qq", _quarter), ("hh", _half),
)  # fmt: skip


def _in_month(parts: Parts, y: int, m: int) -> Days | None:
    if (d := parts.get("d")) is not None:
        on = days.day(y, m, number(d))
        return Days(on, on) if on else None
    if xun := parts.get("xun"):
        first, last = days.ten_days(y, m, "上中下".index(xun[0]) + 1), days.ten_days(y, m, "上中下".index(xun[-1]) + 1)
        return Days(first.start, last.end) if first and last else None
    whole, mpart = days.month(y, m), parts.get("mpart")
    if whole is None or not mpart:
        return whole
    return Days(None, whole.end) if mpart in ("底", "末") else days.ten_days(y, m, 1)


def _in_year(part: str, y: int) -> Days | None:
    if part in ("底", "末"):
        return Days(None, date(y, 12, 31))
    return days.month(y, 1 if part == "初" else 6)


# -- shapes of their own ----------------------------------------------------------------------------------------------


def _plan(match: re.Match[str], context: Context) -> Read:
    name, part, no = match["plan"], match["planpart"] or "", number(match["planno"])
    quoted = name[0] in '“"‘' and any(mark in name[1:] for mark in '”"’')
    if not (quoted or part or no > 10) or (
        not quoted and context.text[match.end() : match.end() + 1] in tuple("年月日家个人名万亿")
    ):
        return None
    if name[0] in '“"‘' and not quoted and no <= 10:
        return None
    span = days.plan(no)
    if span.start is None or span.end is None:
        return None
    if part in ("末", "末期", "期末", "时期末", "规划期末"):
        return Days(None, span.end), "period.plan"
    if part == "以来":
        return Days(span.start, context.published), "period.since"
    if part[:1] == "前":
        return Days(span.start, date(span.start.year + 2, 12, 31)), "period.plan"
    if part[:1] == "后":
        return Days(date(span.end.year - 1, 1, 1), span.end), "period.plan"
    return span, "period.plan"


def _recurring(match: re.Match[str], context: Context) -> Read:
    return NOWHEN, "period.recurring"


def _fixed(match: re.Match[str], context: Context) -> Read:
    return Days(None, context.published), "period.as_of"


def _vague(match: re.Match[str], context: Context) -> Read:
    if match["vague"].startswith("未来"):
        return Days(context.published, None), "period.relative"
    return Days(None, context.published), "period.relative"


def _rel(match: re.Match[str], context: Context) -> Read:
    forward = match["rel"][:2] in ("未来", "今后", "此后")
    count, unit = _length(match["relmax"] or match["reln"], match["relu"])
    return _counted(context.published, count, unit, forward), "period.relative"


def _lately(match: re.Match[str], context: Context) -> Read:
    """五年来."""
    return _counted(context.published, *_length(match["laten"], match["lateu"]), False), "period.relative"


def _length(count: str, unit: str) -> tuple[int, str]:
    """A count of units that `_counted` knows."""
    return (6, "月") if count == "半" else (number(count), {"个月": "月", "日": "天"}.get(unit, unit))


def _within(match: re.Match[str], context: Context) -> Read:
    count, unit = _length(match["innmax"] or match["inn"], match["inu"])
    if match["hence"]:
        if match["innmax"] or match["inn"] == "半" or context.text[match.start() - 1 : match.start()] not in _CLAUSES:
            return None
        return _hence(context.published, count, unit), "period.relative"
    if not match["ago"]:
        return _counted(context.published, count, unit, True), "period.deadline"
    start = _counted(context.published, count, unit, False).start
    if start is None:
        return NOWHEN, "period.relative"
    whole = (
        days.year(start.year)
        if unit == "年"
        else days.month(start.year, start.month)
        if unit in ("月", "季度")
        else None
    )
    return whole or Days(start, start), "period.relative"


_CLAUSES = frozenset(("", *"，。；、\n "))
"""What stands before the first words of a clause."""


def _hence(now: date | None, count: int, unit: str) -> Days:
    """三天后, 两年后 at the head of a clause: that day, month or year."""
    on = _counted(now, count, unit, True).end
    if on is None:
        return NOWHEN
    if unit == "年":
        return days.year(on.year) or NOWHEN
    return (days.month(on.year, on.month) or NOWHEN) if unit in ("月", "季度") else Days(on, on)


def _monthof(match: re.Match[str], context: Context) -> Read:
    """下个月5号, 上月下旬, 本月底."""
    ending = match["monthofpart"] in ("底", "末")
    by = "period.day" if match["monthofday"] else "period.deadline" if ending else "period.months"
    if context.published is None:
        return NOWHEN, by
    first = days.shift_months(context.published, _away(match["monthof"]))
    if ending:
        return Days(None, days.shift_days(days.shift_months(first.replace(day=1), 1), -1)), by
    if xun := match["monthofxun"] or match["monthofpart"]:
        xun = xun.replace("初", "上")
        low, high = (days.ten_days(first.year, first.month, "上中下".index(part) + 1) for part in (xun[0], xun[-1]))
        return Days(low.start if low else None, high.end if high else None), by
    on = days.day(first.year, first.month, number(match["monthofday"]))
    return (Days(on, on) if on else NOWHEN), by


def _away(written: str) -> int:
    """How many weeks or months on or back 上, 下, 上上 and 下下 point."""
    step = {"上": -1, "下": 1}.get(written[:1], 0)
    return 2 * step if written[1:2] == written[:1] else step


def _counted(now: date | None, count: int, unit: str, forward: bool) -> Days:
    """From the day of the text so many years, months or days on or back."""
    if now is None or not 0 < count <= 200:
        return NOWHEN
    sign = 1 if forward else -1
    if unit in ("周", "天"):
        other = days.shift_days(now, sign * count * (7 if unit == "周" else 1))
    else:
        other = days.shift_months(now, sign * count * {"年": 12, "月": 1, "季度": 3}[unit])
    return Days(now, other) if forward else Days(other, now)


def _weekday(match: re.Match[str], context: Context) -> Read:
    now, week = context.published, match["week"] or ""
    if context.text[match.start() - 1 : match.start()] in ("（", "(") and not week:
        # 5月31日（星期五） names a day that has been read.
        return None
    if now is None:
        return NOWHEN, "period.day"
    monday = days.shift_days(now, 7 * _away(week) - now.weekday())
    if match["wd"] == "末":
        return Days(days.shift_days(monday, 5), days.shift_days(monday, 6)), "period.relative"
    on = days.shift_days(monday, "一二三四五六日".index(match["wd"].replace("天", "日")))
    if not week and on > now:
        on = days.shift_days(on, -7)
    return Days(on, on), "period.day"


def _word(match: re.Match[str], context: Context) -> Read:
    word, now = match["word"], context.published
    if word[0] in "全年":
        return _of_year(word, context.year_for(None, match.start(), match.end()))
    if now is None:
        return NOWHEN, "period.deadline" if word in ("月底", "月末") else "period.relative"
    if "季度" in word or "月" in word:
        return _of_month(word, now)
    away = {"上": -7, "下": 7}.get(word[0], 0)
    if "周" in word or "星期" in word:
        monday = days.shift_days(now, away - now.weekday())
        return Days(monday, days.shift_days(monday, 6)), "period.relative"
    step = {"昨": -1, "明": 1, "前": -2, "后": 2, "大": -3 if "前" in word else 3}.get(word[0], 0)
    on = days.shift_days(now, step)
    return Days(on, on), "period.day"


def _of_year(word: str, y: int | None) -> Read:
    by = "period.year" if word[0] == "全" else "period.relative" if word in ("年初", "年中") else "period.deadline"
    if y is None:
        return NOWHEN, by
    if by == "period.deadline":
        return Days(None, date(y, 12, 31)), by
    whole = days.year(y) if by == "period.year" else days.month(y, 1 if word == "年初" else 6)
    return whole or NOWHEN, by


def _of_month(word: str, now: date) -> Read:
    away = {"上": -1, "下": 1}.get(word[0], 0)
    if "季度" in word:
        first = days.shift_months(now, 3 * away)
        return days.quarter(first.year, (first.month + 2) // 3) or NOWHEN, "period.quarter"
    first = days.shift_months(now, away)
    whole = days.month(first.year, first.month) or NOWHEN
    if word in ("月底", "月末"):
        return Days(None, whole.end), "period.deadline"
    return (days.ten_days(now.year, now.month, 1) or NOWHEN) if word == "月初" else whole, "period.relative"


def _monthday(match: re.Match[str], context: Context) -> Read:
    """23日上午: the last such day up to the day of the text."""
    now = context.published
    if now is None:
        return NOWHEN, "period.day"
    d = number(match["onlyday"])
    first = now if d <= now.day else days.shift_months(now, -1)
    on = days.day(first.year, first.month, d)
    return (Days(on, on) if on else NOWHEN), "period.day"


def _five_years(match: re.Match[str], context: Context) -> Read:
    """第十五个五年规划: 2026 to 2030, as “十五五” is."""
    span = days.plan(number(match["fiveno"]))
    return (Days(None, span.end) if match["fivepart"] else span), "period.plan"


READERS: dict[str, Callable[[re.Match[str], Context], Read]] = {
    "lately": _lately, "plan": _plan, "fiveyear": _five_years,
    "recur": _recurring, "fixed": _fixed, "rel": _rel, "vague": _vague, "within": _within, "weekday": _weekday,
    "word": _word, "monthof": _monthof, "monthday": _monthday,
}  # fmt: skip
