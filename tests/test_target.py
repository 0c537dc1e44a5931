"""Targets: each line of `cases/{target,scope,negative,narration}.jsonl` says what a text holds.

`expected.py` says how lines are written and compared. `negative.jsonl` holds what looks like a record and is none,
`narration.jsonl` what reportage and official language tell beside the results, and results told in like words,
`scope.jsonl` what governs a figure from outside its clause. `cases/known_failures_rules.jsonl` holds the lines that are
not read rightly yet; one that comes right must move to its file. `indicators.jsonl` lists nouns with their units.
"""

from __future__ import annotations

import pytest
from expected import Case, cases, find_faults

from clusterx import extract


@pytest.mark.parametrize("case", cases("target", "scope", "negative", "narration"))
def test_targets(case: Case) -> None:
    assert find_faults(case) == []


FRAMES = ("到2027年，{}达到30{}。", "到2027年，力争{}突破30{}。", "截至目前，全市{}达30{}。")


@pytest.mark.parametrize("case", cases("indicators"))
def test_indicators_stay_whole(case: Case) -> None:
    """Nouns that begin with or hold what may be a verb or an adverb: 重点实验室, 新产品产值率."""
    texts = [frame.format(case["say"], case["unit"]) for frame in FRAMES]
    found = [[target.indicator for target in extract(text, published="2024-03-01").targets] for text in texts]
    assert found == [[case["say"]]] * len(FRAMES)


def test_the_noun_of_a_goal_is_pointed_at_in_the_cell_of_its_task() -> None:
    table = "序号|任务|目标|责任单位|完成时限\n1|工业技改投资|完成6.5亿元|县工信局|12月底\n2|规上企业|净增9家|县统计局|6月底\n"
    told = [
        [e.text for e in t.evidence if "indicator" in e.fields] for t in extract(table, published="2025-02-26").targets
    ]
    assert told == [["工业技改投资"], ["规上企业"]]
