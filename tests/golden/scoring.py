"""The figures of annotated documents and the floors under them.

    python tests/golden/scoring.py tests/golden/composed             the figures
    python tests/golden/scoring.py tests/golden/composed --misses    and what was missed, wrong, or wrongly read
    python tests/golden/scoring.py tests/golden/* --write-floors     raise the floors to these figures

What is compared, and how, is `clusterx.evaluate`; the form of the folders is described in docs/annotation.md.
"""

from __future__ import annotations

import argparse
import json
import math
from pathlib import Path

from clusterx.evaluate import Evaluation
from clusterx.evaluate.figures import total
from clusterx.evaluate.folder import evaluate_each

FLOORS = Path(__file__).with_name("floors.json")


def figures(evaluation: Evaluation) -> dict[str, float]:
    """F1 per record type and of all records, and the share of slots read right."""
    kinds = {kind: tally.f1 for kind, tally in evaluation.records.items()}
    return {**kinds, "all": evaluation.all_records.f1, "slots": evaluation.all_slots.recall}


def load_floors() -> dict[str, dict[str, float]]:
    """{folder name: {figure: floor}}."""
    return json.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {}


def raise_floors(name: str, reached: dict[str, float]) -> None:
    """Raise the floors of one folder, to two decimals below its figures; floors are lowered by hand only."""
    floors = load_floors()
    old = floors.get(name, {})
    floors[name] = {key: max(old.get(key, 0.0), math.floor(figure * 100) / 100) for key, figure in reached.items()}
    FLOORS.write_text(json.dumps(floors, indent=2, sort_keys=True) + "\n", "utf-8")


def report(folder: Path, *, misses: bool) -> Evaluation:
    """Print the figures of a folder, document by document, and return them."""
    parts = list(evaluate_each(folder))
    for part in parts:
        line = "; ".join(f"{k} {t.hit}/{t.hit + t.missed} +{t.wrong} wrong" for k, t in part.records.items())
        print(f"{part.documents[0]}: {line}; {part.ungrounded} not grounded")
        for miss in part.misses if misses else ():
            print(f"  {miss}")
    evaluation = total(parts)
    for slot, tally in evaluation.slots.items():
        print(f"  {slot:24} {tally.hit}/{tally.hit + tally.missed}")
    print(f"{folder.name}: " + ", ".join(f"{key} {figure:.3f}" for key, figure in figures(evaluation).items()))
    return evaluation


def main() -> None:
    """The command line described above."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("folders", nargs="+", type=Path)
    ask.add_argument("--misses", action="store_true")
    ask.add_argument("--write-floors", action="store_true")
    options = ask.parse_args()
    for folder in (path.resolve() for path in options.folders if list(path.glob("*.json"))):
        evaluation = report(folder, misses=options.misses)
        if options.write_floors:
            raise_floors(floor_name(folder), figures(evaluation))


def floor_name(folder: Path) -> str:
    """Under which name the floors of a folder stand: a folder outside the repository keeps its parent's name."""
    return folder.name if folder.parent == FLOORS.parent else f"{folder.parent.name}/{folder.name}"


if __name__ == "__main__":
    main()
