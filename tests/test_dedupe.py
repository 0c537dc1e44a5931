"""Copies of one text are found, documents that only look like copies are kept apart, and one copy is kept for a reason."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from mirrors import Made, corpus, damaged, edition, mirror, neighbours, originals, pair_figures

from clusterx import extract
from clusterx.dedupe import Copy, Fingerprint, fingerprint, group, group_fingerprints
from clusterx.dedupe.canonical import in_order
from clusterx.dedupe.groups import MOST_INDEXED, _NearGroups
from clusterx.dedupe.stated import contradictions, stated

TEXT = originals()["three_year_action_plan"]


@pytest.fixture(scope="module")
def made() -> list[Made]:
    return list(corpus(editions=1, mirrors=2, seed=11))


@pytest.fixture(scope="module")
def prints(made: list[Made]) -> list[Fingerprint]:
    return [fingerprint(Copy(one.name, one.text)) for one in made]


def names(groups: list[list[Fingerprint]]) -> list[list[str]]:
    return sorted(sorted(copy.name for copy in copies) for copies in groups)


def test_copies_are_found_and_nothing_else(made: list[Made], prints: list[Fingerprint]) -> None:
    groups = [[copy.name for copy in found.copies] for found in group(prints)]
    precision, recall = pair_figures({one.name: one.origin for one in made}, groups)
    assert len(made) > 300
    assert precision == 1.0
    assert recall > 0.99


def test_a_damaged_copy_joins_no_two_texts_that_contradict_each_other(
    prints: list[Fingerprint], made: list[Made]
) -> None:
    """A copy of which damage left no place goes with either text; what the group states must outlast it."""
    origins = {one.name: one.origin for one in made}
    few = [one for one in prints if origins[one.name].removesuffix("-neighbour") == "k_halfyear_zone"]
    assert len(group(few)) == 2 == len({origins[one.name] for one in few})


def test_every_document_is_in_one_group(prints: list[Fingerprint]) -> None:
    assert sorted(copy.name for found in group(prints) for copy in found.copies) == sorted(one.name for one in prints)


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_the_documents_does_not_matter(prints: list[Fingerprint], seed: int) -> None:
    shuffled = random.Random(seed).sample(prints, len(prints))
    assert group(shuffled) == group(prints)


def test_no_group_holds_two_texts_that_contradict_each_other(prints: list[Fingerprint]) -> None:
    for found in group(prints, threshold=0.3):
        assert not any(contradictions(a.stated, b.stated) for a in found.copies for b in found.copies)


def test_every_process_gives_the_same_groups(tmp_path: Path, made: list[Made]) -> None:
    script = (
        "import json, sys\n"
        "from clusterx.dedupe import Copy, group\n"
        "texts = json.load(open(sys.argv[1], encoding='utf-8'))\n"
        "print([(g.id, [(c.name, round(c.similarity(g.canonical), 6)) for c in g.copies]) for g in group(map(Copy._make, texts))])"
    )
    (tmp_path / "texts.json").write_text(json.dumps([[one.name, one.text, None] for one in made[:30]]), "utf-8")
    command = [sys.executable, "-c", script, str(tmp_path / "texts.json")]
    seeds = [{**os.environ, "PYTHONHASHSEED": seed} for seed in ("1", "2")]
    first, second = (subprocess.run(command, env=env, capture_output=True, check=True).stdout for env in seeds)
    assert first == second
    assert first.count(b"mirror") >= 15


@pytest.mark.parametrize("stem", ["government_work_report", "notice_implementing_opinion", "key_project_table"])
@pytest.mark.parametrize("seed", range(3))
def test_one_other_figure_makes_another_text(stem: str, seed: int) -> None:
    text, rng = originals()[stem], random.Random(seed)
    other = edition(text, rng, 0.0)
    assert len(group([Copy("a", text), Copy("b", other)])) == 2
    pages = [Copy(f"a{n}", damaged(text, rng)[0]) for n in range(3)] + [
        Copy(f"b{n}", damaged(other, rng)[0]) for n in range(3)
    ]
    found = [{copy.name[0] for copy in one.copies} for one in group(pages)]
    assert {"a", "b"} not in found


def test_the_measures_of_a_neighbour_are_not_a_copy() -> None:
    own = originals()["support_measures_subsidies"]
    other = neighbours(own, random.Random(1))
    assert other is not None
    assert len(group([Copy("own", own), Copy("neighbour", other)])) == 2


def test_two_document_numbers_are_two_documents() -> None:
    pages = [f"甲市人民政府办公室文件\n甲政办发〔2024〕{n}号\n{TEXT}" for n in (7, 8)]
    copies = [Copy(str(n), page, extract(page)) for n, page in enumerate(pages)]
    assert [
        policy.number for policy in copies[0].extraction.policies if policy.role == "self"
    ]  # else this shows nothing
    assert len(group(copies)) == 2


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [
        ("全市新签约项目达到12个。", "全市新签约项目达到12个。", 0),
        ("全市新签约项目达到12个。", "全市新签约项目达到13个。", 1),
        ("全市新签约项目达到12个。", "全市新开工项目达到13个。", 0),
        ("公布甲类企业名单第一批入库企业", "公布甲类企业名单第二批入库企业", 1),
        ("近日，滨州市工业和信息化局印发", "近日，德州市工业和信息化局印发", 1),
        ("去年产值达到５０家。", "去年产值达到50家。", 0),
        ("投资12.5亿元的项目", "投资12.\n5亿元的项目", 0),
        ("全市新签约项目达到?2个。", "全市新签约项目达到12个。", 0),  # a digit was lost
        (
            "其中新签约项目达到12个，其中新签约项目达到15个，其中",
            "其中新签约项目达到12个，其中",
            0,
        ),  # the same words twice
        (
            "甲县有关部门新签约项目达到12个，乙县的有关部门新签约项目达到15个",
            "甲县有关部门新签约项目达到12个，乙县的有关部门新签约项目达到16个",
            1,
        ),
    ],
)
def test_contradictions(one: str, other: str, count: int) -> None:
    assert contradictions(stated(one), stated(other)) == count


def test_a_hundred_mirrors_do_not_fill_the_index() -> None:
    rng = random.Random(5)
    near = _NearGroups(0.6)
    for n in range(100):
        near.add(fingerprint(Copy(str(n), mirror(TEXT, rng)[0])))
    assert len(near.groups()) == 1
    assert len(near._indexed) <= MOST_INDEXED


def test_short_texts_are_compared_whole() -> None:
    found = group(
        [Copy("a", "甲市开工项目9个。"), Copy("b", "甲市開工項目９個"), Copy("c", "甲市开工项目9个，完成投资3亿元。")]
    )
    assert names([list(one.copies) for one in found]) == [["a", "b"], ["c"]]


def test_empty_pages_are_not_copies_of_each_other() -> None:
    found = group([Copy("a", ""), Copy("b", ""), Copy("c", " \n ")])
    assert len(found) == 3
    assert len({one.id for one in found}) == 3


@pytest.mark.parametrize("threshold", [0, -1, 1.01])
def test_a_threshold_that_means_nothing_is_refused(threshold: float) -> None:
    with pytest.raises(ValueError, match="threshold"):
        group([], threshold=threshold)


def test_a_name_twice_is_refused() -> None:
    with pytest.raises(ValueError, match=r"'a\.txt'"):
        group([Copy("a.txt", "甲"), Copy("a.txt", "乙")])


def test_at_threshold_1_only_equal_texts_are_copies(prints: list[Fingerprint]) -> None:
    assert all(len({copy.digest for copy in found.copies}) == 1 for found in group(prints, threshold=1))


def test_no_documents() -> None:
    assert group([]) == []
    assert group_fingerprints([]) == []


WORST = fingerprint(Copy("z.txt", TEXT))
BETTER = [
    ("official", {"official": True}),
    ("whole", {"chars": WORST.chars * 2}),
    ("undamaged", {"damage": -1}),
    ("earlier", {"published": "2024-01-01"}),
    ("longer", {"chars": WORST.chars + 1}),
    ("a name", {"name": "a.txt"}),
]


@pytest.mark.parametrize("at", range(len(BETTER)), ids=lambda at: BETTER[at][0])
def test_the_canonical_copy_is_better_in_the_first_thing_that_differs(at: int) -> None:
    better = replace(WORST, **{"name": "zz.txt", **BETTER[at][1]})
    rest = {key: value for _, change in BETTER[at + 1 :] for key, value in change.items() if key not in BETTER[at][1]}
    other = replace(WORST, **{"name": "b.txt", **rest})
    assert in_order([other, better])[0] is better
    assert in_order([better, other])[0] is better


def test_the_official_page_is_read_first() -> None:
    rng = random.Random(2)
    pages = {"mirror.txt": TEXT, "www.liling.gov.cn_1.txt": damaged(TEXT, rng)[0], "other.txt": mirror(TEXT, rng)[0]}
    (found,) = group(Copy(name, text) for name, text in pages.items())
    assert found.canonical.name == "www.liling.gov.cn_1.txt"
