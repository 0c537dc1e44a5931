"""Which questions a text leaves open, and the sentences that each of them needs.

In: the read text and what the rules made of it. Out: for each empty field of a record a `Question` with the sentences of the
record that hold a cue of the field, and for some fields the one behind, unless another record begins there; for each uncovered sentence one question "new". No cue, no question:
what no word points to is not in the text. An uncovered sentence whose number a rule has looked at and refused as what is no
record by definition (a subsidy, a criterion, a duration) is not asked about either.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import regex

from clusterx.llm.fields import CUES, FIELDS, NAMES_IT, NEW, PLURAL, AskedField
from clusterx.llm.read_text import ReadText, clean_span
from clusterx.mentions import Found
from clusterx.records import Extraction, Omission, Quantity, Record
from clusterx.text import Span

SETTLED = frozenset(
    {
        "subsidy", "criterion", "duration", "threshold", "attribute", "provision", "measure", "list", "sum of a list",
        "title", "name", "rank", "one of several", "of no interest", "place", "staff of a task force", "heading", "time",
        "spoken", "one thing", "scene", "early days", "distance", "session", "image", "partners", "share of cost", "explanation", "story",
    }
)  # fmt: skip
PAID = frozenset({"subsidy", "criterion"})
LONG = 100
LONGEST = 600
OF_THE_TEXT = regex.compile(r"自[^，。]{2,14}起(?:施行|实施|执行)|有效期(?:至|为|\d)|(?:如下|以下)[^，。：]{0,6}：$")
SHORT = 14
CUT = regex.compile(r"(?<=[；;])")
LABEL_LENGTH = 20


@dataclass(frozen=True)
class Question:
    """An empty field (`code`) of the record `id`, or an uncovered sentence ("new").

    `spans`: the stretches of clean text that may be quoted, in order; `own`: the words that name the record, or the sentence;
    `numbers`: whether a number with a unit stands there.
    """

    code: str
    kind: str
    field: str
    id: str | None
    about: str
    spans: tuple[Span, ...]
    own: Span
    numbers: bool = True

    def about_only(self, spans: tuple[Span, ...]) -> Question:
        """The same question with fewer sentences."""
        return replace(self, spans=spans)


class Passages:
    """The stretches of a text that are sent: its sentences, long ones cut at semicolons."""

    def __init__(self, reading: ReadText) -> None:
        self._reading = reading

    def at(self, span: Span) -> list[Span]:
        """The passages that touch `span`."""
        sentences = self._reading.outline.sentences_in(*span)
        whole = [self._reading.outline.sentence(sentence.start) for sentence in sentences]
        return [p for s in whole for p in self._cut(s) if p.start < span.end and p.end > span.start]

    def behind(self, span: Span) -> list[Span]:
        """The passage behind that of `span`, on the same line."""
        last = self.at(span)[-1]
        line = Span(last.start, self._reading.outline.block(span.start).end)
        return [p for p in self.at(line) if p.start >= last.end and p.end <= line.end][:1]

    def _cut(self, sentence: Span) -> list[Span]:
        text = self._reading.clean
        if sentence.end - sentence.start <= LONG:
            return [_trimmed(text, sentence)]
        parts, start = [], sentence.start
        marks = [m.start() for m in CUT.finditer(text, *sentence)]
        for end in [*marks, sentence.end]:
            while end - start > LONGEST:
                parts.append(Span(start, start + LONGEST))
                start += LONGEST
            if end > start:
                parts.append(Span(start, end))
            start = end
        return [_trimmed(text, part) for part in parts]


@dataclass(frozen=True)
class Inquiry:
    """The questions of one text."""

    reading: ReadText
    extraction: Extraction
    fields: tuple[str, ...]

    @cached_property
    def passages(self) -> Passages:
        return Passages(self.reading)

    @cached_property
    def questions(self) -> list[Question]:
        """All questions in the order of the text."""
        found = [*self._empty_fields(), *self._uncovered()]
        return sorted(found, key=lambda q: (q.spans[0].start, q.code == NEW))

    @cached_property
    def taken(self) -> set[int]:
        """Where the numbers start that some record already holds."""
        return taken_numbers(self.reading, self.extraction)

    def _empty_fields(self) -> Iterator[Question]:
        for kind, plural in PLURAL.items():
            codes = [code for code in self.fields if code in FIELDS and FIELDS[code].kind == kind]
            for record in getattr(self.extraction, plural) if codes else ():
                if (own := own_span(self.reading, record)) is not None:
                    for code in codes:
                        yield from self._empty_field(record, code, own)

    def _empty_field(self, record: Record, code: str, own: Span) -> Iterator[Question]:
        field = FIELDS[code]
        if getattr(record, field.name) or (field.kind == "policy" and getattr(record, "role", "") != "self"):
            return
        first = self.passages.at(own)
        behind = [p for p in self.passages.behind(own) if not self._is_anothers(p)] if field.beyond else []
        cued = [p for p in dict.fromkeys([*first, *behind]) if self._has_cue(code, p, getattr(record, "name", ""))]
        if cued:
            spans = tuple(sorted({*first[:1], *cued}))
            yield Question(code, field.kind, field.name, record.id, label(record), spans, own)

    def _is_anothers(self, passage: Span) -> bool:
        """Whether a target or project of its own begins in the passage."""
        at = bisect_left(self._beginnings, passage.start)
        return at < len(self._beginnings) and self._beginnings[at] < passage.end

    @cached_property
    def _beginnings(self) -> list[int]:
        records = (*self.extraction.targets, *self.extraction.projects)
        return sorted(span.start for record in records if (span := own_span(self.reading, record)))

    def _has_cue(self, code: str, passage: Span, name: str) -> bool:
        """Whether a cue stands in the passage, besides the name of the record itself."""
        if self.reading.outline.tail_containing(passage.start):
            return False
        words = self.reading.clean[passage.start : passage.end]
        if not CUES[code].search(words.replace(name, "□") if name else words):
            return False
        field = FIELDS[code]
        return field.how not in ("quantity", "period") or any(
            found.kind == field.how and self._is_free(field, found) for found in self.reading.mentions_in(*passage)
        )

    def _is_free(self, field: AskedField, found: Found) -> bool:
        """Whether the mention could fill the field: right in its dimension and no other record's number."""
        if found.quantity is None:
            return True
        fits = not field.dimensions or found.quantity.dimension in field.dimensions
        return fits and bool(found.quantity.unit) and found.start not in self.taken

    def _uncovered(self) -> Iterator[Question]:
        if NEW not in self.fields:
            return
        for omission in self.extraction.uncovered:
            span = clean_span(self.reading, omission.evidence)
            if span is not None and not is_settled(omission) and not self._says_little(omission, span):
                spans = tuple(self.passages.at(span))
                numbers = any(m.quantity and m.quantity.unit for m in self.reading.mentions_in(*span))
                yield Question(NEW, "", "", None, "", spans, span, numbers)

    def _says_little(self, omission: Omission, span: Span) -> bool:
        """A label with a cue (（一）调度机制。), a tail of responsible units, the validity of the text, what leads a list in."""
        if OF_THE_TEXT.search(self.reading.clean, *span):
            return True
        short = span.end - span.start < SHORT and omission.holds == ("cue",)
        return short or self.reading.outline.tail_containing(span.start) is not None


