"""Single expressions through the public functions, in any script and width, and what is said about those that are none."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import clusterx
from clusterx.lexicon import rows
from clusterx.mentions.units import Unit, UnitRow, units


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("３.５萬", "35000"), ("壹佰貳拾參", "123"), ("兩千", "2000"), (" 1,247 ", "1247"), ("三點五", "3.5"), ("負五", "-5"),
        ("三五百", None), ("家", None), ("", None), ("1" * 500, None),
    ],
)  # fmt: skip
def test_number(written: str, value: str | None) -> None:
    assert clusterx.parse_number(written) == (None if value is None else Decimal(value))


@pytest.mark.parametrize("written", ["不低于13.9亿元", "不低於１３.９億元", " 不低于 13.9 亿元 "])
def test_quantity(written: str) -> None:
    quantity = clusterx.parse_quantity(written)
    assert quantity is not None
    assert (quantity.value, quantity.unit, quantity.bound) == (Decimal("1390000000"), "元", "at_least")


def test_period() -> None:
    for published in (date(2024, 11, 8), "2024-11-08"):
        period = clusterx.parse_period("１—９月份", published)
        assert period is not None
        assert (period.start, period.end) == (date(2024, 1, 1), date(2024, 9, 30))
    assert clusterx.parse_period("本项目") is None


@pytest.mark.parametrize("parse", [clusterx.parse_number, clusterx.parse_quantity, clusterx.parse_period])
def test_bad_arguments(parse: object) -> None:
    with pytest.raises(TypeError, match="text must be a str"):
        parse(b"3")  # type: ignore[operator]


@pytest.mark.parametrize(
    ("said", "code", "place"),
    [
        ("五百亿万亿万元", "unreadable_number", "五百亿万亿万元"),
        ("五百亿万亿万", "unreadable_number", "五百亿万亿万"),
        ("1,23,4567万元", "unreadable_number", "1,23,4567万元"),
        ("10^400元", "unreadable_number", "10^400元"),
        ("9" * 60 + "元", "unreadable_number", "9" * 60 + "元"),
        ("2月30日", "impossible_date", "2月30日"),
        ("2023年2月29日", "impossible_date", "2023年2月29日"),
        ("2024年13月", "impossible_date", "2024年13月"),
        ("5月45日", "impossible_date", "5月45日"),
        ("二月三十日", "impossible_date", "二月三十日"),
        ("2024-02-30", "impossible_date", "2024-02-30"),
        ("2024年5季度", "impossible_date", "2024年5季度"),
        ("13月", "impossible_date", "13月"),
        ("25时", "impossible_date", "25时"),
        ("25时30分", "impossible_date", "25时30分"),
        ("2024年5月31日至2024年5月1日", "impossible_date", "2024年5月31日至2024年5月1日"),
        ("1.2.3.4亿元", "unreadable_number", "1.2.3.4亿元"),
        ("1,2345元", "unreadable_number", "1,2345元"),
    ],
)
def test_nonsense_has_no_value_and_a_warning_with_its_place(said: str, code: str, place: str) -> None:
    text = f"产值达到{said}，培育企业30家。"
    warnings = {w.code: w.evidence for w in clusterx.extract(text, published="2024-11-08").warnings}
    evidence = warnings[code]
    assert evidence is not None
    assert (text[evidence.start : evidence.end], evidence.text) == (place, place)
    found = clusterx.mentions(text, published="2024-11-08")
    assert [m.text for m in found if m.quantity] == ["30家"]
    assert all(m.period.start is None and m.period.end is None for m in found if m.period)


@pytest.mark.parametrize(
    "said", ["1,247家", "1.33万亿元", "2024年5月31日", "三五百家", "2024年2月29日", "10月23日", "1.2.3节"]
)
def test_sense_has_no_warning(said: str) -> None:
    codes = {w.code for w in clusterx.extract(f"产值达到{said}，", published="2024-11-08").warnings}
    assert not codes & {"unreadable_number", "impossible_date"}


@pytest.mark.parametrize(
    ("written", "unit", "value", "base"),
    [
        ("3亩", "", "2000", "平方米"), ("1000亩", "公顷", "200/3", "公顷"), ("60GWh", "千瓦时", "60000000", "千瓦时"),
        ("12英寸", "米", "381/1250", "米"), ("2年6个月", "年", "5/2", "年"), ("90分钟", "小时", "3/2", "小时"),
        ("30万元/亩", "", "450", "元/平方米"), ("30万元/亩", "元/公顷", "4500000", "元/公顷"), ("5‰", "%", "1/2", "%"),
        ("5000元/人·月", "", "5000", "元/人·月"), ("3.5件/万人", "件/人", "7/20000", "件/人"), ("500吨/日", "吨/年", None, ""),
        ("30家", "", "30", "家"), ("3匹马力", "千瓦", "2.20649625", "千瓦"), ("2吨标准煤", "兆瓦时", "8141/500", "兆瓦时"),
        ("5亿美元", "元", None, ""), ("2个月", "天", None, ""),
    ],
)  # fmt: skip
def test_conversion_is_exact(written: str, unit: str, value: str | None, base: str) -> None:
    quantity = clusterx.parse_quantity(written)
    assert quantity is not None
    if value is None:
        with pytest.raises(ValueError, match="does not convert"):
            clusterx.convert(quantity, unit)
        return
    converted = clusterx.convert(quantity, unit)
    assert (converted.value, converted.unit) == (Fraction(value), base)


def test_every_factor_has_a_source() -> None:
    for row in rows("units", UnitRow):
        assert bool(row.factor) == bool(row.source), row.unit


@given(st.sampled_from([unit for unit in units().values() if unit.factor]), st.integers(1, 10**9))
def test_there_and_back(unit: Unit, number: int) -> None:
    quantity = clusterx.Quantity(value=Decimal(number), unit=unit.name, dimension=unit.dimension)
    there = clusterx.convert(quantity)
    assert there.unit == unit.base
    assert there.value == number * there.factor
    one = clusterx.Quantity(value=Decimal(1), unit=there.unit, dimension=unit.dimension)
    assert clusterx.convert(one, unit.name).value == 1 / there.factor
