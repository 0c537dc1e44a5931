"""The same numbers and periods in traditional script, full width and with blanks between the characters."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from properties.damage import to_traditional, widen

import clusterx

CASES = Path(__file__).parent / "cases"
LEAST = 0.98


def sentences() -> list[tuple[str, str | None]]:
    """Every way to write a quantity or period, in a sentence, and every sentence of the cases."""
    found = []
    for name, frame in (
        ("quantities", "全市共计达到{}，。"),
        ("periods", "{}，完成任务。"),
        ("not_quantities", "推进{}，"),
    ):
        for line in (CASES / f"{name}.jsonl").read_text("utf-8").splitlines():
            case = json.loads(line)
            ways = case.get("ways") or [case["text"]]
            found += [(frame.format(way), case.get("published")) for way in ways]
    return found


def spread(text: str) -> str:
    """Blanks between characters, as pages have it that were set with letter spacing; Latin words and numbers stay whole."""
    out = ""
    for here, following in zip(text, [*text[1:], ""], strict=True):
        whole = here.isascii() and following.isascii()
        out += here if whole or not following else f"{here} "
    return out


def traditional(text: str) -> str:
    return to_traditional(text, random.Random(0))


def wide(text: str) -> str:
    return widen(text, random.Random(0))


def said(text: str, published: str | None) -> list[tuple[Any, ...]]:
    return [
        (m.quantity.value, m.quantity.low, m.quantity.high, m.quantity.unit, m.quantity.bound)
        if m.quantity
        else (m.period.start, m.period.end)
        for m in clusterx.mentions(text, published=published)
        if m.quantity or m.period
    ]  # fmt: skip


@pytest.mark.parametrize("variant", [traditional, wide, spread])
def test_variants_say_the_same(variant: Callable[[str], str]) -> None:
    cases = sentences()
    differing = [text for text, on in cases if said(variant(text), on) != said(text, on)]
    assert len(differing) <= (1 - LEAST) * len(cases), differing


@pytest.mark.parametrize("variant", [traditional, wide, spread])
def test_offsets_point_into_the_variant(variant: Callable[[str], str]) -> None:
    for text, on in sentences():
        written = variant(text)
        assert all(written[m.start : m.end] == m.text for m in clusterx.mentions(written, published=on))


@pytest.mark.parametrize("variant", [traditional, wide, spread])
def test_what_counts_nothing_counts_nothing_in_any_variant(variant: Callable[[str], str]) -> None:
    lines = (CASES / "not_quantities.jsonl").read_text("utf-8").splitlines()
    names = [json.loads(line)["text"] for line in lines]
    found = [name for name in names if any(m.quantity for m in clusterx.mentions(variant(name)))]
    assert len(found) <= (1 - LEAST) * len(names), found