def is_settled(omission: Omission) -> bool:
    """Whether a rule has already said that the numbers of this sentence make no record."""
    return not SETTLED.isdisjoint(omission.reasons) and (
        "cue" not in omission.holds or not PAID.isdisjoint(omission.reasons)
    )


def own_span(reading: ReadText, record: Record) -> Span | None:
    """The words that the record is made of, in clean text; None if they stand on the page's head only."""
    kind = type(record).__name__.lower()
    naming = [e for e in record.evidence if NAMES_IT[kind] in e.fields]
    return next((span for e in (*naming, *record.evidence) if (span := clean_span(reading, e))), None)


def taken_numbers(reading: ReadText, extraction: Extraction) -> set[int]:
    """The starts of the quantities that are a record's: its evidence covers them and a field of it has their words."""
    taken: set[int] = set()
    for record in (*extraction.targets, *extraction.projects, *extraction.mechanisms):
        texts = {value.text for _, value in record if isinstance(value, Quantity)}
        spans = [span for e in record.evidence if (span := clean_span(reading, e))]
        for span in spans if texts else ():
            taken |= {m.start for m in reading.mentions_in(*span) if m.quantity and m.quantity.text in texts}
    return taken


def label(record: Record) -> str:
    """What a record is called in a question."""
    said = " ".join(
        str(getattr(record, name).text if name == "quantity" else getattr(record, name)) for name in _names(record)
    )
    return " ".join(said.split())[:LABEL_LENGTH]


def _names(record: Record) -> Sequence[str]:
    names = ("indicator", "quantity", "name", "title")
    return [name for name in names if name in type(record).model_fields]


def _trimmed(text: str, span: Span) -> Span:
    """The stretch without blanks at its ends."""
    words = text[span.start : span.end]
    start = span.start + len(words) - len(words.lstrip())
    return Span(start, start + len(words.strip()))
