"""The whole way from what rules have found to the fuller extraction, blocking or not."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

from clusterx.llm.ask import Asking, Outcome, Steps, Wait
from clusterx.llm.fields import PLURAL
from clusterx.llm.fill import Filler
from clusterx.llm.model import LLM
from clusterx.llm.questions import Inquiry
from clusterx.llm.read_text import ReadText, evidence_of
from clusterx.llm.wire import make_chunks
from clusterx.records import Extraction, ExtractionWarning, Record, Unfilled, Usage

APART = {"id", "evidence", "confidence", "part_of"}


def fill_records(reading: ReadText, extraction: Extraction, llm: LLM) -> Extraction:
    """Ask what the rules have left open. Never raises for what a server does."""
    steps = _fill(reading, extraction, llm)
    result = None
    while True:
        try:
            step = steps.send(result)
        except StopIteration as stop:
            return stop.value  # type: ignore[no-any-return]
        result = wait(step) if isinstance(step, Wait) else llm.connection.send(step)


def wait(step: Wait) -> Any:
    """Do nothing for a while."""
    time.sleep(step.seconds)


async def afill_records(reading: ReadText, extraction: Extraction, llm: LLM) -> Extraction:
    """The same without blocking."""
    steps = _fill(reading, extraction, llm)
    result = None
    while True:
        try:
            step = steps.send(result)
        except StopIteration as stop:
            return stop.value  # type: ignore[no-any-return]
        result = await (asyncio.sleep(step.seconds) if isinstance(step, Wait) else llm.connection.asend(step))


def _fill(reading: ReadText, extraction: Extraction, llm: LLM) -> Steps:
    by = f"llm:{llm.model}"
    asking = Asking(llm)
    outcomes = yield from asking.all(make_chunks(reading, Inquiry(reading, extraction, llm.fields).questions))
    filler = Filler(reading, extraction, by)
    filler.take(outcomes)
    fuller = filler.records()
    unfilled = tuple(_unfilled(reading, outcomes, by))
    update = {
        "warnings": (*fuller.warnings, *_warnings(outcomes, llm)),
        "unfilled": unfilled,
        "complete": not unfilled,
        "usage": _usage(asking, fuller, by),
        "rejected": tuple(filler.rejected),
    }
    return fuller.model_copy(update=update)


def _unfilled(reading: ReadText, outcomes: list[Outcome], by: str) -> Iterator[Unfilled]:
    for outcome in outcomes:
        for question in outcome.chunk.questions if outcome.lost else ():
            asked = evidence_of(reading, question.spans[0], by)
            yield Unfilled(kind=question.kind, id=question.id, field=question.field, reason=outcome.lost, asked=asked)


def _warnings(outcomes: list[Outcome], llm: LLM) -> Iterator[ExtractionWarning]:
    lost = Counter(outcome.lost for outcome in outcomes for _ in outcome.chunk.questions if outcome.lost)
    if lost.pop("unavailable", 0):
        message = next(outcome.message for outcome in outcomes if outcome.lost == "unavailable")
        yield ExtractionWarning(code="llm_unavailable", message=f"The language model was not asked: {message}.")
    if lost:
        said = ", ".join(f"{reason}: {count}" for reason, count in sorted(lost.items()))
        yield ExtractionWarning(
            code="llm_incomplete", message=f"Questions without an answer: {said}; a later run asks them again."
        )
    if llm.ledger.problem:
        yield ExtractionWarning(code="llm_ledger", message=f"Answers are not kept: {llm.ledger.problem}.")


def _usage(asking: Asking, extraction: Extraction, by: str) -> Usage:
    rule, model = count_fields(extraction, by)
    used, llm = asking.used, asking.llm
    return Usage(
        model=llm.model,
        mode=llm.proven_mode,
        calls=asking.calls,
        retries=asking.retries,
        cache_hits=asking.cache_hits,
        tokens_in=used.tokens_in,
        tokens_out=used.tokens_out,
        charged=asking.purse.spent_tokens,
        cost=used.money(llm.price) if llm.price else None,
        fields_by_rule=rule,
        fields_by_model=model,
        share_by_rule=round(rule / (rule + model), 4) if rule + model else 1.0,
        share_by_model=round(model / (rule + model), 4) if rule + model else 0.0,
    )


def count_fields(extraction: Extraction, by: str) -> tuple[int, int]:
    """How many filled fields of all records stand on rules, and how many on quotes of the model."""
    rule = model = 0
    for plural in PLURAL.values():
        for record in getattr(extraction, plural):
            found = {name for e in record.evidence if e.by == by for name in e.fields}
            found -= {name for e in record.evidence if e.by != by for name in e.fields}
            filled = set(_filled(record))
            model += len(filled & found)
            rule += len(filled - found)
    return rule, model


def _filled(record: Record) -> list[str]:
    return [name for name, value in record if name not in APART and value not in (None, ())]
