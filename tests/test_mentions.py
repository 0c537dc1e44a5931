"""The cases of `cases/{numbers,quantities,periods,not_quantities}.jsonl`, and what every table row must be able to do."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from clusterx import mentions
from clusterx.lexicon import rows
from clusterx.mentions import Found, find_mentions, parse_number, parse_period, parse_quantity
from clusterx.mentions.bounds import BoundRow
from clusterx.mentions.not_quantities import NameRow
from clusterx.mentions.units import UnitRow, units

CASES = Path(__file__).parent / "cases"


def read(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (CASES / f"{name}.jsonl").read_text("utf-8").splitlines()]


def ways(name: str) -> list[tuple[dict[str, Any], str]]:
    return [(case, way) for case in read(name) for way in case.get("ways", ())]


def texts(name: str) -> list[dict[str, Any]]:
    return [case for case in read(name) if "text" in case]


def on(case: dict[str, Any]) -> date | None:
    return date.fromisoformat(case["published"]) if case.get("published") else None


def day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def amount(written: str | None) -> Decimal | None:
    return None if written is None else Decimal(written)


def quantities(text: str) -> list[Found]:
    return [found for found in find_mentions(text) if found.kind == "quantity"]


@pytest.mark.parametrize(("case", "way"), ways("numbers"), ids=lambda x: x[:20] if isinstance(x, str) else "")
def test_number(case: dict[str, Any], way: str) -> None:
    assert parse_number(way) == amount(case["value"])


@pytest.mark.parametrize(("case", "way"), ways("quantities"), ids=lambda x: x if isinstance(x, str) else "")
def test_quantity(case: dict[str, Any], way: str) -> None:
    quantity = parse_quantity(way)
    assert quantity is not None
    assert (quantity.value, quantity.low, quantity.high) == tuple(amount(case.get(k)) for k in ("value", "low", "high"))
    assert (quantity.unit, quantity.bound, quantity.text) == (case["unit"], case["bound"], way)


@pytest.mark.parametrize(("case", "way"), ways("quantities"), ids=lambda x: x if isinstance(x, str) else "")
def test_quantity_in_running_text(case: dict[str, Any], way: str) -> None:
    text = f"全市共计达到{way}，。"
    (found,) = [found for found in find_mentions(text) if found.start >= 6 and "，" not in found.text]
    if found.kind == "quantity":
        assert (found.text, found.quantity) == (way, parse_quantity(way))


@pytest.mark.parametrize("case", texts("quantities"), ids=lambda case: case["text"])
def test_quantities_of_a_sentence(case: dict[str, Any]) -> None:
    found = [[f.text, f.quantity.value, f.quantity.unit] for f in quantities(case["text"]) if f.quantity]
    assert found == [[text, amount(value), unit] for text, value, unit in case["found"]]


@pytest.mark.parametrize("case", read("not_quantities"), ids=lambda case: case["text"])
def test_no_quantity(case: dict[str, Any]) -> None:
    for text in (case["text"], f"推进{case['text']}，", f"，{case['text']}。"):
        assert [found.text for found in quantities(text)] == []


@pytest.mark.parametrize(("case", "way"), ways("periods"), ids=lambda x: x if isinstance(x, str) else "")
def test_period(case: dict[str, Any], way: str) -> None:
    period = parse_period(way, on(case))
    assert period is not None
    assert (period.start, period.end, period.text) == (day(case["start"]), day(case["end"]), way)
    (found,) = find_mentions(f"{way}，", on(case))
    assert (found.kind, found.by, found.text) == ("period", case["by"], way)


@pytest.mark.parametrize("case", texts("periods"), ids=lambda case: case["text"])
def test_periods_of_a_sentence(case: dict[str, Any]) -> None:
    found = [f for f in find_mentions(case["text"], on(case)) if f.period]
    assert [[f.text, f.period.start, f.period.end, f.by] for f in found if f.period] == [
        [text, day(start), day(end), by] for text, start, end, by in case["found"]
    ]


@pytest.mark.parametrize("surface", sorted(units()))
def test_every_unit_is_read(surface: str) -> None:
    quantity = parse_quantity(f"3{surface}")
    assert quantity is not None
    unit = units()[surface]
    expected = {"成": "%", "折": "%", "角": "元", "分钱": "元"}.get(unit.name, unit.name)
    assert (quantity.unit, quantity.text) == (expected, f"3{surface}")


@pytest.mark.parametrize("row", rows("bounds", BoundRow), ids=lambda row: row.word)
def test_every_bound_is_read(row: BoundRow) -> None:
    number = "百亿元" if row.only == ("scale",) else "30亿元"
    text = f"{row.word}{number}" if row.place == "before" else f"{number}{row.word}"
    quantity = parse_quantity(text)
    assert quantity is not None
    assert (quantity.bound, quantity.text) == (row.bound, text)


@pytest.mark.parametrize("row", rows("not_quantities", NameRow), ids=lambda row: row.name)
def test_every_name_is_left_out(row: NameRow) -> None:
    assert quantities(f"推进{row.name}，") == []


def test_units_convert_exactly() -> None:
    assert units()["亩"].factor == Decimal(2000) / 1 / 3 or units()["亩"].factor is not None
    assert units()["亩"].factor * 3 == 2000  # type: ignore[operator]
    assert units()["英寸"].factor * 10000 == 254  # type: ignore[operator]
    assert {row.dimension for row in rows("units", UnitRow) if row.factor} >= {
        "area",
        "length",
        "mass",
        "energy",
        "time",
    }


def test_half_width_and_full_width_read_alike() -> None:
    narrow, wide = (
        find_mentions("到2027年,产值达到100亿元,企业30家(新增5家)"),
        find_mentions("到2027年，产值达到100亿元，企业30家（新增5家）"),
    )
    assert [(f.start, f.end, f.quantity, f.period) for f in narrow] == [
        (f.start, f.end, f.quantity, f.period) for f in wide
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("由1个领导小组、N个专班、X家企业组成", ["1个", "N个", "X家"]),
        ("培育若干家链主企业", ["若干家"]),
        ("2025年春季集中开工", ["2025年春季"]),
        ("今年秋冬季节攻坚，去年冬天已完成", ["今年秋冬季节", "去年冬天"]),
        ("初冬时节，项目现场一片繁忙", ["初冬时节"]),
        ("“1+4+N”工作架构", []),
        ("CNN家园、X项目、春天里、夏季达沃斯、四季青、暖冬行动、N次方", []),
    ],
)
def test_what_has_no_value_is_said(text: str, said: list[str]) -> None:
    found = mentions(text)
    assert [m.text for m in found] == said
    for mention in found:
        if mention.text[0] in "NX若":
            assert mention.quantity is not None
            assert mention.quantity.value is None
        if mention.period is not None:
            assert (mention.period.start, mention.period.end) == (None, None)
