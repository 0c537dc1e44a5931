"""Whole documents against what an annotator wrote down; the floors in golden/floors.json must not drop.

Further gold documents, other people's text that is no part of this repository, are scored where they are at hand.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from golden.scoring import figures, floor_name, load_floors

from clusterx.evaluate import evaluate

HERE = Path(__file__).parent / "golden"
OUTSIDE = Path(__file__).parents[2] / "shared" / "gold"
FOLDERS = [folder for folder in sorted(HERE.iterdir()) if list(folder.glob("*.json"))]
SCORER = OUTSIDE / "score.py"


def check_floors(folder: Path) -> None:
    evaluation = evaluate(folder)
    floors = load_floors().get(floor_name(folder), {})
    reached = figures(evaluation)
    dropped = {key: (floors[key], figure) for key, figure in reached.items() if figure < floors.get(key, 0.0)}
    assert not dropped, "below the floor (floor, figure):\n" + "\n".join([str(dropped), *map(str, evaluation.misses)])
    assert evaluation.ungrounded == 0


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_floors_of_the_documents_here_hold(folder: Path) -> None:
    check_floors(folder)


@pytest.mark.skipif(not OUTSIDE.is_dir(), reason="the gold documents beside the repository are not at hand")
def test_floors_of_the_documents_outside_hold() -> None:
    check_floors(OUTSIDE)


def test_every_folder_with_gold_has_floors() -> None:
    assert {floor_name(folder) for folder in FOLDERS} <= set(load_floors())


@pytest.mark.skipif(not SCORER.exists(), reason="the other scorer is not at hand")
@pytest.mark.parametrize("folder", [*FOLDERS, OUTSIDE], ids=lambda folder: folder.name)
def test_figures_agree_with_the_other_scorer(folder: Path, tmp_path: Path) -> None:
    report = tmp_path / "figures.json"
    command = [sys.executable, SCORER, "--gold", folder, "--json", report]
    subprocess.run(command, check=True, capture_output=True)
    other = json.loads(report.read_text("utf-8"))
    evaluation = evaluate(folder)
    for kind, tally in evaluation.records.items():
        expected = {"precision": tally.precision, "recall": tally.recall, "records": tally.hit + tally.missed}
        assert {key: other[kind][key] for key in expected} == expected
        if tally.precision + tally.recall:  # else that scorer says 1
            assert other[kind]["f1"] == pytest.approx(tally.f1)
    slots = {"targets.period" if key == "targets.end" else key: t.recall for key, t in evaluation.slots.items()}
    assert {key: value for key, value in other.items() if "." in key} == slots
    assert other["all"]["f1"] == pytest.approx(evaluation.all_records.f1)
    assert other["all"]["slots"] == evaluation.all_slots.recall
    assert other["all"]["ungrounded"] == evaluation.ungrounded
