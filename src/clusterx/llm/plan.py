"""What would be asked, and what it would cost, before anything is."""

from __future__ import annotations

from pydantic import Field

from clusterx.llm.budget import Cost
from clusterx.llm.model import LLM
from clusterx.llm.questions import Inquiry, Question
from clusterx.llm.read_text import ReadText, evidence_of
from clusterx.llm.wire import Chunk, make_chunks
from clusterx.records import Evidence, Extraction, Model, Number


class PlannedQuestion(Model):
    """An empty field, or an uncovered sentence, and the sentences that would be sent for it."""

    kind: str = Field(description="Type of the record; empty for a sentence.")
    id: str | None = Field(description="Id of the record; null for a sentence.")
    field: str = Field(description="The empty field; empty for a sentence.")
    about: str = Field(description="What the record is called.")
    sentences: tuple[Evidence, ...] = Field(description="What would be sent for it.")
    answered: bool = Field(description="Whether the ledger has the answer: it costs nothing.")


class Plan(Model):
    """The questions that a text leaves open, and the most that asking them once costs. Failed calls that have to be repeated cost more."""

    model: str = Field(description="Name of the model.")
    questions: tuple[PlannedQuestion, ...] = Field(description="All questions, in the order of the text.")
    calls: int = Field(description="Calls that would be made.")
    tokens_in: int = Field(description="Tokens that would be sent, estimated from above.")
    tokens_out: int = Field(description="Tokens that the answers may have at most.")
    cost: Number | None = Field(description="What that costs at most; null without a price.")
    within_budget: bool = Field(description="Whether the budgets allow for it.")
    exact: bool = Field(
        description="False where only an extraction was given: of the text, no more than the evidence is known."
    )


def make_plan(reading: ReadText, extraction: Extraction, llm: LLM, *, exact: bool = True) -> Plan:
    """The plan for a text that has been read."""
    chunks = make_chunks(reading, Inquiry(reading, extraction, llm.fields).questions)
    kept = [llm.ledger.get(chunk.key(llm.model, llm.base_url)) is not None for chunk in chunks]
    new = [chunk for chunk, answered in zip(chunks, kept, strict=True) if not answered]
    tokens_in, tokens_out = sum(c.tokens_in for c in new), sum(min(c.tokens_out, llm.max_output) for c in new)
    return Plan(
        model=llm.model,
        questions=tuple(_planned(q, c, a) for c, a in zip(chunks, kept, strict=True) for q in c.questions),
        calls=len(new),
        tokens_in=tokens_in,
        tokens_out=tokens_out,
        cost=llm.price.of(tokens_in, tokens_out) if llm.price else None,
        within_budget=_fits(llm, tokens_in, tokens_out),
        exact=exact,
    )


def _planned(question: Question, chunk: Chunk, answered: bool) -> PlannedQuestion:
    sentences = tuple(evidence_of(chunk.reading, span, "plan") for span in question.spans)
    return PlannedQuestion(
        kind=question.kind,
        id=question.id,
        field=question.field,
        about=question.about,
        sentences=sentences,
        answered=answered,
    )


def _fits(llm: LLM, tokens_in: int, tokens_out: int) -> bool:
    cost = Cost(llm.meter.bound(tokens_in), tokens_out)
    return all(purse.could(cost) for purse in (llm.purse, llm.document_purse()))


def text_of_evidence(extraction: Extraction) -> str:
    """All that an extraction knows of its text: each piece of evidence at its place, line breaks between."""
    records = (*extraction.policies, *extraction.targets, *extraction.mechanisms, *extraction.projects)
    pieces = [e for record in records for e in record.evidence] + [o.evidence for o in extraction.uncovered]
    chars = ["\n"] * max((e.end for e in pieces), default=0)
    for piece in pieces:
        chars[piece.start : piece.end] = piece.text
    return "".join(chars)
