"""Cleaning: every way of `cases/clean.jsonl` becomes its clean text; pages of `cases/pages.jsonl` give their fields.

`marks` names the kinds of damage that must be marked as guesses, `flags` what must be noted of the page; without them,
nothing may be marked or noted.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from clusterx.clean import MAX_CHARS, STEPS, clean, clean_text, read_page
from clusterx.text import AlignedText

CASES = Path(__file__).parent / "cases"


def cases(name: str) -> list[dict[str, Any]]:
    lines = (CASES / f"{name}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines if line and not line.startswith("//")]


def ways(name: str) -> list[Any]:
    return [
        pytest.param(case, way, id=f"{case['kind']}-{at}-{n}")
        for at, case in enumerate(cases(name))
        for n, way in enumerate(case["ways"])
    ]


@pytest.mark.parametrize(("case", "way"), ways("clean"))
def test_every_way_becomes_the_clean_text(case: dict[str, Any], way: str) -> None:
    cleaned = clean_text(way)
    assert cleaned.text == case["clean"]
    assert sorted({r.kind for r in cleaned.repairs if r.level == "guess"}) == case.get("marks", [])
    noted = {r.kind for r in cleaned.repairs if r.level == "lexicon" and r.before == r.after}
    assert sorted(noted) == case.get("flags", [])


@pytest.mark.parametrize(("case", "way"), ways("clean"))
def test_cleaning_twice_is_cleaning_once(case: dict[str, Any], way: str) -> None:
    assert clean_text(case["clean"]).text == case["clean"]


@pytest.mark.parametrize(("case", "way"), ways("pages"))
def test_fields_of_a_page(case: dict[str, Any], way: str) -> None:
    body, page = read_page(clean_text(way))
    found = {name: field.value for name, field in zip(page._fields, page, strict=True) if field}
    assert found == case["fields"]
    assert body.text == case["clean"]


@pytest.mark.parametrize(("case", "way"), ways("pages"))
def test_fields_point_into_the_source(case: dict[str, Any], way: str) -> None:
    page = read_page(clean_text(way))[1]
    for field in (page.source, page.author, page.number):
        if field:
            cut = clean_text(way[field.start : field.end]).text
            assert set(field.value.replace(" ", "")) <= set(cut)


def test_a_long_text_is_refused_by_name_of_the_cap() -> None:
    with pytest.raises(ValueError, match="max_chars=10"):
        clean_text("一" * 11, max_chars=10)
    assert MAX_CHARS == 10_000_000
    with pytest.raises(TypeError, match="not bytes"):
        clean_text(b"x")  # type: ignore[arg-type]


def test_empty_text() -> None:
    assert clean("").text == ""
    assert clean(" \n\u3000\n").text == ""


def test_steps_have_names_of_their_own() -> None:
    assert len({step.name for step in STEPS}) == len(STEPS)


def test_marks_leave_the_text_alone() -> None:
    text = AlignedText.of("产值?5亿元").mark([(2, 4)], "eaten_digit")
    assert text.text == "产值?5亿元"
    assert text.doubtful() == [(2, 4)]
