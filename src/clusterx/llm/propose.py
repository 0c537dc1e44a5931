"""Records from uncovered sentences, made of confirmed quotes only.

A target needs an indicator and a number, and no other number may stand between the two; a period counts if no other date stands
between it and the number. If the model has invented one part of a record, the rest is not believed either. A mechanism or a project needs its name. What a record of a rule already has is no new record.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import regex
from pydantic import ValidationError

from clusterx.llm.confirm import Confirmed, Offer, Refused
from clusterx.llm.fields import MODELS, NAMES_IT, REQUIRED, AskedField
from clusterx.llm.owner import number_between, said_to_be
from clusterx.llm.read_text import ReadText, evidence_of
from clusterx.llm.shapes import MECHANISM
from clusterx.records import Record
from clusterx.text import Span

PROPOSED = 0.6
"""How sure a record is that a model has found: an estimate, not measured."""
NOT_COUNTED = ("time", "ordinal", "voltage", "temperature", "frequency")


@dataclass
class Proposal:
    """The confirmed fields of a record to be; `invented`: one that the text does not have."""

    kind: str
    found: dict[str, list[tuple[AskedField, Confirmed]]] = field(default_factory=dict)
    naming: AskedField | None = None
    invented: str = ""
    offer: Offer = field(default_factory=lambda: Offer(""))

    def add(self, asked: AskedField, found: Confirmed, offer: Offer) -> Refused | None:
        """Take a confirmed field, unless it has a value already."""
        kept = self.found.setdefault(asked.name, [])
        if kept and not asked.many:
            return Refused("already_filled", "Another answer has filled this field.", found.parts[0])
        kept.append((asked, found))
        if self.naming is None or asked.name == NAMES_IT[self.kind]:
            self.naming, self.offer = asked, offer
        return None

    def place(self, name: str) -> Span:
        """Where the first part of a field stands."""
        return self.found[name][0][1].parts[0]

    def value(self, name: str) -> Any:
        """The value of a field: a tuple where there may be several."""
        asked, first = self.found[name][0]
        if not asked.many:
            return first.value
        return tuple(dict.fromkeys(value for _, each in self.found[name] for value in each.value))


def build(
    reading: ReadText, proposal: Proposal, existing: Sequence[Record], taken: set[int], by: str
) -> Record | Refused:
    """The record, or why it is none. The number of a target is added to `taken`."""
    if proposal.invented:
        return Refused("untrusted", f"The model gave for {proposal.invented} what the text does not say.")
    missing = [name for name in REQUIRED[proposal.kind] if name not in proposal.found]
    if missing:
        return Refused("incomplete", f"A {proposal.kind} needs {' and '.join(missing)}.")
    refused = _check_target(reading, proposal, taken) if proposal.kind == "target" else _check_name(proposal, existing)
    if refused is not None:
        return refused
    _drop_what_is_anothers(reading, proposal)
    try:
        record = _record(reading, proposal, by)
    except ValidationError as error:
        return Refused("invalid", f"No {proposal.kind} can be made of it: {error.errors(include_url=False)[0]['msg']}")
    if proposal.kind == "target":
        taken.add(proposal.place("quantity").start)
    return record


def _check_target(reading: ReadText, proposal: Proposal, taken: set[int]) -> Refused | None:
    number, noun = proposal.place("quantity"), proposal.place("indicator")
    quantity = proposal.value("quantity")
    if number.start in taken:
        return Refused("taken", "This number is another record's.", number)
    if quantity.dimension in NOT_COUNTED:
        return Refused("wrong_dimension", f"{quantity.text!r} is {quantity.dimension}, which no target counts.", number)
    if between := number_between(reading, noun, number, "quantity"):
        return Refused("of_another", f"{between!r} stands between the indicator and the number.", number)
    return None


def _check_name(proposal: Proposal, existing: Sequence[Record]) -> Refused | None:
    name = proposal.value("name")
    if any(name == getattr(record, "name", None) for record in existing):
        return Refused("duplicate", f"There is already a {proposal.kind} {name!r}.", proposal.place("name"))
    if proposal.kind == "mechanism" and not (MECHANISM.search(name) or regex.search(r"\d.*\+", name)):
        return Refused("wrong_shape", f"{name!r} is no name of a way of working.", proposal.place("name"))
    if proposal.kind == "project" and len(name) < 4:
        return Refused("wrong_shape", f"{name!r} is no name of a project.", proposal.place("name"))
    return None


def _drop_what_is_anothers(reading: ReadText, proposal: Proposal) -> None:
    """A period with another date between it and the number, an investment that the text calls something else."""
    for name, all_found in list(proposal.found.items()):
        asked, found = all_found[0]
        if proposal.kind == "target" and name == "period":
            wrong = number_between(reading, found.parts[0], proposal.place("quantity"), "period") is not None
        else:
            wrong = (
                proposal.kind == "project"
                and asked.how == "quantity"
                and not said_to_be(reading, asked, found.parts[0])
            )
        if wrong:
            del proposal.found[name]


def _record(reading: ReadText, proposal: Proposal, by: str) -> Record:
    values = {name: proposal.value(name) for name in proposal.found}
    if proposal.kind == "mechanism":
        values.setdefault("kind", "other")
    names = sorted(proposal.found, key=lambda name: (name != NAMES_IT[proposal.kind], name))
    evidence = [
        evidence_of(reading, place, by, (name, *_default_kind(proposal, name)))
        for name, place in _places(proposal, names)
    ]
    said = repr([proposal.kind, evidence[0].start, sorted((name, str(value)) for name, value in values.items())])
    digest = hashlib.blake2s(said.encode("utf-8", "replace"), digest_size=6).hexdigest()
    return MODELS[proposal.kind](id=digest, evidence=tuple(evidence), confidence=PROPOSED, **values)


def _places(proposal: Proposal, names: Sequence[str]) -> Iterator[tuple[str, Span]]:
    for name in names:
        for _, found in proposal.found[name]:
            for part in found.parts:
                yield name, part


def _default_kind(proposal: Proposal, name: str) -> tuple[str, ...]:
    """A mechanism's kind that nobody has named rests on its name."""
    return ("kind",) if proposal.kind == "mechanism" and name == "name" and "kind" not in proposal.found else ()
