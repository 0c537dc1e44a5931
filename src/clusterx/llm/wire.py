"""What goes over the wire: a chunk of questions as messages, and the key under which its answer is kept.

A chunk holds questions that stand near each other in the text. Its sentences are numbered, each sent once whatever number of
questions name it, under a line `#` with the headings above it. Everything has ASCII codes: questions are numbers, fields are
`project.companies`, kinds are the codes of the records. The mark around the data is a digest of it, which no text can hold.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources

from clusterx.llm.fields import FIELDS, NEW, NEW_FIELDS, AskedField
from clusterx.llm.questions import Question
from clusterx.llm.read_text import ReadText
from clusterx.llm.tokens import estimate, estimate_messages
from clusterx.text import Span

PROMPT_VERSION = "1"
CHUNK_TOKENS = 2400
CHUNK_QUESTIONS = 24
SCHEMA_TOKENS = 280
"""What instructor adds in the mode that adds most: the JSON Schema of the answer and words around it."""
ANSWER_TOKENS = {"frame": 96, NEW: 360, "many": 150, "one": 80}
SHOWN_HEADING = 60


@cache
def prompt(name: str) -> str:
    """`prompts/{name}.md`."""
    return resources.files("clusterx.llm").joinpath("prompts", f"{name}.md").read_text("utf-8").strip()


@dataclass(frozen=True)
class Chunk:
    """Questions that are asked in one call."""

    reading: ReadText
    questions: tuple[Question, ...]

    @cached_property
    def sentences(self) -> list[Span]:
        """The stretches that are sent, in order; sentence n is the n-th."""
        return sorted({span for question in self.questions for span in question.spans})

    @cached_property
    def messages(self) -> list[dict[str, str]]:
        """The system prompt and the request."""
        lines = "\n".join(self._lines())
        mark = hashlib.sha256(lines.encode()).hexdigest()[:8]
        request = prompt("request").format(
            mark=mark, sentences=lines, fields="\n".join(self._fields()), questions="\n".join(self._asked())
        )
        return [{"role": "system", "content": prompt("system")}, {"role": "user", "content": request}]

    @cached_property
    def tokens_in(self) -> int:
        """What the request holds at most."""
        return estimate_messages(self.messages) + SCHEMA_TOKENS

    @property
    def tokens_out(self) -> int:
        """What a sensible answer holds at most."""
        return ANSWER_TOKENS["frame"] + sum(ANSWER_TOKENS[_size(question)] for question in self.questions)

    def key(self, model: str, base_url: str) -> str:
        """The digest of all that decides the answer."""
        said = json.dumps([PROMPT_VERSION, model, base_url, self.messages], ensure_ascii=True)
        return hashlib.sha256(said.encode()).hexdigest()

    def halves(self) -> list[Chunk]:
        """The chunk in two, down to one question about one sentence; empty if it cannot be divided."""
        if len(self.questions) > 1:
            middle = len(self.questions) // 2
            return [Chunk(self.reading, part) for part in (self.questions[:middle], self.questions[middle:])]
        (question,) = self.questions
        if len(question.spans) < 2:
            return []
        middle = len(question.spans) // 2
        return [
            Chunk(self.reading, (question.about_only(s),)) for s in (question.spans[:middle], question.spans[middle:])
        ]

    def _lines(self) -> Iterator[str]:
        above = ""
        for number, span in enumerate(self.sentences, 1):
            headings = [h for h in self.reading.outline.headings(span.start) if h.end <= span.start and h.title]
            title = " > ".join(plain(heading.title)[:SHOWN_HEADING] for heading in headings)
            if title and title != above:
                yield f"# {title}"
            above = title
            yield f"{number}| {plain(self.reading.clean[span.start : span.end])}"

    def _fields(self) -> Iterator[str]:
        for field in dict.fromkeys(f for question in self.questions for f in asked_fields(question)):
            yield f"{field.code}: {field.description}"

    def _asked(self) -> Iterator[str]:
        numbers = {span: str(number) for number, span in enumerate(self.sentences, 1)}
        for number, question in enumerate(self.questions, 1):
            about = f" 「{plain(question.about)}」" if question.about else ""
            yield f"{number} {question.code}{about} {','.join(numbers[span] for span in question.spans)}"


def asked_fields(question: Question) -> list[AskedField]:
    """The fields that may be answered to a question; a sentence without a number states no target."""
    if question.code != NEW:
        return [FIELDS[question.code]]
    kinds = [kind for kind in NEW_FIELDS if kind != "target" or question.numbers]
    return [FIELDS[f"{kind}.{name}"] for kind in kinds for name in NEW_FIELDS[kind]]


def make_chunks(reading: ReadText, questions: Iterable[Question]) -> list[Chunk]:
    """The questions in their order, as many to a chunk as fit."""
    chunks: list[Chunk] = []
    taken: list[Question] = []
    size = 0
    for question in questions:
        more = sum(estimate(reading.clean[s.start : s.end]) + 8 for s in question.spans) + 24
        if taken and (len(taken) == CHUNK_QUESTIONS or size + more > CHUNK_TOKENS):
            chunks.append(Chunk(reading, tuple(taken)))
            taken, size = [], 0
        taken.append(question)
        size += more
    return [*chunks, Chunk(reading, tuple(taken))] if taken else chunks


def plain(words: str) -> str:
    """One line that every encoder takes."""
    return " ".join(words.split()).encode("utf-8", "replace").decode()


def _size(question: Question) -> str:
    if question.code == NEW:
        return NEW
    return "many" if FIELDS[question.code].many else "one"
