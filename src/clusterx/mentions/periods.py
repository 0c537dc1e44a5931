"""Periods in running text: years, months, quarters, five-year plans, deadlines, what is counted from 今年.

    >>> def show(text, published=None):
    ...     return [(f.text, str(f.period.start), str(f.period.end), f.by) for f in find_periods(text, published)]
    >>> show("到2027年，产值达到；2024—2026年实施；“十五五”时期")
    [('到2027年', 'None', '2027-12-31', 'period.deadline'), ('2024—2026年', '2024-01-01', '2026-12-31', 'period.range'), \
('“十五五”时期', '2026-01-01', '2030-12-31', 'period.plan')]
    >>> show("今年以来，1—9月份，截至10月底", date(2024, 11, 8))
    [('今年以来', '2024-01-01', '2024-11-08', 'period.since'), ('1—9月份', '2024-01-01', '2024-09-30', 'period.months'), \
('截至10月底', 'None', '2024-10-31', 'period.as_of')]

Relative words resolve against `published`; a year named before in the same line anchors months and quarters where there is
none. What cannot be resolved keeps its words and has no ends; so has an impossible date (2月30日).

    >>> show("每年新增10家，去年下降") == [('每年', 'None', 'None', 'period.recurring'), ('去年', 'None', 'None', 'period.relative')]
    True
"""

from __future__ import annotations

from datetime import date

import regex

from clusterx.mentions import days
from clusterx.mentions.days import NOWHEN, Days
from clusterx.mentions.found import Found
from clusterx.mentions.han_numerals import read_integer
from clusterx.records import Period

_Y = r"(?:(?:1[89]|20)[0-9]{2}|[一二][九〇零○][〇零○一二三四五六七八九]{2})"
_M = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_D = r"(?:3[01]|[12][0-9]|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"
_N = r"(?:[0-9]{1,3}|[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])"
_TO = r"(?:\s?(?:[-–—―－~～〜]{1,2}|至|到)\s?)"
_REL = "今年|本年度?|当年|同年|去年|上年度?|上一年度?|前年|明年|下一?年度?|次年|翌年|后年"

POINT = regex.compile(
    rf"""
    (?: (?P<y>(?<![0-9]){_Y})\s?年(?!代|版|本(?!年|月)|第\s?[0-9]+\s?号)度?
      | (?P<ry>(?<![一二两三四五六七八九十0-9每]){_REL})(?!版|龄|轻) )?+
    (?: (?P<half>[上下]半年)度?
      | 第?(?P<q1>[一二三1-3])(?:季度)?{_TO}第?(?P<q2>[二三四2-4])季度
      | (?<![0-9十])第?(?P<q>[一二三四1-4])季度
      | 前(?P<nq>[一二两三1-3])个?季度
      | [前头](?P<nm>1[0-2]|[1-9]|[一二两三四五六七八九]|十[一二]?)个?月(?!内)
      | (?<![0-9.〇个第])(?P<m1>{_M})(?:月份?)?{_TO}(?P<m2>{_M})月份?(?![龄]|{_D}[日号])
      | (?<![0-9.〇个第])(?P<dm>{_M})月(?P<d1>{_D})[日号]?{_TO}(?:(?P<dm2>{_M})月)?(?P<d2>{_D})[日号]
      | (?<![0-9.〇个第])(?P<m>{_M})\s?月份?(?:\s?(?P<d>[0-9]{{1,2}}|{_D})\s?[日号]|(?P<xun>[上中下])旬|(?P<mpart>[底末初中](?!心)))?+(?!龄)
      | (?P<part>[底末](?=前|之前|以前|[，。；、,;）)将力完实建达达预投累]|$)|[底末初])
    )?+
    """,
    regex.VERBOSE,
)

