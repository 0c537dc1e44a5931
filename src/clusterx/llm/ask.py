"""Asking, whatever happens: one chunk after the other, from the ledger or from the server, within the budgets.

A generator that yields what is to be done (`Send`, `Wait`) and gets the result, so that the blocking and the async way share all of
it. A chunk comes to one of three ends: answered and in the ledger; divided, when the server refuses its text or cannot finish its
answer; or lost, with the reason, and asked again in the next run.
"""

from __future__ import annotations

import json
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from pydantic import TypeAdapter, ValidationError

from clusterx.llm.answers import Answer, Malformed, read_answers
from clusterx.llm.budget import Cost, reserve_all
from clusterx.llm.client import Completion, Send
from clusterx.llm.failures import APOLOGY, Failure
from clusterx.llm.model import LLM
from clusterx.llm.tokens import estimate
from clusterx.llm.wire import Chunk

Reason = Literal["budget", "unavailable", "refused", "failed"]
KEPT: TypeAdapter[list[Answer | Malformed]] = TypeAdapter(list[Answer | Malformed])
POLL = 0.03
GROWTH = 3
MOST_CALLS = 40
CALLS_PER_CHUNK = 6


class Wait(NamedTuple):
    """Do nothing for so many seconds."""

    seconds: float


class Outcome(NamedTuple):
    """What came of a chunk: answers, or the reason why there are none."""

    chunk: Chunk
    answers: list[Answer | Malformed] = []  # noqa: RUF012 (a tuple's default, never changed)
    lost: Reason | None = None
    message: str = ""


Steps = Generator[Send | Wait, Any, Any]


@dataclass
class Asking:
    """The calls of one document."""

    llm: LLM
    calls: int = 0
    retries: int = 0
    cache_hits: int = 0
    used: Cost = field(default_factory=Cost)
    allowed: int = 0

    def __post_init__(self) -> None:
        self.purse = self.llm.document_purse()

    def all(self, chunks: list[Chunk]) -> Steps:
        """The outcomes of all chunks, in order."""
        self.allowed = MOST_CALLS + CALLS_PER_CHUNK * len(chunks)
        outcomes: list[Outcome] = []
        for chunk in chunks:
            outcomes += yield from self.chunk(chunk)
        return outcomes

    def chunk(self, chunk: Chunk) -> Steps:
        """The outcomes of a chunk: one, or those of its parts."""
        ledger, key = self.llm.ledger, chunk.key(self.llm.model, self.llm.base_url)
        while True:
            if (kept := read_kept(ledger.get(key))) is not None:
                self.cache_hits += 1
                return [Outcome(chunk, kept)]
            if ledger.is_divided(key):
                return (yield from self._halves(chunk))
            if ledger.claim(key):
                break
            yield Wait(POLL)
        try:
            outcome = yield from self._attempts(chunk, key)
        finally:
            ledger.release(key)
        if outcome is not None:
            return [outcome]
        ledger.divide(key)
        return (yield from self._halves(chunk))

    def _halves(self, chunk: Chunk) -> Steps:
        outcomes: list[Outcome] = []
        for half in chunk.halves():
            outcomes += yield from self.chunk(half)
        return outcomes

    def _attempts(self, chunk: Chunk, key: str) -> Steps:
        """The outcome of a chunk, or None if it is to be divided."""
        attempt = Attempt(self.llm, chunk)
        while True:
            if self.llm.fatal is not None:
                return Outcome(chunk, lost="unavailable", message=self.llm.fatal.message)
            if self.calls >= self.allowed:
                return Outcome(chunk, lost="failed", message="too many calls for one text")
            request, bound = attempt.request(), attempt.bound()
            if not reserve_all([self.llm.purse, self.purse], bound):
                return Outcome(chunk, lost="budget", message="a budget is reached")
            self.calls += 1
            self.retries += attempt.failed > 0
            got = yield request
            real = self._settle(chunk, bound, got)
            read = read_outcome(got)
            if not isinstance(read, Failure):
                self.llm.ledger.put(key, self.llm.model, to_keep(read), real.tokens_in, real.tokens_out)
                self.llm.prove_mode(request.mode)
                self.llm.note(None)
                return Outcome(chunk, read)
            yield from attempt.after(read, request.mode)
            if attempt.end is not None:
                self.llm.note(read)
                return None if attempt.end == "divide" else Outcome(chunk, lost=attempt.end, message=read.message)

    def _settle(self, chunk: Chunk, bound: Cost, got: Completion | Failure) -> Cost:
        """Put back what a call did not use; one that failed counts as if it had been paid for."""
        if isinstance(got, Failure):
            real = bound if got.sent else Cost() if got.cause == "unreachable" else Cost(bound.tokens_in)
        else:
            real = Cost(got.tokens_in or chunk.tokens_in, got.tokens_out or sum(map(estimate, got.texts)))
            self.used = Cost(self.used.tokens_in + real.tokens_in, self.used.tokens_out + real.tokens_out)
            if got.tokens_in:
                self.llm.meter.learn(chunk.tokens_in, got.tokens_in)
        for purse in (self.llm.purse, self.purse):
            purse.settle(bound, real)
        return real


