"""Mechanisms: each line of `cases/mechanism.jsonl` says what must come out of every way to write it.

`want` lists the mechanisms, all of them, by name; further keys are compared where they are given: components as
[count, name], cadence as [every, action], roles as [role, holder], size as a number. `claims` are the words of
quantities that must not become targets. `cases/formulas.jsonl` does the same for the codes alone.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from clusterx.clean import Page
from clusterx.mentions import find_mentions
from clusterx.mentions.formulas import find_formulas
from clusterx.outline import build_outline
from clusterx.records import Mechanism
from clusterx.rules.mechanism import apply_mechanisms
from clusterx.rules.rule import Draft, Reading
from clusterx.text import AlignedText

CASES = Path(__file__).parent / "cases"
LOOKS = {
    "components": lambda parts: [[part.count, part.name] for part in parts],
    "cadence": lambda parts: [[part.every, part.action] for part in parts],
    "roles": lambda parts: [[part.role, part.holder] for part in parts],
    "size": lambda size: int(size.value),
    "steps": list,
}


def lines(name: str) -> list[dict[str, Any]]:
    text = (CASES / f"{name}.jsonl").read_text("utf-8")
    return [json.loads(line) for line in text.splitlines() if line and not line.startswith("//")]


def ways(name: str) -> list[Any]:
    return [pytest.param(way, case, id=way[:40]) for case in lines(name) for way in case["ways"]]


def read(text: str) -> Reading:
    return Reading(AlignedText.of(text), Page(), build_outline(text), tuple(find_mentions(text)))


def look(draft: Draft, keys: set[str]) -> dict[str, Any]:
    return {
        key: LOOKS.get(key, lambda value: value)(draft.values[key]) if key in draft.values else None for key in keys
    }


@pytest.mark.parametrize(("text", "case"), ways("mechanism"))
def test_mechanism(text: str, case: dict[str, Any]) -> None:
    drafts = apply_mechanisms(read(text))
    assert [draft.values["name"] for draft in drafts] == [want["name"] for want in case["want"]]
    assert [look(d, set(w)) for d, w in zip(drafts, case["want"], strict=True)] == case["want"]
    if "claims" in case:
        assert sorted(text[s.start : s.end] for d in drafts for s in d.claims) == sorted(case["claims"])


@pytest.mark.parametrize(("text", "case"), ways("mechanism"))
def test_every_field_has_its_clue(text: str, case: dict[str, Any]) -> None:
    for draft in apply_mechanisms(read(text)):
        told = {name for clue in draft.clues for name in clue.fields}
        assert {name for name, value in draft.values.items() if value} <= told
        assert all(0 <= clue.start < clue.end <= len(text) and clue.by for clue in draft.clues)
        Mechanism(id="x", evidence=(), confidence=draft.confidence, **draft.values)


@pytest.mark.parametrize(("text", "case"), ways("formulas"))
def test_formula(text: str, case: dict[str, Any]) -> None:
    found = find_formulas(text)
    assert [[f.text, f.kind, list(f.counts)] for f in found] == case["want"]
    assert all(f.text[0] in text[f.start : f.end] for f in found)