_SCAN = regex.compile(
    rf"""
    (?P<years>(?<![0-9.]){_Y}(?:\s?年度?)?{_TO}(?:{_Y}|[0-9]{{2}})\s?年度?)
  | (?P<iso>(?<![0-9./-])(?:19|20)[0-9]{{2}}(?P<sep>[-/.])(?:1[0-2]|0?[1-9])(?P=sep)(?:3[01]|[12][0-9]|0?[1-9])(?![0-9./-]))
  | (?P<plan>[“"‘「]?(?<![一二三四五六七八九百])(?P<planno>[七八九]|十[一二三四五六七八九]?|二十)五[”"’」]?(?P<planpart>规划期末|时期|期间|规划期间|末期|末|期末|初期|规划期|以来|前三年|后两年)?)
  | (?P<recur>每(?:个|一|两|三|1|2|3)?(?:年度?|个?季度|半年|个?月|周|日|天|旬)(?!均)|逐[年月季]|按[月季年]度?)
  | (?P<fixed>截[至止]到?(?:目前|当前|现在|今日)|到目前(?:为止)?|迄今(?:为止)?|至今)
  | (?P<rel>(?:近|过去|最近|未来|今后|此后)(?P<reln>{_N})(?:个)?(?P<relu>年|月|季度|周|天)(?!度)(?:多?来|内|间|时间)?)
  | (?P<within>(?P<inn>{_N})(?:个)?(?P<inu>年|月|季度|周|天)(?:以|之)?内)
  | (?P<word>全年度?|年内|年底|年末|年初|年中(?!等)|月底|月末|月初|本月|当月|上个?月(?!份?[0-9])|下个?月|本季度|上季度|下季度|本周|上周|下周|昨[日天]|今[日天]|明[日天]|前天|后天|当[日天]|同日)
  | (?P<point>(?={_Y}\s?年|{_REL}|[上下]半年|第?[一二三四1-4](?:季度|{_TO}第?[二三四2-4]季度)|前[一二两三1-3]个?季度|[前头][0-9一二两三四五六七八九十]{{1,2}}个?月|{_M}(?:月|{_TO}{_M}月)))
    """,
    regex.VERBOSE,
)

_AFTER = regex.compile(
    r"(?P<before>(?:之|以)?前(?!后|[一二三两])|止|为止)|(?P<since>以来|来(?!自|源|看)|起|开始|至今)|(?P<within>内|期间|之内|以内)|(?P<later>(?:之|以)?后(?!续|备|期|勤))"
)
_BEFORE = regex.compile(
    r"(?:(?P<asof>截[至止]到?|截到)|(?P<since>自从?|从)|(?P<until>(?<![高低升降加增达大长收])到|直到|至)|(?P<base>较|比|同比|由|相比|对比))\Z"
)
_OPENERS = '“"‘「'


def find_periods(text: str, published: date | None = None) -> list[Found]:
    """Every period in the order of the text."""
    return _Finder(text, published).find()


def parse_period(text: str, published: date | None = None) -> Period | None:
    """The one period that a whole string names, else None."""
    text = text.strip()
    found = find_periods(text, published)
    if len(found) == 1 and (found[0].start, found[0].end) == (0, len(text)):
        return found[0].period
    return None


def _int(written: str) -> int:
    value = int(written) if written.isascii() else read_integer(written)
    return -1 if value is None else value


