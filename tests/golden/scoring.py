"""Compare what `extract` reads with what an annotator wrote down: F1 per record type, slots, grounding.

    python tests/golden/scoring.py tests/golden/composed             the figures
    python tests/golden/scoring.py tests/golden/composed --misses    and what was missed, wrong, or wrongly read
    python tests/golden/scoring.py tests/golden/* --write-floors     raise the floors to these figures

A gold folder holds NAME.json beside docs/NAME.txt. Items marked `optional` are neither required nor counted as wrong;
`args` are passed to `extract`.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from golden.match import Item, pair
from golden.slots import judge_document, judge_record

from clusterx import extract

KINDS = ("policies", "targets", "mechanisms", "projects")
FLOORS = Path(__file__).with_name("floors.json")


@dataclass
class Tally:
    """Records hit, wrongly found and missed."""

    hit: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def f1(self) -> float:
        return _share(2 * self.hit, 2 * self.hit + self.wrong + self.missed)

    def add(self, other: Tally) -> None:
        self.hit, self.wrong, self.missed = self.hit + other.hit, self.wrong + other.wrong, self.missed + other.missed


@dataclass
class Score:
    """The comparison of one document or of many."""

    kinds: dict[str, Tally] = field(default_factory=lambda: {kind: Tally() for kind in KINDS})
    slots: dict[str, Tally] = field(default_factory=dict)
    ungrounded: int = 0
    misses: list[str] = field(default_factory=list)

    def add(self, other: Score) -> None:
        for kind, tally in other.kinds.items():
            self.kinds[kind].add(tally)
        for slot, tally in other.slots.items():
            self.slots.setdefault(slot, Tally()).add(tally)
        self.ungrounded += other.ungrounded
        self.misses += other.misses

    def judge(self, slot: str, right: bool, note: str) -> None:
        self.slots.setdefault(slot, Tally()).add(Tally(hit=right, wrong=not right))
        if not right:
            self.misses.append(f"{slot} wrong: {note}")

    def figures(self) -> dict[str, float]:
        """F1 per record type and of all records, and the share of slots read right."""
        total = Tally()
        for tally in self.kinds.values():
            total.add(tally)
        hits = sum(tally.hit for tally in self.slots.values())
        slots = _share(hits, hits + sum(tally.wrong for tally in self.slots.values()))
        return {**{kind: tally.f1 for kind, tally in self.kinds.items()}, "all": total.f1, "slots": slots}


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 1.0


def score_folder(folder: Path) -> Iterator[tuple[str, Score]]:
    """(name, score) of every document in a gold folder."""
    for path in sorted(folder.glob("*.json")):
        gold = json.loads(path.read_text("utf-8"))
        source = (folder / "docs" / f"{path.stem}.txt").read_text("utf-8")
        found = extract(source, **gold.get("args", {})).model_dump(mode="json")
        yield path.stem, score_document(source, gold, found)


def score_document(source: str, gold: Item, found: Item) -> Score:
    """Compare the result `found` for `source` with its gold."""
    score = Score()
    for kind in KINDS:
        _score_kind(score, kind, gold.get(kind) or [], found.get(kind) or [])
        score.ungrounded += sum(not is_grounded(record, source) for record in found.get(kind) or [])
    document = found.get("document") or {}
    for slot, right in judge_document(gold.get("document") or {}, document).items():
        score.judge(f"document.{slot}", right, repr(document.get(slot)))
    return score


def _score_kind(score: Score, kind: str, gold: list[Item], found: list[Item]) -> None:
    pairs = pair(kind, gold, found)
    required = [i for i, item in enumerate(gold) if not item.get("optional")]
    missed = [gold[i] for i in required if i not in pairs]
    wrong = [record for j, record in enumerate(found) if j not in pairs.values()]
    score.kinds[kind].add(Tally(len(required) - len(missed), len(wrong), len(missed)))
    score.misses += [f"{kind} missed: {json.dumps(item, ensure_ascii=False)}" for item in missed]
    score.misses += [f"{kind} wrong: {_label(record)} {_quantity(record)}".rstrip() for record in wrong]
    for i in set(required) & set(pairs):
        for slot, right in judge_record(kind, gold[i], found[pairs[i]]).items():
            score.judge(f"{kind}.{slot}", right, _label(gold[i]))


def is_grounded(record: Item, source: str) -> bool:
    """Whether the record has evidence and every span of it cuts its own words out of the source."""
    spans = record.get("evidence") or []
    return bool(spans) and all(span["text"] and source[span["start"] : span["end"]] == span["text"] for span in spans)


def _label(record: Item) -> Any:
    return record.get("indicator") or record.get("name") or record.get("title")


def _quantity(record: Item) -> str:
    return str((record.get("quantity") or {}).get("text", ""))


def load_floors() -> dict[str, dict[str, float]]:
    """{folder name: {figure: floor}}."""
    return json.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {}


def raise_floors(name: str, figures: dict[str, float]) -> None:
    """Raise the floors of one folder, to two decimals below its figures; floors are lowered by hand only."""
    floors = load_floors()
    old = floors.get(name, {})
    floors[name] = {key: max(old.get(key, 0.0), math.floor(figure * 100) / 100) for key, figure in figures.items()}
    FLOORS.write_text(json.dumps(floors, indent=2, sort_keys=True) + "\n", "utf-8")


def report(folder: Path, *, misses: bool) -> Score:
    """Print the figures of a folder and return its score."""
    total = Score()
    for name, score in score_folder(folder):
        line = "; ".join(f"{k} {t.hit}/{t.hit + t.missed} +{t.wrong} wrong" for k, t in score.kinds.items())
        print(f"{name}: {line}; {score.ungrounded} not grounded")
        for miss in score.misses if misses else ():
            print(f"  {miss}")
        total.add(score)
    for slot, tally in sorted(total.slots.items()):
        print(f"  {slot:24} {tally.hit}/{tally.hit + tally.wrong}")
    print(f"{folder.name}: " + ", ".join(f"{key} {figure:.3f}" for key, figure in total.figures().items()))
    return total


def main() -> None:
    """The command line described above."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("folders", nargs="+", type=Path)
    ask.add_argument("--misses", action="store_true")
    ask.add_argument("--write-floors", action="store_true")
    options = ask.parse_args()
    for folder in (path.resolve() for path in options.folders if list(path.glob("*.json"))):
        score = report(folder, misses=options.misses)
        if options.write_floors:
            raise_floors(floor_name(folder), score.figures())


def floor_name(folder: Path) -> str:
    """Under which name the floors of a folder stand: a folder outside the repository keeps its parent's name."""
    return folder.name if folder.parent == FLOORS.parent else f"{folder.parent.name}/{folder.name}"


if __name__ == "__main__":
    main()
