"""Numbers: written in every way they are written, read back to the same value."""

from __future__ import annotations

from decimal import Decimal

import cn2an
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterx.mentions import parse_number
from clusterx.mentions.han_numerals import read_integer

DIGITS = "零一二三四五六七八九"
FORMAL = str.maketrans("零一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")
SCALES = {"万": 10**4, "亿": 10**8, "万亿": 10**12, "百万": 10**6, "千万": 10**7, "百亿": 10**10, "千亿": 10**11}


def section(number: int) -> str:
    """A number below ten thousand as it is spoken, with 零 for its gaps."""
    written, gap = "", False
    for power, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // power % 10
        if digit:
            written += ("零" if gap and written else "") + DIGITS[digit] + name
            gap = False
        else:
            gap = True
    return written


def spoken(number: int) -> str:
    """Any integer below 10^16 in Chinese."""
    if number == 0:
        return "零"
    high, rest = divmod(number, 10**8)
    upper, lower = divmod(rest, 10**4)
    written = spoken(high) + "亿" if high else ""
    if upper:
        written += ("零" if written and upper < 1000 else "") + section(upper) + "万"
    if lower:
        written += ("零" if written and (lower < 1000 or (high and not upper)) else "") + section(lower)
    return written


integers = st.one_of(st.integers(0, 99), st.integers(0, 99999), st.integers(0, 10**16 - 1))


@given(integers)
def test_arabic(number: int) -> None:
    for written in (
        str(number),
        f"{number:,}",
        str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９")),
    ):
        assert parse_number(written) == number


@given(integers)
def test_chinese(number: int) -> None:
    written = spoken(number)
    assert parse_number(written) == number
    assert parse_number(written.translate(FORMAL)) == number
    if written.startswith("一十"):
        assert parse_number(written[1:]) == number


@given(st.integers(1000, 9999))
def test_digits_by_position(number: int) -> None:
    written = "".join(DIGITS[int(d)] for d in str(number))
    assert parse_number(written) == number
    assert parse_number(written.replace("零", "〇")) == number


@given(st.decimals(0, 10**6, places=3), st.sampled_from(sorted(SCALES)))
def test_scale_words(number: Decimal, scale: str) -> None:
    assert parse_number(f"{number}{scale}") == number * SCALES[scale]


@given(st.integers(1, 9999), st.integers(1, 9))
def test_mixed_parts(high: int, low: int) -> None:
    assert parse_number(f"{high}万{low}千") == high * 10**4 + low * 1000
    assert parse_number(f"{high}亿{low}千万") == high * 10**8 + low * 10**7


@given(st.integers(0, 9999), st.text("0123456789", min_size=1, max_size=4))
def test_decimals_in_chinese(whole: int, fraction: str) -> None:
    point = "".join(DIGITS[int(d)] for d in fraction)
    assert parse_number(f"{spoken(whole)}点{point}") == Decimal(f"{whole}.{fraction}")


@given(integers)
def test_sign(number: int) -> None:
    assert parse_number(f"-{number}") == parse_number(f"负{spoken(number)}") == -number


@given(st.integers(1, 10**12 - 1))
@settings(max_examples=60)
def test_agrees_with_cn2an(number: int) -> None:
    written = spoken(number)
    assert read_integer(written) == cn2an.cn2an(written, "normal") == number


def test_round_numbers_agree_with_cn2an() -> None:
    """What is read from a table is what cn2an reads, and whatever it rejects is no number here either."""
    for number in range(100):
        for scales in (
            "百",
            "千",
            "万",
            "亿",
            "百万",
            "千万",
            "百亿",
            "千亿",
            "万亿",
            "百万亿",
            "千万亿",
            "万万",
            "亿亿",
            "百百",
            "亿万",
        ):
            written = section(number) + scales
            try:
                theirs = cn2an.cn2an(written, "normal")
            except (ValueError, KeyError):
                theirs = None
            assert read_integer(written) == theirs, written


@given(st.text("零一二三四五六七八九十百千万亿", min_size=2, max_size=8))
@settings(max_examples=100)
def test_what_both_read_is_the_same(written: str) -> None:
    """A numeral that cn2an rejects is none; one that both read has one value, ranges of neighbours (三五百) apart."""
    try:
        theirs = cn2an.cn2an(written, "normal")
    except (ValueError, KeyError):
        theirs = None
    ours = parse_number(written)
    if ours is not None and theirs is not None:
        assert ours == theirs


@pytest.mark.parametrize("junk", ["", " ", "家", "点", "亿万", "万千", "1,2", "1,,000", "--1", "1.2.3", "9" * 41])
def test_no_number(junk: str) -> None:
    assert parse_number(junk) is None