class _Finder:
    """One pass over one text; `line_year` is the year that the line named last."""

    def __init__(self, text: str, published: date | None) -> None:
        self.text = text
        self.published = published
        self.line_year: int | None = None
        self.line_end = -1

    def find(self) -> list[Found]:
        found: list[Found] = []
        done = 0
        for match in _SCAN.finditer(self.text):
            if match.start() < done:
                continue
            self._note_line(match.start())
            mention = self._read(match, done)
            if mention is not None:
                found.append(mention)
                done = mention.end
        return found

    def _note_line(self, at: int) -> None:
        if at > self.line_end:
            end = self.text.find("\n", at)
            self.line_end = len(self.text) if end < 0 else end
            self.line_year = None

    def _read(self, match: regex.Match[str], done: int) -> Found | None:
        start, end = match.span()
        kind = match.lastgroup or ""
        if match["point"] is not None:
            return self._points(start, done)
        for kind in ("years", "iso", "plan", "recur", "fixed", "rel", "within", "word"):
            if match[kind]:
                break
        read = getattr(self, f"_{kind}")(match)
        if read is None:
            return None
        span, by = read
        return self._framed(start, end, span, by, done)

    # -- shapes of their own ------------------------------------------------------------------------------------------

    def _years(self, match: regex.Match[str]) -> tuple[Days, str] | None:
        first, second = regex.findall(r"[0-9一二三四五六七八九〇零○]+", match["years"])[:2]
        low, high = _int(first), _int(second)
        high = high if high > 100 else low // 100 * 100 + high
        if low > high:
            return NOWHEN, "period.range"
        return Days(date(low, 1, 1), date(high, 12, 31)), "period.range"

    def _iso(self, match: regex.Match[str]) -> tuple[Days, str] | None:
        y, m, d = (int(part) for part in match["iso"].split(match["sep"]))
        on = days.day(y, m, d)
        self.line_year = y
        return (Days(on, on) if on else NOWHEN), "period.day"

    def _plan(self, match: regex.Match[str]) -> tuple[Days, str] | None:
        name, part = match["plan"], match["planpart"]
        number = _int(match["planno"])
        quoted = name[0] in _OPENERS
        if (
            number <= 10
            and not (quoted and name[-1] not in "五" or part)
            or self.text[match.end() : match.end() + 1] in ("年", "家", "个")
        ):
            return None
        span = days.plan(number)
        if part in ("末", "末期", "期末", "规划期末"):
            return Days(None, span.end), "period.plan"
        if part == "以来":
            return Days(span.start, self.published), "period.since"
        if part == "前三年" and span.start:
            return Days(span.start, date(span.start.year + 2, 12, 31)), "period.plan"
        if part == "后两年" and span.end:
            return Days(date(span.end.year - 1, 1, 1), span.end), "period.plan"
        return span, "period.plan"

    def _recur(self, match: regex.Match[str]) -> tuple[Days, str] | None:
        return NOWHEN, "period.recurring"

    def _fixed(self, match: regex.Match[str]) -> tuple[Days, str] | None:
        return Days(None, self.published), "period.as_of"

    def _rel(self, match: regex.Match[str]) -> tuple[Days, str] | None:
        forward = match["rel"][:2] in ("未来", "今后", "此后")
        return self._span_of(_int(match["reln"]), match["relu"], forward), "period.relative"

    def _within(self, match: regex.Match[str]) -> tuple[Days, str] | None:
        before = self.text[match.start() - 1 : match.start()]
        if before.isdigit() or before in ("第", ".", "之", "—", "-", "至", "~", "～") and before:
            return None
        return self._span_of(_int(match["inn"]), match["inu"], True), "period.deadline"

    def _span_of(self, n: int, unit: str, forward: bool) -> Days:
        if self.published is None or not 0 < n <= 200:
            return NOWHEN
        sign = 1 if forward else -1
        if unit in ("周", "天"):
            other = days.shift_days(self.published, sign * n * (7 if unit == "周" else 1))
        else:
            other = days.shift_months(self.published, sign * n * {"年": 12, "月": 1, "季度": 3}[unit])
        return Days(self.published, other) if forward else Days(other, self.published)

    def _word(self, match: regex.Match[str]) -> tuple[Days, str] | None:
        word, now = match["word"], self.published
        if word in ("年底", "年末", "年初", "年中", "全年", "全年度", "年内"):
            y = self._year_for(None)
            return self._part_of_year(y, word) if y else (NOWHEN, _BY_WORD.get(word, "period.relative"))
        if now is None:
            return NOWHEN, "period.relative"
        return _near(word, now)

    def _part_of_year(self, y: int, word: str) -> tuple[Days, str]:
        whole = days.year(y) or NOWHEN
        if word in ("年底", "年末", "年内"):
            return Days(None, whole.end), "period.deadline"
        if word == "年初":
            return days.month(y, 1) or NOWHEN, "period.relative"
        return (whole if word != "年中" else days.month(y, 6) or NOWHEN), _BY_WORD.get(word, "period.relative")

    # -- points ---------------------------------------------------------------------------------------------------------

    def _points(self, start: int, done: int) -> Found | None:
        first = POINT.match(self.text, start)
        if first is None or first.end() == start:
            return None
        span, by = self._point(first, None)
        end = first.end()
        dash = _DASH.match(self.text, end)
        second = POINT.match(self.text, dash.end()) if dash else None
        if second is not None and second.end() > second.start() and by in _SINGLE:
            last, _ = self._point(second, span.start.year if span.start else None)
            if span.start and last.end and span.start <= last.end:
                return self._framed(start, second.end(), Days(span.start, last.end), "period.range", done)
        return self._framed(start, end, span, by, done)

    def _point(self, match: regex.Match[str], default: int | None) -> tuple[Days, str]:
        g = match.groupdict()
        y = self._named_year(g, default)
        by = _by(g)
        if y is None and (g["y"] or g["ry"]):
            return NOWHEN, by
        if y is None:
            y = self._year_for(_first_month(g))
            if y is None:
                return NOWHEN, by
        return _resolve(g, y) or NOWHEN, by

    def _named_year(self, g: dict[str, str | None], default: int | None) -> int | None:
        if g["y"]:
            self.line_year = _int(g["y"])
            return self.line_year
        if g["ry"]:
            if g["ry"] in ("同年", "次年", "翌年", "当年") and self.line_year:
                return self.line_year + (g["ry"] in ("次年", "翌年"))
            return self.published.year + _OFFSET[g["ry"].rstrip("度")] if self.published else None
        return default

    def _year_for(self, month: int | None) -> int | None:
        """The year of a month that names none."""
        if self.published is None:
            return self.line_year
        if self.line_year is not None and month is not None:
            return self.line_year if abs(self.line_year - self.published.year) <= 1 else self.published.year
        if month is not None and month > self.published.month and self.published.month <= 2:
            return self.published.year - 1
        return self.published.year

    # -- what stands around -----------------------------------------------------------------------------------------------

    def _framed(self, start: int, end: int, span: Days, by: str, done: int) -> Found:
        """Take in 到, 截至, 自 before and 前, 以来 behind, and open the end that they open."""
        after = _AFTER.match(self.text, end)
        before = _BEFORE.search(self.text, max(done, start - 3), start)
        if (
            after is not None
            and by not in ("period.recurring", "period.as_of", "period.plan")
            or after
            and after["since"]
        ):
            end, span, by = self._framed_after(after, span, by)
        if before is not None and by != "period.recurring":
            if before["base"]:
                by = (
                    "period.base"
                    if by in ("period.year", "period.relative", "period.months", "period.day", "period.plan")
                    else by
                )
            else:
                start, (span, by) = before.start(), _framed_before(before, span, by, self.published)
        surface = self.text[start:end]
        return Found("period", start, end, surface, None, Period(start=span.start, end=span.end, text=surface), by)

    def _framed_after(self, after: regex.Match[str], span: Days, by: str) -> tuple[int, Days, str]:
        if after["before"]:
            return after.end(), Days(None, span.end), "period.deadline"
        if after["since"]:
            until = self.published if after["since"] in ("以来", "来", "至今") else None
            return after.end(), Days(span.start, until), "period.since"
        if after["later"]:
            return after.end(), Days(span.end, None), "period.since"
        return after.end(), span, by


