"""Policies and what a text is: `cases/policy.jsonl` and `cases/document.jsonl`, expected values and ways to write them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from clusterx import extract
from clusterx.records import Policy
from clusterx.rules.document import title_kind

CASES = Path(__file__).parent / "cases"


def cases(name: str) -> list[Any]:
    lines = map(json.loads, (CASES / f"{name}.jsonl").read_text("utf-8").splitlines())
    return [
        pytest.param(way, case["expected"], id=f"{case['name']}-{n}")
        for case in lines
        for n, way in enumerate(case["ways"])
    ]


def shown(policy: Policy) -> dict[str, Any]:
    """The filled fields that cases speak of; a region by its code, a period by its days."""
    values = policy.model_dump(mode="json", exclude={"id", "evidence", "confidence", "industries"})
    said = {name: value for name, value in values.items() if value}
    if policy.region:
        said["region"] = policy.region.code or policy.region.name
    if policy.period:
        said["period"] = [said["period"]["start"], said["period"]["end"]]
    return said


@pytest.mark.parametrize(("text", "expected"), cases("policy"))
def test_policies(text: str, expected: list[dict[str, Any]]) -> None:
    found = sorted(map(shown, extract(text).policies), key=lambda p: p["role"] == "cited")
    assert found == expected


@pytest.mark.parametrize(("text", "expected"), cases("document"))
def test_document(text: str, expected: dict[str, Any]) -> None:
    document = extract(text).document.model_dump(mode="json")
    document["region"] = document["region"] and (document["region"]["code"] or document["region"]["name"])
    assert {name: document[name] for name in expected} == expected


@pytest.mark.parametrize(("text", "_"), cases("policy"))
def test_every_filled_field_has_evidence(text: str, _: Any) -> None:
    for policy in extract(text).policies:
        supported = {name for evidence in policy.evidence for name in evidence.fields}
        filled = {name for name, value in policy.model_dump(exclude={"id", "evidence", "confidence"}).items() if value}
        assert filled <= supported
        assert all(text[e.start : e.end] == e.text for e in policy.evidence)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("甲市2024年1—10月重点项目建设情况", "report"),
        ("甲市2023年国民经济和社会发展统计公报", "report"),
        ("甲市2024年第一批重点工业项目名单", "list"),
        ("甲市拟认定特色产业集群名单公示", "list"),
        ("甲市关于公布特色产业集群名单的通知", "policy"),
        ("甲市集群入选国家级名单", None),
        ("甲市出台三年行动计划", None),
        ("甲市：项目建设跑出加速度", None),
    ],
)
def test_kind_that_a_title_tells(title: str, kind: str | None) -> None:
    assert title_kind(title) == kind