@dataclass
class Attempt:
    """Where the attempts at one chunk stand. `end`: that they are over, and how."""

    llm: LLM
    chunk: Chunk
    failed: int = 0
    room: int = 0
    end: Reason | Literal["divide"] | None = None

    def __post_init__(self) -> None:
        self.room = min(self.chunk.tokens_out, self.llm.max_output)

    def request(self) -> Send:
        return Send(self.chunk.messages, self.llm.mode, self.room)

    def bound(self) -> Cost:
        """The most that the request can cost."""
        return Cost(self.llm.meter.bound(self.chunk.tokens_in), self.room)

    def after(self, failure: Failure, mode: str) -> Iterator[Wait]:
        """What follows from a failure: a pause, another mode, more room, or the end."""
        self.failed += 1
        cause = failure.cause
        if cause == "fatal":
            self.end = "unavailable"
        elif cause in ("refused", "divide"):
            self._divide("refused" if cause == "refused" else "failed")
        elif cause == "mode" and self.llm.has_worked(mode):
            self._divide("refused")
        elif cause == "mode":
            self.end = None if self.llm.next_mode(mode) else "failed"
        elif cause == "cut" and self.room < self.llm.max_output:
            self.room = min(self.llm.max_output, self.room * GROWTH)
        elif cause in ("garbled", "cut", "blank"):
            self._garbled(cause, mode)
        elif self.failed > self.llm.patience.retries:
            self.end = "unavailable" if cause == "unreachable" else "failed"
        else:
            yield Wait(self.llm.patience.wait(self.failed, failure.wait, self.llm.draw()))

    def _garbled(self, cause: str, mode: str) -> None:
        if cause == "cut" or self.failed > self.llm.patience.retries:
            self._divide("failed")
        elif cause == "blank" or self.llm.proven_mode is None:
            self.llm.next_mode(mode)

    def _divide(self, otherwise: Reason) -> None:
        self.end = "divide" if self.chunk.halves() else otherwise


def read_outcome(got: Completion | Failure) -> list[Answer | Malformed] | Failure:
    """The answers of a call, or what was wrong with it."""
    if isinstance(got, Failure):
        return got
    words = "".join(got.texts)
    answers = read_answers(got.texts)
    if got.finish == "length" and not (answers is not None and len(got.texts) == 1 and words != words.rstrip()):
        blank = len(words.split()) < 2 or len(words.strip()) * 4 < len(words)
        return Failure("blank" if blank and words else "cut", "the answer was cut off at its limit", sent=True)
    if answers is not None:
        return answers
    if got.refusal or got.finish == "content_filter" or APOLOGY.search(words[:400]):
        return Failure("refused", "the model refuses this text", sent=True)
    if not words.strip():
        return Failure("retry", "the answer is empty", sent=True)
    return Failure("garbled", "the answer is not what was asked for", sent=True)


def to_keep(answers: list[Answer | Malformed]) -> str:
    """Answers as the ledger keeps them."""
    return json.dumps([answer.model_dump(exclude_defaults=True) for answer in answers])


def read_kept(kept: str | None) -> list[Answer | Malformed] | None:
    """Answers from the ledger; None if there are none, or none that can be read."""
    try:
        return KEPT.validate_json(kept) if kept is not None else None
    except ValidationError:
        return None