_DASH = regex.compile(_TO)
_SINGLE = ("period.year", "period.months", "period.day", "period.quarter", "period.relative", "period.half")
_OFFSET = {"今年": 0, "本年": 0, "当年": 0, "同年": 0, "去年": -1, "上年": -1, "上一年": -1, "前年": -2,
           "明年": 1, "下年": 1, "下一年": 1, "次年": 1, "翌年": 1, "后年": 2}  # fmt: skip
_BY_WORD = {"全年": "period.year", "全年度": "period.year", "年底": "period.deadline", "年末": "period.deadline",
            "年内": "period.deadline"}  # fmt: skip


def _framed_before(before: regex.Match[str], span: Days, by: str, published: date | None) -> tuple[Days, str]:
    if before["asof"]:
        return Days(None, span.end), "period.as_of"
    if before["until"]:
        return Days(None, span.end), "period.deadline"
    if by == "period.range":
        return span, by
    return Days(span.start, span.end if by == "period.since" else None), "period.since"


def _by(g: dict[str, str | None]) -> str:
    if g["part"] or g["mpart"] and g["mpart"] in "底末":
        return "period.deadline"
    if g["half"]:
        return "period.half"
    if g["q"] or g["q1"] or g["nq"]:
        return "period.quarter"
    if g["d"] or g["d1"]:
        return "period.day"
    if g["m"] or g["m1"] or g["nm"]:
        return "period.months"
    return "period.relative" if g["ry"] else "period.year"


