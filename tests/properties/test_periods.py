"""Periods: rendered in many ways, read back to the same days; the clock of the machine has no part in it."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from clusterx.mentions import find_mentions, parse_period

YEARS = st.integers(1990, 2060)
DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))
PUBLISHED = st.dates(date(2010, 1, 1), date(2035, 12, 31))
DIGITS = "〇一二三四五六七八九"


def han_year(year: int) -> str:
    return "".join(DIGITS[int(d)] for d in str(year))


def han(number: int) -> str:
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else DIGITS[tens] + "十"
    return head + (DIGITS[ones] if ones else "")


def span(text: str, published: date | None = None) -> tuple[date | None, date | None]:
    period = parse_period(text, published)
    assert period is not None
    assert period.text == text
    return period.start, period.end


@given(DAYS)
def test_dates(on: date) -> None:
    y, m, d = on.year, on.month, on.day
    for text in (
        f"{y}年{m}月{d}日", f"{y}年{m:02}月{d:02}日", f"{y}-{m:02}-{d:02}", f"{y}/{m}/{d}", f"{y}.{m}.{d}",
        f"{han_year(y)}年{han(m)}月{han(d)}日", f"{y}年{m}月{d}号", f"{y} 年 {m} 月 {d} 日",
    ):  # fmt: skip
        assert span(text) == (on, on)
    assert span(f"截至{y}年{m}月{d}日") == span(f"{y}年{m}月{d}日前") == (None, on)


@given(YEARS, st.integers(1, 12))
def test_months(y: int, m: int) -> None:
    last = date(y, m, monthrange(y, m)[1])
    for text in (f"{y}年{m}月", f"{y}年{m}月份", f"{han_year(y)}年{han(m)}月", f"{y}-{m:02}"):
        assert span(text) == (date(y, m, 1), last)
    assert span(f"{y}年{m}月底前") == span(f"到{y}年{m}月底") == span(f"截至{y}年{m}月末") == (None, last)


@given(YEARS, st.integers(1, 11), st.integers(1, 11))
def test_month_ranges(y: int, first: int, more: int) -> None:
    last = min(12, first + more)
    end = date(y, last, monthrange(y, last)[1])
    for dash in "-—–~～至到":
        assert (
            span(f"{y}年{first}{dash}{last}月") == span(f"{y}年{first}月{dash}{last}月份") == (date(y, first, 1), end)
        )


@given(YEARS, st.integers(1, 10))
def test_years(y: int, more: int) -> None:
    assert span(f"{y}年") == span(f"{y}年度") == span(f"{han_year(y)}年") == (date(y, 1, 1), date(y, 12, 31))
    for text in (f"到{y}年", f"{y}年底", f"{y}年底前", f"到{y}年末", f"{y}年前", f"至{y}年底"):
        assert span(text) == (None, date(y, 12, 31))
    for dash in "-—–~～至到":
        whole = (date(y, 1, 1), date(y + more, 12, 31))
        assert span(f"{y}{dash}{y + more}年") == span(f"{y}年{dash}{y + more}年") == whole


@given(YEARS, st.integers(1, 4))
def test_quarters_and_halves(y: int, q: int) -> None:
    first, last = date(y, 3 * q - 2, 1), date(y, 3 * q, monthrange(y, 3 * q)[1])
    for text in (f"{y}年{DIGITS[q]}季度", f"{y}年第{DIGITS[q]}季度", f"{y}年{q}季度", f"{y}Q{q}"):
        assert span(text) == (first, last)
    assert span(f"{y}年上半年")[1] == date(y, 6, 30)
    assert span(f"{y}年下半年")[0] == date(y, 7, 1)


@given(st.integers(11, 19))
def test_five_year_plans(number: int) -> None:
    name = f"{han(number)}五"
    first = 1966 + 5 * (number - 3)
    whole = (date(first, 1, 1), date(first + 4, 12, 31))
    assert span(f"“{name}”") == span(f"“{name}”时期") == span(name) == span(f"{name}期间") == whole
    assert span(f"“{name}”末") == span(f"到“{name}”末") == (None, whole[1])


@given(PUBLISHED)
def test_relative_words(now: date) -> None:
    y = now.year
    assert span("今年", now) == (date(y, 1, 1), date(y, 12, 31))
    assert span("去年", now) == span("上年", now) == span(f"{y - 1}年")
    assert span("明年", now) == span(f"{y + 1}年")
    assert span("今年以来", now) == span("年初以来", now) == (date(y, 1, 1), now)
    assert span("年底前", now) == span(f"{y}年底前")
    assert span("截至目前", now) == (None, now)


@given(PUBLISHED, DAYS)
def test_a_day_without_year_is_the_last_one(now: date, on: date) -> None:
    """Where nothing looks ahead, 10月23日 is not after the day of the text, but for the rest of its month."""
    period = parse_period(f"{on.month}月{on.day}日", now)
    assert period is not None
    if period.start is not None:
        assert (period.start.month, period.start.day) == (on.month, on.day)
        assert period.start.year in (now.year, now.year - 1)
        assert (period.start.year == now.year) == (on.month <= now.month)


@given(YEARS, st.integers(13, 99))
def test_impossible_dates_have_no_days(y: int, bad: int) -> None:
    for text in (f"{y}年2月30日", f"{y}年4月31日", f"{y}年6月{bad + 19}日"):
        found = find_mentions(text)
        assert all(
            f.period is None or f.period.start is None or f.period.start.month not in (2, 4) or f.text != text
            for f in found
        )
    assert span(f"{y}年2月30日") == (None, None)


@given(st.sampled_from(["今年以来", "去年", "10月23日", "一季度", "近三年", "年底前", "三年内"]))
def test_without_a_date_of_the_text_nothing_is_guessed(words: str) -> None:
    assert span(words) == (None, None)
