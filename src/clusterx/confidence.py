"""How sure a record is: how often its rule was right on annotated documents, less what is inferred or repaired in it.

`data/confidence.tsv` counts for each rule the records that an annotator confirms and those that he does not. The share
of right ones is drawn towards the rule author's own estimate (`Draft.confidence`), which weighs as much as ten records:

    >>> table = Table({"target.left": Measured("target.left", 95, 5)})
    >>> round(table.precision("target.left", 0.9), 3), table.precision("my.rule", 0.8)
    (0.945, 0.8)

Two things lower it: a period that no sentence states of this record (`scope.title`: the title of the plan does), and
evidence that was repaired by a word list (`repair.lexicon`) or a guess. By how much is measured too, against the records
without; ASSUMED says what is taken for granted, with the same weight of ten, where little was counted.

    >>> table.factor("repair.guess"), table.factor("repair.exact")
    (0.7, 1.0)

How the table is made and how well it holds: `scripts/calibrate.py`, `docs/confidence.md`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from clusterx.lexicon import rows
from clusterx.text import AlignedText, Level, Repair

WEIGHT = 10
"""So many records is what the author of a rule expects worth."""
TYPICAL = 0.9
ASSUMED = {
    **dict.fromkeys(("scope.heading", "scope.paragraph", "scope.goals", "scope.title", "scope.report"), 0.95),
    "repair.lexicon": 0.95,
    "repair.guess": 0.7,
}
COMPARED_WITH = {"scope": "scope.sentence", "repair": "repair.none"}
DOUBTFUL: tuple[Level, ...] = ("guess", "lexicon")


@dataclass(frozen=True)
class Measured:
    """How often what a rule gave was right and wrong."""

    rule: str
    right: int = 0
    wrong: int = 0

    def share(self, expected: float) -> float:
        """The share of right ones, drawn towards what was expected."""
        return (self.right + WEIGHT * expected) / (self.right + self.wrong + WEIGHT)


class Table:
    """What was measured of the rules, by their names."""

    def __init__(self, measured: Mapping[str, Measured]) -> None:
        self._measured = measured
        self._factors = {part: self._factor(part, assumed) for part, assumed in ASSUMED.items()}

    def precision(self, rule: str, expected: float) -> float:
        """How often records of this rule are right; `expected` is what its author thinks."""
        measured = self._measured.get(rule)
        return measured.share(expected) if measured else expected

    def factor(self, part: str) -> float:
        """By what a record is less sure for this part: 1 where nothing is known against it."""
        return self._factors.get(part, 1.0)

    def _factor(self, part: str, assumed: float) -> float:
        usual = self.precision(COMPARED_WITH[part.partition(".")[0]], TYPICAL)
        return min(1.0, self.precision(part, assumed * usual) / usual)


@cache
def shipped_table() -> Table:
    """`data/confidence.tsv`."""
    return Table({row.rule: row for row in rows("confidence", Measured)})


class Place(Protocol):
    """What this module needs of a clue or of evidence: offsets into the source."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def fields(self) -> tuple[str, ...]: ...
    @property
    def by(self) -> str: ...


class Judge:
    """Says how sure records of one text are."""

    def __init__(self, text: AlignedText) -> None:
        self._table = shipped_table()
        doubtful = [repair for repair in text.repairs if repair.level != "exact"]
        self._repaired = (
            [(level, spans) for level in DOUBTFUL if (spans := _spans(doubtful, level))] if doubtful else []
        )

    def confidence(self, evidence: Sequence[Place], expected: float) -> float:
        """The confidence of the record with this evidence, 0 to 1; `expected` is `Draft.confidence`."""
        sure = self._table.precision(evidence[0].by, expected)
        if sources := period_sources(evidence):
            sure *= max([self._table.factor(source) for source in sources])
        if self._repaired:
            sure *= self._table.factor(f"repair.{self.repair(evidence)}")
        return round(sure, 2)

    def repair(self, evidence: Sequence[Place]) -> str:
        """The least sure kind of repair that the evidence touches: guess, lexicon or none."""
        return next((level for level, spans in self._repaired if any(_touches(spans, e) for e in evidence)), "none")


def period_sources(evidence: Sequence[Place]) -> set[str]:
    """What makes the record's period govern it; empty where it has none.

    A period that is put down to the words of the indicator themselves stands in the title, which is no evidence here.
    """
    sources: set[str] = set()
    for clue in evidence:
        if "period" in clue.fields:
            own = clue is evidence[0] and clue.by.startswith("target.") and clue.by != "target.table"
            sources.add("scope.title" if own else clue.by)
    return sources


def _spans(repairs: Iterable[Repair], level: Level) -> list[tuple[int, int]]:
    """The stretches of the source that repairs of this level cover, joined where they overlap, in order."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted((r.start, max(r.end, r.start + 1)) for r in repairs if r.level == level):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _touches(spans: list[tuple[int, int]], evidence: Place) -> bool:
    before = bisect_right(spans, (evidence.end - 1, 1 << 62))
    return before > 0 and spans[before - 1][1] > evidence.start
