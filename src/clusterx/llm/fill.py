"""Answers into records: what the text bears out fills an empty field or makes a record, all else is rejected with its reason.

A value that a rule has found is never touched: an answer to a question fills the empty field that was asked about and no
other. A record from an uncovered sentence is made of confirmed quotes only, and only if those that it cannot do without are there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from clusterx.llm.answers import Answer, Malformed
from clusterx.llm.ask import Outcome
from clusterx.llm.confirm import Confirmed, Offer, Refused, confirm
from clusterx.llm.fields import FIELDS, NEW, PLURAL, AskedField
from clusterx.llm.owner import number_between, other_name_between, said_to_be
from clusterx.llm.propose import Proposal, build
from clusterx.llm.questions import Question, taken_numbers
from clusterx.llm.read_text import ReadText, evidence_of
from clusterx.llm.wire import asked_fields
from clusterx.records import Evidence, Extraction, Record, Rejection
from clusterx.text import Span

FILLED = 0.9
"""By how much a record is less sure for a field that a model has found."""
MOST_REJECTED = 300
SHOWN = 300
INVENTED = ("not_in_text", "value_disagrees", "cut")


@dataclass
class Filler:
    """Takes answers, one after the other, and makes the fuller extraction."""

    reading: ReadText
    extraction: Extraction
    by: str
    rejected: list[Rejection] = field(default_factory=list)
    fills: dict[tuple[str, str], list[Confirmed]] = field(default_factory=dict)
    proposals: dict[tuple[Question, int, str], Proposal] = field(default_factory=dict)

    def take(self, outcomes: Iterable[Outcome]) -> None:
        """All answers of these outcomes."""
        for outcome in outcomes:
            for answer in outcome.answers:
                self._answer(outcome.chunk.questions, answer)

    def records(self) -> Extraction:
        """The extraction with everything that was confirmed."""
        made = {kind: list(self._filled(getattr(self.extraction, plural))) for kind, plural in PLURAL.items()}
        covered: set[Span] = set()
        for (question, _, kind), proposal in self.proposals.items():
            record = build(self.reading, proposal, made[kind], self.taken, self.by)
            if isinstance(record, Record):
                made[kind].append(record)
                covered.add(question.own)
            else:
                self._reject(question, proposal.naming, proposal.offer, record)
        for records in made.values():
            records.sort(key=lambda record: record.evidence[0].start)
        uncovered = [o for o in self.extraction.uncovered if not self._covers(covered, o.evidence)]
        update: dict[str, Any] = {PLURAL[kind]: tuple(records) for kind, records in made.items()}
        return self.extraction.model_copy(
            update={**update, "uncovered": tuple(uncovered), "rejected": tuple(self.rejected)}
        )

    @cached_property
    def taken(self) -> set[int]:
        """The starts of the numbers that are some record's."""
        return taken_numbers(self.reading, self.extraction)

    # -- one answer ---------------------------------------------------------------------------------------------------

    def _answer(self, questions: tuple[Question, ...], answer: Answer | Malformed) -> None:
        if isinstance(answer, Malformed):
            self._reject(None, None, Offer(answer.said), Refused("malformed", "The answer has not the form of one."))
            return
        offer = Offer(answer.quote, answer.value)
        question = questions[answer.q - 1] if 1 <= answer.q <= len(questions) else None
        if question is None:
            self._reject(None, None, offer, Refused("unknown_question", f"There is no question {answer.q}."))
            return
        asked = _asked(question, answer.f)
        if asked is None:
            self._reject(question, None, offer, Refused("not_asked", f"{answer.f[:60]!r} was not asked for."))
            return
        result = confirm(asked, offer, self.reading, question.spans)
        if isinstance(result, Confirmed):
            result = self._place(question, asked, answer, result) or result
        if isinstance(result, Refused):
            self._reject(question, asked, offer, result)
            if question.code == NEW and result.code in INVENTED:
                self._proposal(question, answer, asked).invented = asked.name

    def _place(self, question: Question, asked: AskedField, answer: Answer, found: Confirmed) -> Refused | None:
        """Put a confirmed value where it belongs, or say why it belongs nowhere."""
        if question.code == NEW:
            return self._proposal(question, answer, asked).add(asked, found, Offer(answer.quote, answer.value))
        if refused := self._not_its_own(question, asked, found.parts[0]):
            return refused
        kept = self.fills.setdefault((str(question.id), asked.name), [])
        if kept and not asked.many:
            return Refused("already_filled", "Another answer has filled this field.", found.parts[0])
        if any(found.value == other.value for other in kept):
            return Refused("duplicate", "The same answer has been given already.", found.parts[0])
        kept.append(found)
        if asked.how == "quantity":
            self.taken.add(found.parts[0].start)
        return None

    def _proposal(self, question: Question, answer: Answer, asked: AskedField) -> Proposal:
        return self.proposals.setdefault((question, answer.r, asked.kind), Proposal(asked.kind))

    def _not_its_own(self, question: Question, asked: AskedField, place: Span) -> Refused | None:
        other = other_name_between(self.reading, self.extraction, question, place)
        if other is not None:
            return Refused("of_another", f"{other!r} stands between this project and the quote.", place)
        if asked.code == "target.period" and (between := number_between(self.reading, question.own, place, "period")):
            return Refused("of_another", f"{between!r} stands between the number and the quote.", place)
        if asked.how != "quantity":
            return None
        if place.start in self.taken:
            return Refused("taken", "This number is another field's or record's.", place)
        if not said_to_be(self.reading, asked, place):
            return Refused("wrong_kind", f"No word before the number says that it is {asked.name}.", place)
        return None

    # -- what comes of them -------------------------------------------------------------------------------------------

    def _filled(self, records: Iterable[Record]) -> Iterator[Record]:
        for record in records:
            own = {name: found for (id_, name), found in self.fills.items() if id_ == record.id and found}
            if not own:
                yield record
                continue
            evidence = [
                evidence_of(self.reading, p, self.by, (n,)) for n, all_ in own.items() for f in all_ for p in f.parts
            ]
            kind = type(record).__name__.lower()
            values = {name: _value(FIELDS[f"{kind}.{name}"], found) for name, found in own.items()}
            sure = round(record.confidence * FILLED, 2)
            yield record.model_copy(update={**values, "evidence": (*record.evidence, *evidence), "confidence": sure})

    def _covers(self, covered: set[Span], evidence: Evidence) -> bool:
        span = self.reading.text.from_source(evidence.start, evidence.end)
        return any(span.start < end and start < span.end for start, end in covered)

    def _reject(self, question: Question | None, asked: AskedField | None, offer: Offer, why: Refused) -> None:
        if len(self.rejected) >= MOST_REJECTED:
            return
        self.rejected.append(
            Rejection(
                kind=asked.kind if asked else question.kind if question else "",
                id=question.id if question else None,
                field=asked.name if asked else question.field if question else "",
                quote=offer.quote[:SHOWN],
                value=None if offer.value is None else offer.value[:SHOWN],
                code=why.code,
                message=why.message,
                asked=evidence_of(self.reading, question.spans[0], self.by) if question else None,
                evidence=evidence_of(self.reading, why.span, self.by) if why.span else None,
            )
        )


def _asked(question: Question, code: str) -> AskedField | None:
    """The field that an answer is for, if it was asked for; the kind may be left out where one field was asked for."""
    for asked in asked_fields(question):
        if code == asked.code or (question.code != NEW and code == asked.name):
            return asked
    return None


def _value(asked: AskedField, found: list[Confirmed]) -> Any:
    if not asked.many:
        return found[0].value
    return tuple(dict.fromkeys(value for each in found for value in each.value))
