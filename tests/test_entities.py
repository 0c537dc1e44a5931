"""Places, bodies, unit lists, titles and document numbers: `cases/entities.jsonl`, grouped by expected value."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from clusterx.lexicon import rows
from clusterx.mentions.agencies import find_agencies, parse_agency, split_units
from clusterx.mentions.industries import find_industries
from clusterx.mentions.regions import find_regions, main_region, places
from clusterx.mentions.titles import find_document_numbers, find_titles, is_policy_title, policy_kind

CASES = Path(__file__).parent / "cases"


def regions(text: str) -> list[str]:
    return [f"{f.region.name} {f.region.code or 'null'} {f.level}" for f in find_regions(text)]


def main(way: list[str]) -> str | None:
    found = main_region(*way)
    return found.region.name if found else None


def agency(line: str) -> str:
    found = parse_agency(line)
    return (found.level or "") if found else "none"


READERS: dict[str, Any] = {
    "regions": regions,
    "main": main,
    "agencies": lambda text: [f"{f.name} {f.level}" for f in find_agencies(text)],
    "agency": agency,
    "units": split_units,
    "numbers": lambda text: [f.number for f in find_document_numbers(text)],
    "titles": lambda text: [f.text for f in find_titles(text)],
    "kind": lambda title: policy_kind(title, own=True) or "none",
    "not_cited": is_policy_title,
    "industries": find_industries,
}


def cases() -> list[Any]:
    lines = (CASES / "entities.jsonl").read_text("utf-8").splitlines()
    return [
        pytest.param(case["what"], way, case["expected"], id=f"{case['what']}:{way}")
        for case in map(json.loads, lines)
        for way in case["ways"]
    ]


@pytest.mark.parametrize(("what", "way", "expected"), cases())
def test_entity(what: str, way: Any, expected: Any) -> None:
    assert READERS[what](way) == expected


def test_spans_cut_what_was_found() -> None:
    text = "根据《甲市规划》（甲政发〔2022〕8号），济宁市高新区由市工信局牵头。"
    assert [text[t.start : t.end] for t in find_titles(text)] == ["《甲市规划》"]
    assert [text[n.start : n.end] for n in find_document_numbers(text)] == ["甲政发〔2022〕8号"]
    assert [text[r.start : r.end] for r in find_regions(text)] == ["济宁市高新区"]
    assert [text[a.start : a.end] for a in find_agencies(text)] == ["市工信局"]


@pytest.mark.parametrize("code", ["110000", "331100", "330784", "419001", "710000", "810000"])
def test_full_name_of_a_place_gives_its_code(code: str) -> None:
    place = places()[code]
    assert [f.region.code for f in find_regions(f"在{place.name}，")] == [code]


def test_table_of_places_has_the_form_of_its_rows() -> None:
    @dataclass(frozen=True)
    class Row:
        code: str
        name: str
        short: str = ""
        common: bool = False

    checked = rows("regions", Row)
    assert [(row.code, row.name, row.common) for row in checked] == [
        (p.code, p.name, p.common) for p in places().values()
    ]
    assert all(row.code.isdigit() and len(row.code) == 6 for row in checked)
    assert list(places()) == sorted(places())


def test_every_name_is_found_behind_its_parent() -> None:
    """浙江省 + 丽水市 + 缙云县: each of some 3,200 chains names its last place."""
    missed = []
    for place in places().values():
        parents = [places()[c] for c in place.parent_codes if c in places() and c != place.code]
        chain = "".join(p.name for p in parents) + place.name
        found = find_regions(f"{chain}，")
        if [f.region.code for f in found] != [place.code]:
            missed.append(chain)
    assert missed == []
