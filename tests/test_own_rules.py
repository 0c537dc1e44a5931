"""Rules of one's own make every kind of record, and say at once what is wrong with them."""

from __future__ import annotations

import re
from typing import Any

import pytest
import regex

import clusterx
from clusterx import Clue, Draft, Extractor, Reading, Rule, Span


def grade(match: Any, reading: Reading) -> Draft:
    return Draft({"name": match["name"], "kind": "other"})


def rule(**changes: Any) -> Rule:
    fields: dict[str, Any] = {
        "name": "own.grade",
        "record": "mechanism",
        "pattern": r"(?P<name>[ABCD](?:、[ABCD])+类分级)管理",
        "build": grade,
    }
    return Rule(**(fields | changes))


def built(draft: Any, **changes: Any) -> Extractor:
    """An extractor whose one rule makes `draft` of 甲."""
    return Extractor(rules=[rule(pattern="甲", build=lambda match, reading: draft, **changes)])


@pytest.mark.parametrize(
    "pattern",
    [
        "甲(?P<name>乙)",
        re.compile("甲(?P<name>乙)"),
        regex.compile("甲(?P<name>乙)"),
        lambda reading: regex.finditer("甲(?P<name>乙)", reading.clean),
    ],
)
def test_patterns_of_every_kind_find(pattern: Any) -> None:
    (found,) = Extractor(rules=[rule(pattern=pattern)]).extract("县里设了甲乙。").mechanisms
    assert (found.name, found.evidence[0].text, found.evidence[0].by) == ("乙", "甲乙", "own.grade")


@pytest.mark.parametrize(
    ("record", "values"),
    [
        ("policy", {"role": "cited", "title": "甲"}),
        ("target", {"indicator": "甲", "quantity": {"value": "3", "unit": "家"}}),
        ("mechanism", {"name": "甲", "kind": "other"}),
        ("project", {"name": "甲", "status": "signed"}),
    ],
)
def test_rules_make_every_record(record: Any, values: dict[str, Any]) -> None:
    result = built(Draft(values), record=record).extract("见甲。")
    kinds = {"policy": "policies", "target": "targets", "mechanism": "mechanisms", "project": "projects"}
    (found,) = getattr(result, kinds[record])
    assert set(found.evidence[0].fields) == set(values)
    assert found.evidence[0].text == "甲"


def test_clues_are_kept_and_the_match_supports_the_rest() -> None:
    draft = Draft({"name": "甲", "kind": "other"}, [Clue(0, 1, ("name",), "whatever")])
    (found,) = built(draft).extract("见甲。").mechanisms
    assert [(e.text, e.fields, e.by) for e in found.evidence] == [
        ("见", ("name",), "own.grade"),
        ("甲", ("kind",), "own.grade"),
    ]


def test_nothing_comes_of_none() -> None:
    assert built(None).extract("见甲。").mechanisms == ()


def test_parts_point_to_their_whole() -> None:
    whole = Draft({"name": "甲项目"})

    def build(match: Any, reading: Reading) -> Draft:
        return whole if match[0] == "甲" else Draft({"name": match[0], "phase": "一期"}, parent=whole)

    own = Extractor(rules=[rule(record="project", pattern="甲|乙", build=build)])
    first, second = own.extract("见甲、乙。").projects
    assert second.part_of == first.id


def test_claims_are_honoured() -> None:
    text = "到2027年，高新技术企业达到850家，瞪羚企业达到30家。"

    def build(match: Any, reading: Reading) -> Draft:
        return Draft({"name": "甲", "kind": "other"}, claims=[Span(*match.span())])

    own = Extractor(rules=[rule(pattern="高新技术企业达到850家", build=build)])
    assert [t.indicator for t in clusterx.extract(text).targets] == ["高新技术企业", "瞪羚企业"]
    assert [t.indicator for t in own.extract(text).targets] == ["瞪羚企业"]


def test_a_claim_keeps_our_records_of_the_same_type_away() -> None:
    text = "举办“百企千品”产销对接会。"
    (ours,) = clusterx.extract(text).mechanisms

    def build(match: Any, reading: Reading) -> Draft:
        return Draft({"name": "对接会", "kind": "platform"}, claims=[Span(*match.span())])

    (theirs,) = Extractor(rules=[rule(pattern="“.*会", build=build)]).extract(text).mechanisms
    assert (ours.name, theirs.name) == ("百企千品产销对接会", "对接会")


def test_a_record_of_ones_own_covers_its_sentence() -> None:
    text = "对甲类企业给予20万元奖励。"
    assert len(clusterx.extract(text).uncovered) == 1
    assert built(Draft({"name": "甲", "kind": "other"})).extract(text).uncovered == ()


@pytest.mark.parametrize(
    ("changes", "error", "message"),
    [
        ({"name": ""}, TypeError, "name of a rule"),
        ({"name": 3}, TypeError, "name of a rule"),
        ({"record": "recipe"}, ValueError, "no record 'recipe'; choose one of: policy, target, mechanism, project"),
        ({"pattern": 3}, TypeError, "own.grade.*pattern must be"),
        ({"pattern": re.compile(b"x")}, TypeError, "own.grade.*pattern must be"),
        ({"pattern": "("}, ValueError, "own.grade.*does not compile"),
        ({"build": "x"}, TypeError, "own.grade.*build must be callable, not str"),
        ({"examples": "x"}, TypeError, "own.grade.*examples"),
        ({"examples": (3,)}, TypeError, "own.grade.*examples"),
    ],
)
def test_bad_rules_are_refused_at_once(changes: dict[str, Any], error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        rule(**changes)


@pytest.mark.parametrize("rules", [rule(), 3, ["x"], [("own", "x")]])
def test_what_are_no_rules_is_a_type_error(rules: Any) -> None:
    with pytest.raises(TypeError, match="rules"):
        Extractor(rules=rules)


def test_names_are_distinct_and_examples_hold() -> None:
    with pytest.raises(ValueError, match=r"already a rule named 'own\.grade'"):
        Extractor(rules=[rule(), rule()])
    with pytest.raises(ValueError, match="makes nothing of its example '甲乙'"):
        Extractor(rules=[rule(examples=("实行A、B类分级管理", "甲乙"))])


@pytest.mark.parametrize(
    ("draft", "message"),
    [
        ({"name": "甲"}, "build must return a Draft or None, not dict"),
        (Draft({"name": "甲"}), "built no mechanism: kind: Field required"),
        (Draft({"name": "甲", "kind": "other", "colour": 3}), "built no mechanism: colour"),
        (Draft({"name": "甲", "kind": "nonsense"}), "built no mechanism: kind"),
        (Draft({"name": "甲", "kind": "other"}, claims=[Span(2, 99)]), r"\[2, 99\) lies outside"),
        (Draft({"name": "甲", "kind": "other"}, [Clue(3, 1, ("name",), "")]), r"\[3, 1\) lies outside"),
        (Draft({"name": "甲", "kind": "other"}, confidence=2), "built no mechanism: confidence"),
    ],
)
def test_what_is_no_record_names_the_rule(draft: Any, message: str) -> None:
    with pytest.raises(TypeError, match=f"rule 'own.grade'.*{message}"):
        built(draft).extract("见甲。")
