"""Whole documents against what an annotator wrote down; the floors in golden/floors.json must not drop.

Further gold documents, other people's text that is no part of this repository, are scored where they are at hand.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from golden.scoring import Score, floor_name, load_floors, score_document, score_folder

HERE = Path(__file__).parent / "golden"
OUTSIDE = Path(__file__).parents[2] / "shared" / "gold"
FOLDERS = [folder for folder in sorted(HERE.iterdir()) if list(folder.glob("*.json"))]


def total_score(folder: Path) -> Score:
    total = Score()
    for name, score in score_folder(folder):
        score.misses = [f"{name} {miss}" for miss in score.misses]
        total.add(score)
    return total


def check_floors(folder: Path) -> None:
    score = total_score(folder)
    floors = load_floors().get(floor_name(folder), {})
    dropped = {key: (floors[key], figure) for key, figure in score.figures().items() if figure < floors.get(key, 0.0)}
    assert not dropped, "below the floor (floor, figure):\n" + "\n".join([str(dropped), *score.misses])
    assert score.ungrounded == 0


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_floors_of_the_documents_here_hold(folder: Path) -> None:
    check_floors(folder)


@pytest.mark.skipif(not OUTSIDE.is_dir(), reason="the gold documents beside the repository are not at hand")
def test_floors_of_the_documents_outside_hold() -> None:
    check_floors(OUTSIDE)


def test_every_folder_with_gold_has_floors() -> None:
    assert {floor_name(folder) for folder in FOLDERS} <= set(load_floors())


@pytest.mark.skipif(not (OUTSIDE / "score.py").exists(), reason="the other scorer is not at hand")
def test_figures_agree_with_the_other_scorer(tmp_path: Path) -> None:
    report = tmp_path / "figures.json"
    subprocess.run([sys.executable, OUTSIDE / "score.py", "--json", report], check=True, capture_output=True)
    other = json.loads(report.read_text("utf-8"))
    score = total_score(OUTSIDE)
    expected = {"all": other["all"]["f1"], "slots": other["all"]["slots"]}
    expected |= {kind: other[kind]["f1"] for kind, tally in score.kinds.items() if tally.hit}  # it calls 0 hits 1.0
    assert {key: score.figures()[key] for key in expected} == pytest.approx(expected)


TARGET = {"indicator": "高新技术企业数量", "value": 8.5, "unit": "百家", "bound": "at_least", "end": "2027-12-31"}
SOURCE = "高新技术企业达到850家以上"
FOUND = {
    "indicator": "高新技术企业",
    "quantity": {"value": "850", "unit": "家", "bound": "at_least"},
    "period": {"end": "2026-12-31"},
    "evidence": [{"start": 8, "end": 12, "text": "850家"}],
}


def test_names_may_differ_where_amounts_may_not() -> None:
    score = score_document(SOURCE, {"targets": [TARGET]}, {"targets": [FOUND]})
    assert score.figures()["targets"] == 1
    assert score.misses == ["targets.end wrong: 高新技术企业数量"]
    other = score_document(SOURCE, {"targets": [{**TARGET, "value": 8.6}]}, {"targets": [FOUND]})
    assert other.figures()["targets"] == 0


def test_optional_records_are_neither_required_nor_wrong() -> None:
    gold = {"targets": [{**TARGET, "optional": True}]}
    for found in ([], [FOUND]):
        assert score_document(SOURCE, gold, {"targets": found}).figures()["targets"] == 1


def test_evidence_that_is_not_in_the_source_is_counted() -> None:
    moved = {**FOUND, "evidence": [{"start": 7, "end": 11, "text": "850家"}]}
    assert score_document(SOURCE, {}, {"targets": [FOUND, moved, {**FOUND, "evidence": []}]}).ungrounded == 2
