"""Quantities: rendered in many ways, read back alike; unmoved by what stands around them."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from clusterx.lexicon import rows
from clusterx.mentions import Found, find_mentions, parse_quantity, quantities
from clusterx.mentions.bounds import BoundRow
from clusterx.mentions.not_quantities import FollowerRow
from clusterx.mentions.quantities import find_quantities
from clusterx.mentions.units import units

SCALES = {"": 1, "万": 10**4, "亿": 10**8, "万亿": 10**12}
AFTER = {"以上": "at_least", "及以上": "at_least", "以内": "at_most", "以下": "at_most", "左右": "about", "": "exact"}
BEFORE = {"不少于": "at_least", "超": "at_least", "不超过": "at_most", "约": "about", "近": "about", "": "exact"}
UNITS = sorted(name for name, unit in units().items() if unit.name not in ("成", "折", "块", "角", "分钱"))
LETTERED = [name for name in UNITS if not name[0].isascii()]

numbers = st.one_of(st.integers(2, 9999).map(Decimal), st.decimals("0.1", "9999", places=1))
sentences = st.sampled_from(
    ["总投资13.9亿元，占地近1000亩。", "到2027年，培育企业30家以上。", "占比由11%提高到20%左右。", "一批项目开工。", "2-3个集群；三年内建成。",
     "1. 建设车间5个。", "增长8.3%，", "“1+4+6+N”架构，", "甲市乙县。", "分别达到37、50家。"]
)  # fmt: skip


beside = st.lists(
    st.one_of(
        st.sampled_from([row.word for row in rows("bounds", BoundRow)]),
        st.sampled_from([word for row in rows("after_units", FollowerRow) for word in row.next]),
        st.sampled_from(
            [
                "分之一",
                "/亩",
                "每年",
                "半",
                "整",
                "级",
                "元级",
                "体量",
                "规模",
                "行动",
                "5角",
                "三",
                "30",
                "亿",
                "人民币",
                "US$",
                "千瓦",
            ]
        ),
        st.sampled_from("，。、：:；()（）[]〔〕—-~～至到和第前每#*+. 内之A1百千兆零下负\n"),
    ),
    max_size=2,
).map("".join)


@given(
    beside, st.one_of(numbers, st.sampled_from(["00", "007", "1,234", "1.2.3", "30余", "20240"])),
    st.sampled_from([*SCALES, "千", "兆", "百"]), st.sampled_from(sorted(units())), beside,
)  # fmt: skip
def test_plain_figures_are_read_as_by_the_long_way(
    before: str, number: object, scale: str, unit: str, behind: str
) -> None:
    text = f"{before}{number}{scale}{unit}{behind}"
    found = find_quantities(text)
    with patch.object(quantities, "find_plain", lambda *_: None):
        assert find_quantities(text) == found


@given(numbers, st.sampled_from(sorted(SCALES)), st.sampled_from(LETTERED))
def test_number_scale_unit(number: Decimal, scale: str, unit: str) -> None:
    text = f"{number}{scale}{unit}"
    quantity = parse_quantity(text)
    assert quantity is not None
    assert (quantity.value, quantity.unit, quantity.text) == (number * SCALES[scale], units()[unit].name, text)


@given(
    numbers, st.sampled_from(["元", "亩", "家", "吨", "%", "个百分点", "人", "公里"]), st.sampled_from(sorted(BEFORE))
)
def test_bounds_before(number: Decimal, unit: str, word: str) -> None:
    quantity = parse_quantity(f"{word}{number}{unit}")
    assert quantity is not None
    assert (quantity.value, quantity.bound) == (number, BEFORE[word])


@given(numbers, st.sampled_from(["亿元", "亩", "家", "吨", "%", "个百分点"]), st.sampled_from(sorted(AFTER)))
def test_bounds_after(number: Decimal, unit: str, word: str) -> None:
    quantity = parse_quantity(f"{number}{unit}{word}")
    assert quantity is not None
    assert quantity.bound == AFTER[word]


@given(
    st.integers(1, 500),
    st.integers(1, 500),
    st.sampled_from("-–—―~～至到"),
    st.sampled_from(["亿元", "家", "%", "万吨", "年", "MW"]),
)
def test_ranges(low: int, more: int, dash: str, unit: str) -> None:
    high = low + more
    for text in (f"{low}{dash}{high}{unit}", f"{low}{unit}{dash}{high}{unit}"):
        quantity, upper = parse_quantity(text), parse_quantity(f"{high}{unit}")
        assert quantity is not None
        assert upper is not None
        assert upper.value is not None
        assert (quantity.low, quantity.high, quantity.unit) == (upper.value / high * low, upper.value, upper.unit)


@given(st.integers(1, 99), st.integers(2, 100))
def test_fractions(part: int, whole: int) -> None:
    quantity = parse_quantity(f"百分之{part}")
    assert quantity is not None
    assert (quantity.value, quantity.unit) == (part, "%")
    if part < whole <= 10:
        names = "零一二三四五六七八九十"
        spoken, slashed = parse_quantity(f"{names[whole]}分之{names[part]}"), parse_quantity(f"{part}/{whole}")
        assert spoken is not None
        assert slashed is not None
        assert spoken.value == slashed.value
        assert spoken.value is not None
        assert abs(spoken.value * whole - 100 * part) < Decimal("0.0001")


def shape(found: list[Found], shift: int = 0) -> list[tuple[object, ...]]:
    return [(f.start + shift, f.end + shift, f.text, f.quantity, f.period, f.by) for f in found]


@given(st.lists(sentences, min_size=1, max_size=5), sentences)
def test_text_around_changes_nothing(parts: list[str], more: str) -> None:
    """What is found in a line is found in it wherever the line stands."""
    text = "\n".join(parts)
    alone, before = shape(find_mentions(text)), shape(find_mentions(more))
    together = shape(find_mentions(f"{more}\n{text}"))
    assert together == before + shape(find_mentions(text), len(more) + 1)
    assert len(together) == len(before) + len(alone)


@given(st.lists(sentences, min_size=1, max_size=6))
def test_spans_and_idempotence(parts: list[str]) -> None:
    text = "".join(parts)
    found = find_mentions(text)
    assert all(text[f.start : f.end] == f.text for f in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert found == find_mentions(text)
    for mention in found:
        if mention.quantity is not None and mention.by not in ("quantity.list", "quantity.bare"):
            assert parse_quantity(mention.text) == mention.quantity


@given(
    st.text("0123456789.,-—/一二十百千万亿元家个%年月日约近超以上余多（）“”、，。第至到半成分之翻番 \nGWh", max_size=60)
)
def test_odd_text_is_read_or_left_alone(text: str) -> None:
    for mention in find_mentions(text):
        assert text[mention.start : mention.end] == mention.text
        assert (mention.quantity is None) != (mention.period is None)
        if mention.quantity is not None:
            q = mention.quantity
            assert (q.value is None) == (q.low is not None and q.high is not None)
            assert q.low is None or q.high is None or q.low < q.high
