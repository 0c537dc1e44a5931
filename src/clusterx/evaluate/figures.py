"""Counts of what was read right, and what follows from them.

A record that was found and one that was wanted are paired or not: `wrong` are the ones found for nothing, `missed` the
ones wanted and not found. A slot that is read as something else is both, one that is left empty is only missed; so the
recall of a slot is the share of its values read right.

    >>> figures = Figures(hit=8, wrong=2) + Figures(missed=2)
    >>> figures.precision, figures.recall, figures.f1
    (0.8, 0.8, 0.8)
    >>> Figures().f1
    1.0
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, computed_field

Kind = Literal["policies", "targets", "mechanisms", "projects"]
KINDS: tuple[Kind, ...] = ("policies", "targets", "mechanisms", "projects")


class Figures(BaseModel):
    """How many were right, wrongly found and missed. Where nothing was found precision is 1, where nothing was wanted recall."""

    model_config = ConfigDict(frozen=True)

    hit: int = 0
    wrong: int = 0
    missed: int = 0

    @computed_field  # type: ignore[prop-decorator]
    @property
    def precision(self) -> float:
        """The share of what was found that is right."""
        return _share(self.hit, self.hit + self.wrong)

    @computed_field  # type: ignore[prop-decorator]
    @property
    def recall(self) -> float:
        """The share of what was wanted that was found."""
        return _share(self.hit, self.hit + self.missed)

    @computed_field  # type: ignore[prop-decorator]
    @property
    def f1(self) -> float:
        """The harmonic mean of the two."""
        return _share(2 * self.hit, 2 * self.hit + self.wrong + self.missed)

    def __add__(self, other: Figures) -> Figures:
        return Figures(hit=self.hit + other.hit, wrong=self.wrong + other.wrong, missed=self.missed + other.missed)


class Miss(BaseModel):
    """One difference: a record `missed` or found `wrong`, or a slot of a record that was found, read `wrong`."""

    model_config = ConfigDict(frozen=True)

    document: str
    kind: str
    what: Literal["missed", "wrong"]
    slot: str | None = None
    record: str
    wanted: Any = None
    found: Any = None

    def __str__(self) -> str:
        where = f"{self.document} {self.kind}" + (f".{self.slot}" if self.slot else "")
        if self.slot:
            return f"{where} {self.what}: {self.record}: wanted {self.wanted!r}, found {self.found!r}"
        return f"{where} {self.what}: {self.record}"


class Evaluation(BaseModel):
    """The comparison of one document or of many.

    `records`: figures of each record type. `slots`: figures of each slot that the annotations state (`targets.end`), over
    the records that were paired. `ungrounded`: records whose evidence is not in the text; always 0.
    """

    model_config = ConfigDict(frozen=True)

    documents: tuple[str, ...]
    records: dict[Kind, Figures]
    slots: dict[str, Figures]
    ungrounded: int
    misses: tuple[Miss, ...]

    @property
    def all_records(self) -> Figures:
        """All record types taken together."""
        return sum(self.records.values(), Figures())

    @property
    def all_slots(self) -> Figures:
        """All slots taken together."""
        return sum(self.slots.values(), Figures())


def total(evaluations: Iterable[Evaluation]) -> Evaluation:
    """Several evaluations as one."""
    parts = tuple(evaluations)
    slots: dict[str, Figures] = {}
    for name, figures in (pair for part in parts for pair in part.slots.items()):
        slots[name] = slots.get(name, Figures()) + figures
    return Evaluation(
        documents=tuple(name for part in parts for name in part.documents),
        records={kind: sum((part.records[kind] for part in parts), Figures()) for kind in KINDS},
        slots=dict(sorted(slots.items())),
        ungrounded=sum(part.ungrounded for part in parts),
        misses=tuple(miss for part in parts for miss in part.misses),
    )


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0