def _first_month(g: dict[str, str | None]) -> int | None:
    for key in ("m", "m2", "dm", "nm"):
        if (written := g[key]) is not None:
            return _int(written)
    quarter = g["q"] or g["q2"] or g["nq"]
    return _int(quarter) * 3 - 2 if quarter else None


def _resolve(g: dict[str, str | None], y: int) -> Days | None:
    if g["half"]:
        return days.half(y, 1 if g["half"][0] == "上" else 2)
    if g["q1"] and g["q2"]:
        return days.months(y, 3 * _int(g["q1"]) - 2, 3 * _int(g["q2"]))
    if g["q"]:
        return days.quarter(y, _int(g["q"]))
    if g["nq"]:
        return days.months(y, 1, 3 * _int(g["nq"]))
    if g["nm"]:
        return days.months(y, 1, _int(g["nm"]))
    if g["m1"] and g["m2"]:
        return days.months(y, _int(g["m1"]), _int(g["m2"]))
    if g["dm"] and g["d1"] and g["d2"]:
        low, high = days.day(y, _int(g["dm"]), _int(g["d1"])), days.day(y, _int(g["dm2"] or g["dm"]), _int(g["d2"]))
        return Days(low, high) if low and high and low <= high else None
    if g["m"]:
        return _in_month(g, y, _int(g["m"]))
    if g["part"]:
        return Days(None, date(y, 12, 31)) if g["part"] in "底末" else days.month(y, 1)
    return days.year(y)


def _in_month(g: dict[str, str | None], y: int, m: int) -> Days | None:
    if g["d"]:
        on = days.day(y, m, _int(g["d"]))
        return Days(on, on) if on else None
    if g["xun"]:
        return days.ten_days(y, m, "上中下".index(g["xun"]) + 1)
    whole = days.month(y, m)
    if whole is None or not g["mpart"]:
        return whole
    if g["mpart"] in "底末":
        return Days(None, whole.end)
    return days.ten_days(y, m, 1 if g["mpart"] == "初" else 2)


def _near(word: str, now: date) -> tuple[Days, str]:
    """月底, 上月, 本周, 昨日: counted from the day of the text."""
    month = {"上": -1, "下": 1}.get(word[0], 0)
    by = "period.relative"
    if "季度" in word:
        first = days.shift_months(now, 3 * month)
        return days.quarter(first.year, (first.month + 2) // 3) or NOWHEN, by
    if "月" in word:
        first = days.shift_months(now, month)
        whole = days.month(first.year, first.month) or NOWHEN
        if word in ("月底", "月末"):
            return Days(None, whole.end), "period.deadline"
        return (days.ten_days(now.year, now.month, 1) or NOWHEN) if word == "月初" else whole, by
    if "周" in word:
        monday = days.shift_days(now, 7 * month - now.weekday())
        return Days(monday, days.shift_days(monday, 6)), by
    on = days.shift_days(now, {"昨": -1, "明": 1, "前": -2, "后": 2}.get(word[0], 0))
    return Days(on, on), "period.day"
